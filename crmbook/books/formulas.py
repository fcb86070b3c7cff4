"""The cells a formula names, moved down or grown; all else in it stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crmbook.books.references import LAST_ROW, Range, parse_cell

_TOKEN = re.compile(
    r"""
      "(?:[^"]|"")*"                                                   # text
    | (?P<sheet>(?:'(?:[^']|'')*'|(?:\[\d+\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!)?
      (?:
        (?P<first>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})
        (?::(?P<last>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}))?
      | (?P<rows>\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6})
      )
      (?![\w(.!\[])
    | \[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])*\]   # a table's columns
    | '(?:[^']|'')*'!?                                                 # another sheet's name
    | [\w.\\]+                                                         # a function, a name, a number
    """,
    re.VERBOSE,
)
_BEFORE_A_NAME = frozenset("(,;+-*/^&=<> ") | {""}
_ROW = re.compile(r"(\$?)(\d+)$")
_ABSOLUTE_ROW = re.compile(r"\$\d+$")


@dataclass(frozen=True)
class Reference:
    """Cells named by a formula; sheet is None when the formula's own sheet is meant."""

    sheet: str | None
    range: Range
    fixed: bool  # its rows stay when the formula is copied elsewhere


def references(formula: str) -> Iterator[Reference]:
    for found in _TOKEN.finditer(formula):
        reference = _reference(found)
        if reference is not None:
            yield reference


def is_bare(formula: str) -> bool:
    """Whether a formula is nothing but references, with commas between them."""
    rest = _TOKEN.sub(lambda found: "" if found["first"] else found[0], formula)
    return not rest.strip(", ")


def moved_down(formula: str, rows: int) -> str:
    """The formula as Excel fills it down by some rows."""

    def move(found: re.Match[str]) -> str:
        if found["rows"] is None and _reference(found) is None:
            return found[0]
        sheet = found["sheet"] or ""
        ends = (found["rows"] or found[0][len(sheet) :]).split(":")
        return sheet + ":".join(_moved(end, rows) for end in ends)

    return _TOKEN.sub(move, formula)


def grown(formula: str, new_bottom: Callable[[Reference], int | None]) -> str:
    """The formula with the ranges stretched down to the row the callable gives, if it gives one."""

    def grow(found: re.Match[str]) -> str:
        reference = _reference(found)
        bottom = new_bottom(reference) if reference is not None and found["last"] else None
        if bottom is None:
            return found[0]
        last = _ROW.sub(lambda row: f"{row[1]}{bottom}", found["last"])
        return f"{found['sheet'] or ''}{found['first']}:{last}"

    return _TOKEN.sub(grow, formula)


def in_full(formula: str, table: str) -> str:
    """The formula with the table's name before its columns: [Amount] → Sales[Amount].

    Excel writes it so, and LibreOffice understands no other spelling.
    """

    def name(found: re.Match[str]) -> str:
        column = found["first"] is None and found[0].startswith("[")
        alone = column and formula[: found.start()][-1:] in _BEFORE_A_NAME
        book = found[0][1:-1].isdigit()  # [1] is another workbook
        return f"{table}{found[0]}" if alone and not book else found[0]

    return _TOKEN.sub(name, formula)


def _reference(found: re.Match[str]) -> Reference | None:
    if found["first"] is None:
        return None
    first = parse_cell(found["first"])
    last = parse_cell(found["last"] or found["first"])
    if first is None or last is None:
        return None
    area = Range(
        min(first[0], last[0]),
        min(first[1], last[1]),
        max(first[0], last[0]),
        max(first[1], last[1]),
    )
    fixed = all(_ABSOLUTE_ROW.search(end) for end in (found["first"], found["last"]) if end)
    return Reference(_title(found["sheet"]), area, fixed)


def _title(prefix: str | None) -> str | None:
    if prefix is None:
        return None
    name = prefix[:-1]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _moved(end: str, rows: int) -> str:
    found = _ROW.search(end)
    if found is None or found[1] or not 1 <= int(found[2]) + rows <= LAST_ROW:
        return end
    return end[: found.start()] + str(int(found[2]) + rows)
