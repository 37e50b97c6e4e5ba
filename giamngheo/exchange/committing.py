"""A plan written into the register, and taken back: set by set, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from django.db import connection
from django.utils import timezone

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.exchange.columns import HOUSEHOLD_FIELDS, MEMBER_FIELDS
from giamngheo.exchange.enums import Outcome
from giamngheo.lib.errors import Refusal
from giamngheo.registry import bulk, frames
from giamngheo.registry.actions import load_households


class HouseholdsChangedSince(Refusal):
    code = "EXC-001"
    sentence = (
        "Chưa ghi được lô nhập: sau khi xem trước, {count} hộ đã thay đổi, ví dụ hộ {code} do {by} "
        "sửa lúc {at}. Bấm Đọc lại tệp để xem khác biệt mới; chưa hộ nào được ghi."
    )


class UndoTouched(Refusal):
    code = "EXC-002"
    sentence = (
        "Không hoàn tác được lô nhập: {count} hộ của lô đã thay đổi sau đó, ví dụ hộ {code} do "
        "{by} sửa lúc {at}. Sửa từng hộ ở trang hộ; chưa hộ nào được hoàn tác."
    )


class UndoLeanedOn(Refusal):
    code = "EXC-003"
    sentence = (
        "Không hoàn tác được lô nhập: các hộ thêm mới đã có {what}. Xử lý từng hộ bằng biến động ở "
        "trang hộ; chưa hộ nào được hoàn tác."
    )


@dataclass(frozen=True, kw_only=True)
class Values:
    """What is to be written: `plan.Plan.households` and `.members`, or the same from staging."""

    households: pl.DataFrame
    members: pl.DataFrame


def write_values(*, values: Values, as_of: date, by: User | None, reason: str) -> pl.DataFrame:
    """
    Write added and changed households.

    Shape:  one row per household written: number, household_id, written_version, new_members (ids
            of people added to a household that was there).
    Raises: HouseholdsChangedSince [EXC-001]; what `load_households` raises.
    """
    added = values.households.filter(outcome=Outcome.ADDED.value)
    changed = values.households.filter(outcome=Outcome.CHANGED.value)
    written = [_change(changed, values.members, as_of, by)]
    if not added.is_empty():
        written.append(_add(added, values.members, by, reason))
    return pl.concat(written)


def _add(added: pl.DataFrame, members: pl.DataFrame, by: User | None, reason: str) -> pl.DataFrame:
    coded = _with_codes(added)
    codes = coded.select("number", household_code="code")
    people = members.drop("id").join(codes, on="number", how="inner", maintain_order="left")
    people = people.with_columns(
        position=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("number"),
        **{name: pl.col(name).fill_null("") for name in ("ethnicity", *_texts(people))},
    ).drop("number")
    load_households(
        households=coded.select(
            "code", "unit_id", *HOUSEHOLD_FIELDS, "registered_from",
            is_generated=pl.lit(value=False),
        ),
        members=people,
        statuses=coded.filter(pl.col("category").is_not_null()).select(
            household_code="code",
            category="category",
            group=pl.lit(""),
            valid_from="status_from",
            valid_to=pl.lit(None, dtype=pl.Date),
            standard="standard",
            source="source",
        ),
        by=by,
        reason=reason,
    )  # fmt: skip
    ids = frames.ids_by_code(codes=coded["code"])
    return coded.select(
        "number",
        household_id=pl.col("code").replace_strict(ids, return_dtype=pl.Int64),
        written_version=pl.lit(1, dtype=pl.Int64),
        new_members=pl.lit([], dtype=pl.List(pl.Int64)),
    )


def _texts(people: pl.DataFrame) -> list[str]:
    """Return the answers that are texts: there the register keeps an empty text for none."""
    return [name for name in ("job", "merit_kind", "allowance_kind") if name in people.columns]


def _with_codes(added: pl.DataFrame) -> pl.DataFrame:
    """Give households without a code the next ones of their commune: 15670-000123."""
    bare = added.filter(pl.col("code").is_null())
    if bare.is_empty():
        return added
    prefixes = _prefixes(bare["unit_id"].unique().to_list())
    given = bare.select("number", prefix=pl.col("unit_id").replace_strict(prefixes)).with_columns(
        offset=pl.int_range(1, pl.len() + 1).over("prefix")
    )
    last = {prefix: _last_number(prefix) for prefix in given["prefix"].unique().to_list()}
    new = given.with_columns(
        new_code=pl.format(
            "{}-{}",
            "prefix",
            (pl.col("prefix").replace_strict(last, return_dtype=pl.Int64) + pl.col("offset"))
            .cast(pl.String)
            .str.zfill(6),
        )
    )
    return (
        added.join(new.select("number", "new_code"), on="number", how="left", maintain_order="left")
        .with_columns(code=pl.coalesce("code", "new_code"))
        .drop("new_code")
    )


def _prefixes(unit_ids: Sequence[int]) -> dict[int, str]:
    units = Unit.objects.select_related("parent").filter(pk__in=unit_ids)
    return {
        one.pk: one.code or (one.parent.code if one.parent else None) or str(one.pk)
        for one in units
    }


def _last_number(prefix: str) -> int:
    """Return the highest number given under a prefix; the prefix is locked until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('giamngheo.code.' || %s, 0))", [prefix]
        )
        cursor.execute(
            "SELECT coalesce(max(substring(code FROM %s)::bigint), 0) FROM registry_household"
            " WHERE code ~ %s",
            [r"-(\d+)$", rf"^{prefix}-\d{{6,9}}$"],
        )
        return int(cursor.fetchone()[0])


def _change(
    changed: pl.DataFrame, members: pl.DataFrame, as_of: date, by: User | None
) -> pl.DataFrame:
    written = changed.select(
        "number", household_id="id", written_version=pl.col("base_version") + 1
    )
    if changed.is_empty():
        return written.with_columns(new_members=pl.lit([], dtype=pl.List(pl.Int64)))
    stale = bulk.lock_unchanged(versions=changed.select("id", row_version="base_version"))
    if stale:
        raise HouseholdsChangedSince(**_first(stale))
    _update(changed, by)
    owners = changed.select("number", household_id="id")
    people = members.join(owners, on="number", how="inner", maintain_order="left").with_columns(
        pl.col(name).fill_null("") for name in ("ethnicity", *_texts(members))
    )
    known = people.filter(pl.col("id").is_not_null())
    bulk.update_members(members=known.drop("number", "household_id"))
    new = people.filter(pl.col("id").is_null()).drop("number", "id")
    ids = bulk.add_members(
        members=new.with_columns(valid_from=pl.max_horizontal(pl.lit(as_of), "birth_date"))
    )
    bulk.recount_members(household_ids=changed["id"].to_list())
    by_household = ids.group_by("household_id").agg(new_members="id")
    return written.join(by_household, on="household_id", how="left").with_columns(
        pl.col("new_members").fill_null([])
    )


def _update(changed: pl.DataFrame, by: User | None) -> None:
    paths = dict(
        Unit.objects.filter(pk__in=changed["unit_id"].unique().to_list()).values_list("pk", "path")
    )
    bulk.update_households(
        households=changed.select(
            "id",
            "code",
            "unit_id",
            *HOUSEHOLD_FIELDS,
            unit_path=pl.col("unit_id").replace_strict(paths, return_dtype=pl.String),
        ),
        by=by,
    )


def _first(stale: Sequence[bulk.ChangedSince]) -> dict[str, object]:
    one = stale[0]
    at = timezone.localtime(one.changed_at) if one.changed_at else None
    return {
        "count": len(stale),
        "code": one.code or "đã xóa",
        "by": one.changed_by or "người khác",
        "at": f"{at:%H:%M ngày %d/%m/%Y}" if at else "không rõ giờ",
    }


# ── Taking it back ────────────────────────────────────────────────────────────────────────────


def take_back(*, written: pl.DataFrame, before: Values, since: datetime, by: User | None) -> None:
    """
    Undo what `write_values` wrote: added households vanish, changed ones are as they were.

    written: one row per household: household_id, written_version, outcome, new_members; `before` as
    in `Plan`; `since`: when it was committed.
    Raises: UndoTouched [EXC-002], UndoLeanedOn [EXC-003].
    """
    touched = bulk.lock_unchanged(
        versions=written.select(id="household_id", row_version="written_version")
    )
    if touched:
        raise UndoTouched(**_first(touched))
    added = written.filter(outcome=Outcome.ADDED.value)["household_id"].to_list()
    leaning = bulk.tables_leaning_on(household_ids=added, since=since)
    if leaning:
        raise UndoLeanedOn(what=", ".join(leaning))
    if not before.households.is_empty():
        _bring_back(before, written["new_members"].explode().drop_nulls().to_list(), by)
    bulk.delete_households(household_ids=added)


def _bring_back(before: Values, new_members: Sequence[int], by: User | None) -> None:
    _update(before.households, by)
    bulk.delete_members(member_ids=new_members)
    bulk.update_members(members=before.members.select("id", *MEMBER_FIELDS))
    bulk.recount_members(household_ids=before.households["id"].to_list())
