"""Entering a rule and moving it on: each a POST, each with the right checked where it belongs."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from giamngheo.accounts import actions as accounts
from giamngheo.accounts.enums import Permission
from giamngheo.areas.enums import UnitLevel
from giamngheo.areas.models import Unit
from giamngheo.lib.errors import Refusal
from giamngheo.rules import actions
from giamngheo.rules.enums import RuleKind
from giamngheo.rules.models import RuleVersion
from giamngheo.rules.reading import point_table_of, standard_of
from giamngheo.web.access import reader, require, scope_of
from giamngheo.web.rendering import render
from giamngheo.web.standards.forms import EnterForm, ReasonForm, WithdrawForm
from giamngheo.web.standards.found import version_to_handle
from giamngheo.web.standards.parts import HOME, list_step
from giamngheo.web.standards.points import point_page
from giamngheo.web.standards.version_rows import version_url
from giamngheo.web.standards.views import standard_page

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
def rule_enter(request: HttpRequest) -> HttpResponse:
    units = _provinces(request)
    if request.method != "POST":
        return _enter_page(request, EnterForm(units=units))
    form = EnterForm(request.POST, request.FILES, units=units)
    if not form.is_valid():
        return _enter_page(request, form, status=UNPROCESSABLE)
    unit, file = form.units[form.cleaned_data["unit"]], form.cleaned_data["file"]
    require(
        request,
        permission=Permission.ENTER_RULES,
        unit=unit,
        what=f"Nhập chuẩn nghèo, bảng điểm của {unit.full_name}",
    )
    try:
        rule = actions.enter_rule(
            content=file.read(), file_name=file.name, unit=unit, by=reader(request)
        )
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _enter_page(request, form, status=UNPROCESSABLE)
    messages.success(request, f"Đã nhập {rule.code} thành bản nháp. Xem lại rồi trình duyệt.")
    return redirect(version_url(rule))


def _provinces(request: HttpRequest) -> list[Unit]:
    """
    Return the provinces the reader enters rules for, those merged into hers with them.

    Raises: AccessRefused [ACC-001].
    """
    scope, permission = scope_of(request), Permission.ENTER_RULES
    accounts.require(scope=scope, path=None, permission=permission, subject="Nhập quy định")
    provinces = Unit.objects.at_level(UnitLevel.PROVINCE).in_order()
    return list(scope.filter(provinces, field="path", permission=permission))


def _enter_page(request: HttpRequest, form: EnterForm, *, status: int = 200) -> HttpResponse:
    steps = [HOME, list_step(), ("Nhập", "")]
    return render(request, "standards/enter.html", {"form": form, "steps": steps}, status=status)


@require_POST
def rule_submit(request: HttpRequest, version_id: int) -> HttpResponse:
    rule = _to_handle(request, version_id, Permission.ENTER_RULES, "Trình")
    actions.submit_rule(rule=rule, by=reader(request))
    messages.success(request, f"Đã trình {rule.code}. Một lãnh đạo khác xem và duyệt.")
    return redirect(version_url(rule))


@require_POST
def rule_approve(request: HttpRequest, version_id: int) -> HttpResponse:
    rule = _to_handle(request, version_id, Permission.APPROVE_RULES, "Duyệt")
    actions.approve_rule(rule=rule, by=reader(request))
    messages.success(request, f"Đã duyệt {rule.code}. Từ nay không ai sửa được bản này.")
    return redirect(version_url(rule))


@require_POST
def rule_return(request: HttpRequest, version_id: int) -> HttpResponse:
    rule = _to_handle(request, version_id, Permission.APPROVE_RULES, "Trả lại")
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, rule, return_form=form)
    actions.return_rule(rule=rule, by=reader(request), **form.cleaned_data)
    messages.success(request, f"Đã trả lại {rule.code}.")
    return redirect(version_url(rule))


@require_POST
def rule_withdraw(request: HttpRequest, version_id: int) -> HttpResponse:
    rule = _to_handle(request, version_id, Permission.APPROVE_RULES, "Bãi bỏ")
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _page(request, rule, withdraw_form=form)
    given = form.cleaned_data
    actions.withdraw_rule(
        rule=rule, valid_to=given["valid_to"], reason=given["reason"], by=reader(request)
    )
    messages.success(request, f"Đã ghi việc bãi bỏ {rule.code}. Quyết định đã ra giữ nguyên.")
    return redirect(version_url(rule))


def _to_handle(
    request: HttpRequest, version_id: int, permission: Permission, verb: str
) -> RuleVersion:
    return version_to_handle(request, version_id=version_id, permission=permission, verb=verb)


def _page(request: HttpRequest, rule: RuleVersion, **form: forms.Form) -> HttpResponse:
    """Draw the version's page again with the form that was not filled in well."""
    if rule.kind == RuleKind.POINTS:
        return point_page(request, point_table_of(rule), rule, status=UNPROCESSABLE, **form)
    return standard_page(request, standard_of(rule), rule, status=UNPROCESSABLE, **form)
