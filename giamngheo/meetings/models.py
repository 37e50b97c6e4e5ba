"""Tables of the room: meetings, postings, complaints, and the days off an office has entered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from giamngheo.areas.models import Unit
from giamngheo.meetings.complaint_models import Complaint, Recheck
from giamngheo.meetings.meeting_models import (
    MeetingOpinion,
    MeetingParticipants,
    ProposedHousehold,
    VillageMeeting,
)
from giamngheo.meetings.posting_models import PostedHousehold, Posting, PostingProof

__all__ = [
    "AnnouncedYear",
    "Complaint",
    "MeetingOpinion",
    "MeetingParticipants",
    "PostedHousehold",
    "Posting",
    "PostingProof",
    "ProposedHousehold",
    "Recheck",
    "VillageMeeting",
]


class AnnouncedYear(models.Model):
    """
    The days off of one year as announced, entered by an office for itself and all below it. Entered
    again they make a further version; limits are then counted anew.

    off: [{"day": "2027-02-08", "name": "Tết Âm lịch"}, …], worked: the same for make-up days.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=200, db_collation="C")
    year = models.PositiveSmallIntegerField("năm")
    version = models.PositiveSmallIntegerField("bản thứ", default=1)
    is_current = models.BooleanField(default=True)
    document = models.CharField("văn bản công bố", max_length=200)
    off = models.JSONField("ngày nghỉ", default=list)
    worked = models.JSONField("ngày làm bù", default=list, blank=True)
    entered_by = models.CharField("người nhập", max_length=150)
    entered_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "lịch nghỉ đã công bố"
        verbose_name_plural = "lịch nghỉ đã công bố"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "year", "version"], name="announced_year_version_once"
            ),
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=Q(is_current=True),
                name="announced_year_current_once",
            ),
        ]

    class DataScrubbing:
        personal = ("entered_by",)

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"
