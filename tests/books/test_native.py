"""Values of numpy, pandas and decimal go into cells as what they mean."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from crmbook import CrmbookError, Sheet, open_book
from crmbook.books import create
from crmbook.sheet import Cell, Value

MEANT: list[tuple[Any, object]] = [
    (np.float64(1.5), 1.5),
    (np.int64(7), 7),
    (np.bool_(True), True),  # the value is the test
    (np.datetime64("2026-03-31"), date(2026, 3, 31)),
    (np.datetime64("2026-03-31T10:30:00.000000000"), datetime(2026, 3, 31, 10, 30)),  # noqa: DTZ001  # Excel knows no zones
    (pd.Timestamp("2026-03-31"), date(2026, 3, 31)),
    (Decimal("1.25"), 1.25),
    (Decimal("NaN"), None),
    (float("nan"), None),
    (pd.NaT, None),
    (pd.NA, None),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "firm.xlsx"
    create(path, [Sheet("List", [["A", "B"], [1, 2]], owned=False)])
    return path


@pytest.mark.parametrize(("value", "meant"), MEANT, ids=repr)
def test_a_value_is_written_as_what_it_means(path: Path, value: Value, meant: object) -> None:
    with open_book(path) as book:
        book.write([Sheet("Report", [["before", value, "after"]])])
        assert book.read("Report") == [["before", meant, "after"]]


@pytest.mark.parametrize(("value", "meant"), MEANT, ids=repr)
def test_a_value_is_appended_and_set_as_what_it_means(
    path: Path, value: Value, meant: object
) -> None:
    with open_book(path) as book:
        book.append("List", [["x", value]])
        book.change("List", {"A2": value})
        assert book.read("List")[1:] == [[meant, 2], ["x", meant]]


def test_a_missing_value_in_a_cell_of_its_own_look_is_an_empty_cell(path: Path) -> None:
    missing: list[Any] = [pd.NaT, pd.NA]
    with open_book(path) as book:
        book.write([Sheet("Report", [["x", *(Cell(each, "kpi") for each in missing)]])])
        assert book.read("Report") == [["x"]]


@pytest.mark.parametrize(
    "value", [float("inf"), timedelta(1), np.timedelta64(1, "ns"), np.array([1, 2]), [1]], ids=repr
)
def test_what_no_cell_can_hold_is_refused_with_its_cell(path: Path, value: Value) -> None:
    with open_book(path) as book:
        with pytest.raises(CrmbookError, match=r"Report!B1"):
            book.write([Sheet("Report", [["x", value]])])
        with pytest.raises(CrmbookError, match=r"List!B3"):
            book.append("List", [["x", value]])
        with pytest.raises(CrmbookError, match=r"List!B2"):
            book.change("List", {"B2": value})
        assert book.read("List") == [["A", "B"], [1, 2]]
