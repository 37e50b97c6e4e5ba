"""Thirty planted errors, the clean ones beside them, and what a second check leaves alone."""

from giamngheo.quality.checking import check_inside
from giamngheo.quality.models import DuplicatePair, Finding
from giamngheo.registry.models import Household
from tests.factories.district import District
from tests.factories.planted import AS_OF, Planted, clean_family, store


def named() -> set[str]:
    """Return the codes of the households that something is said of, notices aside."""
    codes = dict(Household.objects.values_list("pk", "code"))
    found = Finding.objects.exclude(severity="NOTICE").values_list("household_id", flat=True)
    pairs = DuplicatePair.objects.filter(is_current=True)
    sides = pairs.values_list("first_household_id", "second_household_id")
    return {codes[pk] for pk in [*found, *(pk for side in sides for pk in side)]}


def test_at_least_28_of_30_planted_errors_are_found(planted: Planted) -> None:
    check_inside(path=planted.district.province.path, as_of=AS_OF)

    hit = {name for name, codes in planted.errors.items() if codes <= named()}
    assert len(planted.errors) == 30
    assert len(hit) >= 28, set(planted.errors) - hit


def test_clean_households_raise_no_alarm(planted: Planted) -> None:
    check_inside(path=planted.district.province.path, as_of=AS_OF)

    wrong = {code for codes in planted.errors.values() for code in codes}
    assert named() <= wrong


def test_a_part_finds_what_the_whole_finds(planted: Planted) -> None:
    check_inside(path=planted.district.province.path, as_of=AS_OF)
    whole = set(Finding.objects.values_list("rule", "household_id", "member_id", "digest"))
    pairs = {(p.first_member_id, p.second_member_id): p.rules for p in DuplicatePair.objects.all()}
    Finding.objects.all().delete()
    DuplicatePair.objects.all().delete()

    for unit in planted.district.communes:
        check_inside(path=unit.path, as_of=AS_OF)

    found = set(Finding.objects.values_list("rule", "household_id", "member_id", "digest"))
    again = {(p.first_member_id, p.second_member_id): p.rules for p in DuplicatePair.objects.all()}
    assert again == pairs
    assert found == whole


def test_two_checks_leave_the_same_rows(planted: Planted) -> None:
    path = planted.district.province.path
    first = check_inside(path=path, as_of=AS_OF)
    rows = set(Finding.objects.values_list("pk", flat=True))
    pairs = set(DuplicatePair.objects.values_list("pk", "version"))

    assert check_inside(path=path, as_of=AS_OF) == first
    assert set(Finding.objects.values_list("pk", flat=True)) == rows
    assert set(DuplicatePair.objects.values_list("pk", "version")) == pairs


def test_one_name_and_birth_in_two_communes_say_nothing(district: District) -> None:
    one, two = (clean_family(n, district.villages[k].pk, k) for n, k in ((1, "A"), (2, "B")))
    two.people[0] = {**one.people[0], "personal_id": None}
    store([one, two])

    check_inside(path=district.province.path, as_of=AS_OF)

    assert not DuplicatePair.objects.exists()


def test_numbers_that_contradict_make_two_people_of_one_name(district: District) -> None:
    one, two = (clean_family(number, district.villages["A"].pk) for number in (1, 2))
    two.people[0] = {**one.people[0], "personal_id": one.head["personal_id"][:-2] + "99"}
    store([one, two])

    check_inside(path=district.province.path, as_of=AS_OF)

    assert not DuplicatePair.objects.exists()
