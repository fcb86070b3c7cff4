"""A large sheet read and written in an open LibreOffice, beside the program's own bare calls.

python benchmarks/live.py            20,000 rows of 20 columns
python benchmarks/live.py ROWS

The bare reading is one getDataArray, days and yes-or-no made of it by number format, cell by cell:
what any reading through LibreOffice's bridge must do.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from crmbook.books import create
from crmbook.books.live import LiveBook
from crmbook.excel import calc
from crmbook.excel.calc import bridge
from crmbook.sheet import Column, Sheet, Value

_COLUMNS = 20
_DATE = 2  # com.sun.star.util.NumberFormat
_FIRST = date(2020, 1, 1)
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # as spreadsheets count, without zones


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "clients.xlsx")
        create(path, [_sheet("Purchases", rows)])
        _measure(path, rows)


def _sheet(title: str, rows: int) -> Sheet:
    kinds: list[Callable[[int], Value]] = [
        lambda n: n,
        lambda n: _FIRST + timedelta(days=n % 2000),
        lambda n: f"client {n % 500}",
        lambda n: n * 1.37,
    ]
    cells = [[kinds[column % 4](row + column) for column in range(_COLUMNS)] for row in range(rows)]
    columns = [Column(14, "date") if column % 4 == 1 else Column(14) for column in range(_COLUMNS)]
    return Sheet(title, cells, key=title.lower(), columns=columns)


def _measure(path: Path, rows: int) -> None:
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit("LibreOffice is not installed")
    profile = path.parent / "profile"
    office = subprocess.Popen(
        [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
         "--nodefault", f"--accept=pipe,name={path.parent.name};urp;"]
    )  # fmt: skip
    try:
        engine = calc.register(calc.connect(path.parent.name, 60))
        document = engine.impl.desktop.loadComponentFromURL(
            bridge.url_of(str(path)), "_blank", 0, ()
        )
        book = LiveBook(engine.apps.active.books[path.name])
        _compare(book, document, rows)
        with suppress(Exception):  # it is gone before it can answer
            engine.impl.desktop.terminate()
    finally:
        office.wait(60)


def _compare(book: LiveBook, document: Any, rows: int) -> None:  # noqa: ANN401  # LibreOffice's own
    bare = _least(lambda: _bare(document))
    read = _least(lambda: book.read("Purchases"))
    print(f"{rows:,} rows × {_COLUMNS} columns, seconds")
    print(f"{'read, bare getDataArray and days':40}{bare:8.2f}")
    print(f"{'read, LiveBook':40}{read:8.2f}{read / bare:8.2f}×")
    report = _sheet("Report", rows)
    print(f"{'write, LiveBook, a new sheet':40}{_took(lambda: book.write([report])):8.2f}")
    print(
        f"{'write, LiveBook, in the place of the old':40}{_took(lambda: book.write([report])):8.2f}"
    )
    few: list[list[Value]] = [[1, _FIRST, "Rasa"]] * 100
    print(f"{'append, LiveBook, 100 rows':40}{_took(lambda: book.append('Purchases', few)):8.2f}")


def _bare(document: Any) -> list[list[Any]]:  # noqa: ANN401  # LibreOffice's own
    sheet = document.Sheets.getByIndex(0)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    cells = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
    rows = [list(row) for row in cells.getDataArray()]
    groups = cells.getUniqueCellFormatRanges()
    for place in range(groups.Count):
        group = groups.getByIndex(place)
        if document.NumberFormats.getByKey(group.NumberFormat).Type & _DATE:
            _dated(rows, group.RangeAddresses)
    return rows


def _dated(rows: list[list[Any]], areas: Any) -> None:  # noqa: ANN401  # LibreOffice's own
    for area in areas:
        for row in rows[area.StartRow : area.EndRow + 1]:
            for column in range(area.StartColumn, area.EndColumn + 1):
                if type(row[column]) is float:
                    row[column] = _EPOCH + timedelta(days=row[column])


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _least(work: Callable[[], object]) -> float:
    return min(_took(work) for _ in range(3))


if __name__ == "__main__":
    main()
