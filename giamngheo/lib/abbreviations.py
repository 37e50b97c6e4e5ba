"""The short forms officials write, and what they stand for."""

import re

EXPANSIONS = {
    "ATK": "an toàn khu",
    "ASXH": "an sinh xã hội",
    "BCĐ": "Ban Chỉ đạo",
    "BHXH": "bảo hiểm xã hội",
    "BHYT": "bảo hiểm y tế",
    "BTXH": "bảo trợ xã hội",
    "CCCD": "căn cước công dân",
    "CSXH": "chính sách xã hội",
    "CTMTQG": "chương trình mục tiêu quốc gia",
    "DTTS": "dân tộc thiểu số",
    "ĐBKK": "đặc biệt khó khăn",
    "GD&ĐT": "giáo dục và đào tạo",
    "GDĐT": "giáo dục và đào tạo",
    "GNBV": "giảm nghèo bền vững",
    "HĐND": "Hội đồng nhân dân",
    "KCKNLĐ": "không có khả năng lao động",
    "KHHGĐ": "kế hoạch hóa gia đình",
    "KT-XH": "kinh tế - xã hội",
    "KTXH": "kinh tế - xã hội",
    "LĐ-TBXH": "Lao động - Thương binh và Xã hội",
    "LĐ-TB&XH": "Lao động - Thương binh và Xã hội",
    "LĐTB&XH": "Lao động - Thương binh và Xã hội",
    "LĐTBXH": "Lao động - Thương binh và Xã hội",
    "MTQG": "mục tiêu quốc gia",
    "MTTQ": "Mặt trận Tổ quốc",
    "NHCSXH": "Ngân hàng Chính sách xã hội",
    "NN&PTNT": "Nông nghiệp và Phát triển nông thôn",
    "NSĐP": "ngân sách địa phương",
    "NSNN": "ngân sách nhà nước",
    "NSTW": "ngân sách trung ương",
    "NTM": "nông thôn mới",
    "SXKD": "sản xuất kinh doanh",
    "TBXH": "Thương binh và Xã hội",
    "TB&XH": "Thương binh và Xã hội",
    "THCS": "trung học cơ sở",
    "THPT": "trung học phổ thông",
    "TDTT": "thể dục thể thao",
    "TTHC": "thủ tục hành chính",
    "UBMTTQ": "Ủy ban Mặt trận Tổ quốc",
    "UBMTTQVN": "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "UBND": "Ủy ban nhân dân",
    "VHTT": "văn hóa và thông tin",
    "XĐGN": "xóa đói giảm nghèo",
    "XKLĐ": "xuất khẩu lao động",
}
_LONGEST_FIRST = sorted(EXPANSIONS, key=len, reverse=True)
# A neighbouring "/" or "-" makes it the symbol of a document: 154/KH-UBND stays.
_ABBREVIATION_RE = re.compile(rf"(?<![\w/-])({'|'.join(_LONGEST_FIRST)})(?![\w/]|-\w)")


def expand_abbreviations(text: str) -> str:
    """Return `text` (NFC) with the field's short forms written out; symbols of documents stay."""
    return _ABBREVIATION_RE.sub(lambda match: EXPANSIONS[match[1]], text)
