"""Measures without an owner."""

import pytest

from tests.documents.conftest import ReadText
from tests.documents.plans import PLAN

BEFORE = PLAN[: PLAN.index("IV. TỔ CHỨC THỰC HIỆN")]
AFTER = PLAN[PLAN.index("IV. TỔ CHỨC THỰC HIỆN") :].replace("IV.", "V.")


def solutions(read_text: ReadText, words: str) -> list[str]:
    reading = read_text(text=f"{BEFORE}{words}\n\n{AFTER}")
    return [solution.text for solution in reading.solutions]


def test_items_and_numbered_paragraphs(read_text: ReadText):
    found = solutions(
        read_text,
        "IV. GIẢI PHÁP CHỦ YẾU\n\n1. Công tác tuyên truyền\n\n- Nói ở chợ phiên.\n\n- Nói trên loa:"
        "\n\n+ Buổi sáng.\n\n2. Góp giống ong cho nhau, năm sau hoàn lại.",
    )

    assert found == [
        "Nói ở chợ phiên.",
        "Nói trên loa: Buổi sáng.",
        "Góp giống ong cho nhau, năm sau hoàn lại.",
    ]


@pytest.mark.parametrize("title", ["IV. NHIỆM VỤ", "IV. MỤC TIÊU VÀ GIẢI PHÁP"])
def test_tasks_and_aims_are_none(read_text: ReadText, title: str):
    assert solutions(read_text, f"{title}\n\n1. Phòng Y tế\n\n- Phát thẻ.") == []
