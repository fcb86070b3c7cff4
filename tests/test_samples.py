"""The sample workbooks are fresh, small, of invented people, and each is what it says it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import pytest
from python_calamine import CalamineWorkbook

from crmbook.books import open_book
from crmbook.errors import CrmbookError

FOLDER = Path(__file__).parent.parent / "sample_workbooks"
REFUSED = ("broken/truncated.xlsx", "broken/not-a-zip.xlsx", "broken/encrypted.xlsx")
LARGE = {"firm-of-500.xlsx"}  # made once, not twice: it takes seconds
# Compared as they are: nobody's version of zlib or XlsxWriter has a hand in them.
AS_BYTES = ("broken/not-a-zip.xlsx", "broken/encrypted.xlsx")

samples = SimpleNamespace(**run_path(str(FOLDER / "make.py")))
READABLE = [name for name in samples.SAMPLES if name not in REFUSED]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    samples.make(folder)
    return folder


@pytest.fixture(scope="module")
def made_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    samples.make(folder, without=LARGE)
    return folder


def _values(path: Path) -> Iterator[tuple[str, object]]:
    book = CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        yield name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)


@cache
def _names() -> list[str]:
    return list(samples.SAMPLES)


def test_the_samples_are_those_of_the_script() -> None:
    committed = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.xlsx")}
    assert committed == set(_names())


@pytest.mark.parametrize("name", READABLE)
def test_a_sample_holds_what_the_script_makes_today(name: str, made: Path) -> None:
    # a large one is not made again, and kept for ever in the history, for every word of ours
    without = {"Start", "Settings"} if name in LARGE else set()
    kept, fresh = (dict(_values(folder / name)) for folder in (FOLDER, made))
    assert kept.keys() == fresh.keys()
    for sheet in fresh.keys() - without:
        assert kept[sheet] == fresh[sheet], f"{sheet}: run python sample_workbooks/make.py"


@pytest.mark.parametrize("name", AS_BYTES)
def test_a_sample_that_is_no_workbook_is_the_same_bytes(name: str, made: Path) -> None:
    assert (FOLDER / name).read_bytes() == (made / name).read_bytes()


def test_the_truncated_one_is_the_beginning_of_the_small_one() -> None:
    whole = (FOLDER / "small.xlsx").read_bytes()
    part = (FOLDER / "broken" / "truncated.xlsx").read_bytes()
    assert whole.startswith(part)
    assert len(part) < len(whole)


def test_the_script_makes_the_same_bytes_every_time(made: Path, made_again: Path) -> None:
    for name in sorted(set(_names()) - LARGE):
        assert (made / name).read_bytes() == (made_again / name).read_bytes(), name


def test_all_of_them_are_small() -> None:
    assert sum((FOLDER / name).stat().st_size for name in _names()) < 2_100_000


def test_the_readme_tells_of_every_sample_and_that_all_is_invented() -> None:
    told = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "is invented" in told
    assert all(f"`{name}`" in told for name in _names())


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_workbook_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(CrmbookError) as refused, open_book(FOLDER / name) as book:
        book.read(book.sheets()[0])
    assert Path(name).name in str(refused.value)


@pytest.mark.parametrize("name", READABLE)
def test_a_readable_sample_opens(name: str) -> None:
    with open_book(FOLDER / name) as book:
        assert book.sheets()


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("name", ["small.xlsx", "pardavimai-2025.xlsx", "klienti-un-pirkumi.xlsx"])
def test_libreoffice_opens_a_sample(name: str, soffice: object) -> None:
    assert callable(soffice)
    assert soffice(FOLDER / name, "pdf").stat().st_size > 1000
