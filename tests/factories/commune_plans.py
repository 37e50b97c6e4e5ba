"""A small commune's plans: households known, filled, sent, appraised, approved."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.accounts.queries import scope_of
from giamngheo.areas.models import Unit
from giamngheo.commune_plans import actions
from giamngheo.commune_plans.enums import PlanKind
from giamngheo.commune_plans.models import CommunePlan
from giamngheo.registry.models import Household
from giamngheo.support.household_plans import PlanContent, PlannedMeasure
from giamngheo.support.models import HouseholdCause, HouseholdPlan, WorkingCategory
from tests.factories.accounts import officer
from tests.factories.small_year import YEAR, SmallYear

DAY = date(YEAR, 2, 10)
# Whoever is poor on 1 January 2020 in Đồng Mây.
POOR = ("A-001", "A-002", "A-003", "A-004", "A-005", "A-006")
WHOLE = PlanContent(
    measures=(
        PlannedMeasure(
            words="Xây nhà tiêu hợp vệ sinh",
            answers="toilet",
            source="STATE",
            amount_vnd=5_000_000,
            due=date(YEAR, 11, 30),
        ),
    ),
    helper="Chi hội Phụ nữ thôn",
)


@dataclass
class CommuneYearPlan:
    """Đồng Mây's year with the people who write, appraise and approve its plans."""

    year: SmallYear = field(default_factory=SmallYear)

    def __post_init__(self) -> None:
        self.unit: Unit = self.year.district.rural
        self.writer = officer(Role.COMMUNE, self.unit, full_name="Bùi Thị Viết")
        self.member = officer(Role.COMMITTEE_MEMBER, self.unit, full_name="Nguyễn Văn Thẩm")
        self.leader = officer(Role.LEADER, self.year.district.unit, full_name="Vũ Thị Duyệt")

    def who(self, user: User, day: date = DAY) -> dict[str, Any]:
        return {"by": user, "scope": scope_of(user=user, as_of=day), "as_of": day}

    def household(self, code: str) -> Household:
        return Household.objects.select_related("unit").get(code=code)

    def know_causes(self, *codes: str, cause: str = "CAPITAL") -> None:
        for code in codes:
            home = self.household(code)
            HouseholdCause.objects.create(
                household=home,
                unit_path=home.unit_path,
                valid_from=date(YEAR, 1, 5),
                code=cause,
                is_main=True,
            )

    def categorise(self, code: str, kind: str) -> None:
        home = self.household(code)
        WorkingCategory.objects.create(
            household=home,
            unit_path=home.unit_path,
            valid_from=date(YEAR, 1, 5),
            kind=kind,
            grounds="họp thôn",
        )

    def fill(
        self,
        code: str,
        content: PlanContent = WHOLE,
        *,
        version: int = 0,
        kind: str = PlanKind.PROGRAMME,
        expects_exit: bool | None = None,
        by: User | None = None,
    ) -> HouseholdPlan:
        return actions.fill_row(
            unit=self.unit,
            year=YEAR,
            kind=kind,
            household=self.household(code),
            content=content,
            version=version,
            expects_exit=expects_exit,
            **self.who(by or self.writer),
        )

    def fill_all(self) -> None:
        self.know_causes(*POOR)
        for code in POOR:
            self.fill(code)

    def send(self, reason: str = "", kind: str = PlanKind.PROGRAMME) -> CommunePlan:
        return actions.send_plan(
            unit=self.unit, year=YEAR, kind=kind, reason=reason, **self.who(self.writer)
        )

    def appraised(self) -> CommunePlan:
        self.fill_all()
        plan = self.send()
        return actions.appraise_plan(plan=plan, words="Đủ căn cứ", **self.who(self.member))

    def approved(self) -> CommunePlan:
        return actions.approve_plan(plan=self.appraised(), **self.who(self.leader))
