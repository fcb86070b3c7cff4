"""How well a heading fits a column."""

from __future__ import annotations

import pytest

from crmbook import schema
from crmbook.detection.headings import fits, is_gross, is_net, language_of


def column(heading: str, table: str) -> str:
    found = fits(heading, table)
    return found[0].column if found else ""


@pytest.mark.parametrize("table", schema.TABLES, ids=lambda table: table.key)
def test_every_heading_of_ours_means_its_own_column(table: schema.Table) -> None:
    for one in table.columns:
        for heading in (one.key, *one.names):
            assert column(heading, table.key) == one.key, heading


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Kl. nr.", "client_id"),
        ("KLIENTO NR", "client_id"),
        ("kliento_nr", "client_id"),
        ("CustomerID", "client_id"),
        ("InvoiceNo", "document"),
        ("Sąsk. Nr.", "document"),
        ("Užsak. data", "date"),
        ("Data", "date"),
        ("Datums", "date"),
        ("Suma be PVM", "amount"),
        ("Suma, EUR", "amount"),
        ("Summa ar PVN", "amount"),
        ("Amount (€)", "amount"),
        ("UnitPrice", "price"),
        ("Kiekis (vnt.)", "quantity"),
        ("Qty", "quantity"),
        ("Vadybininkė", "owner"),
        ("Nuol.", "discount"),
    ],
)
def test_headings_of_purchases(heading: str, key: str) -> None:
    assert column(heading, "purchases") == key


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Įm. kodas", "company_code"),
        ("Im. kodas", "company_code"),
        ("Reģ. nr.", "company_code"),
        ("Gim. data", "birth_date"),
        ("Dz. dat.", "birth_date"),
        ("El. p.", "email"),
        ("E-pasts", "email"),
        ("Mob.", "phone"),
        ("Tālr.", "phone"),
        ("V. Pavardė", "name"),
        ("Vārds uzvārds", "name"),
        ("Surname", "last_name"),
        ("PVM kodas", "vat_code"),
        ("Pastabos:", "notes"),
    ],
)
def test_headings_of_clients(heading: str, key: str) -> None:
    assert column(heading, "clients") == key


def test_a_slip_of_the_pen_is_a_similar_heading() -> None:
    found = fits("Klijento nr", "purchases")[0]
    assert (found.column, found.reason) == ("client_id", "similar heading")


def test_a_known_word_among_others_is_a_similar_heading() -> None:
    found = fits("Pardavimo suma šį mėnesį", "purchases")[0]
    assert (found.column, found.reason) == ("amount", "similar heading")
    assert found.score < 0.8


@pytest.mark.parametrize(
    "heading", ["PVM suma", "Suma PVM", "VAT amount", "Nuolaidos suma", "PVN summa"]
)
def test_the_tax_or_the_discount_of_an_amount_is_no_amount(heading: str) -> None:
    assert column(heading, "purchases") != "amount"


@pytest.mark.parametrize("heading", ["", "  ", "Xyz", "12"])
def test_what_we_do_not_know_fits_nothing(heading: str) -> None:
    assert fits(heading, "purchases") == ()


def test_net_and_gross_are_told_apart() -> None:
    assert is_net("Suma be PVM")
    assert is_net("Summa bez PVN")
    assert is_gross("Suma su PVM")
    assert is_gross("Amount incl. VAT")
    assert not is_gross("Suma")


@pytest.mark.parametrize(
    ("headings", "language"),
    [
        (["Kliento nr.", "Data", "Suma"], "lt"),
        (["Klienta nr.", "Datums", "Summa"], "lv"),
        (["Customer ID", "Order date", "Total"], "en"),
        (["X1", "X2"], None),
    ],
)
def test_headings_tell_their_language(headings: list[str], language: str | None) -> None:
    assert language_of(headings) == language
