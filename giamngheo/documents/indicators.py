"""What a number in a plan measures, told from the words around it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """The indicator's code, its Vietnamese label, where it should move, and its unit."""

    indicator: str
    label: str
    direction: str
    unit: str | None


# (words after the number, indicator, label); the first that fits counts. Search keys, no marks.
_RATES = (
    (r"chi tieu", "service_access_plan_completion", "chỉ tiêu tiếp cận dịch vụ xã hội cơ bản"),
    (
        r"can ngheo.* bao hiem y te",
        "health_insurance_coverage_near_poor",
        "người thuộc hộ cận nghèo tham gia bảo hiểm y tế",
    ),
    (r"bao hiem y te|\bbhyt\b", "health_insurance_coverage", "tham gia bảo hiểm y tế"),
    (r"ho xi|nha tieu", "hygienic_latrine_rate", "hộ nghèo có nhà tiêu hợp vệ sinh"),
    (r"dich vu xa hoi", "basic_service_access_rate", "tiếp cận các dịch vụ xã hội cơ bản"),
    (r"vay von|tin dung uu dai tu", "preferential_credit_coverage", "được vay vốn ưu đãi"),
    (r"chinh sach mien giam|hoc phi", "tuition_support_coverage", "được hỗ trợ học phí"),
    (r"chinh sach", "policy_entitlement_coverage", "được hưởng các chính sách ưu đãi"),
    (r"(?:can bo|cong chuc).* truyen thong", "information_cadre_training_rate", "cán bộ thông tin"),
    (
        r"(?:can bo|cong chuc).* (?:tap huan|boi duong)",
        "poverty_cadre_training_rate",
        "cán bộ giảm nghèo được bồi dưỡng, tập huấn",
    ),
    (r"truyen thanh", "commune_radio_station_rate", "xã có đài truyền thanh hoạt động"),
    (r"diem cung cap thong tin", "public_information_point_rate", "xã có điểm thông tin công cộng"),
    (r"dao tao nghe", "vocational_training_coverage", "được hỗ trợ đào tạo nghề"),
    (r"nguon nuoc|nuoc sach", "hygienic_water_rate", "hộ nghèo có nguồn nước hợp vệ sinh"),
    (r"thong tin", "information_service_rate", "hộ nghèo tiếp cận dịch vụ thông tin"),
)
_HOUSEHOLDS = (
    (r"kien co|nha o an toan", "poor_households_solid_house", "hộ nghèo có nhà ở kiên cố"),
    (r"dien tich", "poor_households_min_floor_area", "hộ nghèo đủ diện tích nhà ở tối thiểu"),
    (r"ho xi|nha tieu", "hygienic_latrine_households", "hộ nghèo làm nhà tiêu hợp vệ sinh"),
    (r"nuoc", "hygienic_water_households", "hộ nghèo có nguồn nước hợp vệ sinh"),
    (r"thong tin|vien thong", "information_service_households", "hộ nghèo tiếp cận thông tin"),
)


# "giảm nghèo" names the work; right before a number it falls as "giảm" does.
_FALLS_RE = re.compile(r"\bgiam\b(?! ngheo\b(?!$))")
_LEAVES_RE = re.compile(
    r"ho (?:can )?(?:ngheo )?(?:dang ky |duoc |co kha nang |vuon len )?"
    r"(?:thoat (?:can )?ngheo|ra khoi danh sach)"
)
_POOR_RE = re.compile(r"(?:so )?(?:ty le )?ho (?:can )?ngheo\b")


def indicator_of(
    *,
    kind: str,
    unit: str,
    how: str,
    before: str,
    after: str,
    sentence: str,
    per: tuple[str, ...] = (),
) -> Found:
    """
    Return what a quantity measures; words come as search keys (see `fold`).

    `kind` is percent, money, times, count or none ("không còn"); `how` the word of comparison;
    `per` what a sum is counted per.
    """
    if kind == "money":
        return _money(before, sentence, per)
    if kind == "times":
        year = re.search(r"nam (20\d\d)", after)
        code = f"income_ratio_to_{year[1]}" if year else "income_ratio"
        return Found(code, f"gấp so với năm {year[1]}" if year else "gấp", "level", "times")
    if kind == "none":
        return _none_left(unit, after)
    return _rate(how, before, after, sentence) if kind == "percent" else _count(unit, before, after)


_PER = {"người": "person", "khẩu": "person", "hộ": "household", "tháng": "month", "năm": "year"}


def _money(before: str, sentence: str, per: tuple[str, ...]) -> Found:
    unit = "/".join(["VND", *(_PER.get(one.lower(), one) for one in per)])
    is_rising = re.search(r"\btang(?: them)?(?: it nhat| tren| khoang)?$", before) is not None
    if not per:
        return Found("other_amount", "", "increase" if is_rising else "level", unit)
    whose = " của người nghèo" if "nguoi ngheo" in sentence else ""
    if is_rising:
        label = f"thu nhập bình quân{whose} tăng thêm"
        return Found("income_per_capita_increase", label, "increase", unit)
    return Found("income_per_capita", f"thu nhập bình quân{whose}", "level", unit)


def _none_left(unit: str, after: str) -> Found:
    if unit in ("child", "student"):
        return Found("children_out_of_school", "trẻ em không đi học", "level", "child")
    return Found("none_left", "không còn " + after[:60], "level", unit)


def _rate(how: str, before: str, after: str, sentence: str) -> Found:
    group = "near_poverty_rate" if "can ngheo" in before else "poverty_rate"
    words = "hộ cận nghèo" if "can ngheo" in before else "hộ nghèo"
    if "thieu hut" in before:
        is_falling = re.search(r"\bgiam$", before) is not None
        direction = "decrease" if is_falling else "level"
        return Found("deprivation_rate", "tỷ lệ thiếu hụt", direction, "%")
    is_of_poverty = (
        "ngheo" in before or "ty le ho ngheo" in sentence or _POOR_RE.match(after) is not None
    )
    if _POOR_RE.match(after) and "can ngheo" in after.split(" tuong ")[0] and "ngheo" not in before:
        group, words = "near_poverty_rate", "hộ cận nghèo"
    if re.search(r"\b(?:con|xuong)$", before) or (how == "dưới" and "giam" in before):
        if is_of_poverty:
            return Found(f"{group}_end_of_year", f"tỷ lệ {words} cuối năm", "level", "%")
        return Found("other_rate", "", "level", "%")
    if _FALLS_RE.search(before) and "mien giam" not in before:
        if after.startswith(("so ho ", "so nguoi ", "so tre")):
            return Found("other_rate_reduction", "", "decrease", "%")
        code = f"{group}_reduction" if is_of_poverty else "other_rate_reduction"
        label = f"mức giảm tỷ lệ {words}" if is_of_poverty else ""
        return Found(code, label, "decrease", "percentage point")
    if re.search(r"\btang(?: them)?(?: it nhat| tren| khoang| tu)?$", before):
        return Found("other_rate_increase", "", "increase", "%")
    if "qua dao tao" in before:
        return Found("trained_worker_rate", "tỷ lệ lao động qua đào tạo", "level", "%")
    for pattern, code, label in _RATES:
        if re.search(pattern, after):
            return Found(code, label, "level", "%")
    return Found("other_rate", "", "level", "%")


def _count(unit: str, before: str, after: str) -> Found:
    is_leaving = _LEAVES_RE.match(after) or re.search(r"\bthoat (?:can )?ngheo(?: la)?$", before)
    if unit == "household" and (_FALLS_RE.search(before) or is_leaving):
        said = (
            before if re.search(r"\bthoat (?:can )?ngheo(?: la)?$", before) else f"{before} {after}"
        )
        near = "can ngheo" in said.rpartition("thoat ngheo")[2]
        code = "near_poor_households_reduced" if near else "poor_households_reduced"
        label = "số hộ cận nghèo giảm trong năm" if near else "số hộ nghèo giảm trong năm"
        return Found(code, label, "decrease", unit)
    if unit == "household":
        for pattern, code, label in _HOUSEHOLDS:
            if re.search(pattern, after):
                return Found(code, label, "increase", unit)
    if unit == "child" and re.search(r"di hoc|den truong|tro lai", after):
        return Found("children_returned_to_school", "trẻ em tiếp tục đi học", "increase", unit)
    is_falling = re.search(r"\b(?:xoa|giam)(?: bo)?$", before) is not None
    return Found("other_count", "", "decrease" if is_falling else "increase", unit)
