"""The form of a meeting: who came, the votes on the list or on each household, what was said."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from giamngheo.lib.text import clean
from giamngheo.meetings.enums import ParticipantRole, VoteMode
from giamngheo.meetings.models import VillageMeeting
from giamngheo.meetings.proposals import Proposal
from giamngheo.meetings.records import Attendance, MeetingRecord, Spoken, Votes

_MOST = 5000
_ANSWER_RE = re.compile(r"\btrả lời\s*:", re.IGNORECASE)


def _number(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=_MOST,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class MeetingForm(forms.Form):
    held_on = forms.DateField(label="Ngày họp", localize=True)
    started = forms.TimeField(label="Bắt đầu lúc", required=False, help_text="Ví dụ: 19:30")
    ended = forms.TimeField(label="Kết thúc lúc", required=False)
    place = forms.CharField(label="Địa điểm", max_length=200)
    chair = forms.CharField(label="Chủ trì", max_length=120)
    chair_position = forms.CharField(
        label="Chức vụ người chủ trì", max_length=120, initial="Trưởng thôn"
    )
    secretary = forms.CharField(label="Thư ký", max_length=120)
    representatives = forms.CharField(
        label="Đại diện hộ ký biên bản",
        max_length=500,
        required=False,
        help_text="Họ tên, cách nhau bằng dấu phẩy",
    )
    mode = forms.ChoiceField(label="Cách biểu quyết", choices=VoteMode.choices)
    agree = _number("Đồng ý với cả danh sách")
    against = _number("Không đồng ý")
    opinions = forms.CharField(
        label="Ý kiến tại cuộc họp",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng một ý kiến: Lò Văn An: đề nghị xem lại hộ A. Trả lời: đã xem lại.",
    )

    def __init__(self, *args: Any, proposals: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = proposals
        for role in ParticipantRole:
            self.fields[f"count_{role}"] = _number(f"{role.label}: số người")
            self.fields[f"names_{role}"] = forms.CharField(
                label=f"{role.label}: họ tên", max_length=1000, required=False
            )
        for one in proposals:
            name = one.head_name
            self.fields[f"agree_{one.household_id}"] = _number(f"{name}: đồng ý")
            self.fields[f"against_{one.household_id}"] = _number(f"{name}: không đồng ý")

    def participants(self) -> Iterator[tuple[str, Any, Any]]:
        """Yield the words, the number field and the name field of each kind of participants."""
        for role in ParticipantRole:
            yield str(role.label), self[f"count_{role}"], self[f"names_{role}"]

    def votes(self) -> Iterator[tuple[Proposal, Any, Any]]:
        """Yield each household with its two fields."""
        for one in self.proposals:
            yield one, self[f"agree_{one.household_id}"], self[f"against_{one.household_id}"]

    def record(self) -> MeetingRecord:
        data = self.cleaned_data
        names = ("held_on", "started", "ended", "place", "chair", "chair_position", "secretary")
        mode = VoteMode(data["mode"])
        return MeetingRecord(
            **{name: data[name] for name in names},
            representatives=data["representatives"],
            mode=mode,
            participants=tuple(self._attendance()),
            votes=self._votes("agree", "against") if mode == VoteMode.LIST else None,
            votes_of=self._votes_of() if mode == VoteMode.HOUSEHOLD else {},
            opinions=tuple(read_opinions(data["opinions"])),
        )

    def _attendance(self) -> Iterator[Attendance]:
        for role in ParticipantRole:
            count = self.cleaned_data[f"count_{role}"] or 0
            names = self.cleaned_data[f"names_{role}"]
            # Who only wrote the names has counted them by that.
            count = count or sum(bool(name.strip()) for name in names.split(","))
            if count:
                yield Attendance(role=role, count=count, names=names)

    def _votes(self, agree: str, against: str) -> Votes | None:
        data = self.cleaned_data
        if data[agree] is None:
            return None
        return Votes(agree=data[agree], against=data[against] or 0)

    def _votes_of(self) -> dict[int, Votes]:
        found = {}
        for one in self.proposals:
            key = one.household_id
            votes = self._votes(f"agree_{key}", f"against_{key}")
            if votes is not None:
                found[key] = votes
        return found


class MeetingCorrectionForm(MeetingForm):
    reason = forms.CharField(label="Lý do sửa bản ghi", max_length=300)


def read_opinions(text: str) -> Iterator[Spoken]:
    """Yield one opinion a line: "Lò Văn An: … Trả lời: …"; a line without a name is somebody's."""
    for line in text.splitlines():
        said, _, answer = (line, "", "")
        if match := _ANSWER_RE.search(line):
            said, answer = line[: match.start()], line[match.end() :]
        speaker, colon, words = said.partition(":")
        if not colon:
            speaker, words = "Người dự họp", said
        if clean(words):
            yield Spoken(speaker=clean(speaker), text=clean(words), answer=clean(answer))


def meeting_initial(meeting: VillageMeeting) -> dict[str, Any]:
    """Return what a form is filled with to mend the record of a meeting."""
    names = (
        *("held_on", "started", "ended", "place", "chair", "chair_position", "secretary"),
        *("representatives", "mode", "agree", "against"),
    )
    found = {name: getattr(meeting, name) for name in names}
    for group in meeting.participants.all():
        found[f"count_{group.role}"], found[f"names_{group.role}"] = group.count, group.names
    for row in meeting.proposed.all():
        found[f"agree_{row.household_id}"] = row.agree
        found[f"against_{row.household_id}"] = row.against
    found["opinions"] = "\n".join(
        f"{one.speaker}: {one.text}" + (f" Trả lời: {one.answer}" if one.answer else "")
        for one in meeting.opinions.order_by("position")
    )
    return found
