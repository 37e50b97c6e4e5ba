"""What forms will not do, each with what to do next."""

from giamngheo.lib.errors import Refusal


class FormLocked(Refusal):
    code = "FRM-001"
    sentence = (
        "Chưa ghi được phiếu của hộ {household}: {why}{who}, phiếu chỉ để đọc. Muốn sửa, đề nghị "
        "cán bộ xã trả danh sách về bước «Đang thu thập phiếu» kèm lý do."
    )


class NotListed(Refusal):
    code = "FRM-002"
    sentence = (
        "Chưa ghi được phiếu: hộ {household} không có trong danh sách cần rà soát của đợt "
        "{campaign}. Ghi giấy đề nghị của hộ và đưa hộ vào danh sách trước."
    )


class FormIsDone(Refusal):
    code = "FRM-003"
    sentence = (
        "Chưa sửa được phiếu của hộ {household}: {who} đã hoàn thành phiếu lúc {when}. Bấm «Sửa "
        "phiếu» rồi ghi lại."
    )


class FieldUnknown(Refusal):
    code = "FRM-004"
    sentence = (
        "Chưa ghi được phiếu của hộ {household}: mục “{field}” không còn trong phiếu, có thể nhân "
        "khẩu hoặc căn cứ xét vừa thay đổi. Tải lại trang rồi ghi lại."
    )


class FormIncomplete(Refusal):
    code = "FRM-005"
    sentence = (
        "Chưa hoàn thành được phiếu của hộ {household}: {problem}. Phiếu vẫn được lưu; bổ sung rồi "
        "bấm hoàn thành lại."
    )


class FormInConflict(Refusal):
    code = "FRM-006"
    sentence = (
        "Chưa hoàn thành được phiếu của hộ {household}: {who} cũng ghi phiếu này và có {count} chỗ "
        "khác nhau. Chọn bản đúng cho các chỗ đó rồi hoàn thành."
    )


class ConflictSettled(Refusal):
    code = "FRM-007"
    sentence = (
        "Chỗ ghi khác nhau của hộ {household} đã được {who} chọn lúc {when}. Tải lại trang để xem "
        "bản được giữ."
    )


class EvidenceImpossible(Refusal):
    code = "FRM-008"
    sentence = (
        "Chưa đổi được căn cứ xét của hộ {household}: {problem}. Chọn một căn cứ khác ở đầu phiếu."
    )
