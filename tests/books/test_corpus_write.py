"""A report put into real workbooks, made by Excel and by others, takes nothing from them."""

from __future__ import annotations

import importlib.util
import io
import os
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from crmbook.books.grafting import write_sheets
from crmbook.books.package import Package
from crmbook.errors import WorkbookRefusedError
from crmbook.sheet import Area, Cell, Chart, Choice, Column, Print, Rule, Series, Sheet, TableBlock

TITLE = "CRM Report"
REPORT = Sheet(
    TITLE,
    [
        [Cell("A report", "title")],
        [],
        ["Client", "Revenue", "Share", "Since"],
        ["Rasa", 120.5, 0.6, date(2024, 2, 29)],
        [Cell("Bērzs", link=f"#'{TITLE}'!A1", tip="Up"), Cell(80.25, formula="=B4-40.25"), 0.4, None],
        [Cell("Kopa", link="https://example.com"), None, Cell(0.2, "bad"), Cell(1, "kpi")],
    ],
    key="report",
    columns=[Column(20, "text"), Column(12, "money"), Column(9, "percent"), Column(12, "date")],
    tables=[TableBlock("Report", 2, 0, 3, 4)],
    charts=[
        Chart("column", [
            Series("Revenue", Area(3, 1, 4, 1), Area(3, 0, 4, 0)),
            Series("Share", Area(3, 2, 4, 2), Area(3, 0, 4, 0), "line", second_axis=True),
        ], 8, 0, "Both"),
    ],
    rules=[Rule(Area(3, 1, 5, 1), "bar"), Rule(Area(3, 2, 5, 2), "greater", 0.5, "good")],
    choices=[Choice(Area(3, 0, 9, 0), ["Rasa", "Kopa"])],
    merges=[Area(0, 0, 0, 3)],
    notes={"B3": "Net of returns"},
    freeze=(3, 1),
    print=Print(repeat_rows=3),
)  # fmt: skip

Loss = Callable[[Path, Path], list[dict[str, str]]]
Results = dict[Path, bytes | WorkbookRefusedError]


@pytest.fixture(scope="module")
def corpus(shared: Path) -> list[Path]:
    return sorted((shared / "corpus").rglob("*.xl*"))


@pytest.fixture(scope="module")
def losses(shared: Path) -> Loss:
    """What an independent comparison finds lost or broken."""
    tool = _tool(shared / "tools" / "loss.py")

    def compare(before: Path, after: Path) -> list[dict[str, str]]:
        found: list[dict[str, str]] = tool.compare(before, after, own=[TITLE])
        return [each for each in found if each["severity"] in {"invalid", "loss"}]

    return compare


def _tool(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("loss", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(source: Path | io.BytesIO) -> bytes:
    with Package.open(source) as package:
        assert write_sheets(package, [REPORT]) == []
        saved = io.BytesIO()
        package.save(saved)
    return saved.getvalue()


@pytest.fixture(scope="module")
def results(corpus: list[Path]) -> Results:
    """Every workbook of the corpus with the report in it, or why it was refused."""
    return {path: _result(path) for path in corpus}


def _result(path: Path) -> bytes | WorkbookRefusedError:
    try:
        return written(path)
    except WorkbookRefusedError as error:
        return error


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_is_broken(
    results: Results, losses: Loss, tmp_path: Path
) -> None:
    found = {}
    for path, data in _written(results):
        after = tmp_path / path.name
        after.write_bytes(data)
        found[path.name] = losses(path, after)
    assert len(found) >= 70
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.slow
def test_only_what_names_a_new_sheet_is_written_anew(results: Results) -> None:
    anew = ("[content_types].xml", "app.xml", "workbook.xml", "workbook.xml.rels", "styles.xml")
    changed = {}
    for path, data in _written(results):
        before, after = _parts(path.read_bytes()), _parts(data)
        differ = {name for name, crc in before.items() if after.get(name) != crc}
        changed[path.name] = {name for name in differ if not name.endswith(anew)}
    assert {name: each for name, each in changed.items() if each} == {}


def _written(results: Results) -> list[tuple[Path, bytes]]:
    return [(path, data) for path, data in results.items() if isinstance(data, bytes)]


def _parts(data: bytes) -> dict[str, int]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {
            each.filename.replace("\\", "/").lstrip("/").lower(): each.CRC
            for each in file.infolist()
            if not each.is_dir()
        }


@pytest.mark.slow
def test_the_second_write_equals_the_first(results: Results) -> None:
    pairs = _written(results)[::3]
    assert [path.name for path, data in pairs if written(io.BytesIO(data)) != data] == []


def test_what_is_refused_is_refused_with_the_name_of_the_file(results: Results) -> None:
    refused = [(path, str(each)) for path, each in results.items() if not isinstance(each, bytes)]
    assert 0 < len(refused) < 10
    assert [text for path, text in refused if path.name not in text] == []


@pytest.mark.libreoffice
@pytest.mark.slow
def test_libreoffice_opens_what_it_opened_before(
    results: Results, soffice: Callable[..., Path], tmp_path: Path
) -> None:
    """A sample; CRMBOOK_WHOLE_CORPUS=1 opens them all."""
    step = 1 if os.environ.get("CRMBOOK_WHOLE_CORPUS") else 13
    ordinary = [pair for pair in _written(results) if pair[0].suffix in {".xlsx", ".xlsm"}]
    for path, data in ordinary[::step]:
        (tmp_path / path.name).write_bytes(data)
        assert soffice(tmp_path / path.name, "pdf").stat().st_size > 0
