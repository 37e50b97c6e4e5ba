"""Codes which the law defines, each with the words that stand on a screen."""

from enum import StrEnum


class Category(StrEnum):
    """What a household is after judgement."""

    POOR = "POOR"
    NEAR_POOR = "NEAR_POOR"
    NON_POOR = "NON_POOR"


CATEGORY_LABELS: dict[Category, str] = {
    Category.POOR: "Hộ nghèo",
    Category.NEAR_POOR: "Hộ cận nghèo",
    Category.NON_POOR: "Hộ không nghèo",
}


class PovertyGroup(StrEnum):
    """Why a household was poor under the two lines of 2016-2021; no later standard knows groups."""

    N1 = "N1"
    N2 = "N2"


GROUP_LABELS: dict[PovertyGroup, str] = {
    PovertyGroup.N1: "N1: nghèo về thu nhập",
    PovertyGroup.N2: "N2: thu nhập giữa hai mức và thiếu hụt dịch vụ xã hội cơ bản",
}


class AreaType(StrEnum):
    """Rural or urban, as the household's commune is at the day it is judged for."""

    RURAL = "rural"
    URBAN = "urban"


AREA_LABELS: dict[AreaType, str] = {AreaType.RURAL: "nông thôn", AreaType.URBAN: "thành thị"}


class Confidence(StrEnum):
    """How well a value of the law is attested, best first."""

    VERBATIM = "verbatim"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


CONFIDENCE_LABELS: dict[Confidence, str] = {
    Confidence.VERBATIM: "đúng nguyên văn",
    Confidence.SECONDARY: "theo nguồn thứ cấp",
    Confidence.UNVERIFIED: "chưa kiểm chứng",
}


class Evidence(StrEnum):
    """What a judgement was made from."""

    SCORES = "scores"
    ANSWERS = "answers"
    INCOME = "income"


EVIDENCE_LABELS: dict[Evidence, str] = {
    Evidence.SCORES: "điểm B1, B2 ghi trên phiếu",
    Evidence.ANSWERS: "câu trả lời chấm theo bảng điểm",
    Evidence.INCOME: "thu nhập khảo sát và các chỉ số thiếu hụt",
}
