"""What the address and the forms of a commune plan ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from giamngheo.commune_plans.enums import Lack, PlanKind
from giamngheo.commune_plans.rows import PlanRow, rows_of_kind
from giamngheo.lib.dates import parse_date
from giamngheo.lib.money import parse_money
from giamngheo.support.household_plans import PlanContent, PlannedMeasure
from giamngheo.support.measure_library import CAUSE, measure_library

SLUGS = {"giam-ngheo": PlanKind.PROGRAMME, "dich-vu": PlanKind.SERVICES}
SLUG_OF = {kind: slug for slug, kind in SLUGS.items()}
ROWS_A_PAGE = 15
INCOMPLETE, EXITS = "CHUA-DU", "THOAT"
ANY_LACK = ((INCOMPLETE, "Chưa đủ"), (EXITS, "Dự kiến thoát nghèo"))
# Lines of measures in a row: what stands there, and room for one more.
MOST_LINES = 4


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The plan and the rows asked for by the address."""

    kind: PlanKind
    lack: str
    village: str
    page: int

    @classmethod
    def of(cls, query: QueryDict) -> Asked:
        page = str(query.get("trang", "1"))
        return cls(
            kind=SLUGS.get(str(query.get("loai", "")), PlanKind.PROGRAMME),
            lack=str(query.get("thieu", "")),
            village=str(query.get("thon", ""))[:120],
            page=max(int(page), 1) if page.isdecimal() and len(page) < 6 else 1,
        )

    @property
    def slug(self) -> str:
        return SLUG_OF[self.kind]

    def query(self, **changed: str | int) -> str:
        """Return the same question as a query, with some parts changed."""
        parts: dict[str, str | int] = {
            "loai": self.slug if self.kind != PlanKind.PROGRAMME else "",
            "thieu": self.lack,
            "thon": self.village,
            "trang": self.page if self.page > 1 else "",
        }
        kept = {name: value for name, value in {**parts, **changed}.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    def chosen(self, rows: Sequence[PlanRow]) -> list[PlanRow]:
        own = rows_of_kind(rows, self.kind)
        return [row for row in own if self._wants(row)]

    def _wants(self, row: PlanRow) -> bool:
        if self.village and row.village != self.village:
            return False
        if self.lack == INCOMPLETE:
            return bool(row.lacks(self.kind))
        if self.lack == EXITS:
            return row.expects_exit
        return self.lack not in Lack.values or self.lack in row.lacks(self.kind)


def content_of_post(post: Mapping[str, str], row: PlanRow) -> PlanContent:
    """
    Return what was typed into a row.

    Raises: BadMoney [LIB-003], BadDate: said in the row.
    """
    lines = (_measure(post, f"-{place}", row) for place in range(MOST_LINES))
    return PlanContent(
        measures=tuple(line for line in lines if line is not None),
        helper=_text(post, "giup"),
        note=_text(post, "ghi-chu"),
    )


def group_measures(post: Mapping[str, str], rows: Sequence[PlanRow]) -> dict[int, PlannedMeasure]:
    """
    Return the measure typed for a group by household, each with what it answers there.

    Empty when none is typed. Raises: BadMoney [LIB-003], BadDate.
    """
    found = ((row.household, _measure(post, "", row)) for row in rows)
    return {pk: measure for pk, measure in found if measure is not None}


def _measure(post: Mapping[str, str], suffix: str, row: PlanRow) -> PlannedMeasure | None:
    words = _text(post, f"gp{suffix}")
    if not words:
        return None
    money, due = _text(post, f"tien{suffix}"), _text(post, f"han{suffix}")
    found = next((one for one in measure_library().values() if one.words == words), None)
    answers = _text(post, f"cho{suffix}")
    if not answers and found is not None:
        answers = _first(found.answers, row)
    return PlannedMeasure(
        words=words,
        answers=answers,
        source=_text(post, f"nguon{suffix}"),
        amount_vnd=parse_money(money, "triệu đồng") if money else None,
        due=parse_date(due) if due else None,
    )


def _first(answers: Sequence[str], row: PlanRow) -> str:
    """Return what a measure answers in this household, a service before a cause."""
    causes = {f"{CAUSE}{code}" for code in row.causes}
    services = [one for one in answers if one in row.lacking]
    return next(iter(services or [one for one in answers if one in causes]), "")


def _text(post: Mapping[str, str], name: str) -> str:
    return " ".join(str(post.get(name, "")).split())


def asked_of(request: HttpRequest) -> Asked:
    return Asked.of(request.GET)
