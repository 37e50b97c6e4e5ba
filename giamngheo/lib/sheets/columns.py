"""What a table must hold: the columns, their headings and what each cell may be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

import polars as pl

from giamngheo.lib.text import fold

DECIMAL_PLACES = 6


class ColumnKind(StrEnum):
    TEXT = "text"
    INT = "int"
    DECIMAL = "decimal"
    DATE = "date"
    CHOICE = "choice"


_DTYPES: dict[ColumnKind, pl.DataType] = {
    ColumnKind.TEXT: pl.String(),
    ColumnKind.INT: pl.Int64(),
    ColumnKind.DECIMAL: pl.Decimal(38, DECIMAL_PLACES),
    ColumnKind.DATE: pl.Date(),
    ColumnKind.CHOICE: pl.String(),
}


@dataclass(frozen=True, kw_only=True)
class Column:
    """
    One column to look for.

    `key` names it in the frame and is a heading too; `title` is the heading we print; `aliases`
    are other headings people use. Marks, case and punctuation of headings do not count.
    `choices` maps what may stand in a cell to the value it means. `digits` gives a code its lost
    leading zeros back, at most `lost_zeros` of them. `minimum` and `maximum` are inclusive.
    """

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    kind: ColumnKind | str = ColumnKind.TEXT
    choices: Mapping[str, str] = field(default_factory=dict)
    required: bool = True
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    digits: int | None = None
    lost_zeros: int = 4

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", ColumnKind(self.kind))

    @property
    def headings(self) -> frozenset[str]:
        return frozenset(fold(name) for name in (self.key, self.title, *self.aliases))

    @property
    def dtype(self) -> pl.DataType:
        return _DTYPES[ColumnKind(self.kind)]
