from datetime import date

import polars as pl
import pytest

from giamngheo.demo.people import FEMALE, MALE, PersonalIds
from giamngheo.demo.people import Person as GeneratedPerson

REFERENCE = date(2020, 1, 1)


@pytest.fixture(scope="session")
def members(frames) -> pl.DataFrame:
    """The members with their own age and their head's, in years."""
    aged = frames.members.with_columns(
        age=(pl.lit(REFERENCE) - pl.col("birth_date")).dt.total_days() / 365.25
    )
    heads = aged.filter(pl.col("position") == 1).select(
        "household_code", head_age="age", head_sex="sex", head_name="full_name"
    )
    return aged.join(heads, on="household_code")


def test_households_have_three_to_four_people_on_average(frames):
    assert 3.4 < frames.members.height / frames.households.height < 3.8


def test_members_are_numbered_from_the_head(frames):
    positions = frames.members.group_by("household_code").agg(
        "position", heads=(pl.col("relation") == "HEAD").sum(), first=pl.col("relation").first()
    )

    assert positions.height == frames.households.height
    assert (positions["heads"] == 1).all()
    assert (positions["first"] == "HEAD").all()
    assert (positions["position"].list.max() == positions["position"].list.len()).all()


def test_the_head_is_the_one_named_on_the_household(frames):
    heads = frames.members.filter(pl.col("relation") == "HEAD")["full_name"]

    assert heads.equals(frames.households["head_name"].rename("full_name"))


@pytest.mark.parametrize(
    ("relation", "youngest", "oldest"),
    [
        ("HEAD", 20, 93),
        ("SPOUSE", 20, 93),
        ("CHILD", 0, 59),
        ("GRANDCHILD", 0, 18),
        ("PARENT", 44, 93),
        ("OTHER", 20, 60),
    ],
)
def test_ages_fit_the_relation(members, relation, youngest, oldest):
    ages = members.filter(pl.col("relation") == relation)["age"]

    assert ages.min() >= youngest
    assert ages.max() < oldest


def test_generations_are_sixteen_years_apart(members):
    below = members.filter(pl.col("relation").is_in(["CHILD", "GRANDCHILD"]))
    above = members.filter(pl.col("relation") == "PARENT")

    assert (below["head_age"] - below["age"]).min() >= 16
    assert (above["age"] - above["head_age"]).min() >= 16


def test_couples_are_of_two_sexes(members):
    spouses = members.filter(pl.col("relation") == "SPOUSE")

    assert (spouses["sex"] != spouses["head_sex"]).all()


def test_middle_names_fit_the_sex(members):
    thi = members["full_name"].str.contains(r" Thị( |$)")
    van = members["full_name"].str.contains(r" Văn ")

    assert (members.filter(thi)["sex"] == "F").all()
    assert (members.filter(van)["sex"] == "M").all()
    assert members["full_name"].str.split(" ").list.len().is_between(3, 5).all()


def test_children_bear_their_fathers_family_name(members):
    children = members.filter((pl.col("relation") == "CHILD") & (pl.col("head_sex") == "M"))
    family = pl.col("full_name").str.split(" ").list.first()
    head_family = pl.col("head_name").str.split(" ").list.first()

    assert children.select((family == head_family).all()).item()


def test_personal_ids_have_the_laws_structure(frames):
    known = frames.members.filter(pl.col("personal_id").is_not_null())
    ids = known["personal_id"]
    century_and_sex = 2 * (known["birth_date"].dt.year() // 100 - 19) + (known["sex"] == "F")

    assert ids.is_unique().all()
    assert ids.str.contains(r"^038\d{9}$").all()
    assert (ids.str.slice(3, 1).cast(pl.Int32) == century_and_sex.cast(pl.Int32)).all()
    assert (ids.str.slice(4, 2).cast(pl.Int32) == known["birth_date"].dt.year() % 100).all()


def test_some_personal_ids_are_missing(frames):
    missing = frames.members["personal_id"].null_count() / frames.members.height

    assert 0.05 < missing < 0.2


def test_who_cannot_work_has_nobody_of_working_age_unless_alone(frames, members):
    flagged = frames.households.filter("no_working_capacity").select(household_code="code")
    working = members.filter(pl.col("age").is_between(17, 64))
    both = working.join(flagged, on="household_code", how="semi")
    sizes = members.group_by("household_code").len()

    assert flagged.height > 1_000
    assert both.join(sizes, on="household_code")["len"].max() <= 2


@pytest.mark.parametrize(
    ("born", "sex", "beginning"),
    [
        (date(1956, 5, 1), MALE, "038056"),
        (date(1999, 12, 31), FEMALE, "038199"),
        (date(2000, 1, 1), MALE, "038200"),
        (date(2019, 7, 1), FEMALE, "038319"),
    ],
)
def test_personal_id_begins_with_province_century_sex_and_year(born, sex, beginning):
    person = GeneratedPerson("Lê Thị Hồng Nhung", sex, born, "HEAD", "Kinh")

    first, second = PersonalIds("038").next_for(person), PersonalIds("038").next_for(person)

    assert first.startswith(beginning)
    assert len(first) == 12
    assert first == second
