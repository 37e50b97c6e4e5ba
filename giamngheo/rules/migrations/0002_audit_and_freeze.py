"""Changes leave a trace; what was entered is never edited, what was approved never changed."""

from django.db import migrations

from giamngheo.audit.operations import AuditTable

FREEZE = """
CREATE FUNCTION rules_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'row % of % is frozen', OLD.id, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER rules_version_frozen BEFORE UPDATE OR DELETE ON rules_ruleversion
    FOR EACH ROW WHEN (OLD.state = 'APPROVED') EXECUTE FUNCTION rules_refuse_change();
CREATE TRIGGER rules_version_content BEFORE UPDATE ON rules_ruleversion
    FOR EACH ROW WHEN (
        (OLD.kind, OLD.unit_id, OLD.unit_path, OLD.code, OLD.standard, OLD.valid_from,
         OLD.valid_to, OLD.content, OLD.digest, OLD.entered_by_id)
        IS DISTINCT FROM
        (NEW.kind, NEW.unit_id, NEW.unit_path, NEW.code, NEW.standard, NEW.valid_from,
         NEW.valid_to, NEW.content, NEW.digest, NEW.entered_by_id)
    ) EXECUTE FUNCTION rules_refuse_change();
CREATE TRIGGER rules_withdrawal_frozen BEFORE UPDATE OR DELETE ON rules_rulewithdrawal
    FOR EACH ROW EXECUTE FUNCTION rules_refuse_change();
"""

THAW = """
DROP TRIGGER rules_withdrawal_frozen ON rules_rulewithdrawal;
DROP TRIGGER rules_version_content ON rules_ruleversion;
DROP TRIGGER rules_version_frozen ON rules_ruleversion;
DROP FUNCTION rules_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("rules", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        AuditTable("rules_ruleversion", exclude=["content"]),
        AuditTable("rules_rulewithdrawal"),
        migrations.RunSQL(FREEZE, THAW),
    ]
