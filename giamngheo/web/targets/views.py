"""A unit's year: what the plan promised, what the register shows, who decides the rest."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from giamngheo.accounts.enums import Permission
from giamngheo.audit import actions as audit
from giamngheo.law.standard_view import told_title
from giamngheo.lib.numbers import format_number
from giamngheo.planning.enums import Severity
from giamngheo.planning.models import Finding
from giamngheo.reviews.queries import last_day
from giamngheo.rules.queries import standard_for
from giamngheo.targets.district import DistrictProgress, district_progress
from giamngheo.targets.stands import register_with, stands
from giamngheo.web.access import require, scope_of, today
from giamngheo.web.choice.current import unit_of_page
from giamngheo.web.exporting import workbook_response
from giamngheo.web.parts import Notice
from giamngheo.web.rendering import render
from giamngheo.web.tables import Status, Table, build_table
from giamngheo.web.targets import stand_table, words
from giamngheo.web.targets import table as layout

TONES = {Severity.ERROR: "bad", Severity.WARNING: "look", Severity.NOTICE: "plain"}


@require_GET
def unit_year(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    progress = district_progress(unit=unit, year=year)
    return render(
        request,
        "targets/unit_year.html",
        _context(request, progress, unit_code),
        block="results",
        generated=progress.is_generated,
    )


@require_GET
def unit_year_xlsx(request: HttpRequest, unit_code: str, year: int) -> HttpResponse:
    """The table as shown, in the order shown, with its heading and provenance."""
    unit = unit_of_page(request, unit_code=unit_code, year=year)
    what = f"Xuất số liệu của {unit.full_name}"
    require(request, permission=Permission.EXPORT, unit=unit, what=what)
    progress = district_progress(unit=unit, year=year)
    title = f"Chỉ tiêu và kết quả giảm nghèo năm {year}, {unit.full_name}"
    audit.read_event(
        action="planning.export_progress",
        by=scope_of(request).user,
        subject=title,
        unit_path=unit.path,
    )
    lines = [title, words.answer(progress), *_provenance_lines(progress)]
    return workbook_response(
        table=_table(request, progress),
        title_lines=lines,
        file_name=f"chi-tieu-{unit_code}-{year}.xlsx",
        printed_by=scope_of(request).user,
    )


def _context(request: HttpRequest, progress: DistrictProgress, unit_code: str) -> dict[str, object]:
    total, year = progress.total, progress.year
    return {
        "progress": progress,
        "total": total,
        "unit_code": unit_code,
        "answer": words.answer(progress),
        "who_decides": words.who_decides(progress),
        "rate_target": words.rate_words(progress),
        "rate_state": _rate_state(progress),
        "bar": layout.target_bar(total),
        "state": layout.STATES[total.state] if total.poor_target is not None else None,
        "reduced_note": _reduced_note(progress),
        "doors": _doors(request, progress, unit_code),
        "notices": [
            *(Notice(text=text, tone="look") for text in words.beyond_reach_short(progress)),
            *(_notice(finding) for finding in progress.findings if _needs_look(finding)),
        ],
        "notes": sum(not _needs_look(finding) for finding in progress.findings),
        "projection": words.projection(progress),
        "projected": _projected(request, progress),
        "table": _table(request, progress),
        "services": _services(request, progress, unit_code),
        "promises": _promises(request, progress),
        "may_allocate": scope_of(request).can(Permission.ALLOCATE, progress.unit.path),
        "sees_files": _sees_files(request, progress),
        "as_of": min(last_day(year), today()),
        "decisions": f"{progress.decided} quyết định công nhận của các xã, thị trấn",
        "standards": _standard_words(progress),
        "steps": [("Tổng quan", reverse("home")), (f"Chỉ tiêu năm {year}", "")],
        "next_steps": _next_steps(progress, unit_code) if _sees_files(request, progress) else [],
    }


def _table(request: HttpRequest, progress: DistrictProgress) -> Table:
    year, with_doors = progress.year, _sees_files(request, progress)
    total = layout.unit_row(progress.total, year=year, with_doors=with_doors, is_total=True)
    return build_table(
        request,
        name="chi-tieu",
        caption=f"Chỉ tiêu và kết quả giảm nghèo năm {progress.year}",
        columns=layout.COLUMNS,
        rows=layout.unit_rows(progress.rows, year=year, with_doors=with_doors),
        totals=total if progress.rows else None,
        empty="Chưa có kế hoạch và kết quả rà soát của năm này. Nạp kế hoạch để bắt đầu.",
    )


def _projected(request: HttpRequest, progress: DistrictProgress) -> Table:
    """Every unit's year-end when exactly its target is reached, the highest rate first."""
    planned = [row for row in progress.rows if row.projected_rate is not None]
    planned.sort(key=lambda row: row.projected_rate or 0, reverse=True)
    total = layout.projection_row(progress.total)
    return build_table(
        request,
        name="du-kien",
        caption="Dự kiến cuối năm nếu đạt đúng chỉ tiêu",
        columns=layout.PROJECTION_COLUMNS,
        rows=[layout.projection_row(row) for row in planned],
        totals=total if len(planned) > 1 else None,
    )


def _services(request: HttpRequest, progress: DistrictProgress, unit_code: str) -> Table:
    with_doors = _sees_files(request, progress)
    return build_table(
        request,
        name="dich-vu",
        caption="Chỉ tiêu tiếp cận dịch vụ xã hội cơ bản",
        columns=layout.SERVICE_COLUMNS,
        rows=[
            layout.service_row(service, unit=unit_code, year=progress.year, with_doors=with_doors)
            for service in progress.services
        ],
    )


def _promises(request: HttpRequest, progress: DistrictProgress) -> Table:
    """Return every target of the unit's own plan as it stands, owned or not."""
    register = register_with(
        unit=progress.unit,
        year=progress.year,
        rows=progress.years,
        communes=len(progress.rows),
        targets=progress.targets,
    )
    found = stands(targets=progress.targets, register=register, as_of=today())
    return build_table(
        request,
        name="muc-tieu",
        caption="Các chỉ tiêu của kế hoạch",
        columns=stand_table.COLUMNS,
        rows=stand_table.stand_rows(found),
    )


def _sees_files(request: HttpRequest, progress: DistrictProgress) -> bool:
    """Return whether the reader may open the households behind the figures."""
    return scope_of(request).can(Permission.VIEW_PERSONAL, progress.unit.path)


def _doors(request: HttpRequest, progress: DistrictProgress, unit_code: str) -> dict[str, str]:
    door = partial(layout.households_url, unit=unit_code, year=progress.year)
    counted = {
        "households": door(),
        "poor_start": door(dien="POOR", luc="dau-nam"),
        "near_poor_start": door(dien="NEAR_POOR", luc="dau-nam"),
        "poor_end": door(dien="POOR", luc="cuoi-nam"),
    }
    sees_files = _sees_files(request, progress)
    plan = progress.plan
    headline = progress.headline
    # A commune's officer reads her own row of the district's plan, not the plan.
    may_open = plan is not None and scope_of(request).covers(plan.unit_path)
    return {
        **{name: href if sees_files else "" for name, href in counted.items()},
        "plan": reverse("plan", kwargs={"plan_id": plan.pk}) if plan and may_open else "",
        "plan_note": _plan_note(progress, headline.line if headline else None),
    }


def _plan_note(progress: DistrictProgress, line: int | None) -> str:
    if progress.allocation is not None:
        return f"Quyết định {progress.allocation.number}"
    if progress.plan is None:
        return "chưa có kế hoạch"
    place = f", dòng {line}" if line else ""
    return f"Kế hoạch {progress.plan.code}{place}"


def _reduced_note(progress: DistrictProgress) -> str:
    total = progress.total
    if total.poor_left is None or total.poor_entered is None:
        return ""
    left, entered = format_number(total.poor_left), format_number(total.poor_entered)
    return f"{left} hộ ra khỏi, {entered} hộ phát sinh, tái nghèo"


def _rate_state(progress: DistrictProgress) -> Status | None:
    reached = progress.is_rate_reached
    if reached is None:
        return None
    return Status(tone="good", word="Đạt") if reached else Status(tone="bad", word="Chưa đạt")


def _notice(finding: Finding) -> Notice:
    return Notice(
        text=finding.message,
        tone=TONES[Severity(finding.severity)],  # type: ignore[arg-type]
        href=f"{reverse('plan', kwargs={'plan_id': finding.plan_id})}#dong-{finding.line}"
        if finding.line
        else "",
        link=f"Xem dòng {finding.line}",
        code=finding.code,
    )


def _standard_words(progress: DistrictProgress) -> str:
    return "; ".join(told_title(standard_for(code)) for code in progress.standards)


def _provenance_lines(progress: DistrictProgress) -> list[str]:
    lines = [f"Từ {progress.decided} quyết định công nhận; đơn vị hành chính năm {progress.year}."]
    if progress.standards:
        lines.append(f"Theo {_standard_words(progress)}.")
    if progress.is_generated:
        lines.append("DỮ LIỆU SINH RA ĐỂ TRÌNH DIỄN, KHÔNG PHẢI HỘ THẬT.")
    lines += [f"Cần xem: {text}" for text in words.beyond_reach(progress)]
    lines += [f"Cần xem: {finding.message}" for finding in progress.findings if _is_error(finding)]
    return lines


def _needs_look(finding: Finding) -> bool:
    return finding.severity != Severity.NOTICE


def _is_error(finding: Finding) -> bool:
    return finding.severity == Severity.ERROR


def _next_steps(progress: DistrictProgress, unit_code: str) -> list[tuple[str, str]]:
    door = partial(layout.households_url, year=progress.year)
    steps = []
    for row in [row for row in progress.deciding if row.unit_code][:3]:
        href = door(unit=row.unit_code, dien="POOR", luc="cuoi-nam")
        missing = format_number(row.poor_missing or 0)
        steps.append((f"Xem hộ còn nghèo ở {row.name} (thiếu {missing} hộ so với chỉ tiêu)", href))
    steps.append(
        (
            "Xem các hộ phát sinh nghèo, tái nghèo trong năm",
            door(unit=unit_code, vao="POOR"),
        )
    )
    return steps
