"""Campaigns of review: where each commune stands, its judged list, and the decision on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from giamngheo.accounts.enums import Permission
from giamngheo.law.standard_view import caution_of
from giamngheo.reviews import actions, queries
from giamngheo.reviews.enums import CommuneState
from giamngheo.reviews.models import Campaign, CommuneReview
from giamngheo.rules.queries import standard_for
from giamngheo.web.access import scope_of
from giamngheo.web.paging import page_by_key
from giamngheo.web.rendering import render
from giamngheo.web.reviews import table as layout
from giamngheo.web.reviews.forms import DecisionForm
from giamngheo.web.reviews.opening_views import own_units
from giamngheo.web.reviews.place import HOME, campaign_of, commune_of
from giamngheo.web.tables import build_table


@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    campaigns = queries.campaigns_visible(paths=scope_of(request).paths)
    table = build_table(
        request,
        name="dot-ra-soat",
        caption="Các đợt rà soát",
        columns=layout.CAMPAIGN_COLUMNS,
        rows=[layout.campaign_row(found) for found in campaigns],
        empty="Chưa có đợt rà soát nào trong địa bàn của bạn.",
    )
    context = {
        "table": table,
        "may_open": bool(own_units(request)),
        "steps": [HOME, ("Rà soát", "")],
    }
    return render(request, "reviews/review_list.html", context, block="results")


@require_GET
def campaign(request: HttpRequest, code: str) -> HttpResponse:
    found = campaign_of(request, code)
    scope = scope_of(request)
    communes = scope.filter(queries.commune_reviews(campaign=found))
    counted = queries.results_by_commune(campaign=found)
    table = build_table(
        request,
        name="cac-xa",
        caption=f"{found.name}: các xã, thị trấn",
        columns=layout.COMMUNE_COLUMNS,
        rows=[layout.commune_row(found, one, counted.get(one.unit_id, {})) for one in communes],
    )
    context = {
        "campaign": found,
        "standard": standard_for(found.standard).title,
        "caution": caution_of(standard_for(found.standard)),
        "table": table,
        "decided": sum(one.state == CommuneState.DECIDED for one in communes),
        "count": len(communes),
        "steps": [HOME, ("Rà soát", reverse("review_list")), (found.name, "")],
    }
    return render(
        request, "reviews/campaign.html", context, block="results", generated=found.is_generated
    )


@require_GET
def commune(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    return _commune_page(request, *commune_of(request, code, unit_code), form=DecisionForm())


@require_POST
def judge(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    found, review = commune_of(request, code, unit_code, Permission.REVIEW)
    count = actions.judge_communes(campaign=found, units=[review.unit], by=scope_of(request).user)
    messages.success(request, f"Đã xét {count} hộ theo chuẩn {found.standard}.")
    return redirect("campaign_commune", code=code, unit_code=unit_code)


@require_POST
def decide(request: HttpRequest, code: str, unit_code: str) -> HttpResponse:
    found, review = commune_of(request, code, unit_code, Permission.DECIDE)
    if found.is_full:
        # Escapes, opinion and minutes belong to the decision: it is taken on a page of its own.
        return redirect("approval", code=code, unit_code=unit_code)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _commune_page(request, found, review, form=form, status=422)
    decision = actions.decide_commune(
        campaign=found, unit=review.unit, by=scope_of(request).user, **form.cleaned_data
    )
    messages.success(
        request,
        f"Đã ghi quyết định {decision.number}: {decision.poor} hộ nghèo, "
        f"{decision.near_poor} hộ cận nghèo. Danh sách đã khóa.",
    )
    return redirect("campaign_commune", code=code, unit_code=unit_code)


def _commune_page(
    request: HttpRequest,
    found: Campaign,
    review: CommuneReview,
    *,
    form: DecisionForm,
    status: int = 200,
) -> HttpResponse:
    scope = scope_of(request)
    results = queries.results_of_commune(campaign=found, unit_path=review.unit_path)
    page = page_by_key(request, rows=results, order=layout.ORDER)
    context = {
        "campaign": found,
        "review": review,
        "state": layout.STATES[CommuneState(review.state)],
        "caution": caution_of(standard_for(found.standard)),
        "counts": queries.results_by_commune(campaign=found).get(review.unit_id, {}),
        "page": page,
        "table": build_table(
            request,
            name="ket-qua",
            caption=f"Kết quả rà soát, {review.unit.full_name}",
            columns=layout.result_columns(page.rows),
            rows=[layout.result_row(result) for result in page.rows],
            presorted=True,
            empty="Chưa nhập phiếu nào. Nhập phiếu của các hộ cần rà soát để bắt đầu.",
        ),
        "form": form,
        "decision": queries.decision_of(campaign=found, unit_id=review.unit_id),
        # In the whole procedure villages are scored one by one, and the decision has its own page.
        "may_judge": not found.is_full and scope.can(Permission.REVIEW, review.unit_path),
        "may_decide": not found.is_full and scope.can(Permission.DECIDE, review.unit_path),
        "steps": [
            HOME,
            (found.name, reverse("campaign", kwargs={"code": found.code})),
            (review.unit.full_name, ""),
        ],
    }
    return render(
        request,
        "reviews/commune.html",
        context,
        block="results",
        status=status,
        generated=found.is_generated,
    )
