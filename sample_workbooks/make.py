"""Make the sample workbooks beside this file, all of invented people: python sample_workbooks/make.py.

The same call makes the same workbooks; the tests hold the files against a fresh making.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import xlsxwriter

from crmbook.books.creating import create
from crmbook.demo import demo, rows
from crmbook.language import Language

HERE = Path(__file__).parent
AS_OF = date(2026, 3, 31)
LISTS_AS_OF = date(2025, 12, 31)
MADE = datetime(2026, 3, 31)  # noqa: DTZ001  # a workbook knows no time zones

Rows = Sequence[dict[str, Any]]


def make(folder: Path, *, without: Collection[str] = ()) -> list[Path]:
    """Every sample, in that folder; the paths made."""
    (folder / "broken").mkdir(parents=True, exist_ok=True)
    wanted = {name: maker for name, maker in SAMPLES.items() if name not in without}
    return [_make(folder / name, maker) for name, maker in wanted.items()]


def _make(path: Path, maker: Callable[[Path], None]) -> Path:
    path.unlink(missing_ok=True)
    maker(path)
    return path


# ── whole ones ───────────────────────────────────────────────────────────────────────────────


def small(path: Path) -> None:
    """Twelve clients, one year, in English."""
    create(path, demo("en", AS_OF, clients=12, years=1, seed=7), created=AS_OF)


def every_sheet(path: Path) -> None:
    """Twenty clients, one year, and every sheet about sales, care and the leader's own filled in."""
    sheets = demo("en", AS_OF, clients=20, years=1, seed=5, profile="full")
    create(path, sheets, created=AS_OF)


def firm_of_500(path: Path) -> None:
    """500 clients, three years, with the patterns of crmbook.demo.planted."""
    create(path, demo("en", AS_OF, clients=500, years=3, seed=1), created=AS_OF)


# ── as firms keep them ───────────────────────────────────────────────────────────────────────

MONTHS = {
    "lt": ("sausio", "vasario", "kovo", "balandžio", "gegužės", "birželio", "liepos", "rugpjūčio",
           "rugsėjo", "spalio", "lapkričio", "gruodžio"),
    "lv": ("janvārī", "februārī", "martā", "aprīlī", "maijā", "jūnijā", "jūlijā", "augustā",
           "septembrī", "oktobrī", "novembrī", "decembrī"),
}  # fmt: skip


class Plain:
    """A workbook such as people make: cells, a few colours, no tables."""

    def __init__(self, path: Path) -> None:
        self.book = xlsxwriter.Workbook(path)
        self.book.set_properties({"created": MADE})
        self.bold = self.book.add_format({"bold": True, "bg_color": "#FFF2CC", "border": 1})
        self.title = self.book.add_format({"bold": True, "font_size": 14})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.dotted_day = self.book.add_format({"num_format": "dd.mm.yyyy"})

    def sheet(self, name: str, headings: Sequence[str], row: int = 0) -> Any:  # noqa: ANN401  # XlsxWriter has no types
        made = self.book.add_worksheet(name)
        made.write_row(row, 0, headings, self.bold)
        made.set_column(0, len(headings) - 1, 16)
        return made

    def close(self) -> None:
        self.book.close()


def sales_list_lt(path: Path) -> None:
    """One flat sheet of sales without ids: a title above, subtotals between, dates and sums as typed."""
    kept = Plain(path)
    headings = ("Data", "Klientas", "Prekė", "Kiek.", "Suma su PVM", "Vadybininkas", "Pastabos")
    sheet = kept.sheet("Pardavimai 2025", headings, row=3)
    sheet.merge_range("A1:G1", "PARDAVIMAI 2025 M. (išgalvoti)", kept.title)
    sheet.write("A2", "Papildyti kas savaitę!")
    names = {row["client_id"]: row["name"] for row in _invented("lt")["clients"]}
    row = 4
    sales = _invented("lt")["purchases"]
    for month, lines in groupby(sales, key=lambda it: (it["date"].year, it["date"].month)):
        sums: list[float] = []
        for line in lines:
            _sale(kept, sheet, row, line, _as_typed(str(names[line["client_id"]]), row))
            sums.append(round(line["amount"] * 1.21, 2))
            row += 1
        sheet.write(row, 3, "Iš viso:", kept.bold)
        sheet.write_formula(
            row, 4, f"=SUBTOTAL(9,E{row - len(sums) + 1}:E{row})", kept.bold, sum(sums)
        )
        row += 1 + month[1] % 2  # sometimes a blank row
    sheet.set_row(6, None, None, {"hidden": True})
    sheet.autofilter(3, 0, row, 6)
    sheet.set_column("F:F", 18, None, {"hidden": True})
    sheet.freeze_panes(4, 0)
    kept.close()


def _sale(kept: Plain, sheet: Any, row: int, line: dict[str, Any], name: str) -> None:  # noqa: ANN401
    day: date = line["date"]
    ways: list[date | str] = [
        day,
        f"{day:%Y-%m-%d}",
        f"{day:%Y.%m.%d}",
        f"{day.year} m. {MONTHS['lt'][day.month - 1]} {day.day} d.",
    ]
    _date(sheet, row, 0, ways[row % 4], kept.day)
    sheet.write_string(row, 1, name)
    sheet.write_string(row, 2, line["product"])
    sheet.write_number(row, 3, line["quantity"])
    amount = round(line["amount"] * 1.21, 2)
    _amount(sheet, row, 4, amount, f"{_grouped(amount)} €" if row % 6 else _grouped(amount, "."))
    sheet.write_string(row, 5, line["owner"])
    if row % 17 == 0:
        sheet.write_string(row, 6, "pristatyti rytais")


def _as_typed(name: str, row: int) -> str:
    """The same client a little differently: capitals, a blank at the end, no quotation marks."""
    variants = [name, name, name, f"{name} ", name.replace("„", "").replace("“", ""), name.upper()]
    return variants[row % len(variants)]


def clients_and_purchases_lv(path: Path) -> None:
    """Two Latvian sheets: ids as numbers here and as text there, phones as numbers, returns."""
    kept = Plain(path)
    invented = _invented("lv")
    numbers = {it["client_id"]: n for n, it in enumerate(invented["clients"], start=101)}
    _client_list_lv(kept, invented["clients"], numbers)
    headings = ("Rēķina nr.", "Klienta nr.", "Datums", "Prece", "Daudzums", "Cena", "Summa bez PVN")
    sheet = kept.sheet("Pirkumi", headings)
    for row, line in enumerate(invented["purchases"], start=1):
        _purchase_lv(kept, sheet, row, line, numbers[line["client_id"]])
    _own_chart(kept, invented["purchases"])
    kept.close()


def _client_list_lv(kept: Plain, clients: Rows, numbers: dict[str, int]) -> None:
    headings = ("Klienta nr.", "Nosaukums", "Tālr.", "E-pasts", "Pilsēta", "Dz. dat.", "Menedžeris")
    sheet = kept.sheet("Klientu saraksts 2025", headings, row=2)
    sheet.merge_range("A1:G1", "Klientu saraksts (izdomāti cilvēki)", kept.title)
    for row, client in enumerate(clients, start=3):
        sheet.write_number(row, 0, numbers[client["client_id"]])
        sheet.write_string(row, 1, f" {client['name']}" if row % 9 == 0 else client["name"])
        phone = (client.get("phone") or "").replace(" ", "").removeprefix("+")
        if phone:
            sheet.write_number(row, 2, int(phone))
        sheet.write_string(
            row, 3, (client.get("email") or "").replace("@", " @" if row % 11 == 0 else "@")
        )
        sheet.write_string(row, 4, client["city"])
        if born := client.get("birth_date"):
            _date(sheet, row, 5, f"{born:%d.%m.%Y}." if row % 2 else born, kept.dotted_day)
        sheet.write_string(row, 6, client["owner"])
    sheet.write(len(clients) + 4, 0, "Kopā:", kept.bold)
    sheet.write_formula(len(clients) + 4, 1, f"=COUNTA(B4:B{len(clients) + 3})", None, len(clients))


def _purchase_lv(kept: Plain, sheet: Any, row: int, line: dict[str, Any], number: int) -> None:  # noqa: ANN401
    day: date = line["date"]
    sheet.write_string(row, 0, line["document"])
    if row % 5:
        sheet.write_number(row, 1, number)
    else:
        sheet.write_string(row, 1, f"{number} ")
    ways: list[date | str] = [
        f"{day:%d.%m.%Y}.",
        day,
        f"{day.year}. gada {day.day}. {MONTHS['lv'][day.month - 1]}",
    ]
    _date(sheet, row, 2, ways[row % 3], kept.dotted_day)
    sheet.write_string(row, 3, line["product"])
    sheet.write_number(row, 4, line["quantity"])
    sheet.write_number(row, 5, line["price"])
    amount = line["amount"]
    _amount(
        sheet,
        row,
        6,
        amount,
        f"EUR {amount:.2f}".replace(".", ",") if row % 4 else _grouped(amount),
    )


def _own_chart(kept: Plain, purchases: Rows) -> None:
    """The owner's own sheet, which must be there after every refresh."""
    sheet = kept.sheet("Mans grafiks", ("Mēnesis", "Apgrozījums"))
    months = [
        (month, round(sum(it["amount"] for it in lines), 2))
        for month, lines in groupby(purchases, key=lambda it: f"{it['date']:%Y-%m}")
    ]
    for row, pair in enumerate(months, start=1):
        sheet.write_row(row, 0, pair)
    chart = kept.book.add_chart({"type": "column"})
    last = len(months)
    chart.add_series(
        {
            "name": "Apgrozījums",
            "categories": ["Mans grafiks", 1, 0, last, 0],
            "values": ["Mans grafiks", 1, 1, last, 1],
        }
    )
    sheet.insert_chart("D2", chart)


def _invented(language: Language) -> dict[str, Any]:
    return dict(rows(language, LISTS_AS_OF, clients=40, years=1, seed=3))


def _date(sheet: Any, row: int, column: int, value: date | str, look: Any) -> None:  # noqa: ANN401
    if isinstance(value, str):
        sheet.write_string(row, column, value)
    else:
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), look)  # noqa: DTZ001


def _amount(sheet: Any, row: int, column: int, amount: float, text: str) -> None:  # noqa: ANN401
    """Two of three as text, as an accounting program exports them."""
    if row % 3:
        sheet.write_string(row, column, text)
    else:
        sheet.write_number(row, column, amount)


def _grouped(amount: float, mark: str = "\u00a0") -> str:
    """1234.5 as 1 234,50, with a blank that does not break, or as 1.234,50."""
    return f"{amount:,.2f}".replace(",", "|").replace(".", ",").replace("|", mark)


# ── broken ones ──────────────────────────────────────────────────────────────────────────────


def truncated(path: Path) -> None:
    """A copy that stopped half way."""
    whole = (path.parent.parent / "small.xlsx").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def not_a_zip(path: Path) -> None:
    """A list saved as text under an Excel name."""
    path.write_text("Client;Date;Amount\nC-1;2026-03-31;12,50\n", encoding="utf-8", newline="\n")


def encrypted(path: Path) -> None:
    """The beginning of what Excel writes when a workbook has a password to open; nothing inside."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    names = ("Root Entry", "EncryptionInfo", "EncryptedPackage")
    path.write_bytes(head + b"".join(it.encode("utf-16-le").ljust(128, b"\0") for it in names))


CLIENTS = ("Client no.", "Name", "Phone")
PURCHASES = ("Client no.", "Date", "Quantity", "Price", "Amount")


def duplicate_ids(path: Path) -> None:
    """A client's number given to somebody else, once as a number, once as text; an unknown client."""
    kept = Plain(path)
    clients = kept.sheet("Clients", CLIENTS)
    for row, client in enumerate(
        [(17, "Rose Mosswood"), ("17", "Peter Larkwell"), (18, "Grace Elmsworth")], 1
    ):
        clients.write_row(row, 0, client)
    purchases = kept.sheet("Purchases", PURCHASES)
    for row, line in enumerate([(17, 2, 5.0), (18, 1, 7.5), (19, 3, 2.0)], 1):
        _line(kept, purchases, row, line)
        purchases.write_number(row, 4, line[1] * line[2])
    kept.close()


def _line(kept: Plain, sheet: Any, row: int, line: tuple[object, float, float]) -> None:  # noqa: ANN401
    sheet.write(row, 0, line[0])
    _date(sheet, row, 1, date(2026, 3, row), kept.day)
    sheet.write_row(row, 2, line[1:])


def no_cached_values(path: Path) -> None:
    """Amounts are formulas that no program has calculated yet."""
    kept = Plain(path)
    clients = kept.sheet("Clients", CLIENTS)
    clients.write_row(1, 0, ("C-1", "Rose Mosswood"))
    purchases = kept.sheet("Purchases", PURCHASES)
    for row, line in enumerate([("C-1", 2, 5.0), ("C-1", 1, 7.5)], 1):
        _line(kept, purchases, row, line)
        purchases.write_formula(row, 4, f"=C{row + 1}*D{row + 1}")
    kept.close()
    _without(path, rb"(</f>)<v>0</v>", rb"\1")


def _without(path: Path, pattern: bytes, instead: bytes) -> None:
    """Take something out of the sheets' XML, everything else as it is."""
    kept = BytesIO()
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for part in whole.infolist():
            text = whole.read(part)
            is_sheet = part.filename.startswith("xl/worksheets/sheet")
            new.writestr(part, re.sub(pattern, instead, text) if is_sheet else text)
    path.write_bytes(kept.getvalue())


def merged_cells(path: Path) -> None:
    """The client's number stands once for several rows, and a heading spans two columns."""
    kept = Plain(path)
    sheet = kept.sheet("Purchases", ("Client no.", "Date", "Amount", "Notes"))
    sheet.merge_range("D1:E1", "Notes", kept.bold)
    sheet.merge_range("A2:A4", "C-1", kept.book.add_format({"valign": "vcenter"}))
    sheet.write("A5", "C-2")
    for row in range(1, 5):
        _date(sheet, row, 1, date(2026, 3, row), kept.day)
        sheet.write_number(row, 2, 10.0 * row)
    kept.close()


def ids_as_numbers(path: Path) -> None:
    """Ids that Excel made numbers of: 17.0, and a long one shown as 1.7E+15."""
    kept = Plain(path)
    clients = kept.sheet("Clients", CLIENTS)
    rough = kept.book.add_format({"num_format": "0.0E+00"})
    clients.write_number(1, 0, 17.0)
    clients.write_number(2, 0, 1_712_345_678_901_234.0, rough)
    clients.write_string(3, 0, "0017")
    clients.write_column(1, 1, ("Rose Mosswood", "Peter Larkwell", "Grace Elmsworth"))
    purchases = kept.sheet("Purchases", PURCHASES)
    known = ("17", "1712345678901234", "0017", 17, 1_712_345_678_901_234)
    for row, client in enumerate(known, 1):
        _line(kept, purchases, row, (client, 1, 5.0))
        purchases.write_number(row, 4, 5.0)
    kept.close()


def empty(path: Path) -> None:
    """A new workbook of Excel's: one empty sheet."""
    kept = Plain(path)
    kept.book.add_worksheet("Sheet1")
    kept.close()


# In this order: a truncated one needs a whole one.
SAMPLES: dict[str, Callable[[Path], None]] = {
    "small.xlsx": small,
    "every-sheet.xlsx": every_sheet,
    "firm-of-500.xlsx": firm_of_500,
    "pardavimai-2025.xlsx": sales_list_lt,
    "klienti-un-pirkumi.xlsx": clients_and_purchases_lv,
    "broken/truncated.xlsx": truncated,
    "broken/not-a-zip.xlsx": not_a_zip,
    "broken/encrypted.xlsx": encrypted,
    "broken/duplicate-ids.xlsx": duplicate_ids,
    "broken/no-cached-values.xlsx": no_cached_values,
    "broken/merged-cells.xlsx": merged_cells,
    "broken/ids-as-numbers.xlsx": ids_as_numbers,
    "broken/empty.xlsx": empty,
}

if __name__ == "__main__":
    for made in make(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE):
        print(f"{made.stat().st_size:>9,}  {made.name}")
