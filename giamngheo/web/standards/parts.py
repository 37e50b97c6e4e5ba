"""What every page of an entered version shows: where it stands, who did what, what one may do."""

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from giamngheo.accounts.enums import Permission
from giamngheo.rules.enums import RuleState
from giamngheo.rules.models import RuleVersion
from giamngheo.web.access import scope_of
from giamngheo.web.standards import version_rows
from giamngheo.web.standards.forms import ReasonForm, WithdrawForm

HOME = ("Tổng quan", "/")


def list_step() -> tuple[str, str]:
    return ("Chuẩn nghèo", reverse("standard_list"))


def handling_context(
    request: HttpRequest,
    rule: RuleVersion | None,
    *,
    withdraw_form: forms.Form | None,
    return_form: forms.Form | None,
) -> dict[str, object]:
    """Return what the reader may do with an entered version, and who did what to it."""
    forms_ = {
        "withdraw_form": withdraw_form or WithdrawForm(),
        "return_form": return_form or ReasonForm(),
        "rule": rule,
    }
    if rule is None:
        return forms_ | {"facts": [], "may": dict.fromkeys(("submit", "approve", "withdraw"))}
    scope = scope_of(request)
    enters = scope.can(Permission.ENTER_RULES, rule.unit_path)
    approves = scope.can(Permission.APPROVE_RULES, rule.unit_path)
    is_second = scope.user is not None and scope.user.pk not in (
        rule.entered_by_id,
        rule.submitted_by_id,
    )
    withdrawn = getattr(rule, "withdrawal", None) is not None
    may = {
        "submit": enters and rule.state == RuleState.DRAFT,
        "approve": approves and is_second and rule.state == RuleState.SUBMITTED,
        "return": approves and rule.state in (RuleState.DRAFT, RuleState.SUBMITTED),
        "withdraw": approves and rule.state == RuleState.APPROVED and not withdrawn,
        "is_waiting": rule.state == RuleState.SUBMITTED and not (approves and is_second),
    }
    state = version_rows.version_state(rule)
    return forms_ | {"facts": version_rows.version_facts(rule), "version_state": state, "may": may}
