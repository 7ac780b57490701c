"""Neither log of claims can be emptied; the database itself refuses it."""

from django.db import migrations

# Tests empty the whole database after each transaction of their own, and say so in their settings.
KEEP = """
CREATE FUNCTION claims_refuse_emptying_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('credence.logs_may_be_emptied', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'The logs of claims are only ever added to.'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END
$$;

CREATE TRIGGER claim_events_are_never_emptied
    BEFORE TRUNCATE ON claims_claimevent
    FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_emptying_of_log();

CREATE TRIGGER audit_events_are_never_emptied
    BEFORE TRUNCATE ON claims_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_emptying_of_log();
"""

EMPTY = """
DROP TRIGGER claim_events_are_never_emptied ON claims_claimevent;
DROP TRIGGER audit_events_are_never_emptied ON claims_auditevent;
DROP FUNCTION claims_refuse_emptying_of_log();
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0016_look_again_at_printed_addresses")]
    operations = [migrations.RunSQL(KEEP, EMPTY)]
