"""
Certificates of a commune as one PDF.

`python -m benchmarks.certificates [--n 5000]` makes as many as a big commune needs in a process of
its own and says how long it took and how much memory it held; `giamngheo bench certificates`
compares a thousand of them with pages that say only a name.
"""

import argparse
import resource
import sys
import time
from datetime import date
from pathlib import Path

from benchmarks.measure import Case
from giamngheo.documents.writer import typeset
from giamngheo.papers.certificates import Certified, certificates_pdf
from giamngheo.papers.inputs import CommuneOffice, Line, Person, Signing

WHAT = "lập giấy chứng nhận của một xã thành một tệp PDF (certificates_pdf)"
FLOOR = "dàn cùng số trang, mỗi trang chỉ một tên"
LIMIT = 60.0
MOST = 1_000
_BARE = '#let data = json("data.json")\n#for one in data.names [#one #pagebreak(weak: true)]'
OFFICE = CommuneOffice(
    commune="xã Thọ Bình",
    upper="huyện Triệu Sơn",
    place="Thọ Bình",
    upper_chairman="Chủ tịch Ủy ban nhân dân huyện Triệu Sơn",
)


def certified(count: int) -> Certified:
    """Return a commune's list, three to five persons a household."""
    return Certified(
        year=2021,
        decision="125/QĐ-UBND",
        decision_date=date(2021, 12, 6),
        effective=date(2021, 12, 6),
        lines=tuple(_line(place) for place in range(count)),
    )


def _line(place: int) -> Line:
    people = tuple(
        Person(
            name=f"Nguyễn Thị Hồng Nhung {place % 997}",
            relation="Con" if one else "Chủ hộ",
            birth=date(1960 + one * 9, 1 + place % 12, 1 + place % 28),
            sex="Nữ",
        )
        for one in range(3 + place % 3)
    )
    return Line(
        head=people[0].name,
        village=f"Thôn Làng Đăk Rơ Gia {place // 100}",
        code=f"TB-{place:06}",
        sex="Nữ",
        birth=people[0].birth,
        ethnicity="Ê Đê",
        category="Hộ nghèo" if place % 2 else "Hộ cận nghèo",
        members=people,
    )


def prepare(folder: Path, rows: int) -> Case:
    found = certified(min(rows, MOST))
    names = [line.head for line in found.lines]
    return Case(
        work=lambda: certificates_pdf(OFFICE, found, Signing()),
        floor=lambda: typeset(form=_BARE, data={"names": names}, name="thử"),
        units=len(names),
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=5_000)
    count = parser.parse_args().n
    found = certified(count)
    start = time.perf_counter()
    made = certificates_pdf(OFFICE, found, Signing())
    seconds = time.perf_counter() - start
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    cpu = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
    peak = max(own.ru_maxrss, children.ru_maxrss) / 1024
    sys.stdout.write(
        f"{count} certificates: {seconds:.1f} s ({cpu:.1f} s of processor), "
        f"{len(made) / 2**20:.1f} MiB, peak of one process {peak:.0f} MiB\n"
    )


if __name__ == "__main__":
    main()
