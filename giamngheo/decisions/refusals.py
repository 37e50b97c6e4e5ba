"""What keeps a list from the next step on its way to the decision."""

from giamngheo.lib.errors import Refusal


class AcceptedWithoutReason(Refusal):
    code = "DCS-001"
    sentence = (
        "Chưa trình được danh sách của {unit}: cảnh báo «{finding}» được chấp nhận mà chưa ghi lý "
        "do. Ghi lý do, hoặc sửa dữ liệu rồi trình lại."
    )


class FindingsOpen(Refusal):
    code = "DCS-002"
    sentence = (
        "Chưa trình được danh sách của {unit}: còn {count} cảnh báo chưa sửa, chưa ghi lý do chấp "
        "nhận, ví dụ {examples}. Sửa dữ liệu, hoặc ghi lý do chấp nhận từng cảnh báo rồi trình lại."
    )


class ListChangedSince(Refusal):
    code = "DCS-003"
    sentence = (
        "Chưa {verb} được {unit}: kết quả đã thay đổi sau khi {who} trình ngày {day}. Trả lại danh "
        "sách kèm lý do để trình bản mới."
    )


class NothingSubmitted(Refusal):
    code = "DCS-004"
    sentence = (
        "Chưa {verb} được {unit}: đợt {campaign} chưa có lần trình nào còn hiệu lực. Đề nghị cán "
        "bộ xã trình danh sách trước."
    )


class ReportNotSent(Refusal):
    code = "DCS-005"
    sentence = (
        "Chưa ghi được ý kiến cho {unit}: chưa có báo cáo gửi cấp trên của lần trình này. Ghi số "
        "và ngày gửi báo cáo rồi ghi ý kiến."
    )


class DecidedMeanwhile(Refusal):
    code = "DCS-006"
    sentence = (
        "Chưa ghi được quyết định cho {unit}: {who} đã ghi quyết định {number} lúc {time} ngày "
        "{day}, danh sách đã khóa. Tải lại trang để xem quyết định đó."
    )


class DayOutOfOrder(Refusal):
    code = "DCS-007"
    sentence = (
        "Chưa ghi được {paper} của {unit}: ngày {day} {problem}. Xem lại ngày trên văn bản rồi ghi "
        "lại."
    )


class NumberTaken(Refusal):
    code = "DCS-008"
    sentence = (
        "Chưa ghi được {paper} của {unit}: số {number} đã dùng cho một quyết định khác trong năm "
        "{year}. Xem lại số trên văn bản rồi ghi lại."
    )


class EscapeNumberMissing(Refusal):
    code = "DCS-009"
    sentence = (
        "Chưa ghi được quyết định của {unit}: có {count} hộ thoát nghèo, thoát cận nghèo cần quyết "
        "định riêng. Ghi số quyết định công nhận hộ thoát nghèo rồi ghi lại."
    )


class AlreadyReported(Refusal):
    code = "DCS-010"
    sentence = (
        "Chưa ghi được báo cáo của {unit}: báo cáo {number} đã gửi ngày {day}. Tải lại trang để "
        "xem báo cáo đó."
    )


class NoOpinionNeeded(Refusal):
    code = "DCS-011"
    sentence = (
        "Không ghi {paper} cho {unit}: đợt {campaign} là rà soát thường xuyên, không cần ý kiến "
        "cấp trên. Ghi quyết định ngay sau khi thẩm tra."
    )


class PaperNumberMissing(Refusal):
    code = "DCS-012"
    sentence = (
        "Chưa ghi được {paper} của {unit}: văn bản chưa có số. Lấy số tại văn thư sau khi ký rồi "
        "ghi lại."
    )


class OpinionWithoutContent(Refusal):
    code = "DCS-013"
    sentence = (
        "Chưa ghi được văn bản ý kiến cho {unit}: văn bản chưa thống nhất mà chưa ghi nội dung cần "
        "xem lại. Ghi nội dung để xã biết phải sửa gì."
    )


class OpinionOfItself(Refusal):
    code = "DCS-014"
    sentence = (
        "Chưa ghi được văn bản ý kiến cho {unit}: {who} đã trình hoặc thẩm tra chính danh sách "
        "này. Đề nghị người khác của cấp trên ghi."
    )


class NobodyToRecognise(Refusal):
    code = "DCS-015"
    sentence = (
        "Chưa ghi được quyết định công nhận {mark} của {unit}: chưa chọn hộ nào. Chọn các hộ có "
        "tên trong quyết định đã ký rồi ghi lại."
    )


class NotReadyToRecognise(Refusal):
    code = "DCS-016"
    sentence = (
        "Chưa ghi được quyết định công nhận {mark} của {unit}: {count} hộ chưa đủ điều kiện, ví "
        "dụ {examples}. Bỏ chọn các hộ này, hoặc làm xong bước còn thiếu rồi ghi lại."
    )


class RecognitionPeriod(Refusal):
    code = "DCS-017"
    sentence = (
        "Chưa ghi được quyết định công nhận {mark} của {unit}: {problem}. Xem lại ngày trên quyết "
        "định rồi ghi lại."
    )


class CorrectionEmpty(Refusal):
    code = "DCS-020"
    sentence = (
        "Chưa ghi được quyết định điều chỉnh của {unit}: chưa có hộ nào, hoặc chưa ghi lý do. Ghi "
        "lý do và ít nhất một hộ rồi ghi lại."
    )


class NotOnTheList(Refusal):
    code = "DCS-021"
    sentence = (
        "Chưa ghi được quyết định điều chỉnh: không tìm thấy hộ {household} trong sổ của {unit} "
        "vào ngày {day}. Xem lại mã hộ, hoặc đề nghị xã nơi hộ đang ở ra quyết định."
    )


class NothingCorrected(Refusal):
    code = "DCS-022"
    sentence = (
        "Chưa ghi được quyết định điều chỉnh: hộ {household} đã là «{category}» vào ngày {day}. Bỏ "
        "hộ này khỏi danh sách, hoặc chọn phân loại khác."
    )


class GroupMismatch(Refusal):
    code = "DCS-023"
    sentence = (
        "Chưa ghi được quyết định điều chỉnh: hộ {household}, chuẩn {standard} {problem}. Chọn lại "
        "nhóm rồi ghi lại."
    )


class HouseholdTwice(Refusal):
    code = "DCS-024"
    sentence = (
        "Chưa ghi được quyết định điều chỉnh: hộ {household} có tên hai lần. Bỏ một dòng rồi ghi "
        "lại."
    )


class ThresholdRefused(Refusal):
    code = "DCS-030"
    sentence = "Chưa đặt được ngưỡng theo dõi cho {unit}: {problem}. Sửa rồi đặt lại."


class NothingToFollow(Refusal):
    code = "DCS-031"
    sentence = (
        "Chưa giao được việc theo dõi: {unit} không vượt ngưỡng, hoặc đã có việc theo dõi trong "
        "năm {year}. Xem lại danh sách các xã vượt ngưỡng."
    )


class FollowUpEnded(Refusal):
    code = "DCS-032"
    sentence = (
        "Chưa ghi được kết quả: việc theo dõi {unit} đã xong ngày {day}, hoặc chưa ghi kết quả. "
        "Tải lại trang để xem."
    )
