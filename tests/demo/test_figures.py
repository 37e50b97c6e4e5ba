import pytest

from giamngheo.demo.figures import commune_figures, service_targets
from giamngheo.law.enums import AreaType
from giamngheo.law.standards import get_standard


def test_figures_add_up_to_the_districts_totals():
    communes = commune_figures()

    assert len(communes) == 34
    assert sum(commune.households for commune in communes) == 59_360
    assert sum(commune.poor_start for commune in communes) == 1_825
    assert sum(commune.poor_reduction for commune in communes) == 1_297
    assert sum(commune.near_poor_start for commune in communes) == 4_241
    # The plan itself says 795 in its total row: the demonstration keeps that slip visible.
    assert sum(commune.near_poor_reduction for commune in communes) == 818


def test_only_the_two_towns_are_urban():
    urban = {c.unit_name for c in commune_figures() if c.area_type is AreaType.URBAN}

    assert urban == {"Thị trấn Triệu Sơn", "Thị trấn Nưa"}


def test_service_targets_name_indicators_of_the_standard():
    known = {indicator.code for indicator in get_standard("vn-2016").indicators}

    assert set(service_targets()) <= known


def test_service_targets_are_the_plans():
    assert service_targets() == {
        "child_attendance": 65,
        "housing_quality": 129,
        "floor_area": 295,
        "toilet": 982,
        "water_source": 425,
        "info_device": 46,
    }


def read_plan_table(shared_dir):
    """Return {place in the table: the five counts of households} from the plan's own text."""
    (plan,) = (shared_dir / "seeds").glob("001_*.txt")
    rows = {}
    for line in plan.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) == 9 and cells[0].isdigit():
            rows[int(cells[0])] = [int(cells[i].replace(".", "")) for i in (2, 3, 4, 6, 7)]
    return rows


@pytest.mark.shared
def test_figures_are_those_of_the_plan(shared_dir):
    written = {
        commune.order: [
            commune.households,
            commune.poor_start,
            commune.poor_reduction,
            commune.near_poor_start,
            commune.near_poor_reduction,
        ]
        for commune in commune_figures()
    }

    assert written == read_plan_table(shared_dir)
