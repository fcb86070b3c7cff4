"""A new workbook of bare values, made of one that crmbook reads but does not write into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from crmbook.sheet import Value

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDEST = 40
# What is text stays text: nothing that was read becomes a formula, a link or a number.
_AS_READ = {
    "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "constant_memory": True,
}  # fmt: skip


def as_workbook(sheets: Mapping[str, Iterable[Sequence[Value]]], day: date) -> bytes:
    """Title → rows as a workbook; the day is its day of making: the same values, the same bytes."""
    import xlsxwriter

    file = BytesIO()
    with xlsxwriter.Workbook(file, _AS_READ) as book:
        book.set_properties({"created": datetime.combine(day, time())})  # Excel knows no zones
        looks: dict[type, Format] = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        for title, rows in sheets.items():
            _fill(book.add_worksheet(title), rows, looks)
    return file.getvalue()


def _fill(sheet: Worksheet, rows: Iterable[Sequence[Value]], looks: Mapping[type, Format]) -> None:
    widths: dict[int, int] = {}
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value is not None:
                sheet.write(row, column, value, looks.get(type(value)))
                widths[column] = max(widths.get(column, 0), len(str(value)))
    for column, width in widths.items():
        sheet.set_column(column, column, min(width, _WIDEST) + 2)
