"""A workbook in memory, read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from crmbook import tables
from crmbook.books.memory import MemoryBook
from crmbook.sheet import Sheet, Value
from crmbook.tables import Crm

Read = Callable[..., Crm]


@pytest.fixture
def read() -> Read:
    """``read(Purchases=[[…], …])``: the owner's sheets by title, and what was read from them."""

    def reading(as_of: date | None = None, **sheets: Sequence[Sequence[Value]]) -> Crm:
        made = [Sheet(title, rows, owned=False) for title, rows in sheets.items()]
        with MemoryBook.of(made) as book:
            return tables.read(book, as_of=as_of)

    return reading
