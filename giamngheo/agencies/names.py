"""What an agency's written name says: the key it is found by, its level, its place. No Django."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from giamngheo.agencies.kinds import short_forms
from giamngheo.documents.agencies import without_order
from giamngheo.lib.text import clean, fold

# "xã hội" is society, not a commune.
_PLACE_RE = re.compile(
    r"(?<=\S)\s+(?:cấp\s+)?(?P<word>tỉnh|huyện|quận|thành phố|thị xã|thị trấn|phường|"
    r"xã(?!\s+hội))(?=[\s,.;]|$)(?:\s+(?P<name>[^,;]+))?$",
    re.IGNORECASE,
)
_NOTE_RE = re.compile(r"\s*\([^)]*\)")
_NATIONAL_RE = re.compile(r"\s+(?:trung ương|TW)$", re.IGNORECASE)
_LEVELS = {
    "tỉnh": (1,),
    "huyện": (2,),
    "quận": (2,),
    "thị xã": (2,),
    "thành phố": (1, 2),  # centrally governed, or a province's own
    "thị trấn": (3,),
    "phường": (3,),
    "xã": (3,),
}
# Left out of keys: they come and go between two writings of one name.
_EMPTY_WORDS = frozenset({"va", "cua"})
_LONGEST_FORM = 4


@dataclass(frozen=True, kw_only=True)
class WrittenName:
    """
    `whole`: the key of all of it; `core`: without "huyện Triệu Sơn". `levels` it may be of (none:
    it does not say); `place`: the search key of the unit it names.
    """

    whole: str
    core: str
    levels: tuple[int, ...] = ()
    place: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.whole, self.core)))


def read_name(name: str) -> WrittenName:
    """Return what `name` says: "Phòng LĐ-TBXH huyện Triệu Sơn" is of level 2, at "trieu son"."""
    words = _NOTE_RE.sub("", without_order(clean(name).strip(" :.;,-"))).strip(" :.;,-")
    whole = agency_key(words)
    found = _PLACE_RE.search(words)
    if found is None or not agency_key(words[: found.start()]):
        core = agency_key(_NATIONAL_RE.sub("", words))
        return WrittenName(whole=whole, core=core)
    return WrittenName(
        whole=whole,
        core=agency_key(words[: found.start()]),
        levels=_LEVELS[found["word"].lower()],
        place=fold(found["name"] or ""),
    )


def agency_key(name: str) -> str:
    """
    Return the key under which the writings of one name are equal.

    "Sở LĐ-TBXH", "Sở Lao động Thương binh và Xã hội" and "Sở Lao động - TB&XH" have one key.
    """
    words = fold(name).split()
    spelled: list[str] = []
    place = 0
    while place < len(words):
        size, meant = _form_at(words, place)
        spelled += meant
        place += size
    return " ".join(word for word in spelled if word not in _EMPTY_WORDS)


def _form_at(words: list[str], place: int) -> tuple[int, list[str]]:
    forms = _forms()
    for size in range(min(_LONGEST_FORM, len(words) - place), 0, -1):
        meant = forms.get(" ".join(words[place : place + size]))
        if meant is not None:
            return size, meant
    return 1, [words[place]]


@lru_cache(maxsize=1)
def _forms() -> dict[str, list[str]]:
    return {fold(form): fold(meant).split() for form, meant in short_forms().items()}
