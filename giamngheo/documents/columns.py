"""The headings of a table: what stands over each column, and what the column is for a program."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from giamngheo.lib.text import fold


@dataclass(frozen=True)
class Column:
    """One column: `key` for the program, `path` the headings above it from top to bottom."""

    key: str
    path: tuple[str, ...]


_NAMED = {
    "stt": {"stt", "tt", "so tt", "so thu tu", "so"},
    "units": {
        "don vi chi dao",
        "don vi phu trach",
        "dia ban phu trach",
        "don vi giup do",
        "don vi duoc phan cong",
        "dia ban duoc phan cong",
        "xa phu trach",
        "phu trach dia ban",
        "phu trach xa thi tran",
    },
    "name": {"ho va ten", "ho ten", "ho va ten thanh vien", "thanh vien", "thanh vien ban chi dao"},
    "position": {"chuc vu", "chuc vu don vi cong tac", "chuc danh", "chuc vu don vi"},
    "note": {"ghi chu"},
    "people": {"so khau", "tong so khau", "so nhan khau", "nhan khau", "dan so", "khau"},
    "poor_start": {"ho ngheo", "so ho ngheo", "tong so ho ngheo"},
    "near_poor_start": {"ho can ngheo", "so ho can ngheo", "tong so ho can ngheo"},
}
_ALL_HOUSEHOLDS_RE = re.compile(
    r"(?:tong )?(?:so )?ho(?: (?:dan|tu nhien|dan cu|gia dinh|toan (?:xa|huyen|tinh|phuong)|chung|"
    r"tren dia ban|den|thoi diem|dau|cuoi|nam|ky|\d+))*"
)
# Every word of "Tên huyện, thị xã, thành phố", "Đơn vị hành chính", "Xã/phường/thị trấn" …
_UNIT_RE = re.compile(
    r"(?:(?:ten|cac|don vi|dia phuong|dia ban|hanh chinh|xa|phuong|huyen|quan|thi tran|thi xa|"
    r"thanh pho|thon|to dan pho|khu pho|ban|ap|buon|lang)(?: |$))+"
)
_YEAR_RE = re.compile(r"\b20\d\d\b")
_RATE_RE = re.compile(r"\bt[yi] le\b")
_REDUCED_RE = re.compile(r"\b(?:giam|thoat)\b")
_END_RE = re.compile(r"\b(?:con lai|cuoi ky)\b")
_START_RE = re.compile(r"\b(?:dau nam|dau ky|hien co|hien trang|thoi diem dau)\b")
_AT_YEAR_RE = re.compile(r"\b(?:cuoi nam|31 12|nam)\b")


def columns_of(headings: Sequence[tuple[str, ...]]) -> tuple[Column, ...]:
    """Return the columns under the rows of `headings`, all of one width."""
    paths = [_path(headings, place) for place in range(len(headings[0]))]
    words = [fold(" ".join(path)) for path in paths]
    only_group = _only_group(words)
    has_start = any(map(_START_RE.search, words))
    years = sorted({int(year) for one in words for year in _YEAR_RE.findall(one)})
    columns: list[Column] = []
    for place, path in enumerate(paths, start=1):
        key = _key(words[place - 1], only_group, years, has_start=has_start)
        taken = {column.key for column in columns}
        columns.append(Column(key if key and key not in taken else f"column_{place}", path))
    return tuple(columns)


def _path(headings: Sequence[tuple[str, ...]], place: int) -> tuple[str, ...]:
    path = []
    for depth, cells in enumerate(headings):
        below = any(lower[place] for lower in headings[depth + 1 :])
        if cells[place]:
            path.append(cells[place])
        elif below and not _starts_group(headings, depth, place):
            # An empty cell over a heading belongs to the wide cell on its left.
            path.append(next((cell for cell in reversed(cells[:place]) if cell), ""))
    return tuple(filter(None, path))


def _starts_group(headings: Sequence[tuple[str, ...]], depth: int, place: int) -> bool:
    """Tell whether the heading above changed here, so that the left cell is another group's."""
    return depth > 0 and bool(headings[depth - 1][place])


def _only_group(words: Sequence[str]) -> str | None:
    """Return poor or near_poor when the table speaks of one of them alone."""
    near = any("can ngheo" in one for one in words)
    poor = any("ngheo" in one.replace("can ngheo", "") for one in words)
    return None if near == poor else "near_poor" if near else "poor"


def _key(
    words: str, only_group: str | None, years: Sequence[int], *, has_start: bool
) -> str | None:
    for key, names in _NAMED.items():
        if words in names:
            return key
    if _UNIT_RE.fullmatch(words):
        return "unit"
    is_bare = _REDUCED_RE.search(words) or _END_RE.search(words)
    group = _group(words) or (only_group if is_bare else None)
    if group is None:
        return "total_households" if _ALL_HOUSEHOLDS_RE.fullmatch(words) else None
    if has_start and "cuoi nam" in words and not _REDUCED_RE.search(words):
        return f"{group}_rate_end" if _RATE_RE.search(words) else f"{group}_end"
    return _figure_key(words, group, years)


def _group(words: str) -> str | None:
    if "ngheo" not in words:
        return None
    if "can ngheo" not in words:
        return "poor"
    rest = re.sub(r"(?:ho )?can ngheo", "", words)
    return None if "ngheo" in rest else "near_poor"


def _figure_key(words: str, group: str, years: Sequence[int]) -> str | None:
    is_rate = _RATE_RE.search(words) is not None
    when = _when(words, years)
    if when == "end":
        return f"{group}_rate_end" if is_rate else f"{group}_end"
    if _REDUCED_RE.search(words):
        return f"{group}_rate_pp" if is_rate else f"{group}_reduced"
    if when == "start":
        return f"{group}_rate_start" if is_rate else f"{group}_start"
    return None


def _when(words: str, years: Sequence[int]) -> str | None:
    """Return start or end of the year planned; two years in the headings tell which is which."""
    if _END_RE.search(words):
        return "end"
    if _START_RE.search(words):
        return "start"
    written = [int(year) for year in _YEAR_RE.findall(words)]
    if not written or not _AT_YEAR_RE.search(words) or _REDUCED_RE.search(words):
        return None
    if len(years) > 1:
        return "start" if written[-1] < years[-1] else "end"
    return None
