"""What a commune plan is refused for, and in which words."""

from giamngheo.lib.errors import Refusal


class PlanNotOpen(Refusal):
    code = "CPL-001"
    sentence = (
        "Chưa sửa được kế hoạch năm {year} của {unit}: {plan} đang ở bước “{stage}”. Đề nghị người "
        "thẩm định trả lại nếu cần sửa."
    )


class WrongStage(Refusal):
    code = "CPL-002"
    sentence = (
        "Chưa {verb} được {plan} năm {year} của {unit}: kế hoạch đang ở bước “{stage}”. Tải lại "
        "trang để xem bước hiện nay."
    )


class SamePerson(Refusal):
    code = "CPL-003"
    sentence = (
        "Chưa {verb} được {plan} năm {year} của {unit}: {who} đã {did} kế hoạch này. Người lập, "
        "người thẩm định và người phê duyệt phải là ba người; nhờ người khác có quyền làm bước này."
    )


class PlanIncomplete(Refusal):
    code = "CPL-004"
    sentence = (
        "Chưa gửi được {plan} năm {year} của {unit}: còn {count} hộ chưa đủ ({names}). Điền tiếp, "
        "hoặc ghi lý do rồi gửi lại."
    )


class WordsMissing(Refusal):
    code = "CPL-005"
    sentence = "Chưa {verb} được {plan} năm {year} của {unit}: chưa ghi {what}. Ghi rồi làm lại."


class NobodyToPlanFor(Refusal):
    code = "CPL-006"
    sentence = (
        "Chưa lập được kế hoạch năm {year} của {unit}: ngày {day} sổ hộ không có hộ nghèo nào của "
        "xã. Kiểm tra kết quả rà soát cuối năm trước rồi lập lại."
    )
