"""
What a file would do to the register: every household judged, nothing written.

The plan is kept as rows (`staging`) until somebody has seen it, or written at once by the command.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from giamngheo.areas.models import Unit
from giamngheo.exchange.checking import FileHouseholds, check_rows
from giamngheo.exchange.columns import FLAGS, HOUSEHOLD_FIELDS, MEMBER_FIELDS
from giamngheo.exchange.comparing import Compared, Differences, compare
from giamngheo.exchange.enums import Mode, Outcome
from giamngheo.exchange.matching import match_households
from giamngheo.exchange.places import Places, placed, places_of, unit_of_file
from giamngheo.exchange.reading import FileRows, Problems, read_file
from giamngheo.exchange.recognised import check_recognised, with_standards
from giamngheo.registry import frames
from giamngheo.registry.models import Household, Member

# What `committing` writes of a household and of a person; also what is kept between the two.
VALUES: Final = (
    *("id", "code", "unit_id", *HOUSEHOLD_FIELDS, "registered_from"),
    *("category", "status_from", "standard", "source"),
)
PERSON_VALUES: Final = ("id", *MEMBER_FIELDS)
VALUE_TYPES: Final[dict[str, Any]] = frames.column_types(
    Household, ("id", "code", "unit_id", *HOUSEHOLD_FIELDS, "registered_from")
) | {"category": pl.String, "status_from": pl.Date, "standard": pl.String, "source": pl.String}
PERSON_TYPES: Final[dict[str, Any]] = frames.column_types(Member, PERSON_VALUES)
_ORDER: Final = tuple(Outcome)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """
    A file, judged against the register.

    outcomes:   one row per household: number, sheet (index), row_number, row_count, outcome,
                head_name, household_id, base_version.
    households: those to be added or changed: number, outcome, base_version, VALUES.
    members:    their people to be added or changed: number, PERSON_VALUES (id null: new).
    before_households, before_members: what the changed ones are now, in the same columns.
    """

    file: FileRows
    unit: Unit
    as_of: date
    outcomes: pl.DataFrame
    households: pl.DataFrame
    members: pl.DataFrame
    before_households: pl.DataFrame
    before_members: pl.DataFrame
    differences: Differences

    def __post_init__(self) -> None:
        # Every household has one outcome and every row its household: nothing is lost or doubled.
        if sum(self.counts.values()) != self.read or self.rows != len(self.file.rows):
            raise AssertionError("households or rows were lost or doubled while judging")

    @property
    def read(self) -> int:
        return int(self.file.rows["number"].n_unique())

    @property
    def rows(self) -> int:
        return int(self.outcomes["row_count"].sum())

    @property
    def counts(self) -> dict[str, int]:
        """Households by outcome, every outcome named."""
        found = dict(self.outcomes.group_by("outcome").len().iter_rows())
        return {one.value: int(found.get(one.value, 0)) for one in _ORDER}


def make_plan(*, path: str | os.PathLike[str], unit: Unit | None, mode: Mode, as_of: date) -> Plan:
    """
    Return what the file at `path` would do to the register of `unit`.

    Without a unit: of the lowest one that holds all communes the file names.
    Raises: UnitNotNamed [EXC-011]; what `reading.read_file` raises for the file as a whole.
    """
    file = read_file(path)
    if unit is None:
        unit = unit_of_file(file=file, as_of=as_of)
    checked = check_rows(file=file, as_of=as_of)
    places = places_of(unit=unit, as_of=as_of)
    problems = file.problems
    households = placed(checked.households, places=places, problems=problems)
    ids = checked.members["personal_id"].drop_nulls().unique()
    holders = frames.holders_of_ids(personal_ids=ids.to_list(), path=unit.path)
    matched = match_households(
        file=checked,
        households=households,
        holders=holders,
        path=unit.path,
        mode=mode,
        problems=problems,
    )
    found = check_recognised(
        households=matched.households, people=checked.members, as_of=as_of, problems=problems
    )
    _refuse_held_ids(found, checked, holders, problems)
    _refuse_without_village(found, places, problems)
    compared = compare(
        found=found if mode != Mode.ADD else found.clear(),
        register=matched.register,
        people=checked.members,
        problems=problems,
    )
    judged = _outcomes(found, file, compared, mode)
    return _plan(file, as_of, judged, checked, compared, unit)


def _refuse_held_ids(
    found: pl.DataFrame, checked: FileHouseholds, holders: pl.DataFrame, problems: Problems
) -> None:
    """One number, one person: neither in two households of the file nor in another of the unit."""
    people = (
        checked.members.filter(pl.col("personal_id").is_not_null())
        .select("number", "row", "personal_id")
        .join(found.select("number", "household_id", "is_double"), on="number")
        .filter(~pl.col("is_double"))
    )
    shared = people.filter(pl.col("number").n_unique().over("personal_id") > 1)
    rows = people.join(checked.households.select("number", "row_number"), on="number")
    where = rows.group_by("personal_id").agg(pl.col("row_number").unique().sort())
    for row, places in shared.join(where, on="personal_id").select("row", "row_number").iter_rows():
        listed = ", ".join(map(str, places))
        problems.add(row, "personal_id", f"số này có ở nhiều hộ trong tệp (hộ ở dòng {listed})")
    held = people.join(
        holders.select("personal_id", "code", holder="household_id"), on="personal_id"
    ).filter(pl.col("holder").ne_missing(pl.col("household_id")))
    for row, code in held.select("row", "code").iter_rows():
        problems.add(row, "personal_id", f"số này đang là của một người ở hộ {code}")


def _refuse_without_village(found: pl.DataFrame, places: Places, problems: Problems) -> None:
    with_villages = [one.unit.pk for one in places.communes if one.villages]
    lacking = found.filter(
        pl.col("household_id").is_null()
        & ~pl.col("gave_village")
        & pl.col("commune_id").is_in(with_villages)
    )
    problems.add_all(lacking["row"].to_list(), "village", "còn thiếu thôn, bản, tổ dân phố")


def _outcomes(found: pl.DataFrame, file: FileRows, compared: Compared, mode: Mode) -> pl.DataFrame:
    """Give every household its one outcome."""
    blamed = list(file.problems.of_row)
    refused = file.rows.filter(pl.col("row").is_in(blamed))["number"].unique().to_list()
    is_known = pl.col("household_id").is_not_null()
    known = (
        pl.when(pl.lit(mode == Mode.ADD))
        .then(pl.lit(Outcome.DUPLICATE.value))
        .when(pl.col("number").is_in(list(compared.differences)))
        .then(pl.lit(Outcome.CHANGED.value))
        .otherwise(pl.lit(Outcome.SAME.value))
    )
    return found.with_columns(
        outcome=pl.when(pl.col("number").is_in(refused))
        .then(pl.lit(Outcome.REFUSED.value))
        .when("is_double")
        .then(pl.lit(Outcome.DUPLICATE.value))
        .when(is_known)
        .then(known)
        .otherwise(pl.lit(Outcome.ADDED.value))
    )


def _plan(
    file: FileRows,
    as_of: date,
    judged: pl.DataFrame,
    checked: FileHouseholds,
    compared: Compared,
    unit: Unit,
) -> Plan:
    added = judged.filter(outcome=Outcome.ADDED.value)
    changed = judged.filter(outcome=Outcome.CHANGED.value).select("number", "outcome")
    beside = compared.households.join(changed, on="number", maintain_order="left")
    people = _changed_people(compared.members, changed)
    return Plan(
        file=file,
        unit=unit,
        as_of=as_of,
        outcomes=judged.select(
            *("number", "sheet", "row_number", "row_count", "outcome", "head_name"),
            *("household_id", "base_version"),
        ),
        households=pl.concat([_added(added, as_of, unit), _values(beside)]),
        members=pl.concat(
            [
                _persons(checked.members.join(added.select("number"), on="number", how="semi")),
                _persons(people),
            ]
        ),
        before_households=_values(_before(beside, (*HOUSEHOLD_FIELDS, "unit_id"))),
        before_members=_persons(_before(people.filter(pl.col("id").is_not_null()), MEMBER_FIELDS)),
        differences={
            number: compared.differences[number] for number in changed["number"].to_list()
        },
    )


def _added(added: pl.DataFrame, as_of: date, unit: Unit) -> pl.DataFrame:
    texts = ("head_name", "address", "ethnicity")
    ready = added.with_columns(
        *(pl.col(name).fill_null("") for name in texts),
        *(pl.col(name).fill_null(value=False) for name in FLAGS),
        registered_from=pl.coalesce("registered_from", "decision_date", pl.lit(as_of)),
        id=pl.lit(None, dtype=pl.Int64),
    )
    return _values(with_standards(ready, unit=unit))


def _changed_people(members: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    own = members.join(changed.select("number"), on="number", how="semi", maintain_order="left")
    differs = pl.any_horizontal(
        pl.col(name).ne_missing(pl.col(f"before_{name}")) for name in MEMBER_FIELDS
    )
    return own.filter(pl.col("id").is_null() | differs)


def _before(beside: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    return beside.with_columns(pl.col(f"before_{name}").alias(name) for name in names)


def _values(frame: pl.DataFrame) -> pl.DataFrame:
    return _shaped(
        frame, {"number": pl.Int64, "outcome": pl.String, "base_version": pl.Int64} | VALUE_TYPES
    )


def _persons(frame: pl.DataFrame) -> pl.DataFrame:
    return _shaped(frame, {"number": pl.Int64} | PERSON_TYPES)


def _shaped(frame: pl.DataFrame, types: dict[str, Any]) -> pl.DataFrame:
    return frame.select(
        (pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, dtype=kind)).alias(name)
        for name, kind in types.items()
    )
