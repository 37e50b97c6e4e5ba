"""Rows of a file that could not be used: written beside the result, each with its reason."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from giamngheo.lib.errors import Refusal
from giamngheo.lib.files import CannotWrite
from giamngheo.lib.sheets import write_frame

REFUSED_SCHEMA = pl.Schema(
    {"row_number": pl.Int64(), "household_code": pl.String(), "reason": pl.String()}
)
_ROWS_OF_A_SHEET = 1_000_000


class NothingJudged(Refusal):
    code = "LAW-008"
    sentence = (
        "Chưa dùng được dòng nào của tệp “{name}”: cả {count} dòng bị trả lại, trước hết là "
        "{first}. Lý do của từng dòng ghi ở {file}: sửa các dòng đó rồi chạy lại."
    )
    english = "None of the {count} rows of “{name}” can be used; the first: {first}. See {file}."


def first_reason(problems: Sequence[tuple[pl.Expr, pl.Expr | str]]) -> pl.Expr:
    """Return the reason of the first condition that holds for a row; null where none does."""
    reasons = [
        pl.when(holds).then(pl.lit(reason) if isinstance(reason, str) else reason)
        for holds, reason in problems
    ]
    return pl.coalesce(*reasons, pl.lit(None, pl.String))


def refused_path(*, out: Path, chosen: Path | None = None, rows: int = 0) -> Path:
    """
    Return where refused rows go: the file chosen, else `out` with “-bi-tra-lai” in its name.

    A CSV beside a folder, and where `rows` are more than a sheet holds.
    """
    if chosen is not None:
        return chosen
    suffix = ".csv" if rows > _ROWS_OF_A_SHEET else out.suffix or ".csv"
    return out.with_name(f"{out.stem}-bi-tra-lai{suffix}")


def require_own_files(*, path: Path, out: Path, chosen: Path | None) -> None:
    """
    Refuse a file of refused rows that would take the place of the households or of the result.

    Raises: CannotWrite [LIB-020].
    """
    target = refused_path(out=out, chosen=chosen)
    if target.resolve() in (path.resolve(), out.resolve()):
        reason = "trùng với tệp các hộ hoặc tệp kết quả, dùng --refused để chọn tệp khác"
        raise CannotWrite(name=target.name, reason=reason)


def write_refused(*, refused: pl.DataFrame, out: Path, chosen: Path | None = None) -> Path | None:
    """
    Write the refused rows and return the file; None when there are none and nobody chose a file.

    A list left by an earlier run is emptied, so that nobody mends rows that are right by now.
    Raises: CannotWrite [LIB-020].
    """
    target = refused_path(out=out, chosen=chosen, rows=len(refused))
    if refused.is_empty() and chosen is None and not target.exists():
        return None
    write_frame(target, refused.select(REFUSED_SCHEMA.names()))
    return target if len(refused) or chosen is not None else None


def require_some(*, name: str, used: int, refused: pl.DataFrame, file: Path | None) -> None:
    """
    Refuse a file of which no row could be used.

    Raises: NothingJudged [LAW-008].
    """
    if used:
        return
    number, household, reason = refused.row(0)
    first = f"dòng {number}" + (f" (hộ {household})" if household else "") + f", {reason}"
    raise NothingJudged(name=name, count=len(refused), first=first, file=str(file))
