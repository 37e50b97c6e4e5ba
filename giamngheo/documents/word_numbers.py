"""The numbers and letters that Word counts by itself before the paragraphs of a list."""

from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn


class Numbering:
    """The numbers and letters that Word puts before the paragraphs of a list."""

    def __init__(self, document: Any) -> None:
        self.counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.abstract_of: dict[str, str] = {}
        self.by_style: dict[str, Any] = {}
        part = next(
            (
                p
                for p in document.part.package.iter_parts()
                if p.partname.endswith("/numbering.xml")
            ),
            None,
        )
        if part is None:
            return
        root = part.element
        for abstract in root.iterchildren(qn("w:abstractNum")):
            self.levels[abstract.get(qn("w:abstractNumId"))] = dict(
                _level(level) for level in abstract.iterchildren(qn("w:lvl"))
            )
        for number in root.iterchildren(qn("w:num")):
            abstract_id = number.find(qn("w:abstractNumId")).get(qn("w:val"))
            self.abstract_of[number.get(qn("w:numId"))] = abstract_id
        for style in document.styles.element.iterchildren(qn("w:style")):
            found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None:
                self.by_style[style.get(qn("w:styleId"))] = found

    def label_of(self, paragraph: Any) -> str:
        """Return what Word prints before `paragraph`, counting on; "" when nothing."""
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if found is None and style is not None:
            found = self.by_style.get(style.get(qn("w:val")))
        if found is None or found.find(qn("w:numId")) is None:
            return ""
        abstract = self.abstract_of.get(found.find(qn("w:numId")).get(qn("w:val")), "")
        depth_mark = found.find(qn("w:ilvl"))
        depth = int(depth_mark.get(qn("w:val"))) if depth_mark is not None else 0
        levels = self.levels.get(abstract, {})
        if depth not in levels:
            return ""
        return self._next(abstract, levels, depth)

    def _next(self, abstract: str, levels: dict[int, tuple[str, str, int]], depth: int) -> str:
        counts = self.counts[abstract]
        counts[depth] = counts.get(depth, levels[depth][2] - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        kind, label, _ = levels[depth]
        if kind in ("bullet", "none"):
            return "-" if kind == "bullet" else ""
        for level, (level_kind, _, start) in levels.items():
            if level <= depth:
                number = _numeral(level_kind, counts.get(level, start))
                label = label.replace(f"%{level + 1}", number)
        return label


def _level(level: Any) -> tuple[int, tuple[str, str, int]]:
    def value(name: str, default: str) -> str:
        found = level.find(qn(name))
        return default if found is None else found.get(qn("w:val"), default)

    depth = int(level.get(qn("w:ilvl")))
    start = int(value("w:start", "1"))
    return depth, (value("w:numFmt", "decimal"), value("w:lvlText", ""), start)


_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def _numeral(kind: str, number: int) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        text = ""
        for value, numeral in _ROMAN:
            while number >= value:
                text, number = text + numeral, number - value
        return text.lower() if kind == "lowerRoman" else text
    return f"{number:02}" if kind == "decimalZero" else str(number)
