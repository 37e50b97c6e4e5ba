"""
Writes official papers as Word files by Nghị định 30/2020/NĐ-CP, and lists of them as PDF.

Words: paper (văn bản), clause (điều, mục), annex (phụ lục), signing block (phần ký). Plain Python,
no Django. A number and a day that nobody has given yet stay blank.
"""

from giamngheo.documents.writer.model import (
    Annex,
    AsWritten,
    Clause,
    Column,
    Facts,
    Grid,
    Heading,
    Item,
    Note,
    Office,
    OfficialPaper,
    Paragraph,
    Run,
    Signers,
    SigningBlock,
    Table,
)
from giamngheo.documents.writer.pdf import word_to_pdf
from giamngheo.documents.writer.typeset import typeset
from giamngheo.documents.writer.word import write_paper

__all__ = [
    "Annex",
    "AsWritten",
    "Clause",
    "Column",
    "Facts",
    "Grid",
    "Heading",
    "Item",
    "Note",
    "Office",
    "OfficialPaper",
    "Paragraph",
    "Run",
    "Signers",
    "SigningBlock",
    "Table",
    "typeset",
    "word_to_pdf",
    "write_paper",
]
