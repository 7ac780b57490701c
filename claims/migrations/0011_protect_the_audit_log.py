"""The audit log is only ever added to; the database itself refuses everything else."""

from django.db import migrations

# When an account is deleted its lines lose their name, and nothing but their name.
PROTECT = """
UPDATE claims_claim SET created_at = submitted_at WHERE submitted_at < created_at;

CREATE FUNCTION claims_refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.by_id IS NOT NULL AND NEW.by_id IS NULL
        AND ROW(NEW.id, NEW.verb, NEW.subject, NEW.researcher_id, NEW.note, NEW.at)
            IS NOT DISTINCT FROM ROW(OLD.id, OLD.verb, OLD.subject, OLD.researcher_id, OLD.note, OLD.at)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The audit log is only ever added to.'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END
$$;

CREATE TRIGGER audit_event_is_never_changed
    BEFORE UPDATE OR DELETE ON claims_auditevent
    FOR EACH ROW EXECUTE FUNCTION claims_refuse_change_of_audit();
"""

RELEASE = """
DROP TRIGGER audit_event_is_never_changed ON claims_auditevent;
DROP FUNCTION claims_refuse_change_of_audit();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0010_claim_step_by_step")]
    operations = [migrations.RunSQL(PROTECT, RELEASE)]
