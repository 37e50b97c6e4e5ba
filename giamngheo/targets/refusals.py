"""What cannot be done with a target, an allocation or a list of expected exits, and what next."""

from giamngheo.lib.errors import Refusal


class StockMissing(Refusal):
    code = "TGT-004"
    sentence = (
        "Chưa lập được phương án phân bổ năm {year} của {unit}: {problem}. Chốt số liệu cuối năm "
        "trước, nạp kế hoạch có bảng, hoặc bắt đầu từ một tệp bảng."
    )


class AllocationFrozen(Refusal):
    code = "TGT-005"
    sentence = (
        "Chưa sửa được phương án {version} của {unit}: đã ban hành theo {number}. Lập phương án "
        "điều chỉnh từ quyết định này."
    )


class NotYourMeasure(Refusal):
    code = "TGT-006"
    sentence = (
        "Chưa sửa được «{measure}» của {unit}: chỉ tiêu này do {owner} phụ trách. Đề nghị nơi đó "
        "ghi."
    )


class CellStale(Refusal):
    code = "TGT-007"
    sentence = (
        "Chưa ghi được {unit}: {who} vừa ghi {value} vào ô này, còn trang của bạn vẫn là số cũ. "
        "Xem số mới rồi ghi lại nếu cần."
    )


class CellBad(Refusal):
    code = "TGT-008"
    sentence = "Chưa ghi được {unit}: {problem}. Xem lại rồi ghi lại."


class NothingToUndo(Refusal):
    code = "TGT-009"
    sentence = "Chưa hoàn tác được: {problem}. Sửa từng ô nếu cần."


class AllocationIncomplete(Refusal):
    code = "TGT-010"
    sentence = (
        "Chưa ban hành được phương án {version} của {unit}: {problems}. Bổ sung rồi ban hành lại."
    )


class DeciderMadeIt(Refusal):
    code = "TGT-011"
    sentence = (
        "Chưa ban hành được phương án {version} của {unit}: {name} đã lập hoặc sửa phương án này. "
        "Người ghi quyết định phải là người khác."
    )


class ResultBad(Refusal):
    code = "TGT-012"
    sentence = "Chưa ghi được số thực hiện của «{target}»: {problem}. Bổ sung rồi ghi lại."


class TargetStale(Refusal):
    code = "TGT-013"
    sentence = (
        "Chưa ghi được «{target}»: {who} vừa sửa chỉ tiêu này. Mở lại trang, xem phần đã sửa rồi "
        "ghi lại."
    )


class NotBehind(Refusal):
    code = "TGT-014"
    sentence = "Chưa ghi được «{target}»: {problem}. Xem lại trang chỉ tiêu."


class ExitRefused(Refusal):
    code = "TGT-015"
    sentence = "Chưa ghi được hộ {household}: {problem}. Sửa rồi ghi lại."


class ShortfallBad(Refusal):
    code = "TGT-016"
    sentence = "Chưa ghi được giải trình của {unit}: {problem}. Mở lại danh sách để xem."
