"""Columns of cells as they were read."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from crmbook import cells
from crmbook.sheet import Value

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**50), 2**50),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.text(max_size=5),
    st.dates(date(1900, 1, 1)),
)


@given(st.lists(VALUES, max_size=30))
def test_what_goes_into_a_column_comes_out(values: list[Value]) -> None:
    column = cells.of(values)
    found = [column.at(place) for place in range(len(column))]
    assert found == values
    assert [isinstance(v, bool) for v in found] == [isinstance(v, bool) for v in values]


@given(st.lists(VALUES, max_size=10), st.lists(VALUES, max_size=10))
def test_columns_of_two_sheets_stand_one_under_the_other(
    first: list[Value], second: list[Value]
) -> None:
    column = cells.joined([cells.of(first), cells.of(second)])
    assert [column.at(place) for place in range(len(column))] == [*first, *second]


def test_rows_of_different_lengths_become_columns() -> None:
    found = cells.columns([[1, "a"], [2], [], [3, "b", "c"]], [0, 1, 5])
    assert found[1].filled.tolist() == [True, False, False, True]
    assert not found[5].filled.any()


def test_some_cells_can_be_set_to_other_values() -> None:
    column = cells.replaced(cells.of(["a", 1, None]), {0: 5, 2: "#N/A"})
    assert [column.at(place) for place in range(3)] == [5, 1, "#N/A"]
