"""Codes of plans with their Vietnamese labels."""

from django.db import models


class Measure(models.TextChoices):
    """The columns of a commune target table; the values are the reader's column keys."""

    TOTAL_HOUSEHOLDS = "total_households", "Tổng số hộ"
    POOR_START = "poor_start", "Hộ nghèo đầu năm"
    POOR_REDUCED = "poor_reduced", "Hộ nghèo giảm trong năm"
    POOR_RATE = "poor_rate_pp", "Tỷ lệ giảm hộ nghèo (điểm %)"
    NEAR_POOR_START = "near_poor_start", "Hộ cận nghèo đầu năm"
    NEAR_POOR_REDUCED = "near_poor_reduced", "Hộ cận nghèo giảm trong năm"
    NEAR_POOR_RATE = "near_poor_rate_pp", "Tỷ lệ giảm hộ cận nghèo (điểm %)"


class UnitMatch(models.TextChoices):
    """How the name in the plan was tied to a unit."""

    EXACT = "EXACT", "Đúng tên"
    ALIAS = "ALIAS", "Tên gọi khác đã xác nhận"
    SUGGESTED = "SUGGESTED", "Tên viết gần giống, cần xác nhận"


class Severity(models.TextChoices):
    ERROR = "error", "Sai"
    WARNING = "warning", "Cần xem"
    NOTICE = "note", "Lưu ý"


class PlanStage(models.TextChoices):
    """How far a document has come: read by the machine, or taken by people as data."""

    READ = "READ", "Đã đọc, chưa ghi nhận"
    COMMITTED = "COMMITTED", "Đã ghi nhận"


class PlanLevel(models.TextChoices):
    """The level of the office that issued the plan."""

    NATIONAL = "NATIONAL", "Trung ương"
    PROVINCE = "PROVINCE", "Cấp tỉnh"
    DISTRICT = "DISTRICT", "Cấp huyện"
    COMMUNE = "COMMUNE", "Cấp xã"


class ItemState(models.TextChoices):
    """What people said of one thing the machine read."""

    PROPOSED = "PROPOSED", "Chưa xem"
    ACCEPTED = "ACCEPTED", "Nhận"
    CORRECTED = "CORRECTED", "Nhận, đã sửa"
    REJECTED = "REJECTED", "Không nhận"


class MoneySource(models.TextChoices):
    """Who pays a line of the plan's money."""

    CENTRAL = "central", "Ngân sách trung ương"
    LOCAL = "local", "Ngân sách địa phương"
    STATE = "state", "Ngân sách nhà nước"
    PEOPLE = "people", "Người dân đóng góp"
    OTHER = "other", "Nguồn khác"
    ALL = "all", "Tất cả các nguồn"


class MoneyKind(models.TextChoices):
    """What kind of money; ALL where the plan does not part it."""

    INVESTMENT = "investment", "Đầu tư phát triển"
    RECURRENT = "recurrent", "Sự nghiệp"
    ALL = "all", "Không tách"


class RelationKind(models.TextChoices):
    """What one legal document says of another."""

    IMPLEMENTS = "IMPLEMENTS", "thực hiện, quy định chi tiết, hướng dẫn"
    AMENDS = "AMENDS", "sửa đổi, bổ sung"
    REPLACES = "REPLACES", "thay thế"
    CITES = "CITES", "dẫn chiếu"
    APPROVES = "APPROVES", "phê duyệt, ban hành kèm theo"


class Confidence(models.TextChoices):
    """How well a fact of the law is known; as in `law/standards`."""

    VERBATIM = "verbatim", "đọc nguyên văn"
    SECONDARY = "secondary", "theo nguồn thứ cấp"
    UNVERIFIED = "unverified", "chưa kiểm chứng"


class AmendmentState(models.TextChoices):
    """A wish to change a plan during its year, from the unit that asks to the decision."""

    PROPOSED = "PROPOSED", "Đơn vị đề nghị"
    CONSOLIDATED = "CONSOLIDATED", "Đã tổng hợp, chờ quyết định"
    DECIDED = "DECIDED", "Đã điều chỉnh"
    REFUSED = "REFUSED", "Không điều chỉnh"


class Programme(models.TextChoices):
    """The programmes that pay for measures of a plan (lồng ghép)."""

    POVERTY = "POVERTY", "Giảm nghèo bền vững"
    NEW_RURAL = "NEW_RURAL", "Xây dựng nông thôn mới"
    ETHNIC = "ETHNIC", "Phát triển vùng dân tộc thiểu số và miền núi"
    P135 = "P135", "Chương trình 135"
    SOCIO_ECONOMIC = "SOCIO_ECONOMIC", "Kế hoạch phát triển kinh tế - xã hội"
    OTHER = "OTHER", "Chương trình, dự án khác"


class TargetFamily(models.TextChoices):
    """The families of targets a target-assigning decision sets (001 L21)."""

    POVERTY = "POVERTY", "Giảm nghèo"
    TRAINING = "TRAINING", "Đào tạo nghề"
    JOBS = "JOBS", "Giải quyết việc làm"
    LABOUR_EXPORT = "LABOUR_EXPORT", "Xuất khẩu lao động"
    OTHER = "OTHER", "Chỉ tiêu khác"
