"""Lines of the log lose an account or a work that is deleted, and nothing else; nor is the log emptied."""

from django.db import migrations

NARROW = """
CREATE OR REPLACE FUNCTION researchers_refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
        AND (NEW.by_id IS NOT DISTINCT FROM OLD.by_id OR NEW.by_id IS NULL)
        AND (NEW.work_id IS NOT DISTINCT FROM OLD.work_id OR NEW.work_id IS NULL)
        AND ROW(NEW.id, NEW.kind, NEW.researcher_id, NEW.other_id, NEW.details, NEW.reason, NEW.at, NEW.undoes_id)
            IS NOT DISTINCT FROM
            ROW(OLD.id, OLD.kind, OLD.researcher_id, OLD.other_id, OLD.details, OLD.reason, OLD.at, OLD.undoes_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The log of identities is only ever added to.'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END
$$;
"""

WIDEN = """
CREATE OR REPLACE FUNCTION researchers_refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.by_id IS NOT DISTINCT FROM OLD.by_id OR NEW.by_id IS NULL)
        AND ROW(NEW.id, NEW.kind, NEW.researcher_id, NEW.other_id, NEW.details, NEW.reason, NEW.at, NEW.undoes_id)
            IS NOT DISTINCT FROM
            ROW(OLD.id, OLD.kind, OLD.researcher_id, OLD.other_id, OLD.details, OLD.reason, OLD.at, OLD.undoes_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The log of identities is only ever added to.'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END
$$;
"""

# Tests empty the whole database after each transaction of their own, and say so in their settings.
KEEP = """
CREATE FUNCTION researchers_refuse_emptying_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('credence.logs_may_be_emptied', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'The log of identities is only ever added to.'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END
$$;

CREATE TRIGGER identity_events_are_never_emptied
    BEFORE TRUNCATE ON researchers_identityevent
    FOR EACH STATEMENT EXECUTE FUNCTION researchers_refuse_emptying_of_log();
"""

EMPTY = """
DROP TRIGGER identity_events_are_never_emptied ON researchers_identityevent;
DROP FUNCTION researchers_refuse_emptying_of_log();
"""


class Migration(migrations.Migration):
    dependencies = [("researchers", "0011_count_names_again")]
    operations = [migrations.RunSQL(NARROW, WIDEN), migrations.RunSQL(KEEP, EMPTY)]
