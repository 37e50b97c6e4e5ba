"""What changes the register: loading households in bulk, and the status a decision gives."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from django.db import connection, transaction

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.lib.copying import copy_frame
from giamngheo.lib.errors import Refusal
from giamngheo.registry.enums import Relation
from giamngheo.registry.keys import with_household_keys, with_member_keys
from giamngheo.registry.models import Household, HouseholdStatus, Member, Residence
from giamngheo.registry.watching import households_loaded


class HouseholdCodeTaken(Refusal):
    code = "REG-001"
    sentence = (
        "Chưa nạp được danh sách hộ: {count} mã hộ đã có trong sổ hoặc lặp lại trong tệp, ví dụ "
        "{examples}. Sửa các mã này rồi nạp lại; chưa hộ nào được ghi."
    )


class HouseholdUnitUnknown(Refusal):
    code = "REG-002"
    sentence = (
        "Chưa nạp được danh sách hộ: {count} hộ ghi đơn vị không có trong danh mục, ví dụ hộ "
        "{examples}. Chọn lại thôn, xã cho các hộ này rồi nạp lại; chưa hộ nào được ghi."
    )


class MemberWithoutHousehold(Refusal):
    code = "REG-003"
    sentence = (
        "Chưa nạp được danh sách hộ: có {count} dòng nhân khẩu hoặc phân loại mang mã hộ không có "
        "trong danh sách, ví dụ {examples}. Bổ sung hộ hoặc sửa mã rồi nạp lại; chưa hộ nào được "
        "ghi."
    )


class TwoHeads(Refusal):
    code = "REG-005"
    sentence = (
        "Chưa nạp được danh sách hộ: {count} hộ có hơn một chủ hộ, ví dụ {examples}. Để lại một "
        "chủ hộ cho mỗi hộ rồi nạp lại; chưa hộ nào được ghi."
    )


@dataclass(frozen=True)
class LoadedHouseholds:
    households: int
    members: int
    statuses: int


@transaction.atomic
def load_households(
    *,
    households: pl.DataFrame,
    members: pl.DataFrame,
    statuses: pl.DataFrame,
    by: User | None,
    reason: str,
) -> LoadedHouseholds:
    """
    Add whole lists of households by COPY, or none of them.

    Shape:  households, one row each: code, unit_id, head_name, address, ethnicity,
            no_working_capacity, has_merit_person, registered_from, is_generated.
            members: household_code, position, full_name, sex, birth_date, relation, ethnicity,
            personal_id, and any other column of Member; without valid_from they belong to the
            household since it was registered, or since birth.
            statuses: household_code, category, group ("" when none), valid_from, valid_to (null
            when open), standard, source.
    Raises: HouseholdCodeTaken [REG-001], HouseholdUnitUnknown [REG-002],
            MemberWithoutHousehold [REG-003], TwoHeads [REG-005].
    """
    _refuse_taken_codes(households["code"])
    _refuse_unknown_codes(households["code"], members["household_code"])
    _refuse_unknown_codes(households["code"], statuses["household_code"])
    _refuse_two_heads(members)
    ready = _with_unit_paths(households, members)
    audit.record(
        action="registry.load_households",
        by=by,
        subject=f"{households.height} hộ",
        reason=reason,
        details={"households": households.height, "members": members.height},
    )
    with connection.cursor() as cursor:
        ready = ready.with_columns(id=pl.Series(_new_ids(Household, ready.height)))
        ids = ready.select("unit_path", "registered_from", household_code="code", household_id="id")
        copy_frame(cursor, Household._meta.db_table, ready)
        copy_frame(cursor, Residence._meta.db_table, _residence_rows(ready))
        copy_frame(cursor, Member._meta.db_table, _member_rows(members, ids))
        copy_frame(cursor, HouseholdStatus._meta.db_table, _status_rows(statuses, ids))
        # The planner must know the new sizes before the counts that follow at once.
        for model in (Household, Residence, Member, HouseholdStatus):
            cursor.execute(f'ANALYZE "{model._meta.db_table}"')
    households_loaded(unit_ids=ready["unit_id"].unique().to_list())
    return LoadedHouseholds(households.height, members.height, statuses.height)


def _refuse_taken_codes(codes: pl.Series) -> None:
    repeated = codes.filter(codes.is_duplicated()).unique().to_list()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code FROM registry_household WHERE code = ANY(%s) ORDER BY code LIMIT 100",
            [codes.unique().to_list()],
        )
        taken = [row[0] for row in cursor.fetchall()]
    bad = sorted({*repeated, *taken})
    if bad:
        raise HouseholdCodeTaken(count=len(bad), examples=", ".join(bad[:3]))


def _refuse_unknown_codes(known: pl.Series, used: pl.Series) -> None:
    unknown = used.filter(~used.is_in(known.implode())).unique().sort().to_list()
    if unknown:
        raise MemberWithoutHousehold(count=len(unknown), examples=", ".join(unknown[:3]))


def _refuse_two_heads(members: pl.DataFrame) -> None:
    heads = members.filter(relation=Relation.HEAD.value)["household_code"]
    bad = heads.filter(heads.is_duplicated()).unique().sort().to_list()
    if bad:
        raise TwoHeads(count=len(bad), examples=", ".join(bad[:3]))


def _with_unit_paths(households: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return the household rows as the table holds them, save for their ids."""
    paths = dict(
        Unit.objects.filter(pk__in=households["unit_id"].unique().to_list()).values_list(
            "pk", "path"
        )
    )
    lost = households.filter(~pl.col("unit_id").is_in(list(paths)))
    if not lost.is_empty():
        examples = ", ".join(lost["code"].head(3).to_list())
        raise HouseholdUnitUnknown(count=lost.height, examples=examples)
    sizes = members.group_by(code="household_code").agg(member_count=pl.len())
    placed = households.join(sizes, on="code", how="left", maintain_order="left").with_columns(
        pl.col("unit_id").replace_strict(paths, return_dtype=pl.String).alias("unit_path"),
        pl.col("member_count").fill_null(0),
        row_version=pl.lit(1),
        recorded_at=_now(),
    )
    return with_household_keys(placed)


def _residence_rows(households: pl.DataFrame) -> pl.DataFrame:
    """
    Return the first residence of each new household, ready for COPY.

    Needs: id, unit_id, unit_path, registered_from, one row per household.
    """
    return households.select(
        "unit_id", "unit_path", household_id="id", valid_from="registered_from"
    )


def _member_rows(members: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    placed = members.join(ids, on="household_code", how="left", maintain_order="left")
    if "valid_from" not in members.columns:
        placed = placed.with_columns(valid_from=pl.max_horizontal("registered_from", "birth_date"))
    return with_member_keys(placed.drop("household_code", "registered_from"))


def _status_rows(statuses: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    owners = ids.select("household_code", "household_id")
    return (
        statuses.join(owners, on="household_code", how="left", maintain_order="left")
        .drop("household_code")
        .with_columns(recorded_at=_now())
    )


def _new_ids(model: type[Household], count: int) -> list[int]:
    """Return `count` fresh primary keys from the table's own sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _now() -> pl.Expr:
    # The transaction's own time, as text COPY reads: one moment for the whole list.
    with connection.cursor() as cursor:
        cursor.execute("SELECT transaction_timestamp()::text")
        row = cursor.fetchone()
    return pl.lit(row[0])
