"""Codes of the review with their Vietnamese labels."""

from django.db import models

from giamngheo.law.enums import EVIDENCE_LABELS, Evidence


class CampaignKind(models.TextChoices):
    PERIODIC = "PERIODIC", "Rà soát định kỳ hằng năm"
    REGULAR = "REGULAR", "Rà soát thường xuyên"
    OPENING = "OPENING", "Rà soát đầu giai đoạn, theo chuẩn mới"


class Procedure(models.TextChoices):
    """Whether a campaign only records what was decided on paper, or is led the whole way here."""

    RECORDED = "RECORDED", "Ghi lại kết quả đã có"
    FULL = "FULL", "Đủ quy trình"


class CommuneState(models.TextChoices):
    """The way of a commune's list; `stages` holds who may go where."""

    OPEN = "OPEN", "Đang rà soát"
    JUDGED = "JUDGED", "Đã xét theo chuẩn, chờ quyết định"
    SUBMITTED = "SUBMITTED", "Đã trình, chờ thẩm tra"
    CHECKED = "CHECKED", "Đã thẩm tra, đã báo cáo cấp trên"
    OPINION = "OPINION", "Đã có ý kiến cấp trên"
    DECIDED = "DECIDED", "Đã có quyết định"


class VillageStage(models.TextChoices):
    """The way of a village's list in a campaign of procedure FULL."""

    SURVEY = "SURVEY", "Đang thu thập phiếu"
    SCORED = "SCORED", "Đã chấm, chờ họp dân"
    AGREED = "AGREED", "Họp dân đã thống nhất"
    POSTED = "POSTED", "Đang niêm yết"
    CLOSED = "CLOSED", "Niêm yết xong, hết khiếu nại"


class ListingSource(models.TextChoices):
    """Why a household is on the list to review (Phụ lục I)."""

    MANAGED = "MANAGED", "Đang quản lý hộ nghèo, cận nghèo"
    REQUEST = "REQUEST", "Có giấy đề nghị"
    PERIOD_SURVEY = "PERIOD_SURVEY", "Tổng rà soát đầu giai đoạn"


class RequestKind(models.TextChoices):
    POVERTY = "POVERTY", "Xét công nhận hộ nghèo, hộ cận nghèo (Mẫu 01)"
    ESCAPE = "ESCAPE", "Xét thoát nghèo, thoát cận nghèo (Mẫu 04)"
    AVERAGE_LIVING = "AVERAGE_LIVING", "Xét hộ có mức sống trung bình (Mẫu 01)"
    LOW_INCOME_WORKER = "LOW_INCOME_WORKER", "Xét người lao động có thu nhập thấp (Mẫu 01)"


class RequestResult(models.TextChoices):
    WAITING = "WAITING", "Chưa trả lời"
    LISTED = "LISTED", "Đưa vào danh sách rà soát"
    RECOGNISED = "RECOGNISED", "Đủ điều kiện công nhận"
    REFUSED = "REFUSED", "Không đưa vào danh sách, không công nhận"


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


class Settlement(models.TextChoices):
    """Whose answer stands where the second check found another one."""

    FIRST = "FIRST", "Giữ kết quả lần đầu"
    SECOND = "SECOND", "Theo kết quả phúc tra"
