"""The standard or version an address names, for those who may see it."""

from django.http import Http404, HttpRequest

from giamngheo.accounts.enums import Permission
from giamngheo.law import standards as law
from giamngheo.law.standard_types import Standard
from giamngheo.rules import queries
from giamngheo.rules.enums import RuleKind, RuleState
from giamngheo.rules.models import RuleVersion
from giamngheo.rules.reading import standard_of
from giamngheo.web.access import require, scope_of

HANDLING = (Permission.ENTER_RULES, Permission.APPROVE_RULES)


def handled_paths(request: HttpRequest) -> list[str]:
    """Return the paths whose drafts the reader works on: those she may enter or approve for."""
    scope = scope_of(request)
    return [path for permission in HANDLING for path in scope.paths_for(permission)]


def version_of_page(request: HttpRequest, *, code: str, kind: RuleKind) -> RuleVersion:
    """
    Return a version: an approved one for everybody, an open one for those who handle it.

    Raises: Http404; NoRight, which names who handles it.
    """
    rule = queries.version_with_code(code=code)
    if rule is None or rule.kind != kind:
        raise Http404(f"no rule {code}")
    may_see(request, rule)
    return rule


def may_see(request: HttpRequest, rule: RuleVersion) -> None:
    scope = scope_of(request)
    if rule.state == RuleState.APPROVED:
        return
    if any(scope.can(permission, rule.unit_path) for permission in HANDLING):
        return
    require(
        request,
        permission=Permission.ENTER_RULES,
        unit=rule.unit,
        what=f"Xem {rule.code}, bản chưa được duyệt",
        subject=rule.code,
    )


def version_to_handle(
    request: HttpRequest, *, version_id: int, permission: Permission, verb: str
) -> RuleVersion:
    """Return a version the reader has `permission` for. Raises: Http404, NoRight."""
    rule = queries.version_or_none(version_id=version_id)
    if rule is None:
        raise Http404(f"no version {version_id}")
    require(
        request,
        permission=permission,
        unit=rule.unit,
        what=f"{verb} {rule.code}",
        subject=rule.code,
    )
    return rule


def standard_of_page(request: HttpRequest, code: str) -> tuple[Standard, RuleVersion | None]:
    """Return the standard, and the version it was entered as when it is a province's own."""
    for standard in law.load_standards():
        if standard.code == code:
            return standard, None
    rule = version_of_page(request, code=code, kind=RuleKind.STANDARD)
    return standard_of(rule), rule


def standards_to_compare(request: HttpRequest) -> list[Standard]:
    """Return the national standards and every one of the provinces' own the reader may see."""
    rules = queries.versions_shown(paths=handled_paths(request)).filter(kind=RuleKind.STANDARD)
    return [*law.load_standards(), *(standard_of(rule) for rule in rules)]
