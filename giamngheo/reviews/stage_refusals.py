"""What keeps a village or a commune at its stage."""

from giamngheo.lib.errors import Refusal


class StageRefused(Refusal):
    code = "REV-020"
    sentence = (
        "Chưa chuyển được {unit} sang «{to}»: hiện đang ở «{stage}»{last}. Tải lại trang để xem "
        "tình trạng mới rồi làm bước tiếp theo."
    )


class NotInCampaign(StageRefused):
    code = "REV-021"
    sentence = (
        "Không tìm thấy {unit} trong đợt {campaign}. Chọn một đơn vị thuộc đợt này, hoặc mở đợt "
        "khác."
    )


class NotScoredYet(StageRefused):
    code = "REV-022"
    sentence = (
        "Chưa chuyển được {unit} sang «{to}»: còn {count} hộ trong danh sách chưa có kết quả, ví "
        "dụ {examples}. Nhập phiếu và chấm các hộ này, hoặc rút hộ khỏi danh sách kèm lý do."
    )


class VillagesBehind(StageRefused):
    code = "REV-023"
    sentence = (
        "Chưa chuyển được {unit} sang «{to}»: còn {count} thôn chưa qua bước «{needed}», ví dụ "
        "{examples}. Làm xong các thôn này rồi chuyển lại."
    )


class SameHands(StageRefused):
    code = "REV-024"
    sentence = (
        "Chưa thẩm tra được {unit}: {who} đã trình danh sách này{when} nên không được tự thẩm tra. "
        "Chuyển cho người khác có quyền thẩm tra."
    )


class ReasonMissing(StageRefused):
    code = "REV-025"
    sentence = (
        "Chưa trả {unit} về «{to}»: chưa ghi lý do. Ghi lý do để người làm lại biết phải sửa gì."
    )


class CommuneListClosed(StageRefused):
    code = "REV-026"
    sentence = (
        "Chưa chuyển được {unit} sang «{to}»: danh sách của {commune} đang ở «{state}»{last}. Đề "
        "nghị trả lại danh sách của xã kèm lý do, rồi chuyển thôn này."
    )


class NotTheWholeProcedure(StageRefused):
    code = "REV-027"
    sentence = (
        "Chưa chuyển được {unit}: đợt {campaign} chỉ ghi lại kết quả đã có, không theo từng bước. "
        "Mở một đợt đủ quy trình để làm từng bước."
    )
