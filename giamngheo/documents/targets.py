"""What a plan promises, in numbers: how much of what, in which direction, by when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from giamngheo.documents.blocks import Block, Marker
from giamngheo.documents.indicators import Found, indicator_of
from giamngheo.documents.outline import Section
from giamngheo.documents.quantities import (
    NOUNS,
    PLACES,
    QUANTITY_RE,
    comparator_word,
    kind_of,
    noun_of,
    per_of,
    values_of,
)
from giamngheo.lib.numbers import Number
from giamngheo.lib.text import fold


@dataclass(frozen=True, kw_only=True)
class Target:
    """
    One promise. `direction` is decrease, increase or level; `comparator` =, <, <=, >, >=, ~ or
    range (then `value` is None); a qualitative target has neither number nor comparator.
    `baseline` is what a level starts from ("giảm từ 18,5% xuống còn 15,5%").
    """

    id: str
    section: str
    line: int
    text: str
    indicator: str
    label: str
    direction: str
    comparator: str | None
    value: Number | None
    value_min: Number | None
    value_max: Number | None
    unit: str | None
    as_written: str
    population: str | None
    year: int | None
    qualitative: bool = False
    baseline: Number | None = None


_LISTED_RE = re.compile(
    r"(?:can )?ngheo(?: va)?|va|(?:(?:ho |ty le )?(?:can )?ngheo )?"
    r"tuong (?:duong|ung)(?: (?:voi|giam|la))*"
)
_YEAR_RE = re.compile(r"năm (20\d\d)(?!\s*[-–]\s*\d)", re.IGNORECASE)
_PLACE_AIM_RE = re.compile(
    r"[^;.]{0,40}?\b(?:không còn|thoát|đạt|ra khỏi|hoàn thành|được công nhận)\b", re.IGNORECASE
)
_NEXT_CLAUSE = 15
_DOWN_TO_RE = re.compile(
    r"(?:\s*\([^)]*\)|\s+(?:đầu |cuối )?năm \d{4}|/năm)?\s+(?:giảm )?(?:xuống|còn|lên|đến)"
    r"(?: còn| mức)?\s+"
)
_UPWARDS_RE = re.compile(r"\s*(?:/năm)?(?:\s+[^\W\d]+){0,2}?\s+trở lên")
_CLAUSE_END_RE = re.compile(r"[;.(](?=\s|$|[^\d])")
_FOOTNOTE_MARK_RE = re.compile(r"[¹²³⁴-⁹⁰]+|\[\d+\]")
_ASIDE_RE = re.compile(r",?\s+(?:trong đó|tương (?:đương|ứng))\b|\s+và$")
_REACHES_RE = re.compile(r"\bđạt\s*$", re.IGNORECASE)
_POPULATION_RE = re.compile(
    r"\s*(?P<who>(?:người|hộ|khẩu|cán bộ|lao động|học sinh|thành viên|xã|trẻ em)\b[^;.(]*)"
)


def find_targets(
    parts: Sequence[tuple[Block, tuple[Section, ...]]], year: int | None
) -> list[Target]:
    """Return the targets in reading order; `parts` are paragraphs with the sections around them."""
    found: list[Target] = []
    for block, around in parts:
        zone = _zone(around)
        text = block.text
        section = around[-1].path if around else ""
        matches, baselines = _without_baselines(text, list(_quantities(text, zone)))
        for place, match in enumerate(matches):
            before, after = _context(text, matches, place)
            what = _measured(match, before, after, text)
            target = _target(f"T{len(found) + 1}", section, block, match, what, after, year)
            found.append(replace(target, baseline=baselines.get(match.start())))
        if not matches and zone == 2 and _is_item(block, around):
            found.append(_qualitative(f"T{len(found) + 1}", section, block, year))
    return found


def _is_item(block: Block, around: Sequence[Section]) -> bool:
    """Tell whether the paragraph is an item of its own, not the heading of some."""
    if block.marker in (Marker.NUMBER, Marker.DECIMAL):
        own = around[-1] if around else None
        return own is not None and own.line == block.line and own.kind == "numbered_paragraph"
    if block.marker is Marker.LETTER:
        return bool(around) and around[-1].line == block.line and around[-1].run_in
    return block.marker is Marker.BULLET and not block.text.endswith(":")


def _without_baselines(
    text: str, matches: list[re.Match[str]]
) -> tuple[list[re.Match[str]], dict[int, Number]]:
    """Return the quantities aimed at, and by their places what they start from ("từ A xuống B")."""
    kept: list[re.Match[str]] = []
    baselines: dict[int, Number] = {}
    for match in matches:
        before = kept[-1] if kept else None
        if before and _DOWN_TO_RE.fullmatch(text, before.end(), match.start()):
            baselines[match.start()] = values_of(kept.pop())[2] or 0
        kept.append(match)
    return kept, baselines


def _zone(around: Sequence[Section]) -> int:
    """Return 2 inside the targets proper, 1 inside other aims, 0 elsewhere."""
    titles = [fold(section.title or "") for section in around]
    if any("tong quat" in title or "muc tieu chung" in title for title in titles):
        return 0
    if any("chi tieu" in title or "muc tieu cu the" in title for title in titles):
        return 2
    return 1 if any(title.startswith("muc tieu") for title in titles) else 0


def _quantities(text: str, zone: int) -> Iterator[re.Match[str]]:
    if not zone and "chỉ tiêu" not in text:
        return
    last_place = -_NEXT_CLAUSE
    for match in QUANTITY_RE.finditer(text):
        unit = NOUNS.get(noun_of(match))
        if match["none"] and match.start() - last_place < _NEXT_CLAUSE:
            continue  # "7/8 khu phố không còn hộ nghèo" counts the places
        if unit in PLACES and not match["none"]:
            if not match["part"] and not _PLACE_AIM_RE.match(text, match.end()):
                continue
            last_place = match.end()
        outside = match["percent"] and _REACHES_RE.search(text[: match.start()])
        if zone or (outside and "chỉ tiêu" in text[match.end() : match.end() + 12]):
            yield match


def _context(text: str, matches: Sequence[re.Match[str]], place: int) -> tuple[str, str]:
    match = matches[place]
    begin = matches[place - 1].end() if place else 0
    end = matches[place + 1].start() if place + 1 < len(matches) else len(text)
    after = _CLAUSE_END_RE.split(text[match.end() : end])[0]
    if place and _LISTED_RE.fullmatch(fold(text[begin : match.start()])):
        # "giảm 1.250 hộ nghèo, 430 hộ cận nghèo": the second falls as the first does.
        begin = matches[place - 2].end() if place > 1 else 0
        return re.split(r"[;.](?=\s)", text[begin : match.start()])[-1], after
    return _CLAUSE_END_RE.split(text[begin : match.start()])[-1], after


def _measured(match: re.Match[str], before: str, after: str, text: str) -> Found:
    noun = noun_of(match)
    return indicator_of(
        kind=kind_of(match),
        unit=NOUNS.get(noun, ""),
        how=(match["how"] or "").lower(),
        before=fold(before),
        after=fold(f"{noun} {after}"),
        sentence=fold(text),
        per=per_of(match),
    )


def _target(
    name: str,
    section: str,
    block: Block,
    match: re.Match[str],
    what: Found,
    after: str,
    year: int | None,
) -> Target:
    low, high, value = values_of(match)
    who = _POPULATION_RE.match(f"{match['noun'] or ''}{after}")
    years = _YEAR_RE.findall(block.text[: match.start()].rpartition(";")[2])
    return Target(
        id=name,
        section=section,
        line=block.line,
        text=block.text,
        indicator=what.indicator,
        label=what.label or _words(match, after),
        direction=what.direction,
        comparator="range" if low is not None else _comparator(match, block.text),
        value=value,
        value_min=low,
        value_max=high,
        unit=what.unit,
        as_written=match.group().strip(),
        population=_population(who["who"]) if who else None,
        year=int(years[-1]) if years and what.direction == "level" else year,
    )


def _population(written: str) -> str:
    words = _FOOTNOTE_MARK_RE.sub("", written)
    return _ASIDE_RE.split(words)[0].strip(" ,")[:200]


def _comparator(match: re.Match[str], text: str) -> str:
    if (written := comparator_word(match)) is not None:
        return written
    if _UPWARDS_RE.match(text, match.end()):
        return ">="
    is_whole = match["percent"] is not None and values_of(match)[2] == 100
    reaches = _REACHES_RE.search(text[: match.start()])
    return ">=" if reaches and not is_whole else "="


def _words(match: re.Match[str], after: str) -> str:
    return " ".join(f"{match['noun'] or ''} {after}".split())[:120].strip(" ,;.")


def _qualitative(name: str, section: str, block: Block, year: int | None) -> Target:
    return Target(
        id=name,
        section=section,
        line=block.line,
        text=block.text,
        indicator="programme_beneficiary_coverage",
        label=block.text[:300],
        direction="level",
        comparator=None,
        value=None,
        value_min=None,
        value_max=None,
        unit=None,
        as_written=block.text,
        population=None,
        year=year,
        qualitative=True,
    )
