"""What a plan promises, in numbers: how much of what, in which direction, by when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from giamngheo.documents.blocks import Block, Marker
from giamngheo.documents.indicators import Found, indicator_of
from giamngheo.documents.outline import Section
from giamngheo.lib.money import parse_amount
from giamngheo.lib.numbers import Number, parse_number
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


_W = r"(?<![\d.,])(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)"
_N = rf"{_W}(?:,\d+)?(?![.,]?\d)"
# A dot before one or two figures parts no thousands: "1.5%" is a slip for "1,5%".
_P = r"(?<![\d.,])\d{1,3}(?:[.,]\d{1,2})?(?![.,]?\d)"
_HOW = r"(?:(?P<how>dưới|trên|khoảng|ít nhất|tối thiểu|không quá|tối đa|từ)\s+)?"
_NOUNS = {
    "hộ": "household",
    "trẻ em": "child",
    "trẻ": "child",
    "học sinh": "student",
    "lao động": "worker",
    "người": "person",
    "khẩu": "person",
    "xã": "commune",
    "thôn": "village",
    "mô hình": "model",
}
_NOUN = "|".join(_NOUNS)
# A footnote's mark may stand at the word: "1.297 hộ¹".
_WORD_END = r"(?![a-zà-ỹđ])"
_QUANTITY_RE = re.compile(
    rf"{_HOW}(?:"
    rf"(?P<low>{_P})\s?%?\s?(?:-|–|đến)\s?(?P<high>{_P})\s?%"
    rf"|(?P<few>{_N})\s?(?:-|–|đến)\s?(?P<many>{_N}) (?P<nouns>{_NOUN}){_WORD_END}"
    rf"|(?P<percent>{_P})\s?%"
    rf"|(?P<money>{_W}(?:(?:,\d{{1,3}})? (?:nghìn|triệu|tỷ))? đồng(?:/\w+)*)"
    rf"|(?P<times>{_N}) lần"
    rf"|(?P<count>{_N}) (?P<noun>{_NOUN}){_WORD_END}"
    rf"|không còn (?:tình trạng )?(?:có )?(?P<none>{_NOUN}){_WORD_END})",
    re.IGNORECASE,
)
_COMPARATORS = {
    "dưới": "<",
    "trên": ">",
    "khoảng": "~",
    "ít nhất": ">=",
    "tối thiểu": ">=",
    "không quá": "<=",
    "tối đa": "<=",
}
_LISTED = frozenset({"ngheo", "ngheo va", "can ngheo", "can ngheo va", "va"})
_DOWN_TO_RE = re.compile(
    r"(?:\s*\([^)]*\)|\s+(?:đầu |cuối )?năm \d{4}|/năm)?\s+(?:giảm )?(?:xuống|còn|lên|đến)"
    r"(?: còn| mức)?\s+"
)
_UPWARDS_RE = re.compile(r"\s*(?:/năm)?(?:\s+[^\W\d]+){0,2}?\s+trở lên")
_CLAUSE_END_RE = re.compile(r"[;.(](?=\s|$|[^\d])")
_FOOTNOTE_MARK_RE = re.compile(r"[¹²³⁴-⁹⁰]+|\[\d+\]")
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
            baselines[match.start()] = _values(kept.pop())[2] or 0
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
    for match in _QUANTITY_RE.finditer(text):
        outside = match["percent"] and _REACHES_RE.search(text[: match.start()])
        if zone or (outside and "chỉ tiêu" in text[match.end() : match.end() + 12]):
            yield match


def _context(text: str, matches: Sequence[re.Match[str]], place: int) -> tuple[str, str]:
    match = matches[place]
    begin = matches[place - 1].end() if place else 0
    end = matches[place + 1].start() if place + 1 < len(matches) else len(text)
    if place and fold(text[begin : match.start()]) in _LISTED:
        # "giảm 1.250 hộ nghèo, 430 hộ cận nghèo": the second falls as the first does.
        begin = matches[place - 2].end() if place > 1 else 0
    before = _CLAUSE_END_RE.split(text[begin : match.start()])[-1]
    after = _CLAUSE_END_RE.split(text[match.end() : end])[0]
    return before, after


def _measured(match: re.Match[str], before: str, after: str, text: str) -> Found:
    kind = next(
        name
        for name in ("low", "few", "percent", "money", "times", "count", "none")
        if match[name] is not None
    )
    noun = (match["noun"] or match["nouns"] or match["none"] or "").lower()
    return indicator_of(
        kind={"low": "percent", "few": "count"}.get(kind, kind),
        unit=_NOUNS.get(noun, ""),
        how=(match["how"] or "").lower(),
        before=fold(before),
        after=fold(f"{noun} {after}"),
        sentence=fold(text),
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
    low, high, value = _values(match)
    who = _POPULATION_RE.match(f"{match['noun'] or ''}{after}")
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
        population=_FOOTNOTE_MARK_RE.sub("", who["who"]).strip(" ,")[:200] if who else None,
        year=year,
    )


def _values(match: re.Match[str]) -> tuple[Number | None, Number | None, Number | None]:
    if match["low"]:
        return _percent(match["low"]), _percent(match["high"]), None
    if match["few"]:
        return parse_number(match["few"]), parse_number(match["many"]), None
    if match["money"]:
        return None, None, parse_amount(match["money"]).vnd
    if match["none"]:
        return None, None, 0
    if match["percent"]:
        return None, None, _percent(match["percent"])
    return None, None, parse_number(match["times"] or match["count"])


def _percent(written: str) -> Number:
    return parse_number(written.replace(".", ","))


def _comparator(match: re.Match[str], text: str) -> str:
    how = (match["how"] or "").lower()
    if how in _COMPARATORS:
        return _COMPARATORS[how]
    if _UPWARDS_RE.match(text, match.end()):
        return ">="
    value = match["percent"] and _percent(match["percent"])
    reaches = _REACHES_RE.search(text[: match.start()])
    return ">=" if reaches and value != Decimal(100) else "="


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
