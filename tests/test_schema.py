"""Every table, column and setting, stated once."""

from __future__ import annotations

import pytest

from crmbook import schema
from crmbook.folding import squeezed
from crmbook.language import speaking

TABLES = pytest.mark.parametrize("table", schema.TABLES, ids=lambda table: table.key)


@TABLES
def test_a_tables_headings_are_all_different_in_every_language(table: schema.Table) -> None:
    for language in ("en", "lt", "lv"):
        headings = [squeezed(column.names.of(language)) for column in table.columns]
        assert len(set(headings)) == len(headings), language


@TABLES
def test_a_title_is_one_excel_takes(table: schema.Table) -> None:
    for title in table.names:
        assert 0 < len(title) <= 31
        assert not set(title) & set(r":\/?*[]")


@TABLES
def test_every_heading_has_a_meaning_in_every_language(table: schema.Table) -> None:
    for column in table.columns:
        assert all(text.strip() for text in (*column.names, *column.meaning)), column.key
        assert all(text.endswith((".", "…")) for text in column.meaning), column.key


@TABLES
def test_options_of_a_choice_do_not_share_a_name(table: schema.Table) -> None:
    for column in table.columns:
        names = [name for option in column.choices for name in {*map(squeezed, option.names)}]
        assert len(set(names)) == len(names), column.key


@TABLES
def test_a_choice_has_options_and_nothing_else_has(table: schema.Table) -> None:
    for column in table.columns:
        assert bool(column.choices) == (column.kind == "choice"), column.key


def test_settings_have_different_names() -> None:
    for language in ("en", "lt", "lv"):
        names = [entry.names.of(language) for entry in schema.SETTINGS]
        assert len(set(names)) == len(names)


def test_a_name_speaks_the_language_spoken() -> None:
    with speaking("lv"):
        assert schema.table("clients").names() == "Klienti"
        assert str(schema.table("clients").names) == "Klienti"


def test_a_minimal_workbook_shows_few_columns() -> None:
    shown = [column.key for column in schema.table("purchases").shown("minimal")]
    assert shown == ["client_id", "date", "amount"]
