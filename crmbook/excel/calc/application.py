"""The engine, and the one LibreOffice behind it as the application it knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, Final

from xlwings import base_classes

from crmbook.excel.calc import bridge
from crmbook.excel.calc.books import Book, Books
from crmbook.excel.calc.values import Fault

_BUTTONS: Final = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
_BOXES: Final = {"critical": "ERRORBOX", "info": "INFOBOX"}
_ANSWERS: Final = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}


class Engine:
    """What xlwings asks of a way to a spreadsheet program."""

    name = "libreoffice"
    type = "desktop"

    def __init__(self, context: Any) -> None:
        self.context = context
        self.desktop = self.service("com.sun.star.frame.Desktop")
        self.apps = Apps(App(self))

    def service(self, name: str) -> Any:
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: object = None) -> object:
        """A value on its way to a cell: missing ones are empty texts, days are midnights."""
        if value is None or value != value:  # noqa: PLR0124  # what is missing is not equal to itself
            return ""
        if isinstance(value, date) and not isinstance(value, datetime):
            return datetime.combine(value, time())
        return value

    @staticmethod
    def clean_value_data(
        rows: list[list[Any]],
        of_moment: Any,
        empty: object,
        of_number: Any,
        faults_as_text: bool,  # xlwings passes it by place
    ) -> list[list[Any]]:
        """Values on their way from cells."""

        def cleaned(value: Any) -> Any:
            kind = type(value)
            if kind is str:
                return value or empty
            if kind is float:
                return value if of_number is None else of_number(value)
            if kind is datetime:
                return _rebuilt(value, of_moment)
            if kind is Fault:
                return str(value) if faults_as_text else None
            return empty if value is None else value

        return [list(map(cleaned, row)) for row in rows]


def _rebuilt(moment: datetime, builder: Any) -> object:
    if builder is datetime:
        return moment
    return builder(
        year=moment.year, month=moment.month, day=moment.day, hour=moment.hour,
        minute=moment.minute, second=moment.second, microsecond=moment.microsecond, tzinfo=None,
    )  # fmt: skip


class Apps(base_classes.Apps):
    """The one LibreOffice that we are connected to; none once it has ended."""

    def __init__(self, app: App) -> None:
        self._app = app

    def keys(self) -> list[int]:
        return [app.pid for app in self]

    def add(self, **_options: object) -> App:
        return self._app

    def __iter__(self) -> Iterator[App]:
        return iter([self._app] if self._app.answers else [])

    def __len__(self) -> int:
        return len(list(self))

    def __getitem__(self, _pid: int) -> App:
        return self._app


class App(base_classes.App):
    """LibreOffice; status_bar is False while the bar is the program's own."""

    engine: Any = None
    pid = 0
    visible = True
    display_alerts = True
    enable_events = True

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._bar: Any = None
        self._shown: str | bool = False
        self._locked: list[Book] = []

    @property
    def api(self) -> Any:
        return self.engine.desktop

    @property
    def answers(self) -> bool:
        """Whether LibreOffice still runs: one that was closed, or has died, knows of nothing."""
        try:
            return self.api.Components is not None
        except Exception:  # noqa: BLE001  # it may end in the middle of the answer, with any error
            return False

    @cached_property
    def books(self) -> Books:
        return Books(self)

    @property
    def selection(self) -> Any:
        return self.books.active.selection

    def activate(self, steal_focus: bool = False) -> None:
        """The workbook is in front already: a button of its own was pressed."""

    def quit(self) -> None:
        self.engine.desktop.terminate()

    @property
    def screen_updating(self) -> bool:
        return not self._locked

    @screen_updating.setter
    def screen_updating(self, updating: bool) -> None:
        if updating:
            while self._locked:
                self._locked.pop().document.unlockControllers()
        elif not self._locked:
            for book in self.books:
                book.document.lockControllers()
                self._locked.append(book)

    @property
    def calculation(self) -> str:
        automatic = all(book.document.isAutomaticCalculationEnabled() for book in self.books)
        return "automatic" if automatic else "manual"

    @calculation.setter
    def calculation(self, mode: str) -> None:
        for book in self.books:
            book.document.enableAutomaticCalculation(mode != "manual")

    def calculate(self) -> None:
        for book in self.books:
            book.document.calculateAll()

    @property
    def status_bar(self) -> str | bool:
        return self._shown

    @status_bar.setter
    def status_bar(self, text: str | bool) -> None:
        frame = self.engine.desktop.getCurrentFrame()
        if self._bar is None and frame is not None:
            self._bar = frame.createStatusIndicator()
        if self._bar is not None:
            self._bar.end()
            if text:
                self._bar.start(str(text), 0)
        self._shown = text or False

    def alert(
        self, prompt: str, title: str | None, buttons: str, mode: str, _callback: object
    ) -> str | None:
        """A message box; None where there is no window to show it over."""
        frame = self.engine.desktop.getCurrentFrame()
        if frame is None:
            return None
        window = frame.getContainerWindow()
        kind = bridge.enum("awt.MessageBoxType", _BOXES.get(mode, "MESSAGEBOX"))
        box = window.getToolkit().createMessageBox(
            window, kind, _BUTTONS.get(buttons, 1), title or "LibreOffice", prompt
        )
        return _ANSWERS.get(box.execute())
