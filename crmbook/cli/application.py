"""The application, and the arguments and options its commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from crmbook.language import Language, _, speaking

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
InProfile = Annotated[
    Literal["minimal", "standard", "full"],
    typer.Option(
        "--profile",
        "-p",
        metavar="minimal|standard|full",
        help=N_("How much the workbook can hold"),
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


def nothing_written() -> str:
    return _("Nothing was written.")


def day_of(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


@contextmanager
def in_language(language: Language | None) -> Iterator[None]:
    if language is None:
        yield
    else:
        with speaking(language):
            yield


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Say on the error stream what is being done, when somebody watches."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console

    with Console(stderr=True).status("…") as status:
        yield status.update
