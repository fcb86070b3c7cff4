"""Pressing a button, from the macro's words to the one message at the end."""

from __future__ import annotations

import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.buttons.wording import for_a_box
from crmbook.errors import CrmbookError
from crmbook.language import LANGUAGES, Language, _, speaking, system_language

if TYPE_CHECKING:
    import xlwings

    from crmbook.buttons.calling import Call
    from crmbook.buttons.commands import Said
    from crmbook.buttons.window import Window

_LOG = "buttons.log"
DONE, REFUSED, SILENT = 0, 1, 2  # silent: the macro must say it, nobody else could
# Excel turns everyone away while a cell is being edited or a dialog is open.
_TURNED_AWAY = frozenset({-2147418111, -2146777998})


def press(arguments: Sequence[str]) -> int:
    """Do what a button is for. 0 done, 1 refused and told; 2 could not be told, the macro does it."""
    from crmbook.books.locks import BusyError
    from crmbook.buttons.calling import understood

    call, began = understood(arguments), datetime.now().astimezone()
    with speaking(system_language()):
        if call.answer:
            return _ready(Path(call.answer))
        try:
            with _alone(call):
                return _found(call, began)
        except BusyError:  # clicked twice: the first click is at work
            return DONE


@contextmanager
def _alone(call: Call) -> Iterator[None]:
    """LibreOffice lets a button be clicked while another press works on the workbook; Excel waits."""
    from crmbook.books.locks import hold

    if not call.pipe:
        yield
        return
    lock = Path(tempfile.gettempdir()) / f"{call.pipe}-{call.document}.lock"
    with hold(lock, 0):
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)


def _found(call: Call, began: datetime) -> int:
    from crmbook.buttons.calling import workbook

    try:
        book = workbook(call)
    except Exception as error:  # noqa: BLE001  # no workbook, no message box: the macro has one
        Log(None).keep(call.command, began, traceback.format_exc())
        sys.stderr.write(f"{_sentence(error)}\n")
        return SILENT
    with speaking(_language(book)):
        return _pressed(call, book, began)


def _ready(answer: Path) -> int:
    """Answer LibreOffice's macro in its file: "ready", or in one line what is missing."""
    from crmbook.buttons.calling import refuse_without_libreoffice

    # Where a sheet of the workbook names the Python, setup never made the folder.
    answer.parent.mkdir(parents=True, exist_ok=True)
    try:
        refuse_without_libreoffice()
    except CrmbookError as error:
        answer.write_text(f"{error}\n", encoding="utf-8")
        return REFUSED
    answer.write_text("ready\n", encoding="utf-8")
    return DONE


def _pressed(call: Call, book: xlwings.Book, began: datetime) -> int:
    from crmbook.books import Backups
    from crmbook.books.live import LiveBook
    from crmbook.buttons.commands import COMMANDS, Desk
    from crmbook.buttons.window import Window

    live, window = LiveBook(book, now=began, backups=Backups()), Window(book)
    log = Log(live.target)
    try:
        said = COMMANDS[call.command](Desk(live, window, began.date()))
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  # whatever it is, the clerk gets a sentence
        window.calm()
        return _refused(call, window, log, began, error)
    window.calm()
    log.keep(call.command, began, said.text or said.sheet)
    _tell(window, said)
    return DONE


def _tell(window: Window, said: Said) -> None:
    if said.sheet:
        window.show(said.sheet, said.cells)
    if said.text:
        window.tell(for_a_box(said.text))


def _refused(call: Call, window: Window, log: Log, began: datetime, error: BaseException) -> int:
    text = _sentence(error) if window.is_open() else _closed()
    details = "" if isinstance(error, CrmbookError) else "".join(traceback.format_exception(error))
    kept = log.keep(call.command, began, f"{text}\n{details}".strip())
    text = _for_a_clerk(text, call.command)
    if details and kept:
        text += "\n\n" + _("The details are in {file}.").format(file=kept)
    if window.tell(text, wrong=True):
        return REFUSED
    sys.stderr.write(f"{text}\n")
    return SILENT


def _for_a_clerk(text: str, command: str) -> str:
    said = for_a_box(text)
    if said == text:
        return text
    more = _("This the button can't do; the command can, in a terminal: crmbook {command}")
    whole = "letters plan" if command == "letters" else command
    return f"{said} {more.format(command=f'{whole} --help')}".strip()


def _sentence(error: BaseException) -> str:
    if isinstance(error, CrmbookError):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return _("Stopped. Sheets that were written already are new, the others are as they were.")
    # LibreOffice's errors carry structures, which have no hash.
    if error.args and isinstance(error.args[0], int) and error.args[0] in _TURNED_AWAY:
        return _("The program is busy. Finish what you are typing with Enter or Escape, close open dialogs, and press the button again.")  # fmt: skip
    return _("Something went wrong that crmbook did not expect. Press the button again; if it happens once more, type in a terminal: crmbook doctor")  # fmt: skip


def _closed() -> str:
    return _("The workbook was closed before the button had done its work. Open it and press the button again.")  # fmt: skip


def _language(book: xlwings.Book) -> Language:
    """That of the Start sheet, on which the buttons stand; else that of the computer."""
    from crmbook.blank.start import TITLE

    titles = {str(sheet.name) for sheet in book.sheets}
    for language in LANGUAGES:
        with speaking(language):
            if str(TITLE) in titles:
                return language
    return system_language()


@dataclass(frozen=True)
class Log:
    """What became of every press: beside the workbook, else in the folder for temporary files."""

    workbook: Path | None

    def keep(self, command: str, began: datetime, text: str) -> Path | None:
        """Add to the log; where it is, None when it can't be kept."""
        entry = f"{began.isoformat(timespec='seconds')} {command}: {text}\n"
        for folder in self._folders():
            with suppress(OSError):
                folder.mkdir(parents=True, exist_ok=True)
                with (folder / _LOG).open("a", encoding="utf-8") as file:
                    file.write(entry)
                return folder / _LOG
        return None

    def _folders(self) -> list[Path]:
        from crmbook.books.folder import Folder

        beside = [Folder(self.workbook).path] if self.workbook else []
        return [*beside, Path(tempfile.gettempdir()) / "crmbook"]
