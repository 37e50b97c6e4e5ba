"""Each way of changing a table leaves one AuditChange a statement."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from giamngheo.audit import actions
from giamngheo.audit.models import AuditChange, AuditEvent
from tests.audit.conftest import OPERATION


class Toy(models.Model):
    name = models.TextField(null=True)
    n = models.IntegerField(null=True)
    search_key = models.TextField(null=True)
    secret = models.TextField(null=True)

    class Meta:
        app_label = "audit"
        db_table = "audit_toy"
        managed = False

    def __str__(self) -> str:
        return str(self.name)


@pytest.fixture
def event(toy: Any) -> AuditEvent:
    return AuditEvent.objects.get(pk=actions.record(action="toys.try", by=None, subject="T-1"))


def last_change() -> AuditChange:
    return AuditChange.objects.order_by("-id")[0]


def test_bulk_create_is_captured_with_its_keys(event: AuditEvent) -> None:
    toys = Toy.objects.bulk_create([Toy(name="một"), Toy(name="hai")])

    change = event.changes.get()
    assert (change.op, change.table_name, change.row_count) == ("INSERT", "audit_toy", 2)
    assert change.row_ids == sorted(toy.pk for toy in toys)


def test_queryset_update_is_captured_before_and_after(event: AuditEvent) -> None:
    toys = Toy.objects.bulk_create([Toy(name="một", n=1), Toy(name="hai", n=5)])

    Toy.objects.filter(n__lt=3).update(n=models.F("n") + 1)

    change = last_change()
    assert (change.op, change.row_count, change.row_ids) == ("UPDATE", 1, [toys[0].pk])
    assert change.before == [{"id": toys[0].pk, "n": 1}]
    assert change.after == [{"id": toys[0].pk, "n": 2}]


def test_queryset_delete_keeps_the_whole_row(event: AuditEvent) -> None:
    toy = Toy.objects.create(name="một", n=1)

    Toy.objects.filter(pk=toy.pk).delete()

    change = last_change()
    assert (change.op, change.after) == ("DELETE", None)
    assert change.before == [{"id": toy.pk, "name": "một", "n": 1, "secret": None}]


def test_copy_is_captured(event: AuditEvent) -> None:
    with connection.cursor() as cursor, cursor.copy("COPY audit_toy (name, n) FROM STDIN") as copy:
        copy.write_row(("một", 1))
        copy.write_row(("hai", 2))

    assert event.changes.get().row_count == 2


def test_raw_sql_in_an_event_belongs_to_it(event: AuditEvent, toy: Any) -> None:
    toy("INSERT INTO audit_toy (name) VALUES ('một')")

    assert event.changes.get().op == "INSERT"


def test_raw_sql_without_an_event_opens_one_for_the_database_user(toy: Any) -> None:
    toy("INSERT INTO audit_toy (name) VALUES ('một')")
    toy("UPDATE audit_toy SET name = 'hai'")

    event = AuditEvent.objects.get(action="raw")
    assert [change.op for change in event.changes.all()] == ["INSERT", "UPDATE"]
    assert event.actor_id is None
    assert event.actor_name == connection.settings_dict["USER"]


def test_truncate_is_captured(event: AuditEvent, toy: Any) -> None:
    toy("TRUNCATE audit_toy")

    assert event.changes.get().op == "TRUNCATE"


def test_changes_belong_to_the_latest_event(event: AuditEvent, toy: Any) -> None:
    toy("INSERT INTO audit_toy (name) VALUES ('một')")
    second = actions.record(action="toys.again", by=None)
    toy("UPDATE audit_toy SET name = 'hai'")

    ops = AuditChange.objects.order_by("id").values_list("event_id", "op")
    assert list(ops) == [(event.pk, "INSERT"), (second, "UPDATE")]


def test_changes_never_belong_to_a_reading(event: AuditEvent, toy: Any) -> None:
    actions.read_event(action="toys.read", by=None)
    toy("INSERT INTO audit_toy (name) VALUES ('một')")

    assert last_change().event_id == event.pk


def test_rolled_back_part_leaves_the_outer_event_in_force(event: AuditEvent, toy: Any) -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        actions.record(action="toys.fail", by=None)
        raise ZeroDivisionError
    toy("INSERT INTO audit_toy (name) VALUES ('một')")

    assert AuditEvent.objects.get() == event
    assert last_change().event_id == event.pk


def test_statement_that_touches_no_row_leaves_nothing(event: AuditEvent, toy: Any) -> None:
    toy("UPDATE audit_toy SET n = 1")
    toy("DELETE FROM audit_toy")
    toy("INSERT INTO audit_toy (name) SELECT 'một' WHERE false")

    assert not AuditChange.objects.exists()


def test_excluded_column_alone_leaves_nothing(event: AuditEvent, toy: Any) -> None:
    toy("INSERT INTO audit_toy (name) VALUES ('một')")
    toy("UPDATE audit_toy SET search_key = 'mot'")

    assert last_change().op == "INSERT"


def test_masked_column_shows_a_change_without_its_value(event: AuditEvent, toy: Any) -> None:
    toy("INSERT INTO audit_toy (secret) VALUES ('mật khẩu cũ')")
    toy("UPDATE audit_toy SET secret = 'mật khẩu mới'")

    before, after = last_change().before[0]["secret"], last_change().after[0]["secret"]
    assert before != after
    assert before.startswith("sha256:")
    assert "mật khẩu" not in before + after


def test_changed_key_shows_both_rows(event: AuditEvent, toy: Any) -> None:
    toy("INSERT INTO audit_toy (id, name) VALUES (1, 'một')")
    toy("UPDATE audit_toy SET id = 9")

    change = last_change()
    assert change.row_ids == [1, 9]
    assert [row and row["id"] for row in change.before] == [1, None]
    assert [row and row["id"] for row in change.after] == [None, 9]


@pytest.mark.parametrize(
    ("sql", "listed"),
    [
        ("INSERT INTO audit_toy (id) SELECT generate_series(3001, 4001)", False),
        ("UPDATE audit_toy SET n = 1", True),
        ("DELETE FROM audit_toy", True),
    ],
)
def test_many_rows_are_counted_and_digested(
    event: AuditEvent, toy: Any, sql: str, listed: bool
) -> None:
    """More than a thousand rows: inserts keep the ends of the keys, the others all keys."""
    toy("INSERT INTO audit_toy (id) SELECT generate_series(1, 1001)")

    toy(sql)

    change = last_change()
    assert change.row_count == 1001
    assert change.row_ids == (list(range(1, 1002)) if listed else {"min": 3001, "max": 4001})
    assert (change.before, change.after) == (None, None)
    assert len(change.rows_digest) == 64


def test_operation_can_be_undone(toy: Any) -> None:
    with connection.schema_editor() as editor:
        OPERATION.database_backwards("audit", editor, None, None)

    toy("INSERT INTO audit_toy (name) VALUES ('một')")

    assert not AuditChange.objects.exists()


def test_operation_is_rebuilt_from_its_deconstruction() -> None:
    name, args, kwargs = OPERATION.deconstruct()

    rebuilt = type(OPERATION)(*args, **kwargs)

    assert name == "AuditTable"
    assert rebuilt.deconstruct() == OPERATION.deconstruct()
    assert rebuilt.describe() == "Put audit_toy under audit"


def test_change_with_a_key_of_text_is_captured(event: AuditEvent, toy: Any) -> None:
    toy("CREATE TABLE audit_words (word text PRIMARY KEY, n integer)")
    with connection.schema_editor() as editor:
        type(OPERATION)("audit_words", key="word").database_forwards("audit", editor, None, None)

    toy("INSERT INTO audit_words VALUES ('hoà', 1)")
    toy("UPDATE audit_words SET n = 2")

    assert last_change().before == [{"word": "hoà", "n": 1}]


@pytest.mark.parametrize(
    "sql", ["UPDATE audit_auditchange SET row_count = 9", "DELETE FROM audit_auditchange"]
)
def test_change_is_never_altered(event: AuditEvent, toy: Any, sql: str) -> None:
    toy("INSERT INTO audit_toy (name) VALUES ('một')")

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        toy(sql)

    assert last_change().row_count == 1
