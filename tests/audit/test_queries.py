"""The chain holds through concurrent commits, and each kind of tampering is found."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from giamngheo.audit import actions
from giamngheo.audit.enums import Break
from giamngheo.audit.models import AuditEvent
from giamngheo.audit.queries import (
    GENESIS,
    ChainHead,
    chain_head,
    events_about,
    events_inside,
    verify_chain,
)
from tests.audit.conftest import create_toy, run
from tests.factories.audit import seal_now

TABLES = ("audit_auditevent", "audit_auditchange")


@pytest.fixture
def chain(transactional_db: None) -> Iterator[None]:
    """Three committed events, the second with a change."""
    create_toy()
    for number in range(3):
        with transaction.atomic():
            actions.record(action="toys.try", by=None, subject=f"T-{number}")
            if number == 1:
                run("INSERT INTO audit_toy (name) VALUES ('một')")
    yield
    run("DROP TABLE audit_toy")


def tamper(sql: str, *parameters: Any) -> None:
    """Do what only the database's owner can: switch the guards off."""
    with transaction.atomic():
        for table in TABLES:
            run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        run(sql, *parameters)
        # Whatever constraint trigger is waiting fires before the guards come back.
        run("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            run(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            run(f"ALTER TABLE {table} DISABLE TRIGGER giamngheo_audit_truncate")


def broken_kind() -> Break | None:
    broken = verify_chain().broken
    return broken and broken.kind


def test_empty_chain_is_whole(db: None) -> None:
    report = verify_chain()

    assert report.is_whole
    assert (report.events, report.head) == (0, ChainHead(0, GENESIS))
    assert chain_head() == report.head


def test_committed_events_are_chained(chain: None) -> None:
    report = verify_chain()

    first, second, third = AuditEvent.objects.order_by("seq")
    assert (first.seq, second.seq, third.seq) == (1, 2, 3)
    assert first.prev_hash == GENESIS
    assert (second.prev_hash, third.prev_hash) == (first.hash, second.hash)
    assert report.is_whole
    assert (report.events, report.head) == (3, ChainHead(3, third.hash))
    assert chain_head() == report.head


def test_text_of_every_kind_is_chained(db: None) -> None:
    """Python and PostgreSQL write the same bytes: quotes, control characters, numbers, marks."""
    actions.record(
        action="toys.try",
        by=None,
        subject='"Hộ \\ nghèo"\n\t\x7f',
        details={"số": 1.5e300, "nhỏ": 0.1, "chữ": "🌾\u2028", "rỗng": None, "b": [1, {"a": True}]},
    )
    seal_now()

    assert verify_chain().is_whole


def test_altered_content_is_found(chain: None) -> None:
    tamper("UPDATE audit_auditevent SET actor_name = 'ai đó' WHERE seq = 2")

    broken = verify_chain().broken
    assert broken is not None
    assert (broken.kind, broken.seq) == (Break.CONTENT, 2)
    assert "sự kiện số 2" in broken.sentence
    assert "nội dung đã bị sửa" in broken.sentence


@pytest.mark.parametrize(
    "column",
    [
        "at = at + interval '1 microsecond'",
        "actor_id = 1",
        "action = 'x'",
        "subject = 'x'",
        "unit_path = '/9/'",
        "reason = 'x'",
        "details = '{\"a\": 1}'",
        "tx = 1",
    ],
)
def test_every_column_is_part_of_the_chain(chain: None, column: str) -> None:
    tamper(f"UPDATE audit_auditevent SET {column} WHERE seq = 2")

    assert broken_kind() == Break.CONTENT


def test_altered_change_is_found(chain: None) -> None:
    tamper("UPDATE audit_auditchange SET row_ids = '[99]'")

    assert broken_kind() == Break.CHANGE


def test_altered_change_with_a_new_digest_is_found(chain: None) -> None:
    tamper(
        "UPDATE audit_auditchange SET row_count = 2, digest = encode(sha256(convert_to("
        "jsonb_build_array(table_name, op, 2::bigint, row_ids, before, after, rows_digest)::text,"
        " 'UTF8')), 'hex')"
    )

    assert broken_kind() == Break.CONTENT


def test_removed_change_is_found(chain: None) -> None:
    tamper("DELETE FROM audit_auditchange")

    assert broken_kind() == Break.CONTENT


def test_removed_event_is_found(chain: None) -> None:
    tamper("DELETE FROM audit_auditevent WHERE seq = 1")

    assert broken_kind() == Break.GAP


def test_replaced_event_is_found_at_the_next_link(chain: None) -> None:
    """Whoever rewrites an event with a right hash of its own breaks the link after it."""
    tamper("UPDATE audit_auditevent SET hash = repeat('a', 64) WHERE seq = 1")

    assert broken_kind() == Break.CONTENT
    tamper("UPDATE audit_auditevent SET prev_hash = repeat('b', 64) WHERE seq = 1")
    assert broken_kind() == Break.LINK


def test_event_written_past_the_seal_is_found(chain: None) -> None:
    tamper(
        "INSERT INTO audit_auditevent (at, actor_name, action, subject, unit_path, reason,"
        " details, tx) VALUES (now(), 'x', 'x', '', '', '', '{}', 1)"
    )

    assert broken_kind() == Break.UNSEALED


def test_cut_tail_is_found_with_a_noted_head(chain: None) -> None:
    noted = chain_head()
    tamper("DELETE FROM audit_auditevent WHERE seq = 3")

    assert verify_chain().is_whole
    broken = verify_chain(noted=noted).broken
    assert broken is not None
    assert broken.kind == Break.HEAD


def test_rewritten_chain_is_found_with_a_noted_head(chain: None) -> None:
    report = verify_chain(noted=ChainHead(2, "f" * 64))

    assert report.broken is not None
    assert (report.broken.kind, report.broken.seq) == (Break.HEAD, 2)


def test_noted_head_that_still_holds(chain: None) -> None:
    noted = chain_head()
    with transaction.atomic():
        actions.record(action="toys.try", by=None)

    assert verify_chain(noted=noted).is_whole


def test_concurrent_commits_chain_without_a_fork(transactional_db: None) -> None:
    """Four writers open their transactions together and commit at once."""
    writers, each = 4, 5
    ready = threading.Barrier(writers)
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for _ in range(each):
                ready.wait(timeout=20)
                with transaction.atomic():
                    actions.record(action="toys.try", by=None, subject=f"W-{number}")
                    ready.wait(timeout=20)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert not failures
    report = verify_chain()
    assert report.is_whole
    assert report.events == writers * each
    hashes = AuditEvent.objects.values_list("prev_hash", flat=True)
    assert len(set(hashes)) == writers * each


def test_open_transaction_does_not_hold_up_another(transactional_db: None) -> None:
    """The chain is locked only while committing: a long piece of work blocks nobody."""
    done = threading.Event()

    def write() -> None:
        with transaction.atomic():
            actions.record(action="toys.short", by=None)
        connection.close()
        done.set()

    with transaction.atomic():
        actions.record(action="toys.long", by=None)
        thread = threading.Thread(target=write)
        thread.start()
        finished_meanwhile = done.wait(timeout=20)
    thread.join(timeout=20)

    assert finished_meanwhile
    in_order = AuditEvent.objects.order_by("seq").values_list("action", flat=True)
    assert list(in_order) == ["toys.short", "toys.long"]
    assert verify_chain().is_whole


WATCH = """
CREATE TABLE audit_seen (locks integer);
CREATE FUNCTION audit_watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO audit_seen
    SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid();
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER audit_watch AFTER INSERT ON audit_toy
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_watch();
"""


def test_other_deferred_checks_run_before_the_chain_is_locked(chain: None) -> None:
    """A bulk load's foreign-key checks take long at commit; nobody else waits for them."""
    run(WATCH)
    try:
        with transaction.atomic():
            actions.record(action="toys.try", by=None)
            run("INSERT INTO audit_toy (name) VALUES ('hai')")

        with connection.cursor() as cursor:
            cursor.execute("SELECT locks FROM audit_seen")
            assert cursor.fetchall() == [(0,)]
        assert verify_chain().is_whole
    finally:
        run("DROP FUNCTION audit_watch CASCADE; DROP TABLE audit_seen")


def test_events_inside_a_unit(db: None) -> None:
    for path in ("/1/", "/1/2/", "/1/20/", "/3/"):
        actions.record(action="toys.try", by=None, unit_path=path)

    def paths(path: str) -> list[str]:
        return [event.unit_path for event in events_inside(path=path)]

    assert paths("/1/") == ["/1/20/", "/1/2/", "/1/"]
    assert paths("/1/2/") == ["/1/2/"]
    assert len(paths("/")) == 4


def test_events_about_a_record_come_with_their_changes(
    toy: Any, django_assert_num_queries: Any
) -> None:
    actions.record(action="toys.try", by=None, subject="T-1")
    run("INSERT INTO audit_toy (name) VALUES ('một')")
    actions.record(action="toys.try", by=None, subject="T-2")

    with django_assert_num_queries(2):
        found = [(event.subject, len(event.changes.all())) for event in events_about(subject="T-1")]

    assert found == [("T-1", 1)]
