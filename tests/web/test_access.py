"""
Who reaches what: every address of the site, with real ids, tried by every kind of reader.

A new address fails `test_every_address_is_classified` until it says below who may open it.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db.models import Q
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from python_calamine import CalamineWorkbook

from giamngheo.accounts.enums import Permission as May
from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.areas.models import Unit
from giamngheo.audit.models import AuditEvent
from giamngheo.planning.models import Plan
from giamngheo.registry.models import Household
from giamngheo.reviews.actions import judge_communes, open_campaign, record_scores
from giamngheo.reviews.enums import CampaignKind
from giamngheo.reviews.models import Campaign
from giamngheo.rules.models import RuleVersion
from giamngheo.simulations.actions import save_scenario, start_run
from giamngheo.simulations.models import Scenario
from giamngheo.simulations.variants import Variant
from giamngheo.web.exporting import XLSX
from giamngheo.work.models import WorkItem
from tests.factories.accounts import UserFactory, officer
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
    "unit_year": May.VIEW_REGISTER,
    "unit_year_xlsx": May.EXPORT,
    "household_list": May.VIEW_PERSONAL,
    "household_list_xlsx": May.EXPORT_PERSONAL,
    "household": May.VIEW_PERSONAL,
    "review_list": READER,
    "campaign": TOUCHED,
    "campaign_commune": May.VIEW_PERSONAL,
    "judge": May.REVIEW,
    "decide": May.DECIDE,
    "plan_list": READER,
    "plan": May.VIEW_REGISTER,
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
    return built


def simulated(campaign: Campaign, unit: Unit) -> None:
    """A scenario of one commune with its result: standards that judge scores."""
    variants = [Variant(name=code, standard=code) for code in ("vn-2016", "vn-2022")]
    owner = UserFactory()
    saved = save_scenario(
        name=f"Thử {unit.name}", unit=unit, campaign=campaign, variants=variants, by=owner
    )
    start_run(scenario=saved, by=owner, confirmed=True)


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
        Door("household_list", f"/ho?nam={YEAR}"),
        Door("household_list", f"/ho?nam={YEAR}&q=van&dien=POOR"),
        Door("household_list_xlsx", f"/ho/danh-sach.xlsx?nam={YEAR}"),
        *(Door("search", f"/tim?q={word}") for word in ("lo+van", "quach")),
    ]
    villages = [year.district.villages["A"].pk]
    for unit in Unit.objects.filter(Q(code__isnull=False) | Q(pk__in=villages)):
        found += _doors_of_unit(unit)
    for household in Household.objects.filter(code__endswith="-001"):
        found.append(Door("household", f"/ho/{household.code}", household.unit_path))
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
    return found + _doors_of_rules(year)


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


def _doors_of_unit(unit: Unit) -> list[Door]:
    found = [
        Door("unit", f"/danh-muc/don-vi/{unit.pk}", unit.path),
        Door("choose", "/chon", unit.path, "POST", (("unit", str(unit.pk)), ("year", "2020"))),
    ]
    if not unit.code:
        return found
    asked = f"don-vi={unit.code}&nam={YEAR}"
    filters = ("", "&tre-em=het")
    return [
        *found,
        Door("unit_year", f"/chi-tieu/{unit.code}/{YEAR}", unit.path),
        Door("unit_year_xlsx", f"/chi-tieu/{unit.code}/{YEAR}/bang.xlsx", unit.path),
        *(Door("household_list", f"/ho?{asked}{more}", unit.path) for more in filters),
        Door("household_list_xlsx", f"/ho/danh-sach.xlsx?{asked}", unit.path),
    ]


def knock(client: Client, door: Door) -> HttpResponse:
    if door.method == "POST":
        return client.post(door.address, dict(door.data))
    return client.get(door.address)


def words_of(response: HttpResponse) -> str:
    """Return all a reader can read in an answer, the cells of a workbook too."""
    if response.headers.get("Content-Type") != XLSX:
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
    assert "15/KH-UBND" not in home


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
