"""What is not a workbook we write into: what may be read all the same, and what is refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from typing import Literal
from zipfile import BadZipFile, ZipFile

from crmbook.books.archive import Archive, Limits
from crmbook.books.package import Package
from crmbook.errors import CrmbookError, UsageError, WorkbookRefusedError
from crmbook.language import _

# "xlsx" stands for all packages that crmbook writes into: .xlsx, .xlsm and their templates.
# The others are read, and their values go into a new workbook.
Kind = Literal["xlsx", "strict", "xls", "xlsb", "ods", "encrypted"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_HEAD = 4096
_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam", ".xls", ".xlsb", ".ods"})
# Names under which a kind may go; another one makes readers take it for something else.
_NAMED: dict[Kind, frozenset[str]] = {
    "xls": frozenset({".xls", ".xlt"}),
    "xlsb": frozenset({".xlsb"}),
    "ods": frozenset({".ods"}),
}
_FAMILY = {
    ".xlsx": (".xlsx", ".xltx"), ".xltx": (".xlsx", ".xltx"),
    ".xlsm": (".xlsm", ".xltm", ".xlam"), ".xltm": (".xlsm", ".xltm", ".xlam"),
    ".xlam": (".xlsm", ".xltm", ".xlam"),
}  # fmt: skip


class WorkbookNotFoundError(CrmbookError):
    def __init__(self, path: Path, near: str | None) -> None:
        text = _("There is no file {file} in the folder {folder}.").format(
            file=path.name, folder=path.absolute().parent
        )
        if near:
            text += " " + _("Did you mean {near}?").format(near=near)
        super().__init__(text)


class ReadOnlyKindError(WorkbookRefusedError):
    """The workbook can be read; to write, a new workbook must be named."""

    def __init__(self, name: str, kind: Kind) -> None:
        super().__init__(
            _(
                "crmbook reads {book} but does not write into it: it is {kind}. Open it in Excel and "
                "save it as an Excel workbook (.xlsx), or give --output with the name of a new .xlsx "
                "for its values and the reports."
            ).format(book=name, kind=spoken_kind(kind))
        )


class EncryptedError(WorkbookRefusedError):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "{book} is encrypted with a password. Open it in Excel, "
                "remove the password (File, Info, Protect Workbook, Encrypt with Password), save it "
                "and run again."
            ).format(book=name)
        )


class UnreadableError(CrmbookError):
    """The system does not let us read the file."""

    def __init__(self, path: Path, error: OSError) -> None:
        if isinstance(error, PermissionError):
            reason = _("it is locked by another program, or you may not read it")
        else:
            reason = error.strerror or str(error)
        super().__init__(
            _("{file} could not be read: {reason}.").format(file=path.name, reason=reason)
        )


class SignedError(WorkbookRefusedError):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "{book} carries a digital signature, and no change leaves a signature valid. "
                "Give --output with the name of a new workbook, which will be unsigned."
            ).format(book=name)
        )


def find(path: Path) -> Path:
    """The file meant by a path; raises WorkbookNotFoundError with the nearest name."""
    path = path.expanduser()
    if path.is_dir():
        raise UsageError(
            _("{path} is a folder. Give the name of the workbook in it.").format(path=path)
        )
    if path.exists():
        return path
    if not path.parent.is_dir():
        raise UsageError(_("There is no folder {folder}.").format(folder=path.absolute().parent))
    names = [one.name for one in path.parent.iterdir() if one.suffix.lower() in _SUFFIXES]
    # A Mac may store š as s and a caron; it is the same name.
    same = [name for name in names if _composed(name) == _composed(path.name)]
    if same:
        return path.with_name(same[0])
    raise WorkbookNotFoundError(path, _nearest(path.stem, names))


def _nearest(stem: str, names: list[str]) -> str | None:
    stems = {Path(name).stem.casefold(): name for name in names}
    return next((stems[near] for near in get_close_matches(stem.casefold(), stems, n=1)), None)


def kind_of(path: Path, limits: Limits | None = None) -> Kind:
    """What a file is, by what stands in it; raises WorkbookRefusedError for what is no workbook."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise WorkbookRefusedError(
            _(
                "{book} is empty (0 bytes). If it lies in OneDrive or Dropbox, wait until it has "
                "arrived whole; else take a copy from a backup."
            ).format(book=path.name)
        )
    if head.startswith(_OLE):
        kind: Kind = "encrypted" if _ENCRYPTED in path.read_bytes() else "xls"
    elif head.startswith(_ZIP):
        kind = _kind_of_package(path, limits)
    else:
        raise WorkbookRefusedError(_no_workbook(path.name, head))
    _refuse_misnamed(path, kind)
    return kind


def refuse_output(source: Path, kind: Kind, output: Path, *, macros: bool = False) -> None:
    """Raise UsageError when the new workbook's name would make Excel refuse it.

    macros  the new workbook is to hold some, whatever the source holds
    """
    if output.is_dir():
        raise UsageError(
            _("{path} is a folder. Give the name of the new workbook in it.").format(path=output)
        )
    if not output.parent.is_dir():
        raise UsageError(_("There is no folder {folder}.").format(folder=output.absolute().parent))
    suffix = source.suffix.lower() if kind == "xlsx" else ".xlsx"
    suffix = ".xlsm" if macros else suffix
    if output.suffix.lower() not in _FAMILY.get(suffix, (".xlsx",)):
        raise UsageError(
            _("The new workbook's name must end in {suffix}, not “{given}”.").format(
                suffix=suffix, given=output.suffix
            )
        )


def decrypted(path: Path, password: str | None) -> bytes:
    """The workbook inside an encrypted file, in memory only."""
    if password is None:
        raise EncryptedError(path.name)
    try:
        import msoffcrypto
    except ImportError as error:
        raise WorkbookRefusedError(
            _(
                "To read {book}, which is encrypted, crmbook needs one more piece: "
                "run pip install 'crmbook[crypt]'."
            ).format(book=path.name)
        ) from error
    plain = BytesIO()
    try:
        with path.open("rb") as file:
            office = msoffcrypto.OfficeFile(file)
            office.load_key(password=password)
            office.decrypt(plain)
    except Exception as error:  # the library raises many kinds, and a bare Exception
        raise WorkbookRefusedError(
            _("The password does not open {book}.").format(book=path.name)
        ) from error
    return plain.getvalue()


def spoken_kind(kind: Kind) -> str:
    return {
        "xls": _("in the old .xls format"),
        "xlsb": _("a binary workbook (.xlsb)"),
        "ods": _("an OpenDocument file (.ods)"),
        "strict": _("a Strict Open XML workbook"),
    }.get(kind, kind)


def take_signature_off(package: Package) -> None:
    """A signature that no longer fits makes Excel warn of forgery; none is honest."""
    root = package.relationships("")
    for origin in root.of("origin"):
        root.remove(origin.id)
        package.remove_with_children(origin.target)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say what the system refused when we read, in a sentence."""
    try:
        yield
    except OSError as error:
        raise UnreadableError(path, error) from error


def _kind_of_package(path: Path, limits: Limits | None) -> Kind:
    """A package opens, or is one of those that only calamine reads, or is refused by Package."""
    with path.open("rb") as file:
        Archive(file, path.name, limits or Limits())  # refuses bombs and what is cut short
    try:
        with Package.open(path, limits=limits):
            return "xlsx"
    except WorkbookRefusedError:
        found = _read_only_kind(path)
        if found is None:
            raise
        return found


def _read_only_kind(path: Path) -> Kind | None:
    try:
        with ZipFile(path) as archive:
            parts = {name.lower().lstrip("/"): name for name in archive.namelist()}
            texts = [
                archive.read(parts[part])[:_HEAD]
                for part in ("mimetype", "[content_types].xml", "xl/workbook.xml")
                if part in parts
            ]
    except (BadZipFile, OSError):
        return None
    marks: dict[bytes, Kind] = {
        b"opendocument.spreadsheet": "ods",
        b"sheet.binary.macroEnabled.main": "xlsb",
        b"http://purl.oclc.org/ooxml/spreadsheetml": "strict",
    }
    return next((kind for mark, kind in marks.items() if any(mark in text for text in texts)), None)


def _refuse_misnamed(path: Path, kind: Kind) -> None:
    suffix = path.suffix.lower()
    misnamed = any(
        (suffix in names) != (one == kind) for one, names in _NAMED.items() if kind != "encrypted"
    )
    if misnamed:
        raise WorkbookRefusedError(
            _(
                "{book} is not what its name says: inside it is {kind}. "
                "Open it in Excel, save it as an Excel workbook (.xlsx) and run again."
            ).format(
                book=path.name, kind=_("an .xlsx workbook") if kind == "xlsx" else spoken_kind(kind)
            )
        )


def _no_workbook(name: str, head: bytes) -> str:
    text = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if text.startswith((b"<html", b"<!doctype html", b"<table")) or b"<table" in text:
        return _(
            "{book} is a web page under a workbook's name, as some programs export it. "
            "Open it in Excel, save it as an Excel workbook (.xlsx) and run again."
        ).format(book=name)
    if text.startswith((b"<?xml", b"<")):
        return _(
            "{book} is an XML file, not an Excel workbook. "
            "Open it in Excel, save it as an Excel workbook (.xlsx) and run again."
        ).format(book=name)
    if b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _(
            "{book} is a text file (CSV), not an Excel workbook. "
            "Open it in Excel, save it as an Excel workbook (.xlsx) and run again."
        ).format(book=name)
    return _(
        "{book} is not an Excel workbook. "
        "Open it in the program it comes from, save it as .xlsx and run again."
    ).format(book=name)


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
