"""What is no workbook is refused with its remedy; what can be read goes into a new workbook."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import msoffcrypto
import pytest

from crmbook.books import open_book
from crmbook.books.archive import Limits
from crmbook.books.foreign import (
    EncryptedError,
    ReadOnlyKindError,
    SignedError,
    WorkbookNotFoundError,
)
from crmbook.books.live.finding import NotOpenError
from crmbook.errors import CrmbookError, UsageError, WorkbookRefusedError
from crmbook.sheet import Sheet

Author = Callable[..., Path]

NOON = datetime(2026, 3, 31, 12, 0, 0, tzinfo=UTC)
CLIENTS = [["Number", "Name", "Since"], [1, "=Rasa", date(2024, 2, 29)], [2.5, "Žąsytė", None]]


@pytest.fixture
def strict(author: Author, tmp_path: Path) -> Path:
    """As Excel saves “Strict Open XML”: the same parts under other names."""
    source, path = author("plain.xlsx", Clients=CLIENTS), tmp_path / "strict.xlsx"
    names = {
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships":
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main":
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    }  # fmt: skip
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for transitional, other in names.items():
                part = part.replace(transitional, other)
            new.writestr(name, part)
    return path


@pytest.fixture
def ods(tmp_path: Path) -> Path:
    """A small OpenDocument sheet, written by hand."""
    path = tmp_path / "clients.ods"
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="Clients"><table:table-row>'
        '<table:table-cell office:value-type="string"><text:p>Rasa</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="17"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path


@pytest.fixture
def encrypted(author: Author, tmp_path: Path) -> Path:
    path = tmp_path / "secret.xlsx"
    with author("plain.xlsx", Clients=CLIENTS).open("rb") as plain, path.open("wb") as file:
        office = msoffcrypto.OfficeFile(plain)
        office.encrypt("žąsis", file)
    return path


@pytest.fixture
def signed(author: Author, tmp_path: Path) -> Path:
    """A workbook with the parts of a digital signature."""
    source, path = author("plain.xlsx", Clients=CLIENTS), tmp_path / "signed.xlsx"
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "_rels/.rels":
                part = part.replace(
                    b"</Relationships>",
                    f'<Relationship Id="rS" Type="{kind}/origin" Target="_xmlsignatures/origin.sigs"/>'
                    "</Relationships>".encode(),
                )  # fmt: skip
            if name == "[Content_Types].xml":
                part = part.replace(
                    b"</Types>",
                    b'<Default Extension="sigs" ContentType="application/vnd.openxmlformats-package.'
                    b'digital-signature-origin"/><Override PartName="/_xmlsignatures/sig1.xml" '
                    b'ContentType="application/vnd.openxmlformats-package.digital-signature-'
                    b'xmlsignature+xml"/></Types>',
                )
            new.writestr(name, part)
        new.writestr("_xmlsignatures/origin.sigs", b"")
        new.writestr("_xmlsignatures/sig1.xml", b"<Signature/>")
        new.writestr(
            "_xmlsignatures/_rels/origin.sigs.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{kind}/signature" Target="sig1.xml"/></Relationships>',
        )
    return path


# What is refused at once


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.xlsx", b"", "is empty (0 bytes)"),
        ("clients.csv", b"Nr;Vardas\n1;Rasa\n", "is a text file (CSV)"),
        ("clients.xlsx", "\ufeffNr;Žąsis".encode(), "is a text file (CSV)"),
        ("clients.xlsx", "Nr\tŽąsis".encode("utf-16"), "is a text file (CSV)"),
        ("export.xls", b"<html><table><tr><td>1</td></tr></table></html>", "is a web page"),
        ("export.xls", b'<?xml version="1.0"?><Workbook/>', "is an XML file"),
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not an Excel workbook"),
        ("short.xlsx", b"PK\x03\x04" + bytes(200), "is not an Excel workbook, or it is cut short"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_with_its_remedy(
    tmp_path: Path, name: str, content: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(WorkbookRefusedError, match=re.escape(told)) as refused:
        open_book(path)
    assert name in str(refused.value)
    assert re.search(r"save it|wait until", str(refused.value))


def test_a_workbook_cut_short_is_refused(author: Author) -> None:
    path = author()
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(WorkbookRefusedError, match="cut short"):
        open_book(path)


def test_a_zip_of_other_things_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    with pytest.raises(WorkbookRefusedError, match="no Excel workbook in it"):
        open_book(path)


def test_a_zip_bomb_is_refused_with_a_limit_one_can_raise(author: Author) -> None:
    path = author(Clients=[["x" * 30_000 + str(n)] for n in range(40)])
    with pytest.raises(WorkbookRefusedError, match="raise the limit"):
        open_book(path, limits=Limits(total=100_000))
    with open_book(path, limits=Limits(total=10_000_000)) as book:
        assert len(book.read("Clients")) == 40


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_a_part_larger_than_it_says_is_refused_before_it_fills_memory(
    author: Author, part: str
) -> None:
    path = author(Clients=[[os.urandom(200).hex(), n] for n in range(1500)])
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    kept[part] += b" " * 2_000_000 + os.urandom(300_000).hex().encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in kept.items():
            archive.writestr(name, data)
    true, told = len(kept[part]).to_bytes(4, "little"), (100_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(true, told))
    with (
        pytest.raises(WorkbookRefusedError, match=f"the part “{part.lower()}” can't be read"),
        open_book(path) as book,
    ):
        book.read("Clients")


def test_a_folder_is_not_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder"):
        open_book(tmp_path)


def test_a_missing_file_names_the_nearest(author: Author) -> None:
    path = author("clients.xlsx")
    with pytest.raises(WorkbookNotFoundError, match=r"Did you mean clients\.xlsx\?"):
        open_book(path.with_name("cleints.xlsx"))
    with pytest.raises(WorkbookNotFoundError, match=r"Did you mean clients\.xlsx\?"):
        open_book(path.with_name("clients"))


def test_a_missing_file_far_from_all_others_names_none(author: Author) -> None:
    with pytest.raises(WorkbookNotFoundError) as refused:
        open_book(author("clients.xlsx").with_name("sales.xlsx"))
    assert "Did you mean" not in str(refused.value)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        open_book(tmp_path / "nowhere" / "clients.xlsx")


def test_a_name_with_letters_a_mac_takes_apart_is_found(author: Author) -> None:
    path = author(unicodedata.normalize("NFD", "žąsys.xlsx"))
    with open_book(path.with_name(unicodedata.normalize("NFC", "žąsys.xlsx"))) as book:
        assert book.sheets() == ["Clients"]


def test_a_workbook_that_no_program_has_open_is_told_from_a_file() -> None:
    with pytest.raises(NotOpenError, match="give its name without “live:”"):
        open_book("live:nobody has this open.xlsm")


def test_a_workbook_under_a_wrong_name_is_told(author: Author) -> None:
    path = author().rename(author().with_name("clients.xls"))
    with pytest.raises(WorkbookRefusedError, match="not what its name says"):
        open_book(path)


# What is read and not written


def test_an_opendocument_file_is_read_and_refused_for_writing(ods: Path) -> None:
    before = ods.read_bytes()
    with open_book(ods) as book:
        assert book.read("Clients") == [["Rasa", 17]]
        assert (book.tables(), book.owned(), book.merged("Clients")) == ([], {}, [])
        assert (book.errors("Clients"), book.uncached("Clients")) == ({}, [])
        with pytest.raises(ReadOnlyKindError, match=r"OpenDocument.*\.xlsx.*--output"):
            book.change("Clients", {"A1": "Ona"})
    assert ods.read_bytes() == before
    assert list(ods.parent.iterdir()) == [ods]


def test_the_values_of_what_is_only_read_go_into_a_new_workbook(
    strict: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new.xlsx"
    with open_book(strict, output=new, now=NOON) as book:
        assert book.read("Clients") == CLIENTS
        book.write([Sheet("Report", [["Clients", 2]], key="report")])
        assert book.sheets() == ["Clients", "Report"]
        assert book.read("Clients") == CLIENTS  # "=Rasa" stayed a text
        book.change("Clients", {"B2": "Ona"})
        assert book.owned() == {"report": "Report"}
    with open_book(new) as book:
        assert book.read("Report") == [["Clients", 2]]
        assert book.read("Clients")[1][1] == "Ona"


def test_the_same_values_on_the_same_day_give_the_same_bytes(ods: Path, tmp_path: Path) -> None:
    made = []
    for name in ("one.xlsx", "two.xlsx"):
        with open_book(ods, output=tmp_path / name, now=NOON) as book:
            book.change("Clients", {"A2": "Ona"})
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_titles_of_what_is_only_read_are_known_before_writing(ods: Path, tmp_path: Path) -> None:
    with open_book(ods, output=tmp_path / "new.xlsx") as book:
        planned = book.titles({"clients": "Clients", "report": "Report"})
        assert planned["report"] == "Report"
        assert planned["clients"] != "Clients"


@pytest.mark.libreoffice
@pytest.mark.slow
def test_an_old_xls_is_read_and_its_values_go_into_a_new_workbook(
    author: Author, soffice: Callable[..., Path], tmp_path: Path
) -> None:
    old = soffice(author(Clients=CLIENTS), "xls")
    with open_book(old) as book:
        assert book.read("Clients") == CLIENTS
        with pytest.raises(ReadOnlyKindError, match=r"the old \.xls format"):
            book.change("Clients", {"A1": "x"})
    with open_book(old, output=tmp_path / "new.xlsx") as book:
        book.change("Clients", {"B3": "Ona"})
        assert book.read("Clients")[2][1] == "Ona"


def test_a_binary_workbook_is_known_by_what_is_inside(tmp_path: Path) -> None:
    path = tmp_path / "clients.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
            'PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.'
            'macroEnabled.main"/></Types>',
        )
    with pytest.raises(WorkbookRefusedError, match=r"a binary workbook \(\.xlsb\)"):
        open_book(path)


def test_an_encrypted_workbook_asks_for_its_password_to_be_removed(encrypted: Path) -> None:
    with pytest.raises(EncryptedError, match="remove the password"):
        open_book(encrypted)


def test_with_its_password_an_encrypted_workbook_is_read_but_never_written(
    encrypted: Path, tmp_path: Path
) -> None:
    with open_book(encrypted, password="žąsis") as book:  # noqa: S106  # invented
        assert book.read("Clients") == CLIENTS
        with pytest.raises(EncryptedError):
            book.change("Clients", {"A1": "x"})
    new = tmp_path / "open to all.xlsx"
    with (
        open_book(encrypted, password="žąsis", output=new) as book,  # noqa: S106
        pytest.raises(EncryptedError),
    ):
        book.change("Clients", {"A1": "x"})
    assert not new.exists()


def test_a_wrong_password_is_said(encrypted: Path) -> None:
    with pytest.raises(WorkbookRefusedError, match="password does not open"):
        open_book(encrypted, password="wrong")  # noqa: S106


def test_a_real_encrypted_workbook_is_known(shared: Path) -> None:
    for name in ("o04_encryptSHA1.xlsx", "o06_extenxls_pwd123.xlsx"):
        with pytest.raises(EncryptedError):
            open_book(shared / "corpus" / "odd" / name)


# Signatures, templates, names of new workbooks


def test_a_signed_workbook_is_read_but_not_changed_in_place(signed: Path) -> None:
    before = signed.read_bytes()
    with open_book(signed) as book:
        assert book.read("Clients") == CLIENTS
        with pytest.raises(SignedError, match="--output"):
            book.change("Clients", {"B2": "Ona"})
    assert signed.read_bytes() == before


def test_the_new_workbook_of_a_signed_one_carries_no_false_signature(
    signed: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new.xlsx"
    with open_book(signed, output=new) as book:
        book.change("Clients", {"B2": "Ona"})
        book.change("Clients", {"B2": "Rasa"})
    with zipfile.ZipFile(new) as archive:
        assert not [name for name in archive.namelist() if "signature" in name]
        assert b"signature" not in archive.read("_rels/.rels")
        assert b"signature" not in archive.read("[Content_Types].xml").replace(
            b"signature-origin", b""
        )


def test_a_really_signed_workbook_is_not_changed_in_place(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "signed.xlsx"
    shutil.copyfile(shared / "corpus" / "odd" / "o08_ms-office-2010-signed.xlsx", path)
    with open_book(path) as book, pytest.raises(SignedError):
        book.change("Sheet1", {"A1": "x"})
    with open_book(path, output=tmp_path / "new.xlsx") as book:
        book.change("Sheet1", {"A1": "x"})
        assert book.read("Sheet1") == [["x", "world"]]


def test_a_template_is_written_like_a_workbook(shared: Path, tmp_path: Path) -> None:
    path = tmp_path / "template.xltx"
    shutil.copyfile(shared / "corpus" / "odd" / "o18_Template.xltx", path)
    with open_book(path) as book:
        book.change("Sheet1", {"B2": 7})
        assert book.read("Sheet1")[1] == ["This is a Template", 7, None, None]


@pytest.mark.parametrize(
    ("source", "output"), [("a.xlsx", "b.xlsm"), ("a.xlsx", "b.xls"), ("a.xlsx", "b")]
)
def test_a_new_workbook_must_have_the_ending_of_the_old(
    author: Author, tmp_path: Path, source: str, output: str
) -> None:
    with pytest.raises(UsageError, match=r"must end in \.xlsx"):
        open_book(author(source), output=tmp_path / output)


@pytest.mark.parametrize("name", ["o04_encryptSHA1.xlsx", "o28_invalid.xlsx"])
def test_a_real_workbook_that_can_not_be_read_is_told_in_a_sentence(
    shared: Path, name: str
) -> None:
    with pytest.raises(CrmbookError, match=rf"^{re.escape(name)} .*[a-z]\.$"):
        open_book(shared / "corpus" / "odd" / name)


def test_every_other_odd_workbook_is_read(shared: Path) -> None:
    refused = {"o04_encryptSHA1.xlsx", "o06_extenxls_pwd123.xlsx", "o28_invalid.xlsx"}
    for path in sorted((shared / "corpus" / "odd").iterdir()):
        if path.name not in refused:
            with open_book(path) as book:
                assert all(isinstance(book.read(sheet), list) for sheet in book.sheets())
