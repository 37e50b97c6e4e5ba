"""One of each paper, filled with the long names and round figures that break layouts."""

from datetime import date

from giamngheo.documents.writer import OfficialPaper
from giamngheo.papers.decision import (
    Correction,
    Escape,
    Recognition,
    correction_decision,
    escape_decision,
    recognition_decision,
)
from giamngheo.papers.inputs import CommuneOffice, Line, Person, Signing
from giamngheo.papers.minutes import (
    Attendance,
    HouseholdVote,
    Meeting,
    Said,
    Vote,
    meeting_minutes,
)
from giamngheo.papers.posting import Notice, PostedHousehold, posting_notice
from giamngheo.papers.refusal import RefusedRequest, refusal_letter
from giamngheo.papers.report import UpperReport, VillageCount, upper_report
from giamngheo.papers.review_lists import (
    Listed,
    ResultList,
    ReviewList,
    list_after_review,
    list_to_review,
)

YEAR = 2021
JUDGED_FOR = date(2021, 11, 8)
VILLAGES = ("Thôn Làng Đăk Rơ Gia", "Thôn 1", "Tổ dân phố Nguyễn Thị Minh Khai")
NAMES = ("Nguyễn Thị Hồng Nhung", "H'Đơk Niê", "Lò Văn Ơn", "Y Wang Mlô Duôn Du", "Trương Ỷ")
OFFICE = CommuneOffice(
    commune="xã Thọ Bình",
    upper="huyện Triệu Sơn",
    place="Thọ Bình",
    upper_chairman="Chủ tịch Ủy ban nhân dân huyện Triệu Sơn",
    is_generated=True,
)
DRAFT = Signing()
SIGNED = Signing(
    number="5/QĐ-UBND", date=date(2021, 12, 5), signer="Nguyễn Thị Hồng Nhung", by_deputy=True
)


def line(place: int, **changes: object) -> Line:
    """Return the household at `place`; every fifth bears the same name."""
    values: dict[str, object] = {
        "head": NAMES[place % len(NAMES)],
        "village": VILLAGES[place // 8 % len(VILLAGES)],
        "code": f"TB-{place:06}",
        "sex": "Nữ" if place % 5 == 0 else "Nam",
        "birth": date(1980, 1, 9),
        "personal_id": "038180000471",
        "ethnicity": "Ê Đê" if place % 5 == 1 else "Mường",
        "member_count": place % 9,
        "category": "Hộ nghèo",
        "before": "Hộ cận nghèo",
        "movement": "Hộ cận nghèo trở thành hộ nghèo",
        "score_b1": 110 + place,
        "score_b2": 0,
        "is_minority": True,
        "no_working_capacity": place % 4 == 0,
    }
    return Line(**{**values, **changes})  # type: ignore[arg-type]


def lines(count: int, **changes: object) -> tuple[Line, ...]:
    return tuple(line(place, **changes) for place in range(count))


def members(count: int) -> tuple[Person, ...]:
    return tuple(
        Person(
            name=NAMES[place % len(NAMES)],
            relation="Chủ hộ" if place == 0 else "Con",
            birth=date(2000 + place, 2, 3),
            sex="Nữ",
            personal_id="038180000471",
        )
        for place in range(count)
    )


def meeting(**changes: object) -> Meeting:
    values: dict[str, object] = {
        "village": VILLAGES[0],
        "year": YEAR,
        "round": 2,
        "held_on": date(2021, 11, 5),
        "started": "19 giờ 30",
        "ended": "21 giờ 15",
        "place": "Nhà văn hóa thôn Làng Đăk Rơ Gia",
        "chair": "Lê Văn Hùng",
        "chair_title": "Trưởng thôn",
        "secretary": "Trịnh Thị Thu",
        "representatives": ("Y Wang Mlô Duôn Du",),
        "attendance": (
            Attendance(capacity="Ban Chỉ đạo rà soát xã", names=("Lê Thị Thủy",)),
            Attendance(capacity="Bí thư chi bộ thôn", names=("Hà Văn Tám",)),
            Attendance(capacity="Đại diện hộ được rà soát", count=18),
            Attendance(capacity="Đại diện hộ khác trong thôn", count=24),
        ),
        "present": 45,
        "households": tuple(
            HouseholdVote(line=line(place), vote=Vote(agree=40, disagree=5)) for place in range(8)
        ),
        "vote": Vote(agree=41, disagree=4),
        "opinions": (
            Said(
                speaker="Bà H'Đơk Niê",
                words="đề nghị xem lại điểm về nhà ở của hộ ông Lò Văn Ơn, vì mái nhà đã lợp lại",
                answer="Rà soát viên đã chấm lại theo nhà mới, kết quả không thay đổi",
            ),
        ),
        "passed": True,
    }
    return Meeting(**{**values, **changes})  # type: ignore[arg-type]


def recognition(count: int = 30) -> Recognition:
    return Recognition(
        year=YEAR,
        judged_for=JUDGED_FOR,
        poor=lines(count),
        near_poor=lines(count // 2, category="Hộ cận nghèo", movement="Vẫn là hộ cận nghèo"),
        effective=date(2022, 1, 1),
        bases=(
            "Căn cứ Văn bản số 412/UBND-LĐTBXH ngày 01 tháng 12 năm 2021 của Chủ tịch Ủy ban "
            "nhân dân huyện Triệu Sơn về kết quả rà soát của xã Thọ Bình",
        ),
    )


def counts() -> tuple[VillageCount, ...]:
    return tuple(
        VillageCount(
            village=village,
            households=250,
            reviewed=30,
            poor=10,
            near_poor=12,
            escaped_poor=0,
            escaped_near_poor=3,
        )
        for village in VILLAGES
    )


def posted(count: int) -> tuple[PostedHousehold, ...]:
    return tuple(
        PostedHousehold(
            head=one.head,
            village=one.village,
            result="Hộ nghèo" if place % 2 else "Hộ thoát nghèo",
        )
        for place, one in enumerate(lines(count))
    )


def papers(signing: Signing = SIGNED) -> dict[str, OfficialPaper]:
    """Return one of each Word paper by the name of its file."""
    escaped = lines(9, category="Hộ không nghèo", before="Hộ nghèo", movement="Thoát nghèo")
    return {
        "bien-ban": meeting_minutes(OFFICE, meeting()),
        "danh-sach-can-ra-soat": list_to_review(
            OFFICE,
            ReviewList(
                year=YEAR,
                listed=tuple(
                    Listed(
                        line=one,
                        source="Đang quản lý" if place % 3 else "Hộ có giấy đề nghị",
                        is_managed=bool(place % 3),
                        criteria_met=None if place % 3 else 2,
                    )
                    for place, one in enumerate(lines(24))
                ),
            ),
            signing,
        ),
        "danh-sach-sau-ra-soat": list_after_review(
            OFFICE,
            ResultList(year=YEAR, poor=lines(20), near_poor=lines(9), escaped_poor=escaped),
            signing,
        ),
        "niem-yet": posting_notice(
            OFFICE,
            Notice(
                year=YEAR,
                households=posted(20),
                places="nhà văn hóa các thôn và trụ sở Ủy ban nhân dân xã",
                working_days=3,
                first_day=date(2021, 11, 9),
                last_day=date(2021, 11, 11),
            ),
            Signing(signer="Lê Thị Thủy"),
        ),
        "bao-cao": upper_report(
            OFFICE,
            UpperReport(
                year=YEAR,
                counts=counts(),
                steps={"Họp dân": "12/12 thôn đã họp", "Niêm yết": "từ ngày 09/11/2021"},
                poor=lines(12),
                near_poor=lines(5),
                escaped=escaped,
            ),
            Signing(number="118/BC-UBND", date=date(2021, 11, 22), signer="Trần Văn Danh"),
        ),
        "quyet-dinh": recognition_decision(OFFICE, recognition(), signing),
        "quyet-dinh-thoat-ngheo": escape_decision(
            OFFICE,
            Escape(year=YEAR, judged_for=JUDGED_FOR, from_poverty=escaped, from_near_poverty=()),
            signing,
        ),
        "quyet-dinh-dieu-chinh": correction_decision(
            OFFICE,
            Correction(
                year=YEAR,
                judged_for=JUDGED_FOR,
                original="05/QĐ-UBND",
                original_date=date(2021, 12, 5),
                reason="phúc tra theo đơn khiếu nại của hộ.",
                changed=lines(1, note="Tính lại điểm B1 sau phúc tra"),
            ),
            Signing(),
        ),
        "tra-loi": refusal_letter(
            OFFICE,
            RefusedRequest(
                head=NAMES[0],
                village=VILLAGES[0],
                received=date(2021, 10, 15),
                request="công nhận hộ nghèo, hộ cận nghèo",
                reasons=(
                    "Điểm B1 là 152, cao hơn mức 150 của chuẩn cận nghèo khu vực nông thôn",
                    "Hộ không thiếu hụt chỉ số nào",
                ),
                year=YEAR,
            ),
            Signing(number="7/UBND-LĐTBXH", date=date(2021, 10, 28), signer="Trần Văn Danh"),
        ),
    }
