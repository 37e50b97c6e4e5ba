"""Every step leaves a trace; what was signed cannot be changed, not even by raw SQL."""

from django.db import migrations

from giamngheo.audit.operations import AuditTable

FROZEN = (
    "decisions_acceptedfinding",
    "decisions_upperreport",
    "decisions_opinion",
    "decisions_decisionbasis",
    "decisions_furtherdecision",
    "decisions_decisionline",
)
CHANGING = ("decisions_submission", "decisions_hotspotthreshold", "decisions_followup")

FUNCTION = """
CREATE FUNCTION decisions_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'row % of % is frozen', OLD.id, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""
DROP_FUNCTION = "DROP FUNCTION decisions_refuse_change();"


def frozen(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE TRIGGER decisions_frozen BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION decisions_refuse_change();",
        f"DROP TRIGGER decisions_frozen ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_initial"), ("audit", "0002_chain")]
    operations = [
        *(AuditTable(table) for table in (*FROZEN, *CHANGING)),
        migrations.RunSQL(FUNCTION, DROP_FUNCTION),
        *(frozen(table) for table in FROZEN),
    ]
