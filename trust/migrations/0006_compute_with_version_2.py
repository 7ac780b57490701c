"""Version 2 of the model knows more evidence and weighs anew: everybody is to be scored again."""

from django.db import migrations

MARK_EVERYBODY = """
UPDATE researchers_researcher SET trust_stale_at = now() WHERE trust_stale_at IS NULL AND merged_into_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("trust", "0005_know_when_evidence_ends"), ("researchers", "0013_say_what_planned_at_is")]
    operations = [migrations.RunSQL(MARK_EVERYBODY, migrations.RunSQL.noop)]
