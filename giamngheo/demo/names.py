"""Invented people's names: family, middle and given, by ethnicity, sex and generation."""

import random
from collections.abc import Sequence
from itertools import accumulate

KINH, MUONG, THAI, THO = "Kinh", "Mường", "Thái", "Thổ"


class Choice:
    """A weighted list, written as "Lê 27, Nguyễn 26"; a word without a number weighs 1."""

    def __init__(self, written: str) -> None:
        words, weights = [], []
        for item in written.split(","):
            name, _, weight = item.strip().rpartition(" ")
            if not weight.isdecimal():
                name, weight = item.strip(), "1"
            words.append(name)
            weights.append(int(weight))
        self.words: Sequence[str] = words
        self.cumulative = list(accumulate(weights))

    def draw(self, rng: random.Random) -> str:
        return rng.choices(self.words, cum_weights=self.cumulative)[0]


FAMILIES = {
    KINH: Choice(
        "Lê 26, Nguyễn 25, Trịnh 8, Phạm 7, Hoàng 6, Trần 5, Vũ 4, Đỗ 4, Bùi 3, Hà 3, Cao 2, Đinh, "
        "Mai, Ngô, Đặng, Lưu, Đào, Tống, Doãn, Lương, Hồ"
    ),
    MUONG: Choice("Bùi 20, Quách 14, Hà 12, Phạm 11, Trương 10, Cao 8, Lê 7, Nguyễn 6, Bạch 3"),
    THAI: Choice("Lò 18, Hà 15, Vi 14, Lữ 11, Lương 11, Cầm 7, Ngân 7, Hoàng 6, Lục 5, Lang 3"),
    THO: Choice("Lê 20, Trương 18, Nguyễn 15, Cao 11, Hoàng 9, Bùi 8, Lục 3"),
}

MIDDLES = {
    ("M", "old"): Choice(
        "Văn 46, Đình 9, Xuân 8, Hữu 7, Ngọc 6, Bá 5, Trọng 5, Khắc 4, Đức 4, Công 3, Thế 3, Sỹ 2, "
        "Viết 2, Duy 2"
    ),
    ("M", "young"): Choice(
        "Văn 20, Đức 11, Minh 10, Quang 9, Tuấn 7, Ngọc 7, Xuân 6, Hữu 5, Duy 5, Gia 5, Anh 4, "
        "Hoàng 4, Thành 4, Trọng 3, Đình 3, Bảo 2, Thế 2, Mạnh 2"
    ),
    ("F", "old"): Choice("Thị 91, Thị Thanh 2, Thị Ngọc 2, Thị Minh, Thị Hồng 2, Thị Kim"),
    ("F", "young"): Choice(
        "Thị 30, Thị Thu 6, Thị Hồng 5, Thị Ngọc 6, Thị Phương 5, Ngọc 8, Thu 6, Phương 6, "
        "Khánh 6, Bảo 5, Minh 5, Thanh 4, Quỳnh 4, Mai 3, Thuỳ 3, Hà 3"
    ),
}

GIVENS = {
    ("M", "old"): Choice(
        "Hùng 6, Dũng 6, Thắng 5, Sơn 5, Hải 5, Bình 5, Thành 4, Tâm 4, Thanh 4, Chiến 3, Quyết 3, "
        "Toàn 3, Hoà 3, Cường 5, Lợi 2, Nhân 2, Tình 2, Thịnh 3, Vinh 3, Quý 3, Bảy 2, Sáu 2, Tư, "
        "Khoa 2, Lâm 3, Long 3, Minh 4, Nam 4, Phúc 2, Quang 3, Tài 2, Tiến 4, Tuấn 5, Xuân 2, Ơn"
    ),
    ("M", "young"): Choice(
        "Huy 6, Đạt 6, Khánh 4, Bảo 4, Phúc 4, Kiên 4, Nam 5, Anh 8, Khôi 3, Long 5, Hiếu 5, "
        "Hoàng 5, Tùng 4, Trung 4, Quân 5, Việt 3, Dương 4, Đức 5, Duy 4, Thái 3, Phong 4, "
        "Nguyên 3, Khang 3, Minh 5, Sơn 3, Tuấn 3, Trường 2, Vũ 2"
    ),
    ("F", "old"): Choice(
        "Hoa 5, Lan 5, Hương 5, Hồng 4, Thanh 4, Tâm 4, Hà 4, Bình 3, Nga 4, Thuỷ 4, Liên 3, "
        "Mai 4, Thơm 2, Nhàn 3, Lý 3, Loan 3, Dung 3, Hiền 4, Hằng 3, Oanh 3, Phượng 3, Thảo 2, "
        "Tuyết 3, Vân 3, Xuân 3, Yến 2, Sen 2, Bông, Nụ, Tình 2, Hạnh 3, "
        "Ngọc 2, Huệ 3, Cúc 2, Đào 2"
    ),
    ("F", "young"): Choice(
        "Linh 7, Trang 6, Anh 8, Nhung 4, Ngọc 4, Hà 4, Thảo 5, Vy 4, Huyền 5, Hương 3, My 4, "
        "Chi 4, Nhi 5, Mai 4, Phương 5, Quỳnh 4, Hân 3, Ngân 4, Dung 2, Uyên 3, Giang 4, Thư 4, "
        "Yến 3, Châu 2, Trâm 3, Ly 3, Duyên 2"
    ),
}

YOUNG_FROM = 1992  # birth year from which the newer fashion of names is drawn


def draw_family(*, rng: random.Random, ethnicity: str) -> str:
    return FAMILIES[ethnicity].draw(rng)


def draw_full_name(*, rng: random.Random, family: str, sex: str, birth_year: int) -> str:
    """Return "Lê Thị Hồng Nhung": the family name given, the rest by sex and generation."""
    key = (sex, "young" if birth_year >= YOUNG_FROM else "old")
    middle, given = MIDDLES[key].draw(rng), GIVENS[key].draw(rng)
    while given in middle.split():
        given = GIVENS[key].draw(rng)
    return f"{family} {middle} {given}"
