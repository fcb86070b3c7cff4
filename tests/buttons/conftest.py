"""A LibreOffice of its own, on a screen of its own or on none, in which buttons are pressed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

import pytest

from crmbook.errors import CrmbookError
from crmbook.excel.calc import connect
from crmbook.excel.sources import captions

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0  # seconds; a button needs two or three, on a busy computer ten times that
AWKWARD = "Mūsų įmonė 100% & Co ąčęėįšųūž"

# Nothing is set of how careful LibreOffice is with macros: as it comes, it is High.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="SecureURL" oor:op="fuse">
<value>{trusted}</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""
_ALERT, _BUTTON = 1, 44  # com.sun.star.accessibility.AccessibleRole
_AS_SET = 5  # MacroExecMode.USE_CONFIG_REJECT_CONFIRMATION: as set, and no question asked


class Shown:
    """An open workbook as LibreOffice has it; pytest may print it, while UNO's own objects crash."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401  # nothing of LibreOffice's has a type
        self._document = document
        self.places: dict[str, tuple[int, int]] = {}  # of its buttons, on the screen

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # the same
        return getattr(self._document, name)


@dataclass
class Office:
    """A LibreOffice that trusts one folder, and the tests' bridge to it."""

    context: Any = field(repr=False)
    desktop: Any = field(repr=False)
    folder: Path
    process: subprocess.Popen[bytes] = field(repr=False)

    def open(self, path: Path) -> Shown:
        import uno

        options = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        options.Name, options.Value = "MacroExecutionMode", _AS_SET
        url = uno.systemPathToFileUrl(str(path))
        return Shown(self.desktop.loadComponentFromURL(url, "_blank", 0, (options,)))

    def run(self, document: Shown, macro: str) -> None:
        """Run a macro of a workbook through the script provider."""
        name = f"vnd.sun.star.script:VBAProject.CrmButtons.{macro}?language=Basic&location=document"
        document.getScriptProvider().getScript(name).invoke((), (), ())

    def message(self) -> str:
        """What the message box says that is open now, "" when none is."""
        return "\n".join(name for role, name, _part in self._box() if role != _BUTTON)

    def answer(self) -> tuple[int, int]:
        """The middle of the button of the message box."""
        return _middle(next(part for role, _name, part in self._box() if role == _BUTTON))

    def _box(self) -> list[tuple[int, str, Any]]:
        toolkit = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.awt.Toolkit", self.context
        )
        with suppress(Exception):  # a box may close while it is looked at
            for number in range(toolkit.getTopWindowCount()):
                window = toolkit.getTopWindow(number)
                shown = window.getAccessibleContext()
                if window.isVisible() and shown.getAccessibleRole() == _ALERT:
                    return list(parts(shown))
        return []

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def until(self, happened: Callable[[], object], seconds: float = PATIENCE) -> bool:
        """Wait for what LibreOffice or a button does; whether it did."""
        end = time.monotonic() + seconds
        while not happened():
            if not self.alive:
                raise RuntimeError("DisposedException: LibreOffice died meanwhile")
            if time.monotonic() > end:
                return False
            time.sleep(0.1)
        return True

    def places(self, document: Shown) -> dict[str, tuple[int, int]]:
        """Caption → middle of each button on the screen, of a workbook that has just been opened.

        Later LibreOffice tells of no button any more, when another sheet was in front meanwhile.
        """
        found: dict[str, tuple[int, int]] = {}

        def drawn() -> bool:
            shown = document.CurrentController.Frame.ComponentWindow.getAccessibleContext()
            with suppress(Exception):  # the sheet may be drawn anew while it is looked at
                found.update(
                    {name: _middle(part) for role, name, part in parts(shown)
                     if role == _BUTTON and name in captions().values()}
                )  # fmt: skip
            return bool(found)

        assert self.until(drawn)
        return found


def _middle(part: Any) -> tuple[int, int]:  # noqa: ANN401  # the same
    corner, size = part.getLocationOnScreen(), part.getSize()
    return corner.X + size.Width // 2, corner.Y + size.Height // 2


def parts(shown: Any, depth: int = 8) -> Iterator[tuple[int, str, Any]]:  # noqa: ANN401  # the same
    """Role, name and object of all that is drawn in a window."""
    for number in range(min(shown.getAccessibleChildCount(), 60)):
        part = shown.getAccessibleChild(number).getAccessibleContext()
        yield part.getAccessibleRole(), part.getAccessibleName(), part
        if depth:
            yield from parts(part, depth - 1)


@dataclass
class Screen:
    """A screen nobody sees, with a mouse and a keyboard."""

    display: str

    def do(self, *command: object) -> str:
        return subprocess.run(
            ["xdotool", *map(str, command)],
            env={**os.environ, "DISPLAY": self.display},
            check=False, capture_output=True, text=True,
        ).stdout  # fmt: skip

    def click(self, place: tuple[int, int]) -> None:
        self.do("mousemove", *place)
        time.sleep(0.2)
        self.do("click", 1)


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    with new_screen() as screen:
        yield screen


@contextmanager
def new_screen() -> Iterator[Screen]:
    for program in ("Xvfb", "xdotool", "openbox"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed: no screen to click on")
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert server.stdout
    display = f":{server.stdout.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, "DISPLAY": display}, stderr=subprocess.DEVNULL
    )
    yield Screen(display)
    for process in (manager, server):
        process.terminate()
        process.wait(10)
    server.stdout.close()


Keep = Callable[[str, str], Office]


@pytest.fixture(scope="module")
def keep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keep]:
    """A LibreOffice by its name, the same for all tests, and a new one when it has died."""
    kept: dict[str, Office] = {}
    with ExitStack() as until_the_end:

        def office(name: str, display: str) -> Office:
            if name not in kept or not kept[name].alive:
                begun = new_office(tmp_path_factory.mktemp(name), display)
                kept[name] = until_the_end.enter_context(begun)
            return kept[name]

        yield office


@pytest.fixture
def headless(keep: Keep) -> Office:
    return keep("headless", "")


@pytest.fixture
def seen(keep: Keep, screen: Screen) -> Office:
    office = keep("seen", screen.display)
    while office.message():  # of a test that failed
        screen.click(office.answer())
        time.sleep(1)
    return office


class new_office:  # noqa: N801  # used as a function
    """Start a LibreOffice, and end it."""

    def __init__(self, home: Path, display: str) -> None:
        program = shutil.which("soffice")
        if program is None:
            pytest.skip("LibreOffice is not installed")
        self.home, self.display = home, display
        self.trusted = home / AWKWARD
        self.trusted.mkdir()
        self._settle()
        pipe = f"crmbooktest{os.getpid()}{home.name}"
        show = [] if display else ["--headless"]
        environment = {**os.environ, "HOME": str(home), "SAL_USE_VCLPLUGIN": "gen"}
        environment |= {"DISPLAY": display} if display else {"SAL_USE_VCLPLUGIN": "svp"}
        environment |= {"LC_ALL": "C.UTF-8"}
        with (home / "soffice.log").open("w") as log:
            self.process = subprocess.Popen(
                [program, f"-env:UserInstallation={(home / 'profile').as_uri()}", *show,
                 "--norestore", "--nologo", "--nodefault", f"--accept=pipe,name={pipe};urp;"],
                env=environment, stdout=log, stderr=log,
            )  # fmt: skip
        self.pipe = pipe

    def _settle(self) -> None:
        user = self.home / "profile" / "user"
        user.mkdir(parents=True)
        # As LibreOffice itself writes an address: "&" stays, or the folder is not the trusted one.
        address = "file://" + quote(str(self.trusted), safe="/!$&'()*+,-.:=@_~")
        trusted = f"<it>{escape(address)}</it>"
        (user / "registrymodifications.xcu").write_text(_PROFILE.format(trusted=trusted))
        (self.home / ".xlwings").mkdir()
        setting = f'"INTERPRETER_LIBREOFFICE","{sys.executable}"\n'
        (self.home / ".xlwings" / "xlwings.conf").write_text(setting)

    def __enter__(self) -> Office:
        try:
            context = connect(self.pipe, PATIENCE)
        except CrmbookError as error:
            self.__exit__()
            pytest.skip(str(error))
        make = context.ServiceManager.createInstanceWithContext
        self.desktop = make("com.sun.star.frame.Desktop", context)
        return Office(context, self.desktop, self.trusted, self.process)

    def __exit__(self, *_error: object) -> None:
        with suppress(Exception):
            self.desktop.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="session")
def with_buttons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of a few clients with buttons on its first sheet."""
    from crmbook.workflow import equip

    path = tmp_path_factory.mktemp("workbook") / "clients.xlsm"
    equip(ROOT / "sample_workbooks" / "small.xlsx", output=path)
    return path
