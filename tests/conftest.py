"""Ways to reach a workbook, the shared material, a real spreadsheet program, golden files."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crmbook.book import Book
from crmbook.sheet import Sheet, Value

if TYPE_CHECKING:
    import xlwings

    from crmbook.books.live import LiveBook

ROOT = Path(__file__).parent.parent
MakeBook = Callable[..., Book]
Convert = Callable[..., Path]
STUCK = 150  # seconds; the slowest test with LibreOffice takes a third of it


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden files anew; then read the diff",
    )


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real workbooks and data that are not part of the project."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared folder with real workbooks and data is not beside the checkout")
    return folder


@pytest.fixture(autouse=True)
def _unstuck(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """End a LibreOffice that got stuck; its test is then tried again with a new one."""
    if request.node.get_closest_marker("libreoffice") is None:
        yield
        return
    home = tmp_path_factory.getbasetemp().as_uri()
    stuck = threading.Timer(STUCK, subprocess.run, [["pkill", "-KILL", "-f", f"={home}"]])
    stuck.daemon = True
    stuck.start()
    yield
    stuck.cancel()


@pytest.fixture(scope="session")
def calc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenInCalc]:
    """A LibreOffice without a screen that has a workbook open, as its owner would: ``calc(path)``."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    opened = OpenInCalc(program, lambda: tmp_path_factory.mktemp("calc"))
    yield opened
    opened.end()


class OpenInCalc:
    """Opens workbooks, and shuts them without saving; begins anew when LibreOffice has died."""

    def __init__(self, program: str, home: Callable[[], Path]) -> None:
        self._program, self._home = program, home
        self._begin()

    def _begin(self) -> None:
        from crmbook.errors import CrmbookError
        from crmbook.excel.calc import connect, register

        home = self._home()
        # Not as buttons name theirs, or other tests would find it.
        self.pipe = f"tests{os.getpid()}{home.name}"
        self._process = subprocess.Popen(
            [self._program, f"-env:UserInstallation={home.as_uri()}", "--headless", "--norestore",
             "--nodefault", f"--accept=pipe,name={self.pipe};urp;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            self.engine: xlwings.Engine = register(connect(self.pipe, 60))
        except CrmbookError as error:
            self._process.terminate()
            pytest.skip(str(error))

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        with suppress(Exception):  # it is gone before it can answer
            self.engine.impl.desktop.terminate()
        self._process.wait(30)

    def __call__(self, path: Path) -> LiveBook:
        from crmbook.books.live import LiveBook
        from crmbook.excel.calc import bridge

        if not self.alive:
            self._begin()
        self.engine.impl.desktop.loadComponentFromURL(
            bridge.url_of(str(path)), "_blank", 0, bridge.properties(MacroExecutionMode=0)
        )
        return LiveBook(self.engine.apps.active.books[str(path)])

    def close_all(self) -> None:
        if not self.alive:
            return
        for book in list(self.engine.apps.active.books):
            book.close()


def _memory(sheets: Sequence[Sheet], folder: Path, _request: pytest.FixtureRequest) -> Book:
    from crmbook.books.memory import MemoryBook

    return MemoryBook.of(sheets)


def _closed(sheets: Sequence[Sheet], folder: Path, _request: pytest.FixtureRequest) -> Book:
    from crmbook.books import open_book
    from crmbook.books.creating import create

    path = folder / "clients.xlsx"
    create(path, sheets)
    return open_book(path)


def _live(sheets: Sequence[Sheet], folder: Path, request: pytest.FixtureRequest) -> Book:
    from crmbook.books.creating import create

    path = folder / "clients.xlsx"
    create(path, sheets)
    calc: OpenInCalc = request.getfixturevalue("calc")
    request.addfinalizer(calc.close_all)
    return calc(path)


@pytest.fixture(
    params=[_memory, _closed, pytest.param(_live, marks=pytest.mark.libreoffice)],
    ids=["memory", "closed", "live"],
)
def make_book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeBook]:
    """A workbook with the owner's sheets given, ``make_book(Clients=[[…], …])``, by every way."""
    made: list[Book] = []

    def make(*sheets: Sheet, **rows: Sequence[Sequence[Value]]) -> Book:
        named = [Sheet(name, cells, owned=False) for name, cells in rows.items()]
        made.append(request.param([*sheets, *named], tmp_path, request))
        return made[-1]

    yield make
    for book in made:
        book.close()


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Open a workbook in LibreOffice and save it as another kind: ``soffice(path, "pdf")``.

    LibreOffice says nothing when it repairs; a file it can't open gives no result, and the test fails.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = tmp_path_factory.mktemp("libreoffice")

    def convert(path: Path, kind: str = "pdf", filters: str = "") -> Path:
        folder = tmp_path_factory.mktemp("converted")
        target = f"{kind}:{filters}" if filters else kind
        subprocess.run(
            [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
             "--convert-to", target, "--outdir", str(folder), str(path)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        made = sorted(folder.glob(f"{path.stem}*.{kind}"))
        assert made, f"LibreOffice did not open {path.name}"
        return made[0]

    return convert


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Hold a text against ``tests/golden/<name>``; ``--update-golden`` writes it anew."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"no golden file {name}; make it with --update-golden and read it"
        assert text == path.read_text(encoding="utf-8")

    return compare
