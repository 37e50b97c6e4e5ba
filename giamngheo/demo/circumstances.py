"""
Why each poor or near-poor household of the demonstration is so, what it wishes for, its category.

Drawn from what the register says of it, by a fixed seed: the same demonstration on every machine.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from giamngheo.accounts.models import User
from giamngheo.areas.models import Unit
from giamngheo.audit import actions as audit
from giamngheo.registry.models import Household
from giamngheo.support.enums import LandKind, ProductionModel, WorkKind
from giamngheo.support.models import (
    CommunityMeasure,
    HouseholdCause,
    HouseholdNeed,
    LandLack,
    WorkingCategory,
)

SEED = "trieu-son-circumstances"
BATCH = 2_000
KINH = "Kinh"
PERSUADED_RATIO = 0.015
MINORITY_LAND_RATIO = 0.2
UNSAID_NEED_RATIO = 0.08
CAUSE_WEIGHTS = {
    "CAPITAL": 30, "LAND": 18, "LABOUR": 14, "ILLNESS": 14, "KNOWLEDGE": 9, "SKILLS": 8,
    "TOOLS": 5, "OTHER": 2,
}  # fmt: skip
# By cause: what households say, and which codes and model their words ask for.
WISHES: dict[str, tuple[tuple[str, tuple[str, ...], str], ...]] = {
    "CAPITAL": (
        ("vay vốn nuôi bò sinh sản", ("CREDIT", "PRODUCTION"), ProductionModel.LIVESTOCK),
        ("vay vốn nuôi lợn nái", ("CREDIT", "PRODUCTION"), ProductionModel.LIVESTOCK),
        ("vay vốn mở quán tạp hóa nhỏ", ("CREDIT", "PRODUCTION"), ProductionModel.TRADE),
    ),
    "LAND": (
        ("được giao đất trồng keo", ("PRODUCTION",), ProductionModel.CROPS),
        ("mượn đất trồng ngô vụ đông", ("PRODUCTION",), ProductionModel.CROPS),
    ),
    "LABOUR": (
        ("sửa lại mái nhà trước mùa mưa", ("HOUSING",), ""),
        ("cháu được miễn học phí", ("EDUCATION",), ""),
    ),
    "ILLNESS": (
        ("hỗ trợ tiền đi chữa bệnh", ("HEALTH",), ""),
        ("có thẻ bảo hiểm y tế cho cả nhà", ("HEALTH",), ""),
    ),
    "KNOWLEDGE": (("học kỹ thuật trồng lúa, nuôi gà", ("PRODUCTION",), ProductionModel.LIVESTOCK),),
    "SKILLS": (("học nghề may để đi làm công ty", ("OTHER",), ProductionModel.JOB),),
    "TOOLS": (("hỗ trợ máy cày tay dùng chung", ("PRODUCTION",), ProductionModel.CROPS),),
    "OTHER": (("mong có đường vào xóm", ("OTHER",), ""),),
}


@dataclass(frozen=True)
class Drawn:
    """One household's circumstances before they are stored."""

    causes: tuple[str, ...]
    wish: tuple[str, tuple[str, ...], str] | None
    work: str
    grounds: str
    land: tuple[str, int | None, str, str] | None


def store_circumstances(*, district: Unit, as_of: date, by: User) -> int:
    """Draw and store the circumstances of every household poor or near-poor on the day."""
    homes = list(_managed(district, as_of))
    drawn = [draw(home, random.Random(f"{SEED}/{home.code}")) for home in homes]
    with transaction.atomic():
        audit.record(
            action="demo.store_circumstances",
            by=by,
            subject=f"{len(homes)} hộ",
            unit_path=district.path,
            reason="Dữ liệu sinh ra để trình diễn",
        )
        _store(homes, drawn, as_of, by)
    with connection.cursor() as cursor:
        # Counted by page after page: the planner must know these tables are not empty.
        for model in (HouseholdCause, HouseholdNeed, WorkingCategory, LandLack):
            cursor.execute(f"ANALYZE {model._meta.db_table}")
    return len(homes)


def draw(home: Household, rng: random.Random) -> Drawn:
    """Return plausible circumstances: whoever cannot work lacks labour or is ill, gets relief."""
    if home.no_working_capacity:
        causes = rng.sample(["LABOUR", "ILLNESS"], k=rng.choice([1, 1, 2]))
        work, grounds = WorkKind.RELIEF, "Không còn người trong độ tuổi, đủ sức lao động"
    else:
        count = rng.choice([1, 1, 2, 3])
        causes = list(
            dict.fromkeys(rng.choices(list(CAUSE_WEIGHTS), list(CAUSE_WEIGHTS.values()), k=count))
        )
        work, grounds = WorkKind.SUPPORT, "Có người đủ sức lao động, muốn làm ăn; họp thôn"
        if rng.random() < PERSUADED_RATIO:
            work, grounds = WorkKind.PERSUASION, "Họp chi bộ và thôn, có biên bản"
    wish = None if rng.random() < UNSAID_NEED_RATIO else rng.choice(WISHES[causes[0]])
    return Drawn(tuple(causes), wish, work, grounds, _land(home, rng))


def _land(home: Household, rng: random.Random) -> tuple[str, int | None, str, str] | None:
    if home.ethnicity in ("", KINH) or rng.random() >= MINORITY_LAND_RATIO:
        return None
    kind = rng.choice(list(LandKind))
    if kind is LandKind.WATER:
        return kind, None, "dùng nước khe, cạn mùa khô", "lắp bể chứa nước 1.000 lít"
    if kind is LandKind.HOUSING_LAND:
        return kind, rng.choice([100, 150, 200]), "", "giao đất ở trong quỹ đất của xã"
    return kind, rng.choice([500, 1_000, 2_000]), "", "giao khoán đất rừng sản xuất"


def _managed(district: Unit, as_of: date) -> Iterator[Household]:
    found = Household.objects.inside(district.path).registered_on(as_of)
    poor = found.with_status("POOR", as_of) | found.with_status("NEAR_POOR", as_of)
    yield from poor.order_by("code").only("code", "unit_path", "ethnicity", "no_working_capacity")


def _store(homes: Sequence[Household], drawn: Sequence[Drawn], as_of: date, by: User) -> None:
    pairs = [
        (
            {
                "household": home,
                "unit_path": home.unit_path,
                "valid_from": as_of,
                "recorded_by": by,
            },
            d,
        )
        for home, d in zip(homes, drawn, strict=True)
    ]
    HouseholdCause.objects.bulk_create(
        (
            HouseholdCause(**base, code=code, is_main=code == one.causes[0])
            for base, one in pairs
            for code in one.causes
        ),
        batch_size=BATCH,
    )
    HouseholdNeed.objects.bulk_create(
        (
            HouseholdNeed(**base, words=one.wish[0], codes=list(one.wish[1]), model=one.wish[2])
            for base, one in pairs
            if one.wish
        ),
        batch_size=BATCH,
    )
    WorkingCategory.objects.bulk_create(
        (WorkingCategory(**base, kind=one.work, grounds=one.grounds) for base, one in pairs),
        batch_size=BATCH,
    )
    LandLack.objects.bulk_create(
        (
            LandLack(
                **base,
                kind=one.land[0],
                area_m2=one.land[1],
                source=one.land[2],
                measure=one.land[3],
            )
            for base, one in pairs
            if one.land
        ),
        batch_size=BATCH,
    )
    CommunityMeasure.objects.bulk_create(
        CommunityMeasure(
            **base,
            measure="Đoàn thể đến nhà động viên, nhận cùng làm vườn hộ",
            organisation="Chi hội Nông dân thôn",
            review_on=date(as_of.year + 1, 3, 31),
        )
        for base, one in pairs
        if one.work == WorkKind.PERSUASION
    )
