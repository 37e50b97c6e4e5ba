"""The point table of Form B1: dated data by region, complete before anybody is judged by it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any

from giamngheo.law.enums import AreaType, Confidence
from giamngheo.lib.errors import Refusal
from giamngheo.lib.numbers import format_number


class Region(StrEnum):
    """The six rural regions and urban, each with its own column of points."""

    NT1 = "NT1"
    NT2 = "NT2"
    NT3 = "NT3"
    NT4 = "NT4"
    NT5 = "NT5"
    NT6 = "NT6"
    TT = "TT"


REGION_LABELS: dict[Region, str] = {
    Region.NT1: "Nông thôn Đồng bằng sông Hồng",
    Region.NT2: "Nông thôn Trung du và miền núi phía Bắc",
    Region.NT3: "Nông thôn Bắc Trung Bộ và Duyên hải miền Trung",
    Region.NT4: "Nông thôn Tây Nguyên",
    Region.NT5: "Nông thôn Đông Nam Bộ",
    Region.NT6: "Nông thôn Đồng bằng sông Cửu Long",
    Region.TT: "Thành thị",
}
EXAMPLE_CAUTION = "Bảng điểm VÍ DỤ, không phải quy định; không dùng để công nhận hộ"


class ItemKind(StrEnum):
    """
    How an item is answered: one option of several, a number that falls into a band, yes or no.

    Where a form lets one tick several things, each thing is a flag of its own.
    """

    CHOICE = "choice"
    BAND = "band"
    FLAG = "flag"


class PointTableInvalid(Refusal):
    code = "LAW-010"
    sentence = "Chưa dùng được bảng điểm “{table}”: {problem}. Sửa bảng rồi nạp lại."
    english = "Point table “{table}” cannot be used: {problem}."


class PointTableIncomplete(Refusal):
    code = "LAW-011"
    sentence = (
        "Chưa phân loại được theo bảng điểm “{table}”: bảng còn thiếu {missing}. Bổ sung theo văn "
        "bản gốc và duyệt bảng trước khi dùng."
    )
    english = "Point table “{table}” is incomplete and judges nobody: {missing}."


class AnswerRefused(Refusal):
    code = "LAW-012"
    sentence = "Chưa chấm được điểm B1: mục “{item}” {problem}. Kiểm tra lại phiếu rồi nhập lại."
    english = "B1 cannot be scored: item “{item}” {problem}."


@dataclass(frozen=True, kw_only=True)
class PointOption:
    """One answer to an item. A band runs from `lower` up to, not including, `upper`; None: open."""

    code: str
    label: str
    points: Mapping[Region, int | None] = field(hash=False)
    lower: Decimal | None = None
    upper: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class PointItem:
    """One question. Some are not scored for a household without any member able to work."""

    code: str
    name: str
    kind: ItemKind
    options: tuple[PointOption, ...]
    skipped_without_able_member: bool = False


@dataclass(frozen=True, kw_only=True)
class PointTable:
    """Points by item, option and region, for the standard called `standard`."""

    code: str
    title: str
    standard: str
    source: str
    confidence: Confidence
    regions: tuple[Region, ...]
    items: tuple[PointItem, ...]
    missing: str = ""
    is_example: bool = False

    @property
    def holes(self) -> list[str]:
        """What the table lacks, in words; empty when it may judge."""
        found = [
            f"điểm mục “{item.name}”"
            for item in self.items
            if any(o.points.get(r) is None for o in item.options for r in self.regions)
        ]
        return found + ([self.missing] if self.missing else [])


@dataclass(frozen=True, kw_only=True)
class ScoredAnswer:
    """One item as it was scored."""

    item: PointItem
    option: PointOption | None
    points: int


def check_point_table(table: PointTable) -> None:
    """
    Refuse a table that cannot be right: doubled codes, negative points, bands with holes.

    Missing points are no fault here: such a table may be kept, but judges nobody. A region without
    any point is one, unless the table says itself what is missing: nobody forgets it unseen.
    Raises: PointTableInvalid [LAW-010].
    """
    _refuse_missing_regions(table)
    _refuse_doubled(table, [item.code for item in table.items], "mục")
    for item in table.items:
        _refuse_doubled(table, [o.code for o in item.options], f"lựa chọn của mục “{item.name}”")
        if item.kind is ItemKind.FLAG and len(item.options) != 1:
            _refuse(table, f"mục có/không “{item.name}” phải có đúng một lựa chọn")
        if item.kind is ItemKind.CHOICE and len(item.options) < 2:
            _refuse(table, f"mục “{item.name}” phải có ít nhất hai lựa chọn")
        if item.kind is ItemKind.BAND:
            _check_bands(table, item)
        for option in item.options:
            _check_points(table, item, option)


def _refuse(table: PointTable, problem: str) -> None:
    raise PointTableInvalid(table=table.title, problem=problem)


def _refuse_doubled(table: PointTable, codes: list[str], what: str) -> None:
    for code, count in Counter(codes).items():
        if count > 1:
            _refuse(table, f"{what} “{code}” ghi {count} lần")


def _refuse_missing_regions(table: PointTable) -> None:
    _refuse_doubled(table, list(table.regions), "vùng")
    absent = [REGION_LABELS[region] for region in Region if region not in table.regions]
    if absent and not table.missing:
        problem = f"chưa có điểm của {', '.join(absent)}; bổ sung, hoặc ghi rõ ở mục còn thiếu"
        _refuse(table, problem)


def _check_points(table: PointTable, item: PointItem, option: PointOption) -> None:
    for region, points in option.points.items():
        if region not in table.regions:
            _refuse(table, f"mục “{item.name}” có điểm của vùng {region} không thuộc bảng")
        if points is not None and points < 0:
            _refuse(table, f"mục “{item.name}”, “{option.label}” có điểm âm ở vùng {region}")


def _check_bands(table: PointTable, item: PointItem) -> None:
    for option in item.options:
        if option.lower is None:
            _refuse(table, f"mục “{item.name}”, “{option.label}” thiếu mức dưới")
        if option.upper is not None and option.lower is not None and option.upper <= option.lower:
            _refuse(table, f"mục “{item.name}”, “{option.label}” có mức trên không quá mức dưới")
    for before, after in pairwise(item.options):
        if before.upper != after.lower:
            problem = f"mục “{item.name}”: “{before.label}” và “{after.label}” hở hoặc chồng nhau"
            _refuse(table, problem)
    if item.options[-1].upper is not None:
        _refuse(table, f"mục “{item.name}”: mức cuối phải để ngỏ")


def score_answers(
    *, table: PointTable, region: Region, answers: Mapping[str, Any], has_able_member: bool
) -> tuple[ScoredAnswer, ...]:
    """
    Return the points of each item of Form B1 for one household.

    `answers` by item code: an option's code, a number for a band, True or False for a flag.
    Raises: PointTableIncomplete [LAW-011], AnswerRefused [LAW-012].
    """
    require_complete(table)
    if region not in table.regions:
        raise AnswerRefused(item="vùng", problem=f"ghi {region}, bảng điểm không có vùng này")
    known = {item.code for item in table.items}
    for code in answers:
        if code not in known:
            raise AnswerRefused(item=code, problem="không có trong bảng điểm")
    scored = []
    for item in table.items:
        option = _chosen(item, answers.get(item.code))
        skipped = item.skipped_without_able_member and not has_able_member
        points = 0 if option is None or skipped else option.points[region]
        assert points is not None
        scored.append(ScoredAnswer(item=item, option=option, points=points))
    return tuple(scored)


def require_complete(table: PointTable) -> None:
    """
    Refuse to judge by a table with holes.

    Raises: PointTableIncomplete [LAW-011].
    """
    if table.holes:
        raise PointTableIncomplete(table=table.title, missing="; ".join(table.holes))


def _chosen(item: PointItem, answer: Any) -> PointOption | None:
    if answer is None:
        raise AnswerRefused(item=item.name, problem="chưa trả lời")
    if item.kind is ItemKind.FLAG:
        if not isinstance(answer, bool):
            raise AnswerRefused(item=item.name, problem=f"ghi “{answer}”, cần có hoặc không")
        return item.options[0] if answer else None
    if item.kind is ItemKind.BAND:
        return _band_of(item, answer)
    for option in item.options:
        if option.code == answer:
            return option
    raise AnswerRefused(item=item.name, problem=f"ghi “{answer}” không có trong các lựa chọn")


def _band_of(item: PointItem, answer: Any) -> PointOption:
    if isinstance(answer, bool) or not isinstance(answer, int | float | Decimal):
        raise AnswerRefused(item=item.name, problem=f"ghi “{answer}”, cần một số")
    for option in item.options:
        assert option.lower is not None
        if option.lower <= answer and (option.upper is None or answer < option.upper):
            return option
    lowest = format_number(item.options[0].lower)
    raise AnswerRefused(item=item.name, problem=f"ghi {answer}, phải từ {lowest} trở lên")


def region_fits(region: Region, area_type: AreaType) -> bool:
    """Return whether a region's column is the one for this area: TT for urban, NT for rural."""
    return (region is Region.TT) == (area_type is AreaType.URBAN)
