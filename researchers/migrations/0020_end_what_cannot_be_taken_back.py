"""Asks learn who had the address, and who was asked without one is asked no more: nobody could take it back.

At which address somebody was asked was not written down before, and is not guessed: to list another address of
theirs would tell the holder of it. Nobody has accepted; the holder may ask again.
"""

from django.db import migrations

FORGET_FORMER = """
DELETE FROM researchers_delegateask AS ask USING researchers_researcher AS page
WHERE page.id = ask.researcher_id
  AND (page.user_id IS DISTINCT FROM ask.by_id OR page.merged_into_id IS NOT NULL
       OR ask.asked_at < greatest(page.claimed_at, page.memorial_since))
"""
KNOW_WHO = """
UPDATE researchers_delegateask AS ask SET delegate_id = task.id
FROM researchers_delegate AS task JOIN account_emailaddress AS address ON address.user_id = task.user_id
WHERE ask.delegate_id IS NULL AND task.researcher_id = ask.researcher_id AND task.given_by_id = ask.by_id
  AND task.ended_at IS NULL AND task.accepted_at IS NULL AND address.verified AND lower(address.email) = ask.email
"""
END_THE_REST = """
UPDATE researchers_delegate AS task SET ended_at = now()
WHERE task.ended_at IS NULL AND task.accepted_at IS NULL
  AND NOT EXISTS (SELECT FROM researchers_delegateask AS ask WHERE ask.delegate_id = task.id)
"""
STEPS = [FORGET_FORMER, KNOW_WHO, END_THE_REST]


class Migration(migrations.Migration):
    dependencies = [
        ("researchers", "0019_know_who_had_the_address"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [migrations.RunSQL(STEPS, migrations.RunSQL.noop)]
