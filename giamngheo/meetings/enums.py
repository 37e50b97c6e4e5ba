"""Codes of meetings, postings and complaints with their Vietnamese labels."""

from django.db import models

from giamngheo.law.procedures import PROCEDURE_LABELS, Procedure


class ParticipantRole(models.TextChoices):
    """Who comes to a village meeting on the review."""

    COMMITTEE = "COMMITTEE", "Ban Chỉ đạo rà soát cấp xã"
    OFFICER = "OFFICER", "Công chức xã làm công tác giảm nghèo"
    PARTY_CELL = "PARTY_CELL", "Bí thư chi bộ"
    MASS_ORGANISATION = "MASS_ORGANISATION", "Tổ chức đoàn thể"
    REVIEWER = "REVIEWER", "Rà soát viên"
    REVIEWED_HOUSEHOLD = "REVIEWED_HOUSEHOLD", "Đại diện hộ được rà soát"
    OTHER_HOUSEHOLD = "OTHER_HOUSEHOLD", "Đại diện hộ dân khác"
    FRONT = "FRONT", "Mặt trận Tổ quốc (giám sát)"


class VoteMode(models.TextChoices):
    LIST = "LIST", "Biểu quyết cả danh sách"
    HOUSEHOLD = "HOUSEHOLD", "Biểu quyết từng hộ"


class Outcome(models.TextChoices):
    PASSED = "PASSED", "Thống nhất"
    FAILED = "FAILED", "Chưa thống nhất"


class ListChange(models.TextChoices):
    """What the list proposes for a household, beside what it was before the review."""

    NEW = "NEW", "Mới vào danh sách"
    ESCAPED = "ESCAPED", "Ra khỏi danh sách"
    MOVED = "MOVED", "Đổi loại"
    STAYS = "STAYS", "Giữ nguyên"
    NEVER = "NEVER", "Không thuộc diện"


class PostingProcedure(models.TextChoices):
    """Under which procedure a list is posted: the law's limits differ."""

    YEARLY = Procedure.YEARLY.value, PROCEDURE_LABELS[Procedure.YEARLY].capitalize()
    REGULAR = Procedure.REGULAR.value, PROCEDURE_LABELS[Procedure.REGULAR].capitalize()
    AVERAGE_LIVING = (
        Procedure.AVERAGE_LIVING.value,
        PROCEDURE_LABELS[Procedure.AVERAGE_LIVING].capitalize(),
    )
    LOW_INCOME_WORKER = (
        Procedure.LOW_INCOME_WORKER.value,
        PROCEDURE_LABELS[Procedure.LOW_INCOME_WORKER].capitalize(),
    )


class Channel(models.TextChoices):
    """How a complaint came in."""

    PAPER = "PAPER", "Đơn viết"
    SPOKEN = "SPOKEN", "Gặp trực tiếp"
    PHONE = "PHONE", "Điện thoại"
    WEB = "WEB", "Trang niêm yết"


class ComplaintKind(models.TextChoices):
    """What it is about: only one on a household's result needs a re-check."""

    RESULT = "RESULT", "Kết quả của một hộ"
    OTHER = "OTHER", "Việc khác"


class ComplaintState(models.TextChoices):
    UNCONFIRMED = "UNCONFIRMED", "Chờ cán bộ xác nhận"
    OPEN = "OPEN", "Đang giải quyết"
    RESCORING = "RESCORING", "Đã phúc tra, chờ chấm và niêm yết lại"
    ANSWERED = "ANSWERED", "Đã trả lời"
    SET_ASIDE = "SET_ASIDE", "Không tiếp nhận"


OPEN_STATES = (ComplaintState.UNCONFIRMED, ComplaintState.OPEN, ComplaintState.RESCORING)
