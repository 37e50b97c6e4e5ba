"""Reading a page the way its reader does: tables as rows of cells, links, Excel files."""

import io
import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client
from python_calamine import CalamineWorkbook


@dataclass
class CellRead:
    """One cell: the words of its value, its door, and the small print under it."""

    text: str = ""
    href: str = ""
    note: str = ""


@dataclass
class RowRead:
    css: str = ""
    cells: list[CellRead] = field(default_factory=list)


class _Tables(HTMLParser):
    """Collects the body rows of the table with one id."""

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted, self.inside, self.body = wanted, False, False
        self.rows: list[RowRead] = []
        self.in_cell = self.in_note = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "table":
            self.inside = given.get("id") == self.wanted
        elif tag in ("thead", "tbody"):
            self.body = tag == "tbody"
        elif not (self.inside and self.body):
            return
        elif tag == "tr":
            self.rows.append(RowRead(css=given.get("class", "")))
        elif tag in ("td", "th"):
            self.rows[-1].cells.append(CellRead())
            self.in_cell = True
        elif tag == "a" and self.in_cell:
            self.rows[-1].cells[-1].href = given.get("href", "")
        elif tag == "div" and self.in_cell:
            self.in_note = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.inside = False
        elif tag in ("td", "th"):
            self.in_cell = False
        elif tag == "div":
            self.in_note = False

    def handle_data(self, data: str) -> None:
        if not (self.inside and self.body and self.in_cell):
            return
        cell = self.rows[-1].cells[-1]
        if self.in_note:
            cell.note = f"{cell.note} {data}".strip()
        else:
            cell.text = f"{cell.text} {data}".strip()


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def table_of(page: str, name: str) -> list[RowRead]:
    """Return the body rows of the table with that id, the total among them."""
    parser = _Tables(name)
    parser.feed(page)
    return parser.rows


def first_column(page: str, name: str) -> list[str]:
    return [row.cells[0].text for row in table_of(page, name)]


def links_of(page: str) -> list[str]:
    """Return every address the page leads to."""
    return [unescape(href) for href in re.findall(r'href="([^"]*)"', page)]


def whole_list(client: Client, href: str, *, name: str = "danh-sach-ho") -> list[str]:
    """Return the first column of every page of a list, going forwards to its end."""
    found: list[str] = []
    while href:
        page = text_of(client.get(href))
        found += first_column(page, name)
        href = pager_link(page, "Trang sau")
    return found


def pager_link(page: str, words: str) -> str:
    """Return the address under the pager's words; empty when there is no such link."""
    for href, shown in re.findall(r'<a class="btn[^>]*?href="([^"]*)"[^>]*>([^<]*)</a>', page):
        if words in shown:
            return unescape(href)
    return ""


def workbook_of(response: HttpResponse) -> list[list[object]]:
    """Return the rows of the first sheet of a downloaded workbook."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
