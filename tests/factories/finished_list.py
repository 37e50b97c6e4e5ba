"""A commune's list in autumn 2021 whose villages are through, ready to be handed up."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.decisions.actions import (
    Issued,
    check_list,
    give_opinion,
    issue_decision,
    record_report,
    submit_list,
)
from giamngheo.reviews.actions import judge_communes, record_scores
from giamngheo.reviews.enums import CampaignKind, CommuneState, VillageStage
from giamngheo.reviews.models import Campaign, CommuneReview, VillageReview
from tests.factories.accounts import officer
from tests.factories.district import District, scores_of
from tests.factories.full_campaign import open_full

YEAR = 2021
# Before: poor, A-002 near-poor, A-004 poor; after: A-001 escapes, A-002 becomes
# poor, A-003 stays, A-004 becomes near-poor, A-005 is new.
BEFORE = {"A-001": (100, 0), "A-002": (130, 0), "A-003": (110, 0), "A-004": (90, 0)}
AFTER = {
    "A-001": (160, 0),
    "A-002": (110, 0),
    "A-003": (115, 0),
    "A-004": (140, 0),
    "A-005": (100, 0),
}
SUBMITTED, CHECKED, SENT = date(YEAR, 11, 22), date(YEAR, 11, 23), date(YEAR, 11, 24)
OPINION, SIGNED = date(YEAR, 11, 29), date(YEAR, 12, 6)
PAPER: dict[str, Any] = {
    "number": "125/QĐ-UBND",
    "signed_date": SIGNED,
    "effective_date": SIGNED,
    "signer": "Lương Minh Thuyết",
    "escape_number": "126/QĐ-UBND",
}


@dataclass
class FinishedList:
    """The small district's rural commune, reviewed in 2021 up to the last posting."""

    kind: str = CampaignKind.PERIODIC
    district: District = field(init=False)
    campaign: Campaign = field(init=False)
    maker: User = field(init=False)
    checker: User = field(init=False)
    chairman: User = field(init=False)
    upper: User = field(init=False)

    def __post_init__(self) -> None:
        self.district = District()
        self.maker = officer(Role.COMMUNE, self.unit, full_name="Bùi Thị Hạnh")
        self.checker = officer(Role.COMMUNE, self.unit, full_name="Lò Văn Ơn")
        self.chairman = officer(Role.LEADER, self.unit, full_name="Lương Minh Thuyết")
        self.upper = officer(Role.DISTRICT, self.district.unit, full_name="Lê Quang Vịnh")
        self.district.load(*AFTER, since=date(YEAR - 2, 1, 1))
        self.district.review(YEAR - 1, BEFORE)
        self.campaign = open_full(
            self.district,
            kind=self.kind,
            year=YEAR,
            communes=[self.unit],
            whole_register=True,
            code="cuoi-nam-2021",
            **self._days,
        )
        record_scores(campaign=self.campaign, scores=scores_of(AFTER), by=None)
        judge_communes(campaign=self.campaign, units=[self.unit], by=None)
        finish_villages(self.campaign)

    @property
    def _days(self) -> dict[str, date]:
        if self.kind == CampaignKind.PERIODIC:
            return {}
        return {"starts_on": date(YEAR, 11, 15), "ends_on": date(YEAR, 11, 30)}

    @property
    def unit(self) -> Unit:
        return self.district.rural

    @property
    def state(self) -> str:
        return CommuneReview.objects.get(campaign=self.campaign, unit=self.unit).state

    @property
    def where(self) -> dict[str, Any]:
        return {"campaign": self.campaign, "unit": self.unit}

    def submit(self) -> None:
        submit_list(**self.where, note="Đã đối chiếu", by=self.maker, as_of=SUBMITTED)

    def check(self) -> None:
        check_list(**self.where, by=self.checker, as_of=CHECKED)

    def report(self) -> None:
        record_report(**self.where, number="40/BC-UBND", sent_on=SENT, by=self.maker, as_of=SENT)

    def agree(self, *, agrees: bool = True, content: str = "") -> None:
        give_opinion(
            **self.where,
            number="210/UBND-LĐTBXH",
            signed_date=OPINION,
            signer="Vũ Đình Trạch",
            agrees=agrees,
            content=content,
            by=self.upper,
            as_of=OPINION,
        )

    def bring_to_opinion(self) -> None:
        self.submit()
        self.check()
        self.report()
        self.agree()

    def decide(self, **changes: Any) -> Issued:
        values = {**PAPER, "by": self.chairman, "as_of": SIGNED, **changes}
        return issue_decision(**self.where, **values)


def finish_villages(campaign: Campaign) -> None:
    """Put every village past its posting: meetings and postings have tests of their own."""
    VillageReview.objects.filter(campaign=campaign).update(stage=VillageStage.CLOSED)
    CommuneReview.objects.filter(campaign=campaign).update(state=CommuneState.JUDGED)
