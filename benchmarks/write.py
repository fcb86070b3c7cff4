"""Writing a computed sheet into a large workbook, beside openpyxl's load, change and save.

python benchmarks/write.py big.xlsx          the big one for us, a tenth of it for openpyxl
python benchmarks/write.py                   a workbook made here, the same for both

openpyxl takes minutes and gigabytes on the big one; so it is given a workbook whose rows are a
tenth, and what it took is multiplied by the size of the parts that each has to go through.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from measuring import Cost, python, table, unpacked, workbook

ROWS, COLUMNS = 20_000, 20
SHEET = f"""
import random
chance = random.Random(7)
head = [f"Figure {{n}}" for n in range({COLUMNS})]
rows = [head] + [
    [n] + [f"segment {{chance.randrange(8)}}" if k % 3 == 0 else chance.random() * 1e5
           for k in range(1, {COLUMNS})]
    for n in range(ROWS)
]
"""
OURS = """
import sys
ROWS = int(sys.argv[2])
SHEET
from crmbook.books import open_book
from crmbook.sheet import Column, Sheet, TableBlock
with open_book(sys.argv[1]) as book:
    book.write([Sheet("Figures", rows, key="figures", columns=[Column(12, "money")] * 20,
                      tables=[TableBlock("Figures", 0, 0, ROWS, 20)])])
""".replace("SHEET", SHEET)
THEIRS = """
import sys
import openpyxl
ROWS = int(sys.argv[2])
SHEET
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.create_sheet("Figures")
for row in rows:
    sheet.append(row)
book.save(sys.argv[1])
""".replace("SHEET", SHEET)


def run(code: str, source: Path, folder: Path, rows: int) -> Cost:
    copy = folder / "copy.xlsx"
    shutil.copy(source, copy)
    return python(code, str(copy), str(rows))


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        small = workbook(folder / "small.xlsx", 100_000)
        big = Path(sys.argv[1]) if len(sys.argv) > 1 else small
        large, little = unpacked(big), unpacked(small)
        times = large / little
        ours = run(OURS, big, folder, ROWS)
        same = run(OURS, small, folder, ROWS)
        theirs = run(THEIRS, small, folder, ROWS)
    print(f"the big workbook: {large:,.0f} MB of XML; the small one: {little:,.0f} MB")
    print(f"a sheet of {ROWS:,} × {COLUMNS} computed cells, the whole process each time\n")
    table(
        [
            ("crmbook, the big workbook", ours),
            ("crmbook, the small workbook", same),
            ("openpyxl, the small workbook", theirs),
            (
                f"openpyxl, the big one: {times:.1f} × the small",
                Cost(theirs.cpu * times, theirs.megabytes * times),
            ),
        ],
        "crmbook, the big workbook",
    )


if __name__ == "__main__":
    main()
