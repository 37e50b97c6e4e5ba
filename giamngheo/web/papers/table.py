"""Tables of papers: what each is, how far it is, and the doors to its files."""

from collections.abc import Iterable

from django.urls import reverse

from giamngheo.papers.catalogue import Entry
from giamngheo.papers.enums import PaperState
from giamngheo.reviews.enums import VillageStage
from giamngheo.reviews.models import Campaign, VillageReview
from giamngheo.web.tables import Cell, Column, Row, Status

PDF_FIELD = "van-ban"
STATES = {
    PaperState.DRAFT: Status(tone="look", word=str(PaperState.DRAFT.label)),
    PaperState.SIGNED: Status(tone="good", word=str(PaperState.SIGNED.label)),
    PaperState.RECORDED: Status(tone="good", word=str(PaperState.RECORDED.label)),
    PaperState.BLANK: Status(tone="plain", word=str(PaperState.BLANK.label)),
}
COLUMNS = (
    Column(key="title", head="Văn bản", row_head=True, sortable=False),
    Column(key="state", head="Tình trạng", kind="status", sortable=False),
    Column(key="form", head="Theo mẫu", sortable=False, wide_only=True),
    Column(key="word", head="Tải", sortable=False),
    Column(key="pdf", head="", sortable=False),
)
VILLAGE_COLUMNS = (
    Column(key="village", head="Thôn, tổ dân phố", row_head=True, sortable=False),
    Column(key="stage", head="Bước", sortable=False),
    Column(key="papers", head="Văn bản", sortable=False),
)


def entry_row(entry: Entry, word_href: str) -> Row:
    """Return a paper's row; `word_href` is "" for who may not take it. PDF is made as work."""
    nothing = Cell(value="")
    pdf = Cell(value="PDF", submit=(PDF_FIELD, f"{entry.slug}:{entry.part}"))
    return Row(
        cells={
            "title": Cell(value=entry.title, note=entry.note),
            "state": STATES[entry.state],
            "form": entry.form,
            "word": Cell(value="Word", href=word_href) if word_href else nothing,
            "pdf": pdf if word_href else nothing,
        }
    )


def village_rows(campaign: Campaign, villages: Iterable[VillageReview], code: str) -> list[Row]:
    return [
        Row(
            cells={
                "village": one.unit.full_name,
                "stage": VillageStage(one.stage).label,
                "papers": Cell(
                    value="Biên bản, niêm yết, danh sách",
                    href=reverse("village_papers", kwargs={"code": code, "village": one.unit_id}),
                ),
            }
        )
        for one in villages
    ]
