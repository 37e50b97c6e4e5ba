"""PDF files written by hand: text at places on pages, strokes of tables, nothing else."""

from collections.abc import Sequence
from pathlib import Path

PITCH, LEFT, TOP, SIZE = 16, 70, 780, 11
CELL = 110
_CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Plain def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"""


def write_pdf(path: Path, pages: Sequence[Sequence[str]]) -> None:
    """Write a page per list of lines; lines with tabs are rows of a ruled table."""
    streams = [_page_stream(lines) for lines in pages]
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{_kids(len(pages))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H"
        " /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 500 /FontDescriptor 5 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        "<< /Type /FontDescriptor /FontName /Plain /Flags 4 /FontBBox [0 -200 1000 900]"
        " /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
        _stream(_CMAP),
    ]
    for place, stream in enumerate(streams):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources"
            f" << /Font << /F 3 0 R >> >> /Contents {8 + 2 * place} 0 R >>"
        )
        objects.append(_stream(stream))
    write_file(path, objects)


def _kids(count: int) -> str:
    return " ".join(f"{7 + 2 * place} 0 R" for place in range(count))


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _page_stream(lines: Sequence[str]) -> str:
    parts = []
    for place, line in enumerate(lines):
        height = TOP - PITCH * place
        for column, cell in enumerate(line.split("\t")):
            if cell:
                parts.append(_words(cell, LEFT + CELL * column, height))
        if "\t" in line:
            parts += [
                f"{LEFT - 4 + CELL * column} {height - 5} {CELL} {PITCH} re S"
                for column in range(line.count("\t") + 1)
            ]
    return "\n".join(parts)


def _words(text: str, left: int, height: int) -> str:
    return f"BT /F {SIZE} Tf {left} {height} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def write_file(path: Path, objects: Sequence[str]) -> None:
    """Write a PDF of `objects`, the first of which is the catalogue."""
    path.write_bytes(_file(objects))


def _file(objects: Sequence[str]) -> bytes:
    content, starts = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, start=1):
        starts.append(len(content))
        content += f"{number} 0 obj\n{one}\nendobj\n".encode("ascii")
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    return content + (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n"
    ).encode("ascii")
