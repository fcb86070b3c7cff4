"""Who bought one thing and not another, by command and from Python."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from crmbook import workflow
from crmbook.books import create, open_book
from crmbook.cli import main
from crmbook.errors import UsageError
from crmbook.sheet import Sheet, Value
from crmbook.workflow.buying import NoProductsError, ProductNotFoundError

AS_OF = date(2026, 3, 31)
CLIENTS: list[list[Value]] = [
    ["Client no.", "Client", "Phone", "E-mail", "Consent to marketing"],
    ["1", "Ona Pavyzdienė", "+37060000001", "ona@example.com", "yes"],
    ["2", "UAB Žalias Kamuolys", None, "info@kamuolys.example", "no"],
    ["3", "Jonas Bandomasis", "+37060000003", None, None],
]
PRODUCTS: list[list[Value]] = [
    ["Product code", "Product", "Category"],
    ["P-1", "Coffee beans", "Drinks"],
    ["P-2", "Žolelių arbata", "Drinks"],
    ["P-3", "Paper filters", "Kitchen"],
    ["P-4", "Milk jug", "Kitchen"],
]
PURCHASES: list[list[Value]] = [
    ["Client no.", "Date", "Product", "Amount"],
    ["1", "2025-11-03", "coffee  BEANS", 20],
    ["1", "2026-02-03", "P-1", 22],
    ["1", "2024-05-03", "Paper filters", 5],
    ["2", "2026-01-10", "Coffee beans", 300],
    ["3", "2026-01-11", "Coffee beans", 15],
    ["3", "2026-01-12", "Coffee beans", -15],
    ["3", "2026-01-15", "Žolelių arbata", 4],
]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.xlsx"
    sheets = {"Clients": CLIENTS, "Products and services": PRODUCTS, "Purchases": PURCHASES}
    create(path, [Sheet(title, rows, owned=False) for title, rows in sheets.items()])
    return path


def names(found: workflow.Bought) -> list[str]:
    return [buyer.name for buyer in found.buyers]


def test_who_paid_most_comes_first_with_what_is_known_of_them(shop: Path) -> None:
    found = workflow.bought(shop, "coffee", AS_OF)
    assert found.products == ["Coffee beans"]
    assert names(found) == ["UAB Žalias Kamuolys", "Ona Pavyzdienė"]
    ona = found.buyers[1]
    assert (ona.times, ona.amount, ona.last_bought) == (2, 42, date(2026, 2, 3))
    assert (ona.phone, ona.email, ona.consent) == ("+37060000001", "ona@example.com", True)
    assert ona.reason == "Bought on 2 days, the last time Coffee beans, on 3 February 2026."


def test_what_was_sent_back_was_not_bought(shop: Path) -> None:
    assert "Jonas Bandomasis" not in names(workflow.bought(shop, "P-1", AS_OF))


def test_who_bought_the_other_is_left_out(shop: Path) -> None:
    found = workflow.bought(shop, "coffee", AS_OF, without="filters")
    assert found.without == ["Paper filters"]
    assert names(found) == ["UAB Žalias Kamuolys"]


def test_only_purchases_since_a_day_count_of_the_one_and_of_the_other(shop: Path) -> None:
    found = workflow.bought(shop, "coffee", AS_OF, without="filters", since="2026-02-01")
    assert names(found) == ["Ona Pavyzdienė"]


def test_words_find_products_without_diacritics_and_by_their_group(shop: Path) -> None:
    assert workflow.bought(shop, "ZOLELIU", AS_OF).products == ["Žolelių arbata"]
    assert workflow.bought(shop, "drinks", AS_OF).products == ["Coffee beans", "Žolelių arbata"]


def test_a_listed_product_nobody_bought_leaves_nobody_out(shop: Path) -> None:
    for word in ("jug", "p-4"):
        found = workflow.bought(shop, "coffee", AS_OF, without=word)
        assert found.without == ["Milk jug"]
        assert len(found.buyers) == 2


def test_a_product_nobody_knows_is_a_sentence_with_the_nearest(shop: Path) -> None:
    with pytest.raises(ProductNotFoundError, match=r"“cofee”\. Did you mean: Coffee beans"):
        workflow.bought(shop, "cofee", AS_OF)
    with pytest.raises(ProductNotFoundError, match="“fliters”"):
        workflow.bought(shop, "coffee", AS_OF, without="fliters")
    with pytest.raises(ProductNotFoundError):
        workflow.bought(shop, " ", AS_OF)


def test_one_and_the_same_product_on_both_sides_is_a_slip(shop: Path) -> None:
    with pytest.raises(UsageError, match="“coffee” is also called “beans”"):
        workflow.bought(shop, "coffee", AS_OF, without="beans")


def test_purchases_without_products_are_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "sales.xlsx"
    rows: list[list[Value]] = [["Client", "Date", "Amount"], ["Ona", "2026-01-02", 5]]
    create(path, [Sheet("Sales", rows, owned=False)])
    with pytest.raises(NoProductsError, match="needs a column Product"):
        workflow.bought(path, "coffee", AS_OF)


def test_the_list_is_written_as_a_workbook_where_text_stays_text(
    shop: Path, tmp_path: Path
) -> None:
    workflow.bought(shop, "coffee", AS_OF, output=tmp_path / "list.xlsx")
    with open_book(tmp_path / "list.xlsx") as book:
        rows = book.read("Bought")
    assert next(r for r in rows if r[0] == "Ona Pavyzdienė")[:2] == [
        "Ona Pavyzdienė",
        "+37060000001",
    ]


def test_the_command_prints_the_list_or_json_and_refuses_with_one(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")

    def typed(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["bought", str(shop), *arguments, "--as-of", "2026-03-31"])
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    code, out, _err = typed("coffee", "--not", "filters")
    assert code == 0
    assert "Not bought: Paper filters." in out
    assert "info@kamuolys.example" in out
    assert json.loads(typed("coffee", "--json")[1])["buyers"][1]["amount"] == 42
    code, _out, err = typed("cofee")
    assert code == 1
    assert "Did you mean: Coffee beans?" in err
