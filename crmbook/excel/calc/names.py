"""Defined names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from xlwings import XlwingsError, base_classes

from crmbook.excel.calc import bridge
from crmbook.excel.calc.collection import Collection

if TYPE_CHECKING:
    from crmbook.excel.calc.books import Book
    from crmbook.excel.calc.ranges import Range

_TITLE = r"'(?:[^']|'')+'"
_EXCEL = re.compile(rf"({_TITLE}|[^\s'!]+)!(\$?[A-Z]+\$?\d+.*)")
_OURS = re.compile(rf"\$({_TITLE}|[^'.]+)\.(\$?[A-Z]+\$?\d+.*)")
_UNNAMED: Final = "crmbook_new_name"


class Names(Collection, base_classes.Names):
    def __init__(self, book: Book, names: Any) -> None:
        self.book = book
        self.names = names

    @property
    def api(self) -> Any:
        return self.names

    def members(self) -> list[Name]:
        return [Name(self, self.names.getByName(name)) for name in self.names.ElementNames]

    def __call__(self, key: int | str) -> Any:
        """Each name that is written is asked for: not all have to be looked at for it."""
        if isinstance(key, str) and self.names.hasByName(key):
            return Name(self, self.names.getByName(key))
        return super().__call__(key)

    def snapshot(self) -> list[tuple[str, Name]]:
        """Name and object, without asking what each one means."""
        return [(each.name, each) for each in self.members()]

    def add(self, name: str, refers_to: str) -> Name:
        place = bridge.struct("table.CellAddress")
        # A new name must not have a point in it, which Excel allows; a renamed one may.
        self.names.addNewByName(_UNNAMED, _in_calc(refers_to), place, 0)
        made = self.names.getByName(_UNNAMED)
        made.setName(name)
        return Name(self, self.names.getByName(name))


class Name(base_classes.Name):
    def __init__(self, names: Names, name: Any) -> None:
        self._names = names
        self._name = name

    @property
    def api(self) -> Any:
        return self._name

    @property
    def name(self) -> str:
        return str(self._name.Name)

    @name.setter
    def name(self, name: str) -> None:
        self._name.setName(name)

    @property
    def refers_to(self) -> str:
        content = str(self._name.Content)
        found = _OURS.fullmatch(content)
        return f"={found[1]}!{found[2]}" if found else f"={content}"

    @refers_to.setter
    def refers_to(self, text: str) -> None:
        self._name.setContent(_in_calc(text))

    @property
    def refers_to_range(self) -> Range:
        from crmbook.excel.calc.ranges import Range

        cells = self._name.getReferredCells()
        if cells is None:
            raise XlwingsError(f"The name {self.name} means no cells.")
        return Range(self._names.book.sheets(cells.RangeAddress.Sheet + 1), cells)

    def delete(self) -> None:
        self._names.names.removeByName(self.name)


def _in_calc(refers_to: str) -> str:
    """A meaning in Excel's words as LibreOffice writes it: 'To do'!$A$1 → $'To do'.$A$1."""
    text = refers_to.removeprefix("=")
    found = _EXCEL.fullmatch(text)
    return f"${found[1]}.{found[2]}" if found else text
