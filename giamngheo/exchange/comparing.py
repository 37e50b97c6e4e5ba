"""What a household of a file says differently from the register: its people and its own cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from giamngheo.exchange.columns import BY_KEY, HOUSEHOLD_FIELDS, MEMBER_FIELDS
from giamngheo.exchange.reading import Problems
from giamngheo.lib.dates import format_date
from giamngheo.lib.text import compare_key
from giamngheo.registry import frames
from giamngheo.registry.enums import Relation

_SPELLED: Final = ("full_name", "head_name", "address", "ethnicity", "job")
Differences = dict[int, list[list[str]]]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """
    Households that are in the register already, beside what the file says.

    households: one row each: number, id, code, base_version, unit_id and HOUSEHOLD_FIELDS as they
                shall be, and the same with `before_`.
    members:    one row a person of the file: number, id (null: new in the household),
                household_id, MEMBER_FIELDS as they shall be, and the same with `before_`.
    differences: per number: [person, heading, before, after]; a number without any is the same.
    """

    households: pl.DataFrame
    members: pl.DataFrame
    differences: Differences


def compare(
    *, found: pl.DataFrame, register: pl.DataFrame, people: pl.DataFrame, problems: Problems
) -> Compared:
    """
    Return the matched households of `found` beside the register.

    An empty cell asks for nothing: what the register holds stays. People whom the file does not
    name stay too; an end of membership is an event with a date and a reason, not a missing row.
    """
    matched = found.filter(pl.col("household_id").is_not_null() & ~pl.col("is_double"))
    people = people.join(
        matched.select("number", "household_id"), on="number", maintain_order="left"
    )
    known = frames.present_members(
        household_ids=matched["household_id"].unique().to_list(), columns=MEMBER_FIELDS
    )
    people = _with_members(people, known, problems)
    members = _members_beside(people, known)
    households = _households_beside(matched, register, members)
    _refuse_events(households, members, problems)
    differences: Differences = {}
    _differ_households(households, differences)
    _differ_members(members, differences)
    return Compared(households=households, members=members, differences=differences)


def _with_members(people: pl.DataFrame, known: pl.DataFrame, problems: Problems) -> pl.DataFrame:
    """Find each person in her household: by key, by number, by name together with birth."""
    known = known.select(
        "household_id", member_id="id", known_id="personal_id", born="birth_date", name="name_key"
    )
    people = people.with_columns(
        name=pl.Series([compare_key(n or "") for n in people["full_name"]], dtype=pl.String),
        key=pl.col("member_key").cast(pl.Int64, strict=False),
    )
    by_key = known.select("household_id", key="member_id", by_key="member_id")
    by_id = _alone(known, ["household_id", "known_id"], "by_id").rename({"known_id": "personal_id"})
    by_birth = _alone(known, ["household_id", "name", "born"], "by_birth").rename(
        {"born": "birth_date"}
    )
    namesakes = known.group_by("household_id", "name").agg(
        namesake=pl.col("member_id").first(), namesakes=pl.len()
    )
    found = (
        people.join(by_key, on=["household_id", "key"], how="left", maintain_order="left")
        .join(by_id, on=["household_id", "personal_id"], how="left", maintain_order="left")
        .join(
            by_birth, on=["household_id", "name", "birth_date"], how="left", maintain_order="left"
        )
        .join(namesakes, on=["household_id", "name"], how="left", maintain_order="left")
        .with_columns(id=pl.coalesce("by_key", "by_id", "by_birth"))
    )
    _refuse_members(found, problems)
    return found.drop("name", "key", "by_key", "by_id", "by_birth", "namesake", "namesakes")


def _alone(known: pl.DataFrame, keys: list[str], name: str) -> pl.DataFrame:
    """Return the member of each combination of `keys` that only one member has."""
    whole = known.filter(pl.all_horizontal(pl.col(key).is_not_null() for key in keys))
    return (
        whole.group_by(keys)
        .agg(pl.col("member_id").first().alias(name), n=pl.len())
        .filter(pl.col("n") == 1)
        .drop("n")
    )


def _refuse_members(found: pl.DataFrame, problems: Problems) -> None:
    wrong = found.filter(pl.col("member_key").is_not_null() & pl.col("by_key").is_null())
    problems.add_all(
        wrong["row"].to_list(), "member_key", "nhân khẩu này không còn trong hộ; tải mẫu mới"
    )
    # Named like somebody of the household, but neither number nor birth says that it is she.
    vague = found.filter(
        pl.col("id").is_null()
        & pl.col("namesake").is_not_null()
        & ~pl.col("namesake").is_in(found["id"].drop_nulls().implode())
        & (pl.col("birth_date").is_null() | pl.col("personal_id").is_null())
    )
    problems.add_all(
        vague["row"].to_list(),
        "full_name",
        "trùng tên một người đã có trong hộ; ghi đủ ngày sinh và số định danh để phân biệt",
    )
    twice = found.filter(pl.col("id").is_not_null() & (pl.len().over("id") > 1))
    problems.add_all(
        twice["row"].to_list(), "full_name", "hai dòng cùng là một người của hộ trong sổ"
    )


def _members_beside(people: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    before = known.select("id", *(pl.col(name).alias(f"before_{name}") for name in MEMBER_FIELDS))
    joined = people.join(before, on="id", how="left", maintain_order="left")
    # A year alone says nothing new beside the full date of that year.
    coarser = (
        pl.col("birth_year_only")
        & ~pl.col("before_birth_year_only")
        & (pl.col("birth_date").dt.year() == pl.col("before_birth_date").dt.year())
    ).fill_null(value=False)
    keeps_birth = pl.col("birth_date").is_null() | coarser
    own = [name for name in MEMBER_FIELDS if name not in ("birth_date", "birth_year_only")]
    return joined.with_columns(
        *(pl.coalesce(name, f"before_{name}").alias(name) for name in own),
        pl.when(keeps_birth).then("before_birth_date").otherwise("birth_date").alias("birth_date"),
        pl.when(keeps_birth)
        .then("before_birth_year_only")
        .otherwise("birth_year_only")
        .fill_null(value=False)
        .alias("birth_year_only"),
    )


def _households_beside(
    matched: pl.DataFrame, register: pl.DataFrame, members: pl.DataFrame
) -> pl.DataFrame:
    fields = (*HOUSEHOLD_FIELDS, "unit_id")
    before = register.select(
        pl.col("id").alias("household_id"),
        pl.col("code").alias("known_code"),
        *(pl.col(name).alias(f"before_{name}") for name in fields),
    )
    heads = members.filter(pl.col("relation") == Relation.HEAD.value).unique("number")
    heads = heads.select("number", head_name="full_name", head_ethnicity="ethnicity")
    joined = (
        matched.drop("head_name")
        .join(heads, on="number", how="left", maintain_order="left")
        .join(before, on="household_id", how="left", maintain_order="left")
        .with_columns(ethnicity=pl.coalesce("head_ethnicity", "ethnicity"))
    )
    return joined.select(
        "number",
        "row",
        "base_version",
        "gave_village",
        "commune_id",
        *(pl.coalesce(name, f"before_{name}").alias(name) for name in HOUSEHOLD_FIELDS),
        pl.when("gave_village").then("unit_id").otherwise("before_unit_id").alias("unit_id"),
        *(f"before_{name}" for name in fields),
        id="household_id",
        code="known_code",
    )


def _refuse_events(households: pl.DataFrame, members: pl.DataFrame, problems: Problems) -> None:
    """What happened to a family is an event with a day and a reason, not a cell."""
    moved = households.filter(
        (pl.col("unit_id") != pl.col("before_unit_id"))
        & (pl.col("before_unit_id") != pl.col("commune_id"))
    )
    problems.add_all(
        moved["row"].to_list(), "village", "hộ đang ở thôn khác; ghi biến động chuyển ở trang hộ"
    )
    head, was_head = (
        pl.col(name) == Relation.HEAD.value for name in ("relation", "before_relation")
    )
    changed = members.filter(head != was_head.fill_null(value=False))
    problems.add_all(
        changed["row"].to_list(), "relation", "đổi chủ hộ là biến động; ghi ở trang hộ kèm lý do"
    )


def _differ_households(households: pl.DataFrame, differences: Differences) -> None:
    fields = [*(name for name in HOUSEHOLD_FIELDS if name not in ("head_name", "ethnicity"))]
    for number, person, name, before, after in _changes(households, fields, "head_name"):
        differences.setdefault(number, []).append([person, _heading(name), before, after])
    filled = households.filter(pl.col("unit_id") != pl.col("before_unit_id"))
    for number, person in filled.select("number", "head_name").iter_rows():
        differences.setdefault(number, []).append([person, BY_KEY["village"].title, "", "ghi thêm"])


def _differ_members(members: pl.DataFrame, differences: Differences) -> None:
    known = members.filter(pl.col("id").is_not_null())
    fields = [name for name in MEMBER_FIELDS if name != "birth_year_only"]
    for number, person, name, before, after in _changes(known, fields, "full_name"):
        differences.setdefault(number, []).append([person, _heading(name), before, after])
    new = members.filter(pl.col("id").is_null())
    for number, person in new.select("number", "full_name").iter_rows():
        differences.setdefault(number, []).append([person or "", "Nhân khẩu", "", "thêm vào hộ"])


def _changes(
    beside: pl.DataFrame, fields: Sequence[str], who: str
) -> list[tuple[int, str, str, str, str]]:
    """Return number, person, field, before and after of every cell that changes."""
    changes = []
    for name in fields:
        different = beside.filter(pl.col(name).ne_missing(pl.col(f"before_{name}")))
        if name == "birth_date":
            years = ("birth_year_only", "before_birth_year_only")
            different = beside.filter(
                pl.col(name).ne_missing(pl.col(f"before_{name}"))
                | pl.col(years[0]).ne_missing(pl.col(years[1]))
            )
        for row in different.iter_rows(named=True):
            before, after = row[f"before_{name}"], row[name]
            if _is_same_text(name, before, after):
                continue
            changes.append(
                (row["number"], row[who] or "", name, said(name, before), said(name, after))
            )
    return changes


def _is_same_text(name: str, before: Any, after: Any) -> bool:
    """Hoà and hòa are one name; nothing and an empty text are both nothing."""
    if not before and not after and not isinstance(after, bool):
        return True
    return name in _SPELLED and compare_key(before or "") == compare_key(after or "")


def said(name: str, value: Any) -> str:
    """Return a stored value as its cell would say it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, date):
        return format_date(value)
    labels = {meant: label for label, meant in reversed(list(BY_KEY[name].choices.items()))}
    return labels.get(str(value), str(value))


def _heading(name: str) -> str:
    return BY_KEY[name].title
