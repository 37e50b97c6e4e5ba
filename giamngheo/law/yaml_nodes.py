"""Reading YAML so strictly that whatever is missing, doubled or unknown is named with its line."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml
from yaml.reader import ReaderError

from giamngheo.law.enums import Confidence
from giamngheo.law.standard_types import ByArea, Cited
from giamngheo.lib.errors import Refusal
from giamngheo.lib.sheets import MissingFile, UnreadableFile
from giamngheo.lib.text import nfc

_DEEPEST = 30
_MOST_DIGITS = 15
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class LawFileInvalid(Refusal):
    code = "LAW-002"
    sentence = "Chưa nạp được tệp quy định {file}, dòng {line}: {problem}. Sửa tệp rồi nạp lại."
    english = "File {file}, line {line}, cannot be loaded: {problem}."


def _short(node: yaml.ScalarNode) -> str:
    text = str(node.value)
    return text if len(text) <= 40 else f"{text[:40]}…"


class Entry:
    """One mapping of a YAML file, read key by key; `close` refuses the keys nobody asked for."""

    def __init__(self, *, node: yaml.Node, file: str) -> None:
        self.file = file
        self.line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            raise LawFileInvalid(file=file, line=self.line, problem="cần các cặp “khóa: giá trị”")
        self._nodes: dict[str, yaml.Node] = {}
        self._asked: set[str] = set()
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.refuse("khóa phải là một từ", key_node)
            if key_node.value in self._nodes:
                self.refuse(f"khóa “{key_node.value}” viết hai lần", key_node)
            self._nodes[key_node.value] = value_node

    def refuse(self, problem: str, node: yaml.Node | None = None) -> None:
        line = self.line if node is None else node.start_mark.line + 1
        raise LawFileInvalid(file=self.file, line=line, problem=problem)

    def has(self, key: str) -> bool:
        return key in self._nodes

    def is_mapping(self, key: str) -> bool:
        return isinstance(self.node(key), yaml.MappingNode)

    def node(self, key: str) -> yaml.Node:
        self._asked.add(key)
        if key not in self._nodes:
            self.refuse(f"thiếu “{key}”")
        return self._nodes[key]

    def _scalar(self, key: str) -> yaml.ScalarNode:
        node = self.node(key)
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            self.refuse(f"“{key}” phải là một giá trị, không để trống", node)
        assert isinstance(node, yaml.ScalarNode)
        return node

    def text(self, key: str) -> str:
        return nfc(" ".join(self._scalar(key).value.split()))

    def text_or_empty(self, key: str) -> str:
        return self.text(key) if self.has(key) else ""

    def whole_number(self, key: str) -> int:
        node = self._scalar(key)
        plain = node.value.replace("_", "")
        if not (plain.isascii() and plain.isdigit() and len(plain) <= _MOST_DIGITS):
            self.refuse(f"“{key}: {_short(node)}” phải là số nguyên không âm, như 700_000", node)
        return int(plain)

    def decimal_or_none(self, key: str) -> Decimal | None:
        if not self.has(key):
            return None
        node = self._scalar(key)
        try:
            number = Decimal(node.value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
            self.refuse(f"“{key}: {_short(node)}” phải là số", node)
        return number

    def day(self, key: str) -> dt.date:
        node = self._scalar(key)
        try:
            return dt.date.fromisoformat(node.value)
        except ValueError:
            self.refuse(f"“{key}: {node.value}” phải là ngày có thật, viết như 2022-01-01", node)
            raise

    def choice(self, key: str, kind: type[E]) -> E:
        node = self._scalar(key)
        if node.value not in set(kind):
            known = ", ".join(kind)
            self.refuse(f"“{key}: {node.value}” không thuộc các giá trị {known}", node)
        return kind(node.value)

    def choices(self, key: str, kind: type[E]) -> tuple[E, ...]:
        words = self.text(key).split()
        known = set(kind)
        for word in words:
            if word not in known:
                self.refuse(f"“{word}” không thuộc các giá trị {', '.join(kind)}", self.node(key))
        return tuple(kind(word) for word in words)

    def flag(self, key: str) -> bool:
        """Return true or false; a key that is absent is false."""
        if not self.has(key):
            return False
        node = self._scalar(key)
        if node.value not in ("true", "false"):
            self.refuse(f"“{key}: {node.value}” phải là true hoặc false", node)
        return bool(node.value == "true")

    def entry(self, key: str) -> "Entry":
        return Entry(node=self.node(key), file=self.file)

    def entries(self, key: str) -> "list[Entry]":
        node = self.node(key)
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self.refuse(f"“{key}” phải là danh sách có ít nhất một mục", node)
        return [Entry(node=item, file=self.file) for item in node.value]

    def cited(self, key: str, read: "Callable[[Entry, str], T]") -> Cited[T]:
        """Return the value under `key` with its source; one without source is refused."""
        entry = self.entry(key)
        value = read(entry, "value")
        return entry.close_cited(value)

    def close_cited(self, value: T) -> Cited[T]:
        """Return `value` with the source written beside it in this mapping, and close it."""
        cited = Cited(
            value=value,
            source=self.text("source"),
            confidence=self.choice("confidence", Confidence),
            article=self.text_or_empty("article"),
            seen_in=self.text_or_empty("seen_in"),
            note=self.text_or_empty("note"),
            line=self.line,
        )
        self.close()
        return cited

    def close(self) -> None:
        for key, node in self._nodes.items():
            if key not in self._asked:
                self.refuse(f"khóa “{key}” không có trong mẫu", node)


def by_area(entry: Entry) -> ByArea[Cited[int]]:
    """Return the two whole numbers of a mapping with `rural` and `urban`, each with its source."""
    values = ByArea(
        rural=entry.cited("rural", Entry.whole_number),
        urban=entry.cited("urban", Entry.whole_number),
    )
    entry.close()
    return values


def read_document(*, text: str, file: str) -> Entry:
    """
    Return the top mapping of a YAML text.

    Raises: LawFileInvalid [LAW-002] when the text is no YAML mapping, nests deeper than any form
            of ours, holds a sign that no text has, or names one place in another: an alias of an
            alias of an alias is a small file and an endless one.
    """
    try:
        node = _Composer(text, file).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise LawFileInvalid(file=file, line=line, problem="chưa đúng cú pháp YAML") from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        sign = error.character if isinstance(error.character, int) else ord(error.character)
        problem = f"có ký tự không dùng trong văn bản (U+{sign:04X})"
        raise LawFileInvalid(file=file, line=line, problem=problem) from error
    if node is None:
        raise LawFileInvalid(file=file, line=1, problem="tệp không có nội dung")
    return Entry(node=node, file=file)


class _Composer(yaml.SafeLoader):
    """SafeLoader that follows no alias and stops where nothing of ours nests."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._depth = 0
        super().__init__(text)

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        line = self.peek_event().start_mark.line + 1
        if self.check_event(yaml.AliasEvent):
            problem = "không dùng được dấu * (lặp lại đoạn khác), viết đủ nội dung"
            raise LawFileInvalid(file=self._file, line=line, problem=problem)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise LawFileInvalid(file=self._file, line=line, problem="lồng quá nhiều tầng")
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1


def text_of_file(path: Path) -> str:
    """
    Return the text of a file.

    Raises: LawFileInvalid [LAW-002] when it is not UTF-8, MissingFile [LIB-010],
            UnreadableFile [LIB-011].
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise LawFileInvalid(file=path.name, line=line, problem="tệp phải là UTF-8") from error
    except FileNotFoundError as error:
        raise MissingFile(name=path.name) from error
    except OSError as error:
        raise UnreadableFile(name=path.name, reason="không đọc được tệp này") from error
