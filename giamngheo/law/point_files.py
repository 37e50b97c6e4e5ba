"""Point tables from and to files: shipped as YAML, entered by an office in an Excel template."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from giamngheo.law.enums import Confidence
from giamngheo.law.point_table import (
    REGION_LABELS,
    ItemKind,
    PointItem,
    PointOption,
    PointTable,
    PointTableInvalid,
    Region,
    check_point_table,
)
from giamngheo.law.yaml_nodes import Entry, read_document, text_of_file
from giamngheo.lib.sheets import Column, Sheet, SheetColumn, read_table, write_workbook

SHIPPED_FOLDER = Path(__file__).parent / "points"
_NOT_FOUND = "not_found"
_INFO_KEYS = ("code", "title", "standard", "source", "confidence", "missing", "is_example")
_KINDS = {"một lựa chọn": ItemKind.CHOICE, "khoảng": ItemKind.BAND, "có/không": ItemKind.FLAG}
_YES = {"có": "yes", "x": "yes", "không": "no"}


def read_point_table(path: Path) -> PointTable:
    """
    Return the point table of a .yaml file or of an Excel template that was filled in.

    Raises: LawFileInvalid [LAW-002] or PointTableInvalid [LAW-010], and LIB-010 to LIB-015.
    """
    if path.suffix.lower() in (".yaml", ".yml"):
        table = _from_entry(read_document(text=text_of_file(path), file=path.name))
    else:
        table = _from_workbook(path)
    check_point_table(table)
    return table


@cache
def shipped_point_tables() -> tuple[PointTable, ...]:
    """Return the point tables that come with the product; an incomplete one judges nobody."""
    return tuple(read_point_table(file) for file in sorted(SHIPPED_FOLDER.glob("*.yaml")))


# ── YAML ──────────────────────────────────────────────────────────────────────────────────────


def _from_entry(top: Entry) -> PointTable:
    regions = top.choices("regions", Region)
    table = PointTable(
        code=top.text("code"),
        title=top.text("title"),
        standard=top.text("standard"),
        source=top.text("source"),
        confidence=top.choice("confidence", Confidence),
        missing=top.text_or_empty("missing"),
        is_example=top.flag("is_example"),
        regions=regions,
        items=tuple(_item(entry, regions) for entry in top.entries("items")),
    )
    top.text_or_empty("note")
    top.close()
    return table


def _item(entry: Entry, regions: Sequence[Region]) -> PointItem:
    item = PointItem(
        code=entry.text("code"),
        name=entry.text("name"),
        kind=entry.choice("kind", ItemKind),
        skipped_without_able_member=entry.flag("skipped_without_able_member"),
        options=tuple(_option(option, regions) for option in entry.entries("options")),
    )
    entry.close()
    return item


def _option(entry: Entry, regions: Sequence[Region]) -> PointOption:
    texts = entry.text("points").split()
    if texts != [_NOT_FOUND] and len(texts) != len(regions):
        entry.refuse(f"cần {len(regions)} số điểm, theo thứ tự các vùng", entry.node("points"))
    points = [None if text == _NOT_FOUND else _points(entry, text) for text in texts]
    option = PointOption(
        code=entry.text("code"),
        label=entry.text("label"),
        lower=entry.decimal_or_none("lower"),
        upper=entry.decimal_or_none("upper"),
        points=dict(zip(regions, points * (len(regions) // len(points)), strict=True)),
    )
    entry.close()
    return option


def _points(entry: Entry, text: str) -> int:
    if not re.fullmatch(r"-?[0-9]{1,4}", text):
        entry.refuse(f"điểm “{text[:20]}” phải là số nguyên", entry.node("points"))
    return int(text)


# ── Excel ─────────────────────────────────────────────────────────────────────────────────────


def _item_columns() -> list[Column]:
    return [
        Column(key="item", title="Mã mục"),
        Column(key="name", title="Tên mục"),
        Column(key="kind", title="Cách trả lời", kind="choice", choices=_KINDS),
        Column(key="skipped", title="Bỏ chấm khi hộ không có người có khả năng lao động",
               kind="choice", choices=_YES, required=False),
        Column(key="option", title="Mã lựa chọn"),
        Column(key="label", title="Nội dung lựa chọn"),
        Column(key="lower", title="Từ", kind="decimal", required=False),
        Column(key="upper", title="Đến dưới", kind="decimal", required=False),
        *(
            Column(key=r.value, title=f"{r.value} {REGION_LABELS[r]}", kind="int", required=False)
            for r in Region
        ),
    ]  # fmt: skip


def _info_columns() -> list[Column]:
    return [
        Column(key="key", title="Thông tin bảng điểm"),
        Column(key="value", title="Nội dung", required=False),
    ]


def write_point_template(*, path: Path, table: PointTable | None = None) -> None:
    """
    Write the Excel template of a point table, empty or filled with `table`.

    Raises: CannotWrite [LIB-020].
    """
    numbers = {"lower": "decimal", "upper": "decimal"} | {r.value: "int" for r in Region}
    columns = [
        SheetColumn(key=c.key, title=c.title, kind=numbers.get(c.key, "text"))
        for c in _item_columns()
    ]
    info_columns = [SheetColumn(key=c.key, title=c.title, width=40) for c in _info_columns()]
    info = [{"key": key, "value": _info_value(table, key)} for key in _INFO_KEYS]
    sheets = [
        Sheet(name="Bảng điểm", columns=columns, rows=_rows(table) if table else []),
        Sheet(name="Thông tin", columns=info_columns, rows=info),
    ]
    write_workbook(path, sheets)


def _info_value(table: PointTable | None, key: str) -> str:
    if table is None:
        return ""
    value = getattr(table, key)
    return ("có" if value else "không") if isinstance(value, bool) else str(value)


def _rows(table: PointTable) -> list[dict[str, Any]]:
    kinds = {kind: label for label, kind in _KINDS.items()}
    return [
        {
            "item": item.code,
            "name": item.name,
            "kind": kinds[item.kind],
            "skipped": "có" if item.skipped_without_able_member else "không",
            "option": option.code,
            "label": option.label,
            "lower": option.lower,
            "upper": option.upper,
            **{region.value: points for region, points in option.points.items()},
        }
        for item in table.items
        for option in item.options
    ]


def _from_workbook(path: Path) -> PointTable:
    info_read = read_table(path, _info_columns())
    info = {row["key"]: row["value"] or "" for row in info_read.frame.to_dicts()}
    read = read_table(path, _item_columns())
    if read.refused:
        raise PointTableInvalid(table=path.name, problem=str(read.refused[0]))
    for key in ("code", "title", "standard", "source"):
        if not info.get(key):
            raise PointTableInvalid(table=path.name, problem=f"thiếu “{key}” ở trang Thông tin")
    confidence = info.get("confidence") or Confidence.UNVERIFIED
    if confidence not in set(Confidence):
        problem = f"“confidence: {confidence}” không thuộc {', '.join(Confidence)}"
        raise PointTableInvalid(table=path.name, problem=problem)
    regions = tuple(r for r in Region if read.frame[r.value].is_not_null().any())
    if not regions:
        raise PointTableInvalid(table=path.name, problem="chưa có điểm của vùng nào")
    return PointTable(
        code=info["code"],
        title=info["title"],
        standard=info["standard"],
        source=info["source"],
        confidence=Confidence(confidence),
        missing=info.get("missing", ""),
        is_example=info.get("is_example") == "có",
        regions=regions,
        items=_items_of_rows(read.frame, regions, path),
    )


def _items_of_rows(
    frame: pl.DataFrame, regions: Sequence[Region], path: Path
) -> tuple[PointItem, ...]:
    items = []
    for (code,), rows in frame.group_by("item", maintain_order=True):
        if any(rows[name].n_unique() > 1 for name in ("name", "kind", "skipped")):
            problem = f"các dòng của mục “{code}” ghi khác nhau về tên, cách trả lời hoặc bỏ chấm"
            raise PointTableInvalid(table=path.name, problem=problem)
        options = tuple(
            PointOption(
                code=row["option"],
                label=row["label"],
                lower=row["lower"],
                upper=row["upper"],
                points={region: row[region.value] for region in regions},
            )
            for row in rows.to_dicts()
        )
        item = PointItem(
            code=str(code),
            name=rows["name"][0],
            kind=ItemKind(rows["kind"][0]),
            skipped_without_able_member=rows["skipped"][0] == "yes",
            options=options,
        )
        items.append(item)
    return tuple(items)
