"""Workbooks that Excel made for other ends: read without a fall and without a long wait."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from crmbook import tables
from crmbook.books import open_file
from crmbook.errors import CrmbookError

LONGEST = 5.0  # seconds of work


@pytest.mark.slow
def test_any_workbook_is_read_or_refused_in_a_sentence_at_once(shared: Path) -> None:
    slow = []
    for path in sorted((shared / "corpus").rglob("*.xls*")):
        began = time.process_time()
        with suppress(CrmbookError), open_file(path) as book:
            tables.read(book, as_of=date(2026, 1, 15))
        if time.process_time() - began > LONGEST:
            slow.append(path.name)
    assert slow == []
