"""Changes leave a trace; what a decision froze cannot be changed, not even by raw SQL."""

from django.db import migrations

from giamngheo.audit.operations import AuditTable

FREEZE = """
CREATE FUNCTION reviews_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'row % of % is frozen by a decision', OLD.id, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER reviews_result_frozen BEFORE UPDATE OR DELETE ON reviews_reviewresult
    FOR EACH ROW WHEN (OLD.decision_id IS NOT NULL) EXECUTE FUNCTION reviews_refuse_change();
CREATE TRIGGER reviews_decision_frozen BEFORE UPDATE OR DELETE ON reviews_decision
    FOR EACH ROW EXECUTE FUNCTION reviews_refuse_change();
"""

THAW = """
DROP TRIGGER reviews_decision_frozen ON reviews_decision;
DROP TRIGGER reviews_result_frozen ON reviews_reviewresult;
DROP FUNCTION reviews_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        AuditTable("reviews_campaign"),
        AuditTable("reviews_communereview"),
        AuditTable("reviews_reviewresult"),
        AuditTable("reviews_decision"),
        migrations.RunSQL(FREEZE, THAW),
    ]
