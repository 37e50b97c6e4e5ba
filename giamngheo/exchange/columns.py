"""
The columns of our lists: what each is called, what may stand in it, where it goes.

One row a person; the row that opens a household is its head's and carries the household's cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import BooleanField, CharField, DateField, Field

from giamngheo.lib.sheets import Column, ColumnKind
from giamngheo.registry.enums import Relation, Sex, StatusCategory
from giamngheo.registry.models import Member

TRUE, FALSE = "1", "0"
YES_NO: Final = {"Có": TRUE, "Không": FALSE}
_SPELLINGS: Final = {
    "x": TRUE,
    "1": TRUE,
    "đúng": TRUE,
    "true": TRUE,
    "0": FALSE,
    "sai": FALSE,
    "false": FALSE,
}
_RELATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    Relation.SPOUSE: ("vợ", "chồng"),
    Relation.CHILD: ("con trai", "con gái", "con đẻ", "con nuôi"),
    Relation.PARENT: ("bố", "mẹ", "cha", "bố đẻ", "mẹ đẻ", "cha đẻ"),
    Relation.GRANDCHILD: ("cháu nội", "cháu ngoại", "cháu trai", "cháu gái"),
    Relation.SIBLING: ("anh", "chị", "em", "anh trai", "chị gái", "em trai", "em gái"),
    Relation.OTHER: ("khác", "con dâu", "con rể", "bố chồng", "mẹ chồng", "bố vợ", "mẹ vợ"),
}

# What a member is asked beyond name and birth, in the order of the template; headings and choices
# are the register's own.
ANSWERS: Final = (
    "attending",
    "finished",
    "of_working_age",
    "able_to_work",
    "willing_to_work",
    "has_job",
    "is_wage_earner",
    "has_labour_contract",
    "job",
    "disability",
    "is_merit_person",
    "merit_kind",
    "gets_social_allowance",
    "allowance_from",
    "allowance_kind",
    "has_health_insurance",
    "is_chronically_ill",
    "ill_without_care",
    "is_pregnant",
    "is_stunted",
    "is_underweight",
)
PERSON_FIELDS: Final = (
    "full_name",
    "relation",
    "sex",
    "birth_date",
    "birth_year_only",
    "ethnicity",
    "personal_id",
)
MEMBER_FIELDS: Final = (*PERSON_FIELDS, *ANSWERS)
HOUSEHOLD_FIELDS: Final = (
    "head_name",
    "address",
    "ethnicity",
    "no_working_capacity",
    "has_merit_person",
)
FLAGS: Final = ("no_working_capacity", "has_merit_person")
BOOLEANS: Final = tuple(
    name for name in ANSWERS if isinstance(Member._meta.get_field(name), BooleanField)
)
NUMBERED: Final = ("attending", "finished")  # their choices are numbers in the register


def _choice(key: str, title: str, choices: Mapping[str, str], *aliases: str) -> Column:
    return Column(
        key=key, title=title, aliases=aliases, kind="choice", choices=choices, required=False
    )


def _text(key: str, title: str, *aliases: str) -> Column:
    return Column(key=key, title=title, aliases=aliases, required=False)


def _yes_no(key: str, title: str, *aliases: str) -> Column:
    return _choice(key, title, YES_NO | _SPELLINGS, *aliases)


def _relations() -> dict[str, str]:
    own = {str(label): value for value, label in Relation.choices}
    return own | {word: str(key) for key, words in _RELATIONS.items() for word in words}


def _categories() -> dict[str, str]:
    own = {str(label): value for value, label in StatusCategory.choices}
    return own | {label.removeprefix("Hộ ").capitalize(): value for label, value in own.items()}


def _answer(name: str) -> Column:
    """Return the column of a member's answer: heading and choices are the register's."""
    field = Member._meta.get_field(name)
    assert isinstance(field, Field)
    label = str(field.verbose_name)
    title = label[:1].upper() + label[1:]
    if isinstance(field, BooleanField):
        return _yes_no(name, title)
    if field.choices:
        return _choice(name, title, {str(word): str(value) for value, word in field.flatchoices})
    kind = ColumnKind.DATE if isinstance(field, DateField) else ColumnKind.TEXT
    return Column(key=name, title=title, kind=kind, required=False)


# ── Headings as the template writes them; then as other lists do ──────────────────────────────

COLUMNS: Final[tuple[Column, ...]] = (
    _text("order", "STT", "TT", "Số thứ tự"),
    _yes_no("is_household", "Dòng hộ", "Là hộ", "Hộ", "Đánh dấu hộ", "Là chủ hộ"),
    _text("code", "Mã hộ", "Mã số hộ", "Mã hộ gia đình"),
    _text("village", "Thôn, bản, tổ dân phố", "Thôn", "Thôn bản", "Tên thôn", "Tổ dân phố"),
    _text("head_name", "Họ và tên chủ hộ", "Chủ hộ", "Tên chủ hộ", "Họ tên chủ hộ"),
    _text(
        "full_name",
        "Họ và tên",
        "Họ tên",
        "Tên",
        "Họ và tên thành viên",
        "Tên thành viên",
        "Họ và tên thành viên hộ",
    ),
    _choice("relation", "Quan hệ với chủ hộ", _relations(), "Quan hệ", "Mối quan hệ với chủ hộ"),
    _choice("sex", "Giới tính", {str(word): value for value, word in Sex.choices}),
    Column(
        key="birth_date",
        title="Ngày sinh",
        aliases=("Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Năm sinh", "Sinh ngày"),
        kind="date",
        required=False,
    ),
    _text("ethnicity", "Dân tộc", "Thành phần dân tộc"),
    _text(
        "personal_id",
        "Số định danh cá nhân",
        "CCCD",
        "Số CCCD",
        "Căn cước công dân",
        "Số căn cước công dân",
        "Số CMND/CCCD",
        "CMND/CCCD",
        "Số định danh cá nhân/CCCD",
        "Số căn cước",
    ),
    _text("address", "Địa chỉ", "Nơi ở", "Nơi ở hiện tại"),
    _yes_no(
        "no_working_capacity",
        "Hộ không có khả năng lao động",
        "Không có khả năng lao động",
        "Hộ không có lao động",
    ),
    _yes_no(
        "has_merit_person",
        "Hộ có người có công",
        "Hộ có thành viên là người có công",
        "Hộ có người có công với cách mạng",
    ),
    Column(
        key="registered_from",
        title="Quản lý từ ngày",
        aliases=("Ngày quản lý", "Ngày vào sổ"),
        kind="date",
        required=False,
    ),
    _choice("category", "Phân loại", _categories(), "Phân loại hộ", "Loại hộ", "Kết quả phân loại"),
    _text("decision_number", "Số quyết định", "Quyết định số"),
    Column(
        key="decision_date",
        title="Ngày quyết định",
        aliases=("Ngày ký quyết định", "Ngày ban hành quyết định"),
        kind="date",
        required=False,
    ),
    _text("commune", "Xã, phường, thị trấn", "Xã", "Tên xã", "Xã/phường", "Xã/phường/thị trấn"),
    Column(
        key="commune_code",
        title="Mã xã",
        aliases=("Mã xã, phường", "Mã xã/phường/thị trấn", "Mã đơn vị hành chính xã"),
        required=False,
        digits=5,
    ),
    *(_answer(name) for name in ANSWERS),
    _text("row_version", "Phiên bản dòng"),
    _text("member_key", "Mã nhân khẩu"),
)
BY_KEY: Final = {column.key: column for column in COLUMNS}
# Cells of a household: they count on its own row.
OF_HOUSEHOLD: Final = (
    "order",
    "code",
    "village",
    "head_name",
    "address",
    "no_working_capacity",
    "has_merit_person",
    "registered_from",
    "category",
    "decision_number",
    "decision_date",
    "commune",
    "commune_code",
    "row_version",
)
LONGEST: Final = {
    name: length
    for name in ("full_name", "ethnicity", "job", "merit_kind", "allowance_kind")
    if isinstance(field := Member._meta.get_field(name), CharField)
    and (length := field.max_length) is not None
} | {"head_name": 120, "address": 200, "code": 40, "decision_number": 60}
