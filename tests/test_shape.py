"""The house is kept: captions, registries, imports."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

import crmbook
from crmbook import registry

PACKAGE = Path(crmbook.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_opens_with_its_caption(path: Path) -> None:
    caption = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert caption, "no caption"
    assert caption.splitlines()[0].endswith((".", "?")), "a caption is a sentence"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_is_called_by_a_word_that_says_nothing(path: Path) -> None:
    assert path.stem not in {"utils", "helpers", "common", "misc", "base", "core", "data"}


@pytest.mark.parametrize("analysis", registry.ANALYSES)
def test_every_registered_analysis_is_a_module_with_one_door(analysis: str) -> None:
    assert callable(import_module(f"crmbook.analyses.{analysis}").analyse)


@pytest.mark.parametrize("report", registry.REPORTS)
def test_every_registered_report_is_a_module_with_two_doors(report: str) -> None:
    module = import_module(f"crmbook.reports.{report}")
    assert callable(module.title)
    assert callable(module.build)


def test_no_analysis_is_forgotten_in_the_registry() -> None:
    inside = (PACKAGE / "analyses").glob("[a-z]*")
    found = {
        path.stem for path in inside if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert found == set(registry.ANALYSES)


# What only one room may use: an import elsewhere says that something wants to move.
ROOMS = {
    "openpyxl": (), "xlwings": ("books", "excel", "buttons"), "uno": ("excel",), "xlsxwriter": ("books",), "python_calamine": ("books",),
    "lxml": ("books", "letters"), "zipfile": ("books", "letters"),
    "jinja2": ("letters",), "markdown_it": ("letters",), "typst": ("letters",), "pypdf": ("letters",),
    "num2words": ("letters",), "lv_namedays": ("letters",),
    "olefile": ("excel",), "smtplib": ("letters",), "sqlite3": ("letters",),
    "typer": ("cli",), "click": ("cli",), "rich": ("cli", "screen"),
}  # fmt: skip


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_library_is_imported_in_its_room_only(path: Path) -> None:
    room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for library in imported(node):
            assert room in ROOMS.get(library, (room,)), f"{library} in {name(path)}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "analyses").glob("*.py")), ids=name)
def test_an_analysis_knows_no_clock_and_no_paths(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ".today(" not in text
    assert ".now(" not in text
    assert "pathlib" not in text


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module.split(".")[0]]
    return []
