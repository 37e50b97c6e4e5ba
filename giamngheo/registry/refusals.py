"""What changing one household is refused for, and in which words."""

from giamngheo.lib.errors import Refusal


class StaleHousehold(Refusal):
    code = "REG-006"
    sentence = (
        "Chưa ghi được thay đổi của hộ {household}: {who} đã sửa hộ này {when}, sau khi trang được "
        "mở. Mở lại hồ sơ hộ, xem thay đổi đó rồi ghi lại."
    )


class HouseholdClosed(Refusal):
    code = "REG-007"
    sentence = (
        "Chưa ghi được thay đổi của hộ {household}: ngày {day} hộ không có trong sổ (quản lý "
        "{period}). Xem lại ngày xảy ra, hoặc tìm đúng hộ."
    )


class BadEventDate(Refusal):
    code = "REG-008"
    sentence = (
        "Chưa ghi được thay đổi của hộ {household}: ngày {day} {problem}. Sửa ngày xảy ra rồi ghi "
        "lại."
    )


class ReasonMissing(Refusal):
    code = "REG-009"
    sentence = (
        "Chưa ghi được thay đổi của hộ {household}: chưa có lý do, căn cứ. Ghi lý do, căn cứ (giấy "
        "tờ, người báo) rồi ghi lại."
    )


class MemberNotThere(Refusal):
    code = "REG-010"
    sentence = (
        "Chưa ghi được thay đổi của hộ {household}: {member} không là thành viên của hộ vào ngày "
        "{day} ({why}). Xem lại danh sách nhân khẩu rồi ghi lại."
    )


class HeadMissing(Refusal):
    code = "REG-011"
    sentence = (
        "Chưa ghi được thay đổi của hộ {household}: chủ hộ {member} rời hộ mà chưa chọn chủ hộ mới "
        "trong số người ở lại. Chọn chủ hộ mới rồi ghi lại."
    )


class BadSplit(Refusal):
    code = "REG-012"
    sentence = "Chưa tách được hộ {household}: {problem}. Chọn lại người tách hộ rồi ghi lại."


class BadMerge(Refusal):
    code = "REG-013"
    sentence = "Chưa nhập được hộ {other} vào hộ {household}: {problem}. Xem lại rồi ghi lại."


class BadMove(Refusal):
    code = "REG-014"
    sentence = "Chưa ghi được nơi ở mới của hộ {household}: {problem}. Chọn lại nơi ở rồi ghi lại."


class BadValue(Refusal):
    code = "REG-015"
    sentence = "Chưa ghi được thay đổi của hộ {household}: {field} {problem}. Sửa rồi ghi lại."


class NothingChanged(Refusal):
    code = "REG-016"
    sentence = (
        "Chưa ghi gì cho hộ {household}: thông tin gửi lên giống thông tin đang có. Sửa ít nhất "
        "một mục rồi ghi lại."
    )


class AlreadySettled(Refusal):
    code = "REG-017"
    sentence = (
        "Không làm được với thay đổi «{event}» của hộ {household}: {who} đã xử lý {when} "
        "({state}). Mở lại hồ sơ hộ để xem kết quả."
    )


class NotToBeUndone(Refusal):
    code = "REG-018"
    sentence = (
        "Chưa hủy được thay đổi «{event}» của hộ {household}: {problem}. Xem dòng thời gian của "
        "hộ rồi làm lại."
    )


class HouseholdCodeUsed(Refusal):
    code = "REG-019"
    sentence = (
        "Chưa tách được hộ {household}: mã hộ {new_code} đã có trong sổ. Ghi một mã khác, hoặc để "
        "trống để hệ thống đặt mã."
    )
