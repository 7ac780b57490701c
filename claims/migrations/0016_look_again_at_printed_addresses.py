"""An address that a work prints is evidence too, and so are the works of an ORCID record: when the addresses of an
account change, or the iD it is connected to, they are looked for again, and so is all of a claim that waits.
"""

from django.db import migrations

ADDRESS = """
CREATE OR REPLACE FUNCTION claims_mark_whose_address_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM claims_claim WHERE user_id IN (OLD.user_id, NEW.user_id) ORDER BY id FOR NO KEY UPDATE;
    UPDATE claims_evidence AS evidence
    SET next_check_at = now()
    FROM claims_claim AS claim
    WHERE claim.user_id IN (OLD.user_id, NEW.user_id)
      AND evidence.claim_id = claim.id AND evidence.kind IN ({kinds}) AND evidence.ended_at IS NULL;
    {claims}
    UPDATE researchers_researcher
    SET trust_stale_at = now(), version = version + 1
    WHERE user_id IN (OLD.user_id, NEW.user_id);
    RETURN NULL;
END
$$;
"""
IDENTIFIER = """
CREATE OR REPLACE FUNCTION claims_mark_whose_orcid_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM claims_claim WHERE user_id IN (OLD.user_id, NEW.user_id) ORDER BY id FOR NO KEY UPDATE;
    UPDATE claims_evidence AS evidence
    SET next_check_at = now()
    FROM claims_claim AS claim
    WHERE claim.user_id IN (OLD.user_id, NEW.user_id)
      AND evidence.claim_id = claim.id AND evidence.kind IN ({kinds}) AND evidence.ended_at IS NULL;
    {claims}
    RETURN NULL;
END
$$;
"""
CLAIMS = """UPDATE claims_claim SET checks_due_at = now()
    WHERE user_id IN (OLD.user_id, NEW.user_id) AND state IN ('submitted', 'needs_information');"""
NOW = ADDRESS.format(kinds="'institution_email', 'printed_address'", claims=CLAIMS) + IDENTIFIER.format(
    kinds="'orcid', 'orcid_record'", claims=CLAIMS
)
BEFORE = ADDRESS.format(kinds="'institution_email'", claims="") + IDENTIFIER.format(kinds="'orcid'", claims="")


class Migration(migrations.Migration):
    dependencies = [("claims", "0015_look_again_when_orcid_is_disconnected")]
    operations = [migrations.RunSQL(NOW, BEFORE)]
