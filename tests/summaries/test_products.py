"""Which product is meant, and what is left of it after returns."""

from __future__ import annotations

from datetime import date

import pandas as pd

from crmbook.summaries.products import ProductHistory, product_history

AS_OF = date(2026, 3, 31)
LISTED = pd.DataFrame({
    "product_id": ["P-1", "P-2"], "name": ["Coffee", "Tea"], "category": ["Drinks", None],
    "lasts_days": [30.0, None],
}).astype({"product_id": "str", "name": "str", "category": "str"})  # fmt: skip


def history(text: str, listed: pd.DataFrame | None = None) -> ProductHistory:
    """Lines such as "a 2026-01-01 10 Coffee": client, day, amount ("-" is none), product."""
    rows = [line.split(maxsplit=3) for line in text.strip().splitlines()]
    lines = pd.DataFrame(rows, columns=["client_id", "date", "amount", "product"])
    lines = lines.assign(
        date=pd.to_datetime(lines["date"]),
        amount=pd.to_numeric(lines["amount"].replace("-", None)).astype("float64"),
        product=lines["product"].replace("-", None),
    )
    return product_history(lines.astype({"client_id": "str", "product": "str"}), listed, AS_OF)


def days(found: ProductHistory) -> list[tuple[str, str, str]]:
    named = found.days.assign(name=found.days["product"].map(found.names))
    when = named["date"].dt.strftime("%m-%d")
    return list(zip(named["client_id"], named["name"], when, strict=True))


def test_a_product_spelt_otherwise_is_the_same_and_called_as_most_lines_call_it() -> None:
    found = history("""
        a 2026-01-01 10 coffee 1kg
        a 2026-01-02 10 Coffee, 1 kg
        b 2026-01-03 10 Coffee, 1 kg
    """)
    assert found.names.tolist() == ["Coffee, 1 kg"]
    assert len(found.days) == 3


def test_a_listed_code_and_its_name_are_one_product() -> None:
    found = history("a 2026-01-01 10 P-1\na 2026-02-01 10 COFFEE\nb 2026-01-01 5 Milk", LISTED)
    assert found.names.tolist() == ["Coffee", "Milk"]
    assert found.products["group"].tolist() == ["Drinks", "Milk"]
    assert found.products["lasts_days"].tolist()[0] == 30
    assert found.numbers["p1"] == found.numbers["coffee"] == 0


def test_a_return_takes_off_what_was_bought_last_before_it() -> None:
    found = history("""
        a 2026-01-01 10 Coffee
        a 2026-01-10 10 Coffee
        a 2026-01-12 -10 Coffee
        a 2026-02-01 10 Coffee
    """)
    assert [day for _who, _what, day in days(found)] == ["01-01", "02-01"]


def test_a_large_return_takes_off_several_purchases_and_a_small_one_none() -> None:
    found = history("""
        a 2026-01-01 10 Coffee
        a 2026-01-10 10 Coffee
        a 2026-01-12 -20 Coffee
        b 2026-01-01 10 Coffee
        b 2026-01-02 -1 Coffee
    """)
    assert days(found) == [("b", "Coffee", "01-01")]
    assert found.days["amount"].tolist() == [9]


def test_a_return_of_something_else_or_by_somebody_else_takes_nothing_off() -> None:
    found = history("a 2026-01-01 10 Coffee\na 2026-01-02 -10 Tea\nb 2026-01-02 -10 Coffee")
    assert days(found) == [("a", "Coffee", "01-01")]


def test_lines_of_a_day_are_one_purchase_and_lines_without_a_product_none() -> None:
    found = history("a 2026-01-01 10 Coffee\na 2026-01-01 5 coffee\na 2026-01-02 5 -")
    assert days(found) == [("a", "Coffee", "01-01")]


def test_a_line_without_an_amount_is_a_purchase() -> None:
    found = history("a 2026-01-01 - Coffee")
    assert days(found) == [("a", "Coffee", "01-01")]
    assert found.days["amount"].isna().all()


def test_days_after_the_day_looked_from_do_not_count() -> None:
    assert days(history("a 2026-04-01 10 Coffee")) == []


def test_purchases_without_a_column_of_products_have_no_products() -> None:
    lines = pd.DataFrame({"client_id": ["a"], "date": pd.to_datetime(["2026-01-01"])})
    found = product_history(lines, LISTED, AS_OF)
    assert found.days.empty
    assert found.products.empty


def test_a_list_of_codes_alone_will_do() -> None:
    codes = pd.DataFrame({"product_id": pd.Series(["K-7"], dtype="str")})
    found = history("a 2026-01-01 10 k-7", codes)
    assert found.names.tolist() == ["K-7"]
