"""Whether somebody is verified depends on their account and its addresses: the database says what has to be done anew."""

from django.db import migrations

# Addresses are confirmed, made primary and removed in many places, nearly all of them not ours, and so are accounts
# deactivated. It is one row, found by the index of researcher(user_id), and for those without a page none. Says the
# same as `mark_trust_stale`. Evidence that an address gave is looked for again by the next round. Claims are held first,
# and researchers last, as by everybody who looks for evidence: who is at it has read the address of before.
MARK = """
CREATE FUNCTION claims_mark_whose_address_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM claims_claim WHERE user_id IN (OLD.user_id, NEW.user_id) ORDER BY id FOR NO KEY UPDATE;
    UPDATE claims_evidence AS evidence
    SET next_check_at = now()
    FROM claims_claim AS claim
    WHERE claim.user_id IN (OLD.user_id, NEW.user_id)
      AND evidence.claim_id = claim.id AND evidence.kind = 'institution_email' AND evidence.ended_at IS NULL;
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

CREATE FUNCTION claims_mark_whose_account_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE researchers_researcher
    SET trust_stale_at = now(), version = version + 1
    WHERE user_id = NEW.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER account_of_a_researcher_was_deactivated
    AFTER UPDATE OF is_active ON accounts_user
    FOR EACH ROW WHEN (OLD.is_active <> NEW.is_active)
    EXECUTE FUNCTION claims_mark_whose_account_changed();
"""

FORGET = """
DROP TRIGGER account_of_a_researcher_was_deactivated ON accounts_user;
DROP FUNCTION claims_mark_whose_account_changed();
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
