"""The log of claims has a column more, which is protected like the rest."""

from django.db import migrations

CHANGE = """
CREATE OR REPLACE FUNCTION claims_refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.by_id IS NOT NULL AND NEW.by_id IS NULL
        AND ROW({new}) IS NOT DISTINCT FROM ROW({old})
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'The log of claims is only ever added to.'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END
$$;
"""


def comparing(*columns: str) -> str:
    return CHANGE.format(
        new=", ".join(f"NEW.{name}" for name in columns), old=", ".join(f"OLD.{name}" for name in columns)
    )


BEFORE = ("id", "claim_id", "state", "note", "at")


class Migration(migrations.Migration):
    dependencies = [("claims", "0005_keep_evidence_and_vouches")]
    operations = [migrations.RunSQL(comparing(*BEFORE, "about"), comparing(*BEFORE))]
