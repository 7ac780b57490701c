"""Whether somebody is verified depends on their primary e-mail address: the database says who has to be scored anew."""

from django.db import migrations

# Addresses are confirmed, made primary and removed in many places, nearly all of them not ours. It is one row, found
# by the index of researcher(user_id), and for those without a page none. Says the same as `mark_trust_stale`.
MARK = """
CREATE FUNCTION claims_mark_whose_address_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE researchers_researcher
    SET trust_stale_at = now(), version = version + 1
    WHERE user_id IN (OLD.user_id, NEW.user_id);
    RETURN NULL;
END
$$;

CREATE TRIGGER address_of_a_researcher_changed
    AFTER INSERT OR DELETE ON account_emailaddress
    FOR EACH ROW EXECUTE FUNCTION claims_mark_whose_address_changed();

CREATE TRIGGER address_of_a_researcher_was_edited
    AFTER UPDATE ON account_emailaddress
    FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW)
    EXECUTE FUNCTION claims_mark_whose_address_changed();
"""

FORGET = """
DROP TRIGGER address_of_a_researcher_was_edited ON account_emailaddress;
DROP TRIGGER address_of_a_researcher_changed ON account_emailaddress;
DROP FUNCTION claims_mark_whose_address_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("claims", "0008_set_evidence_aside"),
    ]
    operations = [migrations.RunSQL(MARK, FORGET)]
