"""
The list of refusals in docs/error-codes.md, made from the classes themselves.

    python -m tests.error_codes            print it
    python -m tests.error_codes --write    put it in its place
"""

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

from giamngheo.lib.errors import Refusal

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "error-codes.md"
WRITE = "python -m tests.error_codes --write"

# What each letters mean, in the order of the house's floors.
PREFIXES = {
    "LIB": ("lib", "Văn bản, con số, ngày tháng, tệp bảng"),
    "LAW": ("law", "Chuẩn nghèo và xét hộ"),
    "DOC": ("documents", "Đọc văn bản kế hoạch"),
    "AUD": ("audit", "Nhật ký"),
    "ARE": ("areas", "Đơn vị hành chính"),
    "ACC": ("accounts", "Người dùng và quyền"),
    "WRK": ("work", "Công việc chạy nền"),
    "AGE": ("agencies", "Danh bạ cơ quan"),
    "RUL": ("rules", "Chuẩn của tỉnh, bảng điểm"),
    "REG": ("registry", "Sổ hộ"),
    "QUA": ("quality", "Chất lượng dữ liệu"),
    "EXC": ("exchange", "Nhập và xuất danh sách hộ"),
    "REV": ("reviews", "Rà soát và quyết định"),
    "PLA": ("planning", "Kế hoạch và chỉ tiêu"),
    "TGT": ("targets", "Chỉ tiêu và phân bổ"),
    "TSK": ("tasks", "Nhiệm vụ và thời hạn"),
    "CMT": ("committees", "Ban chỉ đạo"),
    "SIM": ("simulations", "Mô phỏng chuẩn nghèo"),
    "SUP": ("support", "Nguyên nhân và nhu cầu của hộ"),
    "CPL": ("commune_plans", "Kế hoạch cấp xã"),
    "FRM": ("forms", "Phiếu rà soát"),
    "MTG": ("meetings", "Họp dân và niêm yết"),
    "DCS": ("decisions", "Trình duyệt và quyết định"),
    "PAP": ("papers", "Văn bản của đợt rà soát"),
    "DEM": ("demo", "Bộ trình diễn"),
    "CLI": ("cli", "Lệnh"),
    "WEB": ("web", "Trang web"),
}


def refusals() -> list[type[Refusal]]:
    """Return every refusal with a code of its own, in the order of codes."""
    import_everything()
    found = [one for one in _below(Refusal) if "code" in vars(one)]
    ours = [one for one in found if one.__module__.startswith("giamngheo.")]
    return sorted(ours, key=lambda one: (one.code, one.__qualname__))


def import_everything() -> None:
    """Import every module of the package, so that every class is known."""
    import giamngheo

    for module in pkgutil.walk_packages(giamngheo.__path__, "giamngheo."):
        if ".migrations" not in module.name and not module.name.endswith("areas.data.build"):
            importlib.import_module(module.name)


def render() -> str:
    """Return the page as it should stand in docs."""
    lines = [
        "# Codes of refusals",
        "",
        "Each refusal says in Vietnamese what could not be done, on which record and what to do"
        " next;",
        "words in braces are filled in. A code never changes its meaning.",
        "",
        f"Made by `{WRITE}`; a test holds it complete.",
    ]
    known = refusals()
    for prefix, (package, words) in PREFIXES.items():
        mine = [one for one in known if one.code.startswith(f"{prefix}-")]
        if mine:
            lines += ["", f"## {prefix}: {words} (`{package}`)", "", "| Code | Says |", "|---|---|"]
            lines += [f"| {one.code} | {_cell(one.sentence)} |" for one in mine]
    return "\n".join(lines) + "\n"


def _cell(sentence: str) -> str:
    return " ".join(sentence.split()).replace("|", "\\|")


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    if "--write" in sys.argv[1:]:
        PAGE.write_text(render(), encoding="utf-8")
        print(f"{PAGE.relative_to(ROOT)}: {len(refusals())}")
    else:
        print(render(), end="")


if __name__ == "__main__":
    main()
