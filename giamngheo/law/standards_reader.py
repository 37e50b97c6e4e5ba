"""From the text of a standard file to a Standard: only what the file says, nothing decided."""

import re

from giamngheo.law.enums import Category, Confidence, PovertyGroup
from giamngheo.law.standard_types import (
    NATIONAL,
    Band,
    Cited,
    DeprivationRule,
    Dimension,
    Indicator,
    LegalBasis,
    Ruling,
    Standard,
)
from giamngheo.law.yaml_nodes import Entry, by_area, read_document

_CODE_RE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
# Written where a wording was looked for and not found: an absent key would look like a slip.
NOT_FOUND = "not_found"
_SCOPE_RE = re.compile(rf"{NATIONAL}|province/\d{{2}}")


def read_standard(*, text: str, file: str) -> Standard:
    """
    Return the standard written in `text`; `file` is the name a refusal gives.

    Raises: LawFileInvalid [LAW-002] with the line of what is missing, doubled or unknown.
    """
    top = read_document(text=text, file=file)
    standard = Standard(
        code=_matching(top, "code", _CODE_RE, "vn-2022"),
        scope=_matching(top, "scope", _SCOPE_RE, "national hoặc province/38"),
        title=top.text("title"),
        valid_from=top.cited("valid_from", Entry.day),
        valid_to=top.cited("valid_to", Entry.day),
        legal_basis=tuple(_legal_basis(entry) for entry in top.entries("legal_basis")),
        bands=tuple(_band(entry) for entry in top.entries("bands")),
        above=_ruling(top.entry("above")),
        deprivation=_deprivation(top.entry("deprivation")) if top.has("deprivation") else None,
        dimensions=_dimensions(top) if top.has("dimensions") else (),
        file=file,
    )
    top.close()
    return standard


def _matching(entry: Entry, key: str, pattern: re.Pattern[str], example: str) -> str:
    value = entry.text(key)
    if pattern.fullmatch(value) is None:
        entry.refuse(f"“{key}: {value}” phải viết như {example}", entry.node(key))
    return value


def _legal_basis(entry: Entry) -> LegalBasis:
    basis = LegalBasis(
        document=entry.text("document"),
        about=entry.text("about"),
        confidence=entry.choice("confidence", Confidence),
        seen_in=entry.text_or_empty("seen_in"),
    )
    entry.close()
    return basis


def _band(entry: Entry) -> Band:
    always = _ruling(entry.entry("always")) if entry.has("always") else None
    band = Band(
        code=entry.text("code"),
        name=entry.text("name"),
        income_max_vnd=by_area(entry.entry("income_max_vnd")),
        b1_max=by_area(entry.entry("b1_max")) if entry.has("b1_max") else None,
        if_deprived=always or _ruling(entry.entry("if_deprived")),
        otherwise=always or _ruling(entry.entry("otherwise")),
    )
    entry.close()
    return band


def _ruling(entry: Entry) -> Cited[Ruling]:
    group = entry.choice("group", PovertyGroup) if entry.has("group") else None
    return entry.close_cited(Ruling(category=entry.choice("category", Category), group=group))


def _deprivation(entry: Entry) -> DeprivationRule:
    rule = DeprivationRule(
        min_indicators=entry.cited("min_indicators", Entry.whole_number),
        min_b2=_optional_number(entry, "min_b2"),
        b2_per_indicator=_optional_number(entry, "b2_per_indicator"),
    )
    entry.close()
    return rule


def _optional_number(entry: Entry, key: str) -> Cited[int] | None:
    return entry.cited(key, Entry.whole_number) if entry.has(key) else None


def _dimensions(top: Entry) -> tuple[Dimension, ...]:
    dimensions: list[Dimension] = []
    position = 0
    for entry in top.entries("dimensions"):
        code = entry.text("code")
        indicators = []
        for item in entry.entries("indicators"):
            position += 1
            indicators.append(_indicator(item, dimension=code, position=position))
        dimension = Dimension(
            code=code,
            name=entry.text("name"),
            indicators=tuple(indicators),
            source=entry.text("source"),
            confidence=entry.choice("confidence", Confidence),
        )
        entry.close()
        dimensions.append(dimension)
    return tuple(dimensions)


def _indicator(entry: Entry, *, dimension: str, position: int) -> Indicator:
    found = entry.is_mapping("deprived_when") or entry.text("deprived_when") != NOT_FOUND
    indicator = Indicator(
        code=entry.text("code"),
        name=entry.text("name"),
        dimension=dimension,
        deprived_when=entry.cited("deprived_when", Entry.text) if found else None,
        reference_population=entry.text("reference_population"),
        rule=entry.cited("rule", Entry.text) if entry.has("rule") else None,
        position=position,
        line=entry.line,
    )
    entry.close()
    return indicator
