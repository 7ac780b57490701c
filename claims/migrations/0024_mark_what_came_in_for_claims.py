"""What was fetched because claims named it before such statements were marked: it may have been written for them."""

from django.db import migrations

# A work that was known when somebody missed it came otherwise. What an ordinary import has brought since is marked too,
# until one brings it again.
MARK = """
UPDATE works_sourcerecord AS statement
SET at_wish = true
FROM claims_missingwork AS missing
JOIN works_work AS work ON work.id = missing.work_id AND work.created_at >= missing.asked_at
WHERE missing.state = 'found' AND statement.work_id = work.id AND NOT statement.at_wish
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0023_lease_examinations"),
        ("works", "0013_clear_the_mark_of_wishes_soon"),
    ]

    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
