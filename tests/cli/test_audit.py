"""`giamngheo audit verify`: exit code 0 for a whole chain, 1 with a sentence for a broken one."""

import json

import pytest
from django.db import connection, transaction

from giamngheo.audit import actions
from giamngheo.audit.queries import chain_head
from giamngheo.cli.main import main

pytestmark = pytest.mark.django_db(transaction=True)

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def two_events() -> None:
    for subject in ("TS-000001", "TS-000002"):
        with transaction.atomic():
            actions.record(action="registry.edit", by=None, subject=subject)


def tamper() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER giamngheo_audit_keep")
        cursor.execute("UPDATE audit_auditevent SET subject = 'TS-000009' WHERE seq = 2")
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER giamngheo_audit_keep")


def test_whole_chain(capsys: Output) -> None:
    assert main(["audit", "verify"]) == 0

    said = capsys.readouterr().out
    assert "Chuỗi nhật ký nguyên vẹn: 2 sự kiện." in said
    assert f"Đầu chuỗi: {chain_head()}" in said


def test_broken_chain_names_the_event(capsys: Output) -> None:
    tamper()

    assert main(["audit", "verify"]) == 1

    said = capsys.readouterr().err
    assert "bị đứt ở sự kiện số 2 (việc registry.edit" in said
    assert "nội dung đã bị sửa" in said
    assert "(AUD-001)" in said


def test_broken_chain_for_machines(capsys: Output) -> None:
    tamper()

    assert main(["audit", "verify", "--json"]) == 1

    said = json.loads(capsys.readouterr().out)
    assert said["broken"]["kind"] == "content"
    assert said["broken"]["seq"] == 2
    assert said["events"] == 1


def test_whole_chain_for_machines(capsys: Output) -> None:
    assert main(["audit", "verify", "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert said == {"events": 2, "head": str(chain_head()), "broken": {}}


def test_head_noted_earlier_that_is_gone(capsys: Output) -> None:
    assert main(["audit", "verify", "--head", f"7:{'a' * 64}"]) == 1

    assert "không khớp với đầu chuỗi đã ghi lại trước đây" in capsys.readouterr().err


def test_head_noted_earlier_that_holds() -> None:
    assert main(["audit", "verify", "--head", str(chain_head())]) == 0


def test_head_that_cannot_be_read_is_wrong_usage(capsys: Output) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["audit", "verify", "--head", "7"])

    assert stopped.value.code == 2
    assert "số:mã 64 ký tự" in capsys.readouterr().err
