"""The parts of a workbook, edited one by one."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from crmbook.books.archive import Limits
from crmbook.books.archive_writer import ArchiveWriter
from crmbook.books.defined_names import DefinedName
from crmbook.books.package import Package
from crmbook.errors import SheetNotFoundError, WorkbookRefusedError

Author = Callable[..., Path]
Edited = Callable[[Path, Callable[[Package], object]], Path]
WithParts = Callable[..., Path]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def packed(path: Path) -> dict[str, bytes]:
    """The compressed bytes of every member."""
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        found = {}
        for member in archive.infolist():
            file.seek(member.header_offset + 26)
            name, extra = struct.unpack("<HH", file.read(4))
            file.seek(name + extra, 1)
            found[member.filename] = file.read(member.compress_size)
        return found


def text_of(path: Path, part: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode()


def untouched(_package: Package) -> None:
    """No change."""


def new_sheet(package: Package, name: str) -> None:
    part = package.free_name("xl/worksheets/sheet{}.xml")
    package.put(part, f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'.encode())
    package.workbook.add_sheet(name, part)


def test_untouched_parts_are_copied_as_the_compressed_bytes_they_are(
    author: Author, edited: Edited
) -> None:
    path = author()
    after = edited(path, lambda package: package.put("xl/media/note.bin", b"new", "text/plain"))
    old, new = packed(path), packed(after)
    assert {n for n in old if old[n] != new[n]} == {"[Content_Types].xml"}
    assert text_of(after, "xl/media/note.bin") == "new"


def test_members_keep_their_order_with_the_content_types_first(
    author: Author, edited: Edited, with_parts: WithParts
) -> None:
    path = with_parts(author(), {})
    names = zipfile.ZipFile(path).namelist()
    shuffled = path.with_name("shuffled.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(shuffled, "w") as new:
        for name in reversed(names):
            new.writestr(name, old.read(name))
    after = edited(shuffled, untouched)
    rest = [name for name in reversed(names) if name != "[Content_Types].xml"]
    assert zipfile.ZipFile(after).namelist() == ["[Content_Types].xml", *rest]


def test_the_same_change_gives_the_same_bytes(author: Author, edited: Edited) -> None:
    path = author()

    def change(package: Package) -> None:
        new_sheet(package, "Report")

    first = edited(path, change).read_bytes()
    assert edited(path, change).read_bytes() == first


def test_local_headers_are_rewritten_from_the_central_directory(
    author: Author, edited: Edited
) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_args: int) -> int:
            raise io.UnsupportedOperation

    source = author()
    pipe = Pipe()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    streamed = source.with_name("streamed.xlsx")
    streamed.write_bytes(pipe.getvalue())
    assert all(m.flag_bits & 0x08 for m in zipfile.ZipFile(streamed).infolist())
    after = edited(streamed, untouched)
    assert not any(m.flag_bits & 0x08 for m in zipfile.ZipFile(after).infolist())
    assert zipfile.ZipFile(after).testzip() is None
    assert packed(after) == packed(streamed)


def test_a_zip_past_four_gigabytes_is_written_in_the_wide_form(tmp_path: Path) -> None:
    path = tmp_path / "wide.zip"
    with path.open("wb") as file:
        file.truncate(5 << 30)  # a hole, which takes no room
        file.seek(5 << 30)
        writer = ArchiveWriter(file)
        writer.deflate("a.xml", [b"<a/>", b"<b/>"], 6)
        writer.deflate("wide.xml", [b"<c/>"], 6, wide=True)
        writer.close()
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.read("a.xml") == b"<a/><b/>"
        assert archive.getinfo("wide.xml").header_offset > 1 << 32


def test_parts_are_found_whatever_the_case_of_their_names(author: Author) -> None:
    with Package.open(author()) as package:
        assert package.has("XL/Worksheets/SHEET1.xml")
        assert package.spelled("XL/Worksheets/SHEET1.xml") == "xl/worksheets/sheet1.xml"
        assert package.free_name("xl/worksheets/Sheet{}.xml") == "xl/worksheets/Sheet2.xml"


def test_backslashes_in_names_are_read_and_mended(author: Author, edited: Edited) -> None:
    path = author()
    odd = path.with_name("odd.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(odd, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name)
            member.filename = name.replace("/", "\\")
            new.writestr(member, old.read(name))
    after = edited(odd, lambda package: new_sheet(package, "Report"))
    assert "xl/worksheets/sheet1.xml" in zipfile.ZipFile(after).namelist()


def test_a_part_that_is_there_twice_is_refused(author: Author) -> None:
    path = author()
    with (
        zipfile.ZipFile(path, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    with pytest.raises(WorkbookRefusedError, match="twice"):
        Package.open(path)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is not an Excel workbook"),
        (b"PK\x03\x04 and then nothing", "is not an Excel workbook"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted with a password"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old .xls format"),
    ],
)
def test_what_is_no_open_workbook_is_refused_in_a_sentence(
    tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "clients.xlsx"
    path.write_bytes(content)
    with pytest.raises(WorkbookRefusedError, match=told):
        Package.open(path)


def test_other_kinds_of_zip_are_refused_by_name(
    author: Author, with_parts: WithParts, tmp_path: Path
) -> None:
    def main_is(part: str) -> Callable[[bytes], bytes]:
        return lambda rels: rels.replace(b"xl/workbook.xml", part.encode())

    strict = with_parts(
        author("strict.xlsx"),
        {"xl/workbook.xml": b'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'},
    )
    binary = with_parts(
        author("b.xlsx"), {"_rels/.rels": main_is("xl/workbook.bin"), "xl/workbook.bin": b"\x83"}
    )
    ods = tmp_path / "clients.ods"
    with zipfile.ZipFile(ods, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    for path, told in ((strict, "Strict Open XML"), (binary, "xlsb"), (ods, "OpenDocument")):
        with pytest.raises(WorkbookRefusedError, match=told):
            Package.open(path)


def test_a_zip_bomb_is_refused_until_the_limit_is_raised(
    author: Author, with_parts: WithParts
) -> None:
    path = with_parts(author(), {"xl/media/zeros.bin": bytes(3_000_000)})
    with pytest.raises(WorkbookRefusedError, match="unpack"):
        Package.open(path, limits=Limits(large=1_000_000))
    Package.open(path, limits=Limits(large=1_000_000, ratio=2_000)).close()


def test_entities_are_never_expanded(author: Author, with_parts: WithParts) -> None:
    path = with_parts(
        author(),
        {"xl/styles.xml": b'<!DOCTYPE a [<!ENTITY b "boom">]><styleSheet>&b;</styleSheet>'},
    )
    with Package.open(path) as package, pytest.raises(WorkbookRefusedError, match="damaged"):
        package.xml("xl/styles.xml")


def test_a_signed_package_says_so(author: Author, with_parts: WithParts) -> None:
    signature = (
        "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    )
    path = with_parts(
        author(),
        {
            "_rels/.rels": lambda rels: rels.replace(
                b"</Relationships>",
                f'<Relationship Id="s" Type="{signature}" Target="_xmlsignatures/origin.sigs"/>'
                "</Relationships>".encode(),
            )
        },
    )
    with Package.open(path) as signed, Package.open(author()) as plain:
        assert signed.signed
        assert not plain.signed


def test_a_new_sheet_is_the_last_with_numbers_nobody_has(author: Author, edited: Edited) -> None:
    after = edited(author("two.xlsx", One=[[1]], Two=[[2]]), lambda p: new_sheet(p, "Report"))
    with Package.open(after) as package:
        sheets = package.workbook.sheets
    assert [sheet.name for sheet in sheets] == ["One", "Two", "Report"]
    assert sheets[2].sheet_id == 3
    assert len({sheet.rel_id for sheet in sheets}) == 3
    assert sheets[2].part == "xl/worksheets/sheet3.xml"


def test_an_extension_is_stated_once_whatever_its_case(
    author: Author, edited: Edited, with_parts: WithParts
) -> None:
    path = with_parts(
        author(),
        {
            "[Content_Types].xml": lambda types: types.replace(
                b'<Default Extension="xml"',
                b'<Default Extension="PNG" ContentType="image/png"/><Default Extension="xml"',
            )
        },
    )
    after = edited(path, lambda package: package.put("xl/media/logo.png", b"x", "image/png"))
    types = text_of(after, "[Content_Types].xml").lower()
    assert types.count('extension="png"') == 1
    assert "logo.png" not in types


def test_relationships_of_a_new_part_are_declared_where_libreoffice_had_not(
    author: Author, edited: Edited, with_parts: WithParts
) -> None:
    def without_default(types: bytes) -> bytes:
        root = etree.fromstring(types)
        for element in list(root):
            if element.get("Extension") == "rels":
                root.remove(element)
        return etree.tostring(root)

    path = with_parts(author(), {"[Content_Types].xml": without_default})

    def change(package: Package) -> None:
        package.relationships("xl/worksheets/sheet1.xml").add("comments", "xl/comments1.xml")

    after = edited(path, change)
    assert 'Extension="rels"' in text_of(after, "[Content_Types].xml")
    assert 'Target="../comments1.xml"' in text_of(after, "xl/worksheets/_rels/sheet1.xml.rels")


def test_names_of_sheets_keep_their_meaning_when_a_sheet_before_them_goes(
    author: Author, edited: Edited
) -> None:
    path = author("three.xlsx", One=[[1]], Two=[[2]], Three=[[3]])

    def change(package: Package) -> None:
        names = package.workbook.names
        names.set(DefinedName("mine", "One!$A$1", 0))
        names.set(DefinedName("theirs", "Three!$A$1", 2, hidden=True, comment="note"))
        package.workbook.remove_sheet("One")

    with Package.open(edited(path, change)) as package:
        assert list(package.workbook.names) == [
            DefinedName("theirs", "Three!$A$1", 1, hidden=True, comment="note")
        ]
        assert [sheet.name for sheet in package.workbook.sheets] == ["Two", "Three"]
        assert not package.has("xl/worksheets/sheet1.xml")


def test_the_last_name_leaves_no_empty_list(author: Author, edited: Edited) -> None:
    def change(package: Package) -> None:
        package.workbook.names.set(DefinedName("total", "One!$A$1"))
        package.workbook.names.remove("TOTAL")

    assert "definedNames" not in text_of(edited(author(), change), "xl/workbook.xml")


def test_the_calculation_chain_goes_with_its_relationship_and_type(
    author: Author, edited: Edited, with_parts: WithParts
) -> None:
    chain = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"

    def give(package: Package) -> None:
        package.put("xl/calcChain.xml", b"<calcChain/>", chain)
        package.relationships("xl/workbook.xml").add("calcChain", "xl/calcChain.xml")

    chained = edited(author(), give)
    assert "calcChain" in text_of(chained, "[Content_Types].xml")
    after = edited(chained, lambda package: package.workbook.drop_calc_chain())
    assert "xl/calcChain.xml" not in zipfile.ZipFile(after).namelist()
    assert "calcChain" not in text_of(after, "[Content_Types].xml")
    assert "calcChain" not in text_of(after, "xl/_rels/workbook.xml.rels")


def test_stale_titles_in_the_document_properties_go_in_pairs(
    author: Author, edited: Edited
) -> None:
    path = author()
    assert "TitlesOfParts" in text_of(path, "docProps/app.xml")
    app = text_of(edited(path, lambda package: new_sheet(package, "Report")), "docProps/app.xml")
    assert "TitlesOfParts" not in app
    assert "HeadingPairs" not in app
    assert "<Application>Microsoft Excel</Application>" in app


def test_a_protected_structure_takes_no_new_sheet(author: Author, with_parts: WithParts) -> None:
    path = with_parts(
        author(),
        {
            "xl/workbook.xml": lambda xml: xml.replace(
                b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>'
            )
        },
    )
    with Package.open(path) as package, pytest.raises(WorkbookRefusedError, match="protected"):
        new_sheet(package, "Report")


def test_what_the_workbook_lacks_is_made_in_the_order_of_the_schema(
    author: Author, edited: Edited, with_parts: WithParts
) -> None:
    path = with_parts(
        author(), {"xl/workbook.xml": lambda xml: xml.split(b"<calcPr")[0] + b"</workbook>"}
    )

    def change(package: Package) -> None:
        package.workbook.calculate_on_load()
        package.workbook.names.set(DefinedName("total", "Clients!$A$1"))

    root = etree.fromstring(text_of(edited(path, change), "xl/workbook.xml").encode())
    tags = [etree.QName(element).localname for element in root]
    assert tags[-3:] == ["sheets", "definedNames", "calcPr"]


def test_a_sheet_is_found_whatever_the_case_of_its_title(author: Author) -> None:
    with Package.open(author("list.xlsx", Žmonės=[[1]])) as package:
        assert package.workbook.sheet("ŽMONĖS").name == "Žmonės"
        with pytest.raises(SheetNotFoundError):
            package.workbook.sheet("People")


def test_removing_a_part_keeps_what_others_refer_to(author: Author, edited: Edited) -> None:
    def give(package: Package) -> None:
        package.put("xl/media/logo.png", b"logo", "image/png")
        for sheet in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
            package.relationships(sheet).add("image", "xl/media/logo.png")

    path = edited(author("two.xlsx", One=[[1]], Two=[[2]]), give)
    once = edited(path, lambda package: package.workbook.remove_sheet("One"))
    assert "xl/media/logo.png" in zipfile.ZipFile(once).namelist()
    assert "xl/worksheets/_rels/sheet1.xml.rels" not in zipfile.ZipFile(once).namelist()


def test_a_streamed_part_can_read_what_it_replaces(author: Author, edited: Edited) -> None:
    part = "xl/worksheets/sheet1.xml"

    def change(package: Package) -> None:
        source = package.source(part)

        def blocks() -> list[bytes]:
            with source() as stream:
                return [stream.read().replace(b"<worksheet", b"<!-- seen --><worksheet")]

        package.put(part, blocks)
        assert package.read(part).count(b"seen") == 1

    after = edited(author(), change)
    assert text_of(after, part).count("seen") == 1


def test_the_checksum_of_a_part_is_that_of_its_bytes_now(author: Author) -> None:
    with Package.open(author()) as package:
        before = package.crc("xl/workbook.xml")
        assert before == zlib.crc32(package.read("xl/workbook.xml"))
        package.workbook.calculate_on_load()
        package.touch("xl/workbook.xml").set("mark", "1")
        assert package.crc("xl/workbook.xml") == zlib.crc32(package.read("xl/workbook.xml"))
        assert package.crc("xl/workbook.xml") != before
