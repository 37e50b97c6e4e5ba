"""The list of households: what its address asks, checked, and its rows, for page and file alike."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from giamngheo.accounts import actions as accounts
from giamngheo.accounts.enums import Permission
from giamngheo.law.standard_types import Standard
from giamngheo.law.standard_view import caution_of
from giamngheo.registry import queries as registry
from giamngheo.registry.models import Household
from giamngheo.rules.queries import standard_in_force
from giamngheo.web.access import require, scope_of, today
from giamngheo.web.exporting import Export
from giamngheo.web.households import asked as asking
from giamngheo.web.households import table as layout
from giamngheo.web.tables import Row, Table, build_table

ORDER = ("sort_key", "id")
CHUNK = 2_000


def asked_of(request: HttpRequest, permission: Permission) -> asking.Asked:
    """
    Return what the address asks, once the reader has `permission` there.

    Raises: Http404 for a unit the year did not have; NoRight, AccessRefused [ACC-001].
    """
    scope = scope_of(request)
    asked = asking.read_asked(request, this_year=today().year, scope=scope)
    if request.GET.get("don-vi") and asked.unit is None:
        raise Http404("no such unit in that year")
    if asked.unit is None:
        accounts.require(scope=scope, path=None, permission=permission, subject="Danh sách hộ")
        return asked
    verb = "Xuất" if permission == Permission.EXPORT_PERSONAL else "Xem"
    require(
        request,
        permission=permission,
        unit=asked.unit,
        what=f"{verb} danh sách hộ của {asked.unit.full_name}",
        subject=f"Danh sách hộ, {asked.unit.full_name}",
    )
    return asked


def found_households(
    request: HttpRequest, asked: asking.Asked, permission: Permission
) -> QuerySet[Household]:
    """Return the list's households, not yet with what its columns show."""
    return asking.asked_households(asked, scope=scope_of(request), permission=permission)


def shown_households(found: QuerySet[Household], asked: asking.Asked) -> QuerySet[Household]:
    """Return the households with their category, members and unit, in the order of the list."""
    shown = registry.with_category(households=found, as_of=asked.shown_on)
    return shown.select_related("unit__parent").order_by(*ORDER)


def standard_of(asked: asking.Asked) -> Standard:
    return standard_in_force(unit=asked.unit, as_of=asked.as_of)


def columns_of(asked: asking.Asked) -> tuple[layout.Column, ...]:
    return layout.columns(asking.CHILDREN_HEADS.get(asked.children, ""))


def list_table(
    request: HttpRequest, asked: asking.Asked, rows: Iterable[Household], title: str
) -> Table:
    return build_table(
        request,
        name="danh-sach-ho",
        caption=title,
        columns=columns_of(asked),
        rows=[layout.household_row(row) for row in rows],
        presorted=True,
        empty="Không có hộ nào như vậy. Bỏ bớt điều kiện lọc, hoặc chọn năm khác.",
    )


def household_export(request: HttpRequest) -> Export:
    """Return every household of the list, not only the page shown, in the same order."""
    asked = asked_of(request, Permission.EXPORT_PERSONAL)
    found = found_households(request, asked, Permission.EXPORT_PERSONAL)
    standard = standard_of(asked)
    return Export(
        title=asking.words_of(asked, standard=standard.code),
        lines=list(_said_of(asked, standard)),
        columns=columns_of(asked),
        count=found.count(),
        rows=lambda: _streamed(shown_households(found, asked)),
        file_name="danh-sach-ho.xlsx",
        permission=Permission.EXPORT_PERSONAL,
        unit_path=asked.path if asked.unit else "",
        action="registry.export_households",
    )


def _said_of(asked: asking.Asked, standard: Standard) -> Iterator[str]:
    if extra := asking.extra_words(asked):
        yield f"Lọc theo: {'; '.join(extra)}"
    if caution := caution_of(standard):
        yield f"{caution[:1].upper()}{caution[1:]}."


def _streamed(rows: QuerySet[Household]) -> Iterator[Row]:
    for row in rows.iterator(chunk_size=CHUNK):
        yield layout.household_row(row)
