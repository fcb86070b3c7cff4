"""Running a command and leaving with its exit code, whatever happens on the way."""

from __future__ import annotations

import atexit
import gc
import os
import re
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any

import typer
from typer.exceptions import TyperException

from crmbook.cli.application import DONE, REFUSED, USAGE, app
from crmbook.cli.translation import asked_language, translated
from crmbook.errors import CrmbookError
from crmbook.language import _, speaking, system_language


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code: 0 done, 1 refused, 2 wrong usage, 3 to mend."""
    _spare()
    _say_every_letter()
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    with speaking(asked_language(arguments) or system_language()):
        command = translated(typer.main.get_command(app))
        sys.exit(_run(command, arguments))


def _spare() -> None:
    """A command lives for a second or two: what pays in a long-lived program does not pay here."""
    # The threads of OpenBLAS wait for each other in a busy loop, and our matrices are small.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Rows and sheets hold no circles, so hardly anything is found by looking for them so often.
    gc.set_threshold(50_000, 20, 100)
    # Python looks through all that is left before it leaves, to no end: a tenth of a small refresh.
    atexit.register(gc.freeze)


def _say_every_letter() -> None:
    """Into a file or another program Windows writes an old code page, which lacks letters we need."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and not stream.isatty():
            kept = stream.encoding if os.environ.get("PYTHONIOENCODING") else "utf-8"
            stream.reconfigure(encoding=kept, errors="replace")


def _run(command: Any, arguments: list[str]) -> int:  # noqa: ANN401  # as above
    try:
        code = command.main(args=arguments, prog_name="crmbook", standalone_mode=False)
    except CrmbookError as refusal:
        typer.echo(str(refusal), err=True)
        return REFUSED
    except TyperException as error:
        typer.echo(_wrong_usage(error), err=True)
        return USAGE
    except (KeyboardInterrupt, typer.Abort):
        return _stopped()
    except BrokenPipeError:  # the reader of our output has left
        sys.stderr.close()
        return DONE
    except Exception as error:  # noqa: BLE001  # the owner gets a sentence, the details are kept for us
        return _stopped() if interrupted(error) else _stumbled()
    return _stopped() if code == _INTERRUPTED else int(code or DONE)


_INTERRUPTED = 130  # what typer makes of Ctrl-C


def interrupted(error: BaseException | None) -> bool:
    """Ctrl-C while a library is loaded comes as the library's own error."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def _stopped() -> int:
    typer.echo(_("Stopped. The workbook is whole: as it was, or with all that is new."), err=True)
    return REFUSED


def _wrong_usage(error: TyperException) -> str:
    kind, context = type(error).__name__, getattr(error, "ctx", None)
    if kind == "BadOptionUsage":
        return _("{name} needs a value after it.").format(name=getattr(error, "option_name", ""))
    if context is None or kind == "NoArgsIsHelpError":
        return error.format_message()
    return (
        _what_is_wrong(error, kind)
        + "\n"
        + _("See: {command} --help").format(command=context.command_path)
    )


def _what_is_wrong(error: TyperException, kind: str) -> str:
    """Said in words for an owner: typer speaks English, to programmers."""
    parameter = getattr(error, "param", None)
    if kind == "NoSuchOption":
        return _("There is no option {name}.").format(name=getattr(error, "option_name", ""))
    if parameter is None:
        return _too_much(error.format_message())
    if kind == "MissingParameter":
        return _("Something is missing: {what}.").format(what=parameter.help)
    if parameter.metavar:
        return _("{name} can't be understood; it is given so: {name} {example}").format(
            name=parameter.opts[0], example=parameter.metavar
        )
    return error.format_message()


def _too_much(told: str) -> str:
    """A command that is none, or more words than a command takes."""
    command = re.match(r"No such command '(.+)'", told)
    words = re.match(r"Got unexpected extra arguments?.*\((.+)\)", told)
    if command:
        return _("There is no command {name}.").format(name=command[1])
    if words:
        return _("What is “{words}”? A name of several words stands in quotation marks.").format(
            words=words[1]
        )
    return told


def _stumbled() -> int:
    typer.echo(unexpected(), err=True)
    return REFUSED


def unexpected() -> str:
    """That something went wrong, said while it is handled; the details are kept in a file it names."""
    import tempfile
    import traceback

    if os.environ.get("CRMBOOK_DEBUG"):
        raise  # noqa: PLE0704  # called while the exception is handled
    with tempfile.NamedTemporaryFile(
        "w", prefix="crmbook-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        traceback.print_exc(file=log)
    said = _(
        "Something went wrong that crmbook did not expect; the workbook is as it was. "
        "The details are in {file}: please send them to us, after a look for personal data."
    )
    return said.format(file=log.name)
