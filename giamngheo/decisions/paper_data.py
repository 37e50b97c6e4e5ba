"""What the papers of a decision say, as plain data: the floor above draws them as Word and PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class PaperUnit:
    """The commune as a paper names it; `district` is empty where there is none any more."""

    code: str
    name: str
    full_name: str
    district: str
    province: str


@dataclass(frozen=True, kw_only=True)
class PaperHousehold:
    """
    One household of a list. `village` is "Thôn Một", empty where the register knows none.

    head_birth_date, head_sex ("M", "F"), head_personal_id: None where not recorded. category: code
    of registry.StatusCategory; group: "N1", "N2" or ""; movement: code of reviews.Movement.
    """

    household_id: int
    code: str
    head_name: str
    head_birth_date: date | None
    head_sex: str | None
    head_personal_id: str | None
    village: str
    address: str
    ethnicity: str
    member_count: int
    before_category: str
    category: str
    group: str
    movement: str
    score_b1: int | None
    score_b2: int | None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class OpinionFacts:
    """The written opinion of the level above; `body`: "Chủ tịch Ủy ban nhân dân huyện …"."""

    number: str
    signed_date: date
    body: str
    agrees: bool
    content: str


@dataclass(frozen=True, kw_only=True)
class DecisionPaper:
    """
    The decision that recognises poor and near-poor households (Mẫu 02), signed or still a draft.

    A draft has number, signed_date, effective_date and signer None: they are given after signing.
    by_deputy: a deputy signed for the chairman.
    """

    campaign_code: str
    campaign: str
    year: int
    is_yearly: bool
    standard: str
    unit: PaperUnit
    number: str | None
    signed_date: date | None
    effective_date: date | None
    signer: str | None
    by_deputy: bool
    opinion: OpinionFacts | None
    poor: tuple[PaperHousehold, ...]
    near_poor: tuple[PaperHousehold, ...]
    digest: str
    is_generated: bool

    @property
    def is_draft(self) -> bool:
        return self.number is None

    @property
    def poor_persons(self) -> int:
        return sum(one.member_count for one in self.poor)

    @property
    def near_poor_persons(self) -> int:
        return sum(one.member_count for one in self.near_poor)


@dataclass(frozen=True, kw_only=True)
class EscapePaper:
    """
    The decision that recognises households as escaped.

    escaped_poor: poor before, now above the near-poor line; escaped_near_poor: near-poor before.
    became_near_poor: poor before, near-poor now; they stand on the list of near-poor households
    too. Whether they belong on this list: no text was found that says so, hence apart.
    """

    campaign_code: str
    campaign: str
    year: int
    standard: str
    unit: PaperUnit
    number: str | None
    signed_date: date | None
    effective_date: date | None
    signer: str | None
    by_deputy: bool
    opinion: OpinionFacts | None
    escaped_poor: tuple[PaperHousehold, ...]
    escaped_near_poor: tuple[PaperHousehold, ...]
    became_near_poor: tuple[PaperHousehold, ...]
    is_generated: bool

    @property
    def is_draft(self) -> bool:
        return self.number is None


@dataclass(frozen=True, kw_only=True)
class CorrectedHousehold:
    household: PaperHousehold
    before_category: str
    before_group: str
    category: str
    group: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CorrectionPaper:
    """A later decision that corrects a decided list; the first one, named here, stays as it is."""

    campaign_code: str
    campaign: str
    year: int
    standard: str
    unit: PaperUnit
    version: int
    number: str
    signed_date: date
    effective_date: date
    signer: str
    by_deputy: bool
    reason: str
    first_number: str
    first_signed_date: date
    lines: tuple[CorrectedHousehold, ...]
    is_generated: bool


@dataclass(frozen=True, kw_only=True)
class VillageSums:
    """One village's row in the report to the level above: households, persons in brackets below."""

    village: str
    reviewed: int
    poor: int
    poor_persons: int
    near_poor: int
    near_poor_persons: int
    escaped_poor: int
    escaped_near_poor: int
    new_poor: int
    re_poor: int
    meeting_date: date | None
    attended: int | None
    agreed: int | None
    posted_from: date | None
    posted_until: date | None
    complaints: int | None


@dataclass(frozen=True, kw_only=True)
class ReportPaper:
    """
    The commune chairman's report to the level above, asking for its opinion.

    number, sent_on: None until it was sent. addressee: "Chủ tịch Ủy ban nhân dân huyện …".
    villages in Vietnamese order, `total` their sums. accepted: warnings let stand, with reasons.
    """

    campaign_code: str
    campaign: str
    year: int
    standard: str
    judged_for: date
    unit: PaperUnit
    number: str | None
    sent_on: date | None
    addressee: str
    note: str
    villages: tuple[VillageSums, ...]
    total: VillageSums
    poor: tuple[PaperHousehold, ...]
    near_poor: tuple[PaperHousehold, ...]
    escaped_poor: tuple[PaperHousehold, ...]
    escaped_near_poor: tuple[PaperHousehold, ...]
    accepted: tuple[tuple[str, str], ...]
    is_generated: bool
