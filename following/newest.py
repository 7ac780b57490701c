"""What the people whom somebody follows have published lately."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from researchers.models import Researcher
from works.dates import machine_date, printed_date
from works.models import Work

LISTED = 200


@dataclass(frozen=True, slots=True)
class FollowedWork:
    """A work, and which of its authors are followed."""

    work_id: int
    researcher_ids: list[int]


# Leans on the unique index of follow(user_id, researcher_id) and on attribution_of_researcher. Materialized,
# so that a follower of few authors never walks the whole record from its newest work downwards.
NEWEST_WORKS = """
WITH followed_work AS MATERIALIZED (
    SELECT authorship.work_id, array_agg(DISTINCT attribution.researcher_id) AS researcher_ids
    FROM following_follow AS follow
    JOIN researchers_researcher AS page ON page.id = follow.researcher_id
    JOIN researchers_attribution AS attribution
      ON attribution.researcher_id = coalesce(page.merged_into_id, page.id)
     AND attribution.status IN ('accepted', 'disputed')
    JOIN works_authorship AS authorship ON authorship.id = attribution.authorship_id
    WHERE follow.user_id = %(user_id)s
      AND attribution.researcher_id NOT IN (SELECT id FROM researchers_researcher WHERE visibility <> '')
    GROUP BY authorship.work_id
)
SELECT work.id, followed_work.researcher_ids
FROM followed_work
JOIN works_work AS work ON work.id = followed_work.work_id AND NOT work.withdrawn AND NOT work.self_reported
ORDER BY work.published_on DESC, work.id DESC
LIMIT %(limit)s
"""


def newest_works_followed_by(user_id: int, *, limit: int = LISTED) -> list[FollowedWork]:
    """The newest works of the researchers whom this user follows, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST_WORKS, {"user_id": user_id, "limit": limit})
        return [FollowedWork(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class ShownWork:
    """A work with those of its authors who are the reason why it is shown."""

    work: Work
    researchers: list[Researcher]

    @property
    def date(self) -> str:
        return printed_date(self.work.published_on, self.work.published_precision)

    @property
    def machine_date(self) -> str:
        return machine_date(self.work.published_on, self.work.published_precision)

    @property
    def others_count(self) -> int:
        return max(self.work.authors_count - len(self.researchers), 0)


def shown_works(followed: Iterable[FollowedWork]) -> list[ShownWork]:
    """The same works in the same order, with everything a row touches, in two queries."""
    followed = list(followed)
    works = (
        Work.objects.select_related("venue")
        .defer("abstract", "search")
        .in_bulk([row.work_id for row in followed])
    )
    researchers = Researcher.objects.in_bulk({pk for row in followed for pk in row.researcher_ids})
    return [
        ShownWork(works[row.work_id], sorted((researchers[pk] for pk in row.researcher_ids), key=str))
        for row in followed
        if row.work_id in works
    ]
