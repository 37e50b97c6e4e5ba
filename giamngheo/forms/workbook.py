"""A village's forms as a workbook for where there is no network: out with what is known, and in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import python_calamine
import xlsxwriter

from giamngheo.forms import fields as names
from giamngheo.forms.assessing import FormRules
from giamngheo.forms.fields import NO, NONE, YES, Field, Kind
from giamngheo.forms.queries import OpenForm, VillageForms
from giamngheo.law.enums import Evidence
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number
from giamngheo.lib.text import clean

SHEET, HELP, BASE = "Phiếu", "Hướng dẫn", "goc"
STAMP = "giamngheo-phieu-1"
HEAD_ROW, HEAD_HEIGHT = 3, 96
WIDTHS = {0: 17, 1: 22, 2: 8, 3: 13}
CODE_HEAD = "Mã hộ"
_FIXED = (CODE_HEAD, "Chủ hộ", "Nhân khẩu", "Lần trước")
_FLAG_WORDS = {YES: "có", NO: "không"}
LARGEST = 5 * 1024 * 1024
_OF_MEMBER_RE = re.compile(r"m\d+-")


class NotOurWorkbook(Refusal):
    code = "FRM-010"
    sentence = (
        "Chưa nhận được tệp “{file}”: {problem}. Tải lại tệp phiếu của thôn từ trang này, chép "
        "phần đã ghi sang rồi gửi lại; chưa phiếu nào được ghi."
    )


class WorkbookOfAnother(Refusal):
    code = "FRM-011"
    sentence = (
        "Chưa nhận được tệp “{file}”: tệp này của {theirs}, không phải của {ours}. Mở trang của "
        "đúng thôn và đúng đợt rồi gửi lại; chưa phiếu nào được ghi."
    )


@dataclass(frozen=True, kw_only=True)
class FilledForm:
    """One row of a workbook: what it says now, and what it said when it was taken away."""

    code: str
    row: int
    texts: Mapping[str, str]
    base: Mapping[str, str]

    @property
    def changes(self) -> dict[str, str]:
        return {n: text for n, text in self.texts.items() if text != self.base.get(n, "")}


@dataclass(frozen=True, kw_only=True)
class FilledWorkbook:
    """A workbook read back. `refused`: row number and sentence of what cannot be taken."""

    evidence: Evidence
    forms: tuple[FilledForm, ...]
    refused: tuple[tuple[int, str, str], ...] = field(default_factory=tuple)


def columns_of(rules: FormRules) -> list[Field]:
    """Return the questions of the sheet: those of the household itself, not of each member."""
    return [
        one
        for section in rules.sections
        for one in section.fields
        if _OF_MEMBER_RE.match(one.name) is None
    ]


# ── Out ───────────────────────────────────────────────────────────────────────────────────────


def write_forms(*, village: VillageForms) -> bytes:
    """
    Return the workbook of a village: a row for each household, drop-downs, a hidden sheet beside.

    A household on another kind of evidence than the first is left to its own page.
    """
    evidence = village.forms[0].rules.evidence
    forms = [one for one in village.forms if one.rules.evidence is evidence]
    columns = columns_of(forms[0].rules)
    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        _write_sheet(book, village, forms, columns)
        _write_help(book, columns)
        _write_base(book, village, forms, columns)
    return content.getvalue()


def _write_sheet(
    book: Any, village: VillageForms, forms: Sequence[OpenForm], columns: Sequence[Field]
) -> None:
    font = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
    title = book.add_format(font | {"bold": True, "font_size": 13})
    head = book.add_format(
        font
        | {"bold": True, "border": 1, "text_wrap": True, "align": "center", "bg_color": "#E7EEF5"}
    )
    fixed = book.add_format(font | {"border": 1, "bg_color": "#F4F7F6", "num_format": "@"})
    cell = book.add_format(font | {"border": 1, "num_format": "@", "locked": False})
    sheet = book.add_worksheet(SHEET)
    sheet.write_string(0, 0, f"Phiếu rà soát, {village.unit.full_name}", title)
    sheet.write_string(1, 0, f"{village.campaign.name}. Ghi khi không có mạng rồi nhập lại.", title)
    for place, words in enumerate([*_FIXED, *(_head(one) for one in columns)]):
        sheet.write_string(HEAD_ROW, place, words, head)
        sheet.set_column(place, place, WIDTHS.get(place, 11))
    for number, found in enumerate(forms, start=HEAD_ROW + 1):
        known = [
            found.household.code,
            found.household.head_name,
            str(len(found.rules.people) or found.household.member_count),
            _last_words(found),
        ]
        for place, words in enumerate(known):
            sheet.write_string(number, place, words, fixed)
        for place, one in enumerate(columns, start=len(_FIXED)):
            sheet.write_string(number, place, _written(one, found.texts.get(one.name, "")), cell)
    last = HEAD_ROW + max(len(forms), 1)
    for place, one in enumerate(columns, start=len(_FIXED)):
        if options := _choices(one):
            rule = {"validate": "list", "source": options, "error_type": "warning"}
            sheet.data_validation(HEAD_ROW + 1, place, last, place, rule)
    sheet.freeze_panes(HEAD_ROW + 1, 2)
    sheet.set_row(HEAD_ROW, HEAD_HEIGHT)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(2, 0)
    sheet.repeat_rows(HEAD_ROW)
    sheet.repeat_columns(0, 1)


def _write_help(book: Any, columns: Sequence[Field]) -> None:
    sheet = book.add_worksheet(HELP)
    lines = [
        "Chỉ ghi vào các ô trắng ở trang «Phiếu»; không sửa mã hộ, không thêm dòng, không xóa cột.",
        "Ô chỉ số: ghi “có” khi hộ thiếu hụt, “không” khi không thiếu; để trống là chưa rõ.",
        "Nhập lại tệp nhiều lần không sinh phiếu trùng. Chỗ người khác đã ghi khác được giữ cả hai "
        "bản để chọn.",
        "Phiếu nhập từ tệp là phiếu tạm cho tới khi có người kiểm tra và hoàn thành.",
        "",
    ]
    for one in columns:
        hint = f": {one.hint}" if one.hint else ""
        options = "; ".join(_choices(one))
        lines.append(f"{one.label}{hint}{f' [{options}]' if options else ''}")
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line)
    sheet.set_column(0, 0, 120)


def _write_base(
    book: Any, village: VillageForms, forms: Sequence[OpenForm], columns: Sequence[Field]
) -> None:
    """What each form said when it was taken away: by it a change is told from what was there."""
    sheet = book.add_worksheet(BASE)
    sheet.very_hidden()
    stamp = [STAMP, village.campaign.code, str(village.unit.pk), forms[0].rules.evidence.value]
    for place, words in enumerate(stamp):
        sheet.write_string(0, place, words)
    for place, one in enumerate(columns):
        sheet.write_string(1, place, one.name)
        sheet.write_string(2, place, _head(one))
    for number, found in enumerate(forms, start=3):
        kept = {one.name: found.texts[one.name] for one in columns if found.texts.get(one.name)}
        sheet.write_string(number, 0, found.household.code)
        sheet.write_string(number, 1, json.dumps(kept, ensure_ascii=False))


def _head(one: Field) -> str:
    unit = f" ({one.unit})" if one.unit else ""
    lacks = " – thiếu hụt?" if one.name.startswith(names.INDICATOR) else ""
    return f"{one.label}{unit}{lacks}"


def _choices(one: Field) -> list[str]:
    if one.kind in (Kind.FLAG, Kind.TICK):
        return list(_FLAG_WORDS.values())
    # Excel takes at most 255 characters of a list.
    words = [label for _, label in one.options]
    return words if one.kind is Kind.CHOICE and len(",".join(words)) <= 250 else []


def _written(one: Field, text: str) -> str:
    if one.kind in (Kind.FLAG, Kind.TICK):
        return _FLAG_WORDS.get(text, text)
    labels = dict(one.options)
    if one.kind is Kind.SEVERAL:
        return ", ".join(labels.get(code, code) for code in text.split(",")) if text else ""
    return labels.get(text, text)


def _last_words(found: OpenForm) -> str:
    if found.last is None:
        return ""
    labels = {"POOR": "hộ nghèo", "NEAR_POOR": "hộ cận nghèo", "NON_POOR": "không nghèo"}
    return labels.get(found.last.category, "")


# ── In ────────────────────────────────────────────────────────────────────────────────────────


def read_forms(
    *, content: bytes, file_name: str, campaign_code: str, unit_id: int, fields: Sequence[Field]
) -> FilledWorkbook:
    """
    Return what a workbook says now of each household and what it said when it was taken away.

    `fields` are the questions as the system knows them. Texts are kept as written where they are
    no answer: the form shows them as wrong.
    Raises: NotOurWorkbook [FRM-010], WorkbookOfAnother [FRM-011].
    """
    name = Path(file_name).name
    if len(content) > LARGEST:
        raise NotOurWorkbook(file=name, problem="tệp lớn hơn 5 MB")
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        rows = book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
        base = book.get_sheet_by_name(BASE).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        problem = "không phải tệp phiếu do hệ thống tạo, hoặc đã bị lưu sang dạng khác"
        raise NotOurWorkbook(file=name, problem=problem) from error
    stamp = [str(word) for word in (base[0] if base else [])[:4]]
    if len(base) < 3 or len(stamp) < 4 or stamp[0] != STAMP or stamp[3] not in set(Evidence):
        raise NotOurWorkbook(file=name, problem="tệp thiếu phần nhận dạng")
    if (stamp[1], stamp[2]) != (campaign_code, str(unit_id)):
        raise WorkbookOfAnother(
            file=name,
            theirs=f"đợt {stamp[1]}, thôn số {stamp[2]}",
            ours=f"đợt {campaign_code}, thôn số {unit_id}",
        )
    return _read_rows(rows, base, Evidence(stamp[3]), {f.name: f for f in fields}, name)


def _read_rows(
    rows: list[list[Any]],
    base: list[list[Any]],
    evidence: Evidence,
    fields: Mapping[str, Field],
    name: str,
) -> FilledWorkbook:
    heads = (
        {clean(str(words)): place for place, words in enumerate(rows[HEAD_ROW])}
        if len(rows) > HEAD_ROW
        else {}
    )
    titles = {
        str(key): clean(str(title)) for key, title in zip(base[1], base[2], strict=True) if key
    }
    missing = [title for title in (CODE_HEAD, *titles.values()) if title not in heads]
    if missing:
        raise NotOurWorkbook(file=name, problem=f"thiếu cột “{missing[0]}”")
    taken = {str(line[0]): json.loads(line[1]) for line in base[3:] if line[0]}
    forms: dict[str, FilledForm] = {}
    refused = []
    for number, line in enumerate(rows[HEAD_ROW + 1 :], start=HEAD_ROW + 2):
        code = clean(_plain(line[heads[CODE_HEAD]]))
        if not code:
            if any(clean(_plain(value)) for value in line):
                refused.append((number, "", "dòng không có mã hộ"))
            continue
        if code not in taken:
            refused.append((number, code, "hộ không có trong tệp lúc xuất"))
        elif code in forms:
            refused.append((number, code, f"hộ đã có ở dòng {forms[code].row}"))
        else:
            texts = {
                key: _typed(fields[key], _plain(line[heads[title]]))
                for key, title in titles.items()
                if key in fields
            }
            forms[code] = FilledForm(code=code, row=number, texts=texts, base=taken[code])
    return FilledWorkbook(evidence=evidence, forms=tuple(forms.values()), refused=tuple(refused))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _FLAG_WORDS[YES if value else NO]
    if isinstance(value, float):
        return format_number(int(value) if value.is_integer() else value)
    return "" if value is None else str(value)


def _typed(one: Field, words: str) -> str:
    """Return a cell as the form keeps it; what is no answer stays as it was written."""
    text = clean(words)
    low = text.lower()
    if one.kind in (Kind.FLAG, Kind.TICK):
        yes = low in ("có", "co", "x", "yes", "1", "thiếu", "thiếu hụt")
        no = low in ("không", "khong", "k", "no", "0", "không thiếu")
        return YES if yes else NO if no else text
    codes = {label.lower(): code for code, label in one.options}
    if one.kind is Kind.SEVERAL:
        if low in ("không", "không có"):
            return NONE
        parts = [part.strip() for part in low.split(",") if part.strip()]
        return ",".join(sorted(codes.get(part, part) for part in parts))
    if one.kind is Kind.CHOICE:
        return codes.get(low, text)
    return text
