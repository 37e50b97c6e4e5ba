"""Codes of the directory with their Vietnamese labels."""

from django.db import models

from giamngheo.areas.enums import UnitLevel
from giamngheo.law.enums import CONFIDENCE_LABELS, Confidence


class AgencyLevel(models.IntegerChoices):
    """The same numbers as the levels of units, with the country's own above them."""

    NATIONAL = 0, "Trung ương"
    PROVINCE = UnitLevel.PROVINCE, "Cấp tỉnh"
    DISTRICT = UnitLevel.DISTRICT, "Cấp huyện"
    COMMUNE = UnitLevel.COMMUNE, "Cấp xã"


class Certainty(models.TextChoices):
    """Words for `law.enums.Confidence` of a fact in the directory."""

    VERBATIM = Confidence.VERBATIM, CONFIDENCE_LABELS[Confidence.VERBATIM]
    SECONDARY = Confidence.SECONDARY, CONFIDENCE_LABELS[Confidence.SECONDARY]
    UNVERIFIED = Confidence.UNVERIFIED, CONFIDENCE_LABELS[Confidence.UNVERIFIED]
