import polars as pl

from giamngheo.demo.figures import commune_figures
from giamngheo.demo.frames import make_frames
from giamngheo.demo.needs import INDICATORS
from giamngheo.law.standards import get_standard


def test_same_seed_gives_the_same_year(frames):
    assert make_frames().digest() == frames.digest()


def test_another_seed_gives_another_year(frames):
    assert make_frames(seed="another").digest() != frames.digest()


def test_nothing_generated_says_who_is_poor(frames):
    for name in ("villages", "households", "members", "past_scores", "start_scores", "end_scores"):
        frame = getattr(frames, name)
        assert not {"category", "group", "status", "classification"} & set(frame.columns), name
        text = frame.select(pl.col(pl.String)).unpivot()["value"].drop_nulls().unique()
        assert not text.is_in(["POOR", "NEAR_POOR", "NON_POOR", "N1", "N2"]).any(), name


def test_every_commune_has_its_households(frames):
    counted = dict(frames.households.group_by("commune_name").len().iter_rows())

    assert counted == {c.unit_name: c.households for c in commune_figures()}


def test_household_codes_are_unique_and_carry_the_commune(frames):
    codes = frames.households["code"]

    assert codes.is_unique().all()
    assert codes.str.contains(r"^TS-15\d{3}-\d{6}$").all()
    assert (codes.str.slice(3, 5) == frames.households["commune_code"]).all()


def test_every_household_lives_in_a_village_of_its_commune(frames):
    joined = frames.households.join(frames.villages, on=["commune_code", "village_code"])

    assert joined.height == frames.households.height
    sizes = frames.households.group_by("village_code").len()["len"]
    assert len(sizes) == frames.villages.height
    assert sizes.min() > 60
    assert sizes.max() < 420


def test_village_names_are_unique_within_a_commune(frames):
    assert frames.villages.select("commune_code", "village_name").is_unique().all()


def test_indicators_are_those_of_the_standard_in_its_order():
    standard = get_standard("vn-2016")

    assert tuple(indicator.code for indicator in standard.indicators) == INDICATORS


def test_b2_is_ten_points_an_indicator(frames):
    for scores in (frames.past_scores, frames.start_scores, frames.end_scores):
        assert (scores["score_b2"] == 10 * scores["deprivations"].list.len()).all()
        assert (scores["deprivations"].list.n_unique() == scores["deprivations"].list.len()).all()


def test_children_are_out_of_school_only_where_that_is_marked(frames):
    for scores in (frames.start_scores, frames.end_scores):
        marked = scores["deprivations"].list.contains("child_attendance")
        assert ((scores["children_out_of_school"] > 0) == marked).all()


def test_a_household_is_reviewed_once_a_year(frames):
    assert frames.start_scores["household_code"].is_unique().all()
    assert frames.end_scores["household_code"].is_unique().all()
    assert frames.past_scores.select("household_code", "year").is_unique().all()


def test_the_hills_are_the_minorities_home(frames):
    minority = frames.households.group_by("commune_name").agg(
        share=(pl.col("ethnicity") != "Kinh").mean()
    )
    shares = dict(minority.iter_rows())

    assert all(shares[c.unit_name] > 0.3 for c in commune_figures() if c.is_hilly)
    assert all(shares[c.unit_name] < 0.05 for c in commune_figures() if not c.is_hilly)
