"""
Who reaches what: every address of the site, with real ids, tried by every kind of reader.

A new address fails `test_every_address_is_classified` until it says below who may open it.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pdfplumber
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db.models import Q
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from docx import Document
from docx.oxml.ns import qn
from python_calamine import CalamineWorkbook

from giamngheo.accounts.enums import Permission as May
from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.agencies.actions import set_up_agencies
from giamngheo.agencies.models import Agency
from giamngheo.areas.models import Unit
from giamngheo.audit.models import AuditEvent
from giamngheo.committees.actions import GivenMember, add_members, create_committee
from giamngheo.committees.meetings import record_meeting
from giamngheo.committees.models import Committee
from giamngheo.decisions.models import DecisionLine, FollowUp, FurtherDecision
from giamngheo.exchange.actions import open_batch
from giamngheo.exchange.enums import Mode
from giamngheo.exchange.models import ImportBatch
from giamngheo.forms.models import FormConflict, ReviewForm
from giamngheo.meetings.models import Posting
from giamngheo.papers.actions import issue_confirmation
from giamngheo.papers.models import Confirmation
from giamngheo.planning.models import (
    Amendment,
    Dispatch,
    LegalDocument,
    Plan,
    PlanItem,
    PlanRecipient,
    PlanTask,
    Target,
)
from giamngheo.quality.checking import check_inside
from giamngheo.quality.models import DuplicatePair, Finding
from giamngheo.registry.models import Carrying, Household, HouseholdEvent, Member
from giamngheo.reviews.actions import judge_communes, open_campaign, record_scores
from giamngheo.reviews.enums import CampaignKind, RequestKind
from giamngheo.reviews.models import (
    Campaign,
    CommuneReview,
    Decision,
    ReviewListing,
    ReviewRequest,
    SecondCheckItem,
    SupervisionQuestion,
    VillageReview,
)
from giamngheo.reviews.requests import take_request
from giamngheo.reviews.second_check import draw_sample
from giamngheo.reviews.supervision import ask_question
from giamngheo.rules.models import RuleVersion
from giamngheo.simulations.actions import save_scenario, start_run
from giamngheo.simulations.models import Scenario
from giamngheo.simulations.variants import Variant
from giamngheo.targets.models import Allocation, ExpectedExit, Measurement
from giamngheo.targets.opening import open_allocation
from giamngheo.tasks.actions import GivenTask, create_task
from giamngheo.tasks.deadlines import Rule
from giamngheo.tasks.enums import Origin
from giamngheo.tasks.models import Obstacle, TaskEvidence
from giamngheo.tasks.obstacles import raise_obstacle
from giamngheo.web.exporting import XLSX
from giamngheo.web.households.event_forms import PAGES
from giamngheo.web.papers.views import WORD
from giamngheo.work.models import WorkItem
from tests.factories.accounts import UserFactory, officer
from tests.factories.full_campaign import open_full
from tests.factories.rules import enter, local_text
from tests.factories.small_year import (
    FOREIGN_NAMES,
    NAMES,
    NEIGHBOUR,
    YEAR,
    SmallYear,
    decide,
    make_plan,
    scores,
)

TODAY = datetime(2020, 12, 20, 3, tzinfo=UTC)
REFUSED = 403

# Who may open an address. A permission: whoever has it at the unit the address speaks of.
OPEN = "everybody, logged in or not"
READER = "every reader who is logged in; what it shows is filtered by scope"
TOUCHED = "readers with figures anywhere at, above or below the unit"
TASKS_TOUCHED = "readers who manage tasks anywhere at, above or below the unit"
PEOPLE_TOUCHED = "readers with files of households anywhere at, above or below the unit"
VILLAGE_PAPERS = "readers who review the village or take the papers of its commune"
SYSTEM = "the administrator of the system"

RULES: dict[str, object] = {
    "home": READER,
    "login": OPEN,
    "logout": OPEN,
    "password_change": READER,
    "choose": May.VIEW_REGISTER,
    "search": READER,
    "work_list": READER,
    "work_stop": READER,
    "work_retry": READER,
    "work_file": READER,
    "unit_list": READER,
    "unit": READER,
    "unit_carrying": May.MANAGE_UNITS,
    "unit_carry_all": May.MANAGE_UNITS,
    "unit_carry_chosen": May.MANAGE_UNITS,
    "unit_carry_undo": May.MANAGE_UNITS,
    "unit_year": May.VIEW_REGISTER,
    "unit_year_xlsx": May.EXPORT,
    "allocation_list": May.VIEW_REGISTER,
    "allocation_open": May.ALLOCATE,
    "allocation": May.VIEW_REGISTER,
    "allocation_save": May.ALLOCATE,
    "allocation_propose": May.ALLOCATE,
    "allocation_undo": May.ALLOCATE,
    "allocation_goal": May.ALLOCATE,
    "allocation_terms": May.ALLOCATE,
    "allocation_import": May.ALLOCATE,
    "allocation_copy": May.ALLOCATE,
    "allocation_decide": May.ALLOCATE,
    "allocation_docx": May.EXPORT,
    "allocation_xlsx": May.EXPORT,
    "target": May.VIEW_REGISTER,
    "target_own": May.ALLOCATE,
    "target_result": May.ALLOCATE,
    "target_behind": May.ALLOCATE,
    "target_evidence": May.VIEW_REGISTER,
    "exits": May.VIEW_PERSONAL,
    "exits_add": May.EDIT_REGISTER,
    "exits_remove": May.EDIT_REGISTER,
    "exits_explain": May.EDIT_REGISTER,
    "groups": May.VIEW_REGISTER,
    "groups_xlsx": May.EXPORT,
    "group_households": May.VIEW_PERSONAL,
    "group_households_xlsx": May.EXPORT_PERSONAL,
    "circumstances": May.VIEW_PERSONAL,
    "causes_record": May.REVIEW,
    "need_record": May.REVIEW,
    "need_end": May.REVIEW,
    "land_record": May.REVIEW,
    "land_end": May.REVIEW,
    "working_set": May.EDIT_REGISTER,
    "measure_record": May.VIEW_CONFIDENTIAL,
    "measure_end": May.VIEW_CONFIDENTIAL,
    "deprivations": May.VIEW_REGISTER,
    "deprivations_xlsx": May.EXPORT,
    "deprived_households": May.VIEW_PERSONAL,
    "household_list": May.VIEW_PERSONAL,
    "household_list_xlsx": May.EXPORT_PERSONAL,
    "import_list": May.EDIT_REGISTER,
    "import_new": May.EDIT_REGISTER,
    "import_batch": May.EDIT_REGISTER,
    "import_commit": May.EDIT_REGISTER,
    "import_reread": May.EDIT_REGISTER,
    "import_discard": May.EDIT_REGISTER,
    "import_undo": May.EDIT_REGISTER,
    "import_refused": May.EDIT_REGISTER,
    "export_page": READER,
    "empty_template": May.EDIT_REGISTER,
    "filled_template": May.EXPORT_PERSONAL,
    "national_list": May.EXPORT_PERSONAL,
    "household": May.VIEW_PERSONAL,
    "household_requests": READER,
    "quality_home": READER,
    "quality_rules": READER,
    "quality_board": May.VIEW_REGISTER,
    "quality_board_xlsx": May.EXPORT,
    "quality_check": May.VIEW_PERSONAL,
    "finding_list": May.VIEW_PERSONAL,
    "finding_list_xlsx": May.EXPORT_PERSONAL,
    "finding_accept": May.EDIT_REGISTER,
    "finding_reopen": May.EDIT_REGISTER,
    "quality_pairs": May.VIEW_PERSONAL,
    "quality_pair": May.VIEW_PERSONAL,
    "quality_pair_decide": May.EDIT_REGISTER,
    "household_event": May.REVIEW,
    "household_event_undo": May.EDIT_REGISTER,
    "household_event_accept": May.EDIT_REGISTER,
    "household_event_reject": May.EDIT_REGISTER,
    "review_list": READER,
    "campaign": TOUCHED,
    "campaign_commune": May.VIEW_PERSONAL,
    "campaign_new": May.REVIEW,
    "campaign_board": TOUCHED,
    "campaign_board_xlsx": May.EXPORT,
    "commune_board": TOUCHED,
    "commune_board_xlsx": May.EXPORT,
    "village_listing": May.VIEW_PERSONAL,
    "village_listing_xlsx": May.EXPORT_PERSONAL,
    "village_score": May.REVIEW,
    "village_send_back": May.CHECK_LIST,
    "village_plan": May.REVIEW,
    "listing_withdraw": May.REVIEW,
    "request_list": PEOPLE_TOUCHED,
    "campaign_start": PEOPLE_TOUCHED,
    "request_take": May.REVIEW,
    "request_answer": May.VIEW_PERSONAL,
    "second_check": May.VIEW_PERSONAL,
    "second_check_draw": May.SUPERVISE_REVIEW,
    "second_check_item": May.VIEW_PERSONAL,
    "supervision": May.VIEW_PERSONAL,
    "supervision_visit": May.SUPERVISE_REVIEW,
    "supervision_ask": May.SUPERVISE_REVIEW,
    "supervision_answer": May.REVIEW,
    "supervision_close": May.SUPERVISE_REVIEW,
    "supervision_sign": May.SUPERVISE_REVIEW,
    "commune_papers": May.VIEW_PERSONAL,
    "commune_paper": May.TAKE_PAPERS,
    "commune_paper_pdf": May.TAKE_PAPERS,
    "certificates": May.TAKE_PAPERS,
    "village_papers": May.VIEW_PERSONAL,
    "village_paper": VILLAGE_PAPERS,
    "village_paper_pdf": VILLAGE_PAPERS,
    "office_texts": May.DECIDE,
    "office_text_save": May.DECIDE,
    "status_lookup": READER,
    "confirmations": May.VIEW_PERSONAL,
    "confirmation_issue": May.EDIT_REGISTER,
    "confirmation_pdf": May.EXPORT_PERSONAL,
    "confirmation_revoke": May.EDIT_REGISTER,
    "verify_ask": OPEN,
    "verify": OPEN,
    "village": May.VIEW_PERSONAL,
    "meeting_new": May.REVIEW,
    "meeting": May.VIEW_PERSONAL,
    "meeting_correct": May.REVIEW,
    "posting_new": May.REVIEW,
    "posting_requested": May.REVIEW,
    "posting_correct": May.REVIEW,
    "proof_add": May.REVIEW,
    "proof": May.VIEW_PERSONAL,
    "village_close": May.REVIEW,
    "complaint_new": May.REVIEW,
    "complaint": May.VIEW_PERSONAL,
    "complaint_confirm": May.REVIEW,
    "complaint_set_aside": May.REVIEW,
    "complaint_recheck": May.REVIEW,
    "complaint_answer": May.REVIEW,
    "commune_posting": May.VIEW_REGISTER,
    "complaint_list": READER,
    "posted_list": OPEN,
    "posted_complaint": OPEN,
    "days_off": READER,
    "days_off_year": READER,
    "review_form": May.VIEW_PERSONAL,
    "review_form_save": May.REVIEW,
    "review_form_reopen": May.REVIEW,
    "review_form_settle": May.REVIEW,
    "village_grid": May.VIEW_PERSONAL,
    "village_grid_save": May.REVIEW,
    "village_grid_finish": May.REVIEW,
    "village_forms_xlsx": May.REVIEW,
    "village_forms_take": May.REVIEW,
    "judge": May.REVIEW,
    "decide": May.DECIDE,
    "waiting": READER,
    "check_many": READER,
    "opinion_many": READER,
    "approval": May.VIEW_PERSONAL,
    "approval_submit": May.REVIEW,
    "approval_check": May.CHECK_LIST,
    "approval_return": May.CHECK_LIST,
    "approval_report": May.DECIDE,
    "approval_opinion": May.GIVE_OPINION,
    "approval_issue": May.DECIDE,
    "correction_new": May.DECIDE,
    "recognition": May.VIEW_PERSONAL,
    "further_decision": May.VIEW_PERSONAL,
    "movements": May.VIEW_REGISTER,
    "movements_xlsx": May.EXPORT,
    "movement_households": May.VIEW_PERSONAL,
    "hot_spots": May.VIEW_REGISTER,
    "threshold_set": May.ALLOCATE,
    "follow_up_open": May.ALLOCATE,
    "follow_up_close": May.ALLOCATE,
    "newly_escaped": May.VIEW_PERSONAL,
    "plan_list": READER,
    "plan": TOUCHED,
    "plan_upload": May.IMPORT_PLAN,
    "plan_desk": May.IMPORT_PLAN,
    "plan_item": May.IMPORT_PLAN,
    "plan_accept": May.IMPORT_PLAN,
    "plan_unit": May.IMPORT_PLAN,
    "plan_commit": May.IMPORT_PLAN,
    "plan_changes": May.IMPORT_PLAN,
    "plan_name": May.IMPORT_PLAN,
    "plan_parent": May.IMPORT_PLAN,
    "plan_amendments": TOUCHED,
    "amendment_propose": May.PROPOSE_CHANGE,
    "amendment_consolidate": May.IMPORT_PLAN,
    "amendment_decide": May.ALLOCATE,
    "plan_recipients": TOUCHED,
    "dispatch_record": May.IMPORT_PLAN,
    "dispatch_acknowledge": May.IMPORT_PLAN,
    "plan_source": May.IMPORT_PLAN,
    "task_funding": May.IMPORT_PLAN,
    "plan_task_guidance": May.IMPORT_PLAN,
    "plan_cascade": May.VIEW_REGISTER,
    "plan_close_out": May.VIEW_REGISTER,
    "legal_list": READER,
    "legal_document": READER,
    "legal_new": May.IMPORT_PLAN,
    "legal_edit": May.IMPORT_PLAN,
    "legal_relate": May.IMPORT_PLAN,
    "legal_assign": May.IMPORT_PLAN,
    "commune_plan": May.VIEW_PERSONAL,
    "commune_plan_row": May.EDIT_REGISTER,
    "commune_plan_group": May.EDIT_REGISTER,
    "commune_plan_step": May.EDIT_REGISTER,
    "commune_plan_file": May.EXPORT_PERSONAL,
    "plan_paper": May.EXPORT,
    "plan_draft": May.IMPORT_PLAN,
    "plan_draft_file": May.IMPORT_PLAN,
    "agency_list": READER,
    "agency": READER,
    "agency_set_up": May.MANAGE_TASKS,
    "agency_new": May.MANAGE_TASKS,
    "agency_alias_add": May.MANAGE_TASKS,
    "agency_alias_remove": May.MANAGE_TASKS,
    "agency_end": May.MANAGE_TASKS,
    "agency_mailbox": May.MANAGE_TASKS,
    "agency_staff_add": May.MANAGE_TASKS,
    "agency_staff_end": May.MANAGE_TASKS,
    "agency_hand_over": May.MANAGE_TASKS,
    "committee_home": READER,
    "committee": May.VIEW_REGISTER,
    "committee_new": May.MANAGE_TASKS,
    "committee_import": May.MANAGE_TASKS,
    "committee_member_add": May.MANAGE_TASKS,
    "committee_member_end": May.MANAGE_TASKS,
    "committee_assign": May.MANAGE_TASKS,
    "committee_unassign": May.MANAGE_TASKS,
    "committee_resolve": May.MANAGE_TASKS,
    "committee_accept": May.MANAGE_TASKS,
    "committee_meeting": May.MANAGE_TASKS,
    "committee_conclusion": May.MANAGE_TASKS,
    "task_list": READER,
    "task_list_xlsx": May.EXPORT,
    "task_new": May.MANAGE_TASKS,
    "task_take_over": May.MANAGE_TASKS,
    "task_gaps": May.VIEW_REGISTER,
    "task": TOUCHED,
    "task_progress": TASKS_TOUCHED,
    "task_dated": May.MANAGE_TASKS,
    "task_lead": May.MANAGE_TASKS,
    "task_withdraw": May.MANAGE_TASKS,
    "task_evidence": TOUCHED,
    "obstacle_list": READER,
    "obstacle_new": May.MANAGE_TASKS,
    "obstacle": May.VIEW_REGISTER,
    "obstacle_route": May.MANAGE_TASKS,
    "obstacle_answer": May.MANAGE_TASKS,
    "obstacle_reopen": May.MANAGE_TASKS,
    "simulation_list": READER,
    "simulation_new": May.VIEW_REGISTER,
    "simulation": May.VIEW_REGISTER,
    "simulation_run": May.VIEW_REGISTER,
    "simulation_households": May.VIEW_PERSONAL,
    "simulation_households_xlsx": May.EXPORT_PERSONAL,
    "simulation_xlsx": May.EXPORT,
    "gallery": SYSTEM,
    "standard_list": READER,
    "standard_compare": READER,
    "standard": READER,
    "standard_file": READER,
    "point_table": READER,
    "point_template": READER,
    "rule_enter": May.ENTER_RULES,
    "rule_submit": May.ENTER_RULES,
    "rule_approve": May.APPROVE_RULES,
    "rule_return": May.APPROVE_RULES,
    "rule_withdraw": May.APPROVE_RULES,
}


@dataclass(frozen=True)
class Door:
    """One request: the page's name, its address, and the path of the unit it speaks of."""

    name: str
    address: str
    path: str | None = None
    method: str = "GET"
    data: tuple[tuple[str, str], ...] = ()


@pytest.fixture(autouse=True)
def december() -> Iterator[None]:
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def year(db: None) -> SmallYear:
    """The small year, with a review and a plan in the neighbour district too."""
    built = SmallYear()
    campaign = open_campaign(
        code="ben-2019",
        name="Rà soát bên 2019",
        kind=CampaignKind.PERIODIC,
        year=YEAR - 1,
        unit=built.district.neighbour,
        communes=[built.foreign_commune],
        standard="vn-2016",
        judged_for=date(YEAR - 1, 11, 15),
        by=None,
    )
    record_scores(campaign=campaign, scores=scores(NEIGHBOUR), by=None)
    judge_communes(campaign=campaign, units=[built.foreign_commune], by=None)
    decide(campaign, built.foreign_commune, YEAR - 1)
    make_plan(built.district, unit=built.district.neighbour)
    for reviewed, unit in (("thu-2020", built.district.rural), ("ben-2019", built.foreign_commune)):
        simulated(Campaign.objects.get(code=reviewed), unit)
    enter(local_text(), unit=built.district.province, by=UserFactory())
    add_papers(built)
    add_decisions(built)
    add_whole_procedure(built)
    return built


def add_whole_procedure(built: SmallYear) -> None:
    """A campaign led the whole way in both districts, with something on each of its pages."""
    for code, unit, communes in (
        ("dot-2020", built.district.unit, built.district.communes),
        ("dot-ben", built.district.neighbour, [built.foreign_commune]),
    ):
        campaign = open_full(built.district, code=code, year=YEAR, unit=unit, communes=communes)
        listing = ReviewListing.objects.filter(campaign=campaign).order_by("id")[0]
        household, review = listing.household, listing.village.commune_review
        sheets = {household.code: (100, 0, (), 0)}
        record_scores(campaign=campaign, scores=scores(sheets), by=None)
        judge_communes(campaign=campaign, units=[review.unit], by=None)
        draw_sample(campaign=campaign, unit=review.unit, percent=100, by=None, as_of=TODAY.date())
        ask_question(review=review, question="Vì sao?", by=None, as_of=TODAY.date())
        take_request(
            campaign=campaign,
            household=household,
            kind=RequestKind.POVERTY,
            received_on=TODAY.date(),
            by=None,
            as_of=TODAY.date(),
        )


def add_decisions(built: SmallYear) -> None:
    """A correction on paper and a watched commune, in both districts."""
    for code, household in (("thu-2020", "A-001"), ("ben-2019", "N-001")):
        decision = Decision.objects.filter(campaign__code=code).order_by("unit__code")[0]
        corrected = Household.objects.get(code=household)
        further = FurtherDecision.objects.create(
            decision=decision,
            kind="CORRECTION",
            version=2,
            unit_path=decision.unit_path,
            number=f"9-{code}",
            signed_date=TODAY.date(),
            effective_date=TODAY.date(),
            signer="Lương Minh Thuyết",
            reason="Chấm sót",
            list_digest="0" * 64,
        )
        DecisionLine.objects.create(
            further=further,
            household=corrected,
            unit_path=corrected.unit_path,
            before_category="POOR",
            category="NON_POOR",
        )
        FollowUp.objects.create(
            unit=decision.unit,
            unit_path=decision.unit_path,
            responsible=decision.campaign.unit,
            responsible_path=decision.campaign.unit_path,
            year=decision.campaign.year,
            measure="NEW_POOR",
            households=3,
            threshold="trên 1 hộ",
            task="Rà lại nguyên nhân",
            due_date=TODAY.date(),
            opened_by=UserFactory(),
            opened_on=TODAY.date(),
        )


def add_papers(built: SmallYear) -> None:
    """A village under review and a confirmation given out, in both districts."""
    for code, campaign in (("A-001", "thu-2020"), ("N-001", "ben-2019")):
        household = Household.objects.select_related("unit").get(code=code)
        commune = CommuneReview.objects.get(campaign__code=campaign, unit=household.unit.parent_id)
        VillageReview.objects.create(
            campaign=commune.campaign,
            commune_review=commune,
            unit=household.unit,
            unit_path=household.unit_path,
            stage_since=TODAY.date(),
        )
        issue_confirmation(
            household=household, as_of=TODAY.date(), today=TODAY.date(), by=UserFactory()
        )
        Carrying.objects.create(
            unit=commune.unit,
            unit_path=commune.unit.path,
            into=commune.unit,
            day=TODAY.date(),
            source="Nghị quyết",
            is_whole=True,
            households=0,
        )


def simulated(campaign: Campaign, unit: Unit) -> None:
    """A scenario of one commune with its result: standards that judge scores."""
    variants = [Variant(name=code, standard=code) for code in ("vn-2016", "vn-2022")]
    owner = UserFactory()
    saved = save_scenario(
        name=f"Thử {unit.name}", unit=unit, campaign=campaign, variants=variants, by=owner
    )
    start_run(scenario=saved, by=owner, confirmed=True)


# Every form but that of one person, whose address also names her.
EVENT_PAGES = tuple(slug for slug in PAGES if slug != "nguoi")

READERS = (
    "own commune",
    "other commune",
    "neighbour district",
    "province",
    "committee of the district",
    "viewer of the district",
    "sector of the district",
    "system",
    "nobody's",
)


def reader_of(kind: str, year: SmallYear) -> User:
    district = year.district
    roles: dict[str, tuple[Role, list[Unit]]] = {
        "own commune": (Role.COMMUNE, [district.rural]),
        "other commune": (Role.COMMUNE, [district.urban]),
        "own district": (Role.DISTRICT, [district.unit]),
        "neighbour district": (Role.DISTRICT, [district.neighbour]),
        "province": (Role.PROVINCE, [district.province]),
        "committee of the district": (Role.COMMITTEE_MEMBER, [district.unit]),
        "viewer of the district": (Role.VIEWER, [district.unit]),
        "sector of the district": (Role.SECTOR, [district.unit]),
        "system": (Role.SYSTEM, []),
    }
    if kind == "nobody's":
        return UserFactory(full_name="Cao Không Giao")
    role, units = roles[kind]
    return officer(role, *units, full_name="Cao Thị Việc")


def named_patterns(patterns: list[object] | None = None) -> Iterator[URLPattern]:
    """Yield every pattern of the site."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from named_patterns(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern


def doors(year: SmallYear) -> list[Door]:
    """Return every address of the site with real ids, in all areas."""
    found = [
        Door("home", "/"),
        Door("password_change", "/doi-mat-khau"),
        Door("work_list", "/cong-viec"),
        Door("unit_list", "/danh-muc/don-vi?ten=thôn&ngay=31/12/2020"),
        Door("review_list", "/ra-soat"),
        Door("plan_list", "/ke-hoach"),
        Door("simulation_list", "/mo-phong"),
        Door("gallery", "/giao-dien"),
        Door("complaint_list", "/phan-anh"),
        Door("days_off", "/danh-muc/lich-nghi"),
        Door("days_off_year", "/danh-muc/lich-nghi/2027"),
        Door("household_list", f"/ho?nam={YEAR}"),
        Door("household_requests", "/ho/de-nghi"),
        Door("household_list", f"/ho?nam={YEAR}&q=van&dien=POOR"),
        Door("household_list_xlsx", f"/ho/danh-sach.xlsx?nam={YEAR}"),
        *(Door("search", f"/tim?q={word}") for word in ("lo+van", "quach")),
    ]
    villages = [year.district.villages["A"].pk]
    for unit in Unit.objects.filter(Q(code__isnull=False) | Q(pk__in=villages)):
        found += _doors_of_unit(unit)
    for household in Household.objects.filter(code__endswith="-001"):
        address, path = f"/ho/{household.code}", household.unit_path
        asked = HouseholdEvent.objects.create(
            household=household,
            unit_path=path,
            kind="BIRTH",
            event_date=TODAY.date(),
            reason="thử",
            request={"full_name": "Lò", "sex": "F"},
            state="REQUESTED",
        )
        found += [
            Door("household", address, path),
            *_doors_of_circumstances(address, path),
            *(Door("household_event", f"{address}/ghi/{slug}", path) for slug in EVENT_PAGES),
            Door("household_event", f"{address}/ghi/sinh", path, "POST"),
            *(
                Door(
                    f"household_event_{name}", f"{address}/thay-doi/{asked.pk}/{verb}", path, "POST"
                )
                for name, verb in (("undo", "huy"), ("reject", "tu-choi"), ("accept", "chap-nhan"))
            ),
        ]
    for scenario in Scenario.objects.all():
        address, path = f"/mo-phong/{scenario.pk}", scenario.unit_path
        found += [
            Door("simulation", address, path),
            Door("simulation_households", f"{address}/ho", path),
            Door("simulation_households_xlsx", f"{address}/ho.xlsx", path),
            Door("simulation_xlsx", f"{address}/bang.xlsx", path),
            Door("simulation_run", f"{address}/chay", path, "POST"),
            Door(
                "simulation_new", "/mo-phong/moi", path, "POST",
                (("unit", str(scenario.unit_id)),),
            ),
        ]  # fmt: skip
    for plan in Plan.objects.all():
        found.append(Door("plan", f"/ke-hoach/{plan.pk}", plan.unit_path))
        found += _doors_of_plan(plan)
    found += _doors_of_law()
    for code, unit, communes in (
        ("thu-2020", year.district.unit, year.district.communes),
        ("ben-2019", year.district.neighbour, [year.foreign_commune]),
    ):
        found.append(Door("campaign", f"/ra-soat/{code}", unit.path))
        for commune in communes:
            address = f"/ra-soat/{code}/xa/{commune.code}"
            found += [
                Door("campaign_commune", address, commune.path),
                Door("judge", f"{address}/xet", commune.path, "POST"),
                Door("decide", f"{address}/quyet-dinh", commune.path, "POST"),
            ]
    return [
        *found,
        *_doors_of_rules(year),
        *_doors_of_papers(year),
        *_doors_of_decisions(year),
        *_doors_of_fairness(year),
        *_doors_of_imports(year),
        *_doors_of_tasks(year),
        *_doors_of_committees(year),
        *_doors_of_commune_plans(year),
        *_doors_of_quality(year),
        *_doors_of_whole_procedure(),
        *_doors_of_targets(year),
    ]


def _doors_of_targets(year: SmallYear) -> list[Door]:
    """A draft, a target with evidence and a list of expected exits, in both districts."""
    found = []
    for district in (year.district.unit, year.district.neighbour):
        here, path = f"/chi-tieu/{district.code}/{YEAR}", district.path
        draft = Allocation.objects.filter(unit=district).first() or open_allocation(
            unit=district, year=YEAR, source="PLAN", by=None
        )
        one = f"/chi-tieu-phan-bo/{draft.pk}"
        steps = {
            "save": "ghi",
            "propose": "de-xuat",
            "undo": "hoan-tac",
            "goal": "chi-tieu-chung",
            "terms": "cach-tinh",
            "import": "nhap",
            "copy": "ban-moi",
            "decide": "ban-hanh",
        }
        target = Target.objects.filter(plan__unit=district).order_by("position")[0]
        kept = Measurement.objects.get_or_create(
            target=target,
            unit_path=path,
            as_of=TODAY.date(),
            value=1,
            evidence="Báo cáo thử",
            digest="0" * 64,
            content_type="image/png",
            defaults={"file": ContentFile(b"anh", name="thu.png")},
        )[0]
        goal = f"/chi-tieu-so/{target.pk}"
        found += [
            Door("allocation_list", f"{here}/phan-bo", path),
            Door("allocation_open", f"{here}/phan-bo/moi", path, "POST", (("tu", "PLAN"),)),
            Door("allocation", one, path),
            Door("allocation", f"{one}?cot=near_poor", path),
            *(
                Door(f"allocation_{name}", f"{one}/{verb}", path, "POST")
                for name, verb in steps.items()
            ),
            Door("allocation_docx", f"{one}/phu-luc.docx", path),
            Door("allocation_xlsx", f"{one}/phu-luc.xlsx", path),
            Door("target", goal, path),
            Door("target_own", f"{goal}/phu-trach", path, "POST"),
            Door("target_result", f"{goal}/thuc-hien", path, "POST"),
            Door("target_behind", f"{goal}/nguyen-nhan", path, "POST"),
            Door("target_evidence", f"{goal}/minh-chung/{kept.pk}", path),
            Door("exits", f"{here}/du-kien-thoat", path),
        ]
    for code in ("A-001", "N-001"):
        household = Household.objects.select_related("unit__parent").get(code=code)
        commune = household.unit.parent
        row = ExpectedExit.objects.get_or_create(
            unit=commune,
            unit_path=commune.path,
            year=YEAR,
            household=household,
            removed_at=None,
            defaults={"reason": "có việc làm"},
        )[0]
        here, path = f"/chi-tieu/{commune.code}/{YEAR}/du-kien-thoat", commune.path
        found += [
            Door("exits", here, path),
            Door("exits_add", f"{here}/them", path, "POST"),
            Door("exits_remove", f"{here}/{row.pk}/dua-ra", path, "POST"),
            Door("exits_explain", f"{here}/giai-trinh", path, "POST"),
        ]
    return found


def _doors_of_imports(year: SmallYear) -> list[Door]:
    """A list sent in, and lists to take out, in both districts."""
    found = [
        Door("import_list", "/ho/nhap"),
        Door("import_new", "/ho/nhap/moi"),
        Door("export_page", "/ho/xuat"),
    ]
    content = "Họ và tên;Quan hệ;Giới tính\nLò Thị Kín;Chủ hộ;Nữ\n".encode()
    for unit in (year.district.rural, year.foreign_commune):
        if not ImportBatch.objects.filter(unit=unit).exists():
            open_batch(
                unit=unit,
                mode=Mode.ADD,
                file_name="ho.csv",
                content=content,
                as_of=TODAY.date(),
                by=UserFactory(),
            )
        batch = ImportBatch.objects.get(unit=unit)
        address, chosen = f"/ho/nhap/{batch.pk}", f"?don-vi={unit.pk}"
        found += [
            Door("import_batch", address, unit.path),
            Door("import_refused", f"{address}/tra-lai.xlsx", unit.path),
            Door("import_reread", f"{address}/doc-lai", unit.path, "POST"),
            Door("import_commit", f"{address}/ghi", unit.path, "POST"),
            Door("import_undo", f"{address}/hoan-tac", unit.path, "POST"),
            Door("import_discard", f"{address}/bo", unit.path, "POST"),
            Door("empty_template", f"/ho/xuat/mau-trong.xlsx{chosen}", unit.path),
            Door("filled_template", f"/ho/xuat/danh-sach-ho.xlsx{chosen}", unit.path),
            Door("national_list", f"/ho/xuat/danh-sach-quoc-gia.xlsx{chosen}", unit.path),
        ]
    return found


def _doors_of_tasks(year: SmallYear) -> list[Door]:
    """An agency, a task for all communes and an obstacle, in both districts."""
    found = [
        Door("agency_list", "/danh-muc/co-quan"),
        Door("task_list", "/nhiem-vu?phan=tat-ca"),
        Door("task_list_xlsx", "/nhiem-vu/danh-sach.xlsx"),
        Door("obstacle_list", "/nhiem-vu/vuong-mac"),
    ]
    for unit in (year.district.unit, year.district.neighbour):
        units = [unit, *Unit.objects.filter(parent=unit)]
        set_up_agencies(units=units, as_of=TODAY.date(), by=None)
        group = Agency.objects.get(unit=unit, kind="COMMUNE_COMMITTEES")
        rule = Rule(kind="DATE", date=TODAY.date())
        given = GivenTask(
            text="Rà thẻ", rule=rule, lead=group, origin=Origin.HOT_SPOT, origin_key=str(unit.pk)
        )
        task = create_task(unit=unit, given=given, by=None, as_of=TODAY.date())
        proof = TaskEvidence.objects.get_or_create(
            note=task.notes.get(kind="GIVEN"), digest="0", defaults={"file": "mat.pdf", "size": 1}
        )[0]
        obstacle = Obstacle.objects.filter(unit=unit).first() or raise_obstacle(
            unit=unit, words="Thiếu phiếu", owner=unit, by=None, as_of=TODAY.date()
        )
        here, path = f"/danh-muc/co-quan/{group.pk}", unit.path
        below = {
            "agency_alias_add": "ten-goi",
            "agency_alias_remove": "ten-goi/1/bo",
            "agency_end": "ket-thuc",
            "agency_mailbox": "thu",
            "agency_staff_add": "nguoi",
            "agency_staff_end": "nguoi/1/thoi",
            "agency_hand_over": "ban-giao",
        }
        task_posts = {
            "task_progress": "tien-do",
            "task_dated": "huong-dan",
            "task_lead": "chu-tri",
            "task_withdraw": "rut",
        }
        obstacle_posts = {
            "obstacle_route": "chuyen",
            "obstacle_answer": "tra-loi",
            "obstacle_reopen": "hoi-lai",
        }
        at_task, at_obstacle = f"/nhiem-vu/{task.pk}", f"/nhiem-vu/vuong-mac/{obstacle.pk}"
        plan = Plan.objects.get(unit=unit)
        found += [
            Door("agency", here),
            Door("agency_set_up", f"/danh-muc/co-quan/cua/{unit.pk}/lap", path, "POST"),
            Door("agency_new", f"/danh-muc/co-quan/cua/{unit.pk}/them", path, "POST"),
            *(Door(name, f"{here}/{verb}", path, "POST") for name, verb in below.items()),
            Door("task", at_task, path),
            Door("task_evidence", f"{at_task}/minh-chung/{proof.pk}", path),
            *(Door(name, f"{at_task}/{verb}", path, "POST") for name, verb in task_posts.items()),
            Door("task_new", f"/nhiem-vu/giao/{unit.pk}", path),
            Door("task_gaps", f"/nhiem-vu/khoang-trong/{plan.pk}", path),
            Door("task_take_over", f"/nhiem-vu/ke-hoach/{plan.pk}", path, "POST"),
            Door("obstacle_new", f"/nhiem-vu/vuong-mac/neu/{unit.pk}", path),
            Door("obstacle", at_obstacle, path),
            *(
                Door(name, f"{at_obstacle}/{verb}", path, "POST")
                for name, verb in obstacle_posts.items()
            ),
        ]
    return found


def _doors_of_quality(year: SmallYear) -> list[Door]:
    """Doubts in both districts: the second household's head bears the number of the first's."""
    for first, second in (("A-001", "A-002"), ("N-001", "N-002")):
        number = Member.objects.get(household__code=first).personal_id
        Member.objects.filter(household__code=second).update(personal_id=number)
    check_inside(path=year.district.province.path, as_of=TODAY.date())
    found = [Door("quality_home", "/chat-luong"), Door("quality_rules", "/chat-luong/quy-tac")]
    for unit in (year.district.rural, year.foreign_commune):
        here = f"/chat-luong/{unit.pk}"
        found += [
            Door("quality_board", here, unit.path),
            Door("quality_board_xlsx", f"{here}/bang.xlsx", unit.path),
            Door("quality_check", f"{here}/kiem-tra", unit.path, "POST"),
            Door("finding_list", f"{here}/diem?tra-loi=ca-hai", unit.path),
            Door("finding_list_xlsx", f"{here}/diem.xlsx", unit.path),
            Door("quality_pairs", f"{here}/cap", unit.path),
        ]
        finding = Finding.objects.filter(unit_path__startswith=unit.path).order_by("pk")[0]
        pair = DuplicatePair.objects.filter(
            first_path__startswith=unit.path, second_path__startswith=unit.path
        ).order_by("pk")[0]
        answer = (("reason", "đúng"), ("decision", "DIFFERENT"))
        doubt, both = f"/chat-luong/diem/{finding.pk}", f"/chat-luong/cap/{pair.pk}"
        found += [
            Door("finding_accept", f"{doubt}/chap-nhan", finding.unit_path, "POST", answer),
            Door("finding_reopen", f"{doubt}/mo-lai", finding.unit_path, "POST", answer),
            Door("quality_pair", both, pair.first_path),
            Door("quality_pair_decide", f"{both}/quyet-dinh", pair.first_path, "POST", answer),
        ]
    return found


def _doors_of_committees(year: SmallYear) -> list[Door]:
    """A committee with a member, a name nobody knows and a meeting, in both districts."""
    found = [Door("committee_home", "/ban-chi-dao")]
    for unit in (year.district.unit, year.district.neighbour):
        committee = Committee.objects.filter(unit=unit).first() or create_committee(
            unit=unit, name="Ban", decision="QĐ 1", valid_from=date(2020, 1, 2), by=None
        )
        # Each reader's own: what she ends is no more for the next.
        number = committee.members.count()
        given = GivenMember(full_name=f"Cao Thành {number}", units=["Không Đâu"])
        (member,) = add_members(
            committee=committee, members=[given], as_of=date(2020, 1, 2), by=None
        )
        assigned = member.units.get()
        meeting = record_meeting(
            committee=committee,
            held_on=TODAY.date(),
            chair="Cao Thị Chủ",
            content="",
            conclusions=["Rà lại thẻ"],
            by=None,
            as_of=TODAY.date(),
        )
        here, path = f"/ban-chi-dao/{unit.code}", unit.path
        posts = {
            "committee_new": "lap",
            "committee_import": "nhap",
            "committee_member_add": "thanh-vien",
            "committee_assign": "dia-ban",
            "committee_resolve": f"dia-ban/{assigned.pk}/ro",
            "committee_unassign": f"dia-ban/{assigned.pk}/thoi",
            "committee_member_end": f"thanh-vien/{member.pk}/thoi",
            "committee_accept": "sap-xep",
            "committee_meeting": "hop",
            "committee_conclusion": f"ket-luan/{meeting.conclusions.get().pk}",
        }
        found += [
            Door("committee", here, path),
            *(Door(name, f"{here}/{verb}", path, "POST") for name, verb in posts.items()),
        ]
    return found


def _doors_of_decisions(year: SmallYear) -> list[Door]:
    """The way to the decision in both districts, what moved there, and what is watched."""
    found = [
        Door("waiting", "/viec-cho-duyet"),
        Door("check_many", "/viec-cho-duyet/tham-tra", None, "POST", (("chon", "1"),)),
        Door("opinion_many", "/viec-cho-duyet/y-kien", None, "POST", (("chon", "1"),)),
    ]
    for further in FurtherDecision.objects.all():
        path = further.unit_path
        found.append(Door("further_decision", f"/ra-soat/quyet-dinh/{further.pk}", path))
    for review in CommuneReview.objects.filter(campaign__code__in=("thu-2020", "ben-2019")):
        found += _doors_of_decision(review)
    return found


def _doors_of_decision(review: CommuneReview) -> list[Door]:
    commune, code = review.unit, review.campaign.code
    address = f"/ra-soat/{code}/xa/{commune.code}/trinh-duyet"
    steps = {
        "approval_submit": "trinh",
        "approval_check": "tham-tra",
        "approval_return": "tra-lai",
        "approval_report": "bao-cao",
        "approval_issue": "ban-hanh",
    }
    found = [
        Door("approval", address, commune.path),
        *(Door(name, f"{address}/{verb}", commune.path, "POST") for name, verb in steps.items()),
        Door("approval_opinion", f"{address}/y-kien", commune.parent.path, "POST"),
        Door("correction_new", f"{address}/dieu-chinh?ho=A-003,N-001", commune.path),
        Door("newly_escaped", f"/moi-thoat-ngheo/{commune.code}", commune.path),
        Door(
            "recognition",
            f"/ra-soat/{code}/xa/{commune.code}/cong-nhan/muc-song-trung-binh",
            commune.path,
        ),
    ]
    task = FollowUp.objects.get(responsible_path=review.campaign.unit_path)
    for unit in (commune, review.campaign.unit):
        flow = f"/ra-soat/{code}/bien-dong/{unit.code}"
        hot = f"/ra-soat/{code}/diem-nong/{unit.code}"
        found += [
            Door("movements", flow, unit.path),
            Door("movements_xlsx", f"{flow}/bang.xlsx", unit.path),
            Door("movement_households", f"{flow}/ho?bang=POOR&muc=START", unit.path),
            Door("hot_spots", hot, unit.path),
            Door("threshold_set", f"{hot}/nguong", unit.path, "POST"),
            Door("follow_up_open", f"{hot}/viec", unit.path, "POST"),
        ]
    hot = f"/ra-soat/{code}/diem-nong/{review.campaign.unit.code}"
    close = f"{hot}/viec/{task.pk}/xong"
    return [*found, Door("follow_up_close", close, review.campaign.unit_path, "POST")]


def _doors_of_papers(year: SmallYear) -> list[Door]:
    """Papers of both districts' reviews; a confirmation of a household in each."""
    found = [Door("verify_ask", "/xac-nhan"), Door("status_lookup", "/tra-cuu?q=lo+van")]
    recorded = CommuneReview.objects.filter(campaign__procedure="RECORDED")
    for review in recorded.select_related("campaign", "unit"):
        unit, path = review.unit, review.unit_path
        address = f"/ra-soat/{review.campaign.code}/xa/{unit.code}/van-ban"
        texts = f"/danh-muc/don-vi/{unit.pk}/loi-van"
        found += [
            Door("commune_papers", address, path),
            Door("commune_paper", f"{address}/quyet-dinh/0.docx", path),
            Door("commune_paper", f"{address}/ket-qua/0.docx", path),
            Door("commune_paper_pdf", f"{address}/pdf", path, "POST"),
            Door("certificates", f"{address}/giay-chung-nhan", path, "POST"),
            Door("office_texts", texts, path),
            Door("office_text_save", f"{texts}/luu", path, "POST", (("doan", "committee"),)),
        ]
    for village in VillageReview.objects.select_related("campaign"):
        address = f"/ra-soat/{village.campaign.code}/thon/{village.unit_id}/van-ban"
        found += [
            Door("village_papers", address, village.unit_path),
            Door("village_paper", f"{address}/ket-qua/0.docx", village.unit_path),
            Door("village_paper_pdf", f"{address}/pdf", village.unit_path, "POST"),
        ]
    for given in Confirmation.objects.select_related("household"):
        address, path = f"/ho/{given.household.code}/xac-nhan", given.unit_path
        found += [
            Door("verify", f"/xac-nhan/{given.code}"),
            Door("confirmations", address, path),
            Door("confirmation_pdf", f"{address}/{given.pk}.pdf", path),
            Door("confirmation_issue", f"{address}/cap", path, "POST"),
            Door("confirmation_revoke", f"{address}/{given.pk}/thu-hoi", path, "POST"),
        ]
    return found


def _doors_of_rules(year: SmallYear) -> list[Door]:
    """A draft of the province: its pages are of those who handle it, its steps of one role each."""
    rule, path = RuleVersion.objects.get(), year.district.province.path
    steps = {
        "rule_submit": "trinh",
        "rule_approve": "duyet",
        "rule_return": "tra-lai",
        "rule_withdraw": "bai-bo",
    }
    return [
        Door("standard_list", "/chuan-ngheo"),
        Door("standard_compare", "/chuan-ngheo/so-sanh?tu=vn-2022&den=vn-2027"),
        Door("standard", "/chuan-ngheo/vn-2016"),
        Door("standard_file", "/chuan-ngheo/vn-2016.yaml"),
        Door("point_table", "/chuan-ngheo/bang-diem/b1-2016"),
        Door("point_template", "/chuan-ngheo/mau-bang-diem.xlsx"),
        Door("rule_enter", "/chuan-ngheo/nhap"),
        *(
            Door(name, f"/chuan-ngheo/ban/{rule.pk}/{verb}", path, "POST")
            for name, verb in steps.items()
        ),
    ]


def _doors_of_whole_procedure() -> list[Door]:
    found = [Door("campaign_new", "/ra-soat/mo-dot")]
    for campaign in Campaign.objects.filter(code__startswith="dot-").select_related("unit"):
        here, path = f"/ra-soat/{campaign.code}", campaign.unit_path
        chosen = (("don-vi", str(campaign.unit_id)),)
        found += [
            Door("campaign_new", "/ra-soat/mo-dot", path, "POST", chosen),
            Door("campaign_board", f"{here}/tien-do", path),
            Door("campaign_board_xlsx", f"{here}/tien-do.xlsx", path),
            Door("request_list", f"{here}/de-nghi", path),
            Door("campaign_start", f"{here}/dau-ky", path),
        ]
        for asked in ReviewRequest.objects.filter(campaign=campaign).select_related("household"):
            household = asked.household
            found += [
                Door("request_answer", f"{here}/de-nghi/{asked.pk}", household.unit_path),
                Door("request_take", f"{here}/de-nghi/ho/{household.code}", household.unit_path),
            ]
        found += [
            Door("listing_withdraw", f"{here}/danh-sach/{listing.pk}", listing.unit_path)
            for listing in ReviewListing.objects.filter(campaign=campaign)[:3]
        ]
        for village in campaign.villages.select_related("commune_review"):
            found += _doors_of_village(here, village)
            found += _doors_of_forms(here, village)
        for review in campaign.communes.select_related("unit"):
            found += _doors_of_oversight(here, review)
    return found


def _doors_of_village(here: str, village: VillageReview) -> list[Door]:
    address, path = f"{here}/thon/{village.unit_id}", village.unit_path
    return [
        Door("village_listing", f"{address}/danh-sach", path),
        Door("village_listing", f"{address}/danh-sach?phieu=chua-nhap&q=van", path),
        Door("village_listing_xlsx", f"{address}/danh-sach.xlsx", path),
        Door("village_plan", f"{address}/ke-hoach", path),
        Door("village_score", f"{address}/cham", path, "POST"),
        Door("village_send_back", f"{address}/tra-lai", path, "POST", (("reason", "sai"),)),
    ]


def _doors_of_forms(here: str, village: VillageReview) -> list[Door]:
    """The village's grid and file, and one household's form with what two wrote differently."""
    address, path = f"{here}/thon/{village.unit_id}", village.unit_path
    found = [
        Door("village_grid", f"{address}/bang", path),
        Door("village_grid", f"{address}/bang?can-cu=income", path),
        Door("village_grid_finish", f"{address}/bang/xong", path, "POST"),
        Door("village_forms_xlsx", f"{address}/phieu.xlsx", path),
        Door("village_forms_take", f"{address}/nhap", path, "POST"),
    ]
    for listing in village.listings.filter(withdrawn_on=None).select_related("household")[:1]:
        household = listing.household
        form, page = _form_with_conflict(listing), f"{here}/ho/{household.code}"
        row = f"{address}/bang/ho/{household.code}"
        found += [
            Door("review_form", page, household.unit_path),
            Door("review_form_save", f"{page}/luu", household.unit_path, "POST", (("b1", "9"),)),
            Door("review_form_reopen", f"{page}/sua", household.unit_path, "POST"),
            Door("review_form_settle", f"{page}/chon/{form.pk}", household.unit_path, "POST"),
            Door(
                "village_grid_save", row, household.unit_path, "POST",
                (("can-cu", "scores"), ("b1", "9")),
            ),
        ]  # fmt: skip
    return found


def _form_with_conflict(listing: ReviewListing) -> FormConflict:
    form, _ = ReviewForm.objects.get_or_create(
        campaign=listing.campaign,
        household=listing.household,
        defaults={
            "unit_path": listing.unit_path,
            "evidence": "scores",
            "values": {"b1": "118"},
            "saved_from": "PAGE",
            "saved_at": TODAY,
        },
    )
    found = form.conflicts.first()
    return found or FormConflict.objects.create(
        form=form,
        unit_path=form.unit_path,
        offered={"b1": "125"},
        standing={"b1": ["118", "Cao Thị Việc", ""]},
        offered_from="FILE",
        offered_at=TODAY,
    )


def _doors_of_oversight(here: str, review: CommuneReview) -> list[Door]:
    address, path = f"{here}/xa/{review.unit.code}", review.unit_path
    check, supervision = f"{address}/phuc-tra", f"{address}/giam-sat"
    found = [
        Door("commune_board", f"{address}/tien-do", path),
        Door("commune_board_xlsx", f"{address}/tien-do.xlsx", path),
        Door("second_check", check, path),
        Door("second_check_draw", f"{check}/rut-mau", path, "POST", (("percent", "10"),)),
        Door("supervision", supervision, path),
        Door("supervision_visit", f"{supervision}/kiem-tra", path, "POST"),
        Door("supervision_ask", f"{supervision}/hoi", path, "POST"),
        Door("supervision_sign", f"{supervision}/xac-nhan", path, "POST"),
    ]
    sample = SecondCheckItem.objects.filter(check_of__commune_review=review)
    found += [Door("second_check_item", f"{check}/{item.pk}", path) for item in sample]
    for question in SupervisionQuestion.objects.filter(commune_review=review):
        asked = f"{supervision}/hoi/{question.pk}"
        found += [
            Door("supervision_answer", f"{asked}/tra-loi", path, "POST"),
            Door("supervision_close", f"{asked}/ket-thuc", path, "POST"),
        ]
    return found


def _doors_of_fairness(year: SmallYear) -> list[Door]:
    """Villages of campaigns that only record: who may come in reads that no step is taken there."""
    foreign = Unit.objects.get(parent=year.foreign_commune)
    found = []
    for code, village in (("thu-2020", year.district.villages["A"]), ("ben-2019", foreign)):
        address, path = f"/ra-soat/{code}/thon/{village.pk}", village.path
        commune = village.parent.path if village.parent else path
        found += [
            Door("commune_posting", f"/ra-soat/{code}/xa/{_code(village)}/niem-yet", commune),
            Door("village", address, path),
            Door("meeting_new", f"{address}/hop-dan", path),
            Door("meeting", f"{address}/hop-dan/1", path),
            Door("meeting_correct", f"{address}/hop-dan/1/sua", path),
            Door("posting_new", f"{address}/niem-yet", commune),
            Door("posting_requested", f"{address}/niem-yet/theo-de-nghi", commune),
            Door("posting_correct", f"{address}/niem-yet/1/sua", commune),
            Door("proof_add", f"{address}/niem-yet/1/minh-chung", path, "POST"),
            Door("proof", f"{address}/minh-chung/1", path),
            Door("village_close", f"{address}/ket-thuc", commune, "POST"),
            Door("complaint_new", f"{address}/phan-anh", path),
            Door("complaint", f"{address}/phan-anh/1", commune),
            Door("complaint_confirm", f"{address}/phan-anh/1/xac-nhan", commune, "POST"),
            Door("complaint_set_aside", f"{address}/phan-anh/1/khong-tiep-nhan", commune, "POST"),
            Door("complaint_recheck", f"{address}/phan-anh/1/phuc-tra", commune, "POST"),
            Door("complaint_answer", f"{address}/phan-anh/1/tra-loi", commune, "POST"),
        ]
    return [*found, *_public_doors(year)]


def _code(village: Unit) -> str:
    return (village.parent.code if village.parent else village.code) or ""


def _public_doors(year: SmallYear) -> list[Door]:
    """A list that hung and hangs no more: everybody reads that, and no name."""
    village = year.district.villages["A"]
    posting, _ = Posting.objects.get_or_create(
        token="abcdefghkm",
        defaults={
            "campaign": Campaign.objects.get(code="thu-2020"),
            "unit": village,
            "unit_path": village.path,
            "procedure": "yearly",
            "number": 1,
            "from_day": date(2020, 12, 1),
            "days": 3,
            "last_day": date(2020, 12, 4),
            "places": "Nhà văn hóa",
            "phone": "0237",
            "contact": "Trụ sở xã",
            "recorded_on": date(2020, 12, 1),
            "recorded_by": "x",
        },
    )
    address = f"/niem-yet/{posting.token}"
    return [Door("posted_list", address), Door("posted_complaint", f"{address}/phan-anh")]


def _doors_of_plan(plan: Plan) -> list[Door]:
    address, desk, path = f"/ke-hoach/{plan.pk}", f"/ke-hoach/doc/{plan.pk}", plan.unit_path
    target, row = plan.targets.exclude(value=None).first(), plan.allocation_rows.last()
    assert target is not None
    assert row is not None
    item, _ = PlanItem.objects.get_or_create(plan=plan, block="tasks", position=1, key="x", data={})
    task, _ = PlanTask.objects.get_or_create(plan=plan, position=1, text="thử", line=1)
    document, _ = LegalDocument.objects.get_or_create(
        kind="Quyết định", code="1/QĐ-TTg", code_key="1/qd-ttg", source="thử"
    )
    recipient, _ = PlanRecipient.objects.get_or_create(plan=plan, position=1, name="UBND các xã")
    dispatch, _ = Dispatch.objects.get_or_create(
        recipient=recipient, name="Hội Nông dân", sent_date=date(2020, 2, 1), sent_by="x"
    )
    asked, _ = Amendment.objects.get_or_create(
        plan=plan,
        unit=plan.unit,
        unit_path=path,
        target=target,
        before=9,
        proposed=8,
        reason="thử",
        proposed_by="x",
    )
    here, work = f"{address}/dieu-chinh", f"{address}/viec/{task.pk}"
    posts: list[tuple[str, str, dict[str, object]]] = [
        ("plan_item", f"{desk}/muc/{item.pk}", {"y-kien": "ACCEPTED", "ban": 0}),
        ("plan_accept", f"{desk}/nhan", {}),
        ("plan_unit", f"{desk}/don-vi", {"don-vi": plan.unit_id}),
        ("plan_commit", f"{desk}/ghi-nhan", {}),
        ("plan_name", f"{address}/ten/{row.pk}", {}),
        ("plan_parent", f"{address}/cap-tren", {}),
        (
            "amendment_propose",
            f"{here}/moi",
            {"muc": f"t{target.pk}", "muc-moi": 7, "ly-do": "thử"},
        ),
        ("amendment_consolidate", f"{here}/{asked.pk}/tong-hop", {}),
        ("amendment_decide", f"{here}/{asked.pk}/quyet-dinh", {}),
        ("dispatch_record", f"{address}/noi-nhan/{recipient.pk}/gui", {}),
        ("dispatch_acknowledge", f"{address}/noi-nhan/{dispatch.pk}/da-nhan", {}),
        ("plan_source", f"{address}/nguon-chi-tieu", {"chi-tieu": target.pk}),
        ("task_funding", f"{work}/nguon", {"chuong-trinh": "POVERTY"}),
        ("plan_task_guidance", f"{work}/huong-dan", {"van-ban": document.pk}),
    ]
    return [
        Door("plan_desk", desk, path),
        Door("plan_changes", f"{desk}/thay-doi", path),
        Door("plan_amendments", here, path),
        Door("plan_recipients", f"{address}/noi-nhan", path),
        *(
            Door(name, found, path, "POST", tuple((key, str(one)) for key, one in data.items()))
            for name, found, data in posts
        ),
    ]


def _doors_of_law() -> list[Door]:
    document, _ = LegalDocument.objects.get_or_create(
        kind="Quyết định", code="1/QĐ-TTg", code_key="1/qd-ttg", source="thử"
    )
    here = f"/danh-muc/van-ban/{document.pk}"
    return [
        Door("plan_upload", "/ke-hoach/nap"),
        Door("legal_list", "/danh-muc/van-ban"),
        Door("legal_document", here),
        Door("legal_new", "/danh-muc/van-ban/moi"),
        Door("legal_edit", f"{here}/sua"),
        Door(
            "legal_assign",
            f"{here}/giao",
            method="POST",
            data=(("nhom", "POVERTY"), ("nam", "2020")),
        ),
        Door(
            "legal_relate",
            f"{here}/quan-he",
            method="POST",
            data=(("quan-he", "CITES"), ("so", "2/QĐ-TTg")),
        ),
    ]


def _doors_of_circumstances(address: str, path: str) -> list[Door]:
    here = f"{address}/hoan-canh"
    posts = {
        "causes_record": "nguyen-nhan",
        "need_record": "nhu-cau",
        "need_end": "nhu-cau/1/het",
        "land_record": "dat-nuoc",
        "land_end": "dat-nuoc/1/het",
        "working_set": "lao-dong",
        "measure_record": "cong-dong",
        "measure_end": "cong-dong/1/ket-qua",
    }
    return [
        Door("circumstances", here, path),
        *(Door(name, f"{here}/{verb}", path, "POST") for name, verb in posts.items()),
    ]


def _doors_of_commune_plans(year: SmallYear) -> list[Door]:
    """The plans of a commune, sent by its officer, and the plan above as files."""
    found = []
    for commune, household in (
        (year.district.communes[0], "A-001"),
        (year.foreign_commune, "N-001"),
    ):
        here, path = f"/ke-hoach/xa/{commune.code}/{YEAR}", commune.path
        found += [
            Door("commune_plan", here, path),
            Door("commune_plan", f"{here}?loai=dich-vu", path),
            Door("commune_plan_row", f"{here}/giam-ngheo/ho/{household}", path, "POST"),
            Door("commune_plan_group", f"{here}/giam-ngheo/nhom", path, "POST"),
            Door("commune_plan_step", f"{here}/giam-ngheo/buoc/gui", path, "POST"),
            Door("commune_plan_file", f"{here}/giam-ngheo/tai/docx", path),
        ]
    for plan in Plan.objects.all():
        here, path = f"/ke-hoach/{plan.pk}", plan.unit_path
        found += [
            Door("plan_paper", f"{here}/van-ban/docx", path),
            Door("plan_draft", f"{here}/soan/{plan.last_year + 1}", path),
            Door("plan_draft_file", f"{here}/soan/{plan.last_year + 1}/docx", path),
        ]
    return found


def _doors_of_unit(unit: Unit) -> list[Door]:
    found = [
        Door("unit", f"/danh-muc/don-vi/{unit.pk}", unit.path),
        Door("choose", "/chon", unit.path, "POST", (("unit", str(unit.pk)), ("year", "2020"))),
        Door("unit_carrying", f"/danh-muc/don-vi/{unit.pk}/chuyen-ho", unit.path),
        Door(
            "unit_carry_all", f"/danh-muc/don-vi/{unit.pk}/chuyen-ho/ca-don-vi", unit.path, "POST"
        ),
        Door("unit_carry_chosen", f"/danh-muc/don-vi/{unit.pk}/chuyen-ho/chon", unit.path, "POST"),
        *(
            Door(
                "unit_carry_undo",
                f"/danh-muc/don-vi/{unit.pk}/chuyen-ho/{one.pk}/hoan-tac",
                unit.path,
                "POST",
            )
            for one in Carrying.objects.filter(unit=unit)
        ),
    ]
    if not unit.code:
        return found
    asked = f"don-vi={unit.code}&nam={YEAR}"
    filters = ("", "&tre-em=het")
    return [
        *found,
        Door("unit_year", f"/chi-tieu/{unit.code}/{YEAR}", unit.path),
        Door("unit_year_xlsx", f"/chi-tieu/{unit.code}/{YEAR}/bang.xlsx", unit.path),
        Door("plan_cascade", f"/ke-hoach/he-thong/{unit.code}/{YEAR}", unit.path),
        Door("plan_close_out", f"/ke-hoach/tong-ket/{unit.code}/2019/{YEAR}", unit.path),
        Door("groups", f"/nhom-ho/{unit.code}/{YEAR}", unit.path),
        Door("groups_xlsx", f"/nhom-ho/{unit.code}/{YEAR}/bang.xlsx", unit.path),
        Door("group_households", f"/nhom-ho/{unit.code}/{YEAR}/ho?muc=NO_CAUSE", unit.path),
        Door("group_households_xlsx", f"/nhom-ho/{unit.code}/{YEAR}/ho.xlsx", unit.path),
        Door("deprivations", f"/thieu-hut/{unit.code}/{YEAR}", unit.path),
        Door("deprivations_xlsx", f"/thieu-hut/{unit.code}/{YEAR}/bang.xlsx", unit.path),
        Door("deprived_households", f"/thieu-hut/{unit.code}/{YEAR}/ho?so=1", unit.path),
        *(Door("household_list", f"/ho?{asked}{more}", unit.path) for more in filters),
        Door("household_list_xlsx", f"/ho/danh-sach.xlsx?{asked}", unit.path),
    ]


def knock(client: Client, door: Door) -> HttpResponse:
    if door.method == "POST":
        return client.post(door.address, dict(door.data))
    return client.get(door.address)


def words_of(response: HttpResponse) -> str:
    """Return all a reader can read in an answer, the cells of a workbook too."""
    kind = response.headers.get("Content-Type")
    if kind == WORD:
        document = Document(io.BytesIO(response.content))
        return "".join(text.text or "" for text in document.element.body.iter(qn("w:t")))
    if kind == "application/pdf":
        with pdfplumber.open(io.BytesIO(response.content)) as pages:
            return "\n".join(page.extract_text() for page in pages.pages)
    if kind != XLSX:
        return response.content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return "\n".join(
        str(cell)
        for name in book.sheet_names
        for line in book.get_sheet_by_name(name).to_python()
        for cell in line
    )


def may_open(user: User, door: Door) -> bool:
    """Return what the rule of the page says for this reader: the test's own reading of it."""
    scope, rule = scope_of(user=user, as_of=TODAY.date()), RULES[door.name]
    if rule == SYSTEM:
        return Role.SYSTEM in scope.roles
    if rule == TOUCHED:
        return scope.touches(door.path or "/")
    if rule == TASKS_TOUCHED:
        return scope.touches(door.path or "/", May.MANAGE_TASKS)
    if rule == PEOPLE_TOUCHED:
        return scope.touches(door.path or "/", May.VIEW_PERSONAL)
    if rule == VILLAGE_PAPERS:
        return scope.can(May.REVIEW, door.path) or scope.can(May.TAKE_PAPERS, door.path)
    return rule in (READER, OPEN) or scope.can(May(rule), door.path)


def hidden_words(user: User) -> set[str]:
    """Return names and codes of all households whose files the reader may not see."""
    scope = scope_of(user=user, as_of=TODAY.date())
    hidden = set()
    for household in Household.objects.all():
        if not scope.can(May.VIEW_PERSONAL, household.unit_path):
            hidden |= {household.code, household.head_name}
    return hidden


def assert_noted(door: Door, user: User, refused: int) -> None:
    """Every refused attempt at data is an event of its own (the gallery holds none)."""
    events = list(AuditEvent.objects.filter(action="accounts.refuse_access").order_by("id"))
    assert len(events) == refused, door
    if door.name == "gallery":
        return
    assert events[-1].actor_id == user.pk, door
    # A page of a commune in a campaign is refused at the campaign's own unit already.
    assert (door.path or "").startswith(events[-1].unit_path), door
    assert bool(events[-1].unit_path) == bool(door.path), door


def log_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_every_address_is_classified() -> None:
    patterns = list(named_patterns())

    assert all(pattern.name for pattern in patterns)
    assert {pattern.name for pattern in patterns} == set(RULES)


def test_every_address_that_takes_an_id_is_knocked_at(year: SmallYear) -> None:
    """Work items have no unit: their owner alone sees them, tested with the work pages."""
    knocked = {door.name for door in doors(year)}

    assert set(RULES) - knocked == {"login", "logout", "work_stop", "work_retry", "work_file"}


@pytest.mark.parametrize("kind", READERS)
def test_each_reader_opens_what_is_hers_and_nothing_else(year: SmallYear, kind: str) -> None:
    user = reader_of(kind, year)
    client, hidden = log_in(user), hidden_words(user)
    opened = refused = 0

    for door in doors(year):
        response = knock(client, door)
        words = words_of(response)
        if may_open(user, door):
            opened += 1
            assert response.status_code in (200, 302, 409, 422), (door, response.status_code)
        else:
            refused += door.name != "gallery"
            assert response.status_code == REFUSED, (door, response.status_code)
            assert_noted(door, user, refused)
        # What the reader typed herself may be said back to her.
        leaked = {word for word in hidden if word in words and word not in door.address}
        assert not leaked, (door, leaked)

    assert opened >= 10
    assert refused or kind == "province"


def test_counts_of_another_area_are_nowhere(year: SmallYear) -> None:
    """A commune's officer finds the district's sums on none of her pages."""
    client = log_in(reader_of("own commune", year))

    page = words_of(client.get(f"/chi-tieu/98001/{YEAR}"))
    campaign = words_of(client.get("/ra-soat/thu-2020"))
    home = words_of(client.get("/"))

    assert "Phố Núi" not in page.split("<main")[1]
    assert "Phố Núi" not in campaign
    assert "1 trên 1 xã, thị trấn đã có quyết định công nhận" in campaign
    # The plan itself is for those below to carry out; what it comes to is not.
    assert "15/KH-UBND" in home
    assert "Phố Núi" not in home


def test_a_refused_page_tells_who_may_and_not_what_it_holds(year: SmallYear) -> None:
    reader_of("own district", year)
    client = log_in(reader_of("neighbour district", year))

    words = words_of(client.get("/ho/A-001"))

    assert "Cao Thị Việc (Cán bộ cấp huyện" in words
    assert NAMES["A-001"] not in words
    assert not re.search(r"\bĐồng Mây\b", words)


def test_a_stranger_is_sent_to_log_in_everywhere(year: SmallYear) -> None:
    client = Client()
    open_doors = {name for name, rule in RULES.items() if rule == OPEN}

    for door in doors(year):
        if door.name in open_doors:
            continue
        response = knock(client, door)
        assert response.status_code == 302, door
        assert response["Location"].startswith(reverse("login")), door
        assert not response.content, door


def test_a_stranger_finds_no_names_on_the_open_pages(year: SmallYear) -> None:
    client = Client()
    everybody = {*NAMES.values(), *FOREIGN_NAMES.values(), *NAMES, *FOREIGN_NAMES}

    words = words_of(client.get("/dang-nhap")) + words_of(client.get("/khong-co-trang"))

    assert not {word for word in everybody if word in words}


def test_work_of_another_reader_is_not_found(year: SmallYear) -> None:
    owner = reader_of("own district", year)
    item = WorkItem.objects.create(kind="verify_audit", owner=owner)
    client = log_in(reader_of("neighbour district", year))

    assert client.post(f"/cong-viec/{item.pk}/dung").status_code == 404
    assert client.post(f"/cong-viec/{item.pk}/chay-lai").status_code == 404
