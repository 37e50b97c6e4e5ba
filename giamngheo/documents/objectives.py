"""What a plan wants in words: purposes, requirements, aims, results; and its sources of money."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from giamngheo.documents.blocks import Block, Marker
from giamngheo.documents.budget import SOURCE_RE
from giamngheo.documents.outline import Section, split_title
from giamngheo.lib.text import fold

Parts = Sequence[tuple[Block, tuple[Section, ...]]]


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A paragraph without its mark, with the lines it stands on."""

    line: int
    text: str
    lines: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Objectives:
    """The paragraphs under "Mục đích", "Yêu cầu", "Mục tiêu tổng quát" and "Kết quả chủ yếu"."""

    purposes: tuple[Passage, ...] = ()
    requirements: tuple[Passage, ...] = ()
    general: tuple[Passage, ...] = ()
    key_results: tuple[Passage, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FundingSource:
    """Where money comes from, as a paragraph says; `conditional` holds "nếu có" and the like."""

    line: int
    text: str
    source: str
    conditional: str | None
    lines: tuple[int, int]


_GENERAL_RE = re.compile(r"muc tieu (?:tong quat|chung)\b|(?:tong quat|chung)$")
_RESULTS_RE = re.compile(r"(?:cac )?ket qua (?:chu yeu|can dat|chinh)\b")
_FUNDING_RE = re.compile(r"(?:cac )?(?:nguon|kinh phi).*(?:nguon|kinh phi|von|luc|thuc hien)|nguon")
_PROJECT_RE = re.compile(r"(?:tieu )?du an (?:so )?\d")
_CONDITION_RE = re.compile(r"\((?P<words>nếu có|nếu đủ điều kiện|khi có)\)", re.IGNORECASE)
_PEOPLE_RE = re.compile(
    r"(?:đối ứng|đóng góp|huy động) (?:của|từ) (?:người |nhân )?dân", re.IGNORECASE
)
_SOURCE_END_RE = re.compile(r"\s*(?:[:(\d]|\blà\b|\bđể\b|\bkhoảng\b|\bphân bổ\b|;|\.$)")
_MONEY_RE = re.compile(r"nguồn|vốn|kinh phí|ngân sách|lồng ghép|huy động", re.IGNORECASE)
LONGEST_SOURCE = 120


def find_objectives(parts: Parts) -> Objectives:
    """Return the aims in words; a part named "Mục đích, yêu cầu" that parts no more is purposes."""
    found: dict[str, list[Passage]] = {}
    for block, around in parts:
        kind = _kind(around)
        text = _own_words(block, around[-1]) if around else ""
        if kind is not None and text:
            found.setdefault(kind, []).append(passage(block, text))
    return Objectives(**{kind: tuple(passages) for kind, passages in found.items()})


def passage(block: Block, text: str) -> Passage:
    """Return `text`, words of `block`, with the block's lines."""
    return Passage(line=block.line, text=text, lines=(block.line, block.last_line))


def _kind(around: Sequence[Section]) -> str | None:
    for section in reversed(around):
        title = fold(section.title or "")
        if "muc dich" in title:
            return "purposes"
        if "yeu cau" in title:
            return "requirements"
        if _GENERAL_RE.search(title):
            return "general"
        if _RESULTS_RE.match(title):
            return "key_results"
        if title:
            return None
    return None


def _own_words(block: Block, section: Section) -> str:
    """Return the words of a paragraph, without the heading it may open with."""
    if section.line != block.line or section.kind == "numbered_paragraph":
        return block.text
    if section.title is None:
        return block.text
    return "" if section.kind == "heading" else split_title(block.text)[1]


def find_funding_sources(parts: Parts) -> list[FundingSource]:
    """Return the paragraphs on whose money it is: the whole plan's, and the people's share."""
    found = []
    for block, around in parts:
        titles = [fold(section.title or "") for section in around]
        is_project = any(map(_PROJECT_RE.match, titles))
        is_money = any(map(_FUNDING_RE.match, titles)) and block.line != around[0].line
        source = SOURCE_RE.match(block.text)
        if _PEOPLE_RE.match(block.text) or (
            not is_project and (source or _is_listed(block, is_money))
        ):
            condition = _CONDITION_RE.search(block.text)
            words = _SOURCE_END_RE.split(block.text, maxsplit=1)[0].strip(" ,")
            found.append(
                FundingSource(
                    line=block.line,
                    text=block.text,
                    source=words[:1].lower() + words[1:LONGEST_SOURCE],
                    conditional=condition["words"] if condition else None,
                    lines=(block.line, block.last_line),
                )
            )
    return found


def _is_listed(block: Block, is_money: bool) -> bool:
    """Tell whether the paragraph is an item of the list of sources."""
    marks = (Marker.NUMBER, Marker.BULLET, Marker.LETTER, Marker.DECIMAL)
    is_of_money = re.search(
        r"nguồn|vốn|kinh phí|ngân sách|lồng ghép|huy động", block.text, re.IGNORECASE
    )
    return is_money and block.marker in marks and is_of_money is not None
