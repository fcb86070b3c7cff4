"""Sources packed and unpacked, and read by somebody else's reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import decompress_stream

from crmbook.excel.compression import NotPackedError, compress, decompress

SOURCES = st.one_of(
    st.binary(max_size=9000),
    st.text("ab \r\n", max_size=9000).map(str.encode),  # much that repeats
    st.lists(st.sampled_from([b"Public Sub ", b"End Sub\r\n", b"x"]), max_size=900).map(b"".join),
)


@given(SOURCES)
def test_what_was_packed_comes_back(source: bytes) -> None:
    assert decompress(compress(source))[: len(source)] == source


@given(SOURCES.filter(bool))
def test_another_reader_unpacks_the_same(source: bytes) -> None:
    assert bytes(decompress_stream(bytearray(compress(source))))[: len(source)] == source


LONGEST = (
    "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 30 "
    "6D 6E 6F 70 06 71 02 70 04 10 72 73 74 75 76 10 77 78 79 7A 00 3C"
)


@pytest.mark.parametrize(
    ("source", "packed"),
    [  # the examples of [MS-OVBA] 3.2
        (b"abcdefghijklmnopqrstuv.",
         "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 2E"),
        (b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
         LONGEST),
        (b"a" * 73, "01 03 B0 02 61 45 00"),
    ],
)  # fmt: skip
def test_the_examples_of_the_specification_are_unpacked(source: bytes, packed: str) -> None:
    assert decompress(bytes.fromhex(packed)) == source
    assert len(compress(source)) <= len(bytes.fromhex(packed))


def test_repeated_source_gets_much_smaller() -> None:
    source = b"Attribute VB_Base = False\r\n" * 500
    assert len(compress(source)) < len(source) / 10


@pytest.mark.parametrize("damaged", [b"", b"\x00abc", b"\x01\x03", b"\x01\x03\xb0\x02a"])
def test_damaged_bytes_are_refused(damaged: bytes) -> None:
    with pytest.raises(NotPackedError):
        decompress(damaged)
