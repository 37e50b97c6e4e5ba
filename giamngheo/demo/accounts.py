"""The demonstration's accounts: one for each role, all with the one password that is printed."""

from dataclasses import dataclass
from typing import Final

from giamngheo.accounts.enums import Role, Sector
from giamngheo.demo.figures import DISTRICT, PROVINCE

PASSWORD: Final = "Dong-Xanh-2020"
NEIGHBOUR: Final = "Huyện Nông Cống"

ADMINISTRATOR: Final = "quantri"
DISTRICT_OFFICER: Final = "huyen.trieuson"
COMMUNE_OFFICER: Final = "xa.thobinh"
VILLAGE_HEAD: Final = "thon.thobinh"


@dataclass(frozen=True)
class DemoAccount:
    """
    One invented person; `units` are full names of 2020, none for the whole system.

    `described`: what to print instead of them.
    """

    username: str
    full_name: str
    position: str
    role: Role
    units: tuple[str, ...] = ()
    sector: str = ""
    described: str = ""

    @property
    def where(self) -> str:
        return self.described or ", ".join(self.units) or "toàn hệ thống"


ACCOUNTS: Final = (
    DemoAccount(ADMINISTRATOR, "Hoàng Minh Tuệ", "Quản trị hệ thống", Role.SYSTEM),
    DemoAccount(
        "tinh.thanhhoa",
        "Trịnh Thị Thu Hường",
        "Chuyên viên Sở Lao động - Thương binh và Xã hội",
        Role.PROVINCE,
        (PROVINCE,),
    ),
    DemoAccount(
        "lanhdao.thanhhoa",
        "Lương Thị Bích Ngà",
        "Phó Chủ tịch Ủy ban nhân dân tỉnh",
        Role.LEADER,
        (PROVINCE,),
    ),
    DemoAccount(
        DISTRICT_OFFICER,
        "Lê Quang Vịnh",
        "Chuyên viên Phòng Lao động - Thương binh và Xã hội",
        Role.DISTRICT,
        (DISTRICT,),
    ),
    DemoAccount(
        "huyen.nongcong",
        "Phạm Đức Thuận",
        "Chuyên viên Phòng Lao động - Thương binh và Xã hội",
        Role.DISTRICT,
        (NEIGHBOUR,),
    ),
    DemoAccount(
        COMMUNE_OFFICER,
        "Bùi Thị Hạnh",
        "Công chức Văn hóa - Xã hội",
        Role.COMMUNE,
        ("Xã Thọ Bình",),
    ),
    DemoAccount(
        "chutich.thobinh",
        "Hà Văn Quyết",
        "Chủ tịch Ủy ban nhân dân xã",
        Role.LEADER,
        ("Xã Thọ Bình",),
    ),
    DemoAccount(
        VILLAGE_HEAD,
        "Quách Thị Mơ",
        "Trưởng thôn, rà soát viên",
        Role.VILLAGE,
        described="thôn ít hộ rà soát nhất của Xã Thọ Bình",
    ),
    DemoAccount(
        "xa.binhson",
        "Lò Văn Ơn",
        "Công chức Văn hóa - Xã hội",
        Role.COMMUNE,
        ("Xã Bình Sơn",),
    ),
    DemoAccount(
        "nganh.yte",
        "Đỗ Thị Kim Oanh",
        "Chuyên viên Phòng Y tế",
        Role.SECTOR,
        (DISTRICT,),
        Sector.HEALTH,
    ),
    DemoAccount(
        "bcd.thanhvien",
        "Nguyễn Hữu Khoát",
        "Thành viên Ban Chỉ đạo giảm nghèo bền vững",
        Role.COMMITTEE_MEMBER,
        ("Xã Thọ Sơn", "Xã Thọ Bình"),
    ),
    DemoAccount(
        "lanhdao.trieuson",
        "Vũ Đình Trạch",
        "Phó Chủ tịch Ủy ban nhân dân huyện",
        Role.LEADER,
        (DISTRICT,),
    ),
    DemoAccount(
        "xem.trieuson",
        "Cao Thuỳ Dương",
        "Cán bộ thống kê",
        Role.VIEWER,
        (DISTRICT,),
    ),
)
