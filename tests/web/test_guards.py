import pytest

from giamngheo.web.guards import is_write


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "registry_household" ("code") VALUES (%s)',
        'UPDATE "areas_unit" SET "name" = %s WHERE "id" = %s',
        "delete from registry_household where id = 1",
        'WITH gone AS (DELETE FROM "areas_unit" RETURNING id) SELECT count(*) FROM gone',
        "TRUNCATE registry_member",
        'COPY "registry_household" FROM STDIN',
        "CREATE TEMP TABLE found AS SELECT 1",
        'INSERT INTO "auditors" VALUES (1)',
        'MERGE INTO "areas_unit" USING found ON true WHEN MATCHED THEN DO NOTHING',
    ],
)
def test_is_write_sees_every_change(sql: str) -> None:
    assert is_write(sql)


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "update", "delete" FROM "plan" WHERE "created" > %s',
        "SELECT 'insert into areas_unit' AS text",
        'SELECT * FROM "areas_unit" WHERE id = %s FOR UPDATE',
        'SELECT * FROM "areas_unit" FOR NO KEY UPDATE',
        'SAVEPOINT "s1"',
        'UPDATE "django_session" SET "session_data" = %s',
        'INSERT INTO "audit_event" ("action") VALUES (%s)',
        'DELETE FROM "axes_accessattempt" WHERE "id" IN (%s)',
        'SELECT "updated_at", "insertion" FROM "areas_unit"',
    ],
)
def test_is_write_lets_reading_and_traces_of_reading_through(sql: str) -> None:
    assert not is_write(sql)
