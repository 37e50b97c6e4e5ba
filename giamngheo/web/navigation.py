"""The rail: the rooms of the year's work. A room whose page does not exist yet is not shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse

ON_PHONE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """
    A place in the rail. `urls` are names of pages, the first that can be built is its door.

    A page's name may want `unit_code` and `year`: they are filled from the choice in the head.
    `prefixes`: addresses that belong to the room.
    """

    words: str
    icon: str
    urls: tuple[str, ...]
    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RailItem:
    words: str
    icon: str
    href: str
    current: bool


ROOMS = (
    Room(words="Tổng quan", icon="overview", urls=("home",), prefixes=()),
    Room(
        words="Rà soát",
        icon="review",
        urls=("review_list",),
        prefixes=(
            "/ra-soat",
            "/ho",
            "/mo-phong",
            "/phan-anh",
            "/moi-thoat-ngheo",
            "/viec-cho-duyet",
            "/tra-cuu",
            "/chat-luong",
        ),
    ),
    Room(
        words="Kế hoạch",
        icon="plan",
        urls=("unit_year", "plan_list"),
        prefixes=("/chi-tieu", "/ke-hoach", "/nhiem-vu", "/ban-chi-dao"),
    ),
    Room(
        words="Hỗ trợ",
        icon="support",
        urls=("support_list", "groups"),
        prefixes=("/thieu-hut", "/nhom-ho", "/chinh-sach", "/tin-dung"),
    ),
    Room(words="Nguồn vốn", icon="money", urls=("money_list",), prefixes=("/nguon-von",)),
    Room(words="Báo cáo", icon="report", urls=("report_list",), prefixes=("/bao-cao",)),
    Room(
        words="Danh mục",
        icon="catalogue",
        urls=("unit_list",),
        prefixes=("/danh-muc", "/chuan-ngheo"),
    ),
)


def rail(*, path: str, choice: Mapping[str, Any]) -> list[RailItem]:
    """Return the rooms that can be entered; `choice` may hold `unit_code` and `year`."""
    items = []
    for room in ROOMS:
        href = next((found for name in room.urls if (found := address(name, choice))), "")
        if href:
            current = path == href or path.startswith(room.prefixes or ("\0",))
            items.append(RailItem(words=room.words, icon=room.icon, href=href, current=current))
    return items


def address(name: str, choice: Mapping[str, Any]) -> str:
    """Return the address of a named page for the choice; empty when the page does not exist."""
    wanted: tuple[tuple[str, ...], ...] = ((), ("unit_code", "year"), ("unit_code",), ("year",))
    for names in wanted:
        if all(choice.get(key) for key in names):
            try:
                return reverse(name, kwargs={key: choice[key] for key in names})
            except NoReverseMatch:
                continue
    return ""
