"""The shipped tables as frames, ready to be copied into the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from giamngheo.areas.enums import UnitKind
from giamngheo.areas.names import name_keys, written_name

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """
    `units`: one row per unit and period, parents before children. `links`: one row per
    predecessor and successor. `aliases`: one row per unit and other spelling. All name units by
    key.
    """

    units: pl.DataFrame
    links: pl.DataFrame
    aliases: pl.DataFrame


def read_shipped(*, provinces: Collection[str] | None = None, folder: Path = DATA) -> Shipped:
    """
    Return the shipped tables, of all provinces or of those whose codes are given.

    A code takes in every province that ever had it ("52": Bình Định, then Gia Lai); links to a
    unit outside are left out.
    """
    units = _read(folder / "units.csv").sort("level", maintain_order=True)
    if provinces is not None:
        units = units.filter(pl.col("key").is_in(_keys_within(units, provinces)))
    inside = units["key"].implode()
    links = _read(folder / "links.csv").filter(
        pl.col("predecessor").is_in(inside), pl.col("successor").is_in(inside)
    )
    aliases = _read(folder / "aliases.csv").filter(pl.col("unit").is_in(inside))
    return Shipped(units=_with_names(units), links=links, aliases=_with_alias_keys(aliases))


def _read(path: Path) -> pl.DataFrame:
    frame = pl.read_csv(path, infer_schema=False)
    flags = [name for name in _FLAGS if name in frame.columns]
    days = [name for name in ("valid_from", "valid_to") if name in frame.columns]
    empty = [name for name in ("note", "source") if name in frame.columns]
    return frame.with_columns(
        *(pl.col(name) == "1" for name in flags),
        *(pl.col(name).str.to_date(strict=True) for name in days),
        *(pl.col(name).fill_null("") for name in empty),
    )


_FLAGS = ("start_known", "end_known", "split", "is_default", "confirmed")


def _keys_within(units: pl.DataFrame, provinces: Collection[str]) -> list[str]:
    kept: set[str] = set()
    for key, parent, code in units.select("key", "parent", "code").iter_rows():
        if (parent is None and code in provinces) or parent in kept:
            kept.add(key)
    return list(kept)


def _with_names(units: pl.DataFrame) -> pl.DataFrame:
    names = units["name"].to_list()
    keys = [name_keys(name) for name in names]
    kinds = units["kind"].to_list()
    return units.with_columns(
        pl.col("level").cast(pl.Int16),
        full_name=pl.Series(
            [written_name(UnitKind(kind), name) for kind, name in zip(kinds, names, strict=True)],
            dtype=pl.String,
        ),
        search_key=pl.Series([key.search for key in keys], dtype=pl.String),
        compare_key=pl.Series([key.compare for key in keys], dtype=pl.String),
        sort_key=pl.Series([key.sort for key in keys], dtype=pl.String),
    )


def _with_alias_keys(aliases: pl.DataFrame) -> pl.DataFrame:
    keys = [name_keys(name) for name in aliases["name"].to_list()]
    return aliases.with_columns(
        search_key=pl.Series([key.search for key in keys], dtype=pl.String),
        compare_key=pl.Series([key.compare for key in keys], dtype=pl.String),
    )
