"""The public names, pinned."""

from __future__ import annotations

import inspect
import subprocess
import sys

import crmbook


def test_every_public_name_can_be_had() -> None:
    for name in crmbook.__all__:
        assert getattr(crmbook, name) is not None, name


def test_the_public_names_are_these() -> None:
    assert sorted(crmbook.__all__) == [
        "Book", "Cell", "Chart", "Column", "Crm", "CrmbookError", "Problem", "Salutation", "Sheet",
        "Summary", "TableBlock", "analyse", "open_book", "read", "refresh", "salutation", "silence",
    ]  # fmt: skip


def test_the_pinned_functions_take_what_they_took() -> None:
    assert [*inspect.signature(crmbook.analyse).parameters] == ["tables", "as_of", "settings"]
    assert [*inspect.signature(crmbook.silence).parameters] == [
        "purchases", "as_of", "contacts", "horizon_days",
    ]  # fmt: skip
    assert [*inspect.signature(crmbook.salutation).parameters] == [
        "name", "language", "style", "gender", "company",
    ]  # fmt: skip
    assert [*inspect.signature(crmbook.refresh).parameters][:2] == ["path", "as_of"]
    assert [*inspect.signature(crmbook.read).parameters][:1] == ["path"]


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(crmbook, "nonsense")


def test_opening_a_workbook_brings_no_pandas() -> None:
    code = "import sys, crmbook.books; crmbook.open_book; print('pandas' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "False"


def test_a_greeting_brings_neither_pandas_nor_the_template_engine() -> None:
    code = (
        "import sys, crmbook; crmbook.salutation('Jānis Bērziņš', 'lv');"
        "print({'pandas', 'jinja2', 'lxml', 'babel'} & set(sys.modules))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "set()"
