"""Forms ready to be shown, checked or finished: a household's, or a whole village's at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q

from giamngheo.areas.models import Unit
from giamngheo.forms.assessing import Assessment, FormRules, assess
from giamngheo.forms.enums import FormState
from giamngheo.forms.last_year import LastYear, last_years
from giamngheo.forms.models import FormConflict, FormFile, ReviewForm
from giamngheo.forms.places import Place, places_of
from giamngheo.forms.prefilling import Found, found_of, prefilled
from giamngheo.law.enums import AreaType, Evidence
from giamngheo.registry.models import Household, HouseholdStatus
from giamngheo.reviews.enums import Procedure
from giamngheo.reviews.models import (
    Campaign,
    ReviewListing,
    ReviewResult,
)


@dataclass(frozen=True, kw_only=True)
class OpenForm:
    """
    A household's form in a campaign: begun or not, with all it is shown and judged by.

    texts: by field name, as typed; before anything was saved what is known beforehand.
    """

    campaign: Campaign
    household: Household
    place: Place
    rules: FormRules
    texts: dict[str, str]
    form: ReviewForm | None = None
    last: LastYear | None = None
    conflicts: tuple[FormConflict, ...] = ()
    is_listed: bool = True

    @property
    def version(self) -> int:
        return self.form.row_version if self.form else 0

    @property
    def is_done(self) -> bool:
        return self.form is not None and self.form.state == FormState.DONE

    def assess(self) -> Assessment:
        return assess(rules=self.rules, texts=self.texts)


@dataclass(frozen=True, kw_only=True)
class VillageForms:
    """The forms of one village, its households in the order of their names."""

    campaign: Campaign
    unit: Unit
    place: Place
    forms: tuple[OpenForm, ...]
    file: FormFile | None = None
    open_conflicts: int = field(default=0)

    @property
    def done(self) -> int:
        return sum(one.is_done for one in self.forms)


def campaign_or_none(*, code: str) -> Campaign | None:
    return Campaign.objects.select_related("unit").filter(code=code).first()


def open_form(
    *, campaign: Campaign, household: Household, evidence: Evidence | None = None
) -> OpenForm | None:
    """Return the household's form; None where the campaign does not cover it."""
    found = open_forms(campaign=campaign, households=[household], evidence=evidence)
    return found[0] if found else None


def open_forms(
    *,
    campaign: Campaign,
    households: Sequence[Household],
    evidence: Evidence | None = None,
) -> list[OpenForm]:
    """
    Return the forms of households that the campaign covers, in the order given.

    A form begun keeps its evidence; a new one takes `evidence` where it is possible, else the best.
    A fixed number of SQL queries for the households of one village.
    """
    places = places_of(campaign=campaign, households=households)
    ids = [household.pk for household in households]
    forms = {
        form.household_id: form
        for form in ReviewForm.objects.filter(campaign=campaign, household__in=ids).select_related(
            "saved_by", "done_by"
        )
    }
    conflicts = _open_conflicts(forms.values())
    found = found_of(households=households, as_of=campaign.judged_for)
    last = last_years(campaign=campaign, household_ids=ids)
    listed = _listed(campaign, ids)
    return [
        _open(
            campaign,
            household,
            places[household.pk],
            forms.get(household.pk),
            found[household.pk],
            last.get(household.pk),
            conflicts=tuple(conflicts.get(household.pk, ())),
            is_listed=listed is None or household.pk in listed,
            evidence=evidence,
        )
        for household in households
        if household.pk in places
    ]


def _open(
    campaign: Campaign,
    household: Household,
    place: Place,
    form: ReviewForm | None,
    found: Found,
    last: LastYear | None,
    *,
    conflicts: tuple[FormConflict, ...],
    is_listed: bool,
    evidence: Evidence | None,
) -> OpenForm:
    wanted = Evidence(form.evidence) if form else evidence
    kind = wanted if wanted in place.kinds else place.kinds[0]
    rules = FormRules(
        standard=place.standard,
        points=place.points,
        evidence=kind,
        area=AreaType(place.commune.area_type),
        survey_date=campaign.judged_for,
        people=found.people,
    )
    texts = (
        dict(form.values)
        if form
        else prefilled(rules=rules, found=found, last=last, region=place.region)
    )
    return OpenForm(
        campaign=campaign,
        household=household,
        place=place,
        rules=rules,
        texts=texts,
        form=form,
        last=last,
        conflicts=conflicts,
        is_listed=is_listed,
    )


def _open_conflicts(forms: Iterable[ReviewForm]) -> dict[int, list[FormConflict]]:
    by_household = {form.pk: form.household_id for form in forms}
    found: dict[int, list[FormConflict]] = {}
    if by_household:
        waiting = FormConflict.objects.filter(form__in=by_household, settled_at__isnull=True)
        for conflict in waiting.select_related("offered_by").order_by("id"):
            found.setdefault(by_household[conflict.form_id], []).append(conflict)
    return found


def _listed(campaign: Campaign, ids: Sequence[int]) -> set[int] | None:
    """Return who is on the list to review; None where the campaign keeps no list."""
    if campaign.procedure != Procedure.FULL:
        return None
    rows = ReviewListing.objects.filter(
        campaign=campaign, household__in=ids, withdrawn_on__isnull=True
    )
    return set(rows.values_list("household_id", flat=True))


# ── A village ─────────────────────────────────────────────────────────────────────────────────


def village_forms(
    *, campaign: Campaign, unit: Unit, evidence: Evidence | None = None
) -> VillageForms | None:
    """
    Return the forms of the village `unit` (or of a commune's households without a village).

    None where the campaign does not cover it. Without households the place is still told.
    """
    households = list(households_of_village(campaign=campaign, unit=unit))
    forms = open_forms(campaign=campaign, households=households, evidence=evidence)
    place = forms[0].place if forms else _empty_place(campaign, unit)
    if place is None:
        return None
    return VillageForms(
        campaign=campaign,
        unit=unit,
        place=place,
        forms=tuple(forms),
        file=FormFile.objects.filter(campaign=campaign, unit=unit)
        .select_related("taken_by")
        .order_by("-id")
        .first(),
        open_conflicts=sum(bool(one.conflicts) for one in forms),
    )


def _empty_place(campaign: Campaign, unit: Unit) -> Place | None:
    nobody = Household(pk=0, unit=unit, unit_path=unit.path)
    return places_of(campaign=campaign, households=[nobody]).get(0)


def households_of_village(*, campaign: Campaign, unit: Unit) -> list[Household]:
    """
    Return the households to review, by name: those on the list; where the campaign keeps none, the
    village's poor and near-poor on the day judged for, and whoever has a form or a result.
    """
    if campaign.procedure == Procedure.FULL:
        listings = ReviewListing.objects.filter(
            campaign=campaign, village__unit=unit, withdrawn_on__isnull=True
        )
        return [
            listing.household
            for listing in listings.select_related("household__unit").order_by("sort_key", "id")
        ]
    day = campaign.judged_for
    status = HouseholdStatus.objects.in_force(day).filter(
        household=OuterRef("pk"), category__in=("POOR", "NEAR_POOR")
    )
    form = ReviewForm.objects.filter(campaign=campaign, household=OuterRef("pk"))
    result = ReviewResult.objects.filter(campaign=campaign, household=OuterRef("pk"))
    wanted = Q(Exists(form)) | Q(Exists(result)) | Q(Exists(status))
    found = Household.objects.filter(unit=unit).registered_on(day).filter(wanted)
    return list(found.select_related("unit").order_by("sort_key", "id"))


def next_to_fill(*, campaign: Campaign, household: Household) -> Household | None:
    """Return the next household of the same village whose form is not done, or None: all are."""
    unit = household.unit
    if campaign.procedure == Procedure.FULL:
        listing = ReviewListing.objects.select_related("village__unit").filter(
            campaign=campaign, household=household
        )
        found = listing.first()
        unit = found.village.unit if found else unit
    households = households_of_village(campaign=campaign, unit=unit)
    done = set(
        ReviewForm.objects.filter(
            campaign=campaign,
            household__in=[one.pk for one in households],
            state=FormState.DONE,
        ).values_list("household_id", flat=True)
    )
    places = {one.pk: number for number, one in enumerate(households)}
    start = places.get(household.pk, -1) + 1
    for one in households[start:] + households[:start]:
        if one.pk not in done and one.pk != household.pk:
            return one
    return None


def form_counts(*, campaign: Campaign, path: str) -> dict[str, int]:
    """Return how many forms at or below `path` are drafts, done, provisional, in conflict."""
    forms = ReviewForm.objects.filter(campaign=campaign, unit_path__startswith=path)
    return {
        "draft": forms.filter(state=FormState.DRAFT).count(),
        "done": forms.filter(state=FormState.DONE).count(),
        "provisional": forms.filter(is_provisional=True).count(),
        "conflicting": forms.filter(
            Exists(FormConflict.objects.filter(form=OuterRef("pk"), settled_at__isnull=True))
        ).count(),
    }
