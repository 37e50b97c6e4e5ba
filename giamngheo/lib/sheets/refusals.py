"""Why a file as a whole could not be read."""

from giamngheo.lib.errors import Refusal


class MissingFile(Refusal):
    code = "LIB-010"
    sentence = "Không tìm thấy tệp “{name}”. Kiểm tra lại tên và thư mục rồi thử lại."
    english = "File “{name}” was not found. Check its name and folder."


class UnreadableFile(Refusal):
    code = "LIB-011"
    sentence = "Chưa mở được tệp “{name}”: {reason}. Mở tệp bằng Excel, lưu lại rồi thử lại."
    english = "File “{name}” could not be opened. Open it in Excel, save it again and retry."


class WrongFileType(Refusal):
    code = "LIB-012"
    sentence = (
        "Chưa dùng được tệp “{name}”: đuôi tệp phải là {allowed}. Lưu sang loại đó rồi thử lại."
    )
    english = "File “{name}” is of a type that cannot be used; allowed: {allowed}."


class MissingColumns(Refusal):
    code = "LIB-013"
    sentence = (
        "Tệp “{name}” thiếu cột {missing}. Các tiêu đề đã thấy: {found}. "
        "Bổ sung cột còn thiếu rồi thử lại."
    )
    english = "File “{name}” lacks the columns {missing}. Headings found: {found}."


class DuplicateColumn(Refusal):
    code = "LIB-014"
    sentence = (
        "Tệp “{name}” có hai cột cùng là {title}: “{first}” và “{second}”. "
        "Bỏ một cột hoặc đổi tiêu đề rồi thử lại."
    )
    english = "File “{name}” has two columns for {title}: “{first}” and “{second}”."


class EmptyTable(Refusal):
    code = "LIB-015"
    sentence = "Tệp “{name}” không có dòng dữ liệu nào. Nhập dữ liệu dưới dòng tiêu đề rồi thử lại."
    english = "File “{name}” has no rows of data."


class TooManyRows(Refusal):
    code = "LIB-016"
    sentence = (
        "Chưa ghi được tệp “{name}”: bảng có {rows} dòng, một trang Excel chỉ chứa được {most}. "
        "Chọn tên tệp đuôi .csv hoặc .parquet, hoặc lọc bớt dòng."
    )
    english = "“{name}” would have {rows} rows; an Excel sheet holds {most}. Use .csv or .parquet."
