"""The second check of a commune: the draw, both answers side by side, differences settled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.law.enums import Evidence
from giamngheo.law.standard_types import Standard
from giamngheo.registry.enums import StatusCategory
from giamngheo.reviews.enums import Settlement
from giamngheo.reviews.models import (
    Campaign,
    CommuneReview,
    ReviewResult,
    SecondCheck,
    SecondCheckItem,
)
from giamngheo.reviews.second_check import (
    SecondAnswer,
    check_of,
    draw_sample,
    record_second,
    settle_difference,
    summary_of,
)
from giamngheo.rules.queries import standard_for
from giamngheo.web.access import scope_of, today
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.reviews.place import full_commune_of, steps_to
from giamngheo.web.tables import Cell, Column, Row, Status, build_table

ORDER = ("sort_key", "id")
AGREES = Status(tone="good", word="Khớp")
DIFFERS = Status(tone="bad", word="Lệch, chưa xử lý")
SETTLED = Status(tone="plain", word="Lệch, đã xử lý")
WAITING = Status(tone="look", word="Chưa phúc tra")
COLUMNS = (
    Column(key="head", head="Chủ hộ", row_head=True, sortable=False),
    Column(key="place", head="Thôn", sortable=False, wide_only=True),
    Column(key="b1_first", head="B1", group="Lần đầu", kind="number", zero="0", sortable=False),
    Column(key="b2_first", head="B2", group="Lần đầu", kind="number", zero="0", sortable=False),
    Column(key="first", head="Kết quả", group="Lần đầu", sortable=False),
    Column(key="b1_second", head="B1", group="Phúc tra", kind="number", zero="0", sortable=False),
    Column(key="b2_second", head="B2", group="Phúc tra", kind="number", zero="0", sortable=False),
    Column(key="second", head="Kết quả", group="Phúc tra", sortable=False),
    Column(key="state", head="So sánh", kind="status", sortable=False),
)


class DrawForm(forms.Form):
    percent = forms.IntegerField(label="Tỷ lệ rút mẫu (%)", min_value=1, max_value=100, initial=10)


class SecondForm(forms.Form):
    """What the second team found, by the first form's kind of evidence."""

    team = forms.CharField(label="Người phúc tra", max_length=200)
    score_b1 = forms.IntegerField(label="Điểm B1", min_value=0, max_value=1000)
    score_b2 = forms.IntegerField(label="Điểm B2", min_value=0, max_value=1000)
    income_per_capita_vnd = forms.IntegerField(
        label="Thu nhập bình quân đầu người một tháng (đồng)",
        min_value=0,
        max_value=1_000_000_000,
    )
    deprivations = forms.MultipleChoiceField(
        label="Chỉ số thiếu hụt", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, standard: Standard, evidence: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_income = evidence == Evidence.INCOME.value
        for name in ("score_b1", "score_b2") if by_income else ("income_per_capita_vnd",):
            del self.fields[name]
        choices = [(one.code, one.name) for one in standard.indicators]
        self.fields["deprivations"].choices = choices  # type: ignore[attr-defined]

    def answer(self) -> SecondAnswer:
        given = self.cleaned_data
        return SecondAnswer(
            score_b1=given.get("score_b1"),
            score_b2=given.get("score_b2"),
            income_per_capita_vnd=given.get("income_per_capita_vnd"),
            deprivations=given["deprivations"],
        )


class SettleForm(forms.Form):
    settlement = forms.ChoiceField(label="Chọn", choices=Settlement.choices)
    reason = forms.CharField(
        label="Lý do", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


@require_GET
def second_check(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    campaign, review = full_commune_of(request, code, unit_code)
    drawn = check_of(campaign=campaign, unit=review.unit)
    may = scope_of(request).can(Permission.SUPERVISE_REVIEW, review.unit_path)
    context: dict[str, Any] = {
        "campaign": campaign,
        "review": review,
        "drawn": drawn,
        "place": {"code": code, "unit_code": unit_code},
        "may_check": may,
        "form": DrawForm(),
        "steps": _steps(campaign, review),
    }
    if drawn is not None:
        context |= _sample(request, campaign, drawn, unit_code)
    return render(
        request,
        "reviews/second_check.html",
        context,
        block="results",
        generated=campaign.is_generated,
    )


@require_POST
def second_check_draw(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    campaign, review = full_commune_of(request, code, unit_code, Permission.SUPERVISE_REVIEW)
    given = request.POST.get("percent", "")
    drawn = draw_sample(
        campaign=campaign,
        unit=review.unit,
        percent=int(given) if given.isdecimal() and len(given) < 4 else 0,
        by=scope_of(request).user,
        as_of=today(),
    )
    count = drawn.items.count()
    messages.success(request, f"Đã rút {count} trên {drawn.population} hộ để phúc tra.")
    return redirect("second_check", code=code, unit_code=unit_code)


@require_http_methods(["GET", "POST"])
def second_check_item(
    request: HttpRequest, code: str, unit_code: str, item_id: int
) -> HttpResponse:
    """One household of the sample: both answers; the second's form, then the settlement."""
    writing = request.method == "POST"
    permission = Permission.SUPERVISE_REVIEW if writing else Permission.VIEW_PERSONAL
    campaign, review = full_commune_of(request, code, unit_code, permission)
    item = _item(campaign, review, item_id)
    first = ReviewResult.objects.filter(campaign=campaign, household=item.household).first()
    standard = standard_for(campaign.standard)
    evidence = first.evidence if first else Evidence.SCORES.value
    settling = bool(item.differs) and not item.settlement and "settlement" in request.POST
    second_form = SecondForm(
        request.POST if writing and not settling else None,
        standard=standard,
        evidence=evidence,
    )
    settle_form = SettleForm(request.POST if settling else None)
    if writing and (settle_form if settling else second_form).is_valid():
        return _store(request, item, second_form, settle_form if settling else None)
    return _draw_item(
        request,
        {
            "campaign": campaign,
            "review": review,
            "item": item,
            "first": _shown(item.first, standard),
            "second": _shown(item.second, standard),
            "categories": dict(StatusCategory.choices),
            "to_mend": _to_mend(item, first),
            "by_income": evidence == Evidence.INCOME.value,
            "second_form": second_form,
            "settle_form": settle_form,
            "settlement": Settlement(item.settlement).label if item.settlement else "",
            "may_check": scope_of(request).can(Permission.SUPERVISE_REVIEW, item.unit_path),
            "steps": [
                *_steps(campaign, review)[:-1],
                ("Phúc tra", _address(campaign, review)),
                (item.household.head_name, ""),
            ],
        },
        status=422 if writing else 200,
    )


def _to_mend(item: SecondCheckItem, first: ReviewResult | None) -> bool:
    """Whether the second answer was chosen and the form still says something else."""
    if item.settlement != Settlement.SECOND:
        return False
    return first is None or first.category != item.second["category"]


def _shown(kept: dict[str, Any], standard: Standard) -> dict[str, Any]:
    """Add the names of what is lacking, as the campaign's standard calls them."""
    if not kept:
        return kept
    names = {one.code: one.name for one in standard.indicators}
    lacking = ", ".join(names.get(code, code) for code in kept["deprivations"])
    return {**kept, "lacking": lacking}


def _draw_item(request: HttpRequest, context: dict[str, Any], *, status: int) -> HttpResponse:
    generated = context["campaign"].is_generated
    template = "reviews/second_check_item.html"
    return render(request, template, context, status=status, generated=generated)


def _store(
    request: HttpRequest,
    item: SecondCheckItem,
    second_form: SecondForm,
    settle_form: SettleForm | None,
) -> HttpResponse:
    by, day = scope_of(request).user, today()
    head = item.household.head_name
    if settle_form is not None:
        given = settle_form.cleaned_data
        settle_difference(
            item=item,
            settlement=Settlement(given["settlement"]),
            reason=given["reason"],
            by=by,
            as_of=day,
        )
        messages.success(request, f"Đã xử lý chênh lệch của hộ {head}.")
    else:
        item = record_second(
            item=item,
            answer=second_form.answer(),
            team=second_form.cleaned_data["team"],
            by=by,
            as_of=day,
        )
        words = "lệch, cần xử lý" if item.differs else "khớp với lần đầu"
        messages.success(request, f"Đã ghi kết quả phúc tra hộ {head}: {words}.")
    return redirect(request.path)


def _item(campaign: Campaign, review: CommuneReview, item_id: int) -> SecondCheckItem:
    found = (
        SecondCheckItem.objects.filter(check_of__commune_review=review, pk=item_id)
        .select_related("household", "village__unit", "check_of")
        .first()
    )
    if found is None:
        raise Http404(f"no household {item_id} in the sample")
    found.campaign = campaign
    return found


def _sample(
    request: HttpRequest, campaign: Campaign, drawn: SecondCheck, unit_code: str
) -> dict[str, Any]:
    rows = drawn.items.select_related("household", "village__unit")
    page = page_by_key(request, rows=rows, order=ORDER)
    return {
        "summary": summary_of(drawn=drawn),
        "page": page,
        "table": build_table(
            request,
            name="phuc-tra",
            caption=f"Mẫu phúc tra, {drawn.unit.full_name}",
            columns=COLUMNS,
            rows=[_row(campaign, unit_code, one) for one in page.rows],
            presorted=True,
        ),
    }


def _row(campaign: Campaign, unit_code: str, item: SecondCheckItem) -> Row:
    place = {"code": campaign.code, "unit_code": unit_code, "item_id": item.pk}
    state = WAITING
    if item.differs is not None:
        state = (SETTLED if item.settlement else DIFFERS) if item.differs else AGREES
    return Row(
        cells={
            "head": Cell(
                value=item.household.head_name, href=reverse("second_check_item", kwargs=place)
            ),
            "place": item.village.unit.name,
            "b1_first": item.first.get("b1"),
            "b2_first": item.first.get("b2"),
            "first": _category(item.first),
            "b1_second": item.second.get("b1"),
            "b2_second": item.second.get("b2"),
            "second": _category(item.second),
            "state": state,
        },
        tone="bad" if state is DIFFERS else "",
    )


def _category(kept: dict[str, Any]) -> str:
    category = kept.get("category")
    if not category:
        return ""
    group = f" ({kept['group']})" if kept.get("group") else ""
    return f"{StatusCategory(category).label}{group}"


def _address(campaign: Campaign, review: CommuneReview) -> str:
    place = {"code": campaign.code, "unit_code": review.unit.code}
    return reverse("second_check", kwargs=place)


def _steps(campaign: Campaign, review: CommuneReview) -> list[tuple[str, str]]:
    place = {"code": campaign.code, "unit_code": review.unit.code}
    board = reverse("commune_board", kwargs=place)
    return steps_to(campaign, (review.unit.full_name, board), ("Phúc tra", ""))
