"""Amounts under months become purchases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from crmbook.sheet import Value
from crmbook.tables import Crm

Read = Callable[..., Crm]
Rows = list[list[Value]]

HEAD: Rows = [["Klientas", "2025-01", "2025-02", "Iš viso"]]


def bought(crm: Crm) -> list[tuple[object, ...]]:
    frame = crm.tables["purchases"]
    days = frame["date"].dt.strftime("%Y-%m-%d")
    return list(zip(frame["client_id"], days, frame["amount"], strict=True))


def said(crm: Crm) -> list[tuple[str, str]]:
    return [(problem.kind, problem.cell) for problem in crm.problems if problem.weight != "note"]


def test_each_amount_is_a_purchase_of_its_months_first_day(read: Read) -> None:
    crm = read(Lapas1=[*HEAD, ["UAB Rytas", 100, 20, 120], ["UAB Vakaras", None, 30, 30]])
    assert bought(crm) == [
        ("UAB Rytas", "2025-01-01", 100),
        ("UAB Rytas", "2025-02-01", 20),
        ("UAB Vakaras", "2025-02-01", 30),
    ]
    assert said(crm) == []


def test_noughts_dashes_and_blanks_are_no_purchases(read: Read) -> None:
    crm = read(Lapas1=[*HEAD, ["UAB Rytas", 0, "-", 0], ["UAB Vakaras", 5, "–", 5]])
    assert [row[:2] for row in bought(crm)] == [("UAB Vakaras", "2025-01-01")]


def test_rows_of_totals_are_no_clients_but_total_energies_is_one(read: Read) -> None:
    rows: Rows = [["Total Energies", 7, 8, 15], ["UAB Rytas", 1, 2, 3], ["Iš viso:", 8, 10, 18]]
    crm = read(Lapas1=[*HEAD, *rows])
    assert {client for client, *_ in bought(crm)} == {"Total Energies", "UAB Rytas"}


def test_a_bad_amount_is_named_by_its_own_cell(read: Read) -> None:
    crm = read(Lapas1=[*HEAD, ["UAB Rytas", 1, 2, 3], *([f"UAB {n}", 1, 2, 3] for n in range(9)),
                       ["UAB Vakaras", 1, "12,5O", 3]])  # fmt: skip
    assert said(crm) == [("not_a_number", "C12")]


def test_returns_are_counted_once_for_all_months(read: Read) -> None:
    crm = read(Lapas1=[*HEAD, ["UAB Rytas", -5, 9, 4], ["UAB Vakaras", 8, -1, 7]])
    (returns,) = [problem for problem in crm.problems if problem.kind == "returns"]
    assert returns.cell == "B2"
    assert returns.text.startswith("2 ")


def test_a_workbook_of_pivots_says_how_many_amounts_were_read(read: Read) -> None:
    source = read(Lapas1=[*HEAD, ["UAB Rytas", 100, 20, 120]]).tables.sources["purchases"]
    assert (source.rows_read, source.rows_left_out, source.last_row) == (2, 0, 2)


def test_the_phone_beside_the_months_is_the_clients(read: Read) -> None:
    rows: Rows = [["Klientas", "Telefonas", "2025-01", "2025-02"], ["UAB Rytas", "860012345", 1, 2]]
    assert read(Lapas1=rows).tables["clients"]["phone"].tolist() == ["860012345"]


def test_amounts_typed_as_text_are_read(read: Read) -> None:
    crm = read(Lapas1=[*HEAD, ["UAB Rytas", "1 234,50", "10,00 €", 0]])
    assert [amount for *_, amount in bought(crm)] == [1234.5, 10]


PIVOT: Rows = [["Klientas", "Prekė", "2025-01", "2025-02", "Grand Total"]]


def test_a_pivot_in_tabular_form_names_the_client_on_the_first_product_only(read: Read) -> None:
    rows: Rows = [
        ["UAB Rytas", "Kava", 10, 1, 11],
        [None, "Arbata", 20, None, 20],
        ["UAB Rytas Total", None, 30, 1, 31],
        ["SIA Total", "Kava", 3, None, 3],
        ["SIA Total Total", None, 3, None, 3],
        ["Grand Total", None, 33, 1, 34],
    ]
    assert bought(read(Lapas1=[*PIVOT, *rows])) == [
        ("UAB Rytas", "2025-01-01", 10),
        ("UAB Rytas", "2025-01-01", 20),
        ("SIA Total", "2025-01-01", 3),
        ("UAB Rytas", "2025-02-01", 1),
    ]


def test_an_amount_of_nobody_among_the_clients_is_named_and_below_them_is_a_total(
    read: Read,
) -> None:
    rows: Rows = [
        ["UAB Rytas", 1, 2, 3],
        [None, 7, None, 7],
        ["UAB Vakaras", 1, 2, 3],
        [None, 9, 4],
    ]
    crm = read(Lapas1=[*HEAD, *rows])
    assert said(crm) == [("missing_cell", "A3")]
    assert sum(float(str(amount)) for *_, amount in bought(crm)) == 6


def test_a_row_of_averages_is_no_client(read: Read) -> None:
    crm = read(Lapas1=[*HEAD, ["UAB Rytas", 1, 2, 3], ["Vidurkis", 1, 2, 3], ["Average", 1, 2, 3]])
    assert {client for client, *_ in bought(crm)} == {"UAB Rytas"}


def test_a_pivot_of_real_purchases_adds_up_to_their_list(read: Read, shared: Path) -> None:
    path = shared / "data" / "cdnow_sample.csv"
    single = pd.read_csv(path, parse_dates=["date"]).query("amount > 0")
    single["month"] = single["date"].dt.to_period("M")
    pivot = single.pivot_table(index="customer_id", columns="month", values="amount", aggfunc="sum")
    months: Rows = [["Customer", *(str(month) for month in pivot)]]
    amounts = pivot.round(2).astype(object).where(pivot.notna(), None)
    bought = read(Pivot=[*months, *amounts.reset_index().to_numpy().tolist()]).tables["purchases"]
    by_month = bought.groupby(bought["date"].dt.to_period("M"))["amount"].sum()
    expected = single.groupby("month")["amount"].sum()
    assert by_month.round(2).tolist() == expected.round(2).tolist()
    assert bought["client_id"].nunique() == single["customer_id"].nunique()
