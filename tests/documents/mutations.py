"""One error planted into a clean plan for every kind of finding: (code, plan, changes)."""

Change = tuple[str, str]

MUTATIONS: tuple[tuple[str, str, tuple[Change, ...]], ...] = (
    # Tables
    ("DOC-F01", "huyen-2020", (("\t700\t105\t1,17\n1", "\t700\t91\t1,01\n1"),)),
    ("DOC-F01", "tinh-2024", (("100.000\t7.100\t", "100.000\t7.010\t"),)),
    ("DOC-F01", "quyet-dinh-2022", (("270\t270\t135", "270\t270\t153"),)),
    ("DOC-F01", "quyet-dinh-2022", (("150\t100\t60\n", "150\t100\t55\n"), ("\t135", "\t130"))),
    ("DOC-F02", "huyen-2020", (("160\t35\t2,92", "160\t35\t2,29"),)),
    ("DOC-F02", "tinh-2024", (("1.700\t11,33", "1.700\t11,39"),)),
    (
        "DOC-F03",
        "xa-2023",
        (("Thôn Khe Sâu\t18\t3", "Thôn Khe Sâu\t2\t3"), ("Cộng\t96\t", "Cộng\t80\t")),
    ),
    ("DOC-F04", "quyet-dinh-2022", (("2\tXã Mường Nhạn", "2\tXã Mường Én"),)),
    ("DOC-F05", "huyen-2020", (("2020 là 190 hộ", "2020 là 109 hộ"),)),
    ("DOC-F05", "tinh-2024", (("giảm 1.900 hộ", "giảm 1.950 hộ"),)),
    (
        "DOC-F06",
        "xa-2023",
        (
            ("Thôn Khe Sâu\t18\t3", "Thôn Khe Sâu\t18\t18"),
            ("Cộng\t96\t21", "Cộng\t96\t36"),
            ("giảm 21 hộ", "giảm 36 hộ"),
        ),
    ),
    ("DOC-F24", "tinh-2024", (("2024 còn 5,2%", "2024 còn 3,2%"),)),
    ("DOC-F24", "huyen-2020", (("giảm 2,11%", "giảm 23,75%"),)),
    ("DOC-F24", "huyen-2020", (("giảm 2,11%", "giảm 6,78%"),)),
    (
        "DOC-F28",
        "quyet-dinh-2022",
        (
            ("1\tXã Mường Én\t150\t90\t60", "1\tXã Mường Én\t150\t90\t50"),
            ("270\t270\t135", "270\t260\t135"),
            ("250\t150\t100", "250\t150\t90"),
        ),
    ),
    (
        "DOC-F28",
        "tinh-2024",
        (("2,50\t1.500\t7,50", "2,50\t1.520\t7,60"), ("1,90\t5.200\t5,20", "1,90\t5.220\t5,22")),
    ),
    (
        "DOC-F28",
        "phan-bo-von-2024",
        (("Đá Đỏ\t5.600\t", "Đá Đỏ\t5.060\t"), ("cộng\t15.000\t", "cộng\t14.460\t")),
    ),
    ("DOC-F01", "phan-bo-von-2024", (("\t7.100\t5.900\t2.000", "\t7.100\t5.900\t2.200"),)),
    ("DOC-F50", "quyet-dinh-2022", (("Xã Mường Yến\t110\t", "Xã Mường Yến\t11O\t"),)),
    ("DOC-F45", "huyen-2020", (("4\tXã Khe Tre", "5\tXã Khe Tre"),)),
    # Targets
    (
        "DOC-F46",
        "tinh-2024",
        (("ban hành Kế hoạch như sau", "ban hành Kế hoạch giảm nghèo năm 2023 như sau"),),
    ),
    ("DOC-F46", "kinh-phi-2023", (("Tổng kinh phí năm 2023", "Tổng kinh phí năm 2022"),)),
    (
        "DOC-F11",
        "xa-2023",
        (
            (
                "22/KH-UBND ngày 30/01/2023 của UBND huyện Đá Đỏ",
                "22/2024/QĐ-UBND của UBND huyện Đá Đỏ",
            ),
            ("Căn cứ Kế hoạch", "Căn cứ Quyết định"),
        ),
    ),
    (
        "DOC-F47",
        "hai-cap-2025",
        (
            (
                "báo cáo Sở Nông nghiệp và Môi trường trước",
                "báo cáo Sở Lao động - Thương binh và Xã hội trước",
            ),
        ),
    ),
    ("DOC-F25", "huyen-2020", (("để 120 hộ nghèo làm", "để 1.200 hộ nghèo làm"),)),
    ("DOC-F25", "xa-2023", (("(giảm 2,8%)", "(giảm 3,8%)"),)),
    (
        "DOC-F26",
        "tinh-2024",
        (
            (
                "- Giao chỉ tiêu cho các xã trong",
                "- Giao chỉ tiêu để toàn tỉnh giảm 1.800 hộ nghèo trong",
            ),
        ),
    ),
    ("DOC-F42", "tinh-2024", (("sửa chữa công trình nước hợp vệ sinh", "làm chuồng trại"),)),
    (
        "DOC-F43",
        "huyen-2020",
        (
            (
                "IV. KINH PHÍ\n\nTừ ngân sách nhà nước, vốn vay ưu đãi và người dân đóng góp.",
                "IV. THEO DÕI\n\nMỗi quý họp một lần.",
            ),
        ),
    ),
    (
        "DOC-F46",
        "tinh-2024",
        (("tỷ lệ hộ nghèo cuối năm 2024 còn", "tỷ lệ hộ nghèo cuối năm 2023 còn"),),
    ),
    ("DOC-F46", "huyen-2020", (("CÁC XÃ, THỊ TRẤN NĂM 2020\n(", "CÁC XÃ, THỊ TRẤN NĂM 2019\n("),)),
    # Money
    ("DOC-F15", "kinh-phi-2023", (("thực hiện: 1.150 triệu", "thực hiện: 1.510 triệu"),)),
    (
        "DOC-F16",
        "kinh-phi-2023",
        (("trung ương: 10.300 triệu", "trung ương: 10.030 triệu"),),
    ),
    (
        "DOC-F23",
        "kinh-phi-2023",
        (
            ("thực hiện: 1.150 triệu", "thực hiện: 1.200 triệu"),
            (
                "- Ngân sách địa phương: 150 triệu đồng (vốn sự nghiệp).\n\n3.",
                "- Ngân sách địa phương: 150 triệu đồng (vốn sự nghiệp).\n\n"
                "- Đối ứng của người dân: 50 triệu đồng.\n\n3.",
            ),
        ),
    ),
    ("DOC-F31", "kinh-phi-2023", (("sự nghiệp 9.200 triệu", "sự nghiệp 9.020 triệu"),)),
    (
        "DOC-F31",
        "kinh-phi-2023",
        (("(1.000 triệu đồng vốn sự nghiệp", "(900 triệu đồng vốn sự nghiệp"),),
    ),
    ("DOC-F31", "huyen-2020", (("gồm 40 hộ xây mới", "gồm 30 hộ xây mới"),)),
    (
        "DOC-F32",
        "kinh-phi-2023",
        (
            ("địa phương: 300 triệu", "địa phương: 280 triệu"),
            ("thực hiện: 2.300 triệu", "thực hiện: 2.280 triệu"),
            ("đối ứng: 1.200 triệu", "đối ứng: 1.180 triệu"),
            ("2023: 11.500 triệu", "2023: 11.480 triệu"),
            ("sự nghiệp 9.200 triệu", "sự nghiệp 9.180 triệu"),
        ),
    ),
    # Citations
    (
        "DOC-F08",
        "huyen-2020",
        (
            (
                "31/KH-UBND ngày 20/01/2020 của UBND huyện Đá Đỏ)\n\nSTT",
                "31/KH-UBND ngày 20/01/2019 của UBND huyện Đá Đỏ)\n\nSTT",
            ),
        ),
    ),
    (
        "DOC-F09",
        "huyen-2020",
        (("44/2019/NQ-HĐND ngày 20/12/2019", "44/2019/NQ-HĐND ngày 20/12/2018"),),
    ),
    (
        "DOC-F10",
        "huyen-2020",
        (
            (
                "số 12/QĐ-UBND ngày 06/01/2020 của UBND tỉnh Sơn Hà.",
                "số 12/QĐ-UBND ngày 16/01/2020 của UBND tỉnh Sơn Hà.",
            ),
        ),
    ),
    ("DOC-F11", "xa-2023", (("22/KH-UBND ngày 30/01/2023", "22/KH-UBND ngày 30/03/2023"),)),
    (
        "DOC-F33",
        "huyen-2020",
        (("06/01/2020 của UBND tỉnh Sơn Hà.", "06/01/2020 của Chủ tịch UBND tỉnh Sơn Hà."),),
    ),
    ("DOC-F34", "tinh-2024", (("90/QĐ-TTg ngày 18/01/2022", "90/QĐ-TTg ngày 18/02/2022"),)),
    ("DOC-F34", "tinh-2024", (("90/QĐ-TTg ngày 18/01/2022", "09/QĐ-TTg ngày 18/01/2022"),)),
    (
        "DOC-F35",
        "quyet-dinh-2022",
        (
            (
                "Căn cứ Quyết định số 18/QĐ-UBND",
                "Căn cứ Quyết định số 59/2015/QĐ-TTg của Thủ tướng Chính phủ về chuẩn nghèo;\n\n"
                "Căn cứ Quyết định số 18/QĐ-UBND",
            ),
        ),
    ),
    (
        "DOC-F36",
        "tinh-2024",
        (("Căn cứ Quyết định số 90/QĐ-TTg", "Căn cứ Nghị định số 90/QĐ-TTg"),),
    ),
    ("DOC-F37", "tinh-2024", (("41/TTr-SLĐTBXH", "41/TTr-SLĐTĐBXH"),)),
    # Days
    ("DOC-F22", "huyen-2020", (("các xã trước ngày 28/02/2020", "các xã trước ngày 15/02/2020"),)),
    ("DOC-F38", "tinh-2024", (("trước ngày 30/6/2024", "trước ngày 31/6/2024"),)),
    (
        "DOC-F38",
        "thanh-pho-2021",
        (("trước ngày 15 tháng 11 hàng năm", "trước ngày 31 tháng 11 hàng năm"),),
    ),
    ("DOC-F38", "xa-2023", (("Nà Lúa, ngày 14 tháng 02 năm", "Nà Lúa, ngày 30 tháng 02 năm"),)),
    ("DOC-F39", "tinh-2024", (("trước ngày 31/5/2024", "trước ngày 31/01/2024"),)),
    ("DOC-F40", "tinh-2024", (("trước ngày 10/12/2024", "trước ngày 10/12/2025"),)),
    ("DOC-F41", "huyen-2020", (("trước ngày 05/12/2020", "trước ngày 05/3/2020"),)),
    # Names
    ("DOC-F17", "huyen-2020", (("\tNà Ngô, Khe Tre", "\tNà Ngó, Khe Tre"),)),
    ("DOC-F20", "huyen-2020", (("\tNà Ngô, Khe Tre", "\tNà Ngô, Khe Tre, Nà Lúa"),)),
    ("DOC-F27", "huyen-2020", (("3\tBàn Văn Ổi", "3\tHà Thị Chanh"),)),
    ("DOC-F18", "huyen-2020", (("\tNà Ngô, Khe Tre", "\tNà Ngô, Khe Tre, Tân Lập"),)),
    ("DOC-F19", "huyen-2020", (("\tNà Ngô, Khe Tre", "\tNà Ngô"),)),
    (
        "DOC-F47",
        "hai-cap-2025",
        (
            (
                "- Chủ trì họp thôn; gửi biên bản về",
                "- Phối hợp với UBND huyện họp thôn; gửi biên bản về",
            ),
        ),
    ),
    (
        "DOC-F47",
        "hai-cap-2025",
        (("- Các thôn, tổ dân phố (t/h);", "- Phòng Lao động - Thương binh và Xã hội;"),),
    ),
    # Form
    ("DOC-F07", "xa-2023", (("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nĐèo Văn Mận\n", ""),)),
    ("DOC-F12", "xa-2023", (("Số: 09/KH-UBND", "Số:     /KH-UBND"),)),
    ("DOC-F13", "xa-2023", (("ngày 14 tháng 02 năm 2023", "ngày     tháng     năm 2023"),)),
    (
        "DOC-F14",
        "hai-cap-2025",
        (
            (
                "được rà soát đúng hạn.",
                "được rà soát đúng hạn (kèm theo biểu mẫu rà soát và phụ lục).",
            ),
        ),
    ),
    (
        "DOC-F14",
        "huyen-2020",
        (
            (
                "(Có phụ lục 1 và phụ lục 2 kèm theo)",
                "(Có phụ lục 1, phụ lục 2 và phụ lục 3 kèm theo)",
            ),
        ),
    ),
    (
        "DOC-F44",
        "huyen-2020",
        (("(Có phụ lục 1 và phụ lục 2 kèm theo)", "(Có phụ lục 1 kèm theo)"),),
    ),
    ("DOC-F45", "tinh-2024", (("IV. KINH PHÍ", "V. KINH PHÍ"), ("V. TỔ CHỨC", "VI. TỔ CHỨC"))),
    (
        "DOC-F45",
        "xa-2023",
        (("đ) Quỹ", "e) Quỹ"), ("e) Các nguồn", "g) Các nguồn"), ("d) Tiền", "c) Tiền")),
    ),
    ("DOC-F48", "huyen-2020", (("190 hộ¹;", "190 hộ²;"),)),
    (
        "DOC-F48",
        "thanh-pho-2021",
        (("\n[1] Theo Công văn số 77-CV/TU ngày 15/11/2021 của Tỉnh ủy.\n", "\n"),),
    ),
    # Words
    ("DOC-F21", "huyen-2020", (("- Phấn đấu 60 hộ", "- Phần đầu 60 hộ"),)),
    ("DOC-F21", "kinh-phi-2023", (("2.1. Tiểu dự án 1", "2.1. Tiêu dự án 1"),)),
    ("DOC-F21", "tinh-2024", (("hộ nghèo, hộ cận nghèo có thẻ", "hộ nghèo, hộ cần nghèo có thẻ"),)),
    ("DOC-F49", "tinh-2024", (("gắn với nơi nhận lao động", "gắn với nơi nhân lao đông"),)),
    ("DOC-F49", "xa-2023", (("IV. PHÂN CÔNG", "IV. PHÂN CÔNG CỦA HỘI ĐÔNG NHÂN DÂN"),)),
    ("DOC-F49", "hai-cap-2025", (("II. CHỈ TIÊU", "II. CHỈ TIÊU GIẢM NGHEO"),)),
    ("DOC-F49", "hai-cap-2025", (("rà soát hộ nghèo, xong", "rà soát các các hộ nghèo, xong"),)),
    ("DOC-F49", "hai-cap-2025", (("một danh sách", "một danh sá ch"),)),
)
