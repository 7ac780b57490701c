"""Until all works are scored anew: groups name the years that were asked, and new works are compared with the others."""

from django.db import migrations

YEARS_OF_GROUPS = """
UPDATE works_scoregroup
SET first_year = year - years_around, last_year = year + years_around
WHERE first_year = 0
"""
LAST_DAYS = """
UPDATE works_workscore AS score
SET last_day = CASE work.published_precision
    WHEN 'year' THEN (date_trunc('year', work.published_on) + interval '1 year')::date - 1
    WHEN 'month' THEN (date_trunc('month', work.published_on) + interval '1 month')::date - 1
    ELSE work.published_on
END
FROM works_work AS work
WHERE work.id = score.work_id AND score.vector IS NOT NULL AND score.last_day IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("works", "0026_keep_what_scores_are_compared_by")]

    operations = [
        migrations.RunSQL(YEARS_OF_GROUPS, migrations.RunSQL.noop),
        migrations.RunSQL(LAST_DAYS, migrations.RunSQL.noop),
    ]
