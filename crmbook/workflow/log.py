"""What was run, when, on what: a line in the run log beside the workbook."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from crmbook import __version__

if TYPE_CHECKING:
    from crmbook.books.closed import ClosedBook
    from crmbook.books.live import LiveBook


def log(book: ClosedBook | LiveBook, command: str, began: datetime, **facts: object) -> None:
    """Add a run to the log. The workbook is written by then: a log that can't be kept is no failure."""
    entry = {
        "command": command,
        "began": began.isoformat(timespec="seconds"),
        "seconds": round((datetime.now().astimezone() - began).total_seconds(), 2),
        "version": __version__,
        "file": book.target.name,
        **facts,
    }
    with suppress(OSError):
        book.folder.log(entry)
