"""
The history of what was in the register before it had one: each household has lived where it lives
since it was registered, each member has been there since then or since birth. Run twice, it
changes nothing the second time.
"""

import polars as pl
from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from giamngheo.lib.copying import copy_frame
from giamngheo.lib.text import compare_key

RESIDENCES = """
    INSERT INTO registry_residence (household_id, unit_id, unit_path, valid_from, valid_to)
    SELECT id, unit_id, unit_path, registered_from, registered_to
    FROM registry_household AS household
    WHERE NOT EXISTS (
        SELECT 1 FROM registry_residence AS known WHERE known.household_id = household.id
    )
"""

MEMBERS = """
    UPDATE registry_member AS member
    SET valid_from = GREATEST(household.registered_from, member.birth_date),
        unit_path = household.unit_path
    FROM registry_household AS household
    WHERE household.id = member.household_id AND member.valid_from IS NULL
"""

# A household has one head: the first written stays it.
HEADS = """
    UPDATE registry_member AS member SET relation = 'OTHER'
    WHERE relation = 'HEAD' AND EXISTS (
        SELECT 1 FROM registry_member AS first
        WHERE first.household_id = member.household_id
          AND first.relation = 'HEAD' AND first.position < member.position
    )
"""

NAME_KEYS = (
    ("registry_household", "head_name"),
    ("registry_member", "full_name"),
)


def fill_name_keys(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        for table, column in NAME_KEYS:
            cursor.execute(f"SELECT DISTINCT {column} FROM {table} WHERE name_key = ''")
            names = [row[0] for row in cursor.fetchall()]
            cursor.execute("CREATE TEMPORARY TABLE name_keys (name text, key text) ON COMMIT DROP")
            keys = [compare_key(name) for name in names]
            copy_frame(cursor, "name_keys", pl.DataFrame({"name": names, "key": keys}))
            cursor.execute("ANALYZE name_keys")
            cursor.execute(
                f"UPDATE {table} AS named SET name_key = left(known.key, 240)"
                f" FROM name_keys AS known WHERE known.name = named.{column}"
            )
            cursor.execute("DROP TABLE name_keys")


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_history")]

    operations = [
        migrations.RunSQL(RESIDENCES, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(MEMBERS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(HEADS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunPython(fill_name_keys, reverse_code=migrations.RunPython.noop),
    ]
