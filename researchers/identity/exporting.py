"""Everything that is decided about authorships, as rows of a table."""

from collections.abc import Iterator

from django.db import connection, transaction

COLUMNS = ("scheme", "identifier", "position", "researcher", "status", "basis", "confidence")

# Of an authorship that is listed for nobody: to whom it is offered, the likeliest first; else that it is nobody's.
# Nobody's for the world is also what belongs to a page that was hidden or removed.
ATTRIBUTIONS = """
SELECT identifier.scheme, identifier.value, authorship.position, coalesce(researcher.public_id, ''),
       coalesce(stands.status, ''), coalesce(stands.basis, ''), coalesce(round(stands.confidence::numeric, 2)::text, '')
FROM works_work AS work
JOIN works_authorship AS authorship ON authorship.work_id = work.id
JOIN works_workidentifier AS identifier ON identifier.work_id = work.id
LEFT JOIN LATERAL (
    SELECT attribution.researcher_id, attribution.status, attribution.basis, attribution.confidence
    FROM researchers_attribution AS attribution
    WHERE attribution.authorship_id = authorship.id AND attribution.status <> 'rejected'
      AND attribution.researcher_id NOT IN (SELECT id FROM researchers_researcher WHERE visibility <> '')
    ORDER BY attribution.status = 'proposed', attribution.confidence DESC, attribution.id
    LIMIT 1
) AS stands ON true
LEFT JOIN researchers_researcher AS researcher ON researcher.id = stands.researcher_id
WHERE NOT work.withdrawn
ORDER BY work.id, authorship.position, identifier.scheme, identifier.value
"""
AT_ONCE = 5_000


def attributions() -> Iterator[tuple[str, ...]]:
    """The rows of COLUMNS, read as they are asked for: no more than AT_ONCE are held."""
    with transaction.atomic(), connection.cursor() as plain:
        plain.execute("DECLARE attributions NO SCROLL CURSOR FOR " + ATTRIBUTIONS)
        while True:
            plain.execute(f"FETCH {AT_ONCE} FROM attributions")
            rows = plain.fetchall()
            if not rows:
                break
            yield from rows
        plain.execute("CLOSE attributions")
