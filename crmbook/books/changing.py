"""The changes of a workbook that is a package, each one step, wherever the package is kept."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from crmbook.books.closing import Closing
from crmbook.books.package import Package
from crmbook.errors import Problem
from crmbook.sheet import Sheet, Value

Edit: TypeAlias = Callable[[Package], Sequence[Problem] | None]


class Changing(Closing):
    @abstractmethod
    def _step(self, edit: Edit) -> None:
        """One change of the package, whole or not at all."""

    def write(self, sheets: Sequence[Sheet]) -> None:
        from crmbook.books import grafting

        self._step(lambda package: grafting.write_sheets(package, sheets))

    def append(self, table: str, rows: Sequence[Sequence[Value]]) -> None:
        from crmbook.books import append

        self._step(lambda package: append.append(package, table, rows))

    def change(self, sheet: str, cells: Mapping[str, Value]) -> None:
        from crmbook.books import patch

        self._step(lambda package: patch.change(package, sheet, cells))
