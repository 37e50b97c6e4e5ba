"""Tasks with their owners, however a plan hands them out."""

from giamngheo.documents import PlanReading
from giamngheo.documents.assignments import Task
from tests.documents.conftest import ReadText
from tests.documents.plans import PLAN

BEFORE = PLAN[: PLAN.index("IV. TỔ CHỨC THỰC HIỆN")]
AFTER = PLAN[PLAN.index("Trên đây là kế hoạch") :]


def tasks(read_text: ReadText, words: str) -> tuple[Task, ...]:
    reading: PlanReading = read_text(text=f"{BEFORE}{words}\n\n{AFTER}")
    return reading.tasks


def test_one_assignment_covers_the_items_above_it(read_text: ReadText):
    found = tasks(
        read_text,
        "IV. NỘI DUNG\n\n1. Làm cùng nhau\n\n1.1. Rà soát các hộ ở xa.\n\n1.2. Ghi sổ theo dõi.\n\n"
        "* Phân công thực hiện: Phòng Y tế chủ trì, phối hợp với Phòng Nội vụ thực hiện thường "
        "xuyên.\n\n1.3. Góp giống ong.\n\n* Phân công thực hiện:\n\nHội Nông dân huyện triển khai "
        "thực hiện.",
    )

    assert [task.lead for task in found] == [
        ("Phòng Y tế",),
        ("Phòng Y tế",),
        ("Hội Nông dân huyện",),
    ]
    assert found[0].coordinate == ("Phòng Nội vụ",)
    assert found[0].shared_with == (found[1].section,)
    assert found[0].deadline is not None
    assert found[0].deadline.type == "ongoing"
    assert found[2].shared_with == ()


def test_a_sentence_names_who_acts(read_text: ReadText):
    found = tasks(
        read_text,
        "IV. TỔ CHỨC THỰC HIỆN\n\n1. Các phòng, ban; UBND các xã theo nhiệm vụ của mình làm kế "
        "hoạch.\n\n2. Giao Phòng Nội vụ làm đầu mối, báo cáo UBND huyện trước ngày 15/11/2023.",
    )

    assert [task.lead for task in found] == [("Các phòng, ban", "UBND các xã"), ("Phòng Nội vụ",)]
    assert found[1].reports_to == ("UBND huyện",)


def test_plus_items_belong_to_the_item_above(read_text: ReadText):
    (only,) = tasks(
        read_text,
        "IV. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Y tế\n\n- Lập danh sách:\n\n+ Người già;\n\n+ Trẻ em.",
    )

    assert only.text == "Lập danh sách: Người già; Trẻ em."
    assert only.lines[0] < only.lines[1]


def test_what_nobody_is_named_for_is_no_task(read_text: ReadText):
    assert (
        tasks(
            read_text,
            "IV. GIẢI PHÁP\n\n1. Công tác tuyên truyền\n\n- Nói cho mọi người cùng biết.\n\n"
            "2. Phòng, chống thiên tai\n\n- Chằng chống nhà cửa.",
        )
        == ()
    )


def test_asking_is_marked(read_text: ReadText):
    asked, ordered = tasks(
        read_text,
        "IV. TỔ CHỨC THỰC HIỆN\n\n1. Đề nghị Hội Phụ nữ huyện: vận động hội viên.\n\n"
        "2. Phòng Tài chính: bố trí tiền.",
    )

    assert (asked.requested, asked.lead) == (True, ("Hội Phụ nữ huyện",))
    assert not ordered.requested
