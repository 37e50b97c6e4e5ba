"""Help for tests that look at the audit trail or commit for real."""

from django.db import connection

_TRUNCATE_TRIGGERS = """
SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname)
FROM pg_trigger WHERE tgname = 'giamngheo_audit_truncate'
"""


def allow_truncate() -> None:
    """Let the test runner empty the tables, the audit trail's among them."""
    with connection.cursor() as cursor:
        cursor.execute(_TRUNCATE_TRIGGERS)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def seal_now() -> None:
    """Seal the open events inside a test that never commits."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
