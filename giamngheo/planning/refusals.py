"""What can go wrong with a plan, each with the sentence a person reads."""

from giamngheo.lib.errors import Refusal


class PlanUnitUnknown(Refusal):
    code = "PLA-001"
    sentence = (
        "Chưa nạp được kế hoạch {file}: không tìm thấy đơn vị «{unit}» trong danh mục năm {year}. "
        "Chỉ rõ đơn vị ban hành rồi nạp lại."
    )


class PlanUnitsUnmatched(Refusal):
    code = "PLA-003"
    sentence = (
        "Chưa nạp được kế hoạch {file}: {count} tên trong bảng không khớp với đơn vị nào của "
        "{within}: {names}. Sửa tên trong tệp hoặc thêm tên gọi khác vào danh mục rồi nạp lại."
    )


class PlanUnitTwice(Refusal):
    code = "PLA-004"
    sentence = (
        "Chưa nạp được kế hoạch {file}: «{first}» và «{second}» cùng chỉ {unit}. Sửa một trong hai "
        "dòng rồi nạp lại."
    )


class PlanYearUnknown(Refusal):
    code = "PLA-005"
    sentence = (
        "Chưa nạp được kế hoạch {file}: không đọc được năm hoặc giai đoạn của kế hoạch. Ghi rõ năm "
        "trong trích yếu rồi nạp lại."
    )


class PlanFileNotTaken(Refusal):
    code = "PLA-008"
    sentence = (
        "Chưa nhận được tệp «{file}»: {reason}. Gửi văn bản dạng .docx, .pdf, .doc, .rtf hoặc .txt."
    )


class PlanCommitted(Refusal):
    code = "PLA-034"
    sentence = (
        "Không sửa được: kế hoạch {plan} đã ghi nhận. Nạp bản đã sửa để thay bản này, hoặc lập đề "
        "nghị điều chỉnh."
    )


class ItemsUndecided(Refusal):
    code = "PLA-010"
    sentence = (
        "Chưa ghi nhận được kế hoạch {plan}: còn {count} mục chưa xem ({blocks}). Nhận, sửa hoặc "
        "bỏ từng mục rồi ghi nhận."
    )


class PlanUnitUnconfirmed(Refusal):
    code = "PLA-011"
    sentence = (
        "Chưa ghi nhận được kế hoạch {plan}: chưa rõ đơn vị ban hành. Chọn đơn vị ở đầu trang rồi "
        "ghi nhận."
    )


class ItemChangedMeanwhile(Refusal):
    code = "PLA-012"
    sentence = (
        "Chưa ghi ý kiến về mục ở dòng {line}: {who} vừa ghi «{state}» cho mục này. Xem lại rồi "
        "quyết định tiếp."
    )


class RejectionReasonTooLong(Refusal):
    code = "PLA-014"
    sentence = "Chưa ghi được: lý do dài hơn {most} chữ. Viết gọn lại rồi ghi."


class WrongFamily(Refusal):
    code = "PLA-015"
    sentence = (
        "Chưa gắn được kế hoạch cấp trên: {parent} không phải kế hoạch của cấp trên, hoặc không "
        "trùm năm của {plan}. Chọn kế hoạch khác."
    )


class NameNotWaiting(Refusal):
    code = "PLA-016"
    sentence = "Không cần xác nhận «{name}»: tên này đã được gắn với {unit}. Tải lại trang để xem."
