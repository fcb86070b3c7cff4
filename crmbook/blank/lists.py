"""The words that may be chosen, on one sheet that every drop-down list looks at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from crmbook.language import _
from crmbook.schema import Column, Names, Option, Profile, Table
from crmbook.sheet import Cell, Print, Sheet, Value, letters, quoted
from crmbook.sheet import Column as Look

TITLE = Names("Lists", "Sąrašai", "Saraksti")
YES_NO = (Option("yes", Names("Yes", "Taip", "Jā")), Option("no", Names("No", "Ne", "Nē")))
# Lists and checks reach this far below the headings, so that pasted rows are checked too.
REACH = 5000

# column → the table and the column in which the firm keeps what may be typed there
_LOOKED_UP = {
    "client_id": ("clients", "client_id"),
    "owner": ("team", "employee"),
    "product": ("products", "name"),
}
HEADING_ROWS = 3  # a sentence, a blank row, the headings


@dataclass(frozen=True)
class Words:
    """One list: the words of a choice, and over which columns it is used."""

    heading: str
    options: Sequence[Option]


class Lists:
    """Every choice of the workbook's tables once, though several columns use it."""

    def __init__(self, tables: Sequence[Table], profile: Profile) -> None:
        self._columns = {table.key: (table, table.shown(profile)) for table in tables}
        self._lists: list[Words] = []
        shown = [(table, column) for table in tables for column in table.shown(profile)]
        twice = Counter(str(column.names) for _table, column in _first_uses(shown))
        for table, column in _first_uses(shown):
            heading = str(column.names)
            if twice[heading] > 1:
                heading = f"{table.names}: {heading}"
            self._lists.append(Words(heading, options_of(column)))
        self._lists.append(Words(str(YES_NO[0].names) + " / " + str(YES_NO[1].names), YES_NO))

    def source(self, column: Column) -> str:
        """The range of the column's words, for a drop-down list."""
        place = next(n for n, it in enumerate(self._lists) if it.options == options_of(column))
        name = letters(place)
        last = HEADING_ROWS + len(self._lists[place].options)
        return f"={quoted(str(TITLE))}!${name}${HEADING_ROWS + 1}:${name}${last}"

    def entries(self, column: Column, on: Table) -> tuple[Table, str] | None:
        """The sheet whose rows say what may be typed, and the range filled in so far.

        A fixed range would end in thousands of blank lines to scroll past; COUNTA is asked only
        when a cell is typed into, so it costs nothing while the workbook is open.
        """
        key, wanted = _LOOKED_UP.get(column.key, ("", ""))
        if key not in self._columns or key == on.key:
            return None
        source, columns = self._columns[key]
        name = letters([it.key for it in columns].index(wanted))
        first = f"{quoted(str(source.names))}!${name}$2"
        rows = f"{first}:${name}${REACH + 1}"
        return source, f"={first}:INDEX({rows},MAX(1,COUNTA({rows})))"

    def sheet(self) -> Sheet:
        columns = [[str(option.names) for option in it.options] for it in self._lists]
        headings: list[Value | Cell] = [Cell(it.heading, "heading") for it in self._lists]
        body: list[Sequence[Value | Cell]] = [list(row) for row in zip_longest(*columns)]
        return Sheet(
            str(TITLE),
            [[Cell(_intro(), "note")], [], headings, *body],
            key="lists",
            columns=[Look(max(14, _longest(it) + 3), "text") for it in self._lists],
            row_heights={0: 18, HEADING_ROWS - 1: 24},
            freeze=(HEADING_ROWS, 0),
            print=Print(landscape=True, repeat_rows=HEADING_ROWS),
            tab_color="#A6A6A6",
        )


def _intro() -> str:
    return _("The words of the drop-down lists. crmbook knows these; leave them as they are.")


def _longest(words: Words) -> int:
    return max(len(words.heading), *(len(str(option.names)) for option in words.options))


def _first_uses(shown: Sequence[tuple[Table, Column]]) -> Iterator[tuple[Table, Column]]:
    seen: set[tuple[Option, ...]] = set()
    for table, column in shown:
        if column.choices and column.choices not in seen:
            seen.add(column.choices)
            yield table, column


def options_of(column: Column) -> tuple[Option, ...]:
    """The words a column may hold; empty when anything may be typed."""
    return YES_NO if column.kind == "yes_no" else column.choices
