"""Recording events: what they keep, and that nobody can alter them."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from giamngheo.audit import actions
from giamngheo.audit.models import AuditEvent
from tests.audit.conftest import run
from tests.factories.audit import seal_now


class Clerk:
    pk = 7

    def __str__(self) -> str:
        return "Lê Thị Hoà (hoalt)"


def test_record_keeps_who_what_where_and_why(db: None) -> None:
    event_id = actions.record(
        action="reviews.decide",
        by=Clerk(),
        subject="Quyết định 12/QĐ-UBND",
        unit_path="/1/2/",
        reason="Theo biên bản họp thôn",
        details={"ngày": date(2020, 11, 30), "tỷ lệ": Decimal("2.18")},
    )

    event = AuditEvent.objects.get(pk=event_id)
    assert (event.actor_id, event.actor_name) == (7, "Lê Thị Hoà (hoalt)")
    assert (event.subject, event.unit_path) == ("Quyết định 12/QĐ-UBND", "/1/2/")
    assert event.reason == "Theo biên bản họp thôn"
    assert event.details == {"ngày": "2020-11-30", "tỷ lệ": "2.18"}
    assert event.seq is None


def test_record_without_a_user_is_the_systems(db: None) -> None:
    event = AuditEvent.objects.get(pk=actions.record(action="areas.sync_units", by=None))

    assert (event.actor_id, event.actor_name) == (None, "hệ thống")


def test_record_shortens_a_subject_that_is_too_long(db: None) -> None:
    event = AuditEvent.objects.get(pk=actions.record(action="x.y", by=None, subject="a" * 300))

    assert len(event.subject) == 200


@pytest.mark.django_db(transaction=True)
def test_record_outside_a_transaction_is_a_mistake() -> None:
    with pytest.raises(transaction.TransactionManagementError, match="inside the transaction"):
        actions.record(action="x.y", by=None)


@pytest.mark.django_db(transaction=True)
def test_rolled_back_action_leaves_no_event() -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        actions.record(action="x.y", by=None)
        raise ZeroDivisionError

    assert not AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_read_event_needs_no_transaction_and_is_sealed() -> None:
    event_id = actions.read_event(action="registry.read_household", by=Clerk(), subject="TS-1")

    assert AuditEvent.objects.get(pk=event_id).seq == 1


@pytest.mark.django_db(transaction=True)
def test_record_apart_stays_when_the_caller_is_undone() -> None:
    with suppress(ZeroDivisionError), transaction.atomic():
        actions.record(action="x.undone", by=None)
        actions.record_apart(action="accounts.refuse_access", by=Clerk(), unit_path="/1/")
        raise ZeroDivisionError

    event = AuditEvent.objects.get()
    assert (event.action, event.actor_id, event.seq) == ("accounts.refuse_access", 7, 1)


@pytest.mark.django_db(transaction=True)
def test_record_apart_needs_no_transaction() -> None:
    actions.record_apart(action="accounts.refuse_access", by=None)

    assert AuditEvent.objects.get().seq == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_auditevent SET actor_name = 'ai đó'",
        "UPDATE audit_auditevent SET hash = repeat('0', 64)",
        "DELETE FROM audit_auditevent",
    ],
)
@pytest.mark.parametrize("sealed", [True, False])
def test_event_is_never_altered(db: None, sql: str, sealed: bool) -> None:
    actions.record(action="x.y", by=None)
    if sealed:
        seal_now()
    elif "hash" in sql:
        sql = "UPDATE audit_auditevent SET action = 'x.z', hash = repeat('0', 64)"

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        run(sql)


@pytest.mark.parametrize("table", ["audit_auditchange", "audit_auditevent, audit_auditchange"])
def test_trail_is_never_truncated(db: None, table: str) -> None:
    """The suite switches these triggers off to tidy up after itself; here they are on again."""
    for name in ("audit_auditevent", "audit_auditchange"):
        run(f"ALTER TABLE {name} ENABLE TRIGGER giamngheo_audit_truncate")

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        run(f"TRUNCATE {table}")


def test_change_cannot_be_slipped_under_a_sealed_event(toy: Any) -> None:
    event_id = actions.record(action="x.y", by=None)
    seal_now()

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        run(
            "INSERT INTO audit_auditchange (event_id, table_name, op, row_count, rows_digest,"
            " digest) VALUES (%s, 't', 'INSERT', 1, '', '')",
            event_id,
        )


def test_change_after_an_early_seal_continues_the_event(toy: Any) -> None:
    """SET CONSTRAINTS … IMMEDIATE seals in the middle of a transaction; nothing is lost."""
    actions.record(action="x.y", by=Clerk())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    run("INSERT INTO audit_toy (name) VALUES ('một')")
    seal_now()

    first, second = AuditEvent.objects.order_by("id")
    assert second.details == {"continues": first.seq}
    assert (second.action, second.actor_id, second.seq) == ("x.y", 7, 2)
    assert second.changes.get().op == "INSERT"
