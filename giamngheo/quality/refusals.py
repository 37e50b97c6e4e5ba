"""What deciding on a doubt is refused for, and in which words."""

from giamngheo.lib.errors import Refusal


class PairDecidedMeanwhile(Refusal):
    code = "QUA-001"
    sentence = (
        "Chưa ghi quyết định về cặp {pair}: {who} đã quyết định «{decision}» {when}. Mở lại cặp "
        "này, xem lý do rồi quyết định lại nếu cần."
    )


class PairNotThere(Refusal):
    code = "QUA-002"
    sentence = (
        "Chưa ghi quyết định về cặp {pair}: cặp này không còn trùng, vì dữ liệu đã sửa. Mở lại "
        "hàng chờ để xem các cặp còn lại."
    )


class PairReasonMissing(Refusal):
    code = "QUA-003"
    sentence = (
        "Chưa ghi «{decision}» cho cặp {pair}: chưa có lý do. Ghi căn cứ (giấy tờ, người xác nhận) "
        "rồi ghi lại."
    )


class PairOfTheUpperLevel(Refusal):
    code = "QUA-004"
    sentence = (
        "Chưa ghi quyết định về cặp {pair}: hai bên ở hai xã, do cấp trên của cả hai quyết định. "
        "Liên hệ {who}; bên này chỉ sửa được hộ của mình."
    )


class AcceptReasonMissing(Refusal):
    code = "QUA-005"
    sentence = (
        "Chưa chấp nhận «{title}» của {subject}: chưa có lý do. Ghi căn cứ cho thấy dữ liệu đúng "
        "như vậy rồi ghi lại."
    )


class FindingChanged(Refusal):
    code = "QUA-006"
    sentence = (
        "Chưa ghi trả lời cho «{title}» của {subject}: {problem}. Tải lại trang để xem tình trạng "
        "mới."
    )


class CheckRunning(Refusal):
    code = "QUA-007"
    sentence = (
        "Chưa kiểm tra lại dữ liệu của {unit}: một lần kiểm tra đang chạy ({item}). Chờ xong rồi "
        "tải lại trang."
    )
