"""The sentence a page of targets opens with: the answer before the table that proves it."""

from decimal import Decimal

from giamngheo.lib.numbers import format_number
from giamngheo.targets.district import DistrictProgress

NAMED_COMMUNES = 3


def answer(progress: DistrictProgress) -> str:
    """Return what was promised, what was reached, and who decides the rest."""
    total = progress.total
    if not progress.rows:
        return "Chưa có số liệu của năm này."
    if total.poor_reduced is None:
        return (
            f"Năm {progress.year} chưa có đủ kết quả rà soát: {progress.decided} trên "
            f"{len(progress.rows)} đơn vị đã có quyết định."
        )
    if total.poor_target is None:
        return (
            f"Trong năm, hộ nghèo giảm {format_number(total.poor_reduced)} hộ, còn "
            f"{format_number(total.poor_end)} hộ. Chưa có kế hoạch giao chỉ tiêu cho năm này."
        )
    done = f"{format_number(total.poor_reduced)} trên {format_number(total.poor_target)} hộ"
    if not total.poor_missing:
        return f"Đã đạt chỉ tiêu: hộ nghèo giảm {done} được giao."
    return f"Hộ nghèo giảm {done} được giao, còn thiếu {format_number(total.poor_missing)} hộ."


def who_decides(progress: DistrictProgress) -> str:
    """Return the communes that miss most, with what each misses; empty when none does."""
    if len(progress.rows) < 2 or not progress.deciding:
        return ""
    named = [
        f"{row.name} ({format_number(row.poor_missing)})"
        for row in progress.deciding[:NAMED_COMMUNES]
    ]
    count = len(progress.deciding)
    return f"{count} đơn vị chưa đạt chỉ tiêu; thiếu nhiều nhất: {', '.join(named)}."


def rate_words(progress: DistrictProgress) -> str:
    """Return the plan's limit as it reads: "dưới 0,89 %"; empty without such a target."""
    target = progress.rate_target
    if target is None or target.value is None:
        return ""
    sign = {"<": "dưới ", "<=": "không quá ", ">": "trên ", ">=": "từ ", "~": "khoảng "}
    value = target.value.normalize()
    places = max(-int(value.as_tuple().exponent), 0)
    return f"{sign.get(target.comparator, '')}{format_number(value, places)} %"


def beyond_reach(progress: DistrictProgress) -> list[str]:
    """Return a sentence for each unit whose target counts on households that cannot work."""
    return [
        f"{row.name}: chỉ tiêu giảm {format_number(row.poor_target or 0)} trên "
        f"{format_number(row.poor_stock or 0)} hộ nghèo, nhưng sổ hộ có "
        f"{format_number(row.poor_no_capacity or 0)} hộ nghèo không có khả năng lao động, "
        f"thuộc diện trợ giúp xã hội. Chỉ tiêu không nên quá "
        f"{format_number(max((row.poor_stock or 0) - (row.poor_no_capacity or 0), 0))} hộ."
        for row in progress.rows
        if row.target_beyond_reach
    ]


def beyond_reach_short(progress: DistrictProgress) -> list[str]:
    """Return the same for the head of a page: one sentence once there are many such units."""
    sentences = beyond_reach(progress)
    if len(sentences) <= NAMED_COMMUNES:
        return sentences
    named = [
        f"{row.name} ({format_number(row.poor_no_capacity or 0)})"
        for row in progress.rows
        if row.target_beyond_reach
    ]
    return [
        f"{len(named)} đơn vị đặt chỉ tiêu vượt số hộ nghèo còn khả năng lao động; số hộ nghèo "
        f"không có khả năng lao động theo sổ hộ: {', '.join(named)}."
    ]


def projection(progress: DistrictProgress) -> str:
    """Return where the unit ends when exactly the targets are reached; empty without targets."""
    total = progress.total
    if total.projected_end is None or not total.households:
        return ""
    # Four places: the plan's limit and the projected rate may differ in the third.
    exact = Decimal(total.projected_end) * 100 / Decimal(total.households)
    sentence = (
        f"Nếu đạt đúng chỉ tiêu, cuối năm còn {format_number(total.projected_end)} hộ nghèo, "
        f"bằng {format_number(exact, 4)} % số hộ"
    )
    if rate_words(progress):
        sentence += f" (mục tiêu {rate_words(progress)})"
    rates = [row for row in progress.rows if row.projected_rate is not None]
    if len(rates) < 2:
        return f"{sentence}."
    highest = max(rates, key=lambda row: row.projected_rate or 0)
    return (
        f"{sentence}. Cao nhất là {highest.name}: {format_number(highest.projected_end or 0)} hộ, "
        f"{format_number(highest.projected_rate, 2)} %."
    )
