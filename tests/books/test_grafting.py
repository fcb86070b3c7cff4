"""Our sheets put into a workbook of somebody else's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from lxml import etree

from crmbook.books.grafting import SheetExistsError, titles, write_sheets
from crmbook.books.layout import SheetRefusedError
from crmbook.books.package import Package
from crmbook.errors import Problem, WorkbookRefusedError
from crmbook.sheet import (
    Area,
    Cell,
    Chart,
    Choice,
    Column,
    Print,
    Rule,
    Series,
    Sheet,
    TableBlock,
)

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

# openpyxl says of data bars that it does not know them, and of small files that they are small
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*xtension is not supported:UserWarning"),
    pytest.mark.filterwarnings("ignore:Workbook contains no default style:UserWarning"),
]

REPORT = Sheet(
    "Report",
    [
        ["Client", "Revenue", "Since"],
        ["Rasa", 120.5, date(2024, 2, 29)],
        [Cell("Bērzs", link="#'Clients'!A2"), 80.25, date(2025, 3, 31)],
        [Cell("Kopa", link="https://example.com/kopa"), Cell(200.75, formula="=SUM(B2:B3)"), None],
    ],
    key="report",
    columns=[Column(20, "text"), Column(12, "money"), Column(12, "date")],
    tables=[TableBlock("Report", 0, 0, 3, 3)],
    charts=[Chart("column", [Series("Revenue", Area(1, 1, 2, 1), Area(1, 0, 2, 0))], 6, 0, "Both")],
    rules=[Rule(Area(1, 1, 3, 1), "bar"), Rule(Area(1, 1, 3, 1), "greater", 100, "good")],
    choices=[Choice(Area(1, 0, 9, 0), ["Rasa", "Kopa"])],
    notes={"B1": "Net of returns"},
    print=Print(repeat_rows=1),
)


def host(build: Callable[[xlsxwriter.Workbook], None] | None = None) -> bytes:
    """A workbook of the owner's, with a sheet “Clients” that is selected."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Clients")
        sheet.write_row(0, 0, ["Number", "Name"], book.add_format({"bold": True}))
        sheet.write_row(1, 0, [1, "Rasa"])
        if build:
            build(book)
    return file.getvalue()


def grafted(data: bytes, *sheets: Sheet) -> tuple[bytes, list[Problem]]:
    with Package.open(io.BytesIO(data)) as package:
        remarks = write_sheets(package, sheets or [REPORT])
        saved = io.BytesIO()
        package.save(saved)
    return saved.getvalue(), remarks


def written(data: bytes, *sheets: Sheet) -> bytes:
    return grafted(data, *sheets)[0]


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(name)


def xml(data: bytes, name: str) -> etree._Element:
    return etree.fromstring(part(data, name))


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.namelist()


def edited(data: bytes, name: str, old: bytes | str, new: bytes | str) -> bytes:
    """The workbook with a part's text changed, as another program might have written it."""
    old, new = (text.encode() if isinstance(text, str) else text for text in (old, new))
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(saved, "w") as after:
        for each in before.namelist():
            text = before.read(each)
            assert each != name or old in text, f"{old!r} is not in {name}"
            after.writestr(each, text.replace(old, new) if each == name else text)
    return saved.getvalue()


def sheet_titles(data: bytes) -> list[str]:
    return [str(each.get("name")) for each in xml(data, "xl/workbook.xml").iter(f"{MAIN}sheet")]


def part_of(data: bytes, title: str) -> str:
    with Package.open(io.BytesIO(data)) as package:
        return package.workbook.sheet(title).part


def style_counts(data: bytes) -> dict[str, int]:
    return {etree.QName(each).localname: len(each) for each in xml(data, "xl/styles.xml")}


# Pitfall 1: selection


def test_a_new_sheet_is_not_selected_together_with_the_owners() -> None:
    data = written(host())
    assert b"tabSelected" not in part(data, part_of(data, "Report"))
    assert b'tabSelected="1"' in part(data, part_of(data, "Clients"))


def test_a_sheet_of_ours_that_was_being_looked_at_is_looked_at_after_the_write() -> None:
    data = written(host())
    ours = part_of(data, "Report")
    looked_at = edited(data, ours, "<sheetView ", '<sheetView tabSelected="1" ')
    assert b'tabSelected="1"' in part(written(looked_at), ours)


# Pitfall 5: numbers and names of sheets and parts


def test_new_sheets_stand_last_with_numbers_nobody_has() -> None:
    data = edited(host(), "xl/workbook.xml", 'sheetId="1"', 'sheetId="41"')
    sheets = list(xml(written(data), "xl/workbook.xml").iter(f"{MAIN}sheet"))
    assert [(each.get("name"), each.get("sheetId")) for each in sheets] == [
        ("Clients", "41"),
        ("Report", "42"),
    ]


def test_part_names_that_differ_only_in_case_are_taken() -> None:
    data = host(lambda book: book.add_worksheet("Second"))
    for old, new in ((b"worksheets/sheet2.xml", b"worksheets/SHEET2.XML"),):
        data = edited(data, "xl/_rels/workbook.xml.rels", old, new)
        data = edited(data, "[Content_Types].xml", old, new)
    renamed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(renamed, "w") as after:
        for each in before.namelist():
            after.writestr(each.replace("sheet2.xml", "SHEET2.XML"), before.read(each))
    parts = [name.lower() for name in names(written(renamed.getvalue()))]
    assert len(parts) == len(set(parts))


def test_a_refresh_keeps_the_sheets_place_number_and_part() -> None:
    data = host(lambda book: book.add_worksheet("Second"))
    with Package.open(io.BytesIO(written(data))) as package:
        before = package.workbook.sheets
    with Package.open(io.BytesIO(written(written(data)))) as package:
        assert package.workbook.sheets == before


def test_a_new_sheet_before_old_ones_takes_nobodys_part() -> None:
    made = [Sheet(name, [[name]], key=name.lower()) for name in ("One", "Two", "Three")]
    second = written(written(host(), made[0], made[2]), *made)
    with Package.open(io.BytesIO(second)) as package:
        parts = {sheet.name: sheet.part for sheet in package.workbook.sheets}
        assert len(set(parts.values())) == len(parts)
        for name in ("One", "Two", "Three"):
            assert name.encode() in package.read(parts[name])
    assert written(second, *made) == second


# The second write


def test_the_second_write_equals_the_first_byte_for_byte() -> None:
    other = Sheet("Other", [["a"]], key="other", tables=[TableBlock("Other", 0, 0, 0, 1)])
    first = written(host(), REPORT, other)
    assert written(first, REPORT, other) == first


def test_ten_writes_in_turns_grow_neither_the_file_nor_the_styles() -> None:
    longer = Sheet("Report", [[n, Cell(n, "bad")] for n in range(50)], key="report")
    first = written(host(), REPORT)
    data = written(first, longer)
    styles = style_counts(data)
    for sheet in [REPORT, longer] * 5:
        data = written(data, sheet)
    assert style_counts(data) == styles
    assert sorted(names(written(data, REPORT))) == sorted(names(first))
    assert len(written(data, REPORT)) <= len(first) + 200  # the styles of the longer one


def test_a_shorter_report_leaves_nothing_of_the_longer() -> None:
    data = written(written(host()), Sheet("Report", [["only this"]], key="report"))
    kinds = ("chart", "drawing", "table", "comments", "vml")
    assert not [name for name in names(data) if any(kind in name.lower() for kind in kinds)]
    assert "Rasa" not in part(data, part_of(data, "Report")).decode()


def test_nothing_of_the_owners_is_rewritten() -> None:
    data = host()
    after = written(data)
    changed = {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "docProps/app.xml",
    }  # fmt: skip
    for name in set(names(data)) - changed:
        assert part(after, name) == part(data, name)


# Pitfall 6: names of tables


def test_a_table_name_the_owner_has_gets_a_number_and_formulas_follow() -> None:
    data = host(lambda book: book.add_worksheet("T").add_table(0, 0, 2, 1, {"name": "report"}))
    asks = Sheet("Asks", [[Cell(1, formula="=SUM(Report[Revenue])")]], key="asks")
    after = written(data, REPORT, asks)
    tables = [xml(after, name) for name in names(after) if "tables/" in name]
    assert sorted(str(each.get("displayName")) for each in tables) == ["Report_2", "report"]
    assert sorted(str(each.get("id")) for each in tables) == ["1", "2"]
    assert b"<f>SUM(Report_2[Revenue])</f>" in part(after, part_of(after, "Asks"))


def test_a_table_is_never_called_like_a_defined_name() -> None:
    data = host(lambda book: _ignore(book.define_name("Report", "=Clients!$A$1")))
    after = written(data)
    (table,) = [xml(after, name) for name in names(after) if "tables/" in name]
    assert table.get("displayName") == "Report_2"


def _ignore(_result: object) -> None:
    """A call that says 0 when it is done."""


# Pitfall 7: local names


def test_print_titles_belong_to_the_sheets_place() -> None:
    data = host(lambda book: book.add_worksheet("Second").repeat_rows(0))
    after = written(data)
    local = {
        (each.get("localSheetId"), each.text)
        for each in xml(after, "xl/workbook.xml").iter(f"{MAIN}definedName")
        if each.get("name") == "_xlnm.Print_Titles"
    }
    assert local == {("1", "Second!$1:$1"), ("2", "Report!$1:$1")}


def test_print_titles_go_with_the_rows_they_repeated() -> None:
    data = written(written(host()), Sheet("Report", [["a"]], key="report"))
    assert b"Print_Titles" not in part(data, "xl/workbook.xml")


# Pitfall 8: the calculation chain


def _with_chain(data: bytes, *cells: tuple[str, int]) -> bytes:
    chain = "".join(f'<c r="{cell}" i="{sheet}"/>' for cell, sheet in cells)
    with Package.open(io.BytesIO(data)) as package:
        package.put(
            "xl/calcChain.xml",
            f'<calcChain xmlns="{MAIN[1:-1]}">{chain}</calcChain>'.encode(),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml",
        )
        package.relationships("xl/workbook.xml").add("calcChain", "xl/calcChain.xml")
        saved = io.BytesIO()
        package.save(saved)
    return saved.getvalue()


def test_a_new_sheet_leaves_the_calculation_chain_alone() -> None:
    assert "xl/calcChain.xml" in names(written(_with_chain(host(), ("A1", 1))))


def test_the_calculation_chain_goes_when_it_lists_cells_that_go() -> None:
    data = written(_with_chain(written(host()), ("A1", 1), ("B4", 2)))
    assert "xl/calcChain.xml" not in names(data)
    assert b"calcChain" not in part(data, "xl/_rels/workbook.xml.rels")
    assert b"calcChain" not in part(data, "[Content_Types].xml")


# Pitfall 9: document properties


def test_the_document_properties_list_no_stale_titles() -> None:
    assert b"TitlesOfParts" not in part(written(host()), "docProps/app.xml")


def test_a_refresh_leaves_the_document_properties_alone() -> None:
    data = edited(written(host()), "docProps/app.xml", "<Application>", "<Application>My ")
    assert part(written(data), "docProps/app.xml") == part(data, "docProps/app.xml")


# Pitfall 10: strings


def test_the_owners_shared_strings_are_not_touched() -> None:
    data = host()
    after = written(data)
    assert part(after, "xl/sharedStrings.xml") == part(data, "xl/sharedStrings.xml")
    assert b't="s"' not in part(after, part_of(after, "Report"))


# Pitfall 12: protection


def test_a_workbook_whose_structure_is_protected_is_refused_with_the_remedy() -> None:
    data = edited(
        host(),
        "xl/workbook.xml",
        "<bookViews>",
        '<workbookProtection lockStructure="1"/><bookViews>',
    )
    with pytest.raises(WorkbookRefusedError, match="Protect Workbook"):
        written(data)


def test_a_sheet_of_ours_is_refreshed_under_protection_too() -> None:
    data = edited(
        written(host()),
        "xl/workbook.xml",
        "<bookViews>",
        '<workbookProtection lockStructure="1"/><bookViews>',
    )
    assert b"anew" in part(written(data, Sheet("Report", [["anew"]], key="report")), _ours(data))


def _ours(data: bytes) -> str:
    return part_of(data, "Report")


# Pitfall 17: notes


def test_notes_stand_on_our_sheet_only() -> None:
    data = host(
        lambda book: _ignore(book.get_worksheet_by_name("Clients").write_comment("A1", "mine"))
    )
    after = written(data)
    for name in ("xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"):
        assert part(after, name) == part(data, name)
    assert b"Net of returns" in part(after, "xl/comments2.xml")


# Pitfall 19: charts


def test_charts_name_the_title_the_sheet_really_gets() -> None:
    after, remarks = grafted(host(lambda book: book.add_worksheet("report")))
    assert sheet_titles(after) == ["Clients", "report", "Report (crmbook)"]
    chart = part(after, "xl/charts/chart1.xml").decode()
    assert set(re.findall(r"<c:f>([^<]*)!", chart)) == {"'Report (crmbook)'"}
    assert [each.kind for each in remarks] == ["title_taken"]


def test_the_title_that_will_be_given_is_known_beforehand() -> None:
    with Package.open(io.BytesIO(host(lambda book: book.add_worksheet("report")))) as package:
        assert titles(package, {"report": "Report", "todo": "To do"}) == {
            "report": "Report (crmbook)",
            "todo": "To do",
        }


def test_a_taken_title_is_told_to_a_caller_who_knew_it_too() -> None:
    knew = Sheet("Report (crmbook)", [["ours"]], key="report")
    remarks = grafted(host(lambda book: book.add_worksheet("Report")), knew)[1]
    assert [each.kind for each in remarks] == ["title_taken"]
    assert "“Report”" in remarks[0].text


def test_the_remark_about_a_taken_title_is_made_once() -> None:
    data = written(host(lambda book: book.add_worksheet("report")))
    assert grafted(data)[1] == []


def test_a_code_name_that_macros_hang_on_stays() -> None:
    data = written(host())
    ours = part_of(data, "Report")
    named = edited(data, ours, "<sheetPr>", '<sheetPr codeName="Sheet7">')
    assert b'codeName="Sheet7"' in part(written(named), ours)


def test_a_sheet_hidden_by_its_reader_stays_hidden() -> None:
    data = edited(
        written(host()), "xl/workbook.xml", 'name="Report"', 'name="Report" state="hidden"'
    )
    assert b'name="Report" state="hidden"' in part(written(data), "xl/workbook.xml")


# Sheets that are made once


def test_a_sheet_that_is_not_owned_is_made_once_and_never_again() -> None:
    settings = Sheet("Settings", [["company", "UAB Rasa"]], owned=False)
    data = written(host(), settings)
    assert b"_crmbook" not in part(data, "xl/workbook.xml")
    with pytest.raises(SheetExistsError, match="Settings"):
        written(data, settings)


def test_an_owned_sheet_yields_its_title_to_one_made_in_the_same_write() -> None:
    data = written(host(), Sheet("Start", [["ours"]], key="start"), Sheet("Start", owned=False))
    assert sheet_titles(data) == ["Clients", "Start (crmbook)", "Start"]


def test_sheets_are_made_in_the_order_given() -> None:
    data = written(host(), *(Sheet(title, [["x"]], key=title.lower()) for title in "CAB"))
    assert sheet_titles(data) == ["Clients", "C", "A", "B"]


# Workbooks of other programs


def _minimal() -> bytes:
    """A workbook with an almost empty styles part, as small generators write it."""
    data = host()
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(saved, "w") as after:
        for each in before.namelist():
            text = before.read(each)
            if each == "xl/styles.xml":
                text = f'<styleSheet xmlns="{MAIN[1:-1]}"/>'.encode()
            if each.endswith("sheet1.xml"):
                text = re.sub(rb' s="\d+"', b"", text)
            after.writestr(each, text)
    return saved.getvalue()


def _prefixed() -> bytes:
    """A workbook whose elements carry a prefix, as some libraries write them."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(host())) as before, zipfile.ZipFile(saved, "w") as after:
        for each in before.namelist():
            text = before.read(each)
            if each in {"xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"}:
                text = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", text)
                text = text.replace(b" xmlns=", b" xmlns:x=")
            after.writestr(each, text)
    return saved.getvalue()


def _openpyxl() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "Clients"
    book.active["A1"] = "Rasa"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _without_rels_default() -> bytes:
    """LibreOffice names every .rels part by itself and states no extension."""
    return edited(
        host(),
        "[Content_Types].xml",
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
        "".join(
            f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            for name in ("_rels/.rels", "xl/_rels/workbook.xml.rels")
        ),
    )


@pytest.mark.parametrize("make", [_minimal, _prefixed, _openpyxl, _without_rels_default])
def test_workbooks_of_other_programs_take_our_sheets_too(make: Callable[[], bytes]) -> None:
    data = written(make())
    assert written(data) == data
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Clients", "Report"]
    assert book["Report"]["B2"].value == 120.5
    assert book["Report"]["B2"].number_format.startswith("#,##0.00")
    assert book["Report"]["C2"].value.date() == date(2024, 2, 29)
    assert book["Report"].tables["Report"].ref == "A1:C4"
    defaults = [e.get("Extension") for e in xml(data, "[Content_Types].xml") if e.get("Extension")]
    assert "rels" in defaults


@pytest.mark.libreoffice
@pytest.mark.slow
def test_a_workbook_of_libreoffice_takes_our_sheets_too(
    soffice: Callable[..., object], tmp_path: object
) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "clients.xlsx").write_bytes(host())
    theirs = Path(str(soffice(folder / "clients.xlsx", "xlsx"))).read_bytes()
    data = written(theirs)
    assert written(data) == data
    (folder / "ours.xlsx").write_bytes(data)
    soffice(folder / "ours.xlsx", "pdf")


def test_a_calendar_that_begins_in_1904_is_kept() -> None:
    data = edited(host(), "xl/workbook.xml", "<workbookPr ", '<workbookPr date1904="1" ')
    assert b"<v>43889</v>" in part(written(data), "xl/worksheets/sheet2.xml")


def test_an_empty_sheet_is_a_sheet() -> None:
    data = written(host(), Sheet("Empty", key="empty"))
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == ["Clients", "Empty"]


def _rows(data: bytes, title: str) -> Sequence[Sequence[object]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in book[title].rows]


def test_formulas_and_values_arrive() -> None:
    assert _rows(written(host()), "Report")[3] == ["Kopa", "=SUM(B2:B3)", None]


def test_writing_nothing_changes_nothing() -> None:
    with Package.open(io.BytesIO(host())) as package:
        assert write_sheets(package, []) == []
        saved = io.BytesIO()
        package.save(saved)
    with zipfile.ZipFile(saved) as after, zipfile.ZipFile(io.BytesIO(host())) as before:
        assert [e.CRC for e in after.infolist()] == [e.CRC for e in before.infolist()]


@pytest.mark.parametrize(
    "sheets",
    [
        [Sheet("A", key="a"), Sheet("B", key="a")],
        [Sheet("A", tables=[TableBlock("T", 0, 0, 1, 1), TableBlock("t", 5, 0, 1, 1)])],
    ],
)
def test_two_of_one_name_are_refused_before_anything_is_changed(sheets: list[Sheet]) -> None:
    with pytest.raises(SheetRefusedError, match="both called"):
        written(host(), *sheets)
