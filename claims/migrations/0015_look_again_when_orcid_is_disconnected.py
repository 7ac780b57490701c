"""An iD is evidence as long as its owner's account is connected to it: the database says when to look again."""

from django.db import migrations

# Accounts are connected and disconnected by allauth, at whose signing in each row is also written anew: that changes
# nothing. Claims are held first, as by everybody who looks for evidence: who is at it has read the iD of before.
MARK = """
CREATE FUNCTION claims_mark_whose_orcid_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM claims_claim WHERE user_id IN (OLD.user_id, NEW.user_id) ORDER BY id FOR NO KEY UPDATE;
    UPDATE claims_evidence AS evidence
    SET next_check_at = now()
    FROM claims_claim AS claim
    WHERE claim.user_id IN (OLD.user_id, NEW.user_id)
      AND evidence.claim_id = claim.id AND evidence.kind = 'orcid' AND evidence.ended_at IS NULL;
    RETURN NULL;
END
$$;

CREATE TRIGGER orcid_of_a_claimant_came_or_went
    AFTER INSERT OR DELETE ON socialaccount_socialaccount
    FOR EACH ROW EXECUTE FUNCTION claims_mark_whose_orcid_changed();

CREATE TRIGGER orcid_of_a_claimant_was_edited
    AFTER UPDATE ON socialaccount_socialaccount
    FOR EACH ROW WHEN ((OLD.user_id, OLD.provider, OLD.uid) IS DISTINCT FROM (NEW.user_id, NEW.provider, NEW.uid))
    EXECUTE FUNCTION claims_mark_whose_orcid_changed();
"""

FORGET = """
DROP TRIGGER orcid_of_a_claimant_was_edited ON socialaccount_socialaccount;
DROP TRIGGER orcid_of_a_claimant_came_or_went ON socialaccount_socialaccount;
DROP FUNCTION claims_mark_whose_orcid_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("claims", "0014_tell_people_without_accounts"),
    ]
    operations = [migrations.RunSQL(MARK, FORGET)]
