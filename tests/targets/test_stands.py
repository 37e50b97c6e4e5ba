"""The plan's targets as they stand: counted by the register, typed with evidence, paired."""

from datetime import date
from decimal import Decimal

import pytest

from giamngheo.accounts.enums import Role
from giamngheo.accounts.models import User
from giamngheo.areas.models import UnitStatus
from giamngheo.planning.models import Target
from giamngheo.registry.models import Household, Member
from giamngheo.reviews.models import CommuneYear
from giamngheo.targets.actions import (
    Evidence,
    Ownership,
    explain_behind,
    own_target,
    record_result,
)
from giamngheo.targets.enums import AreaGroup, Standing
from giamngheo.targets.models import BehindNote, Measurement
from giamngheo.targets.refusals import NotBehind, NotYourMeasure, ResultBad, TargetStale
from giamngheo.targets.stands import Stand, stands_of
from tests.factories.accounts import officer
from tests.factories.allocation import maker
from tests.factories.small_year import YEAR, SmallYear

END = date(YEAR, 12, 31)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def stand(year: SmallYear, indicator: str, as_of: date = END) -> Stand:
    found = stands_of(unit=year.district.unit, year=YEAR, as_of=as_of)
    return next(one for one in found if one.target.indicator == indicator)


def promise(year: SmallYear, indicator: str, **changes: object) -> Target:
    values = {
        "plan": year.plan,
        "position": Target.objects.count() + 1,
        "indicator": indicator,
        "label": indicator,
        "direction": "level",
        "comparator": "=",
        "value": Decimal(100),
        "measured_in": "%",
        "year": YEAR,
        "text": "Phấn đấu.",
        "line": 40,
    }
    return Target.objects.create(**values | changes)


def type_result(target: Target, value: str, day: date, by: User, **evidence: object) -> Measurement:
    return record_result(
        target=target,
        value=Decimal(value),
        day=day,
        evidence=Evidence(**{"words": "Báo cáo 12/BC-UBND"} | evidence),  # type: ignore[arg-type]
        by=by,
        as_of=END,
    )


def test_what_the_register_has_is_counted(year: SmallYear) -> None:
    fall = stand(year, "poor_households_reduced")
    latrines = stand(year, "hygienic_latrine_households")

    assert (fall.reached, fall.judged.state, fall.judged.gap) == (5, Standing.SHORT, 1)
    assert (latrines.reached, latrines.judged.state) == (2, Standing.REACHED)
    assert latrines.lacking_start == 3


def test_the_rate_is_held_against_the_exact_figure(year: SmallYear) -> None:
    # 4 poor of 17 households: 23,529… %.
    found = stand(year, "poverty_rate_end_of_year")

    assert (found.reached, found.judged.state) == (Decimal("23.53"), Standing.REACHED)
    assert found.baseline == Decimal("52.94")
    Target.objects.filter(pk=found.target.pk).update(value=Decimal("23.5294"))
    assert stand(year, "poverty_rate_end_of_year").judged.state == Standing.SHORT


def test_one_commune_without_its_decision_leaves_no_figure(year: SmallYear) -> None:
    CommuneYear.objects.filter(unit=year.district.urban, year=YEAR).delete()

    found = stand(year, "poor_households_reduced")

    assert (found.reached, found.judged.state) == (None, Standing.PENDING)
    assert (found.figure.communes, found.figure.decided) == (2, 1)


def test_overview_takes_few_queries(year: SmallYear, django_assert_max_num_queries) -> None:
    promise(year, "health_insurance_coverage_near_poor")

    with django_assert_max_num_queries(6):
        found = stands_of(unit=year.district.unit, year=YEAR, as_of=END)

    assert len(found) == 6


@pytest.mark.parametrize(
    ("cards", "reached", "known"), [((True, True), 100, 2), ((True, False), 50, 2)]
)
def test_cards_are_counted_once_everybody_answered(
    year: SmallYear, cards: tuple[bool, ...], reached: int, known: int
) -> None:
    promise(year, "health_insurance_coverage_near_poor")
    near_poor = Household.objects.filter(code__in=("A-004", "A-008"))
    members = list(Member.objects.filter(household__in=near_poor).order_by("household__code"))
    others = Member.objects.exclude(pk__in=[one.pk for one in members])
    others.update(has_health_insurance=False)
    Member.objects.filter(pk=members[0].pk).update(has_health_insurance=cards[0])

    waiting = stand(year, "health_insurance_coverage_near_poor")
    assert (waiting.reached, waiting.figure.known, waiting.figure.asked) == (None, 1, known)

    Member.objects.filter(pk=members[1].pk).update(has_health_insurance=cards[1])
    assert stand(year, "health_insurance_coverage_near_poor").reached == reached


def test_a_level_and_its_count_in_one_sentence_are_a_pair(year: SmallYear) -> None:
    count = Target.objects.get(indicator="hygienic_latrine_households")
    promise(year, "hygienic_latrine_rate", line=count.line)
    promise(year, "hygienic_water_rate", line=count.line)

    level = stand(year, "hygienic_latrine_rate")

    assert level.pair == count
    assert stand(year, "hygienic_latrine_households").pair == level.target
    assert stand(year, "hygienic_water_rate").pair is None
    # Three of four poor at the year's end lack none: lack a latrine.
    assert level.reached == Decimal("25.00")


def test_words_without_number_stay_and_can_be_owned(year: SmallYear) -> None:
    target = promise(year, "other_rate", value=None, comparator="")

    own_target(
        target=target,
        ownership=Ownership(owner_text="Phòng Văn hóa"),
        version=0,
        by=maker(year),
        as_of=END,
    )

    found = stand(year, "other_rate")
    assert (found.judged.state, found.owner) == (Standing.WORDS, "Phòng Văn hóa")


def test_the_second_to_own_a_target_sees_the_first(year: SmallYear) -> None:
    target = promise(year, "income_per_capita", value=Decimal(1715000))
    by = maker(year)
    given = Ownership(
        owner_text="Chi cục Thống kê", baseline=Decimal(1487000), baseline_source="Niên giám"
    )
    own_target(target=target, ownership=given, version=0, by=by, as_of=END)

    with pytest.raises(TargetStale, match="Lê Thị Lập"):
        own_target(target=target, ownership=Ownership(), version=0, by=by, as_of=END)
    with pytest.raises(ResultBad, match="nguồn"):
        own_target(
            target=target, ownership=Ownership(baseline=Decimal(1)), version=1, by=by, as_of=END
        )
    assert stand(year, "income_per_capita").baseline == 1487000


def test_a_typed_result_needs_evidence_and_a_day_that_was(year: SmallYear) -> None:
    by = maker(year)
    target = promise(year, "income_per_capita", value=Decimal(1715000))

    with pytest.raises(ResultBad, match="căn cứ"):
        type_result(target, "1600000", END, by, words=" ")
    with pytest.raises(ResultBad, match="sau hôm nay"):
        type_result(target, "1600000", date(YEAR + 1, 1, 1), by)
    with pytest.raises(ResultBad, match="trước kỳ"):
        type_result(target, "1600000", date(YEAR - 1, 12, 31), by)
    with pytest.raises(ResultBad, match="JPG, PNG"):
        type_result(target, "1600000", END, by, content=b"MZ\x90", file_name="a.png")
    kept = type_result(target, "1600000", END, by, content=PNG, file_name="../a.png")

    assert (kept.file_name, kept.content_type) == ("a.png", "image/png")
    assert stand(year, "income_per_capita").judged.gap == 115000


def test_nobody_types_what_the_register_counts(year: SmallYear) -> None:
    target = Target.objects.get(indicator="poor_households_reduced")

    with pytest.raises(ResultBad, match="sổ hộ tự đếm"):
        type_result(target, "6", END, maker(year))


def test_a_sector_reports_its_own_indicator_alone(year: SmallYear) -> None:
    insured = promise(year, "health_insurance_coverage_near_poor")
    income = promise(year, "income_per_capita", value=Decimal(1715000))
    health = officer(Role.SECTOR, year.district.unit)

    assert type_result(insured, "98", END, health).value == 98
    with pytest.raises(NotYourMeasure, match="TGT-006"):
        type_result(income, "1", END, health)
    with pytest.raises(NotYourMeasure):
        type_result(insured, "98", END, officer(Role.DISTRICT, year.district.neighbour))


def test_behind_at_mid_year_asks_for_cause_and_measure(year: SmallYear) -> None:
    by, half = maker(year), date(YEAR, 6, 30)
    target = promise(year, "tuition_support_coverage")
    own_target(
        target=target,
        ownership=Ownership(baseline=Decimal(0), baseline_source="Báo cáo 2019"),
        version=0,
        by=by,
        as_of=half,
    )
    type_result(target, "49", half, by)
    found = stand(year, "tuition_support_coverage", half)
    assert (found.judged.state, found.has_note) == (Standing.BEHIND, False)

    with pytest.raises(NotBehind, match="cả nguyên nhân"):
        explain_behind(stand=found, cause="Thiếu tiền", measure=" ", by=by, as_of=half)
    explain_behind(stand=found, cause="Thiếu tiền", measure="Xin bổ sung", by=by, as_of=half)

    assert BehindNote.objects.get().as_of == half
    assert stand(year, "tuition_support_coverage", half).has_note
    type_result(target, "50", half, by)
    mended = stand(year, "tuition_support_coverage", half)
    assert mended.judged.state == Standing.ON_THE_WAY
    with pytest.raises(NotBehind, match="không chậm"):
        explain_behind(stand=mended, cause="a", measure="b", by=by, as_of=half)


def test_a_target_for_difficult_communes_counts_them_alone(year: SmallYear) -> None:
    target = promise(
        year,
        "poor_households_end_of_year",
        value=Decimal(3),
        text="Xã đặc biệt khó khăn còn không quá 3 hộ nghèo",
        comparator="<=",
    )
    assert stand(year, target.indicator).area == AreaGroup.DISADVANTAGED
    assert stand(year, target.indicator).reached is None

    UnitStatus.objects.create(
        unit=year.district.rural,
        kind="SPECIALLY_DISADVANTAGED",
        valid_from=date(YEAR, 1, 1),
        source="thử",
    )

    found = stand(year, target.indicator)
    assert (found.reached, found.judged.state) == (3, Standing.REACHED)
