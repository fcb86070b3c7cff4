"""One row appended to a large sheet, beside openpyxl's load, append and save.

python benchmarks/append.py big.xlsx Purchases   a workbook with a large sheet of that title
python benchmarks/append.py                      a workbook made here

openpyxl takes minutes and gigabytes on a million rows; so it is given a tenth of the rows, and the
row below its figures is that multiplied by the size of the XML.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from multiprocessing import Process
from pathlib import Path

from measuring import Cost, python, table, unpacked, workbook

ROW = "[7, 5, None, 12.5, 'tea', 'shop']"
BOOK = f"""
import sys
import crmbook
with crmbook.open_book(sys.argv[1]) as book:
    book.append(sys.argv[2], [{ROW}])
"""
PARTS = f"""
import sys
import crmbook
from crmbook.books.append import append
from crmbook.books.package import Package
with Package.open(sys.argv[1]) as package, open(sys.argv[1] + ".new", "wb") as file:
    append(package, sys.argv[2], [{ROW}])
    package.save(file)
"""
OPENPYXL = f"""
import sys
import openpyxl
book = openpyxl.load_workbook(sys.argv[1])
book[sys.argv[2]].append({ROW})
book.save(sys.argv[1])
"""
START = "import crmbook.books.append"


def run(code: str, source: Path, sheet: str) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.xlsx"
        shutil.copy(source, copy)
        return python(code, str(copy), sheet)


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        small = Path(made) / "small.xlsx"
        # A process counts as its own peak what the one that started it had at that moment.
        maker = Process(target=workbook, args=(small, 100_000))
        maker.start()
        maker.join()
        big = Path(sys.argv[1]) if len(sys.argv) > 1 else small
        title = sys.argv[2] if len(sys.argv) > 2 else "Purchases"
        large, little = unpacked(big), unpacked(small)
        rows = [
            ("Python and the imports alone", python(START)),
            ("crmbook's parts, the big workbook", run(PARTS, big, title)),
            ("crmbook as a book, the big workbook", run(BOOK, big, title)),
            ("crmbook's parts, the small workbook", run(PARTS, small, "Purchases")),
        ]
        theirs = run(OPENPYXL, small, "Purchases")
        times = large / little
    print(f"the big workbook: {large:,.0f} MB of XML; the small one: {little:,.0f} MB")
    print("one row appended, the whole process each time\n")
    rows += [
        ("openpyxl, the small workbook", theirs),
        (
            f"openpyxl, the big one: {times:.1f} × the small",
            Cost(theirs.cpu * times, theirs.megabytes * times),
        ),
    ]
    table(rows, "crmbook's parts, the big workbook")


if __name__ == "__main__":
    main()
