"""Loading the shipped data; villages, spellings, area types, statuses."""

from datetime import date

import pytest

from giamngheo.areas.actions import (
    AliasTaken,
    NotACommune,
    ShippedDataCollide,
    StatusOverlaps,
    VillageNameTaken,
    add_alias,
    confirm_alias,
    create_villages,
    set_area_type,
    set_status,
    sync_units,
)
from giamngheo.areas.enums import AreaChoice, StatusKind, UnitKind
from giamngheo.areas.loading import Loaded
from giamngheo.areas.matching import How
from giamngheo.areas.models import Unit, UnitAlias, UnitLink
from giamngheo.areas.queries import find_unit, unit_at_code, units_within
from giamngheo.audit.models import AuditEvent
from tests.factories.accounts import UserFactory
from tests.factories.areas import UnitFactory, unit

pytestmark = pytest.mark.django_db

PLAN_DAY, TODAY = date(2020, 1, 31), date(2026, 11, 22)
NOTHING = Loaded(units_added=0, units_changed=0, links_added=0, aliases_added=0)


def last_event() -> AuditEvent:
    return AuditEvent.objects.order_by("id").last()


# ── The shipped data ──────────────────────────────────────────────────────────────────────────


def test_sync_units_loads_the_country() -> None:
    loaded = sync_units()

    assert loaded.units_added == Unit.objects.count() > 15_000
    assert loaded.links_added == UnitLink.objects.count() > 11_000

    def count(level: int, day: date) -> int:
        return Unit.objects.in_force(day).at_level(level).count()

    assert [count(level, PLAN_DAY) for level in (1, 2, 3)] == [63, 700, 10_599]
    assert [count(level, date(2025, 6, 30)) for level in (1, 2, 3)] == [63, 696, 10_035]
    assert [count(level, date(2025, 7, 1)) for level in (1, 2, 3)] == [34, 0, 3_321]
    assert [count(level, TODAY) for level in (1, 2, 3)] == [34, 0, 3_321]


def test_sync_units_again_changes_nothing() -> None:
    sync_units(provinces=["38"])

    assert sync_units(provinces=["38"]) == NOTHING


def test_sync_units_paths_are_made_of_ids(thanh_hoa: Unit) -> None:
    commune = unit("15667", "2020-01-31")

    assert commune.parent is not None
    assert commune.path == f"/{thanh_hoa.pk}/{commune.parent.pk}/{commune.pk}/"
    assert unit("15667", "2026-11-22").path.count("/") == 3


def test_sync_units_mends_what_was_changed_outside(thanh_hoa: Unit) -> None:
    Unit.objects.filter(pk=thanh_hoa.pk).update(full_name="Tỉnh Thanh")

    assert sync_units(provinces=["38"]).units_changed == 1
    thanh_hoa.refresh_from_db()
    assert thanh_hoa.full_name == "Tỉnh Thanh Hóa"


def test_sync_units_keeps_an_officer_s_area_type() -> None:
    sync_units(provinces=["31"])
    zone = Unit.objects.in_force(TODAY).filter(kind=UnitKind.SPECIAL_ZONE).earliest("code")
    assert zone.area_type is None

    set_area_type(unit=zone, area_type=AreaChoice.RURAL, reason="thử", by=None)

    assert sync_units(provinces=["31"]) == NOTHING
    zone.refresh_from_db()
    assert zone.area_type == AreaChoice.RURAL


def test_sync_units_keeps_a_confirmed_spelling(thanh_hoa: Unit) -> None:
    confirm_alias(alias=UnitAlias.objects.get(name="Thọ Tiên"), by=None)

    sync_units(provinces=["38"])

    assert UnitAlias.objects.get(name="Thọ Tiên").confirmed


def test_sync_units_collides_with_a_unit_entered_by_hand() -> None:
    UnitFactory(code="15667", valid_from=date(2015, 1, 1))

    with pytest.raises(ShippedDataCollide, match="ARE-001"):
        sync_units(provinces=["38"])
    assert not Unit.objects.filter(code="15670").exists()


def test_sync_units_is_one_event_with_its_rows(thanh_hoa: Unit) -> None:
    event = last_event()

    assert (event.action, event.actor_id) == ("areas.sync_units", None)
    counted = dict(event.changes.values_list("table_name", "row_count"))
    assert counted["areas_unit"] == Unit.objects.count()


def test_type_changes_of_2026_change_the_area_type() -> None:
    """Long Thành, an xã until the day Đồng Nai became a city, counts as urban from then on."""
    sync_units(provinces=["75"])

    before = unit_at_code(code="26368", as_of=date(2026, 4, 29))
    after = unit_at_code(code="26368", as_of=date(2026, 4, 30))

    assert before is not None
    assert after is not None
    assert (before.kind, before.area_type) == (UnitKind.COMMUNE, AreaChoice.RURAL)
    assert (after.kind, after.area_type) == (UnitKind.WARD, AreaChoice.URBAN)
    assert after.parent is not None
    assert after.parent.kind == UnitKind.CENTRAL_CITY
    assert "237/NQ-UBTVQH16" in after.note


# ── Villages ──────────────────────────────────────────────────────────────────────────────────


def test_create_villages_below_their_commune() -> None:
    commune, officer = UnitFactory(), UserFactory()

    made = create_villages(
        commune=commune,
        names=["Thôn 3", "Bãi  Thượng", "Tổ dân phố 1", "Bản Lác"],
        valid_from=PLAN_DAY,
        source="thử",
        by=officer,
    )

    assert [(one.kind, one.full_name) for one in made] == [
        (UnitKind.VILLAGE, "Thôn 3"),
        (UnitKind.VILLAGE, "Bãi Thượng"),
        (UnitKind.RESIDENTIAL_GROUP, "Tổ dân phố 1"),
        (UnitKind.VILLAGE, "Bản Lác"),
    ]
    assert list(units_within(unit=commune, level=4, as_of=PLAN_DAY)) == sorted(
        made, key=lambda one: one.sort_key
    )
    assert (last_event().action, last_event().actor_id) == ("areas.create_villages", officer.pk)


def test_create_villages_without_a_word_in_a_town_are_residential_groups() -> None:
    (made,) = create_villages(
        commune=UnitFactory(town=True), names=["Giắt"], valid_from=PLAN_DAY, source="thử", by=None
    )

    assert made.kind == UnitKind.RESIDENTIAL_GROUP


@pytest.mark.parametrize("names", [["thôn 3"], ["Thôn 4", "thôn 4"]])
def test_create_villages_refuses_a_name_twice(names: list[str]) -> None:
    village = UnitFactory(village=True, name="Thôn 3")

    with pytest.raises(VillageNameTaken, match="ARE-007"):
        create_villages(
            commune=village.parent, names=names, valid_from=PLAN_DAY, source="thử", by=None
        )


def test_create_villages_refuses_a_district_and_a_commune_that_ended() -> None:
    ended = UnitFactory(valid_to=date(2019, 1, 1))

    for wrong in (UnitFactory(district=True), ended):
        with pytest.raises(NotACommune, match="ARE-006"):
            create_villages(
                commune=wrong, names=["Thôn 1"], valid_from=PLAN_DAY, source="thử", by=None
            )


# ── Spellings and statuses ────────────────────────────────────────────────────────────────────


def test_confirm_alias_makes_a_guess_resolve(trieu_son: Unit) -> None:
    officer = UserFactory()
    assert find_unit(name="Thọ Tiên", parent=trieu_son, as_of=PLAN_DAY).unit is None

    confirm_alias(alias=UnitAlias.objects.get(name="Thọ Tiên"), by=officer, reason="hỏi lại xã")

    match = find_unit(name="Thọ Tiên", parent=trieu_son, as_of=PLAN_DAY)
    assert (match.how, match.unit) == (How.ALIAS, unit("15673", "2020-01-31"))
    assert (last_event().actor_id, last_event().reason) == (officer.pk, "hỏi lại xã")


def test_add_alias_resolves_within_its_dates() -> None:
    commune = UnitFactory(name="Thọ Bình")
    add_alias(
        unit=commune,
        name="Hang Đá",
        source="sổ cũ",
        valid_from=date(2018, 1, 1),
        valid_to=date(2019, 1, 1),
        by=None,
    )

    def found(day: date) -> Unit | None:
        return find_unit(name="Hang Đá", parent=commune.parent, as_of=day).unit

    assert found(date(2018, 12, 31)) == commune
    assert found(date(2019, 1, 1)) is None
    with pytest.raises(AliasTaken, match="ARE-008"):
        add_alias(unit=commune, name="Hang Đá", source="sổ cũ", by=None)


def test_add_alias_confirms_a_guess_of_that_spelling(trieu_son: Unit) -> None:
    commune = unit("15673", "2020-01-31")

    alias = add_alias(unit=commune, name="Thọ Tiên", source="hỏi lại xã", by=None)

    assert (alias.confirmed, alias.valid_to) == (True, date(2025, 7, 1))
    assert UnitAlias.objects.filter(unit=commune).count() == 1
    assert find_unit(name="Thọ Tiên", parent=trieu_son, as_of=PLAN_DAY).unit == commune


def test_set_status_refuses_an_overlap() -> None:
    commune = UnitFactory()
    day = date(2021, 1, 1)
    set_status(unit=commune, kind=StatusKind.BORDER, valid_from=day, source="thử", by=None)

    with pytest.raises(StatusOverlaps, match=r"Xã biên giới.*ARE-009"):
        set_status(unit=commune, kind=StatusKind.BORDER, valid_from=TODAY, source="thử", by=None)
