"""A whole `crmbook refresh` beside what reading alone takes with pandas and calamine.

python benchmarks/refresh.py                  500 clients, 20,000 purchases; and the curve
python benchmarks/refresh.py big.xlsx         a workbook of your own, the larger the better
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from measuring import Cost, cost, least, python, table

READ = """
import sys, pandas
sheets = pandas.read_excel(sys.argv[1], sheet_name=None, engine="calamine")
"""
SMALL = 10  # megabytes; a larger workbook is measured once
HEADINGS = ["Purchase no.", "Client no.", "Date", "Product", "Quantity", "Amount", "Owner"]


def workbook(folder: Path, clients: int, purchases: int) -> Path:
    """Invented sales: every client with a rhythm of their own, three years."""
    path = folder / f"{clients}-{purchases}.xlsx"
    chance = random.Random(7)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        _clients(book.add_worksheet("Clients"), clients)
        sheet = book.add_worksheet("Purchases")
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, purchases + 1):
            when = date(2026, 3, 31) - timedelta(days=int(chance.random() * 1095))
            who = int(clients * chance.random() ** 1.6)
            sheet.write_number(row, 0, row)
            sheet.write_string(row, 1, f"C-{who:06d}")
            sheet.write_datetime(row, 2, when, day)
            sheet.write_string(row, 3, f"Product {chance.randrange(200)}")
            sheet.write_number(row, 4, chance.randrange(1, 9))
            sheet.write_number(row, 5, round(chance.uniform(5, 900), 2))
            sheet.write_string(row, 6, ("Rasa", "Jonas", "Asta")[who % 3])
    return path


def _clients(sheet: xlsxwriter.worksheet.Worksheet, clients: int) -> None:
    sheet.write_row(0, 0, ["Client no.", "Name", "Owner", "City"])
    for number in range(clients):
        row = [
            f"C-{number:06d}",
            f"Invented {number}",
            ("Rasa", "Jonas", "Asta")[number % 3],
            "Alytus",
        ]
        sheet.write_row(number + 1, 0, row)


def refresh(path: Path) -> Cost:
    """The command as a user types it, on a copy."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(path, folder))
        return cost(sys.executable, "-m", "crmbook", "refresh", str(copy), "--as-of", "2026-03-31")


def beside(path: Path) -> None:
    megabytes = path.stat().st_size / 1e6
    times = 5 if megabytes < SMALL else 1
    print(f"\n{path.name}, {megabytes:.1f} MB, the cheapest of {times}")
    rows = [
        ("import pandas, read with calamine", least(lambda: python(READ, str(path)), times)),
        ("crmbook refresh", least(lambda: refresh(path), times)),
    ]
    table(rows, against="import pandas, read with calamine")


def main() -> None:
    if sys.argv[1:]:
        for name in sys.argv[1:]:
            beside(Path(name))
        return
    with tempfile.TemporaryDirectory() as folder:
        beside(workbook(Path(folder), 500, 20_000))
        print("\nthe curve: clients, purchases, CPU s, MB")
        for purchases in (1_000, 10_000, 100_000, 1_000_000):
            clients = max(50, purchases // 50)
            taken = refresh(workbook(Path(folder), clients, purchases))
            print(f"{clients:10,}{purchases:12,}{taken.cpu:10.2f}{taken.megabytes:8.0f}")


if __name__ == "__main__":
    main()
