"""The command line: one verb each, in the language of whoever types."""

from __future__ import annotations

import gc
import locale
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.exceptions import TyperException

from crmbook import __version__
from crmbook.errors import CrmbookError
from crmbook.language import LANGUAGES, Language, _, speaking

if TYPE_CHECKING:
    from crmbook.workflow import Summary

DONE, REFUSED, USAGE, TO_MEND = 0, 1, 2, 3


def N_(text: str) -> str:  # noqa: N802  # the name gettext's tools look for
    """Mark a text for translation; it is translated when it is shown."""
    return text


app = typer.Typer(
    name="crmbook",
    help=N_("Your client workbook becomes a CRM that thinks."),
    epilog=N_("Example: crmbook demo"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# readable=False: whether a file may be read is found on opening, and said in our own words
Workbook = Annotated[
    Path,
    typer.Argument(
        help=N_("The workbook, for example clients.xlsx"), show_default=False, readable=False
    ),
]
InLanguage = Annotated[
    Literal["en", "lt", "lv"] | None,
    typer.Option(
        "--language",
        "-l",
        metavar="en|lt|lv",
        help=N_("Language of sheets and messages"),
        show_default=False,
    ),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", formats=["%Y-%m-%d"], metavar="2026-03-31", show_default=False,
        help=N_("Look at the firm as of this day; today when left out"),
    ),
]  # fmt: skip
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="copy.xlsx",
        help=N_("Write here and leave the workbook as it is"),
        show_default=False,
        readable=False,
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help=N_("Compute and show everything, write nothing"))
]
AsJson = Annotated[bool, typer.Option("--json", help=N_("Print the result as JSON"))]


@app.callback(invoke_without_command=True)
def crmbook(
    version: Annotated[bool, typer.Option("--version", help=N_("Print the version"))] = False,
) -> None:
    if version:
        typer.echo(f"crmbook {__version__}")
        raise typer.Exit


@app.command(
    help=N_("Make an empty workbook: tables, drop-down lists, a page for the first five minutes."),
    epilog=N_("Example: crmbook new clients.xlsx --language lt --profile standard"),
)
def new(
    workbook: Workbook,
    profile: Annotated[
        Literal["minimal", "standard", "full"],
        typer.Option(
            "--profile",
            "-p",
            metavar="minimal|standard|full",
            help=N_("How much the workbook can hold"),
        ),
    ] = "standard",
    language: InLanguage = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    from crmbook import workflow

    with _speaking(language):
        made = workflow.new(workbook, profile=profile, dry_run=dry_run)
        if as_json:
            typer.echo(made.as_json())
            return
        typer.echo(_("Sheets: {titles}").format(titles=", ".join(made.sheets)))
        typer.echo(
            _nothing_written()
            if dry_run
            else _("Made {file}. Open it: the first sheet says how to begin.").format(file=workbook)
        )


@app.command(
    help=N_("Make a workbook of invented clients, refresh it, and show what was found."),
    epilog=N_("Example: crmbook demo demo.xlsx --language lt"),
)
def demo(
    workbook: Annotated[Path, typer.Argument(help=N_("Where to make it"), readable=False)] = Path(
        "demo.xlsx"
    ),
    language: InLanguage = None,
    as_of: AsOf = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    from crmbook import workflow

    with _speaking(language), _progress() as step:
        summary = workflow.demo(workbook, _day(as_of) or date.today(), dry_run=dry_run, step=step)
    _show(summary, as_json=as_json)


@app.command(
    help=N_("List what to mend in a workbook, by cell, in plain words. Writes nothing."),
    epilog=N_("Example: crmbook check clients.xlsx"),
)
def check(
    workbook: Workbook, language: InLanguage = None, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    from crmbook import workflow

    with _progress() as step:
        checkup = workflow.check(
            workbook, _day(as_of) or date.today(), language=language, step=step
        )
    with speaking(checkup.language):
        if as_json:
            typer.echo(checkup.as_json())
        else:
            from crmbook import screen

            screen.show_checkup(checkup)
    raise typer.Exit(TO_MEND if checkup.to_mend else DONE)


@app.command(
    help=N_("Read the workbook, compute, and write the report sheets into it; a backup is kept."),
    epilog=N_("Example: crmbook refresh clients.xlsx --as-of 2026-03-31"),
)
def refresh(
    workbook: Workbook,
    as_of: AsOf = None,
    language: InLanguage = None,
    output: Output = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    from crmbook import workflow

    with _progress() as step:
        summary = workflow.refresh(
            workbook,
            _day(as_of) or date.today(),
            language=language,
            output=output,
            dry_run=dry_run,
            step=step,
        )
    _show(summary, as_json=as_json)
    raise typer.Exit(TO_MEND if summary.to_mend else DONE)


@app.command(
    help=N_(
        "Understand a workbook the firm already has: show what each sheet and column is taken for."
    ),
    epilog=N_("Example: crmbook adopt sales-2025.xlsx --yes"),
)
def adopt(
    workbook: Workbook,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help=N_("Store what was understood in the workbook"))
    ] = False,
    language: InLanguage = None,
    output: Output = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    from crmbook import screen, workflow

    adoption = workflow.adopt(workbook, language=language, output=output, store=yes and not dry_run)
    with speaking(adoption.language):
        if as_json:
            typer.echo(adoption.as_json())
        else:
            screen.show_adoption(adoption, workbook)


@app.command(
    help=N_(
        "Show one client's card: who, segment, rhythm, last purchases, open offers, last contacts."
    ),
    epilog=N_('Example: crmbook client clients.xlsx "Petrait"'),
)
def client(
    workbook: Workbook,
    who: Annotated[
        str,
        typer.Argument(
            help=N_("Name, part of a name, or number of the client"), show_default=False
        ),
    ],
    as_of: AsOf = None,
    language: InLanguage = None,
    as_json: AsJson = False,
) -> None:
    from crmbook import screen, workflow

    with _progress() as step:
        found = workflow.client(
            workbook, who, _day(as_of) or date.today(), language=language, step=step
        )
    with speaking(found.language):
        if as_json:
            typer.echo(found.as_json())
        else:
            screen.show_cards(found)


def _show(summary: Summary, *, as_json: bool) -> None:
    if as_json:
        typer.echo(summary.as_json())
        return
    from crmbook import screen

    with speaking(summary.language):
        screen.show_summary(summary)


def _nothing_written() -> str:
    return _("Nothing was written.")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


@contextmanager
def _speaking(language: Language | None) -> Iterator[None]:
    if language is None:
        yield
    else:
        with speaking(language):
            yield


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Say on the error stream what is being done, when somebody watches."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console

    with Console(stderr=True).status("…") as status:
        yield status.update


# ── the language of the help, before any command has run ─────────────────────────────────────


def system_language() -> Language:
    """The language of the computer, English when it is none of ours."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if not told:
        told = locale.getlocale()[0] or ""
    names = {"lithuanian": "lt", "latvian": "lv"}
    code = names.get(told.split("_")[0].lower(), told[:2].lower())
    return next((language for language in LANGUAGES if language == code), "en")


def _asked_language(arguments: Sequence[str]) -> Language | None:
    for flag, value in zip(arguments, [*arguments[1:], ""], strict=True):
        name, _equals, joined = flag.partition("=")
        wanted = joined if _equals else value
        if name in {"--language", "-l"} and wanted in LANGUAGES:
            return next(language for language in LANGUAGES if language == wanted)
    return None


def translated(command: Any) -> Any:  # noqa: ANN401  # typer keeps its command classes to itself
    """The same command with its help in the language spoken."""
    for text in ("help", "epilog", "short_help"):
        if getattr(command, text, None):
            setattr(command, text, _(getattr(command, text)))
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = _(parameter.help)
    for inner in getattr(command, "commands", {}).values():
        translated(inner)
    _translate_the_rest(command)
    return command


def _translate_the_rest(command: Any) -> None:  # noqa: ANN401  # as above
    """What typer itself adds to every command: the word Usage, the option --help, the headings."""
    usage, helping = command.get_usage, command.get_help_option
    formatting = command.format_help

    def get_help_option(context: object) -> object:
        option = helping(context)
        if option is not None:
            option.help = _("Show this message and exit")
        return option

    def format_help(context: object, formatter: object) -> None:
        _translate_headings()
        formatting(context, formatter)

    command.get_help_option = get_help_option
    command.format_help = format_help
    command.get_usage = lambda context: usage(context).replace("Usage:", _("Usage:"), 1)


def _translate_headings() -> None:
    from typer import rich_utils  # with Markdown and its like: only who reads the help pays for it

    rich_utils.ARGUMENTS_PANEL_TITLE = _("Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = _("Options")
    rich_utils.COMMANDS_PANEL_TITLE = _("Commands")
    rich_utils.REQUIRED_LONG_STRING = _("[required]")
    rich_utils.DEFAULT_STRING = _("[default: {}]")


# ── leaving ──────────────────────────────────────────────────────────────────────────────────


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code: 0 done, 1 refused, 2 wrong usage, 3 to mend."""
    _spare()
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    with speaking(_asked_language(arguments) or system_language()):
        command = translated(typer.main.get_command(app))
        sys.exit(_run(command, arguments))


def _spare() -> None:
    """A command lives for a second or two: what pays in a long-lived program does not pay here."""
    # The threads of OpenBLAS wait for each other in a busy loop, and our matrices are small.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # Rows and sheets hold no circles, so hardly anything is found by looking for them so often.
    gc.set_threshold(50_000, 20, 100)


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
        return _stopped() if _interrupted(error) else _unexpected()
    return _stopped() if code == _INTERRUPTED else int(code or DONE)


_INTERRUPTED = 130  # what typer makes of Ctrl-C


def _interrupted(error: BaseException | None) -> bool:
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


def _unexpected() -> int:
    """Say that something went wrong, and keep the details in a file the message names."""
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
    typer.echo(said.format(file=log.name), err=True)
    return REFUSED
