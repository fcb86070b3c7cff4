"""A part compressed while it is made."""

from __future__ import annotations

import io
import zipfile
import zlib

from crmbook.books.author import empty_workbook
from crmbook.books.package import Package
from crmbook.books.packed import Packed

BLOCKS = [b"<sheetData>", b"<row/>" * 5_000, b"</sheetData>"]


def test_the_blocks_come_out_as_they_went_in_each_time_anew() -> None:
    packed = Packed(iter(BLOCKS))
    assert b"".join(packed()) == b"".join(packed()) == b"".join(BLOCKS)


def test_the_check_sum_is_known_before_anything_is_saved() -> None:
    packed = Packed(iter(BLOCKS))
    assert (packed.crc, packed.size) == (zlib.crc32(b"".join(BLOCKS)), len(b"".join(BLOCKS)))


def test_a_large_part_is_packed_quickly_and_says_the_same() -> None:
    assert b"".join(Packed(iter(BLOCKS), size=1 << 30)()) == b"".join(BLOCKS)


def test_a_packed_part_is_saved_and_read_back() -> None:
    saved = io.BytesIO()
    with Package.open(io.BytesIO(empty_workbook("Clients"))) as package:
        package.put("xl/worksheets/sheet9.xml", Packed(iter(BLOCKS)), "text/xml")
        assert package.crc("xl/worksheets/sheet9.xml") == zlib.crc32(b"".join(BLOCKS))
        package.save(saved)
    with zipfile.ZipFile(saved) as file:
        assert file.testzip() is None
        assert file.read("xl/worksheets/sheet9.xml") == b"".join(BLOCKS)
