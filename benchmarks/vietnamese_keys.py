"""The keys kept beside each name: for searching, comparing and sorting."""

import unicodedata
from itertools import product
from pathlib import Path

from benchmarks.measure import Case
from giamngheo.lib.text import compare_key, fold, person_sort_key

WHAT = "tính khóa tìm, khóa so và khóa xếp thứ tự của họ tên"
FLOOR = "chỉ chuẩn hóa Unicode và đổi ra chữ thường"
LIMIT = 250.0
MOST = 50_000

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Lò", "Vàng", "Hồ", "Bùi", "Ngô")
MIDDLES = ("Văn", "Thị", "Đức", "A", "Ngọc", "Hồng", "Minh", "Thu", "Xuân", "Hữu")
GIVEN = ("Hoà", "Hòa", "Đạt", "Ánh", "Ơn", "Thuý", "Sơn", "Dũng", "Yến", "Páo")


def prepare(folder: Path, rows: int) -> Case:
    names = _names(min(rows, MOST))
    return Case(
        work=lambda: [_keys(name) for name in names],
        floor=lambda: [unicodedata.normalize("NFC", name).casefold() for name in names],
        units=len(names),
    )


def _names(count: int) -> list[str]:
    parts = list(product(FAMILIES, MIDDLES, MIDDLES, MIDDLES, GIVEN))
    return [" ".join(parts[number % len(parts)]) for number in range(count)]


def _keys(name: str) -> tuple[str, str, str]:
    return fold(name), compare_key(name), person_sort_key(name)
