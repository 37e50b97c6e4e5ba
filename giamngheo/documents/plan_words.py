"""The words official plans are made of, to tell a slip from what was meant."""

from giamngheo.lib.text import nfc


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in nfc(text).replace("\n", " ").split(";"))


# Phrases whose letters without marks make no other phrase. A mark wrong or missing in them is a
# slip: "tâm vóc", "công tác viên", "GIẢM NGHEO".
PHRASES = _listed("""
giảm nghèo; thoát nghèo; cộng tác viên; tầm vóc; nguyện vọng; điều kiện; ưu tiên; thống kê; đội ngũ;
triển khai; tuyên truyền; nhận thức; trách nhiệm; chính sách; chương trình; mục tiêu; quốc gia;
bền vững; xã hội; lao động; thương binh; phát triển; sản xuất; nông nghiệp; nông thôn; đào tạo;
việc làm; kinh phí; ngân sách; địa phương; tổ chức; phối hợp; chủ trì; báo cáo; tổng hợp;
hướng dẫn; kiểm tra; giám sát; kế hoạch; thực hiện; đa chiều; sinh kế; dinh dưỡng;
hộ cận nghèo; bảo hiểm y tế; bảo trợ xã hội; dịch vụ; nâng cao; năng lực; cải thiện;
đời sống; hỗ trợ; đối tượng; thụ hưởng; nguồn lực; nguồn vốn; ưu đãi; doanh nghiệp;
hợp tác xã; cộng đồng; nước sạch; nhà tiêu; hợp vệ sinh; đặc biệt khó khăn; dân tộc thiểu số;
người có công; chất lượng; hiệu quả; kịp thời; đầy đủ; thường xuyên; định kỳ; đột xuất; quy định;
nhiệm vụ; giải pháp; yêu cầu; mục đích; nội dung; ủy ban nhân dân; hội đồng nhân dân;
mặt trận tổ quốc; ngân hàng chính sách xã hội; ban chỉ đạo; chủ tịch; phó chủ tịch; trưởng phòng;
văn phòng; tài chính; giáo dục; thường trực; chi cục thống kê; chuẩn nghèo; phụ lục; đơn vị tính;
tổng cộng; khởi nghiệp; cơ sở hạ tầng; kết quả; tham mưu; đề xuất; kiến nghị; tăng cường;
đẩy mạnh; tập trung; vận động; huy động; lồng ghép; rà soát; phân loại
""")
# The same letters meant otherwise, mostly the end of one word and the beginning of the next:
# "hình thức hiện hành", "để xuất khẩu", "theo hướng dân chủ".
MEANT = _listed("""
thức hiện; việc lạm; hộ trở; dân cử; nói đúng; nơi dùng; nơi đúng; văn phong; kết qua; để xuất;
hướng dân; quỹ định; bao cao; hiểu qua; tại chính; tổng công; nhân thực; nhân thức
""")
# Small words that nobody means twice; other words end one name and begin the next: "tổng kết kết
# quả", "thi công công trình".
NEVER_DOUBLED = frozenset(
    _listed("và; của; các; cho; trong; được; những; mức; để; với; tại; theo; về; này; phải; do")
)
