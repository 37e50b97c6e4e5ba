"""Plans in our own words, each with what the others lack, to be written and read back."""

WITHOUT_NUMBER = """ỦY BAN NHÂN DÂN
TỈNH SƠN HÀ
Số: /KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Sơn Hà, ngày tháng năm 2022

KẾ HOẠCH
Giảm nghèo bền vững năm 2022 trên địa bàn tỉnh Sơn Hà

Căn cứ Nghị định số 07/2021/NĐ-CP ngày 27/01/2021 của Chính phủ quy định chuẩn nghèo đa chiều;

Căn cứ Nghị quyết số 12/2021/NQ-HĐND ngày 08/12/2021 của HĐND tỉnh về nhiệm vụ năm 2022[1].

Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

I. MỤC TIÊU

1. Mục tiêu chung: Giữ vững kết quả, không để hộ nào tái nghèo vì thiên tai[2].

2. Chỉ tiêu

- Giảm từ 2% đến 3% hộ nghèo; riêng các xã vùng cao giảm trên 4%.

- 100% hộ nghèo có người ốm được cấp thẻ bảo hiểm y tế.

II. NHIỆM VỤ

1. Dự án 1: Đường và nước

1.1. Tiểu dự án 1: Đường về các bản

a) Địa bàn: các xã vùng cao.

b) Cách làm

- Dân bàn, dân chọn đoạn làm trước.

+ Đoạn nào trôi sau mưa thì làm ngay.

c) Dự kiến kinh phí

Tổng nhu cầu vốn thực hiện: 3.400 triệu đồng, trong đó:

- Ngân sách Trung ương: 3.000 triệu đồng (vốn đầu tư phát triển).

- Ngân sách địa phương: 400 triệu đồng (vốn sự nghiệp).

d) Ai làm: Sở Giao thông vận tải.

đ) Bao giờ xong: trước ngày 30/11/2022.

III. PHÂN BỔ VỐN

Vốn được phân bổ theo bảng sau:

(Đơn vị tính: triệu đồng)

TT	Huyện	Tổng	Trung ương	Địa phương
1	Suối Bạc	2.000	1.800	200
2	Nậm Lành	1.400	1.200	200
	Tổng cộng	3.400	3.000	400

IV. TỔ CHỨC THỰC HIỆN

1. Sở Lao động - Thương binh và Xã hội

- Chủ trì, phối hợp với Sở Tài chính theo dõi, báo cáo UBND tỉnh trước ngày 15/12/2022.

2. Sở Y tế: cấp thẻ trong tháng 3 năm 2022.

Trên đây là Kế hoạch của tỉnh, các huyện căn cứ thực hiện./.

Nơi nhận:
- Như trên;
- Bộ Lao động - Thương binh và Xã hội (b/c);
- Lưu: VT, VX (12).

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Lò Văn Ơ

[1] Nghị quyết được sửa đổi bởi Nghị quyết số 3/2022/NQ-HĐND ngày 01/4/2022 của HĐND tỉnh.
[2] Tính cả lũ ống tháng 8 năm 2021.
"""

WITH_ANNEXES = """UBND HUYỆN ĐẮK RƠ
Số: 07/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Đắk Rơ, ngày 02 tháng 02 năm 2021

KẾ HOẠCH
Giảm nghèo năm 2021

Thực hiện Kế hoạch số 5/KH-UBND ngày 15/01/2021 của UBND tỉnh về giảm nghèo năm 2021;

I. CHỈ TIÊU

- Giảm 45 hộ nghèo và 12 hộ cận nghèo (chi tiết tại Phụ lục I kèm theo).

II. TỔ CHỨC THỰC HIỆN

Phòng Lao động - Thương binh và Xã hội theo dõi, báo cáo UBND huyện hằng quý.

Nơi nhận:
- Các xã, thị trấn;
- Lưu: VT.

CHỦ TỊCH

Y Ngọc

PHỤ LỤC I
CHỈ TIÊU GIẢM NGHÈO NĂM 2021 CỦA CÁC XÃ
(Kèm theo Kế hoạch số 07/KH-UBND ngày 02/02/2021 của UBND huyện Đắk Rơ)

STT	Xã	Hộ nghèo			Hộ cận nghèo
		Số hộ đầu năm	Số hộ giảm	Tỷ lệ (%)	Số hộ đầu năm	Số hộ giảm
(1)	(2)	(3)	(4)	(5)	(6)	(7)
I	Vùng cao	150	30	20,00	60	8
1	Đăk Na	90	20	22,22	40	5
2	Ngọc Linh	60	10	16,67	20	3
II	Vùng thấp	50	15	30,00	20	4
3	Thị trấn Đắk Rơ	50	15	30,00	20	4
	Tổng cộng	200	45	22,50	80	12

PHỤ LỤC II
PHÂN CÔNG THÀNH VIÊN BAN CHỈ ĐẠO
(Kèm theo Kế hoạch số 07/KH-UBND ngày 02/02/2021 của UBND huyện Đắk Rơ)

STT	Họ và tên	Chức vụ	Đơn vị phụ trách
1	H'Đơk Niê	Trưởng phòng Y tế	Đăk Na, Ngọc Linh
2	Nguyễn Thị Hồng Nhung	Chủ tịch Hội Phụ nữ	Thị trấn Đắk Rơ
"""

WRAPPED = """ỦY BAN NHÂN DÂN
XÃ NGỌC LINH
Số: 3/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Ngọc Linh, ngày 20 tháng 02 năm 2021

KẾ HOẠCH
Giúp từng hộ nghèo của xã
trong năm 2021

Thực hiện Kế hoạch số 07/KH-UBND ngày 02 tháng 02 năm
2021 của UBND huyện Đắk Rơ về giảm nghèo
năm 2021; Ủy ban nhân dân xã lập kế hoạch
như sau:
I. MỤC ĐÍCH, YÊU CẦU
1. Mỗi hộ nghèo có một người giúp, biết rõ vì sao
hộ còn nghèo và việc gì làm
trước.
2. Không hứa việc chưa có nguồn.
II. CHỈ TIÊU
- Giảm 10 hộ nghèo; 100% hộ nghèo có thẻ bảo hiểm
y tế còn hạn.
- Không còn nhà tạm ở hai thôn xa nhất, nơi mưa
lũ năm ngoái cuốn trôi đường.
III. TỔ CHỨC THỰC HIỆN
1. Trưởng các thôn, tổ dân phố: báo cáo UBND xã
hằng tháng, trước ngày 25.
2. Hội Nông dân xã hướng dẫn hộ làm vườn, nuôi
dê, trả giống cho hộ sau
khi dê đẻ.
Nơi nhận:
- UBND huyện (b/c);
- Các thôn;
- Lưu: VT.
"""

SCANNED_HEAD = """Số: 15/KH-UBND

Phố Mới, ngày 9 tháng 3 năm 2019

KẾ HOẠCH

Thực hiện Chương trình giảm nghèo của thành phố Phố Mới năm 2019

Theo Kế hoạch số 71/KH-UBND ngày 23/9/2016 của UBND thành phố Phố Mới về Chương trình giảm nghèo;

I. MỤC ĐÍCH, YÊU CẦU:

1. Giúp đúng người, đúng lúc, nhất là

hộ có người già sống một mình.

II. CHỈ TIÊU CHỦ YẾU:

- Giảm tỷ lệ hộ nghèo từ 0,2% - 0,3%.

III. TỔ CHỨC THỰC HIỆN:

1. Đề nghị Hội Phụ nữ thành phố: vận động hội viên góp vốn xoay vòng.

2. UBND các phường: rà soát xong trước ngày 31/10/2019; báo cáo UBND thành phố.

Nơi nhận:
- UBND tỉnh (báo cáo);
- Lưu: VT.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Võ Thị Thông
"""
