"""Sheets become frames: what is data, what is not, what it looks like."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from crmbook import tables
from crmbook.books import open_book
from crmbook.books.memory import MemoryBook
from crmbook.errors import Problem
from crmbook.sheet import Area, Sheet, TableBlock, Value
from crmbook.tables import Crm

Rows = Sequence[Sequence[Value]]
Row = list[Value]
Read = Callable[..., Crm]
DAY, NEXT = date(2026, 3, 31), date(2026, 4, 1)


def kinds(crm: Crm) -> list[str]:
    return [problem.kind for problem in crm.problems]


def of_kind(crm: Crm, kind: str) -> list[Problem]:
    return [problem for problem in crm.problems if problem.kind == kind]


def test_frames_have_the_columns_and_types_that_are_agreed(read: Read) -> None:
    crm = read(
        Clients=[["Client no.", "Name", "Marketing consent"], [1, "Ona", "yes"], [2, "Rasa", None]],
        Purchases=[["Client no.", "Date", "Amount", "Product"], [1, DAY, 5, None]],
    )
    bought, clients = crm.tables["purchases"], crm.tables["clients"]
    assert {key: str(kind) for key, kind in bought.dtypes.items()} == {
        "client_id": "str",
        "date": "datetime64[us]",
        "amount": "float64",
        "product": "str",
        "row": "int64",
    }
    assert str(clients["consent_marketing"].dtype) == "boolean"
    assert list(clients.columns[:3]) == ["client_id", "name", "owner"]
    assert isinstance(bought.index, pd.RangeIndex)


def test_every_row_knows_where_it_stands(read: Read) -> None:
    rows: Rows = [
        ["Sales"],
        [],
        ["Client", "Date", "Amount"],
        ["Ona", DAY, 5],
        [],
        ["Ona", NEXT, 6],
    ]
    crm = read(Sheet1=rows)
    assert crm.tables["purchases"]["row"].tolist() == [4, 6]
    source = crm.tables.sources["purchases"]
    assert (source.sheet, source.header_row, source.first_row, source.last_row) == (
        "Sheet1",
        3,
        4,
        6,
    )
    assert source.columns["amount"] == "C"
    assert source.headings["amount"] == "Amount"
    assert (source.rows_read, source.rows_left_out) == (2, 0)


def test_an_empty_workbook_has_no_clients_and_that_is_said(read: Read) -> None:
    crm = read(Sheet1=[])
    assert list(crm.tables) == ["clients"]
    assert crm.tables["clients"].empty
    assert list(crm.tables["clients"].columns) == ["client_id", "name", "owner", "row"]
    assert [problem.kind for problem in crm.problems] == ["nothing_found"]


def test_headings_without_rows_are_an_empty_table(read: Read) -> None:
    crm = read(Purchases=[["Client no.", "Date", "Amount"]])
    assert crm.tables["purchases"].empty
    assert crm.tables["clients"].empty


@pytest.mark.parametrize(
    "total",
    [
        ["Iš viso", None, 11],
        ["Viso:", None, 11],
        ["Kopā", None, 11],
        ["TOTAL", None, 11],
        [None, "Iš viso:", 11],
        [None, None, 11],
        ["Iš viso eilučių", 2, None],
    ],
)
def test_a_total_at_the_end_is_no_data(read: Read, total: list[Value]) -> None:
    crm = read(Pardavimai=[["Klientas", "Data", "Suma"], ["Ona", DAY, 5], ["Rasa", DAY, 6], total])
    assert crm.tables["purchases"]["amount"].tolist() == [5, 6]
    assert not of_kind(crm, "missing_cell")
    assert crm.tables.sources["purchases"].rows_read == 2


def test_subtotals_between_the_rows_are_no_data(read: Read) -> None:
    rows: Rows = [
        ["Klientas", "Data", "Suma"],
        ["Ona", DAY, 5],
        ["Iš viso kovas", None, 5],
        ["Rasa", NEXT, 6],
    ]
    assert read(Pardavimai=rows).tables["purchases"]["amount"].tolist() == [5, 6]


def test_a_client_may_be_called_total(read: Read) -> None:
    rows: Rows = [["Client", "Date", "Amount"], ["Total Energies", DAY, 5], ["Ona", 46112, 6]]
    assert len(read(Sales=rows).tables["purchases"]) == 2


def test_headings_repeated_between_the_rows_are_no_data(read: Read) -> None:
    head: list[Value] = ["Klientas", "Data", "Suma"]
    crm = read(Pardavimai=[head, ["Ona", DAY, 5], [], head, ["Rasa", DAY, 6]])
    assert crm.tables["purchases"]["row"].tolist() == [2, 5]
    assert kinds(crm) == []


def test_a_row_without_a_day_or_a_client_is_left_out_and_named(read: Read) -> None:
    rows: Rows = [["Klientas", "Data", "Suma"], ["Ona", None, 5], [None, DAY, 6], ["Rasa", DAY, 7]]
    crm = read(Pardavimai=rows)
    assert crm.tables["purchases"]["row"].tolist() == [4]
    assert {(p.cell, p.weight) for p in of_kind(crm, "missing_cell")} == {
        ("B2", "error"),
        ("A3", "error"),
    }
    assert crm.tables.sources["purchases"].rows_left_out == 2


def test_a_bad_cell_is_named_with_its_text_and_what_would_be_right(read: Read) -> None:
    rows: Rows = [["Client no.", "Date", "Amount"], [1, DAY, "12,5O"], [1, DAY, 8]]
    (problem,) = of_kind(read(Purchases=rows), "not_a_number")
    assert str(problem) == "Purchases!C2: “Amount” must be a number, not “12,5O”."


def test_a_row_with_a_bad_amount_is_still_a_visit(read: Read) -> None:
    rows: Rows = [["Client no.", "Date", "Amount"], [1, DAY, "12,5O"], [1, DAY, 8]]
    assert read(Purchases=rows).tables["purchases"]["amount"].isna().tolist() == [True, False]


def test_a_row_with_a_bad_date_is_left_out(read: Read) -> None:
    rows: Rows = [["Client no.", "Date"], [1, "soon"], [1, DAY]]
    crm = read(Purchases=rows)
    assert len(crm.tables["purchases"]) == 1
    assert kinds(crm) == ["not_a_date"]


def test_the_same_slip_many_times_is_said_once(read: Read) -> None:
    rows: Rows = [
        ["Client no.", "Date", "Amount"],
        *(Row((1, DAY, "n/a")) for _ in range(5)),
        [1, DAY, 1],
    ]
    (problem,) = of_kind(read(Purchases=[*rows, [1, DAY, "n/a"]]), "not_a_number")
    assert problem.cell == "C2:C6"
    assert "1 more cell like it: C8" in problem.text


def test_many_different_slips_of_a_column_are_said_once(read: Read) -> None:
    rows: Rows = [
        ["Client no.", "Date", "Amount"],
        *(Row((1, DAY, f"bad {n}x")) for n in range(30)),
    ]
    (problem,) = of_kind(read(Purchases=rows), "not_a_number")
    assert problem.cell == "C2:C31"


def test_errors_of_excels_are_named(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (["Client no.", "Date", "Amount"], [1, DAY, "#N/A"], [1, DAY, 5]):
        sheet.append(row)
    path = tmp_path / "errors.xlsx"
    made.save(path)
    with open_book(path) as book:
        crm = tables.read(book)
    (problem,) = of_kind(crm, "error_cell")
    assert (problem.cell, problem.weight) == ("C2", "error")
    assert "#N/A" in problem.text


def uncalculated(path: Path, *rows: Sequence[Value]) -> Crm:
    """A workbook no program has calculated: openpyxl writes formulas without results."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    made.save(path / "formulas.xlsx")
    with open_book(path / "formulas.xlsx") as book:
        return tables.read(book)


def test_a_formula_without_a_result_is_worked_out_where_that_is_possible(tmp_path: Path) -> None:
    crm = uncalculated(
        tmp_path,
        ["Client no.", "Date", "Quantity", "Price", "Discount", "Amount"],
        [1, DAY, 2, 10, 0.1, "=C2*D2*(1-E2)"],
        [1, DAY, 1, 5, None, "=C3*D3"],
    )
    assert crm.tables["purchases"]["amount"].tolist() == [18, 5]
    assert kinds(crm) == ["computed_amount"]


def test_a_formula_without_a_result_that_cannot_be_worked_out_is_said(tmp_path: Path) -> None:
    crm = uncalculated(tmp_path, ["Client no.", "Date", "Amount"], [1, DAY, "=1+1"], [1, DAY, 5])
    assert [(p.kind, p.cell) for p in crm.problems] == [("uncached_formula", "C2")]


def test_merged_cells_count_for_every_row_they_cover() -> None:
    rows: Rows = [["Client", "Date", "Amount"], ["Ona", DAY, 5], [None, NEXT, 6], ["Rasa", DAY, 7]]
    sheet = Sheet("Sales", rows, merges=[Area(1, 0, 2, 0)], owned=False)
    with MemoryBook.of([sheet]) as book:
        crm = tables.read(book)
    assert crm.tables["purchases"]["client_id"].tolist() == ["Ona", "Ona", "Rasa"]
    assert [(p.kind, p.cell, p.weight) for p in crm.problems] == [("merged_cells", "A3", "note")]


def test_rows_under_an_excel_tables_totals_are_no_data() -> None:
    rows: Rows = [
        ["Client", "Date", "Amount"],
        ["Ona", DAY, 5],
        ["Rasa", DAY, 6],
        [],
        ["Ona", DAY, 9],
    ]
    table = TableBlock("Sales", row=0, column=0, rows=2, columns=3)
    with MemoryBook.of([Sheet("Sheet1", rows, tables=[table], owned=False)]) as book:
        crm = tables.read(book)
    assert crm.tables["purchases"]["amount"].tolist() == [5, 6]


def test_two_years_on_two_sheets_are_one_table(read: Read) -> None:
    crm = read(
        **{
            "2025": [["Klientas", "Data", "Suma"], ["Ona", DAY, 5]],
            "2026": [["Klientas", "Data", "Suma"], ["Ona", NEXT, 6]],
        }
    )
    bought = crm.tables["purchases"]
    assert bought["amount"].tolist() == [5, 6]
    assert bought["sheet"].tolist() == ["2025", "2026"]
    assert [source.sheet for source in crm.tables.sources["purchases"].also] == ["2026"]


def test_a_copy_of_a_sheet_is_not_counted_twice(read: Read) -> None:
    rows: Rows = [["Klientas", "Data", "Suma"], ["Ona", DAY, 5], ["Rasa", DAY, 7]]
    crm = read(**{"Pardavimai": rows, "Pardavimai (2)": rows})
    assert len(crm.tables["purchases"]) == 2
    assert kinds(crm) == ["copied_sheet"]


def test_a_day_before_1950_is_a_wrong_year(read: Read) -> None:
    crm = read(
        Sales=[["Client", "Date", "Amount"], ["Ona", "0206-03-31", 5], ["Ona", "1906-03-31", 5]]
    )
    assert crm.tables["purchases"].empty
    assert set(kinds(crm)) >= {"before_1950"}


def test_a_day_to_come_is_said_and_kept(read: Read) -> None:
    rows: Rows = [["Client", "Date", "Amount"], ["Ona", DAY, 5], ["Ona", NEXT, 6]]
    crm = read(as_of=DAY, Sales=rows)
    assert len(crm.tables["purchases"]) == 2
    assert [(p.kind, p.cell, p.weight) for p in crm.problems] == [
        ("in_the_future", "B3", "warning")
    ]


def test_a_birthday_long_ago_is_fine(read: Read) -> None:
    crm = read(Clients=[["Client no.", "Name", "Birthday"], [1, "Ona", date(1931, 5, 1)]])
    assert crm.tables["clients"]["birth_date"].notna().all()


def test_an_impossible_address_leaves_the_client_in(read: Read) -> None:
    crm = read(Clients=[["Client no.", "Name", "E-mail"], [1, "Ona", "ona(at)example.lt"]])
    assert crm.tables["clients"]["email"].isna().all()
    assert [(p.kind, p.weight) for p in crm.problems] == [("not_an_email", "warning")]


def test_a_choice_is_its_key_in_any_language(read: Read) -> None:
    rows: Rows = [["Kliento nr.", "Data", "Būsena"], [1, DAY, "Laimėtas"], [1, DAY, "Atviras"]]
    assert read(Pasiūlymai=rows).tables["offers"]["status"].tolist() == ["won", "open"]


@pytest.mark.parametrize(
    ("headings", "language"),
    [
        (["Kliento nr.", "Data", "Suma"], "lt"),
        (["Klienta nr.", "Datums", "Summa"], "lv"),
        (["Client no.", "Date", "Amount"], "en"),
    ],
)
def test_the_language_is_the_headings(read: Read, headings: list[Value], language: str) -> None:
    assert read(A=[headings, [1, DAY, 5]]).language == language


def test_the_language_that_is_set_wins(read: Read) -> None:
    crm = read(
        Nustatymai=[["Nustatymas", "Reikšmė"], ["Ataskaitų kalba", "Latvių"]],
        Pardavimai=[["Kliento nr.", "Data", "Suma"], [1, DAY, 5]],
    )
    assert crm.language == "lv"


def test_rows_come_back_equal_from_every_kind_of_book(tmp_path: Path) -> None:
    rows: Rows = [["Client no.", "Date", "Amount"], ["0017", DAY, 5.25], ["K-1", NEXT, -3]]
    sheet = Sheet("Purchases", rows, owned=False)
    with MemoryBook.of([sheet]) as book:
        bought = tables.read(book).tables["purchases"]
    assert bought["client_id"].tolist() == ["0017", "K-1"]
    assert bought["amount"].tolist() == [5.25, -3]


def test_the_real_list_of_visits_is_read_whole(shared: Path) -> None:
    with open_book(shared / "workbooks" / "pardavimai.xlsx") as book:
        crm = tables.read(book)
    raw = pd.read_csv(shared / "data" / "grocery.csv", parse_dates=["date"])
    bought = crm.tables["purchases"]
    assert bought["date"].tolist() == raw["date"].tolist()
    assert bought["client_id"].tolist() == [f"K-{n:04d}" for n in raw["customer_id"]]
    assert bought["amount"].isna().all()


def test_the_real_amounts_as_text_add_up(shared: Path) -> None:
    with open_book(shared / "workbooks" / "klienti-pirkumi.xlsx") as book:
        crm = tables.read(book)
    raw = pd.read_csv(shared / "data" / "wholesale_eu.csv")
    assert crm.tables["purchases"]["amount"].sum() == pytest.approx(raw["amount"].round(2).sum())
    assert len(crm.tables["clients"]) == raw["customer_id"].nunique()


def test_rows_typed_right_below_an_excel_table_are_read_and_said() -> None:
    rows: Rows = [["Client", "Date", "Amount"], ["Ona", DAY, 5], ["Rasa", DAY, 6], ["Ona", DAY, 9]]
    table = TableBlock("Sales", row=0, column=0, rows=2, columns=3)
    with MemoryBook.of([Sheet("Sheet1", rows, tables=[table], owned=False)]) as book:
        crm = tables.read(book)
    assert crm.tables["purchases"]["amount"].tolist() == [5, 6, 9]
    assert [(p.kind, p.cell) for p in crm.problems] == [("below_table", "A4")]


def test_columns_stand_in_the_order_of_the_schema(read: Read) -> None:
    crm = read(Sales=[["Amount", "Date", "Client", "Qty"], [5, DAY, "Ona", 1]])
    order = ["client_id", "client_name", "date", "quantity", "amount", "row"]
    assert list(crm.tables["purchases"].columns) == order


def test_an_old_macs_dates_are_read(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.epoch = CALENDAR_MAC_1904
    sheet = made.active
    assert sheet is not None
    for row in (["Client", "Date", "Amount"], ["Ona", DAY, 5], ["Rasa", 44650, 6]):
        sheet.append(row)
    made.save(tmp_path / "mac.xlsx")
    with open_book(tmp_path / "mac.xlsx") as book:
        bought = tables.read(book).tables["purchases"]
    assert bought["date"].tolist() == [pd.Timestamp(DAY)] * 2


def test_hidden_and_filtered_rows_are_read(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (["Client", "Date", "Amount"], ["Ona", DAY, 5], ["Rasa", DAY, 6]):
        sheet.append(row)
    sheet.auto_filter.ref = "A1:C3"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    made.save(tmp_path / "hidden.xlsx")
    with open_book(tmp_path / "hidden.xlsx") as book:
        assert tables.read(book).tables["purchases"]["amount"].tolist() == [5, 6]
