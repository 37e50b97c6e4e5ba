"""Roles, permissions and sectors, with the words officers use for them."""

from django.db import models


class Role(models.TextChoices):
    """What a person does for a unit; one person may hold several."""

    VILLAGE = "VILLAGE", "Trưởng thôn, rà soát viên"
    COMMUNE = "COMMUNE", "Cán bộ giảm nghèo cấp xã"
    DISTRICT = "DISTRICT", "Cán bộ cấp huyện"
    PROVINCE = "PROVINCE", "Cán bộ cấp tỉnh"
    SECTOR = "SECTOR", "Cán bộ sở, ngành"
    COMMITTEE_MEMBER = "COMMITTEE_MEMBER", "Thành viên Ban Chỉ đạo"
    LEADER = "LEADER", "Lãnh đạo Ủy ban nhân dân"
    VIEWER = "VIEWER", "Người xem số liệu"
    SYSTEM = "SYSTEM", "Quản trị hệ thống"


class Permission(models.TextChoices):
    """One thing a role may do inside its units; `permissions.py` says which role may do which."""

    VIEW_REGISTER = "view_register", "xem số liệu tổng hợp"
    VIEW_NEED = "view_need", "xem danh sách hộ thiếu hụt dịch vụ của ngành mình"
    VIEW_PERSONAL = "view_personal", "xem hồ sơ của hộ"
    EDIT_REGISTER = "edit_register", "sửa hồ sơ của hộ"
    REVIEW = "review", "nhập kết quả rà soát"
    SUPERVISE_REVIEW = "supervise_review", "giám sát việc rà soát"
    CHECK_LIST = "check_list", "thẩm tra danh sách rà soát"
    GIVE_OPINION = "give_opinion", "cho ý kiến về kết quả rà soát của cấp dưới"
    DECIDE = "decide", "ghi quyết định công nhận kết quả rà soát"
    VIEW_CONFIDENTIAL = "view_confidential", "xem thông tin bảo mật của hộ"
    IMPORT_PLAN = "import_plan", "nạp văn bản kế hoạch"
    ALLOCATE = "allocate", "giao chỉ tiêu"
    PROPOSE_CHANGE = "propose_change", "đề nghị điều chỉnh kế hoạch"
    EXPORT = "export", "xuất số liệu ra tệp"
    EXPORT_PERSONAL = "export_personal", "xuất danh sách hộ ra tệp"
    TAKE_PAPERS = "take_papers", "tải văn bản rà soát để trình ký, lưu"
    MANAGE_USERS = "manage_users", "quản lý người dùng"
    MANAGE_UNITS = "manage_units", "cập nhật đơn vị hành chính"
    VIEW_AUDIT = "view_audit", "xem nhật ký"
    SUPERVISE_WORK = "supervise_work", "theo dõi công việc chạy nền"
    ENTER_RULES = "enter_rules", "nhập chuẩn nghèo, bảng điểm của tỉnh"
    MANAGE_TASKS = "manage_tasks", "giao, theo dõi nhiệm vụ và danh bạ cơ quan"
    APPRAISE_PLAN = "appraise_plan", "thẩm định kế hoạch của xã"
    APPROVE_PLAN = "approve_plan", "phê duyệt kế hoạch của xã"
    APPROVE_RULES = "approve_rules", "duyệt chuẩn nghèo, bảng điểm của tỉnh"


class Sector(models.TextChoices):
    """The departments that own a part of the programme (002 L355-371)."""

    HEALTH = "HEALTH", "Y tế"
    EDUCATION = "EDUCATION", "Giáo dục và Đào tạo"
    AGRICULTURE = "AGRICULTURE", "Nông nghiệp và Phát triển nông thôn"
    INFORMATION = "INFORMATION", "Thông tin và Truyền thông"
    ETHNIC_AFFAIRS = "ETHNIC_AFFAIRS", "Dân tộc"
    CONSTRUCTION = "CONSTRUCTION", "Xây dựng"
    JUSTICE = "JUSTICE", "Tư pháp"
    FINANCE = "FINANCE", "Tài chính"
    PLANNING = "PLANNING", "Kế hoạch và Đầu tư"
    SOCIAL_BANK = "SOCIAL_BANK", "Ngân hàng Chính sách xã hội"
    FATHERLAND_FRONT = "FATHERLAND_FRONT", "Mặt trận Tổ quốc và các đoàn thể"
