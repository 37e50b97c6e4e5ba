"""The list of households and the list of a household's members, as tables."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from giamngheo.areas.models import Unit
from giamngheo.lib.dates import format_date
from giamngheo.registry.enums import Disability, Group, Relation, School, Sex, StatusCategory
from giamngheo.registry.models import Household, Member
from giamngheo.web.tables import Cell, Column, Row, Status, Tone

# Parameters that choose the list itself: the filter bar carries them along.
WITHOUT_FIELDS = ("ra", "vao", "het-thieu", "tre-em", "bien-dong")
CHOOSING = ("don-vi", "nam", *WITHOUT_FIELDS)
# A list chosen by one of WITHOUT_FIELDS shows no field for these two.
SHOWN_FIELDS = ("dien", "luc")

COLUMNS = (
    Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
    Column(key="code", head="Mã hộ", sortable=False),
    Column(key="place", head="Thôn, xã", sortable=False),
    Column(key="members", head="Nhân khẩu", kind="number", unit="người", sortable=False),
    Column(key="category", head="Phân loại", kind="status", sortable=False),
    Column(key="since", head="Từ ngày", kind="date", sortable=False, wide_only=True),
)
MEMBER_COLUMNS = (
    Column(key="name", head="Họ và tên", row_head=True, sortable=False),
    Column(key="relation", head="Quan hệ với chủ hộ", sortable=False),
    Column(key="sex", head="Giới tính", sortable=False),
    Column(key="born", head="Ngày sinh", sortable=False),
    Column(key="age", head="Tuổi", kind="number", zero="0", sortable=False),
    Column(key="ethnicity", head="Dân tộc", sortable=False, wide_only=True),
    Column(key="personal_id", head="Số định danh", sortable=False),
    Column(key="known", head="Đi học, lao động, bảo hiểm", sortable=False, wide_only=True),
)
# To be poor is nobody's mistake: no red, no cross.
TONES: dict[str, Tone] = {"POOR": "look", "NEAR_POOR": "plain", "NON_POOR": "plain"}


def columns(children_head: str) -> tuple[Column, ...]:
    """Return the list's columns; a list chosen by its children also counts them."""
    if not children_head:
        return COLUMNS
    children = Column(
        key="children", head=children_head, kind="number", unit="trẻ em", sortable=False
    )
    return (*COLUMNS, children)


def household_row(row: Household) -> Row:
    found: Any = row  # annotated by registry.queries.with_category
    return Row(
        cells={
            "head": Cell(value=row.head_name, href=reverse("household", kwargs={"code": row.code})),
            "code": row.code,
            "place": place_of(row),
            "members": found.members_then,
            "category": category_status(found.category, found.group),
            "since": found.since,
            "children": getattr(found, "children", None),
        }
    )


def place_of(row: Household) -> str:
    """Return "Thôn 3, Thọ Bình": the unit and the one above it."""
    return place_of_unit(row.unit)


def place_of_unit(unit: Unit) -> str:
    return f"{unit.name}, {unit.parent.name}" if unit.parent else unit.name


def category_status(category: str | None, group: str | None) -> Status | None:
    if not category:
        return None
    word = str(StatusCategory(category).label)
    return Status(tone=TONES[category], word=f"{word} ({Group(group).value})" if group else word)


def member_row(member: Member, *, as_of: date, edit: str = "") -> Row:
    """Return one person's line; `edit` is the address where she may be put right."""
    return Row(
        cells={
            "name": Cell(value=member.full_name, href=edit),
            "relation": Relation(member.relation).label,
            "sex": Sex(member.sex).label,
            "born": birth_words(member),
            "age": age_on(member.birth_date, as_of),
            "ethnicity": member.ethnicity,
            "personal_id": masked(member.personal_id),
            "known": known_words(member),
        }
    )


def birth_words(member: Member) -> str | None:
    if member.birth_date is None:
        return None
    return str(member.birth_date.year) if member.birth_year_only else format_date(member.birth_date)


def known_words(member: Member) -> str:
    """Return what else is known of a member in short; what is not known is not mentioned."""
    told: list[str] = []
    if member.attending is not None:
        school = School(member.attending)
        told.append(f"đang học {school.label.lower()}" if school else "không đi học")
    for answer, yes, no in (
        (member.able_to_work, "có khả năng lao động", "không có khả năng lao động"),
        (member.has_job, member.job or "có việc làm", "không có việc làm"),
        (member.has_health_insurance, "có thẻ BHYT", "chưa có thẻ BHYT"),
        (member.gets_social_allowance, "hưởng trợ cấp xã hội", ""),
        (member.is_merit_person, "người có công", ""),
        (member.is_pregnant, "đang mang thai", ""),
        (member.is_chronically_ill, "bệnh hiểm nghèo, mạn tính", ""),
    ):
        told.append({True: yes, False: no}.get(answer, "") if answer is not None else "")
    if member.disability and member.disability != Disability.NONE:
        told.append(str(Disability(member.disability).label).lower())
    return "; ".join(filter(None, told))


def age_on(born: date | None, as_of: date) -> int | None:
    if born is None:
        return None
    return as_of.year - born.year - ((as_of.month, as_of.day) < (born.month, born.day))


def masked(personal_id: str | None) -> str:
    """Return the number with its middle hidden: enough to tell two people apart."""
    return f"{personal_id[:3]}••••••{personal_id[-3:]}" if personal_id else ""


def kept_filters(request: HttpRequest) -> dict[str, str]:
    """Return what the filter bar carries along: all that its own fields do not ask."""
    special = any(request.GET.get(name) for name in WITHOUT_FIELDS)
    names = (*CHOOSING, *SHOWN_FIELDS) if special else CHOOSING
    return {name: request.GET[name] for name in names if request.GET.get(name)}


def without_filters(request: HttpRequest) -> str:
    """Return the address of the same list with the filter bar emptied."""
    kept = urlencode(kept_filters(request))
    return f"{request.path}?{kept}" if kept else request.path
