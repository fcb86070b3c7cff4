"""Which sheet is which table, where its headings stand, which column is which."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from crmbook import schema
from crmbook.books import open_book
from crmbook.books.memory import MemoryBook
from crmbook.detection import Detection, Place, detect
from crmbook.language import LANGUAGES, Language, _, speaking
from crmbook.settings import Settings
from crmbook.sheet import Sheet, TableBlock, Value

Rows = Sequence[Sequence[Value]]
Row = list[Value]
DAY = date(2026, 3, 31)


def found(settings: Settings | None = None, /, **sheets: Rows) -> Detection:
    made = [Sheet(title, rows, owned=False) for title, rows in sheets.items()]
    with MemoryBook.of(made) as book:
        return detect(book, settings or Settings())


def only(detection: Detection) -> Place:
    (place,) = detection
    return place


def with_pivot(ref: str, /, **sheets: Rows) -> bytes:
    """A workbook whose first sheet has a pivot table there, one filter above it."""
    made = [Sheet(title, rows, owned=False) for title, rows in sheets.items()]
    file = io.BytesIO(MemoryBook.of(made).data)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable"
    with zipfile.ZipFile(file, "a") as package:
        package.writestr(
            "xl/pivotTables/pivotTable1.xml",
            f'<pivotTableDefinition xmlns="{main}"><location ref="{ref}" rowPageCount="1"/>'
            "</pivotTableDefinition>",
        )
        package.writestr(
            "xl/worksheets/_rels/sheet2.xml.rels",
            f'<Relationships xmlns="{links}"><Relationship Id="rId1" Type="{kind}" '
            'Target="../pivotTables/pivotTable1.xml"/></Relationships>',
        )
    return file.getvalue()


def headings(place: Place) -> dict[str, str]:
    return dict(place.headings)


SALES: Rows = [
    ["Klientas", "Data", "Suma"],
    ["UAB Rytas", DAY, 12.5],
    ["UAB Vakaras", DAY, 8],
    ["UAB Rytas", DAY, 3],
]


def test_a_flat_sheet_of_sales_is_purchases_whatever_its_title() -> None:
    place = only(found(Lapas1=SALES))
    assert place.table == "purchases"
    assert headings(place) == {"client_name": "Klientas", "date": "Data", "amount": "Suma"}


def test_title_rows_and_blank_rows_may_stand_above_the_headings() -> None:
    above: Rows = [["UAB Pavyzdys"], ["Pardavimai 2026 m."], [], [None, None, "EUR"]]
    assert only(found(Lapas1=[*above, *SALES])).header_row == 5


def test_the_client_is_a_number_or_a_name_as_its_cells_show() -> None:
    numbered: Rows = [["Customer", "Date", "Total"], [17, DAY, 5], [18, DAY, 6], [17, DAY, 7]]
    assert "client_id" in only(found(Sheet1=numbered)).columns
    assert "client_name" in only(found(Sheet1=SALES)).columns


def test_a_number_and_a_name_beside_each_other_are_told_apart() -> None:
    place = only(found(A=[["Kliento nr.", "Klientas", "Data", "Suma"], [1, "Rytas", DAY, 5]]))
    assert headings(place)["client_id"] == "Kliento nr."
    assert headings(place)["client_name"] == "Klientas"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_sum_without_vat_is_preferred(order: tuple[int, int]) -> None:
    sums = ["Suma be PVM", "Suma su PVM"]
    rows: Rows = [["Klientas", "Data", *(sums[i] for i in order)], ["A", DAY, 10, 12.1]]
    place = only(found(Lapas1=rows))
    assert place.columns["amount"].heading == "Suma be PVM"
    assert "Suma su PVM" in place.unused.values()


def test_a_plain_sum_is_preferred_to_one_with_vat() -> None:
    rows: Rows = [["Klientas", "Data", "Suma su PVM", "Suma"], ["A", DAY, 12.1, 10]]
    assert only(found(Lapas1=rows)).columns["amount"].heading == "Suma"


def test_only_visits_are_purchases_too() -> None:
    place = only(found(Lapas1=[["Kliento nr.", "Data"], ["K-1", DAY], ["K-2", DAY]]))
    assert (place.table, sorted(place.columns)) == ("purchases", ["client_id", "date"])


def test_what_no_heading_tells_the_cells_may() -> None:
    rows: Rows = [
        ["Kas", "Kada", "Už kiek"],
        ["Ona", DAY, 25],
        ["Rasa", DAY, 30.5],
        ["Ona", DAY, 20],
    ]
    place = only(found(Lapas1=rows))
    reasons = {key: column.reason for key, column in place.columns.items()}
    assert reasons == {"date": "heading", "client_name": "content", "amount": "content"}


def test_a_guess_by_content_is_said() -> None:
    rows: Rows = [
        ["Kas", "Kada", "Už kiek"],
        ["Ona", DAY, 25],
        ["Rasa", DAY, 30.5],
        ["Ona", DAY, 20],
    ]
    assert [p.kind for p in found(Lapas1=rows).problems()] == ["guessed_column"] * 2


def test_a_sheet_without_any_heading_of_ours_is_none_of_ours() -> None:
    assert not list(found(Chart=[["2009-12", 100], ["2010-01", 120]]))
    assert not list(found(Notes=[["Call the bank"], ["Buy paper"]]))
    assert not list(found(Empty=[]))


def test_clients_and_purchases_are_told_apart() -> None:
    clients: Rows = [["Nr.", "Pavadinimas", "Tel.", "El. p."], [1, "Rytas", "8600", "a@b.lt"]]
    bought: Rows = [["Kliento nr.", "Data", "Suma"], [1, DAY, 5], [1, DAY, 6]]
    detection = found(Klientai=clients, Pardavimai=bought)
    assert {place.sheet: place.table for place in detection} == {
        "Klientai": "clients",
        "Pardavimai": "purchases",
    }


def test_a_list_of_clients_with_totals_bought_is_still_clients() -> None:
    rows: Rows = [
        ["Client", "E-mail", "Phone", "Client since", "Turnover"],
        *(Row((f"Client {n}", f"c{n}@example.com", 100 + n, DAY, 5.5 * n)) for n in range(5)),
    ]
    assert only(found(Clients=rows)).table == "clients"


def test_sales_with_the_clients_phone_beside_are_still_sales() -> None:
    rows: Rows = [
        ["Date", "Customer", "Phone", "E-mail", "Amount"],
        *(Row((DAY, f"Client {n % 2}", 100, "c@example.com", n)) for n in range(6)),
    ]
    assert only(found(Sheet1=rows)).table == "purchases"


def test_a_phone_is_the_client_where_nobody_names_one() -> None:
    calls: Rows = [[DAY, f"+3706001234{n}", 5] for n in range(4)]
    rows: Rows = [["Data", "Tel. nr.", "Suma"], *calls]
    place = only(found(Pardavimai=rows))
    assert headings(place) == {"date": "Data", "client_name": "Tel. nr.", "amount": "Suma"}
    assert place.columns["client_name"].reason == "content"


def test_years_on_sheets_of_their_own_are_one_table() -> None:
    detection = found(**{"2024": SALES, "2025": SALES, "2026": SALES})
    assert [place.sheet for place in detection.places["purchases"]] == ["2024", "2025", "2026"]


def test_orders_and_their_invoices_are_not_added_up() -> None:
    detection = found(Užsakymai=SALES, Sąskaitos=SALES)
    assert len(detection.places["purchases"]) == 1
    assert [p.kind for p in detection.problems()] == ["sheet_left_aside"]


def test_sheets_with_other_headings_are_not_added_up() -> None:
    other: Rows = [["Pirkėjas", "Sąskaitos data", "Viso"], ["UAB Rytas", DAY, 12.5]]
    assert len(found(Pardavimai=SALES, Lapas2=other).places["purchases"]) == 1


def test_an_excel_table_is_the_region() -> None:
    rows: Rows = [
        ["Suma", "Data", "Klientas"],
        ["these", "are", "notes"],
        [],
        [None, *SALES[0]],
        *([None, *row] for row in SALES[1:]),
        [],
        [None, "Ona", "Rasa", 5],
    ]
    table = TableBlock("Sales", row=3, column=1, rows=3, columns=3)
    with MemoryBook.of([Sheet("Lapas1", rows, tables=[table], owned=False)]) as book:
        place = only(detect(book, Settings()))
    assert (place.header_row, place.last_row) == (4, 7)
    assert place.columns["client_name"].letter == "B"


def test_our_own_report_sheets_are_passed_over() -> None:
    with MemoryBook.of([Sheet("Pirkimai", SALES, key="sales", owned=True)]) as book:
        assert not list(detect(book, Settings()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_copies_of_our_reports_are_not_read_and_that_is_said(language: Language) -> None:
    with speaking(language):
        told = _("As of {day}").format(day="31 2026")
        heads = [_("Client"), _("Status"), _("Probability of silence")]
        silence: Rows = [[_("Silence")], [f"UAB Mūsų · {told}"], [], heads, ["Ona", "", 0.9]]
        scores: Rows = [[*heads, _("Probability of buying again")], ["Ona", "", 0.9, 0.1]]
    sheets: dict[str, Rows] = {"Silence 2025": silence, "Scores (2)": scores, "Pardavimai": SALES}
    detection = found(**sheets)
    assert [place.sheet for place in detection] == ["Pardavimai"]
    assert [(p.kind, p.sheet) for p in detection.problems()] == [
        ("copied_report", "Silence 2025"),
        ("copied_report", "Scores (2)"),
    ]


def test_a_list_that_says_its_day_under_its_title_is_a_list() -> None:
    rows: Rows = [
        ["Klientai"],
        ["Padėtis 2026 m. sausio 5 d."],
        ["Pavadinimas", "Telefonas"],
        ["Ona", 1],
    ]
    assert only(found(Lapas1=rows)).table == "clients"


def test_a_pivot_table_and_its_filter_are_no_list_of_clients() -> None:
    pivot: Rows = [["Klientas", "(Visi)"], [], ["Klientas", "Suma"], ["Ona", 5], ["Iš viso", 5]]
    data = with_pivot("A3:B5", Suvestinė=pivot, Pardavimai=SALES)
    with MemoryBook(data) as book:
        assert [place.sheet for place in detect(book)] == ["Pardavimai"]


def test_sales_beside_a_pivot_table_are_read() -> None:
    pivot: Rows = [["Klientas", "Data"], ["Ona", 5]]
    rows: Rows = [[*row, None, *told] for row, told in zip(SALES, pivot, strict=False)]
    with MemoryBook(with_pivot("E1:F2", Pardavimai=[*rows, *SALES[2:]])) as book:
        assert headings(only(detect(book))) == headings(only(found(Pardavimai=SALES)))


def test_the_value_of_an_order_is_its_amount() -> None:
    orders: Rows = [[f"Ona {n}", DAY, 5.5] for n in range(3)]
    rows: Rows = [["Name", "InvoiceDate", "OrderValue"], *orders]
    assert headings(only(found(Data=rows)))["amount"] == "OrderValue"


def test_a_heading_row_is_not_a_row_of_data_that_looks_like_one() -> None:
    rows: Rows = [["Client", "Date", "Kind"], ["Ona", DAY, "Phone"], ["E-mail", DAY, "Meeting"]]
    assert only(found(Contacts=rows)).header_row == 1


def test_sums_under_vat_columns_do_not_confuse() -> None:
    rows: Rows = [
        ["Sąskaitos nr.", "Data", "Pirkėjas", "Suma be PVM", "PVM suma", "Suma su PVM"],
        ["A-1", DAY, "UAB Rytas", 100, 21, 121],
    ]
    assert headings(only(found(Sąskaitos=rows))) == {
        "document": "Sąskaitos nr.",
        "date": "Data",
        "client_name": "Pirkėjas",
        "amount": "Suma be PVM",
    }


def test_a_date_heading_over_numbers_of_no_day_is_not_trusted() -> None:
    rows: Rows = [["Client", "Date", "Day", "Amount"], *(Row(("A", 5, DAY, 1)) for _ in range(5))]
    assert only(found(Sales=rows)).columns["date"].heading == "Day"


# ── the plan in the settings ─────────────────────────────────────────────────────────────────


def test_the_plan_is_rows_for_the_settings() -> None:
    detection = found(**{"2024": SALES, "2025": SALES})
    assert detection.settings() == {
        "purchases.sheet": "2024 / 2025",
        "purchases.header_row": "1 / 1",
        "purchases.columns.client_name": "Klientas",
        "purchases.columns.date": "Data",
        "purchases.columns.amount": "Suma",
    }


def test_the_plan_once_set_is_found_again() -> None:
    first = found(Lapas1=[["Sales"], *SALES])
    again = found(Settings.of(first.settings()), Lapas1=[["Sales"], *SALES])
    assert again.settings() == first.settings()
    assert not again.problems()
    assert {column.reason for column in only(again).columns.values()} == {"settings"}


def test_what_is_set_wins_over_what_is_found() -> None:
    rows: Rows = [["Klientas", "Data", "Suma", "Pelnas"], ["Rytas", DAY, 10, 3]]
    said = {
        "purchases.sheet": "Lapas1",
        "purchases.columns.client_name": "Klientas",
        "purchases.columns.date": "Data",
        "purchases.columns.amount": "Pelnas",
    }
    assert only(found(Settings.of(said), Lapas1=rows)).columns["amount"].letter == "D"


def test_a_heading_that_moved_is_found_again() -> None:
    agreed = Settings.of(found(Lapas1=SALES).settings())
    moved: Rows = [["New title"], [], ["Suma", None, "Data", "Klientas"], [5, None, DAY, "Rytas"]]
    place = only(found(agreed, Lapas1=moved))
    assert place.header_row == 3
    assert [place.columns[key].letter for key in ("client_name", "date", "amount")] == [
        "D",
        "C",
        "A",
    ]


def test_a_heading_that_is_gone_is_said() -> None:
    agreed = Settings.of(found(Lapas1=SALES).settings())
    rows: Rows = [["Klientas", "Data", "Pelnas"], ["Rytas", DAY, 5]]
    detection = found(agreed, Lapas1=rows)
    assert [(p.kind, p.weight, p.cell) for p in detection.problems()] == [
        ("heading_gone", "error", "A1")
    ]


def test_a_heading_that_was_renamed_is_read_and_said() -> None:
    agreed = Settings.of(found(Lapas1=SALES).settings())
    rows: Rows = [["Klientas", "Data", "Suma be PVM"], ["Rytas", DAY, 5]]
    detection = found(agreed, Lapas1=rows)
    assert only(detection).columns["amount"].heading == "Suma be PVM"
    assert [(p.kind, p.weight) for p in detection.problems()] == [("heading_gone", "warning")]


def test_a_sheet_that_is_gone_is_said() -> None:
    agreed = Settings.of({"purchases.sheet": "Lapas9", "purchases.columns.date": "Data"})
    assert [p.kind for p in found(agreed, Lapas1=SALES).problems()] == ["sheet_gone"]


def test_a_column_without_a_heading_is_set_by_its_letter() -> None:
    said = {
        "purchases.sheet": "Lapas1",
        "purchases.header_row": "1",
        "purchases.columns.client_name": "Klientas",
        "purchases.columns.date": "Data",
        "purchases.columns.amount": "(C)",
    }
    rows: Rows = [["Klientas", "Data", None], ["Rytas", DAY, 5]]
    assert only(found(Settings.of(said), Lapas1=rows)).columns["amount"].letter == "C"


def test_a_column_set_as_not_used_is_not_used() -> None:
    said = {**found(Lapas1=SALES).settings(), "purchases.columns.amount": "-"}
    assert "amount" not in only(found(Settings.of(said), Lapas1=SALES)).columns


def test_next_years_sheet_joins_the_ones_that_are_set() -> None:
    agreed = Settings.of(found(**{"2025": SALES}).settings())
    detection = found(agreed, **{"2025": SALES, "2026": SALES})
    assert [place.sheet for place in detection.places["purchases"]] == ["2025", "2026"]


# ── the real ones ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("file", "language", "plan"),
    [
        (
            "cdnow-orders.xlsx",
            "en",
            {"purchases": {"client_id": "Customer ID", "date": "Order date", "amount": "Total"}},
        ),
        (
            "pardavimai.xlsx",
            "lt",
            {"purchases": {"client_id": "Kliento nr.", "date": "Data", "notes": "Pastabos"}},
        ),
        (
            "klienti-pirkumi.xlsx",
            "lv",
            {
                "clients": {"client_id": "Klienta nr.", "city": "Pilsēta", "owner": "Menedžeris"},
                "purchases": {
                    "client_id": "Klienta nr.",
                    "date": "Datums",
                    "product": "Prece",
                    "amount": "Summa ar PVN",
                },
            },
        ),
    ],
)
def test_real_workbooks_are_understood(
    shared: Path, file: str, language: str, plan: dict[str, dict[str, str]]
) -> None:
    with open_book(shared / "workbooks" / file) as book:
        detection = detect(book)
    assert detection.language == language
    assert {place.table: headings(place) for place in detection} == plan


def test_a_history_of_many_days_is_found_among_them() -> None:
    rows: Rows = [["Apsilankymai"], ["Kl. kodas", "Diena"]] + [
        [f"K{n % 7}", DAY - timedelta(days=n)] for n in range(400)
    ]
    assert only(found(Lapas1=rows)).header_row == 2


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda table: table.key)
def test_a_table_of_ours_is_found_in_every_language(table: schema.Table) -> None:
    for language in LANGUAGES:
        head: Rows = [[column.names.of(language) for column in table.columns]]
        place = only(found(**{table.names.of(language): head}))
        assert place.table == table.key
        assert headings(place) == {c.key: c.names.of(language) for c in table.columns}


def test_a_list_of_names_is_clients_when_nothing_says_otherwise() -> None:
    assert only(found(Sheet1=[["Name", "E-mail"], ["Ona", "ona@example.lt"]])).table == "clients"


CHANGED: Rows = [["Data", "Klientas", "Suma EUR", "Pastabos"], [DAY, "UAB Rytas", 12, "skubu"]]


def test_sheets_called_by_their_years_are_one_list_even_with_other_headings() -> None:
    detection = found(**{"Pardavimai 2025": SALES, "Pardavimai 2026": CHANGED})
    assert [place.sheet for place in detection] == ["Pardavimai 2025", "Pardavimai 2026"]
    assert detection.settings()["purchases.columns.amount"] == "Suma | Suma EUR"


def test_what_was_stored_of_years_with_other_headings_is_found_again() -> None:
    sheets = {"2025": SALES, "2026": CHANGED}
    again = found(Settings.of(found(**sheets).settings()), **sheets)
    assert [place.headings["amount"] for place in again] == ["Suma", "Suma EUR"]
    assert again.problems() == []


def test_sheets_that_are_only_numbered_are_not_one_list_when_their_headings_differ() -> None:
    detection = found(**{"Lapas 1": SALES, "Lapas 2": CHANGED})
    assert len([*detection]) == 1
    assert [problem.kind for problem in detection.problems()] == ["sheet_left_aside"]


def test_headings_with_names_of_groups_above_them_are_read_with_those_merged() -> None:
    above: Row = ["Klientas", "Pirkimas", None, None]
    below: Row = [None, "Data", "Suma", "Kiekis"]
    place = only(found(Lapas1=[above, below, ["UAB Rytas", DAY, 5, 1], ["UAB Vakaras", DAY, 6, 2]]))
    assert place.header_row == 2
    assert headings(place)["client_name"] == "Klientas"


def test_parts_below_a_heading_are_read_with_it() -> None:
    above: Row = ["Klientas", "Data", "Suma", None]
    below: Row = [None, None, "su PVM", "be PVM"]
    place = only(found(Lapas1=[above, below, ["UAB Rytas", DAY, 121, 100]]))
    assert place.header_row == 2
    assert headings(place)["amount"] == "Suma be PVM"


def test_a_first_row_of_texts_is_not_taken_for_parts_of_the_headings() -> None:
    rows: Rows = [["Vardas", "Miestas", "El. paštas"], ["Ona", "Vilnius", "ona@pastas.lt"]]
    assert only(found(Klientai=rows)).header_row == 1


def test_of_a_row_of_headings_to_the_end_of_the_sheet_the_first_500_are_looked_at() -> None:
    wide: Row = [*SALES[0], *(f"Stulpelis {n}" for n in range(16_000))]
    assert len(only(found(Lapas1=[wide, *SALES[1:]])).unused) == 497


def test_a_title_above_a_column_without_a_heading_is_not_its_heading() -> None:
    rows: Rows = [["Pardavimai", None, "2026 m."], ["", *SALES[0]]]
    place = only(found(Lapas1=[*rows, *([n, *row] for n, row in enumerate(SALES[1:], 1))]))
    assert headings(place) == {"client_name": "Klientas", "date": "Data", "amount": "Suma"}


def test_a_pivot_table_whose_purchases_are_elsewhere_is_told_how_to_be_read() -> None:
    rows: Rows = [["Klientas", "2025-01", "2025-02"], ["UAB Rytas", 1, 2], ["UAB Vakaras", 3, 4]]
    with MemoryBook(with_pivot("A3:C5", Lapas1=[[], [], *rows])) as book:
        detection = detect(book, Settings())
    assert [*detection] == []
    assert [problem.kind for problem in detection.problems()] == ["months_pivot"]
