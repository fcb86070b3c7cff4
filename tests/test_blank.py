"""A new workbook can be filled in at once, in three languages and three sizes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from crmbook import blank, schema, tables
from crmbook.blank.lists import REACH, YES_NO, options_of
from crmbook.blank.start import lacks_a_button
from crmbook.books import open_book
from crmbook.books.creating import create
from crmbook.language import LANGUAGES, Language, speaking
from crmbook.schema import PROFILES, Profile
from crmbook.sheet import Cell, Sheet, Value


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest) -> Profile:
    chosen: Profile = request.param
    return chosen


@pytest.fixture
def sheets(language: Language, profile: Profile) -> list[Sheet]:
    return blank.sheets(language, profile)


def _plain(cell: Value | Cell) -> Value:
    return cell.value if isinstance(cell, Cell) else cell


def _keys(sheets: list[Sheet]) -> list[str]:
    return [sheet.key for sheet in sheets]


def _of(sheets: list[Sheet], key: str) -> Sheet:
    return next(sheet for sheet in sheets if sheet.key == key)


def test_a_minimal_workbook_holds_clients_and_purchases() -> None:
    assert _keys(blank.sheets("en", "minimal")) == [
        "start", "clients", "purchases", "settings", "lists",
    ]  # fmt: skip


def test_a_standard_workbook_holds_what_most_firms_keep() -> None:
    assert _keys(blank.sheets("en", "standard")) == [
        "start", "clients", "purchases", "contacts", "offers", "complaints", "feedback", "signal_readings",
        "products", "team", "plays", "settings", "lists",
    ]  # fmt: skip


def test_a_full_workbook_holds_every_table_of_the_schema() -> None:
    tables = {table.key for table in schema.TABLES}
    assert set(_keys(blank.sheets("en", "full"))) == tables | {"start", "settings", "lists"}


def test_what_is_filled_in_belongs_to_the_owner(sheets: list[Sheet]) -> None:
    assert [sheet.key for sheet in sheets if sheet.owned] == ["start", "lists"]


def test_sheets_are_called_by_their_names_in_the_language(language: Language) -> None:
    titles = {sheet.key: sheet.name for sheet in blank.sheets(language, "full")}
    assert all(titles[table.key] == table.names.of(language) for table in schema.TABLES)


def test_titles_are_such_as_a_workbook_may_have(sheets: list[Sheet]) -> None:
    assert all(0 < len(sheet.name) <= 31 for sheet in sheets)
    assert len({sheet.name.casefold() for sheet in sheets}) == len(sheets)


def test_excel_tables_have_names_of_their_own(sheets: list[Sheet]) -> None:
    names = [table.name for sheet in sheets for table in sheet.tables]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)


def test_no_two_headings_of_a_sheet_are_the_same(sheets: list[Sheet]) -> None:
    # Excel refuses a table with a heading twice
    for sheet in sheets:
        for table in sheet.tables:
            headings = [str(_plain(cell)).casefold() for cell in sheet.rows[table.row]]
            assert len(set(headings)) == len(headings) == table.columns


def test_needed_columns_look_different(sheets: list[Sheet]) -> None:
    headings = _of(sheets, "clients").rows[0]
    looks = [cell.format for cell in headings if isinstance(cell, Cell)]
    assert looks[0] == "heading"
    assert set(looks[1:]) == {"optional"}


def test_every_heading_explains_itself(language: Language, profile: Profile) -> None:
    made = blank.sheets(language, profile)
    for table in blank.tables_of(profile):
        notes = list(_of(made, table.key).notes.values())
        meanings = [column.meaning.of(language) for column in table.shown(profile)]
        assert all(note.startswith(meaning) for note, meaning in zip(notes, meanings, strict=True))


def test_a_heading_is_not_cut(sheets: list[Sheet]) -> None:
    for sheet in sheets:
        if sheet.tables:
            for cell, column in zip(sheet.rows[0], sheet.columns, strict=True):
                longest = max(len(word) for word in str(_plain(cell)).split())
                assert column.width
                assert column.width >= longest + 3


def test_a_choice_may_be_each_of_its_words_and_no_other(sheets: list[Sheet]) -> None:
    lists = _of(sheets, "lists")
    for sheet in sheets:
        for choice in sheet.choices:
            if isinstance(choice.source, str) and lists.name in choice.source:
                assert choice.strict
                assert None not in _pointed_at(lists, choice.source)


def _pointed_at(lists: Sheet, source: str) -> list[Value]:
    """The words of a range such as ='Lists'!$C$4:$C$9."""
    first, last = source.split("!")[1].replace("$", "").split(":")
    column = ord(first[0]) - 65
    rows = lists.rows[int(first[1:]) - 1 : int(last[1:])]
    return [_plain(row[column]) for row in rows]


def test_the_lists_hold_the_words_of_the_language(language: Language) -> None:
    made = blank.sheets(language, "full")
    for table in schema.TABLES:
        shown = table.shown("full")
        for choice in _of(made, table.key).choices:
            column = shown[choice.area.first_column]
            if choice.strict:
                words = [option.names.of(language) for option in options_of(column)]
                assert _pointed_at(_of(made, "lists"), str(choice.source)) == words


def test_marks_are_chosen_from_their_scale(language: Language) -> None:
    feedback = _of(blank.sheets(language), "feedback")
    scales = [choice.source for choice in feedback.choices if not isinstance(choice.source, str)]
    assert scales == [list("12345"), [str(n) for n in range(11)], list("12345")]


def test_every_choice_and_every_yes_or_no_has_a_list(language: Language) -> None:
    made = blank.sheets(language, "full")
    for table in schema.TABLES:
        wanted = {n for n, it in enumerate(table.shown("full")) if options_of(it)}
        strict = {it.area.first_column for it in _of(made, table.key).choices if it.strict}
        assert strict == wanted


def test_dates_and_numbers_are_checked_far_below_the_headings(sheets: list[Sheet]) -> None:
    purchases = _of(sheets, "purchases")
    kinds = {check.kind for check in purchases.checks}
    assert {"date", "number"} <= kinds
    assert all(check.area.last_row >= REACH for check in purchases.checks)
    assert all(check.message for check in purchases.checks)


def test_a_client_or_an_employee_not_listed_yet_may_be_typed_all_the_same() -> None:
    purchases = _of(blank.sheets("en", "standard"), "purchases")
    hints = [choice for choice in purchases.choices if not choice.strict]
    assert [choice.source.split("'")[1] for choice in hints if isinstance(choice.source, str)] == [
        "Clients", "Products and services", "Team",
    ]  # fmt: skip


def test_no_list_looks_at_a_sheet_that_is_not_there(sheets: list[Sheet]) -> None:
    titles = {sheet.name for sheet in sheets}
    for sheet in sheets:
        for choice in sheet.choices:
            if isinstance(choice.source, str):
                assert choice.source.split("'")[1] in titles


def test_headings_stay_in_view_and_are_printed_on_every_page(sheets: list[Sheet]) -> None:
    filled_in = [sheet for sheet in sheets if sheet.tables]
    assert all(sheet.freeze[0] == 1 for sheet in filled_in)
    assert all(sheet.print.repeat_rows == 1 for sheet in filled_in)


def test_settings_hold_every_setting_with_its_default(sheets: list[Sheet]) -> None:
    assert len(_of(sheets, "settings").rows) == 1 + len(schema.SETTINGS)


def test_the_settings_say_the_language(language: Language) -> None:
    with speaking(language):
        named = str(schema.setting("language").names)
        words = {option.key: str(option.names) for option in schema.setting("language").choices}
    settings = {
        _plain(row[0]): _plain(row[1]) for row in _of(blank.sheets(language), "settings").rows
    }
    assert settings[named] == words[language]


def test_where_an_adopted_table_stands_comes_below_the_settings() -> None:
    with speaking("lt"):
        adopted = blank.settings_sheet({"language": "lt", "purchases.sheet": "Pardavimai"})
    assert [_plain(cell) for cell in adopted.rows[-1]][:2] == ["Pirkimai: lapas", "Pardavimai"]
    assert adopted.tables[0].rows == len(adopted.rows) - 1


def test_links_of_the_first_sheet_lead_to_sheets_that_are_there(sheets: list[Sheet]) -> None:
    titles = {sheet.name for sheet in sheets}
    links = [
        cell.link.split("'")[1]
        for row in sheets[0].rows
        for cell in row
        if isinstance(cell, Cell) and cell.link
    ]
    assert links
    assert set(links) <= titles


def test_rows_are_shown_as_their_owner_would_type_them() -> None:
    row: dict[str, Value] = {
        "client_id": "K-1",
        "name": "Rasa",
        "kind": "person",
        "consent_marketing": True,
    }
    clients = _of(blank.sheets("lt", "standard", {"clients": [row]}), "clients")
    assert [cell for cell in clients.rows[1] if cell is not None] == [
        "K-1", "Rasa", "Asmuo", YES_NO[0].names.lt,
    ]  # fmt: skip


def test_rows_beyond_the_reach_are_checked_too() -> None:
    many: list[dict[str, Value]] = [{"client_id": str(n)} for n in range(REACH)]
    clients = _of(blank.sheets("en", "minimal", {"clients": many}), "clients")
    assert all(choice.area.last_row > REACH for choice in clients.choices)
    assert clients.tables[0].rows == REACH


# ── as a file ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def path(tmp_path: Path, sheets: list[Sheet]) -> Path:
    created = tmp_path / "clients.xlsx"
    assert create(created, sheets) == []
    return created


def test_a_new_workbook_reads_as_empty_tables_and_nothing_to_mend(
    path: Path, language: Language, profile: Profile
) -> None:
    with open_book(path) as book:
        crm = tables.read(book)
    wanted = {table.key for table in blank.tables_of(profile)}
    assert crm.language == language
    assert [str(problem) for problem in crm.problems] == []
    assert set(crm.tables) == wanted
    assert {key for key, frame in crm.tables.items() if len(frame)} <= {"flag_words", "plays"}


def test_the_settings_of_a_new_workbook_are_the_defaults(path: Path, language: Language) -> None:
    with open_book(path) as book:
        crm = tables.read(book)
    for setting in schema.SETTINGS:
        wanted = language if setting.key == "language" else setting.default
        assert crm.settings[setting.key] == wanted


def test_what_is_typed_into_a_new_workbook_is_read(tmp_path: Path, language: Language) -> None:
    row: dict[str, Value] = {"client_id": "017", "date": date(2026, 3, 31), "amount": 12.5}
    client: dict[str, Value] = {
        "client_id": "017",
        "name": "Rasa",
        "kind": "person",
        "consent_marketing": True,
    }
    made = tmp_path / "clients.xlsx"
    create(made, blank.sheets(language, "standard", {"clients": [client], "purchases": [row]}))
    with open_book(made) as book:
        crm = tables.read(book)
    assert [str(problem) for problem in crm.problems] == []
    assert crm.tables["clients"]["client_id"].tolist() == ["017"]
    assert crm.tables["clients"]["kind"].tolist() == ["person"]
    assert crm.tables["clients"]["consent_marketing"].tolist() == [True]
    assert crm.tables["purchases"]["amount"].tolist() == [12.5]


@pytest.mark.libreoffice
@pytest.mark.slow
def test_libreoffice_opens_a_new_workbook(path: Path, soffice: Callable[[Path, str], Path]) -> None:
    again = soffice(path, "xlsx")
    with open_book(path) as book, open_book(again) as opened:
        assert opened.sheets() == book.sheets()
        assert [table.name for table in opened.tables()] == [table.name for table in book.tables()]


def test_no_button_of_the_first_sheet_reaches_over_the_edge_of_its_column() -> None:
    start = _of(blank.sheets("en", "minimal", buttons=True), "start")
    widths = [round((column.width or 0) * 7) + 5 for column in start.columns]
    assert len(start.buttons) == 5
    over = [b for b in start.buttons if b.left + b.width > widths[b.column]]
    assert over == []


def test_whoever_has_buttons_is_sent_to_no_terminal_in_the_first_five_minutes() -> None:
    begun = _first_steps(buttons=True)
    assert [step for step, _said in begun[2:]] == ["3.  Check", "4.  Refresh", "5.  Overview"]
    assert "terminal" not in str(begun)
    assert "terminal" in str(_first_steps(buttons=False))


def _first_steps(*, buttons: bool) -> list[tuple[object, object]]:
    start = _of(blank.sheets("en", "minimal", buttons=buttons), "start")
    rows = [[_plain(cell) for cell in row] for row in start.rows]
    first = next(n for n, row in enumerate(rows) if "The first five minutes" in row) + 1
    return [(row[1], row[2]) for row in rows[first : rows.index([], first)]]


def test_a_first_sheet_without_buttons_lacks_none(language: Language) -> None:
    with speaking(language):
        texts = {_plain(cell) for row in blank.start_sheet([], {}).rows for cell in row}
    assert not lacks_a_button(texts)
