"""Codes of the review with their Vietnamese labels."""

from django.db import models

from giamngheo.law.enums import EVIDENCE_LABELS, Evidence


class CampaignKind(models.TextChoices):
    PERIODIC = "PERIODIC", "Rà soát định kỳ hằng năm"
    REGULAR = "REGULAR", "Rà soát thường xuyên"


class CommuneState(models.TextChoices):
    OPEN = "OPEN", "Đang rà soát"
    JUDGED = "JUDGED", "Đã xét theo chuẩn, chờ quyết định"
    DECIDED = "DECIDED", "Đã có quyết định"


class EvidenceChoice(models.TextChoices):
    """The law's kinds of evidence, with its own words."""

    SCORES = Evidence.SCORES.value, EVIDENCE_LABELS[Evidence.SCORES]
    ANSWERS = Evidence.ANSWERS.value, EVIDENCE_LABELS[Evidence.ANSWERS]
    INCOME = Evidence.INCOME.value, EVIDENCE_LABELS[Evidence.INCOME]


class Movement(models.TextChoices):
    """What a decision changed for a household, in the columns of the official flow tables."""

    STAYED_POOR = "STAYED_POOR", "Vẫn là hộ nghèo"
    POOR_TO_NEAR_POOR = "POOR_TO_NEAR_POOR", "Hộ nghèo trở thành hộ cận nghèo"
    ESCAPED_POOR = "ESCAPED_POOR", "Thoát nghèo, vượt chuẩn cận nghèo"
    STAYED_NEAR_POOR = "STAYED_NEAR_POOR", "Vẫn là hộ cận nghèo"
    NEAR_POOR_TO_POOR = "NEAR_POOR_TO_POOR", "Hộ cận nghèo trở thành hộ nghèo"
    ESCAPED_NEAR_POOR = "ESCAPED_NEAR_POOR", "Thoát cận nghèo"
    RE_POOR = "RE_POOR", "Tái nghèo"
    NEW_POOR = "NEW_POOR", "Hộ nghèo phát sinh mới"
    RE_NEAR_POOR = "RE_NEAR_POOR", "Tái cận nghèo"
    NEW_NEAR_POOR = "NEW_NEAR_POOR", "Hộ cận nghèo phát sinh mới"
    STAYED_NON_POOR = "STAYED_NON_POOR", "Không thuộc diện nghèo, cận nghèo"
