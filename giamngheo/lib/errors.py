"""The anticipated "no": a Vietnamese sentence with a stable code, raised where a rule stops us."""

from typing import Any, ClassVar


class Refusal(Exception):
    """
    Something the system will not do, said so that the reader knows what to do next.

    A subclass stands next to the action that raises it and gives `code` ("REV-004") and
    `sentence`, a Vietnamese template filled with the named details. It says what could not be
    done, on which record, and what to do; it never blames and never shows English or SQL.
    `docs/error-codes.md` lists every subclass; a test keeps that list complete.
    """

    code: ClassVar[str] = "GEN-000"
    sentence: ClassVar[str] = "Chưa thực hiện được yêu cầu này."
    english: ClassVar[str] = ""  # for `--lang en`; the Vietnamese sentence stands in when empty

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.message)

    @property
    def message(self) -> str:
        return self.sentence.format(**self.details)

    def __str__(self) -> str:
        return f"{self.message} ({self.code})"
