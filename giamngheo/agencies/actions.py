"""Keeping the directory: each change in one transaction with its audit event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from giamngheo.accounts.models import User
from giamngheo.agencies.enums import AgencyLevel, Certainty
from giamngheo.agencies.kinds import AgencyKind, kind_successions, kinds
from giamngheo.agencies.models import Agency, AgencyAlias, AgencyStaff, AgencySuccession
from giamngheo.agencies.names import agency_key, read_name
from giamngheo.agencies.queries import place_of
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.lib.dates import format_date
from giamngheo.lib.errors import Refusal
from giamngheo.lib.text import clean, sort_key

SHIPPED = "kiểu cơ quan có sẵn, cần xác nhận"


class AgencyIncomplete(Refusal):
    code = "AGE-001"
    sentence = "Chưa ghi được cơ quan của {unit}: {problem}. Bổ sung rồi ghi lại."


class AgencyKnown(Refusal):
    code = "AGE-002"
    sentence = (
        "Chưa ghi được tên “{name}” cho {agency}: {other} của {unit} đã mang tên đó, kế hoạch viết "
        "tên này sẽ không biết là ai. Chọn tên khác, hoặc bỏ tên đó ở {other} trước."
    )


class AgencyEnded(Refusal):
    code = "AGE-003"
    sentence = "Chưa ghi được cho {agency}: cơ quan đã kết thúc từ ngày {day}. {what_next}"


class EndRefused(Refusal):
    code = "AGE-004"
    sentence = "Chưa kết thúc được {agency}: {problem}. Sửa rồi ghi lại."


class StaffRefused(Refusal):
    code = "AGE-005"
    sentence = "Chưa giao được người báo cáo cho {agency}: {problem}. Chọn lại rồi ghi lại."


@dataclass(frozen=True, kw_only=True)
class HeirGiven:
    """Who takes over, which part (empty: all), and whether poverty reduction goes with it."""

    agency: Agency
    part: str = ""
    is_main: bool = True


# ── Setting up ────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def set_up_agencies(*, units: Sequence[Unit | None], as_of: date, by: User | None) -> int:
    """
    Write the usual agencies of each unit's level (None: the country) and return how many are new.

    Those of the day `as_of`; what a unit already has stays. An agency ends with its unit. Of the
    country both those before and those after a reorganisation come, joined by their succession.
    """
    audit.record(
        action="agencies.set_up",
        by=by,
        subject=f"{len(units)} đơn vị",
        unit_path=units[0].path if len(units) == 1 and units[0] else "",
    )
    known = _known_names(units)
    rows = [
        _row(kind, unit)
        for unit in units
        for kind in _usual(unit, as_of)
        if (unit.pk if unit else None, agency_key(_name(kind, unit))) not in known
    ]
    made = Agency.objects.bulk_create([agency for _, agency in rows])
    AgencyAlias.objects.bulk_create(
        alias
        for (kind, _), agency in zip(rows, made, strict=True)
        for alias in _shipped_aliases(agency, kind)
    )
    _join_parents([(kind, agency) for (kind, _), agency in zip(rows, made, strict=True)])
    _join_successions(made)
    return len(made)


def _usual(unit: Unit | None, as_of: date) -> list[AgencyKind]:
    if unit is None:
        return list(kinds(level=AgencyLevel.NATIONAL))
    found = kinds(level=unit.level)
    return [kind for kind in found if kind.is_usual(as_of) and not kind.is_optional]


def _name(kind: AgencyKind, unit: Unit | None) -> str:
    if unit is None or kind.level != AgencyLevel.COMMUNE:
        return kind.name
    return f"{kind.name} {unit.full_name[0].lower()}{unit.full_name[1:]}"


def _row(kind: AgencyKind, unit: Unit | None) -> tuple[AgencyKind, Agency]:
    name = _name(kind, unit)
    agency = Agency(
        unit=unit,
        unit_path=unit.path if unit else "",
        kind=kind.code,
        name=name,
        short=kind.short,
        name_key=agency_key(name),
        sort_key=sort_key(name),
        level=kind.level,
        is_collective=kind.is_collective,
        valid_from=kind.since,
        valid_to=kind.until or (unit.valid_to if unit else None),
        source=SHIPPED,
    )
    return kind, agency


def _known_names(units: Iterable[Unit | None]) -> set[tuple[int | None, str]]:
    ids = [unit.pk for unit in units if unit]
    found = Agency.objects.filter(unit__in=ids) | Agency.objects.filter(unit=None)
    return set(found.values_list("unit_id", "name_key"))


def _shipped_aliases(agency: Agency, kind: AgencyKind) -> list[AgencyAlias]:
    keys: dict[str, str] = {}
    for name in (agency.name, kind.name, kind.short, *kind.aliases):
        for key in _keys(name, agency):
            keys.setdefault(key, name)
    return [
        AgencyAlias(agency=agency, key=key, as_written=name, is_shipped=True)
        for key, name in keys.items()
    ]


def _keys(name: str, agency: Agency) -> tuple[str, ...]:
    """The keys a writing is found by: a group's only whole ("các xã" is no place of one)."""
    read = read_name(name)
    return (read.whole,) if agency.is_collective else read.keys


def _join_parents(rows: Iterable[tuple[AgencyKind, Agency]]) -> None:
    made = list(rows)
    places = {(kind.code, agency.unit_id): agency for kind, agency in made}
    changed = []
    for kind, agency in made:
        parent = places.get((kind.parent, agency.unit_id))
        if parent is not None:
            agency.parent = parent
            changed.append(agency)
    Agency.objects.bulk_update(changed, ["parent"])


def _join_successions(made: Iterable[Agency]) -> None:
    national = {agency.kind: agency for agency in made if agency.unit_id is None}
    AgencySuccession.objects.bulk_create(
        AgencySuccession(
            before=national[line.before],
            after=national[line.after],
            starts_on=line.day,
            day_known=line.day_known,
            part=line.part,
            is_main=line.is_main,
            source=line.source,
            confidence=line.confidence,
        )
        for line in kind_successions()
        if line.day is not None and line.before in national and line.after in national
    )


# ── One agency ────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def add_agency(
    *,
    unit: Unit,
    name: str,
    short: str = "",
    kind: AgencyKind | None = None,
    parent: Agency | None = None,
    email: str = "",
    is_collective: bool = False,
    valid_from: date | None = None,
    source: str,
    by: User | None,
) -> Agency:
    """
    Write an agency of `unit` with its names, and return it.

    Raises: AgencyIncomplete [AGE-001], AgencyKnown [AGE-002].
    """
    name = clean(name)
    if not agency_key(name) or not source.strip():
        problem = "chưa ghi tên cơ quan" if source.strip() else "chưa ghi nguồn (văn bản thành lập)"
        raise AgencyIncomplete(unit=unit.full_name, problem=problem)
    _lock(unit)
    agency = Agency(
        unit=unit,
        unit_path=unit.path,
        kind=kind.code if kind else "",
        name=name,
        short=clean(short),
        name_key=agency_key(name),
        sort_key=sort_key(name),
        level=unit.level,
        parent=parent,
        is_collective=is_collective,
        email=email.strip(),
        valid_from=valid_from,
        valid_to=unit.valid_to,
        source=clean(source),
    )
    for written in filter(None, (name, agency.short)):
        _refuse_taken(agency, written)
    audit.record(action="agencies.add", by=by, subject=name, unit_path=unit.path)
    agency.save()
    keys = {key: one for one in (agency.short, name) if one for key in _keys(one, agency)}
    AgencyAlias.objects.bulk_create(
        AgencyAlias(agency=agency, key=key, as_written=one) for key, one in keys.items()
    )
    return agency


@transaction.atomic
def add_alias(*, agency: Agency, as_written: str, by: User | None) -> AgencyAlias:
    """
    Keep another writing of the agency's name, so that papers are understood.

    Raises: AgencyIncomplete [AGE-001], AgencyKnown [AGE-002].
    """
    written = clean(as_written)
    if not agency_key(written):
        raise AgencyIncomplete(unit=place_of(agency=agency), problem="chưa ghi tên gọi khác")
    if agency.unit is not None:
        _lock(agency.unit)
    _refuse_taken(agency, written)
    audit.record(
        action="agencies.add_alias",
        by=by,
        subject=f"{agency.name}: {written}",
        unit_path=agency.unit_path,
    )
    alias, _ = AgencyAlias.objects.get_or_create(
        agency=agency, key=read_name(written).whole, defaults={"as_written": written}
    )
    return alias


@transaction.atomic
def remove_alias(*, alias: AgencyAlias, by: User | None) -> None:
    """Take a writing away again; papers that use it will ask who is meant."""
    audit.record(
        action="agencies.remove_alias",
        by=by,
        subject=f"{alias.agency.name}: {alias.as_written}",
        unit_path=alias.agency.unit_path,
    )
    alias.delete()


@transaction.atomic
def end_agency(
    *, agency: Agency, on: date, heirs: Sequence[HeirGiven], source: str, by: User | None
) -> Agency:
    """
    End the agency: from `on` it is no more, and `heirs` go on with its work.

    Raises: AgencyEnded [AGE-003], EndRefused [AGE-004].
    """
    agency = Agency.objects.select_for_update().get(pk=agency.pk)
    if AgencySuccession.objects.filter(before=agency).exists():
        raise AgencyEnded(
            agency=agency.name,
            day=format_date(agency.valid_to) if agency.valid_to else "",
            what_next="Xem cơ quan kế nhiệm đã ghi.",
        )
    problem = _end_problem(agency, on, heirs, source)
    if problem:
        raise EndRefused(agency=agency.name, problem=problem)
    audit.record(
        action="agencies.end", by=by, subject=agency.name, unit_path=agency.unit_path, reason=source
    )
    agency.valid_to = on
    agency.save(update_fields=["valid_to"])
    AgencySuccession.objects.bulk_create(
        AgencySuccession(
            before=agency,
            after=heir.agency,
            starts_on=on,
            part=clean(heir.part),
            is_main=heir.is_main,
            source=clean(source),
            confidence=Certainty.VERBATIM,
        )
        for heir in heirs
    )
    return agency


def _end_problem(agency: Agency, on: date, heirs: Sequence[HeirGiven], source: str) -> str:
    if not source.strip():
        return "chưa ghi quyết định sắp xếp (số, ngày, cơ quan ban hành)"
    if agency.valid_from is not None and on <= agency.valid_from:
        return f"cơ quan mới có từ ngày {format_date(agency.valid_from)}"
    ids = [heir.agency.pk for heir in heirs]
    if agency.pk in ids or len(set(ids)) != len(ids):
        return "cơ quan kế nhiệm phải là cơ quan khác, mỗi cơ quan ghi một lần"
    if len(heirs) > 1 and sum(heir.is_main for heir in heirs) != 1:
        return "chọn đúng một cơ quan nhận việc giảm nghèo"
    late = next((h for h in heirs if h.agency.valid_to and h.agency.valid_to <= on), None)
    return f"{late.agency.name} đã kết thúc trước ngày đó" if late else ""


@transaction.atomic
def set_email(*, agency: Agency, email: str, by: User | None) -> None:
    """Keep the office's mailbox: reminders go there."""
    audit.record(
        action="agencies.set_email", by=by, subject=agency.name, unit_path=agency.unit_path
    )
    Agency.objects.filter(pk=agency.pk).update(email=email.strip())


@transaction.atomic
def assign_staff(*, agency: Agency, user: User, as_of: date, by: User | None) -> AgencyStaff:
    """
    Let `user` report for the agency from `as_of` on.

    Raises: AgencyEnded [AGE-003], StaffRefused [AGE-005].
    """
    if agency.valid_to is not None and agency.valid_to <= as_of:
        raise AgencyEnded(
            agency=agency.name,
            day=format_date(agency.valid_to),
            what_next="Giao người báo cáo cho cơ quan kế nhiệm.",
        )
    Agency.objects.select_for_update().get(pk=agency.pk)
    if not user.is_active:
        raise StaffRefused(agency=agency.name, problem=f"tài khoản {user.username} đã khóa")
    if AgencyStaff.objects.filter(agency=agency, user=user, valid_to=None).exists():
        raise StaffRefused(agency=agency.name, problem=f"{user.full_name} đã được giao")
    audit.record(
        action="agencies.assign_staff",
        by=by,
        subject=f"{agency.name}: {user.full_name}",
        unit_path=agency.unit_path,
    )
    return AgencyStaff.objects.create(agency=agency, user=user, valid_from=as_of)


@transaction.atomic
def end_staff(*, staff: AgencyStaff, as_of: date, by: User | None) -> None:
    """End the right to report; on the day it was given it is taken away whole."""
    audit.record(
        action="agencies.end_staff",
        by=by,
        subject=f"{staff.agency.name}: {staff.user.full_name}",
        unit_path=staff.agency.unit_path,
    )
    if staff.valid_from >= as_of:
        staff.delete()
        return
    staff.valid_to = as_of
    staff.save(update_fields=["valid_to"])


def _lock(unit: Unit) -> None:
    # Two officers naming two agencies alike: the second waits and then sees the first.
    Unit.objects.select_for_update().get(pk=unit.pk)


def _refuse_taken(agency: Agency, written: str) -> None:
    held = AgencyAlias.objects.filter(
        _same_days(agency), key__in=_keys(written, agency), agency__unit=agency.unit
    )
    other = held.exclude(agency=agency.pk).select_related("agency").first()
    if other is not None:
        raise AgencyKnown(
            name=written, agency=agency.name, other=other.agency.name, unit=place_of(agency=agency)
        )


def _same_days(agency: Agency) -> Q:
    """An office before a reorganisation and one after it may bear one name."""
    together = Q()
    if agency.valid_from is not None:
        together &= Q(agency__valid_to=None) | Q(agency__valid_to__gt=agency.valid_from)
    if agency.valid_to is not None:
        together &= Q(agency__valid_from=None) | Q(agency__valid_from__lt=agency.valid_to)
    return together
