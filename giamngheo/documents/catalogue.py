"""Everything the checker can say of a plan: code, severity, what it means, an example."""

from dataclasses import dataclass
from typing import Literal, get_args

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


@dataclass(frozen=True)
class Kind:
    """One kind of finding; words are Vietnamese, as an officer reads them."""

    severity: Severity
    meaning: str
    example: str
    changes_meaning: bool = False


_E: Severity = "error"
_W: Severity = "warning"
_N: Severity = "note"

CATALOGUE: dict[str, Kind] = {
    # Tables
    "DOC-F01": Kind(_E, "Cột của bảng cộng lại khác dòng tổng", "Các dòng 818, dòng tổng 795"),
    "DOC-F02": Kind(_E, "Tỷ lệ không đúng với số hộ cùng dòng", "26 trên 1.782 hộ ghi 1,64%"),
    "DOC-F03": Kind(_E, "Chỉ tiêu giảm nhiều hơn số hộ đầu năm", "Giảm 15 hộ, đầu năm có 14"),
    "DOC-F04": Kind(_E, "Một đơn vị có hai dòng trong bảng", "Xã Hợp Lý ở dòng 5 và dòng 9"),
    "DOC-F05": Kind(_E, "Số ở phần lời khác số của bảng", "Lời 1.297 hộ, bảng 1.279 hộ"),
    "DOC-F06": Kind(_N, "Đơn vị không còn hộ nghèo cuối năm", "12 hộ đầu năm, giảm cả 12"),
    "DOC-F24": Kind(_W, "Tỷ lệ ở phần lời không suy ra được từ bảng", "Lời 3,2%, bảng ra 0,89%"),
    "DOC-F28": Kind(_E, "Trong một dòng, phần cộng lại khác tổng", "Tổng 120 = 70 + 40"),
    "DOC-F50": Kind(_W, "Ô số có chữ lẫn vào", "1.2O5 (chữ O thay số 0)"),
    # Targets
    "DOC-F25": Kind(_E, "Hai vế của một chỉ tiêu không khớp", "100% hộ nghèo, 982 hộ; chỉ có 528"),
    "DOC-F26": Kind(_W, "Một chỉ tiêu ghi hai giá trị", "Mục II giảm 500 hộ, mục V 450 hộ"),
    "DOC-F42": Kind(_N, "Chỉ tiêu chưa giao cho cơ quan nào", "Nhà tiêu hợp vệ sinh: không ai"),
    "DOC-F43": Kind(_N, "Có chỉ tiêu mà không nói đến tiền", "Không có kinh phí, nguồn vốn"),
    "DOC-F46": Kind(_W, "Năm ở phần thân khác năm của kế hoạch", "Tên 2024, chỉ tiêu năm 2023"),
    # Money
    "DOC-F15": Kind(_E, "Các nguồn cộng lại khác tổng của dự án", "1.000 + 200 + 50, ghi 1.350"),
    "DOC-F16": Kind(_E, "Các dự án cộng lại khác số chung", "Dự án 1.000, phần chung 900"),
    "DOC-F23": Kind(_N, "Chênh với số chung đúng bằng phần dân góp", "45.434 = 44.934 + 500"),
    "DOC-F31": Kind(_E, "Trong một câu, các phần cộng lại khác tổng", "900 gồm 500 và 300"),
    "DOC-F32": Kind(_W, "Vốn đối ứng lệch tỷ lệ đối ứng", "Trung ương 944, địa phương 140"),
    # Citations
    "DOC-F08": Kind(_E, "Phụ lục ghi số của kế hoạch với ngày khác", "154/KH ngày 20/07/2019"),
    "DOC-F09": Kind(_W, "Năm trong số hiệu khác năm ban hành", "38/2023/NĐ-CP ngày 24/6/2022"),
    "DOC-F10": Kind(_W, "Một văn bản ghi hai ngày", "Ngày 27/01/2021 rồi 28/01/2021"),
    "DOC-F11": Kind(_W, "Căn cứ ban hành sau kế hoạch", "Kế hoạch tháng 2, căn cứ tháng 3"),
    "DOC-F33": Kind(_W, "Một văn bản ghi hai cơ quan ban hành", "UBND huyện, Chủ tịch UBND huyện"),
    "DOC-F34": Kind(_W, "Số hoặc ngày khác danh mục văn bản", "90/QĐ-TTg ngày 18/02/2022"),
    "DOC-F35": Kind(_W, "Căn cứ hết hoặc chưa có hiệu lực", "Thông tư 17/2016 trong năm 2023"),
    "DOC-F36": Kind(_W, "Tên loại khác ký hiệu trong số", "Nghị định số 90/QĐ-TTg"),
    "DOC-F37": Kind(_W, "Ký hiệu cơ quan viết sai", "269/LĐTĐBXH (LĐTBXH)"),
    # Days
    "DOC-F22": Kind(_W, "Viết và thẩm định cùng một hạn", "Cả hai trước 24/02/2020"),
    "DOC-F38": Kind(_E, "Ngày không có trong lịch", "31/02/2024"),
    "DOC-F39": Kind(_W, "Hạn trước ngày ban hành kế hoạch", "Ban hành 09/02, hạn 31/01"),
    "DOC-F40": Kind(_W, "Hạn sau khi hết kỳ kế hoạch", "Kế hoạch 2023, hạn 30/9/2024"),
    "DOC-F41": Kind(_W, "Đánh giá cả năm khi năm chưa hết", "Tháng 2/2020 đánh giá năm 2020"),
    # Names
    "DOC-F17": Kind(_W, "Một đơn vị viết hai cách", "Thọ Tiên, Thọ Tiến"),
    "DOC-F18": Kind(_W, "Bảng phân công có đơn vị bảng chỉ tiêu thiếu", "Tân Ninh, Minh Châu"),
    "DOC-F19": Kind(_N, "Đơn vị chưa có thành viên phụ trách", "Thị trấn Nưa"),
    "DOC-F20": Kind(_W, "Đơn vị giao cho hai thành viên", "Hợp Lý ở dòng 3 và dòng 8"),
    "DOC-F27": Kind(_W, "Một người có hai dòng trong bảng", "Lê Thị Mai ở dòng 4 và dòng 9"),
    "DOC-F29": Kind(_W, "Đơn vị không có trong danh mục", "Huyện không có xã Minh Dân"),
    "DOC-F30": Kind(_W, "Đơn vị đã sáp nhập, đổi tên", "Xã Thọ Thế, từ 01/07/2025 là Thọ Phú"),
    "DOC-F47": Kind(_W, "Cơ quan không còn vào ngày của kế hoạch", "Sở LĐTBXH sau 01/03/2025"),
    # Form
    "DOC-F07": Kind(_N, "Không thấy phần chữ ký", "Thiếu chức vụ và tên người ký"),
    "DOC-F12": Kind(_N, "Chưa có số", "Số:      /KH-UBND"),
    "DOC-F13": Kind(_N, "Chưa đủ ngày, tháng, năm ban hành", "ngày    tháng    năm 2024"),
    "DOC-F14": Kind(_W, "Nhắc đến phụ lục mà tệp không có", "(kèm theo phụ lục phân bổ)"),
    "DOC-F44": Kind(_N, "Phụ lục có mà phần lời không nhắc", "Bảng phân công thành viên"),
    "DOC-F45": Kind(_W, "Số mục, số thứ tự nhảy hoặc lặp", "Mục II rồi đến mục IV"),
    "DOC-F48": Kind(_W, "Dấu chú thích không có lời, hoặc ngược lại", "1.297 hộ² mà không có ²"),
    # Words
    "DOC-F21": Kind(_E, "Lỗi gõ làm đổi nghĩa", "«Phần đầu» thay «Phấn đấu»", changes_meaning=True),
    "DOC-F49": Kind(_N, "Có thể là lỗi nhận dạng, lỗi gõ", "«tâm vóc» thay «tầm vóc»"),
}
