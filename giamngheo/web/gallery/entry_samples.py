"""Fields and a grid's row of review forms for the gallery, with what goes wrong in them."""

from giamngheo.forms.fields import Field, Kind
from giamngheo.web.review_forms.grid_views import RowView
from giamngheo.web.review_forms.page import FieldView, ResultView, options_of
from giamngheo.web.tables import Status

_TOILETS = (("septic", "Tự hoại, bán tự hoại"), ("two_chamber", "Hai ngăn"), ("none", "Không có"))
_B1 = Field(name="b1", label="Điểm B1", kind=Kind.WHOLE, is_required=True, hint="Từ 0 đến 500")
_TICK = Field(
    name="i-toilet",
    label="8. Hố xí, nhà tiêu hợp vệ sinh",
    kind=Kind.TICK,
    hint="Hộ không sử dụng hố xí, nhà tiêu hợp vệ sinh",
)
_CHOICE = Field(name="l-toilet", label="Nhà tiêu", kind=Kind.CHOICE, options=_TOILETS)
_SEVERAL = Field(
    name="l-devices",
    label="Phương tiện nghe, nhìn, thông tin",
    kind=Kind.SEVERAL,
    options=(("television", "Máy thu hình (tivi)"), ("none", "Không có")),
)

ENTRIES = (
    FieldView(field=_B1, text="mười hai", last="118", error="Chưa đọc được “mười hai”."),
    FieldView(
        field=_TICK,
        text="yes",
        last="không thiếu",
        is_changed=True,
        facts="không thiếu",
        differs=True,
    ),
    FieldView(field=_CHOICE, text="two_chamber", options=options_of(_CHOICE)),
    FieldView(
        field=_SEVERAL,
        text="television",
        options=options_of(_SEVERAL),
        chosen=frozenset({"television"}),
    ),
)
RESULT = ResultView(
    status=Status(tone="bad", word="Hộ nghèo (N1)"),
    points="B1: 118 điểm; B2: 30 điểm",
    saved="Đã lưu lúc 15:33",
)
ROW = RowView(
    pk=1,
    code="TS-15670-000281",
    head="Nguyễn Thị Hồng Nhung",
    href="/giao-dien",
    save_href="/giao-dien",
    cells=(),
    base={},
    last="B1 118, B2 30",
    last_status=None,
    status=Status(tone="bad", word="Hộ nghèo (N1)"),
    saved="Đang nhập, lưu lúc 15:33",
    problems=("Còn thiếu Điểm B2.",),
    alarm="Người cùng nhập đã ghi “118” ở mục bạn vừa ghi “125”. Cả hai bản được giữ.",
)
