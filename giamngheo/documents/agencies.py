"""Offices, committees and organisations named in a plan."""

import re

from giamngheo.lib.text import fold

_OFFICES = (
    "sở",
    "sơ",  # as scanners read it
    "phòng",
    "ban",
    "ủy ban",
    "uỷ ban",
    "ubnd",
    "hđnd",
    "văn phòng",
    "chi nhánh",
    "chi cục",
    "cục",
    "ngân hàng",
    "kho bạc",
    "bảo hiểm xã hội",
    "hội",
    "đoàn",
    "liên đoàn",
    "mặt trận",
    "công an",
    "bộ chỉ huy",
    "ban chỉ huy",
    "bộ đội",
    "trung tâm",
    "đài",
    "báo",
    "thanh tra",
    "trường",
    "trạm",
    "cơ quan",
    "đơn vị",
    "ngành",
    "thành viên",
    "đoàn thể",
    "tổ chức chính trị",
    "tổ chức đoàn thể",
    "đồng chí",
    "địa phương",
    "cấp xã",
    "cấp huyện",
    "cấp ủy",
    "thủ trưởng",
    "trưởng",
    "công chức",
    "cán bộ",
    "chánh",
    "giám đốc",
    "bưu điện",
    "viễn thông",
    "điện lực",
    "hạt",
    "quỹ",
    "đảng đoàn",
    "đảng ủy",
    "tỉnh ủy",
    "huyện ủy",
    "thành ủy",
    "thường trực",
    "thường vụ",
    "mttq",
    "ubmttq",
    "bệnh viện",
    "bộ",
    "tòa án",
    "viện kiểm sát",
    "tổ dân phố",
    "chi đoàn",
    "chi hội",
    "liên minh",
    "hiệp hội",
    "chủ tịch",
)
_OFFICE = "|".join(sorted(_OFFICES, key=len, reverse=True))
# A verb may look like an office ("Báo cáo", "Hội nhập", "Đơn vị hóa"): these are none.
_NO_OFFICE = (
    r"(?!báo cáo|báo chí|ban hành|hội nghị|hội thảo|hội nhập|hội thi|sở hữu|đoàn kết|trường hợp|"
    r"cục bộ|phòng, chống|phòng chống|phòng ngừa|ngành nghề|đơn vị tính|bộ tiêu chí|bộ máy|"
    r"bộ chỉ số|trưởng thành|hạt giống|quỹ đất|trường học|báo cáo viên|đài thọ|cán bộ,? đảng viên|"
    r"bộ phận|trung tâm (?:của|là)|hội viên|đoàn viên|đoàn thể hóa|công an ninh)"
)
_AGENCY_RE = re.compile(
    rf"(?:các\s+)?{_NO_OFFICE}(?:{_OFFICE})\b|các\s+(?:xã|phường|huyện|thôn|bản|ấp|khu phố)\b",
    re.IGNORECASE,
)
_NOTE_RE = re.compile(r"\s*\([^)]*\)\s*$")
_ASKED_RE = re.compile(r"(?:kính\s+)?(?:đề nghị|đề nghị với|mời)\s+", re.IGNORECASE)
_GIVEN_RE = re.compile(r"(?:giao(?:\s+cho)?|yêu cầu|đối với)\s+", re.IGNORECASE)
_NEXT = (
    r"(?:(?:các\s+)?địa phương|các\s+(?:tổ chức(?! thành viên)|đoàn thể|hội|sở|phòng|ban)\b|hội,|"
    r"hội\s+đoàn|"
    r"(?:sở|phòng|ban)\s(?=[A-ZĐ])|"
    r"[ỦU][ỷy] ban|UBND|UBMTTQ|MTTQ|Sở|Phòng|Ban|Chi nhánh|Chi cục|Ngân hàng|Văn phòng|Đài|Hội|"
    r"Công an|Trung tâm|Trạm|Bảo hiểm|Bưu điện|Đoàn|Mặt trận|Thường trực|Trưởng|đại biểu)"
)
_BETWEEN_RE = re.compile(rf"\s*;\s*|\s*,\s+(?={_NEXT})|\s+và\s+(?={_NEXT})")
_OFFICES_OF_RE = re.compile(r"các\s+(?P<office>phòng|sở|ban)\s*:\s*(?P<names>.+)", re.IGNORECASE)
LONGEST = 160


def is_asked(text: str) -> bool:
    """Tell whether `text` asks ("Đề nghị …") instead of ordering."""
    return _ASKED_RE.match(text) is not None


def without_order(text: str) -> str:
    """Return `text` without a leading "Đề nghị", "Giao" or "Đối với"."""
    for pattern in (_ASKED_RE, _GIVEN_RE):
        match = pattern.match(text)
        if match:
            return text[match.end() :]
    return text


def names_agencies(title: str) -> bool:
    """Tell whether `title` is nothing but who has to act."""
    words = without_order(title.strip(" :.;"))
    return len(words) <= LONGEST and _AGENCY_RE.match(words) is not None


def split_agencies(text: str) -> list[str]:
    """
    Return the agencies of "A; B và C" one by one, as written.

    "các Phòng: Y tế, Tư pháp" gives "Phòng Y tế" and "Phòng Tư pháp".
    """
    words = _NOTE_RE.sub("", without_order(text.strip(" :.;,")))
    listed = _OFFICES_OF_RE.fullmatch(words)
    if listed:
        office = listed["office"].capitalize()
        names = re.split(r"\s*,\s*", listed["names"])
        return [
            name if fold(name).startswith(fold(office)) else f"{office} {name}" for name in names
        ]
    return [part.strip(" ,.") for part in _BETWEEN_RE.split(words) if part.strip(" ,.")]
