"""A report sheet as plain data: cells, formats by name, tables, charts, links, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

Value: TypeAlias = "str | float | int | bool | date | datetime | None"

# What a cell looks like, by name; books/ knows how each is drawn.
Format = Literal[
    "title", "subtitle", "text", "text_right", "wrapped", "heading", "heading_right", "optional", "id",
    "label", "note", "good", "warn", "bad", "band",
    "date", "integer", "decimal", "money", "percent", "kpi", "kpi_money", "kpi_percent", "link",
    "input", "input_date", "input_money", "input_percent", "input_id",
]  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A value that needs more than its column's look.

    formula  "=SUM(Scores!$C$2:$C$9)", in English function names; value is its cached result
    link     "#'Clients'!A7" inside the workbook, or an address "https://…", "mailto:…"
    """

    value: Value = None
    format: Format | None = None
    formula: str | None = None
    link: str | None = None
    tip: str | None = None


@dataclass(frozen=True)
class Column:
    """Width in characters, and the look of every cell of the column that has none of its own."""

    width: float | None = None
    format: Format | None = None
    hidden: bool = False


@dataclass(frozen=True)
class TableBlock:
    """An Excel table: its heading row is the first row of the block.

    name   unique in the workbook; the writer adds a number when the owner has one of that name
    row, column  of the first heading, counted from 0
    rows   data rows under the heading, 0 makes a table with one blank row
    columns  number of columns
    calculated  column number (from 0, in the table) → formula of the whole column
    """

    name: str
    row: int
    column: int
    rows: int
    columns: int
    style: str = "Table Style Medium 2"
    autofilter: bool = True
    calculated: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Area:
    """A rectangle, counted from 0, both ends included; sheet is a title, None for this sheet."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    sheet: str | None = None


@dataclass(frozen=True)
class Series:
    name: str
    values: Area
    categories: Area
    kind: Literal["column", "bar", "line"] | None = None  # None: the chart's own
    second_axis: bool = False
    pale: bool = False  # what the others are compared with


@dataclass(frozen=True)
class Chart:
    """A native chart whose top left corner stands on a cell; width and height in pixels."""

    kind: Literal["column", "bar", "line", "pie", "doughnut", "stacked_column", "stacked_bar"]
    series: Sequence[Series]
    row: int
    column: int
    title: str = ""
    width: int = 480
    height: int = 288
    x_title: str = ""
    y_title: str = ""
    y_format: Format | None = None
    second_y_format: Format | None = None
    legend: bool = True


@dataclass(frozen=True)
class Button:
    """A button that stands on a cell, so many pixels from its left; it runs a macro of the workbook.

    width, height  in pixels
    """

    row: int
    column: int
    caption: str
    macro: str
    left: int = 0
    width: int = 150
    height: int = 36


@dataclass(frozen=True)
class Rule:
    """A conditional format over an area.

    kind "bar" draws data bars; "scale" colours from low to high; "equal", "less", "greater" and
    "formula" give cells that meet the condition the look of a format.
    """

    area: Area
    kind: Literal["bar", "scale", "equal", "less", "greater", "formula"]
    value: Value = None
    format: Format | None = None


@dataclass(frozen=True)
class Choice:
    """A drop-down list over an area; source is the choices themselves, or "=Lists!$A$2:$A$9"."""

    area: Area
    source: Sequence[str] | str
    message: str = ""
    strict: bool = True


@dataclass(frozen=True)
class Check:
    """What may be typed into an area, besides a list."""

    area: Area
    kind: Literal["date", "number", "not_negative", "share"]
    message: str = ""


@dataclass(frozen=True)
class Print:
    landscape: bool = False
    fit_width: bool = True
    repeat_rows: int = 0  # heading rows repeated on every page
    repeat_from: int = 0  # the first of them, counted from 0
    repeat_columns: int = 0  # first columns repeated on every page, where a page can't hold all
    breaks: Sequence[int] = ()  # rows, counted from 0, that begin a new page
    footer: str = "&L&F&C&A&R&P / &N"


@dataclass(frozen=True)
class Sheet:
    r"""A sheet to make or replace.

    name      the title wanted; at most 31 characters, none of : \ / ? * [ ]
    rows      cells from A1, row by row; rows may differ in length; None is an empty cell
    key       what the sheet is, in English and for ever: "silence". The writer marks the sheet with it
              and replaces the sheet so marked, whatever its title is now. "" takes the name.
    owned     True: the sheet is crmbook's, and the next write replaces it whole.
              False: it is made once and then belongs to the owner; a second write is refused.
    freeze    (rows, columns) that stay in view
    merges    areas whose first cell spans them
    notes     "A1" → the comment shown on the cell
    """

    name: str
    rows: Sequence[Sequence[Value | Cell]] = ()
    key: str = ""
    owned: bool = True
    columns: Sequence[Column] = ()
    row_heights: Mapping[int, float] = field(default_factory=dict)
    tables: Sequence[TableBlock] = ()
    charts: Sequence[Chart] = ()
    buttons: Sequence[Button] = ()
    rules: Sequence[Rule] = ()
    choices: Sequence[Choice] = ()
    checks: Sequence[Check] = ()
    merges: Sequence[Area] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    freeze: tuple[int, int] = (0, 0)
    print: Print = field(default_factory=Print)
    tab_color: str | None = None
    hide_gridlines: bool = True
    hidden: bool = False
    zoom: int = 100


def letters(column: int) -> str:
    """The letters of a column counted from 0: 0 → "A", 27 → "AB"."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """The address of a cell counted from 0: (6, 2) → "C7"."""
    return f"{letters(column)}{row + 1}"


def quoted(title: str) -> str:
    """A sheet's title as formulas and links want it: 'To do'."""
    return "'" + title.replace("'", "''") + "'"
