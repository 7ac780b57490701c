"""Following a researcher, and ending it. The count counts people and says nothing about trust."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from researchers.models import Researcher

# Follows stay with the page that was followed: who follows one that was merged follows the one that is kept, and
# follows the former again when the merge is undone. All statements read through `merged_into`.
# The row and the count change in one statement, and only the statement that made or removed the row
# counts it: two clicks at once wait for each other on the unique constraint of (user, researcher).
FOLLOW = """
WITH new_follow AS (
    INSERT INTO following_follow (user_id, researcher_id)
    SELECT %(user_id)s, %(researcher_id)s
    WHERE NOT EXISTS (
        SELECT FROM following_follow AS follow
        JOIN researchers_researcher AS former ON former.id = follow.researcher_id
        WHERE follow.user_id = %(user_id)s AND former.merged_into_id = %(researcher_id)s
    )
    ON CONFLICT (user_id, researcher_id) DO NOTHING
    RETURNING researcher_id
)
UPDATE researchers_researcher AS researcher
SET followers_count = followers_count + 1, version = version + 1
FROM new_follow
WHERE researcher.id = new_follow.researcher_id
"""

UNFOLLOW = """
WITH ended_follow AS (
    DELETE FROM following_follow AS follow
    USING researchers_researcher AS page
    WHERE follow.user_id = %(user_id)s
      AND page.id = follow.researcher_id
      AND coalesce(page.merged_into_id, page.id) = %(researcher_id)s
    RETURNING follow.id
)
UPDATE researchers_researcher AS researcher
SET followers_count = greatest(followers_count - 1, 0), version = version + 1
WHERE researcher.id = %(researcher_id)s AND EXISTS (SELECT FROM ended_follow)
"""

# Locks first and counts in a second statement: only that one sees what was committed while the first waited.
MISCOUNTED = """
SELECT researcher.id
FROM researchers_researcher AS researcher
LEFT JOIN (
    SELECT coalesce(page.merged_into_id, page.id) AS researcher_id, count(DISTINCT follow.user_id) AS people
    FROM following_follow AS follow
    JOIN researchers_researcher AS page ON page.id = follow.researcher_id
    GROUP BY coalesce(page.merged_into_id, page.id)
) AS counted ON counted.researcher_id = researcher.id
WHERE researcher.followers_count <> coalesce(counted.people, 0)
ORDER BY researcher.id
FOR NO KEY UPDATE OF researcher
"""

RECOUNT = """
WITH counted AS (
    SELECT researcher.id, count(DISTINCT follow.user_id) AS people
    FROM researchers_researcher AS researcher
    LEFT JOIN researchers_researcher AS page
      ON (page.id = researcher.id AND page.merged_into_id IS NULL) OR page.merged_into_id = researcher.id
    LEFT JOIN following_follow AS follow ON follow.researcher_id = page.id
    WHERE researcher.id = ANY(%(researcher_ids)s)
    GROUP BY researcher.id
)
UPDATE researchers_researcher AS researcher
SET followers_count = counted.people, version = version + 1
FROM counted
WHERE researcher.id = counted.id AND researcher.followers_count <> counted.people
"""


def follow(researcher: Researcher, *, by: User) -> bool:
    """Whether this began something: following twice is following once."""
    return changed(FOLLOW, user_id=by.pk, researcher_id=researcher.pk)


def unfollow(researcher: Researcher, *, by: User) -> bool:
    """Whether this ended something."""
    return changed(UNFOLLOW, user_id=by.pk, researcher_id=researcher.pk)


def changed(statement: str, **parameters: Any) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount > 0


def recount_followers() -> int:
    """How many counts were mended: they go wrong when an account with follows is deleted."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MISCOUNTED)
        return recount_followers_of([row[0] for row in cursor.fetchall()])


def recount_followers_of(researcher_ids: Iterable[int]) -> int:
    """The same for pages whose merging has changed who follows them. Whoever calls holds them."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, {"researcher_ids": sorted(researcher_ids)})
        return cursor.rowcount
