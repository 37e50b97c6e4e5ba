"""From the file an office entered to the standard or point table in it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import yaml

from giamngheo.law.point_files import read_point_table
from giamngheo.law.point_table import PointTable
from giamngheo.law.standard_types import Standard
from giamngheo.law.standards_reader import read_standard
from giamngheo.law.yaml_nodes import LawFileInvalid, read_document
from giamngheo.lib.errors import Refusal
from giamngheo.rules.enums import RuleKind
from giamngheo.rules.models import RuleVersion

T = TypeVar("T")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
YAML_FILES = (".yaml", ".yml")
LARGEST = 1024 * 1024

# What was entered never changes, so a digest stands for its content for good.
_READ: dict[tuple[str, str], Standard | PointTable] = {}


class RuleFileRefused(Refusal):
    code = "RUL-005"
    sentence = (
        "Chưa nhập được tệp {file}: {problem}. Dùng tệp .yaml theo mẫu của chuẩn, hoặc mẫu Excel "
        "của bảng điểm, rồi nhập lại."
    )
    english = "File {file} was not entered: {problem}."


def kind_of_file(*, content: bytes, file_name: str) -> RuleKind:
    """
    Return what a file holds: a workbook is a point table, a YAML text says it by its keys.

    Raises: RuleFileRefused [RUL-005].
    """
    suffix = Path(file_name).suffix.lower()
    if len(content) > LARGEST:
        raise RuleFileRefused(file=file_name, problem="tệp lớn hơn 1 MB")
    if suffix in WORKBOOKS:
        return RuleKind.POINTS
    if suffix not in YAML_FILES:
        raise RuleFileRefused(file=file_name, problem=f"loại tệp “{suffix or 'không đuôi'}” lạ")
    top = _guarded(lambda: read_document(text=_text(content, file_name), file=file_name), file_name)
    return RuleKind.POINTS if top.has("items") else RuleKind.STANDARD


def read_entered(*, content: bytes, file_name: str, kind: RuleKind) -> Standard | PointTable:
    """
    Return what the file says, its code as written.

    Raises: RuleFileRefused [RUL-005], LawFileInvalid [LAW-002], PointTableInvalid [LAW-010], and
            LIB-010 to LIB-015 for workbooks.
    """
    if kind == RuleKind.STANDARD:
        text = _text(content, file_name)
        return _guarded(lambda: read_standard(text=text, file=file_name), file_name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file_name).name
        path.write_bytes(content)
        return _guarded(lambda: read_point_table(path), file_name)


def standard_of(rule: RuleVersion) -> Standard:
    """Return the standard of a version under the version's own code, ended where it was withdrawn.

    A version withdrawn from its first day on ends on that day: it holds for no day."""
    standard = _read(rule)
    assert isinstance(standard, Standard)
    return replace(
        standard,
        code=rule.code,
        valid_to=replace(standard.valid_to, value=end_of(rule)),
    )


def point_table_of(rule: RuleVersion) -> PointTable:
    """Return the point table of a version under its own code and its standard's."""
    table = _read(rule)
    assert isinstance(table, PointTable)
    return replace(table, code=rule.code, standard=rule.standard)


def end_of(rule: RuleVersion) -> date:
    """Return the first day on which the version does not hold any more."""
    withdrawal = getattr(rule, "withdrawal", None)
    return rule.valid_to if withdrawal is None else min(withdrawal.valid_to, rule.valid_to)


def _read(rule: RuleVersion) -> Standard | PointTable:
    key = (rule.kind, rule.digest)
    if key not in _READ:
        _READ[key] = read_entered(
            content=bytes(rule.content), file_name=rule.file_name, kind=RuleKind(rule.kind)
        )
    return _READ[key]


def _text(content: bytes, file_name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LawFileInvalid(file=file_name, line=1, problem="tệp phải là UTF-8") from error


def _guarded(read: Callable[[], T], file_name: str) -> T:
    """A stranger's file may break YAML in ways the law's own reader does not name."""
    try:
        return read()
    except (yaml.YAMLError, RecursionError, TypeError, ValueError) as error:
        raise RuleFileRefused(file=file_name, problem="không đọc được nội dung") from error
