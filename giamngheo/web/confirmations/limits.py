"""How often one address may try codes: enough for a bank's morning, too little to guess."""

from typing import Final

from django.core.cache import cache
from django.http import HttpRequest

from giamngheo.lib.errors import Refusal

SECONDS: Final = 60
# Of one address in a minute, in each process that serves: all tries, and codes nobody gave out.
TRIES: Final = 60
WRONG: Final = 10


class TooManyTries(Refusal):
    code = "WEB-010"
    sentence = (
        "Chưa kiểm tra được mã: từ máy này vừa có quá nhiều lần thử. Đợi một phút rồi thử lại."
    )


def count_try(request: HttpRequest) -> None:
    """Raises: TooManyTries [WEB-010] once the address has tried too often."""
    if _count(request, "tries", step=1) > TRIES or _count(request, "wrong", step=0) >= WRONG:
        raise TooManyTries


def count_wrong(request: HttpRequest) -> None:
    _count(request, "wrong", step=1)


def _count(request: HttpRequest, kind: str, *, step: int) -> int:
    key = f"verify:{kind}:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, SECONDS)
    try:
        return int(cache.incr(key, step))
    except ValueError:  # it ran out between the two lines
        return step
