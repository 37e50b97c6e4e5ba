"""The words of a paper, a line a paragraph."""

import io

from docx import Document
from docx.oxml.ns import qn

from giamngheo.documents.writer import OfficialPaper, write_paper


def words_of(paper: OfficialPaper | None) -> str:
    assert paper is not None
    body = Document(io.BytesIO(write_paper(paper))).element.body
    return "\n".join(
        "".join(text.text or "" for text in one.iter(qn("w:t"))) for one in body.iter(qn("w:p"))
    )
