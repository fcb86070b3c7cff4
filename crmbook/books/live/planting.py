"""Sheets of ours put into a workbook that is open.

They are authored as a file, as for a closed book, and the program itself copies them over: what a
program reads from a file looks the same in every workbook.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.books import leftovers
from crmbook.books.grafting import SheetExistsError, kept_problem, refuse_doubles
from crmbook.books.layout import Layout
from crmbook.books.live import facts, marks, naming, protection, references
from crmbook.books.live.quiet import quietly
from crmbook.books.live.sweeping import sweep
from crmbook.books.renaming import tables_renamed
from crmbook.books.table_names import unlike
from crmbook.books.titles import changed, kept, legal, taken, wanted_for
from crmbook.errors import Problem
from crmbook.sheet import Cell, Sheet, Value

if TYPE_CHECKING:
    import xlwings

    from crmbook.books.live.marks import Mark


def write(book: xlwings.Book, sheets: Sequence[Sheet]) -> list[Problem]:
    """Make or replace exactly these sheets; what the owner should hear of it."""
    protection.refuse_structure(book)
    if any(leftovers.is_for_now(str(sheet.name)) for sheet in book.sheets):
        with quietly(book):
            sweep(book)
    return _Planting(book, sheets).write()


@dataclass(frozen=True)
class _Place:
    """Where a sheet goes: in the place of an old one of ours, else last.

    typed_on  the old one is its owner's from now on, and stays
    """

    layout: Layout
    key: str
    old: Mark | None
    typed_on: bool = False

    @property
    def sheet(self) -> Sheet:
        return self.layout.sheet


class _Planting:
    def __init__(self, book: xlwings.Book, sheets: Sequence[Sheet]) -> None:
        self._book = book
        self._marks = marks.all_marks(book)
        self._given = sheets
        self._sheets = [replace(s, name=legal(s.name), key=s.key or s.name) for s in sheets]
        self._remarks: list[Problem] = []
        self._refuse()

    def _refuse(self) -> None:
        """What can't be done is said before anything is changed."""
        refuse_doubles(sheet.key for sheet in self._sheets if sheet.owned)
        refuse_doubles(block.name.casefold() for s in self._sheets for block in s.tables)
        existing = {str(sheet.name).casefold() for sheet in self._book.sheets}
        for sheet in self._sheets:
            if not sheet.owned and sheet.name.casefold() in existing:
                raise SheetExistsError(sheet.name, str(self._book.name))

    def write(self) -> list[Problem]:
        places = [self._place(sheet) for sheet in self._titled()]
        with quietly(self._book) as called, _authored(self._book.app, places) as scratch:
            try:
                copies = self._copies(scratch, places)
                self._lead_over(places)
                for place, copy in zip(places, copies, strict=True):
                    self._settle(place, copy)
            except BaseException:
                with suppress(Exception):  # the program is gone, or busy: the next write does it
                    sweep(self._book)
                raise
            called |= {p.old.title: p.sheet.name for p in places if p.old and not p.typed_on}
            for place, copy in zip(places, copies, strict=True):
                _finish(copy, place)
        return self._remarks

    # Before

    def _titled(self) -> list[Sheet]:
        """The sheets under their final titles and with tables whose names are free."""
        for given, made in zip(self._given, self._sheets, strict=True):
            if made.name != given.name and made.key not in self._marks:
                self._remarks.append(changed(given.name, made.name))
        others = [sheet.name for sheet in self._sheets if not sheet.owned]
        wanted = {sheet.key: sheet.name for sheet in self._sheets if sheet.owned}
        final = naming.titles(self._book, self._marks, wanted, others)
        for key, title in final.items():
            if key not in self._marks and title != wanted_for(title):
                self._remarks.append(taken(wanted_for(title), title))
        named = [replace(s, name=final[s.key]) if s.owned else s for s in self._sheets]
        return self._with_free_tables(named)

    def _with_free_tables(self, sheets: Sequence[Sheet]) -> list[Sheet]:
        going = {self._marks[s.key].title for s in sheets if s.owned and s.key in self._marks}
        names = {str(name.name).casefold() for name in self._book.names}
        for sheet in self._book.sheets:
            if sheet.name not in going:
                names |= {str(table.name).casefold() for table in sheet.tables}
        renamed: dict[str, str] = {}
        for block in (block for sheet in sheets for block in sheet.tables):
            name = unlike(block.name, names)
            names.add(name.casefold())
            if name != block.name:
                renamed[block.name] = name
        return [tables_renamed(sheet, renamed) for sheet in sheets]

    def _place(self, sheet: Sheet) -> _Place:
        old = self._marks.get(sheet.key) if sheet.owned else None
        typed_on = old is not None and facts.typed_on(self._book.sheets[old.title], old.facts)
        return _Place(Layout(sheet), sheet.key, old, typed_on)

    # The copies, under titles for the time being

    def _copies(self, scratch: xlwings.Book, places: Sequence[_Place]) -> list[xlwings.Sheet]:
        """All of them or none: until they are all here nothing of the old is touched."""
        return [
            sheet.copy(before=self._book.sheets[place.old.title])
            if place.old
            else sheet.copy(after=self._book.sheets[-1])
            for sheet, place in zip(scratch.sheets, places, strict=True)
        ]

    def _lead_over(self, places: Sequence[_Place]) -> None:
        """Formulas and names speak of the copies before the sheets go that they spoke of."""
        over = {p.old.title: leftovers.coming(p.key) for p in places if p.old}
        references.of(self._book, list(over), besides=list(over.values())).retell(over)

    # In the place of the old ones: at each step there is one sheet that is marked, and whole

    def _settle(self, place: _Place, copy: xlwings.Sheet) -> None:
        old = self._book.sheets[place.old.title] if place.old else None
        seen = bool(old.visible) if old else not place.sheet.hidden
        if old and not place.typed_on:
            old.name = leftovers.going(place.key)
        if place.sheet.owned:
            marks.mark(self._book, str(copy.name), self._facts(place))
        if old and place.typed_on:
            self._give_away(old, place)
        copy.name = place.sheet.name
        copy.visible = seen
        if old and not place.typed_on:
            old.delete()

    def _give_away(self, old: xlwings.Sheet, place: _Place) -> None:
        """A sheet on which its owner typed gets another title, and its tables other names."""
        before = str(old.name)
        old.name = kept(before, {str(each.name).casefold() for each in self._book.sheets})
        names = {str(t.name).casefold() for sheet in self._book.sheets for t in sheet.tables}
        for table in old.tables:
            table.name = unlike(f"{table.name}_kept", names)
            names.add(str(table.name).casefold())
        self._remarks.append(kept_problem(before, str(old.name), place.sheet.name))

    def _facts(self, place: _Place) -> facts.Facts:
        before = place.old.facts if place.old else None
        title = place.old.title if place.old else ""
        return facts.of(
            place.layout, place.key, before, "" if leftovers.is_for_now(title) else title
        )


def _finish(copy: xlwings.Sheet, place: _Place) -> None:
    """What must not go through a file of its own: names of tables, and formulas."""
    drawn = sorted(copy.tables, key=lambda table: (table.range.row, table.range.column))
    blocks = sorted(place.sheet.tables, key=lambda block: (block.row, block.column))
    for table, block in zip(drawn, blocks, strict=True):
        if table.name != block.name:
            table.name = block.name
    for row, cells in enumerate(place.layout.rows(), 1):
        for column, cell in enumerate(cells, 1):
            if isinstance(cell, Cell) and cell.formula:
                copy.range((row, column)).formula = cell.formula


@contextmanager
def _authored(app: xlwings.App, places: Sequence[_Place]) -> Iterator[xlwings.Book]:
    """The sheets alone in a workbook that is open, out of sight, for as long as it takes."""
    from crmbook.books.creating import workbook

    data, _remarks = workbook([_bare(place) for place in places])
    with tempfile.TemporaryDirectory(
        prefix="crmbook", dir=_within_reach(), ignore_cleanup_errors=True
    ) as folder:
        file = Path(folder, "crmbook.xlsx")
        file.write_bytes(data)
        scratch = app.books.open(str(file))
        try:
            yield scratch
        finally:
            scratch.close()


def _within_reach() -> str | None:
    """Excel on macOS asks its owner about every file that does not lie in its own folder."""
    own = Path.home() / "Library/Containers/com.microsoft.Excel/Data"
    return str(own) if own.is_dir() else None


def _bare(place: _Place) -> Sheet:
    """The sheet with the results in place of its formulas, which may name sheets not in the file."""
    rows = [[_result(cell) for cell in row] for row in place.layout.rows()]
    tables = [replace(block, calculated={}) for block in place.sheet.tables]
    title = leftovers.coming(place.key)
    return replace(place.sheet, name=title, rows=rows, tables=tables, owned=False, hidden=False)


def _result(cell: Value | Cell) -> Value | Cell:
    return replace(cell, formula=None) if isinstance(cell, Cell) and cell.formula else cell
