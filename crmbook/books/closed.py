"""A workbook that is a file nobody has open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from crmbook.book import TablePlace
from crmbook.books import foreign, leftovers, locks, places, saving, scanning, sweeping
from crmbook.books.archive import Limits
from crmbook.books.backups import Backups, back_up
from crmbook.books.changing import Changing, Edit
from crmbook.books.folder import Folder
from crmbook.books.foreign import Kind
from crmbook.books.package import Package
from crmbook.books.reading import Values
from crmbook.books.saving import (
    ChangedSinceReadError,
    Fingerprint,
    GoneSinceReadError,
    NoBackupError,
)
from crmbook.errors import Problem
from crmbook.language import _
from crmbook.sheet import Area, Value


def _replaced(target: Path, copy: Path) -> Problem:
    text = _("{file} was there already and was replaced. As it was, it is kept as {copy}.")
    return Problem("", "", text.format(file=target.name, copy=copy), "output_replaced", "warning")


class ClosedBook(Changing):
    """Values are read when they are asked for; what is written is on disk when the call returns.

    path      the workbook that was opened
    target    the file that is written: the workbook itself (what a link points to), or the output
    folder    what crmbook keeps beside the target: backups and the run log
    macros    every write puts the macros of the buttons in, too
    backups   how many backups stay; None writes without one, which must be asked for.
              One is made before the first write of an opened book: what came later, we wrote.
    remarks   what the owner should hear of the writes so far
    """

    def __init__(  # noqa: PLR0913  # as open_book, which passes them on
        self,
        path: str | PathLike[str],
        *,
        now: datetime,
        output: str | PathLike[str] | None = None,
        backups: Backups | None = None,
        password: str | None = None,
        limits: Limits | None = None,
        macros: bool = False,
    ) -> None:
        self.path: Path | None = foreign.find(Path(path))
        self.remarks: list[Problem] = []
        self.backups = backups
        self._source = self.path
        self._given = Path(output).expanduser() if output else self.path
        self.target = self._given.resolve()
        self.folder = Folder(self.target)
        self._now = now
        self._password = password
        self._limits = limits
        self._macros = macros
        self._backed_up = False
        self._opened: Values | None
        self._looked_over: set[str] = set()
        self._known_faults: dict[str, scanning.Faults] = {}
        with foreign.told(self._source):
            self._kind: Kind = foreign.kind_of(self._source, limits)
            if output or macros:
                foreign.refuse_output(self._source, self._kind, self.target, macros=macros)
            self._read = Fingerprint.of(self._source)
            # Calamine reads all shared texts on opening; who only writes does not need them.
            self._opened = None if self._kind == "xlsx" else self._open_values()

    @property
    def fingerprint(self) -> str:
        """The sha256 of the file as it was read, or as we wrote it last."""
        return self._read.digest

    # Reading

    def sheets(self) -> list[str]:
        """All but what a write into the open workbook left behind: the next one takes it away."""
        titles = self._values.sheets()
        if not any(map(leftovers.is_for_now, titles)):
            return titles
        with self._package() as package:
            left = sweeping.left(package) if package else []
        return [title for title in titles if title not in left]

    def read(self, sheet: str) -> list[list[Value]]:
        return list(self.rows(sheet))

    def rows(self, sheet: str) -> Iterator[list[Value]]:
        self._look_over(sheet)
        return self._values.rows(sheet)

    def merged(self, sheet: str) -> list[Area]:
        self._look_over(sheet)
        return self._values.merged(sheet)

    def tables(self) -> list[TablePlace]:
        with self._package() as package:
            found = places.tables(package) if package else []
            left = sweeping.left(package) if package else []
        return [place for place in found if place.sheet not in left]

    def pivots(self) -> list[Area]:
        with self._package() as package:
            return places.pivots(package) if package else []

    @property
    def from_1904(self) -> bool:
        """Days are counted from 1904, as old Macs did; a plain number may be such a day."""
        with self._package() as package:
            return bool(package and package.workbook.date1904)

    def owned(self) -> dict[str, str]:
        from crmbook.books import grafting

        with self._package() as package:
            return dict(grafting.owned(package)) if package else {}

    def titles(self, wanted: Mapping[str, str]) -> dict[str, str]:
        from crmbook.books import grafting

        with self._package_or_new() as package:
            return dict(grafting.titles(package, wanted))

    def errors(self, sheet: str) -> dict[str, str]:
        """The cells that show an error: "C7" → "#DIV/0!". Reading finds them empty."""
        return self._faults(sheet).errors

    def uncached(self, sheet: str) -> list[str]:
        """The cells whose formula has no value, since no program has calculated it."""
        return self._faults(sheet).uncached

    def _faults(self, sheet: str) -> scanning.Faults:
        if sheet not in self._known_faults:
            with self._package() as package:
                found = scanning.faults_of(package, sheet) if package else scanning.Faults()
            self._known_faults[sheet] = found
        return self._known_faults[sheet]

    def _look_over(self, sheet: str) -> None:
        """Calamine believes what a package says of its sizes; we look before it reads a sheet."""
        if sheet in self._looked_over:
            return
        with self._package() as package:
            part = scanning.part_of(package, sheet) if package else ""
            if package and part:
                with package.stream(part) as stream:
                    scanning.refuse_too_wide(stream, sheet)
                if package.packed_size(part) > scanning.MAY_SWELL:
                    self._faults(sheet)  # reads to the end that the package tells
        self._looked_over.add(sheet)

    @property
    def has_dead_buttons(self) -> bool:
        """Whether another program has cut the buttons from their macros."""
        from crmbook.books import macros

        with self._package() as package:
            return bool(package and macros.has_dead_buttons(package))

    # Writing

    def expect_to_write(self) -> None:
        """Refuse now what a write would refuse, before anyone computes for a minute."""
        if not self._source.exists():
            raise GoneSinceReadError(self._source)
        if self._kind == "encrypted":
            raise foreign.EncryptedError(self._source.name)
        if self._kind != "xlsx" and self._in_place:
            raise foreign.ReadOnlyKindError(self._source.name, self._kind)
        self._refuse_open_elsewhere()
        saving.refuse_read_only(self.target)
        with self._package() as package:
            if package and package.signed and self._in_place:
                raise foreign.SignedError(self._source.name)

    def _step(self, edit: Edit) -> None:
        """One change of the file, whole or not at all."""
        remarks: list[Problem] = []

        def save(file: BinaryIO) -> None:
            with self._to_edit() as package:
                remarks.extend(edit(package) or ())
                remarks.extend(self._with_macros(package))
                package.save(file)

        with saving.told(self.target):
            self.expect_to_write()
            with self._alone():
                if not self._read.is_of(self._source):
                    raise ChangedSinceReadError(self._source)
                self._forget_values()
                self._read = saving.commit(
                    self.target, save, like=self._source, before=self._make_safe
                )
        self._forget_values()  # those of another workbook, when this was its first write
        self._source, self._kind, self._backed_up = self.target, "xlsx", True
        self.remarks += remarks

    def _with_macros(self, package: Package) -> Sequence[Problem]:
        """Put the macros in that are wanted; or anew, where another program damaged them."""
        if not self._macros and self.target.suffix.lower() != ".xlsm":
            return ()  # without loading the compiler of macros
        from crmbook.books import macros

        wanted = self._macros or macros.are_ours(package)
        return macros.put_macros(package) if wanted else ()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """No other crmbook writes the target meanwhile."""
        try:
            self.folder.path.mkdir(exist_ok=True)
        except OSError as error:
            if self.backups is not None:
                raise NoBackupError(self.target, self.folder.path) from error
            yield
            return
        with self.folder.locked():
            saving.sweep(self.target)
            yield

    def _make_safe(self) -> None:
        """The last look before the new file takes the place of the old one."""
        self._refuse_changed()
        if self.backups and not self._backed_up and self.target.exists():
            copy = back_up(self.target, self.folder.backups, self._now, self.backups)
            if not self._in_place:
                self.remarks.append(_replaced(self.target, copy))
        self._refuse_open_elsewhere()
        self._refuse_changed()

    def _refuse_changed(self) -> None:
        if not self._read.looks_like(self._source) and not self._read.is_of(self._source):
            raise ChangedSinceReadError(self._source)

    def _refuse_open_elsewhere(self) -> None:
        """A link may be locked beside itself or beside the file it points to."""
        for path in {self.target, self._given.absolute()}:
            locks.refuse_open_elsewhere(path)

    @property
    def _in_place(self) -> bool:
        return self._source.resolve() == self.target

    # The package and the values behind it

    @contextmanager
    def _package(self) -> Iterator[Package | None]:
        """The parts of the workbook, None for a kind that has none we know."""
        if self._kind != "xlsx":
            yield None
            return
        with Package.open(self._source, limits=self._limits) as package:
            yield package

    @contextmanager
    def _package_or_new(self, *, filled: bool = False) -> Iterator[Package]:
        """The parts of the workbook, or of a new one with the titles (and values) of what we read."""
        from crmbook.books.values import as_workbook

        with self._package() as package:
            if package is not None:
                yield package
                return
        sheets = {title: self.rows(title) if filled else () for title in self.sheets()}
        with Package.open(BytesIO(as_workbook(sheets, self._now.date()))) as package:
            package.name = self.target.name
            yield package

    @contextmanager
    def _to_edit(self) -> Iterator[Package]:
        with self._package_or_new(filled=True) as package:
            foreign.take_signature_off(package)
            yield package

    @property
    def _values(self) -> Values:
        if self._opened is None:
            self._opened = self._open_values()
        return self._opened

    def _open_values(self) -> Values:
        source: Path | bytes = self._source
        with self._package() as package:
            if package:
                scanning.refuse_swollen_texts(package)
        if self._kind == "encrypted":
            source = foreign.decrypted(self._source, self._password)
        return Values(source, self._source.name)

    def _forget_values(self) -> None:
        """Windows does not let a file be replaced while we hold it open."""
        if self._opened is not None:
            self._opened.close()
        self._opened = None
        self._looked_over.clear()
        self._known_faults.clear()

    def close(self) -> None:
        self._forget_values()
