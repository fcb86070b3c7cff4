"""What is due again, what similar clients buy, and what products tell of the firm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from crmbook.findings import Findings
from crmbook.reports import computable, next_product
from crmbook.sheet import Cell, Sheet

AS_OF = date(2026, 3, 31)

Find = Callable[..., Findings]
Row = dict[str, Any]


def line(who: str, ago: int, product: str, amount: float = 10.0) -> Row:
    return {"client_id": who, "date": AS_OF - timedelta(ago), "product": product, "amount": amount}


def shop() -> dict[str, list[Row]]:
    """Invented: the first is late with coffee, of 16 who buy beans one has no filters, one is silent."""
    late = [line("1", 45 + 28 * back, "Coffee", 120) for back in range(6)]
    late.append(line("1", 9, "Tea", 8))
    beans = [line(f"b{n}", 30, "Beans") for n in range(16)]
    filters = [line(f"b{n}", 30, "Filters") for n in range(1, 16)]
    tea = [line(f"t{n}", 30, what) for n in range(30) for what in ("Tea", "Honey")]
    silent = [line("s", 70 + 20 * back, "Coffee", 500) for back in range(9)]
    purchases = [*late, *beans, *filters, *tea, *silent, line("b0", 400, "Cups")]
    ids = dict.fromkeys(row["client_id"] for row in purchases)
    clients = [{"client_id": who, "name": f"Client {who}", "owner": "Rasa"} for who in ids]
    offers = [
        {"client_id": "1", "date": AS_OF - timedelta(ago), "product": product, "status": status,
         "reason": reason, "amount": 100.0}
        for ago, product, status, reason in (
            (10, "Grinder", "lost", "Price"), (20, "grinder ", "lost", "Price"),
            (30, "Coffee", "won", None), (500, "Coffee", "lost", "Long ago"),
        )
    ]  # fmt: skip
    return {"clients": clients, "purchases": purchases, "offers": offers}


def built(findings: Findings) -> Sheet:
    sheet = next_product.build(findings)
    assert sheet is not None
    return sheet


def texts(sheet: Sheet) -> list[list[Any]]:
    return [[cell.value if isinstance(cell, Cell) else cell for cell in row] for row in sheet.rows]


def test_the_sheet_is_as_it_was(
    find: Find, as_text: Callable[[Sheet], str], golden: Callable[[str, str], None]
) -> None:
    golden("next_product.txt", as_text(built(find(**shop()))))


def test_a_client_is_listed_once_and_the_silent_are_left_to_the_sheet_silence(find: Find) -> None:
    findings = find(**shop())
    assert next_product.due_clocks(findings)["client_id"].tolist() == ["1"]
    assert "1 silent or lost client is not in these lists: first see the sheet Silence." in [
        row[0] for row in texts(built(findings)) if row
    ]


def test_why_stands_beside_the_product(find: Find) -> None:
    row = next(row for row in texts(built(find(**shop()))) if row and row[0] == "Client 1")
    assert row[1:4] == [
        "Coffee", "Overdue",
        (
            "Usually every 28 days (21–35; 5 gaps of their own). Last bought on 2026-02-14. "
            "Has bought 1 time since, without it."
        ),
    ]  # fmt: skip


def test_a_suggestion_says_of_how_many(find: Find) -> None:
    found = next(row for row in texts(built(find(**shop()))) if row and row[0] == "Client b0")
    assert found[1] == "Filters"
    assert found[-1] == "15 of 16 clients who buy Beans also buy Filters; this client does not."


def test_what_was_offered_twice_and_never_bought_is_named_once(find: Find) -> None:
    rows = texts(built(find(**shop())))
    assert ["Grinder", 2] in rows
    assert ["Price", 2, 200] in rows
    assert not any("Long ago" in row for row in rows)


def test_a_firm_without_products_has_no_sheet_and_is_told_why(find: Find) -> None:
    assert next_product.build(find()) is None
    assert ("Next product", "Purchases name no products: Purchases, column Product.") in [
        tuple(gap) for gap in computable.gaps(find())
    ]


def test_when_nothing_is_due_and_nothing_sure_that_is_said(find: Find) -> None:
    rows = texts(built(find(purchases=[line("1", 5, "Coffee")])))
    said = [str(row[0]) for row in rows if row]
    assert "Nothing is due: no client is late with a product they usually buy." in said
    assert any(text.startswith("Nothing is sure enough") for text in said)


def test_a_long_list_ends_with_how_many_more(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(next_product, "MOST", 1)
    more = [line("2", 45 + 28 * back, "Tea") for back in range(6)]
    firm = shop()
    firm["purchases"] += [*more, line("2", 1, "Honey")]
    firm["clients"].append({"client_id": "2", "name": "Client 2", "owner": "Rasa"})
    assert ["And 1 client more."] in texts(built(find(**firm)))
