"""The shipped tables themselves: whole, dated, linked, and the same when built again."""

import csv
import re
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from giamngheo.areas.data import build
from giamngheo.areas.shipped import DATA, Shipped, read_shipped


@pytest.fixture(scope="module")
def shipped() -> Shipped:
    return read_shipped()


def raw(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_keys_are_unique_and_parents_known(shipped: Shipped) -> None:
    keys = shipped.units["key"]

    assert keys.is_unique().all()
    assert set(shipped.units["parent"].drop_nulls()) <= set(keys)
    assert shipped.units.filter(pl.col("parent").is_null())["level"].unique().to_list() == [1]


def test_a_unit_lives_within_its_parent_s_days(shipped: Shipped) -> None:
    units = shipped.units
    pairs = units.join(units, left_on="parent", right_on="key", suffix="_above")

    outside = pairs.filter(
        (pl.col("valid_from") < pl.col("valid_from_above"))
        | (pl.col("valid_to").is_null() & pl.col("valid_to_above").is_not_null())
        | (pl.col("valid_to") > pl.col("valid_to_above"))
    )

    assert outside.is_empty()


def test_links_join_an_end_to_a_unit_of_the_next_day(shipped: Shipped) -> None:
    days = shipped.units.select("key", "valid_from", "valid_to")
    links = shipped.links.join(days, left_on="predecessor", right_on="key").join(
        days, left_on="successor", right_on="key", suffix="_heir"
    )

    in_force = (pl.col("valid_from_heir") <= pl.col("valid_to")) & (
        pl.col("valid_to_heir").is_null() | (pl.col("valid_to") < pl.col("valid_to_heir"))
    )

    assert len(links) == len(shipped.links)
    assert links.filter(~in_force).is_empty()


def test_a_link_is_split_exactly_where_there_are_several(shipped: Shipped) -> None:
    heirs = Counter(shipped.links["predecessor"])

    wrong = [
        link
        for link in shipped.links.iter_rows(named=True)
        if link["split"] != (heirs[link["predecessor"]] > 1)
    ]

    assert wrong == []
    communes = {key for key, n in heirs.items() if n > 1 and key.index("@") == 5}
    assert len(communes) == 471


def test_every_commune_of_june_2025_has_an_heir_in_july(shipped: Shipped) -> None:
    first_of_july = pl.date(2025, 7, 1)
    ended = shipped.units.filter(pl.col("level") == 3, pl.col("valid_to") == first_of_july)

    assert len(ended) == 10_035
    assert set(ended["key"]) <= set(shipped.links["predecessor"])


def test_only_three_days_of_change_are_called_known(shipped: Shipped) -> None:
    known = shipped.units.filter("start_known")["valid_from"].unique().sort()
    ends = shipped.units.filter("end_known")["valid_to"].drop_nulls().unique().sort()

    assert [str(day) for day in known] == ["2025-07-01", "2026-04-30"]
    assert [str(day) for day in ends] == ["2025-07-01", "2026-04-30"]


def test_names_are_composed_and_clean(shipped: Shipped) -> None:
    names = shipped.units["name"]

    assert (names == names.str.normalize("NFC")).all()
    assert not names.str.contains(r"^\s|\s$|\s\s").any()


def test_area_type_is_open_for_special_zones_and_above_communes_only(shipped: Shipped) -> None:
    communes = shipped.units.filter(pl.col("level") == 3)
    without = communes.filter(pl.col("area_type").is_null())["kind"]

    assert without.unique().to_list() == ["SPECIAL_ZONE"]
    assert shipped.units.filter(pl.col("level") < 3)["area_type"].null_count() == len(
        shipped.units
    ) - len(communes)


def test_today_s_kinds_count_as_the_official_list() -> None:
    today = [row for row in raw("units.csv") if not row["valid_to"] and row["level"] == "3"]

    assert Counter(row["kind"] for row in today) == {
        "COMMUNE": 2599,
        "WARD": 709,
        "SPECIAL_ZONE": 13,
    }


def test_one_province_is_cut_out_with_its_links(shipped: Shipped) -> None:
    part = read_shipped(provinces=["38"])

    keys = set(part.units["key"])
    assert "15667@2025-07-01" in keys
    assert "00004@2025-07-01" not in keys
    assert set(part.links["predecessor"]) | set(part.links["successor"]) <= keys
    assert 0 < len(part.links) < len(shipped.links)


def test_readme_counts_and_licences_are_there(shipped: Shipped) -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")

    for frame in (shipped.units, shipped.links, shipped.aliases):
        assert re.search(rf"\| {len(frame):,} \|", readme)
    assert "Copyright (c) 2024 HanChinhVN" in readme
    assert "Copyright (c) 2025 Tran Ngoc Minh Hieu" in readme
    assert "Copyright (c) Tinh Pham Ba" in readme


@pytest.mark.shared
def test_build_again_gives_the_shipped_tables(shared_dir: Path, tmp_path: Path) -> None:
    lists = shared_dir / "data" / "units"

    build.main(
        [
            f"--snapshot={lists / 'units_2021-2023.csv'}",
            f"--links={lists / 'old_to_new_2025.csv'}",
            f"--current={lists / 'units_current_2026-10.csv'}",
            f"--merged={lists / 'trieu_son_seed_units.csv'}",
            f"--out={tmp_path}",
        ]
    )

    for name in ("units.csv", "links.csv", "aliases.csv"):
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()
