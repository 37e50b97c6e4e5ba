"""Both tables are under audit; what a confirmation says is frozen, only its withdrawal is added."""

from django.db import migrations

from giamngheo.audit.operations import AuditTable

FREEZE = """
CREATE FUNCTION giamngheo_confirmation_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept jsonb;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'confirmation % was given out and stays', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    kept := to_jsonb(NEW) - ARRAY['revoked_on', 'revoked_by_id', 'revoke_reason'];
    IF OLD.revoked_on IS NOT NULL
       OR kept <> to_jsonb(OLD) - ARRAY['revoked_on', 'revoked_by_id', 'revoke_reason'] THEN
        RAISE EXCEPTION 'confirmation % says what it said when it was given out', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER giamngheo_confirmation_frozen BEFORE UPDATE OR DELETE ON papers_confirmation
FOR EACH ROW EXECUTE FUNCTION giamngheo_confirmation_frozen();
"""
THAW = """
DROP TRIGGER giamngheo_confirmation_frozen ON papers_confirmation;
DROP FUNCTION giamngheo_confirmation_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        migrations.RunSQL(FREEZE, THAW),
        AuditTable("papers_confirmation", mask=["code"]),
        AuditTable("papers_officetext"),
    ]
