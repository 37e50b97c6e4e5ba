import argparse
import json

import pytest

from giamngheo.cli.commands import demo, serve
from giamngheo.demo import building
from giamngheo.demo.accounts import ACCOUNTS, PASSWORD
from giamngheo.demo.building import DemoResult

RESULT = DemoResult(
    unit="Huyện Triệu Sơn",
    year=2020,
    communes=34,
    households=59_360,
    poor_start=1_825,
    poor_target=1_297,
    near_poor_start=4_241,
    poor_end=553,
    warnings=("Cột hộ cận nghèo cộng lại là 818, dòng tổng ghi 795.",),
    seconds=31.4,
    parts={"Sinh hộ": 4.2},
)


@pytest.fixture
def served(monkeypatch) -> list[int]:
    """The ports that were served instead of a server that never ends."""
    ports: list[int] = []
    monkeypatch.setattr(building, "build_demo", lambda **_: RESULT)
    monkeypatch.setattr("giamngheo.cli.commands.db.migrate", lambda: None)
    monkeypatch.setattr(serve, "serve", lambda *, port: ports.append(port) or 0)
    return ports


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    demo.add_arguments(parser)
    return demo.run(parser.parse_args(words))


def test_json_is_the_only_thing_on_standard_output(served, capsys):
    assert run("--no-serve", "--json") == 0

    assert json.loads(capsys.readouterr().out) == RESULT.to_json() | {
        "warnings": list(RESULT.warnings)
    }
    assert served == []


def test_summary_says_what_was_promised_and_reached(served, capsys):
    run("--no-serve")

    out = capsys.readouterr().out
    assert "Đã dựng trong 31,4 giây" in out
    assert "59.360 hộ (dữ liệu sinh ra để trình diễn)" in out
    assert "giảm 1.272 / 1.297 hộ" in out
    assert "818" in out


def test_serving_prints_address_and_every_account(served, capsys):
    run("--port", "8123")

    out = capsys.readouterr().out
    assert served == [8123]
    assert "http://localhost:8123" in out
    assert PASSWORD in out
    assert all(account.username in out for account in ACCOUNTS)


def test_serving_with_json_keeps_standard_output_for_the_json(served, capsys):
    run("--json")

    captured = capsys.readouterr()
    assert json.loads(captured.out)["year"] == 2020
    assert PASSWORD in captured.err


def test_a_year_found_built_is_told_so():
    found = DemoResult(**{**RESULT.__dict__, "parts": {}, "seconds": 0.0})

    assert demo.summary(found).startswith("Đã dựng từ trước")
