"""The sheets that are crmbook's, and what is typed on them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from crmbook.books.counting import Tally
from crmbook.books.memory import MemoryBook
from crmbook.books.ownership import Facts, owned_sheets, slug, typed_on
from crmbook.books.package import Package
from crmbook.sheet import Area, Cell, Chart, Series, Sheet, TableBlock, Value

SILENCE = Sheet(
    "Silence",
    [
        ["Client", "Days", "Since", "Late"],
        ["Rasa", 12, date(2026, 3, 1), True],
        ["Bērzs", 41.7, date(2026, 1, 2), False],
        ["Kopa", Cell(53.7, formula="=SUM(Silence[Days])"), None, None],
    ],
    key="silence",
    tables=[TableBlock("Silence", 0, 0, 2, 4)],
    charts=[Chart("bar", [Series("Days", Area(1, 1, 2, 1), Area(1, 0, 2, 0))], 6, 0, "Days")],
    notes={"B1": "Whole days"},
)
CLIENTS = Sheet("Clients", [["Number", "Name"], [1, "Rasa"]], owned=False)


def book() -> MemoryBook:
    made = MemoryBook.of([CLIENTS])
    made.write([SILENCE])
    return made


def edited(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The workbook as another program might have saved it, with one part changed."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(saved, "w") as after:
        for each in before.namelist():
            text = before.read(each)
            if each == name:
                assert change(text.decode()) != text.decode()
                text = change(text.decode()).encode()
            after.writestr(each, text)
    return saved.getvalue()


def on_sheet(made: MemoryBook, change: Callable[[str], str]) -> MemoryBook:
    with Package.open(io.BytesIO(made.data)) as package:
        part = package.workbook.sheet("Silence").part
    return MemoryBook(edited(made.data, part, change))


def in_workbook(made: MemoryBook, change: Callable[[str], str]) -> MemoryBook:
    return MemoryBook(edited(made.data, "xl/workbook.xml", change))


def part(made: MemoryBook, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(made.data)) as file:
        return file.read(name).decode()


# Marks


def test_a_sheet_of_ours_is_known_by_its_key_not_its_title() -> None:
    assert book().owned() == {"silence": "Silence"}


def test_the_mark_is_not_seen_among_the_names() -> None:
    names = re.findall(r"<definedName ([^>]*)>", part(book(), "xl/workbook.xml"))
    marks = [each for each in names if "_crmbook" in each]
    assert len(marks) == 2
    assert all('hidden="1"' in each for each in marks)


def test_a_renamed_sheet_is_still_ours() -> None:
    made = in_workbook(
        book(),
        lambda text: text.replace('name="Silence"', 'name="Who&apos;s quiet"').replace(
            "'Silence'!", "'Who''s quiet'!"
        ),
    )
    assert made.owned() == {"silence": "Who's quiet"}
    made.write([SILENCE])
    assert made.sheets() == ["Clients", "Who's quiet"]


def test_a_deleted_sheet_is_made_anew_where_it_was_not() -> None:
    made = in_workbook(
        book(),
        lambda text: re.sub(r'<sheet name="Silence"[^>]*/>', "", text).replace(
            "'Silence'!$A$1", "#REF!$A$1"
        ),
    )
    assert made.owned() == {}
    made.write([SILENCE])
    assert made.owned() == {"silence": "Silence"}


def test_a_copy_that_the_owner_made_of_our_sheet_is_the_owners() -> None:
    local = '<definedName name="_crmbook.silence" localSheetId="0">\'Clients\'!$A$1</definedName>'
    made = in_workbook(
        book(), lambda text: text.replace("<definedNames>", "<definedNames>" + local)
    )
    assert made.owned() == {"silence": "Silence"}


@pytest.mark.parametrize("key", ["silence", "client_card_17"])
def test_a_simple_key_is_its_own_slug(key: str) -> None:
    assert slug(key) == key


def test_keys_that_look_alike_have_different_slugs() -> None:
    keys = ["Silence", "silence", "SILENCE", "tyla: ė", "tyla: e", "x" * 200, "x" * 201]
    assert len({slug(key).lower() for key in keys}) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9_]{1,80}", slug(key)) for key in keys)


def test_a_key_of_any_letters_is_given_back() -> None:
    made = MemoryBook.of([CLIENTS])
    made.write([Sheet("Kortelė", [["a"]], key='Kortelė "UAB Rasa"')])
    assert made.owned() == {'Kortelė "UAB Rasa"': "Kortelė"}


def test_facts_are_read_as_they_were_written() -> None:
    facts = Facts(1, 2, 3, 4, 5, 6, 7, "silence")
    assert Facts.read(f'"{facts}"') == facts
    assert Facts.read("'Silence'!$A$1") is None


# What was typed


def test_an_untouched_sheet_is_replaced() -> None:
    made = book()
    made.write([SILENCE])
    assert made.sheets() == ["Clients", "Silence"]
    assert made.remarks == []


def test_a_sheet_saved_again_with_the_same_values_is_replaced() -> None:
    made = on_sheet(
        book(), lambda text: text.replace("<v>12</v>", "<v>1.2E1</v>").replace("<v>41.7</v>", "<v>41.700000000000003</v>")
    )  # fmt: skip
    made.write([SILENCE])
    assert made.sheets() == ["Clients", "Silence"]


def test_a_sorted_table_is_replaced() -> None:
    def swap(text: str) -> str:
        return text.replace("Rasa", "…").replace("Bērzs", "Rasa").replace("…", "Bērzs")

    made = on_sheet(book(), swap)
    made.write([SILENCE])
    assert made.sheets() == ["Clients", "Silence"]


def test_another_result_of_a_formula_is_not_typed() -> None:
    made = on_sheet(book(), lambda text: text.replace("<v>53.7</v>", "<v>54</v>"))
    made.write([SILENCE])
    assert made.sheets() == ["Clients", "Silence"]


TYPED: dict[str, Callable[[str], str]] = {
    "a number changed": lambda text: text.replace("<v>12</v>", "<v>13</v>"),
    "a text changed": lambda text: text.replace("Rasa", "Rasa called back"),
    "a cell filled": lambda text: text.replace(
        "</sheetData>",
        '<row r="9"><c r="A9" t="inlineStr"><is><t>phone</t></is></c></row></sheetData>',
    ),
    "a cell emptied": lambda text: text.replace("<v>12</v>", ""),
    "a formula typed over": lambda text: re.sub(r"<f>[^<]*</f>", "", text),
    "a formula added": lambda text: text.replace("<v>12</v>", "<f>10+2</f><v>12</v>"),
    "a sparkline added": lambda text: text.replace(
        "</worksheet>",
        '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'uri="{05C60535-1F16-4FD2-B633-F4F36F0B64E0}"><x14:sparklineGroups>'
        "<x14:sparklineGroup/></x14:sparklineGroups></ext></extLst></worksheet>",
    ),
}


@pytest.mark.parametrize("change", TYPED.values(), ids=list(TYPED))
def test_a_sheet_somebody_typed_on_is_kept_beside_the_new_one(change: Callable[[str], str]) -> None:
    made = on_sheet(book(), change)
    before = made.read("Silence")
    made.write([SILENCE])
    assert made.sheets() == ["Clients", "Silence", "Silence (kept)"]
    assert made.read("Silence (kept)") == before
    assert made.read("Silence") == book().read("Silence")
    assert made.owned() == {"silence": "Silence"}
    assert [each.kind for each in made.remarks] == ["sheet_kept"]
    assert "Silence (kept)" in made.remarks[0].text


def test_a_shape_somebody_drew_keeps_the_sheet() -> None:
    anchor = '<xdr:oneCellAnchor xmlns:xdr="x"/>'
    made = on_sheet(book(), lambda text: text.replace("<sheetData>", "<sheetData >"))
    drawn = edited(
        made.data, "xl/drawings/drawing1.xml", lambda text: text.replace("</xdr:wsDr>", "<xdr:oneCellAnchor/></xdr:wsDr>")
    )  # fmt: skip
    assert anchor
    kept = MemoryBook(drawn)
    kept.write([SILENCE])
    assert kept.sheets() == ["Clients", "Silence", "Silence (kept)"]


def test_a_note_somebody_wrote_keeps_the_sheet() -> None:
    made = on_sheet(book(), lambda text: text.replace("<sheetData>", "<sheetData >"))
    comment = '<comment ref="A9" authorId="0"><text><t>call!</t></text></comment></commentList>'
    noted = MemoryBook(
        edited(made.data, "xl/comments1.xml", lambda text: text.replace("</commentList>", comment))
    )
    noted.write([SILENCE])
    assert noted.sheets() == ["Clients", "Silence", "Silence (kept)"]


# The kept sheet


def typed() -> MemoryBook:
    made = on_sheet(book(), TYPED["a number changed"])
    made.write([SILENCE])
    return made


def test_a_kept_sheets_table_makes_way_for_the_new_one() -> None:
    assert {each.name: each.sheet for each in typed().tables()} == {
        "Silence": "Silence",
        "Silence_kept": "Silence (kept)",
    }


def test_a_kept_sheets_formulas_and_charts_go_on_meaning_the_kept_sheet() -> None:
    made = typed()
    with Package.open(io.BytesIO(made.data)) as package:
        kept = package.workbook.sheet("Silence (kept)").part
        drawing = package.relationships(kept).of("drawing")[0].target
        chart = package.relationships(drawing).of("chart")[0].target
        assert b"SUM(Silence_kept[Days])" in package.read(kept)
        references = set(re.findall(rb"<c:f>([^<]*)!", package.read(chart)))
    assert references == {b"'Silence (kept)'"}


def test_a_kept_sheet_is_never_replaced() -> None:
    made = typed()
    made.write([SILENCE])
    made.write([SILENCE])
    assert made.sheets() == ["Clients", "Silence", "Silence (kept)"]
    kept: list[list[Value]] = made.read("Silence (kept)")
    assert kept[1][1] == 13


def test_a_second_kept_sheet_gets_a_number() -> None:
    made = on_sheet(typed(), TYPED["a text changed"])
    made.write([SILENCE])
    assert made.sheets() == ["Clients", "Silence", "Silence (kept 2)", "Silence (kept)"]


def test_local_names_and_the_active_sheet_follow_when_a_sheet_moves_in_between() -> None:
    made = MemoryBook.of([CLIENTS])
    made.write([SILENCE, Sheet("Last", [["x"]], key="last")])
    local = '<definedName name="mine" localSheetId="2">\'Last\'!$A$1</definedName>'
    made = in_workbook(
        made,
        lambda text: text.replace("<definedNames>", "<definedNames>" + local).replace(
            'activeTab="0"', 'activeTab="2"'
        ),
    )
    made = on_sheet(made, TYPED["a number changed"])
    made.write([SILENCE])
    assert made.sheets() == ["Clients", "Silence", "Silence (kept)", "Last"]
    workbook = part(made, "xl/workbook.xml")
    assert 'name="mine" localSheetId="3"' in workbook
    assert 'activeTab="3"' in workbook


def test_two_kept_sheets_stay_each_behind_its_new_one() -> None:
    other = Sheet("To do", [["Call"]], key="todo")
    made = MemoryBook.of([CLIENTS])
    made.write([SILENCE, other])
    made.change("Silence", {"A9": "phoned"})
    made.change("To do", {"A9": "done"})
    made.write([other, SILENCE])
    assert made.sheets() == ["Clients", "Silence", "Silence (kept)", "To do", "To do (kept)"]


# Other programs


@pytest.mark.libreoffice
@pytest.mark.slow
def test_a_sheet_that_libreoffice_saved_again_is_not_taken_for_typed_on(
    soffice: Callable[..., Path], tmp_path: Path
) -> None:
    path = tmp_path / "clients.xlsx"
    path.write_bytes(book().data)
    with Package.open(soffice(path, "xlsx")) as package:
        sheet = owned_sheets(package)["silence"]
        assert package.crc(sheet.part) != 0
        assert not typed_on(package, "silence", sheet.part)


# The digest


def test_the_digest_does_not_mind_the_order() -> None:
    one, other = Tally(), Tally()
    one(["a", 1.5, None], 1)
    one([2, "b"], 0)
    other([2, "b", "a"], 1)
    other([1.5], 0)
    assert (one.cells, one.digest, one.formulas) == (other.cells, other.digest, other.formulas)


def test_the_digest_tells_a_number_from_a_text() -> None:
    one, other = Tally(), Tally()
    one([17], 0)
    other(["17"], 0)
    assert one.digest != other.digest


@pytest.mark.parametrize(
    ("written", "saved"),
    [
        (0.8881401407158585, 0.888140140715859),
        (1 / 3, 0.333333333333333),
        (1.5e-7 / 7, 2.14285714285714e-8),
    ],
)
def test_the_digest_does_not_mind_how_a_program_rounds(written: float, saved: float) -> None:
    one, other = Tally(), Tally()
    one([written], 0)
    other([saved], 0)
    assert one.digest == other.digest


@pytest.mark.parametrize(
    ("written", "typed"),
    [(12345.67, 12345.68), (37061234567, 37061234568), (0.25, 1 / 3), (1e-7, 2e-7)],
)
def test_the_digest_minds_what_is_typed(written: float, typed: float) -> None:
    one, other = Tally(), Tally()
    one([written], 0)
    other([typed], 0)
    assert one.digest != other.digest


def test_the_digest_of_many_cells_counts_them_all() -> None:
    tally = Tally()
    for n in range(120):
        tally([f"{n} {m}" for m in range(1_000)], 0)
    assert tally.cells == 120_000


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("A/B", "A B"),
        ("Who bought what in the year 2025 so far", "Who bought what in the year 2025"),
    ],
)
def test_a_title_excel_does_not_allow_is_changed_and_that_is_said(wanted: str, given: str) -> None:
    with MemoryBook.of([Sheet("Clients", [["Ona"]], owned=False)]) as book:
        book.write([Sheet(wanted, [["x"]])])
        assert book.sheets() == ["Clients", given[:31].rstrip()]
        assert [remark.kind for remark in book.remarks] == ["title_changed"]
        book.write([Sheet(wanted, [["y"]])])
        assert len(book.remarks) == 1
