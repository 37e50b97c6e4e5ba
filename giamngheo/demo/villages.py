"""Villages of the demonstration: plain invented names, about one to 190 households."""

import random
from dataclasses import dataclass

from giamngheo.demo.figures import CommuneFigures

HOUSEHOLDS_A_VILLAGE = 190

FIRST_WORDS = "Đồng, Tân, Xuân, Phú, Yên, Minh, Đại, Hòa, Thành, An, Long, Quang"
LAST_WORDS = "Minh, Tiến, Lộc, Thịnh, Sơn, Phong, Lập, Vinh, Xá, Hưng, Phúc, Bình, Tâm, Trung"
HILL_FIRST_WORDS = "Làng, Bản, Đồi, Khe, Thung, Hón, Bái, Bồn"
HILL_LAST_WORDS = "Mốc, Bông, Lau, Trám, Sim, Nứa, Dầu, Luồng, Chè, Vải, Cọ, Trầu"


@dataclass(frozen=True, slots=True)
class Village:
    """One generated village; `weight` is its share of the commune's households."""

    code: str
    name: str
    weight: float


def draw_villages(*, commune: CommuneFigures, rng: random.Random) -> tuple[Village, ...]:
    """Return the commune's villages; the code is the commune's with a running number."""
    count = max(4, round(commune.households / HOUSEHOLDS_A_VILLAGE))
    return tuple(
        Village(code=f"{commune.unit_code}-{number:02d}", name=name, weight=rng.uniform(0.6, 1.4))
        for number, name in enumerate(_names(commune=commune, count=count, rng=rng), start=1)
    )


def _names(*, commune: CommuneFigures, count: int, rng: random.Random) -> list[str]:
    if commune.unit_name == "Thị trấn Nưa":
        return [f"Khu phố {number}" for number in range(1, count + 1)]
    if commune.unit_name.startswith("Thị trấn"):
        return [f"Tổ dân phố {number}" for number in range(1, count + 1)]
    if not commune.is_hilly and rng.random() < 0.5:
        return [f"Thôn {number}" for number in range(1, count + 1)]
    first, last = (
        (HILL_FIRST_WORDS, HILL_LAST_WORDS) if commune.is_hilly else (FIRST_WORDS, LAST_WORDS)
    )
    pairs = [
        f"Thôn {one} {two}" for one in first.split(", ") for two in last.split(", ") if one != two
    ]
    return rng.sample(pairs, count)
