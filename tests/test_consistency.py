"""What the house promises of itself, read from its own files: codes, docs, settings, sources."""

import importlib
import inspect
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter
from types import ModuleType
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.db.models import Choices, Field, Model

from giamngheo.cli.main import COMMANDS
from giamngheo.law.enums import Confidence
from giamngheo.law.standards import load_standards
from giamngheo.lib.errors import Refusal
from tests.error_codes import PAGE, PREFIXES, ROOT, WRITE, import_everything, refusals, render

PACKAGE = ROOT / "giamngheo"
PREFIX_OF = {package: prefix for prefix, (package, _) in PREFIXES.items()}


# Refusals


@pytest.fixture(scope="module")
def known() -> list[type[Refusal]]:
    return refusals()


def test_every_refusal_has_its_own_code_of_its_package(known: list[type[Refusal]]) -> None:
    codes = [one.code for one in known]

    assert len(codes) >= 80
    assert len(codes) == len(set(codes)), sorted({code for code in codes if codes.count(code) > 1})
    for one in known:
        package = one.__module__.split(".")[1]
        assert re.fullmatch(rf"{PREFIX_OF[package]}-\d{{3}}", one.code), one


# A sentence that ends in a command to type, or in words another part filled in, has no full stop.
_ENDS_WELL = re.compile(r"(?:[.!?]|giamngheo [a-z -]+|\{\w+\})$")
_WHAT_NEXT = re.compile(
    r"\b(?:bấm|báo|bỏ|bổ sung|cần|cho phép|chạy|chỉ rõ|chọn|chờ|chuyển|dùng|dừng|đặt|đăng|đề nghị"
    r"|đóng|đợi|đọc|đổi|gõ|ghi|giảm|gửi|hãy|kết thúc|khởi|khôi phục|kiểm tra|làm|lập|liên hệ|lưu"
    r"|mở|nạp|nâng|nhập|phân công|sao|sửa|tách|tải|thay|thêm|thử|tìm|tra|viết|xem|xóa|xuất|xin"
    r"|cập nhật|các \w+(?: \w+)? hiện có)\b"
)


def test_every_refusal_speaks_vietnamese_and_ends_its_sentence(
    known: list[type[Refusal]],
) -> None:
    for one in known:
        sentence = one.sentence.strip()
        assert _ENDS_WELL.search(sentence), (one.code, sentence)
        assert "  " not in sentence, one.code
        plain = re.sub(r"\{[^}]*\}", "", sentence)
        assert not plain or re.search(
            r"[ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵấầẩẫậắằẵặế"
            r"ềểễệốồổỗộớờởỡợứừửữự]",
            plain,
        ), (one.code, sentence)


def test_every_refusal_says_what_to_do_next(known: list[type[Refusal]]) -> None:
    silent = [
        one.code
        for one in known
        if one.sentence.strip("{}").isidentifier() is False
        and not _WHAT_NEXT.search(one.sentence.lower())
    ]

    assert silent == []


def test_english_sentences_ask_for_the_same_details(known: list[type[Refusal]]) -> None:
    """`--lang en` fills the same details: a name the Vietnamese does not know may be missing."""
    for one in known:
        for text in (one.sentence, one.english):
            names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
            assert all(name.isidentifier() for name in names), (one.code, text)


def test_the_page_of_codes_is_complete(known: list[type[Refusal]]) -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), f"run: {WRITE}"


# Actions

# Functions in actions.py without `by`, each with the reason.
NO_ACTOR = {
    "giamngheo.accounts.actions.require": "the scope it checks holds the user",
    "giamngheo.work.actions.run_item": "the worker runs an item for the item's own owner",
    "giamngheo.work.actions.fail_lost_items": "the watchdog is nobody; the item keeps its owner",
}


def actions() -> dict[str, Callable[..., Any]]:
    found = {}
    for path in sorted(PACKAGE.glob("*/actions.py")):
        module = importlib.import_module(f"giamngheo.{path.parent.name}.actions")
        found |= {
            f"{module.__name__}.{name}": inspect.unwrap(function)
            for name, function in vars(module).items()
            if inspect.isfunction(inspect.unwrap(function))
            and not name.startswith("_")
            and inspect.unwrap(function).__module__ == module.__name__
        }
    return found


def test_every_action_says_by_whom() -> None:
    found = actions()
    assert len(found) >= 25

    without = {
        name
        for name, function in found.items()
        if "by" not in inspect.signature(function).parameters
    }

    assert without == set(NO_ACTOR)


def test_every_action_takes_its_arguments_by_name() -> None:
    for name, function in actions().items():
        kinds = {parameter.kind for parameter in inspect.signature(function).parameters.values()}
        assert kinds == {inspect.Parameter.KEYWORD_ONLY}, name


# Models

PERSONAL_LOOKING = re.compile(
    r"full_name|head_name|user_?name|actor_name|signer|phone|e_?mail|address|birth|^sex$|ethnicity"
    r"|personal_id|^password$|last_login|_by$"
)


def models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("giamngheo.")]


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_every_model_says_what_is_personal(model: type[Model]) -> None:
    declared = vars(model).get("DataScrubbing")
    assert declared is not None, "class DataScrubbing: personal = (…)"
    kinds = {name: value for name, value in vars(declared).items() if not name.startswith("_")}
    assert set(kinds) <= {"personal", "sensitive", "not_personal"}
    classified = [name for names in kinds.values() for name in names]
    assert len(classified) == len(set(classified))
    fields = {field.name: field for field in model._meta.get_fields() if isinstance(field, Field)}
    assert set(classified) <= set(fields)

    looking = {
        name
        for name, field in fields.items()
        if PERSONAL_LOOKING.search(name) and not field.is_relation
    }

    assert looking <= set(classified)


# Words on screens

# Words that bear no mark and are Vietnamese all the same.
UNMARKED = {"Con", "Nam", "Sai", "Xong"}


def choices() -> Iterator[tuple[type[Choices], Any]]:
    import_everything()
    for kind in _choices_below(Choices):
        if kind.__module__.startswith("giamngheo."):
            yield from ((kind, member) for member in kind)


def _choices_below(kind: type[Choices]) -> Iterator[type[Choices]]:
    for one in kind.__subclasses__():
        yield one
        yield from _choices_below(one)


def test_every_choice_has_a_vietnamese_label() -> None:
    found = list(choices())
    assert len(found) >= 80

    for kind, member in found:
        label = str(member.label)
        assert label.strip(), (kind, member)
        assert label != str(member.value), (kind, member)
        assert not label.isascii() or label in UNMARKED, (kind, member, label)


# Law


def cited_values(node: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every mapping of a law file that gives a value, with its place in the file."""
    if isinstance(node, dict):
        if "value" in node or ("category" in node and "source" in node):
            yield place, node
        for key, below in node.items():
            yield from cited_values(below, f"{place}.{key}")
    elif isinstance(node, list):
        for number, below in enumerate(node):
            yield from cited_values(below, f"{place}[{number}]")


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "law").rglob("*.yaml")), ids=lambda path: path.name
)
def test_every_value_of_the_law_has_source_and_confidence(path: Path) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = list(cited_values(content, path.stem))
    if path.parent.name == "points":
        # A point table is one printed form: the file as a whole is the cited value.
        found = [(path.stem, content)]

    assert found
    for place, node in found:
        assert str(node.get("source") or "").strip(), place
        assert node.get("confidence") in set(Confidence), place


def test_every_standard_is_read_with_its_sources() -> None:
    for standard in load_standards():
        assert standard.title
        assert standard.legal_basis, standard.code


# Docs


def documented() -> str:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_docs(command: str) -> None:
    assert re.search(rf"giamngheo {command}\b(?!-)", documented())


def test_every_command_is_a_module() -> None:
    modules = {path.stem for path in (PACKAGE / "cli" / "commands").glob("[a-z]*.py")}

    assert {command.replace("-", "_") for command in COMMANDS} == modules


def settings_read() -> set[str]:
    """Return the names of environment variables that config asks for."""
    asked = re.compile(
        r"\b(?:text|required|flag|integer|words|folder|day|setdefault)\(\s*\"([A-Z_]+)\""
    )
    return {
        name
        for path in (ROOT / "config").rglob("*.py")
        for name in asked.findall(path.read_text(encoding="utf-8"))
    }


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = set(re.findall(r"^\| `([A-Z_]+)", readme, flags=re.MULTILINE))

    assert settings_read() == table


def test_every_link_between_our_pages_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
            assert (page.parent / target).exists(), (page.name, target)


# Files

HOSTS = re.compile(
    r"pypi\.|pythonhosted|npmjs|artifactory|nexus|goproxy|proxy\.golang|jsdelivr|unpkg|cdnjs"
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work/(?:main|shared)|home/\w|root/|Users/\w)")


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    ).stdout
    if not listed:
        skipped = {".git", ".venv", "node_modules", "var", "build", "test-results"}
        return [
            path
            for path in ROOT.rglob("*")
            if path.is_file() and not skipped & set(path.relative_to(ROOT).parts)
        ]
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_file_names_a_machines_path_or_a_packages_host() -> None:
    for path in tracked_files():
        if path == Path(__file__):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for pattern in (HOSTS, MACHINE_PATHS):
            found = pattern.search(text)
            assert found is None, (path.relative_to(ROOT), found and found[0])


def test_every_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    commented = dict(re.findall(r'^\s+"([^"]+)",\s*#\s*(\S.*)$', text, flags=re.MULTILINE))

    assert len(named) >= 30
    assert [name for name in named if name not in commented] == []


def module_of(path: Path) -> ModuleType:
    return importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.glob("*/models.py")), ids=lambda path: path.parent.name
)
def test_every_app_says_what_it_owns(path: Path) -> None:
    """Three sentences at the door of each app: what it owns, its words, what it never does."""
    package = module_of(path.parent / "__init__.py")

    assert package.__doc__ or importlib.import_module(f"giamngheo.{path.parent.name}").__doc__


RECIPES = sorted((ROOT / "docs" / "recipes").glob("*.md"))


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_every_file_a_recipe_names_exists(path: Path) -> None:
    named = re.findall(r"`((?:giamngheo|tests|docs)/[^`\s]*?)`", path.read_text(encoding="utf-8"))

    for name in named:
        # <code>, <noun> … stand for what is new: the folder must be there.
        known = name.split("<")[0].rpartition("/")[0] if "<" in name else name
        assert (ROOT / known).exists(), name
