"""What meetings, postings and complaints refuse, and in which words."""

from giamngheo.lib.errors import Refusal


class WrongStage(Refusal):
    code = "MTG-001"
    sentence = (
        "Chưa {verb} được cho {unit}: hiện đang ở «{stage}»{last}. Tải lại trang để xem tình trạng "
        "mới; bước này làm khi thôn ở «{needed}»."
    )
    english = "{unit}: not done, its stage is now {stage}."


class MeetingRefused(Refusal):
    code = "MTG-002"
    sentence = "Chưa ghi được họp dân của {unit}: {problem}. Sửa rồi ghi lại; chưa lưu gì."
    english = "Meeting of {unit} not recorded: {problem}."


class NotAgreedYet(Refusal):
    code = "MTG-003"
    sentence = (
        "Chưa chuyển {unit} sang bước sau được: {problem}. Ghi cuộc họp dân đã thống nhất danh "
        "sách này trước."
    )
    english = "{unit}: no passed meeting on this list, {problem}."


class NotPosted(Refusal):
    code = "MTG-004"
    sentence = (
        "Chưa chuyển {unit} sang «Đang niêm yết» được: chưa ghi nơi và ngày niêm yết. Ghi niêm yết "
        "ở trang họp dân và niêm yết của thôn."
    )
    english = "{unit}: where and since when it is posted is not recorded."


class PostingRefused(Refusal):
    code = "MTG-005"
    sentence = "Chưa ghi được niêm yết của {unit}: {problem}. Sửa rồi ghi lại; chưa lưu gì."
    english = "Posting of {unit} not recorded: {problem}."


class NotOverYet(Refusal):
    code = "MTG-006"
    sentence = (
        "Chưa kết thúc niêm yết của {unit} được: {problem}. Kết thúc khi đã hết ngày niêm yết và "
        "không còn khiếu nại nào chưa trả lời."
    )
    english = "Posting of {unit} not closed: {problem}."


class ProofRefused(Refusal):
    code = "MTG-007"
    sentence = (
        "Chưa nhận được tệp {file}: {problem}. Chọn ảnh JPG, PNG hoặc tệp PDF, nhiều nhất 5 MB."
    )
    english = "File {file} not taken: {problem}."


class ComplaintRefused(Refusal):
    code = "MTG-008"
    sentence = "Chưa ghi được phản ánh của {unit}: {problem}. Sửa rồi ghi lại."
    english = "Complaint of {unit} not recorded: {problem}."


class ComplaintMovedOn(Refusal):
    code = "MTG-009"
    sentence = (
        "Chưa {verb} được phản ánh của {sender}: phản ánh này đang ở «{state}»{last}. Tải lại "
        "trang để xem ai đã làm gì."
    )
    english = "Complaint of {sender}: not done, it is now {state}."


class RecheckMissing(Refusal):
    code = "MTG-010"
    sentence = (
        "Chưa trả lời được phản ánh của {sender} về kết quả của hộ {about}: chưa ghi phúc tra. Ghi "
        "phúc tra trước rồi trả lời."
    )
    english = "Complaint of {sender}: not answered, no re-check is recorded."


class RecheckRefused(Refusal):
    code = "MTG-011"
    sentence = "Chưa ghi được phúc tra của {unit}: {problem}. Sửa rồi ghi lại; chưa lưu gì."
    english = "Re-check of {unit} not recorded: {problem}."


class TooManyComplaints(Refusal):
    code = "MTG-012"
    sentence = (
        "Hôm nay đã nhận đủ số phản ánh gửi từ máy này. Xin gọi số điện thoại ghi trên trang, hoặc "
        "đến Ủy ban nhân dân xã để phản ánh trực tiếp."
    )
    english = "Too many complaints from this machine today."


class PostingOver(Refusal):
    code = "MTG-013"
    sentence = (
        "Chưa nhận được phản ánh qua trang này: danh sách đã hết niêm yết. Xin liên hệ Ủy ban nhân "
        "dân xã để phản ánh trực tiếp."
    )
    english = "The list is no longer posted."


class YearRefused(Refusal):
    code = "MTG-014"
    sentence = "Chưa lưu được lịch nghỉ năm {year}: {problem}. Sửa rồi lưu lại; chưa lưu gì."
    english = "Days off of {year} not stored: {problem}."


class ReasonNeeded(Refusal):
    code = "MTG-015"
    sentence = "Chưa sửa được bản ghi của {unit}: chưa ghi lý do. Ghi lý do rồi lưu lại."
    english = "Record of {unit} not mended: no reason given."


class NotTheLatest(Refusal):
    code = "MTG-016"
    sentence = (
        "Chưa sửa được bản ghi của {unit}: {who} đã sửa bản này trước. Tải lại trang, xem bản mới "
        "rồi sửa tiếp nếu còn cần."
    )
    english = "Record of {unit} not mended: {who} was first."


class NothingToPost(Refusal):
    code = "MTG-017"
    sentence = (
        "Chưa niêm yết được cho {unit}: không có hộ nào trong danh sách {what}. Xem lại kết quả "
        "của thôn."
    )
    english = "Nothing to post for {unit}."
