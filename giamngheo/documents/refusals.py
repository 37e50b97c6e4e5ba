"""Why a plan could not be read."""

from giamngheo.lib.errors import Refusal


class PlanFileMissing(Refusal):
    code = "DOC-001"
    sentence = "Chưa đọc được kế hoạch: không có tệp {path}. Kiểm tra đường dẫn rồi thử lại."
    english = "No plan read: there is no file {path}."


class PlanFileUnreadable(Refusal):
    code = "DOC-002"
    sentence = (
        "Chưa đọc được kế hoạch {file}: {reason}. Lưu lại thành .docx, .txt hoặc .pdf có chữ "
        "rồi thử lại."
    )
    english = "Plan {file} not read: {reason}. Save it as .docx, .txt or .pdf with text."


class PlanFileEmpty(Refusal):
    code = "DOC-003"
    sentence = "Chưa đọc được kế hoạch {file}: tệp không có chữ nào. Chọn đúng tệp rồi thử lại."
    english = "Plan {file} not read: it holds no text."


class PlanScanned(Refusal):
    code = "DOC-004"
    sentence = (
        "Chưa đọc được kế hoạch {file}: tệp chỉ có ảnh chụp, không có chữ. Dùng bản Word gốc, hoặc "
        "đề nghị người quản trị hệ thống cài gói tesseract-ocr-vie để nhận dạng chữ (OCR)."
    )
    english = "Plan {file} not read: it holds pictures and no text; install tesseract-ocr-vie."


class PlanFileTooBig(Refusal):
    code = "DOC-005"
    sentence = (
        "Chưa đọc được kế hoạch {file}: tệp {size} MB, lớn hơn mức {limit} MB. Tách phụ lục ảnh "
        "ra khỏi tệp rồi thử lại."
    )
    english = "Plan {file} not read: {size} MB is more than the {limit} MB allowed."


class NoPdfHere(Refusal):
    code = "DOC-006"
    sentence = (
        "Chưa tạo được bản PDF của {name}: máy chủ chưa cài LibreOffice. Tải bản Word, hoặc đề "
        "nghị người quản trị hệ thống cài LibreOffice."
    )
    english = "No PDF of {name}: LibreOffice is not installed. Take the Word file."


class PdfNotMade(Refusal):
    code = "DOC-007"
    sentence = (
        "Chưa tạo được bản PDF của {name}: LibreOffice không chuyển được hoặc mất quá lâu. Tải "
        "bản Word rồi tự in, hoặc thử lại sau ít phút."
    )
    english = "No PDF of {name}: LibreOffice failed or took too long. Take the Word file."


class FormNotSet(Refusal):
    code = "DOC-008"
    sentence = (
        "Chưa tạo được {name}: mẫu in có lỗi hoặc máy chủ mất quá lâu. Thử lại sau ít phút; nếu "
        "vẫn lỗi, báo người quản trị hệ thống."
    )
    english = "{name} not made: the form does not hold, or setting it took too long."
