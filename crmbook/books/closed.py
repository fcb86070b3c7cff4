"""A workbook that is a file nobody has open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Self

from crmbook.book import TablePlace
from crmbook.books.places import Places
from crmbook.books.reading import Values
from crmbook.errors import Problem
from crmbook.sheet import Area, Sheet, Value


class ClosedBook:
    """The values are read when they are asked for; every write is on disk when it returns."""

    def __init__(
        self, path: str | PathLike[str], *, output: str | PathLike[str] | None = None
    ) -> None:
        self.path: Path | None = Path(path)
        self.remarks: list[Problem] = []
        self._source = Path(path)
        self._output = output
        self._values = Values(self._source, self._source.name)

    def sheets(self) -> list[str]:
        return self._values.sheets()

    def read(self, sheet: str) -> list[list[Value]]:
        return list(self.rows(sheet))

    def rows(self, sheet: str) -> Iterator[list[Value]]:
        return self._values.rows(sheet)

    def tables(self) -> list[TablePlace]:
        places = Places(self._source)
        try:
            return places.tables()
        finally:
            places.close()

    def merged(self, sheet: str) -> list[Area]:
        return self._values.merged(sheet)

    def owned(self) -> dict[str, str]:
        raise NotImplementedError

    def titles(self, wanted: Mapping[str, str]) -> dict[str, str]:
        raise NotImplementedError

    def write(self, sheets: Sequence[Sheet]) -> None:
        raise NotImplementedError

    def append(self, table: str, rows: Sequence[Sequence[Value]]) -> None:
        raise NotImplementedError

    def change(self, sheet: str, cells: Mapping[str, Value]) -> None:
        raise NotImplementedError

    def close(self) -> None:
        self._values.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
