"""Vietnamese letters from before Unicode: the fonts TCVN3 (ABC) and VNI, and the Windows table."""

import re
from collections.abc import Callable

from giamngheo.lib.text import nfc

# Code points of the fonts .VnTime …, whose letters programs take for Latin-1.
_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3)
# VNI writes a letter and its marks one after the other: "aù" is á, "ñ" đ, "öù" ứ.
_VNI_MARKS = {
    "a": dict(zip("ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ", strict=True)),
    "e": dict(zip("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ", strict=True)),
    "o": dict(zip("ùøûõïâáàåãä", "óòỏõọôốồổỗộ", strict=True)),
    "ô": dict(zip("ùøûõï", "ớờởỡợ", strict=True)),
    "u": dict(zip("ùøûõï", "úùủũụ", strict=True)),
    "ö": dict(zip("ùøûõï", "ứừửữự", strict=True)),
    "y": dict(zip("ùøûõ", "ýỳỷỹ", strict=True)),
}
_VNI_ALONE = dict(zip("ñôöîíìæóò", "đơưỵíìỉĩị", strict=True))
_VNI_PAIRS = {
    letter + mark: right for letter, marks in _VNI_MARKS.items() for mark, right in marks.items()
}
_VNI = _VNI_PAIRS | _VNI_ALONE
_VNI |= {
    key: right.upper()
    for written, right in [*_VNI.items()]
    for key in {written.upper(), written[0].upper() + written[1:]}
}
_VNI_RE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
# Words that every plan is full of; a wrong table makes none of them.
_COMMON_RE = re.compile(
    r"\b(?:và|của|các|được|hộ|nghèo|thực hiện|kế hoạch|căn cứ|năm|với|người|xã|trên|địa bàn)\b",
    re.IGNORECASE,
)
_SIGNS_RE = re.compile("[¡-þ]")
# So many common words to a thousand letters, or it is no Vietnamese text.
FEWEST_WORDS = 12
FEWEST_SIGNS = 20
_TITLES_RE = re.compile(
    r"kế hoạch|quyết định|nghị quyết|chương trình|cộng h(?:òa|oà) xã hội chủ nghĩa việt nam|"
    r"(?:ủy|uỷ) ban nhân dân(?: (?:tỉnh|huyện|xã) .{2,20})?",
    re.IGNORECASE,
)


def from_tcvn3(text: str) -> str:
    """Return the words of a text set in a TCVN3 (ABC) font."""
    return text.translate(_TCVN3_TABLE)


def from_vni(text: str) -> str:
    """Return the words of a text set in a VNI font."""
    return _VNI_RE.sub(lambda match: _VNI[match.group()], text)


def with_font(text: str, font: str) -> str:
    """Return `text` as the font shows it: .Vn… is TCVN3, capitals when it ends in H; VNI-… VNI."""
    if font.startswith(".Vn"):
        words = from_tcvn3(text)
        return words.upper() if font.endswith("H") else words
    return from_vni(text) if font.startswith("VNI-") else text


def decoded(content: bytes) -> str | None:
    """Return the text of bytes that are no UTF-8, by the table that makes words of them."""
    tables: tuple[Callable[[bytes], str], ...] = (
        lambda data: nfc(data.decode("cp1258", errors="replace")),
        lambda data: from_tcvn3(data.decode("latin-1")),
        lambda data: from_vni(data.decode("cp1252", errors="replace")),
    )
    texts = [table(content) for table in tables]
    best = max(texts, key=_commonness)
    return _titled(best) if _commonness(best) >= FEWEST_WORDS else None


def repaired(text: str) -> str:
    """Return `text`, or its words when letters of TCVN3 or VNI fonts were taken for Latin ones."""
    if len(_SIGNS_RE.findall(text)) < FEWEST_SIGNS or _commonness(text) >= FEWEST_WORDS:
        return text
    best = max((from_tcvn3(text), from_vni(text)), key=_commonness)
    return _titled(best) if _commonness(best) >= FEWEST_WORDS else text


def _commonness(text: str) -> float:
    return len(_COMMON_RE.findall(text)) * 1000 / max(len(text), 1)


def _titled(text: str) -> str:
    """Return `text` with its titles in capitals: the font of capitals is lost in plain text."""
    lines = text.split("\n")
    return "\n".join(line.upper() if _TITLES_RE.fullmatch(line.strip()) else line for line in lines)
