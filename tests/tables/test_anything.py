"""Whatever stands in a workbook, it is read without a stumble, and the frames keep their word."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmbook import schema, tables
from crmbook.books.memory import MemoryBook
from crmbook.sheet import Sheet, Value

HEADINGS = sorted(
    {
        name
        for table in schema.TABLES[:9]
        for column in table.columns
        for name in (*column.names, *column.aliases[:4])
    }
)
SALES = ["Klientas", "Data", "Suma", "Kiekis", "Kaina", "Nuolaida", "Valiuta", "Būsena", "Tel."]
TITLES = ["Sheet1", "Pirkimai", "Klienti", "Contacts", "2025", "Nustatymai", "Feedback"]
CELLS = st.one_of(
    st.none(),
    st.sampled_from(["Ona", "ONA", "K-1", "k-1", "12,5O", "1 234,5", "1,234", "31.03.2026", "€ 5"]),
    st.sampled_from(["Iš viso", "03/04/2026", "#N/A", "taip", "x", "1.7E+15", "10 %", "\xa0", "!"]),
    st.integers(-5, 60_000),
    st.floats(-1e16, 1e16, allow_nan=False),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.booleans(),
    st.text(max_size=4),
)


@st.composite
def sheets(draw: st.DrawFn) -> list[Sheet]:
    titles = draw(st.lists(st.sampled_from(TITLES), min_size=1, max_size=3, unique=True))
    return [Sheet(title, draw(grid()), owned=False) for title in titles]


@st.composite
def grid(draw: st.DrawFn) -> list[list[Value]]:
    width = draw(st.integers(1, 6))
    any_heading = st.lists(st.sampled_from(HEADINGS), min_size=width, max_size=width)
    head: list[Value] = list(draw(st.one_of(any_heading, st.permutations(SALES))))
    width = len(head)
    above = draw(st.lists(st.lists(CELLS, max_size=3), max_size=2))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=8))
    return [*above, head, *rows]


@given(sheets())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_anything_is_read(made: list[Sheet]) -> None:
    with MemoryBook.of(made) as book:
        crm = tables.read(book, as_of=date(2026, 3, 31))
    clients = crm.tables["clients"]
    assert clients["client_id"].is_unique
    assert clients[["client_id", "name"]].notna().all().all()
    for key, source in crm.tables.sources.items():
        frame = crm.tables[key]
        used = sum(one.rows_read - one.rows_left_out for one in (source, *source.also))
        assert len(frame) == used or key == "clients"
        if "client_id" in frame:
            assert set(frame["client_id"].dropna()) <= set(clients["client_id"])
    if "purchases" in crm.tables:
        assert crm.tables["purchases"][["client_id", "date"]].notna().all().all()
        assert str(crm.tables["purchases"]["amount"].dtype) == "float64"
    assert all(problem.text and problem.kind for problem in crm.problems)
