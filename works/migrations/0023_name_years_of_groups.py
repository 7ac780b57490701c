"""Until all works are scored anew, groups name the years that were asked."""

from django.db import migrations

FILL = """
UPDATE works_scoregroup
SET first_year = year - years_around, last_year = year + years_around
WHERE first_year = 0
"""


class Migration(migrations.Migration):
    dependencies = [("works", "0022_keep_what_scores_are_compared_by")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
