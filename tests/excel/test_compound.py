"""Compound files written, and read by somebody else's reader."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from olefile import OleFileIO

from crmbook.excel.compound import NotCompoundError, Storage, TooLargeError, read, write

NAMES = st.text("abcXYZ_0123", min_size=1, max_size=31)
FORM = UUID("C62A69F0-16DC-11CE-9E98-00AA00574A4F")


def folders(children: st.SearchStrategy[Storage | bytes]) -> st.SearchStrategy[Storage]:
    named = st.dictionaries(NAMES, children, max_size=9)
    return named.map(lambda held: Storage({name.upper(): child for name, child in held.items()}))


TREES = folders(st.recursive(st.binary(max_size=5000), folders, max_leaves=12))


def streams(storage: Storage) -> int:
    return sum(
        streams(child) if isinstance(child, Storage) else 1 for child in storage.children.values()
    )


@given(TREES)
def test_what_was_written_comes_back(root: Storage) -> None:
    assert read(write(root)) == root


@given(TREES)
def test_another_reader_finds_no_defects(root: Storage) -> None:
    with OleFileIO(io.BytesIO(write(root)), raise_defects=10) as file:
        assert len(file.listdir()) == streams(root)


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 4095, 4096, 4097, 512 * 128, 512 * 129])
def test_streams_of_every_size_come_back(size: int) -> None:
    root = Storage({"few": b"a", "many": bytes(range(256)) * (size // 256) + bytes(size % 256)})
    assert read(write(root)) == root


def test_the_same_storage_gives_the_same_bytes_in_whatever_order_it_was_filled() -> None:
    assert write(Storage({"a": b"1", "b": b"2"})) == write(Storage({"b": b"2", "a": b"1"}))


def test_a_storage_keeps_its_class() -> None:
    root = Storage({"UserForm1": Storage({"f": b"x"}, FORM)})
    assert read(write(root)) == root


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", write(Storage({"a": b"b" * 9000}))[:700]])
def test_what_is_no_compound_file_is_refused(data: bytes) -> None:
    with pytest.raises(NotCompoundError):
        read(data)


def test_what_no_workbook_holds_is_refused() -> None:
    with pytest.raises(TooLargeError):
        write(Storage({"a": bytes(8_000_000)}))


def test_macro_projects_of_real_workbooks_come_back(shared: Path) -> None:
    projects = [
        project
        for path in sorted(shared.glob("corpus/**/*.xl[as]m"))
        if (project := _project(path))
    ]
    assert len(projects) > 5
    for project in projects:
        assert read(write(read(project))) == read(project)


def _project(path: Path) -> bytes | None:
    if not zipfile.is_zipfile(path):
        return None
    with zipfile.ZipFile(path) as parts:
        return parts.read("xl/vbaProject.bin") if "xl/vbaProject.bin" in parts.namelist() else None
