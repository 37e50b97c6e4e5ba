"""
The catalogue: every rule with how much it weighs, what it says, what to do, and where it is from.

A rule's sentence is filled with the finding's facts. Limits of years, metres and points are ours,
chosen wide: no text sets them. Where a text does, `source` names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from giamngheo.lib.numbers import format_number
from giamngheo.quality.enums import Severity
from giamngheo.registry.enums import Relation

PAIRS: Final = "PAIRS"  # the pairs, where they are counted beside the rules

OLDEST = 120
VERY_OLD = 105
PARENT_YEARS = 12
HEAD_YEARS = 15
SPOUSE_YEARS = 16
WORK_YEARS = 13
MOST_MEMBERS = 20
MOST_FLOOR_M2 = 600
LEAST_FLOOR_PER_HEAD_M2 = 1
MOST_LAND_M2 = 300_000
POINTS_JUMP = 60
MEMBERS_JUMP = 3
INCOME_TIMES = 3
LIST_LEAST = 5  # households below which a list says nothing
SAME_POINTS_PERCENT = 60
JUST_OVER_POINTS = 5
JUST_OVER_PERCENT = 60


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule. `of`: whom it speaks of: "người", "hộ" or "danh sách"."""

    code: str
    severity: Severity
    title: str
    sentence: str
    advice: str
    of: str = "người"
    source: str = ""

    def say(self, facts: Mapping[str, Any]) -> str:
        """Return the sentence with its facts; one that is missing stays a dash."""
        return self.sentence.format_map(_Facts(facts))


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if value is None:
            return "–"
        if key == "relation":
            return Relation(value).label.lower()
        return format_number(value) if isinstance(value, int | float) and key != "year" else value


def _error(code: str, title: str, sentence: str, advice: str, **more: str) -> Rule:
    return Rule(
        code=code, severity=Severity.ERROR, title=title, sentence=sentence, advice=advice, **more
    )


def _warning(code: str, title: str, sentence: str, advice: str, **more: str) -> Rule:
    return Rule(
        code=code, severity=Severity.WARNING, title=title, sentence=sentence, advice=advice, **more
    )


def _notice(code: str, title: str, sentence: str, advice: str, **more: str) -> Rule:
    return Rule(
        code=code, severity=Severity.NOTICE, title=title, sentence=sentence, advice=advice, **more
    )


ID_SOURCE = "Nghị định 137/2015/NĐ-CP, Điều 13 (dẫn theo tài liệu thứ cấp)"
FIX_PERSON = "Bấm tên người ở trang hộ để sửa."
FIX_HOME = "Ghi «Điều kiện sống» ở trang hộ."

_ALL: Final = (
    # ── One person ────────────────────────────────────────────────────────────────────────────
    _error(
        "BORN_AFTER",
        "Ngày sinh sau hôm nay",
        "{name} ghi sinh ngày {born}, chưa tới",
        FIX_PERSON,
    ),
    _error(
        "TOO_OLD",
        f"Tuổi trên {OLDEST}",
        "{name} ghi sinh ngày {born}, tức {age} tuổi",
        "Xem giấy tờ, sửa ngày sinh; nếu đã mất thì ghi «Người qua đời».",
    ),
    _warning(
        "VERY_OLD",
        f"Tuổi từ {VERY_OLD} đến {OLDEST}",
        "{name} ghi sinh ngày {born}, tức {age} tuổi",
        "Xác nhận người này còn sống và ngày sinh đúng.",
    ),
    _error(
        "ID_TWICE",
        "Số định danh trùng với người khác",
        "Số định danh của {name} cũng ghi cho {others} người khác",
        "Xem hàng chờ cặp nghi trùng; sửa số ghi sai.",
        source=ID_SOURCE,
    ),
    _warning(
        "ID_SHAPE",
        "Số định danh sai độ dài",
        "Số định danh của {name} có {length} ký tự, không phải 12 (hoặc 9 chữ số của số cũ)",
        FIX_PERSON,
        source=ID_SOURCE,
    ),
    _warning(
        "ID_CONTRADICTS",
        "Số định danh không khớp giới tính, năm sinh",
        "Số định danh của {name} không khớp giới tính hoặc năm sinh ({born}) đang ghi",
        "So với thẻ căn cước; sửa mục ghi sai.",
        source=ID_SOURCE,
    ),
    _warning(
        "NAME_ODD",
        "Họ tên có chữ số hoặc chỉ một chữ",
        "Họ tên «{name}» có chữ số hoặc chỉ có một chữ",
        FIX_PERSON,
    ),
    _warning(
        "BIRTH_MISSING",
        "Thiếu ngày sinh",
        "{name} chưa ghi ngày sinh, nên nhiều chỉ số không tính được",
        "Ghi ngày sinh; chỉ biết năm thì ghi năm.",
    ),
    _error("SEX_MISSING", "Thiếu giới tính", "{name} chưa ghi giới tính", FIX_PERSON),
    _error(
        "PARENT_ORDER",
        "Con lớn tuổi hơn cha mẹ",
        "{name} ({relation}, sinh {born}) không thể như vậy khi chủ hộ sinh {head_born}",
        "Sửa ngày sinh hoặc quan hệ với chủ hộ.",
    ),
    _warning(
        "PARENT_GAP",
        f"Cha mẹ và con cách nhau dưới {PARENT_YEARS} tuổi",
        "{name} ({relation}, sinh {born}) và chủ hộ (sinh {head_born}) cách nhau quá ít tuổi",
        "Sửa ngày sinh, hoặc chấp nhận (con riêng, con nuôi).",
    ),
    _warning(
        "HEAD_CHILD",
        f"Chủ hộ dưới {HEAD_YEARS} tuổi",
        "Chủ hộ {name} mới {age} tuổi",
        "Xem lại ngày sinh, hoặc người nào là chủ hộ.",
    ),
    _warning(
        "SPOUSE_CHILD",
        f"Vợ, chồng dưới {SPOUSE_YEARS} tuổi",
        "{name} ghi là vợ/chồng của chủ hộ mà mới {age} tuổi",
        "Sửa ngày sinh hoặc quan hệ với chủ hộ.",
    ),
    _warning(
        "SCHOOL_AGE",
        "Bậc học không hợp tuổi",
        "{name}, {age} tuổi, ghi bậc học không hợp với tuổi",
        FIX_PERSON,
    ),
    _error(
        "MAN_PREGNANT", "Nam ghi đang mang thai", "{name} là nam mà ghi đang mang thai", FIX_PERSON
    ),
    _warning(
        "PREGNANT_AGE",
        "Mang thai ở tuổi khó tin",
        "{name}, {age} tuổi, ghi đang mang thai",
        FIX_PERSON,
    ),
    _warning(
        "CHILD_WORKING",
        f"Dưới {WORK_YEARS} tuổi mà có việc làm",
        "{name}, {age} tuổi, ghi có việc làm hoặc trong độ tuổi lao động",
        FIX_PERSON,
    ),
    _warning(
        "WORK_CONTRADICTS",
        "Trả lời về việc làm mâu thuẫn",
        "{name}: {problem}",
        FIX_PERSON,
    ),
    _warning(
        "ALLOWANCE_CONTRADICTS",
        "Trả lời về trợ cấp, người có công mâu thuẫn",
        "{name}: {problem}",
        FIX_PERSON,
    ),
    _warning(
        "CHILD_HEALTH_AGE",
        "Suy dinh dưỡng ghi cho người lớn",
        "{name}, {age} tuổi, ghi suy dinh dưỡng: mục này chỉ hỏi trẻ em dưới 16 tuổi",
        FIX_PERSON,
    ),
    # ── One household ─────────────────────────────────────────────────────────────────────────
    _error(
        "NO_MEMBERS",
        "Hộ không có nhân khẩu",
        "Hộ đang quản lý mà không có nhân khẩu nào",
        "Nhập nhân khẩu, hoặc ghi «Cả hộ rời địa bàn».",
        of="hộ",
    ),
    _error(
        "NO_HEAD",
        "Hộ không có chủ hộ",
        "Hộ có {members} nhân khẩu mà không ai là chủ hộ",
        "Ghi «Đổi chủ hộ» ở trang hộ.",
        of="hộ",
    ),
    _warning(
        "HEAD_NAME",
        "Tên chủ hộ khác tên trong nhân khẩu",
        "Sổ ghi chủ hộ «{written}», nhân khẩu ghi «{name}»",
        "Sửa tên người ghi sai.",
        of="hộ",
    ),
    _warning(
        "TWO_SPOUSES",
        "Nhiều vợ hoặc chồng của chủ hộ",
        "Hộ ghi {spouses} người là vợ/chồng của chủ hộ",
        "Sửa quan hệ với chủ hộ.",
        of="hộ",
    ),
    _warning(
        "TWO_PARENTS",
        "Quá nhiều bố, mẹ cùng giới",
        "Hộ ghi {parents} người cùng giới là bố/mẹ của chủ hộ",
        "Sửa quan hệ với chủ hộ, hoặc chấp nhận (bố mẹ của vợ, chồng).",
        of="hộ",
    ),
    _error(
        "COUNT_DIFFERS",
        "Số nhân khẩu không khớp",
        "Sổ ghi {written} nhân khẩu, danh sách có {members} người",
        "Đọc lại danh sách nhân khẩu; ghi thiếu, thừa thì ghi thay đổi.",
        of="hộ",
    ),
    _warning(
        "MANY_MEMBERS",
        f"Trên {MOST_MEMBERS} nhân khẩu",
        "Hộ có {members} nhân khẩu",
        "Xem có gộp hai hộ làm một không.",
        of="hộ",
    ),
    _error(
        "TWO_VILLAGES",
        "Hộ được tính ở hai thôn",
        "Sổ ghi hộ ở một thôn, nơi ở có ngày tháng ghi thôn khác: hai danh sách cùng tính hộ này",
        "Ghi «Cả hộ chuyển nơi ở» để chỉ còn một nơi.",
        of="hộ",
    ),
    _warning(
        "MERIT_DIFFERS",
        "Người có công: hộ và nhân khẩu khác nhau",
        "{problem}",
        "Sửa thông tin của hộ hoặc của nhân khẩu.",
        of="hộ",
    ),
    _warning(
        "CAPACITY_DIFFERS",
        "Khả năng lao động: hộ và nhân khẩu khác nhau",
        "Hộ ghi không có khả năng lao động, nhưng {members} người ghi có khả năng lao động",
        "Sửa thông tin của hộ hoặc của nhân khẩu.",
        of="hộ",
    ),
    _warning(
        "REGISTERED_LATER",
        "Ngày vào sổ sau hôm nay",
        "Hộ ghi quản lý từ ngày {day}, chưa tới",
        "Sửa ngày vào sổ.",
        of="hộ",
    ),
    _error(
        "AREA_ZERO",
        "Diện tích nhà ở bằng 0",
        "Hộ ghi diện tích nhà ở 0 m²",
        FIX_HOME + " Không có nhà thì để trống.",
        of="hộ",
    ),
    _warning(
        "AREA_ODD",
        "Diện tích nhà ở khó tin",
        "Hộ {members} người ghi nhà ở {area} m²",
        FIX_HOME,
        of="hộ",
    ),
    _warning(
        "LAND_ODD",
        f"Đất trên {MOST_LAND_M2 // 10_000} ha",
        "Hộ ghi {area} m² đất",
        FIX_HOME + " Đơn vị là m², không phải sào hay thước.",
        of="hộ",
    ),
    _warning(
        "ASSET_CONTRADICTS",
        "Tài sản mâu thuẫn với trả lời",
        "{problem}",
        FIX_HOME,
        of="hộ",
    ),
    _warning(
        "HOUSE_CONTRADICTS",
        "Loại nhà mâu thuẫn với kết cấu",
        "{problem}",
        FIX_HOME,
        of="hộ",
    ),
    _notice(
        "CONDITIONS_MISSING",
        "Hộ nghèo, cận nghèo chưa ghi điều kiện sống",
        "Hộ thuộc diện {category} mà chưa ghi nhà ở, nước, nhà tiêu",
        FIX_HOME,
        of="hộ",
    ),
    # ── A review's answers, handed in as a frame ──────────────────────────────────────────────
    _warning(
        "POINTS_JUMP",
        "Điểm thay đổi đột ngột",
        "Điểm B1 từ {before} lên hoặc xuống {after} so với lần trước (lệch trên 60 điểm)",
        "Xem lại phiếu và lý do; hộ đổi đời thật thì chấp nhận có lý do.",
        of="hộ",
    ),
    _warning(
        "MEMBERS_JUMP",
        "Số nhân khẩu thay đổi đột ngột",
        "Hộ từ {before} thành {after} nhân khẩu so với lần trước",
        "Ghi sinh, mất, chuyển đến, chuyển đi còn thiếu, hoặc chấp nhận.",
        of="hộ",
    ),
    _warning(
        "INCOME_JUMP",
        "Thu nhập thay đổi đột ngột",
        "Thu nhập bình quân từ {before} thành {after} đồng một tháng so với lần trước",
        "Xem lại phiếu thu nhập, hoặc chấp nhận có lý do.",
        of="hộ",
    ),
    _warning(
        "LACK_CONTRADICTS",
        "Thiếu hụt mâu thuẫn với sổ hộ",
        "Kết quả ghi thiếu hụt {lacking}, nhưng sổ hộ ghi {known}",
        "Sửa phiếu, hoặc ghi lại điều kiện sống ở trang hộ.",
        of="hộ",
    ),
    _error(
        "TARGET_EXACT",
        "Danh sách giảm đúng bằng chỉ tiêu giao",
        "Số hộ nghèo giảm {fall} hộ, đúng bằng chỉ tiêu giao {target} hộ",
        "Rà lại xem có chạy theo chỉ tiêu không, ghi lý do.",
        of="danh sách",
    ),
    _warning(
        "JUST_OVER",
        "Hộ thoát nghèo tập trung sát ngưỡng",
        "{count} trên {escaped} hộ thoát nghèo chỉ hơn ngưỡng từ 1 đến 5 điểm",
        "Rút mẫu phúc tra các hộ này.",
        of="danh sách",
    ),
    _warning(
        "SAME_POINTS",
        "Nhiều hộ cùng một điểm",
        "{count} trên {households} hộ của thôn có cùng {points} điểm B1",
        "Xem có chép phiếu không; rút mẫu phúc tra.",
        of="danh sách",
    ),
)
RULES: Final[Mapping[str, Rule]] = {rule.code: rule for rule in _ALL}
# What the register alone tells; the others come with a frame of a review.
REGISTER_RULES: Final = tuple(
    rule.code for rule in _ALL[: next(i for i, r in enumerate(_ALL) if r.code == "POINTS_JUMP")]
)
