"""Words of official plans, and what a scanner or a hurried hand makes of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from giamngheo.documents.plan_words import MEANT, NEVER_DOUBLED, PHRASES
from giamngheo.lib.text import fold, place_tone, without_marks


@dataclass(frozen=True)
class Slip:
    """What is written at `start`, and what it likely should be; offered, never put in."""

    written: str
    right: str
    start: int


# Letters mistaken, words lost or doubled: (what is written, what was meant).
_KNOWN = (
    (r"nhu nhập", "thu nhập"),
    (r"điều hiện(?= (?:thuận lợi|để|cho|kinh tế|tiếp cận)\b|$|[,.;])", "điều kiện"),
    (r"ưu tiêu", "ưu tiên"),
    (r"kế hoạch khai thực hiện", "kế hoạch triển khai thực hiện"),
    (r"đa dạng sinh hóa sinh kế", "đa dạng hóa sinh kế"),
    (r"hộ cận nghèo hộ có\b", "hộ cận nghèo, hộ có"),
    (r"(?-i:Sơ) (?=(?:Lao động|Nông nghiệp|Y tế|Tài chính|Xây dựng|Nội vụ|Giáo dục)\b)", "Sở"),
)
_KNOWN_RES = tuple((re.compile(rf"\b{wrong}", re.IGNORECASE), right) for wrong, right in _KNOWN)
_KEPT = 4096
_WORD_RE = re.compile(r"[^\W\d_]+")
# "xã hộ i": a word's last letter stands alone.
_SPLIT_RE = re.compile(
    r"(?P<before>\b[^\W\d_]+ )?(?P<head>\b[^\W\d_]+) (?P<tail>[icntpm]|ng|nh|ch)(?=[ ,.;:)]|$)"
)
_ODD_RE = re.compile(r"(?:\b[^\W\d_]+ )?\b[^\W\d_]*[ǖǘǚǜ][^\W\d_]*\b")
_ODD = str.maketrans("ǖǘǚǜ", "üúủũ")
_DOUBLE_RE = re.compile(r"\b(?P<word>[^\W\d_]{2,}) (?P=word)\b")
_TWO_DOTS_RE = re.compile(r"(?<![./…])\.\.(?![./…])")
_SPACED_RE = re.compile(r"(?<=[^\W\d_])\s+[.;](?=\s|$)")


def find_slips(text: str) -> Iterator[Slip]:
    """Yield the likely slips of a paragraph (NFC)."""
    if text == without_marks(text):
        return
    yield from _odd_letters(text)
    yield from _split_words(text)
    for pattern, right in _KNOWN_RES:
        for match in pattern.finditer(text):
            yield Slip(match.group().strip(), _like(match.group(), right.strip()), match.start())
    yield from _wrong_marks(text)
    yield from _doubled(text)
    for match in _TWO_DOTS_RE.finditer(text):
        begin = max(text.rfind(" ", 0, match.start()) + 1, 0)
        word = text[begin : match.start()]
        yield Slip(f"{word}..", f"{word}.", match.start())


def spaces_before_stops(text: str) -> Iterator[int]:
    """Yield where a stop stands apart from its word."""
    for match in _SPACED_RE.finditer(text):
        yield match.start()


def _odd_letters(text: str) -> Iterator[Slip]:
    for match in _ODD_RE.finditer(text):
        yield Slip(match.group(), match.group().translate(_ODD), match.start())


def _split_words(text: str) -> Iterator[Slip]:
    for match in _SPLIT_RE.finditer(text):
        if match["head"] != without_marks(match["head"]):
            right = f"{match['before'] or ''}{match['head']}{match['tail']}"
            yield Slip(match.group(), right, match.start())


def _doubled(text: str) -> Iterator[Slip]:
    for match in _DOUBLE_RE.finditer(text):
        word = match["word"]
        if word in NEVER_DOUBLED:
            yield Slip(match.group(), word, match.start())


@cache
def _right_forms() -> dict[str, str]:
    """Return the phrases by their letters without marks."""
    return {fold(phrase): _plain(phrase) for phrase in PHRASES}


@cache
def _meant() -> frozenset[str]:
    return frozenset(map(_plain, MEANT))


@cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(key.split()) for key in _right_forms()}, reverse=True))


@cache
def _first_words() -> frozenset[str]:
    return frozenset(key.split()[0] for key in _right_forms())


@lru_cache(maxsize=_KEPT)
def _plain(words: str) -> str:
    """Return the words as they are compared: small, the tone in one place, y as i."""
    placed = place_tone(" ".join(words.lower().split()), style="old")
    return placed.translate(str.maketrans("yỳýỷỹỵ", "iìíỉĩị"))


def _wrong_marks(text: str) -> Iterator[Slip]:
    words = list(_WORD_RE.finditer(text))
    keys = [fold(word.group()) for word in words]
    place = 0
    while place < len(words):
        length = _phrase_at(keys, place)
        if length:
            written = text[words[place].start() : words[place + length - 1].end()]
            key = " ".join(keys[place : place + length])
            if _is_slip(written, key) and not _goes_on(text, words, keys, place + length - 1):
                yield Slip(written, _as(written, key), words[place].start())
        place += max(length, 1)


def _phrase_at(keys: Sequence[str], place: int) -> int:
    """Return how many words from `place` make a phrase by their letters; the longest counts."""
    if keys[place] not in _first_words():
        return 0
    fits = (length for length in _lengths() if " ".join(keys[place : place + length]) in _phrases())
    return next((length for length in fits if place + length <= len(keys)), 0)


def _goes_on(text: str, words: Sequence[re.Match[str]], keys: Sequence[str], last: int) -> bool:
    """Tell whether the last word belongs to the next one: "cá nhân thực hiện"."""
    right = _right_forms().get(" ".join(keys[last : last + 2]))
    return right is not None and _plain(text[words[last].start() : words[last + 1].end()]) == right


def _is_slip(written: str, key: str) -> bool:
    # Punctuation between the words makes them two phrases; so does a word in another language.
    if re.fullmatch(r"[^\W\d_]+(?:\s[^\W\d_]+)*", written) is None or _ODD_RE.search(written):
        return False
    if _plain(written) in (_right_forms()[key], *_meant()) or written == without_marks(written):
        return False
    # A name may be any words: "Thu Nhập" as two given names has capitals inside.
    capitals = sum(word[0].isupper() for word in written.split()[1:])
    return written.isupper() or capitals == 0 or len(key.split()) > 2


@cache
def _phrases() -> dict[str, str]:
    return {fold(phrase): phrase for phrase in PHRASES}


def _as(written: str, key: str) -> str:
    return _like(written, _phrases()[key])


def _like(written: str, right: str) -> str:
    """Return the right words with the capitals of what is written."""
    if written.isupper():
        return right.upper()
    return right[0].upper() + right[1:] if written[0].isupper() else right
