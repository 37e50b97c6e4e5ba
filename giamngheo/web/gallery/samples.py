"""Made-up content for the gallery: names and figures a page must survive."""

from datetime import UTC, datetime
from decimal import Decimal

from django import forms
from django.http import HttpRequest

from giamngheo.web.paging import Page
from giamngheo.web.parts import Notice, YearPoint
from giamngheo.web.tables import Bar, Cell, Column, Row, Status, Table, Tone, build_table
from giamngheo.work.enums import State
from giamngheo.work.models import WorkItem

COLUMNS = (
    Column(key="name", head="Xã, thị trấn", row_head=True),
    Column(key="households", head="Tổng số hộ", kind="number", unit="hộ", wide_only=True),
    Column(key="poor_start", head="Đầu năm", group="Hộ nghèo", kind="number", unit="hộ"),
    Column(key="poor_target", head="Chỉ tiêu giảm", group="Hộ nghèo", kind="number", unit="hộ"),
    Column(key="poor_done", head="Đã giảm", group="Hộ nghèo", kind="number", unit="hộ"),
    Column(key="bar", head="Tiến độ", group="Hộ nghèo", kind="bar", sortable=False),
    Column(key="rate", head="Cuối năm", group="Tỷ lệ hộ nghèo", kind="rate", unit="%"),
    Column(key="money", head="Kinh phí", kind="million", unit="triệu đồng", wide_only=True),
    Column(key="status", head="Đánh giá", kind="status"),
)

_FIGURES: tuple[tuple[str, int, int, int, int | None, str, int | None], ...] = (
    ("Xã Thọ Bình", 2_310, 182, 131, 96, "3.72", 1_250_000_000),
    ("Xã Triệu Thành", 1_480, 141, 118, 118, "1.55", 980_500_000),
    ("Thị trấn Nưa", 2_655, 12, 12, 12, "0", 0),
    ("Phường Thành phố Hồ Chí Minh mở rộng phía Đông Bắc", 44_059, 210, 0, None, "0.48", None),
    ("Xã Ia H'Đrai", 0, 0, 0, 0, "0", 1_044_000_000_000),
    ("Thôn Làng Đăk Rơ Gia", 104, 63, 20, 8, "52.88", 63_000_000),
)

WARNINGS = (
    Notice(
        tone="bad",
        text="Cột hộ cận nghèo cộng lại được 818 hộ, kế hoạch ghi 795 hộ.",
        href="/giao-dien",
        link="Xem dòng 190 của văn bản",
        code="DOC-101",
    ),
    Notice(tone="look", text="“Thọ Tiên” được hiểu là xã Thọ Tiến; cần người xác nhận."),
    Notice(tone="good", text="Đã có quyết định của 34/34 xã, thị trấn."),
    Notice(tone="plain", text="Chưa có số liệu của tháng 12."),
)

YEARS = (
    YearPoint(year=2018, words="Hộ nghèo", tone="bad", note="N1, theo Quyết định 12/QĐ-UBND"),
    YearPoint(year=2019, words="Hộ nghèo", tone="bad", href="/giao-dien"),
    YearPoint(year=2020, words="Hộ cận nghèo", tone="look", note="thoát nghèo từ 31/12/2020"),
    YearPoint(year=2021, words="Không nghèo", tone="good"),
    YearPoint(year=2022, words="Chưa rà soát"),
)

TILE_BAR = Bar(value=1102, maximum=1825, target=1297, label="Đã giảm 1.102 trong 1.297 hộ")

PAGE = Page(
    rows=range(50), first="/giao-dien", previous="/giao-dien", next="/giao-dien", total=1825
)


WORK = (
    WorkItem(
        pk=1,
        kind="import_households",
        title="Nạp danh sách hộ xã Thọ Bình",
        state=State.RUNNING,
        done=29_680,
        total=59_360,
        message="Đang kiểm tra từng dòng",
        created_at=datetime(2020, 12, 1, 8, 0, tzinfo=UTC),
        started_at=datetime(2020, 12, 1, 8, 0, tzinfo=UTC),
    ),
    WorkItem(
        pk=2,
        kind="import_households",
        title="Nạp danh sách hộ xã Bình Sơn",
        state=State.FAILED,
        error_code="LIB-010",
        error_sentence="Tệp thiếu cột “Mã hộ”. Thêm cột rồi nạp lại.",
        created_at=datetime(2020, 12, 1, 9, 0, tzinfo=UTC),
        finished_at=datetime(2020, 12, 1, 9, 1, tzinfo=UTC),
        attempt=2,
    ),
)
WORK_SEEN_AT = datetime(2020, 12, 1, 8, 1, tzinfo=UTC)


class SampleForm(forms.Form):
    name = forms.CharField(label="Họ và tên chủ hộ", help_text="Viết như trong sổ hộ khẩu cũ.")
    kind = forms.ChoiceField(label="Cấp", choices=[("tinh", "Tỉnh"), ("xa", "Xã")], required=False)
    agreed = forms.BooleanField(label="Hộ đã ký xác nhận trên giấy", required=False)
    people = forms.MultipleChoiceField(
        label="Những người tách ra",
        choices=[("1", "Lò Thị Na (con, sinh 2016)"), ("2", "Vi Thị Mai (vợ/chồng)")],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )

    def clean(self) -> None:
        raise forms.ValidationError("Cần ít nhất một thành viên là chủ hộ.")


def commune_table(request: HttpRequest) -> Table:
    return build_table(
        request,
        name="gallery-communes",
        caption="Giảm hộ nghèo theo xã",
        columns=COLUMNS,
        rows=[_row(*figures) for figures in _FIGURES],
        totals=_totals(),
        default_sort="name",
    )


def empty_table(request: HttpRequest) -> Table:
    return build_table(
        request,
        name="gallery-empty",
        caption="Không có dòng nào",
        columns=COLUMNS,
        rows=[],
        empty="Chưa có đợt rà soát nào trong năm. Mở đợt rà soát để bắt đầu.",
    )


def one_row_table(request: HttpRequest) -> Table:
    people = (Column(key="name", head="Chủ hộ", row_head=True), Column(key="unit", head="Thôn"))
    row = Row(cells={"name": Cell(value="H'Đơk Niê", href="/giao-dien"), "unit": "Buôn Ea Rông"})
    return build_table(request, name="gallery-one", caption="Một hộ", columns=people, rows=[row])


def _row(
    name: str,
    households: int,
    start: int,
    target: int,
    done: int | None,
    rate: str,
    money: int | None,
) -> Row:
    status, tone = _judge(target, done)
    return Row(
        cells={
            "name": name,
            "households": households,
            "poor_start": Cell(value=start, href="/giao-dien"),
            "poor_target": target,
            "poor_done": done,
            "bar": None
            if done is None
            else Bar(value=done, maximum=max(start, 1), target=target, label=f"{done}/{target} hộ"),
            "rate": Decimal(rate),
            "money": money,
            "status": status,
        },
        tone=tone,
    )


def _judge(target: int, done: int | None) -> tuple[Status, Tone]:
    if done is None:
        return Status(tone="plain", word="Chưa báo cáo"), ""
    if done >= target:
        return Status(tone="good", word="Đạt"), ""
    if done * 2 >= target:
        return Status(tone="look", word=f"Còn {target - done} hộ"), "look"
    return Status(tone="bad", word=f"Thiếu {target - done} hộ"), "bad"


def _totals() -> Row:
    return Row(
        cells={
            "name": "Toàn huyện",
            "households": sum(figures[1] for figures in _FIGURES),
            "poor_start": sum(figures[2] for figures in _FIGURES),
            "poor_target": sum(figures[3] for figures in _FIGURES),
            "poor_done": sum(figures[4] or 0 for figures in _FIGURES),
            "bar": Bar(value=234, maximum=608, target=281, label="234/281 hộ"),
            "rate": Decimal("1.20"),
            "money": sum(figures[6] or 0 for figures in _FIGURES),
            "status": Status(tone="look", word="Còn 47 hộ"),
        }
    )
