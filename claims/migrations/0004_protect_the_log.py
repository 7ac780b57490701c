"""The log of claims is only ever added to; the database itself refuses everything else."""

from django.db import migrations

# When an account is deleted its steps lose their name, and nothing but their name.
PROTECT = """
CREATE FUNCTION claims_refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.by_id IS NOT NULL AND NEW.by_id IS NULL
        AND ROW(NEW.id, NEW.claim_id, NEW.state, NEW.note, NEW.at)
            IS NOT DISTINCT FROM ROW(OLD.id, OLD.claim_id, OLD.state, OLD.note, OLD.at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The log of claims is only ever added to.'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END
$$;

CREATE TRIGGER claim_event_is_never_changed
    BEFORE UPDATE OR DELETE ON claims_claimevent
    FOR EACH ROW EXECUTE FUNCTION claims_refuse_change_of_log();
"""

RELEASE = """
DROP TRIGGER claim_event_is_never_changed ON claims_claimevent;
DROP FUNCTION claims_refuse_change_of_log();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_let_claims_outlive_accounts")]
    operations = [migrations.RunSQL(PROTECT, RELEASE)]
