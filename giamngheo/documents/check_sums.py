"""Checks of sums told in one sentence: "900 triệu đồng, gồm 500 và 400"."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from giamngheo.documents.blocks import Block
from giamngheo.documents.findings import Finding, finding
from giamngheo.lib.numbers import format_number, parse_number

_N = r"(?<![\d.,])(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d{1,3})?"
_UNITS = r"triệu đồng|tỷ đồng|nghìn đồng|đồng|hộ|người|khẩu|lao động|xã|thôn"
_WHOLE_RE = re.compile(
    rf"(?P<whole>{_N})\s(?P<unit>{_UNITS})(?!/)\b[^.;:()\d]{{0,40}}?"
    r"(?P<open>\(\s*)?(?P<word>bao gồm|gồm)(?: có)?\s*:?\s*",
    re.IGNORECASE,
)
_INNER_RE = re.compile(r"\([^()]*\)")
_END_RE = re.compile(r"trong đó|\.(?=\s|$)|;\s*(?=[A-ZĐÀ-Ỹ+-])")
_KINDS_RE = re.compile(
    rf"(?P<whole>{_N}) (?P<unit>triệu đồng) \((?P<parts>[^()]*sự nghiệp[^()]*đầu tư[^()]*|"
    r"[^()]*đầu tư[^()]*sự nghiệp[^()]*)\)"
)


def check_sums(blocks: Sequence[Block]) -> Iterator[Finding]:
    """Yield sentences whose parts do not add up to the whole they are parts of."""
    for block in blocks:
        done: set[int] = set()
        for match in _WHOLE_RE.finditer(block.text):
            done.add(match.start())
            yield from _against(block, match, _parts_after(block.text, match))
        for match in _KINDS_RE.finditer(block.text):
            if match.start() not in done:
                yield from _against(block, match, match["parts"])


def _parts_after(text: str, match: re.Match[str]) -> str:
    rest = text[match.end() :]
    if match["open"]:
        depth = 1
        for place, letter in enumerate(rest):
            depth += (letter == "(") - (letter == ")")
            if depth == 0:
                rest = rest[:place]
                break
    else:
        rest = _END_RE.split(rest)[0]
    return _INNER_RE.sub(" ", rest)


def _against(block: Block, match: re.Match[str], parts: str) -> Iterator[Finding]:
    unit = match["unit"].lower()
    found = [
        Decimal(parse_number(one["number"]))
        for one in re.finditer(rf"(?P<number>{_N}) {unit}(?!/)\b", parts, re.IGNORECASE)
    ]
    # A part in another unit, or a number without one, may belong to the sum as well.
    others = len(re.findall(rf"{_N}(?! {unit}\b)(?!/)\s+(?:{_UNITS})\b", parts, re.IGNORECASE))
    if len(found) < 2 or (others and unit.endswith("đồng")) or "trong đó" in parts:
        return
    whole, added = Decimal(parse_number(match["whole"])), sum(found, Decimal(0))
    if added == whole:
        return
    terms = " + ".join(format_number(one) for one in found)
    yield finding(
        "DOC-F31",
        f"{format_number(whole)} {unit} được ghi là gồm {terms} = {format_number(added)} {unit}.",
        line=block.line_at(match.start()),
        proposal=f"Ghi {format_number(added)} {unit}, hoặc xem lại các phần.",
        found=int(whole) if whole == int(whole) else whole,
        expected=int(added) if added == int(added) else added,
    )
