"""What was given up after two days, as notices were once, is not announced now, long after.

It is marked as of before it was sent, since nobody was told: of what is written there later people are.
"""

from django.db import migrations

GIVE_UP = [
    """
    UPDATE collaboration_invitation SET notified_at = sent_at - interval '1 second'
    WHERE notified_at IS NULL AND state = 'waiting' AND sent_at < now() - interval '2 days'
    """,
    """
    UPDATE collaboration_conversation SET notified_at = created_at - interval '1 second'
    WHERE notified_at IS NULL AND created_at < now() - interval '2 days'
    """,
    """
    UPDATE collaboration_message SET notified_at = sent_at - interval '1 second'
    WHERE notified_at IS NULL AND read_at IS NULL AND sent_at < now() - interval '2 days'
    """,
]


class Migration(migrations.Migration):
    dependencies = [("collaboration", "0003_remember_people_notices_and_reports")]
    operations = [migrations.RunSQL(GIVE_UP, migrations.RunSQL.noop)]
