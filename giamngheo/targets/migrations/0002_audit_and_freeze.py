"""Changes leave a trace; a decided allocation, its lines and cells are never changed."""

from django.db import migrations

from giamngheo.audit.operations import AuditTable

FREEZE = """
CREATE FUNCTION targets_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'row % of % is frozen', OLD.id, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION targets_refuse_decided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent bigint;
BEGIN
    IF TG_TABLE_NAME = 'targets_allocationcell' THEN
        SELECT line.allocation_id INTO parent FROM targets_allocationline AS line
        WHERE line.id = CASE WHEN TG_OP = 'INSERT' THEN NEW.line_id ELSE OLD.line_id END;
    ELSIF TG_OP = 'INSERT' THEN
        parent := NEW.allocation_id;
    ELSE
        parent := OLD.allocation_id;
    END IF;
    IF EXISTS (SELECT 1 FROM targets_allocation
               WHERE id = parent AND state = 'DECIDED') THEN
        RAISE EXCEPTION 'allocation % is decided', parent USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER targets_allocation_frozen BEFORE UPDATE OR DELETE ON targets_allocation
    FOR EACH ROW WHEN (OLD.state = 'DECIDED') EXECUTE FUNCTION targets_refuse_change();
CREATE TRIGGER targets_line_frozen BEFORE INSERT OR UPDATE OR DELETE ON targets_allocationline
    FOR EACH ROW EXECUTE FUNCTION targets_refuse_decided();
CREATE TRIGGER targets_goal_frozen BEFORE INSERT OR UPDATE OR DELETE ON targets_allocationgoal
    FOR EACH ROW EXECUTE FUNCTION targets_refuse_decided();
CREATE TRIGGER targets_cell_frozen BEFORE INSERT OR UPDATE OR DELETE ON targets_allocationcell
    FOR EACH ROW EXECUTE FUNCTION targets_refuse_decided();
"""

THAW = """
DROP TRIGGER targets_cell_frozen ON targets_allocationcell;
DROP TRIGGER targets_goal_frozen ON targets_allocationgoal;
DROP TRIGGER targets_line_frozen ON targets_allocationline;
DROP TRIGGER targets_allocation_frozen ON targets_allocation;
DROP FUNCTION targets_refuse_decided();
DROP FUNCTION targets_refuse_change();
"""

TABLES = (
    "targets_ownedtarget",
    "targets_behindnote",
    "targets_allocation",
    "targets_allocationgoal",
    "targets_allocationline",
    "targets_allocationcell",
    "targets_exitshortfall",
)


class Migration(migrations.Migration):
    dependencies = [("targets", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        *(AuditTable(table) for table in TABLES),
        AuditTable("targets_measurement", exclude=("file",)),
        AuditTable("targets_allocationchange", exclude=("cells",)),
        AuditTable("targets_expectedexit", mask=("reason", "removed_reason")),
        migrations.RunSQL(FREEZE, THAW),
    ]
