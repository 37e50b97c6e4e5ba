"""Vietnamese text: one form for storing, others for searching, comparing and sorting."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

GRAVE, HOOK, TILDE, ACUTE, DOT_BELOW = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
TONES = (GRAVE, HOOK, TILDE, ACUTE, DOT_BELOW)
_TONE_RE = re.compile(f"[{''.join(TONES)}]")
# What Word and web pages leave inside words without anybody seeing it.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_NOTHING = dict.fromkeys(map(ord, INVISIBLE))
# Keyboards and old fonts leave the Icelandic eth and the African D where đ was meant.
_STRAYS = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"}) | _NOTHING
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʹ`´′", "'"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_WORD_RE = re.compile(r"[^\W\d_]+")


def nfc(text: str) -> str:
    """Return `text` composed (NFC), as everything is stored; the spelling stays as typed."""
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Return `text` in NFC, runs of any white space as one space, nothing invisible left."""
    return " ".join(nfc(text.translate(_NOTHING)).split())


def without_marks(text: str) -> str:
    """Return `text` without tone and letter marks, đ as d; case and punctuation stay."""
    decomposed = unicodedata.normalize("NFD", text.translate(_STRAYS))
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.replace("đ", "d").replace("Đ", "D")


# Names are made of few syllables: the keys are built from stored ones, word by word.
_WORDS_KEPT = 16384


def fold(text: str) -> str:
    """
    Return the search key: no marks, đ as d, lower case, words parted by single spaces.

    An apostrophe inside a word vanishes ("M'Drắk" is found as "mdrak"); other punctuation parts
    words.
    """
    return " ".join(filter(None, map(_fold_word, text.split())))


@lru_cache(maxsize=_WORDS_KEPT)
def _fold_word(word: str) -> str:
    bare = without_marks(word).casefold().translate(_APOSTROPHES).replace("'", "")
    return " ".join(re.findall(r"[^\W_]+", bare))


def compare_key(text: str) -> str:
    """
    Return the key under which two spellings of one name are equal.

    Case, composition, spacing, dashes, apostrophes and the place of the tone do not count
    (hoà = hòa, uỷ = ủy); the tone itself and i or y do (hoà ≠ hoa, quý ≠ quí).
    """
    plain = clean(text.translate(_STRAYS)).translate(_APOSTROPHES).translate(_DASHES).casefold()
    plain = re.sub(r"\s*-\s*", " - ", plain).strip()
    return _WORD_RE.sub(lambda word: _tone_last(word.group()), nfc(plain))


@lru_cache(maxsize=_WORDS_KEPT)
def _tone_last(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    tones = "".join(_TONE_RE.findall(decomposed))
    return nfc(nfc(_TONE_RE.sub("", decomposed)) + tones)


# ── The place of the tone ─────────────────────────────────────────────────────────────────────

_SYLLABLE_RE = re.compile(
    r"(?P<onset>qu(?=[aăâeêiîoôơuưy])|gi(?=[aăâeêoôơuưy])|[bcdđghklmnpqrstvxfjwz]*)"
    r"(?P<vowels>[aăâeêioôơuưy]+)"
    r"(?P<coda>ch|ng|nh|[cmnpt])?",
    re.IGNORECASE,
)


def place_tone(text: str, style: str = "new") -> str:
    """
    Return `text` with the tone of every Vietnamese syllable in its place.

    `style` "new" writes hoà, khoẻ, thuỷ; "old" writes hòa, khỏe, thủy. Words that are no
    Vietnamese syllable stay as they are.
    """
    if style not in ("old", "new"):
        raise ValueError(f"style must be 'old' or 'new', not {style!r}")
    return _WORD_RE.sub(lambda word: _replace_tone(word.group(), style), nfc(text))


def _replace_tone(word: str, style: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    tones = _TONE_RE.findall(decomposed)
    bare = nfc(_TONE_RE.sub("", decomposed))
    syllable = _SYLLABLE_RE.fullmatch(bare)
    if len(tones) != 1 or syllable is None:
        return word
    vowels, closed = syllable["vowels"].lower(), syllable["coda"] is not None
    position = syllable.start("vowels") + _tone_position(vowels, closed=closed, style=style)
    return nfc(bare[: position + 1] + tones[0] + bare[position + 1 :])


def _tone_position(vowels: str, *, closed: bool, style: str) -> int:
    marked = [index for index, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if marked:
        return marked[-1]
    if len(vowels) == 1:
        return 0
    if len(vowels) >= 3 or closed:
        return 1
    return 1 if style == "new" and vowels in ("oa", "oe", "uy") else 0


# ── Order ─────────────────────────────────────────────────────────────────────────────────────

# '~' stands above every letter, so a + anything comes before ă; no key of a letter begins with it.
_LETTER_KEYS = {"ă": "a~", "â": "a~~", "đ": "d~", "ê": "e~", "ô": "o~", "ơ": "o~~", "ư": "u~"}
_PUNCTUATION_KEYS = dict(zip("_-,;:!?.'\"()/&", "\"#$%&'()*+,-./", strict=True))
_TONE_KEYS = {tone: str(rank) for rank, tone in enumerate(TONES, start=1)}
_PIECE_RE = re.compile(r"\d+|.", re.DOTALL)


def sort_key(text: str) -> str:
    """
    Return a string whose bytewise order (COLLATE "C") is the Vietnamese alphabet's.

    Letters first (a ă â b c d đ e ê …), then tones (ngang huyền hỏi ngã sắc nặng), then small
    before capital, as ICU orders names. Numbers go by value: Thôn 2 before Thôn 10.
    """
    words = [_word_weights(word) for word in nfc(text).split()]
    letters = "!".join(word[0] for word in words)
    tones = "0".join(word[1] for word in words).rstrip("0")
    cases = "0".join(word[2] for word in words).rstrip("0")
    return f"{letters} {tones} {cases}".rstrip()


@lru_cache(maxsize=_WORDS_KEPT)
def _word_weights(word: str) -> tuple[str, str, str]:
    plain = word.translate(_STRAYS).translate(_APOSTROPHES).translate(_DASHES)
    pieces = _PIECE_RE.findall(plain)
    weights = [_weights(piece) for piece in pieces]
    return (
        "".join(primary for primary, _ in weights),
        "".join(secondary for _, secondary in weights),
        "".join("1" if piece.isupper() else "0" for piece in pieces),
    )


def _weights(piece: str) -> tuple[str, str]:
    if piece.isdigit():
        digits = piece.lstrip("0") or "0"
        return chr(ord("0") + min(len(digits), 9)) + digits, "0"
    if piece in _PUNCTUATION_KEYS:
        return _PUNCTUATION_KEYS[piece], "0"
    decomposed = unicodedata.normalize("NFD", piece.lower())
    letter = nfc(_TONE_RE.sub("", decomposed))
    tones = "".join(_TONE_KEYS[tone] for tone in _TONE_RE.findall(decomposed))
    if letter in _LETTER_KEYS:
        return _LETTER_KEYS[letter], "0" + tones
    base, *marks = list(unicodedata.normalize("NFD", letter))
    return base if base.isalnum() else "/", "0" + "6" * len(marks) + tones


def person_sort_key(full_name: str) -> str:
    """Return the key that orders people by given name, then family name, then middle names."""
    family, *middle = nfc(full_name).split() or [""]
    if not middle:
        return sort_key(family)
    given = middle.pop()
    return "  ".join(sort_key(part) for part in (given, family, " ".join(middle)))


# ── Names of units ────────────────────────────────────────────────────────────────────────────

_UNIT_WORDS = {
    "thành phố": "CITY",
    "tp": "CITY",
    "t.p": "CITY",
    "thị trấn": "TOWN",
    "tt": "TOWN",
    "t.t": "TOWN",
    "thị xã": "DISTRICT_TOWN",
    "tx": "DISTRICT_TOWN",
    "t.x": "DISTRICT_TOWN",
    "đặc khu": "SPECIAL_ZONE",
    "tỉnh": "PROVINCE",
    "huyện": "DISTRICT",
    "quận": "URBAN_DISTRICT",
    "phường": "WARD",
    "xã": "COMMUNE",
}
_DOTTED_WORDS = {"t.": "PROVINCE", "h.": "DISTRICT", "q.": "URBAN_DISTRICT", "p.": "WARD"}
_DOTTED_WORDS |= {"x.": "COMMUNE"}
_GROUP_WORDS = ("tổ dân phố", "tdp", "khu dân cư", "khu phố", "khối phố", "tiểu khu", "khu vực")
_VILLAGE_WORDS = ("thôn", "bản", "ấp", "buôn", "bon", "làng", "xóm", "sóc", "phum", "plei", "khóm")
# Short words that begin many a proper name (Đội Cấn): a unit's only before its number.
_NUMBERED_RE = re.compile(r"(?:tổ|khu|khối|đội)\s+(?:số\s+)?(?=\d)", re.IGNORECASE)
_LOCAL_WORDS = dict.fromkeys(_GROUP_WORDS, "RESIDENTIAL_GROUP")
_LOCAL_WORDS |= dict.fromkeys(_VILLAGE_WORDS, "VILLAGE")


class UnitName(NamedTuple):
    """The kind of a unit (None when its name does not say) and the name without that word."""

    kind: str | None
    name: str


def _prefix_re(words: Iterable[str]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word).replace(r"\ ", " ") for word in words)
    return re.compile(rf"({alternatives})(?:\.\s?|\s+|(?=\d)|$)", re.IGNORECASE)


_UNIT_RE = _prefix_re(_UNIT_WORDS)
_BARE_UNIT_RE = _prefix_re(without_marks(word) for word in _UNIT_WORDS)
_BARE_UNIT_WORDS = {without_marks(word): kind for word, kind in _UNIT_WORDS.items()}
_LOCAL_RE = _prefix_re(_LOCAL_WORDS)


def split_unit_name(text: str, *, local_words: bool = True) -> UnitName:
    """
    Return the kind and bare name of a unit: "Thị trấn Nưa" is ("TOWN", "Nưa").

    Kinds: PROVINCE CITY DISTRICT URBAN_DISTRICT DISTRICT_TOWN COMMUNE WARD TOWN SPECIAL_ZONE and,
    for thôn, bản, ấp, buôn …, VILLAGE, for tổ dân phố, khu phố …, RESIDENTIAL_GROUP. A word alone
    ("Thị trấn") gives an empty name. Where a name itself may begin with a village's word (the
    commune Bản Qua, the district Buôn Đôn), pass `local_words=False`.
    """
    plain = clean(text)
    if match := _UNIT_RE.match(plain):
        return UnitName(_UNIT_WORDS[match[1].lower()], plain[match.end() :])
    if dotted := _DOTTED_WORDS.get(plain[:2].lower()):
        return UnitName(dotted, plain[2:].strip())
    # Without marks "xa" may still be xã, but only in a text that has no marks anywhere.
    if plain == without_marks(plain) and (match := _BARE_UNIT_RE.match(plain)):
        return UnitName(_BARE_UNIT_WORDS[match[1].lower()], plain[match.end() :])
    if local_words and (match := _LOCAL_RE.match(plain)):
        return UnitName(_LOCAL_WORDS[match[1].lower()], plain[match.end() :])
    if local_words and (match := _NUMBERED_RE.match(plain)):
        return UnitName("RESIDENTIAL_GROUP", plain[match.end() :])
    return UnitName(None, plain)
