"""What writing down a household's circumstances is refused for, and in which words."""

from giamngheo.lib.errors import Refusal


class NotInRegister(Refusal):
    code = "SUP-001"
    sentence = (
        "Chưa ghi được {what} của hộ {household}: ngày {day} hộ không có trong sổ. Xem lại mã hộ "
        "hoặc ngày ghi rồi ghi lại."
    )


class CodeUnknown(Refusal):
    code = "SUP-002"
    sentence = (
        "Chưa ghi được {what} của hộ {household}: “{given}” không có trong danh mục {known}. Chọn "
        "lại trong danh mục rồi ghi lại."
    )


class MainCauseWrong(Refusal):
    code = "SUP-003"
    sentence = (
        "Chưa ghi được nguyên nhân nghèo của hộ {household}: {problem}. Chọn đúng một nguyên nhân "
        "chính trong các nguyên nhân đã đánh dấu rồi ghi lại."
    )


class WrittenLater(Refusal):
    code = "SUP-004"
    sentence = (
        "Chưa ghi được {what} của hộ {household} từ ngày {day}: đã có ghi nhận từ ngày {later}. "
        "Chọn ngày sau đó rồi ghi lại."
    )


class PartMissing(Refusal):
    code = "SUP-005"
    sentence = "Chưa ghi được {what} của hộ {household}: {problem}. Bổ sung rồi ghi lại."


class NothingToEnd(Refusal):
    code = "SUP-006"
    sentence = (
        "Chưa kết thúc được {what} của hộ {household}: không có ghi nhận nào như vậy đang còn hiệu "
        "lực. Tải lại trang để xem ghi nhận hiện nay."
    )


class PlanRowStale(Refusal):
    code = "SUP-007"
    sentence = (
        "Chưa lưu được kế hoạch giúp hộ {household} năm {year}: {who} vừa sửa hộ này. Tải lại dòng "
        "để xem bản mới rồi sửa tiếp."
    )


class PlanRowWrong(Refusal):
    code = "SUP-008"
    sentence = "Chưa lưu được kế hoạch giúp hộ {household} năm {year}: {problem}. Sửa lại rồi lưu."


class NobodyChosen(Refusal):
    code = "SUP-009"
    sentence = (
        "Chưa ghi được cho nhóm hộ: {problem}. Đánh dấu ít nhất một hộ và chọn điều cần ghi rồi "
        "ghi lại."
    )
