"""The command letters and its verbs: who gets which, files of them, and sending them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from crmbook.cli.application import (
    DONE,
    N_,
    TO_MEND,
    AsJson,
    AsOf,
    DryRun,
    InLanguage,
    Workbook,
    app,
    day_of,
    in_language,
    progress,
)
from crmbook.cli.counting import counting
from crmbook.cli.letters_asked import (
    Asked,
    Channel,
    Event,
    Folder,
    Given,
    Ids,
    Name,
    asking,
    given_of,
    listed,
)
from crmbook.errors import CrmbookError
from crmbook.language import _, speaking

if TYPE_CHECKING:
    from crmbook.letters.plan import LetterPlan

PASSWORD = "CRMBOOK_SMTP_PASSWORD"  # noqa: S105  # the name of a variable


class PlanFirst(TyperGroup):
    """A group whose verb may be left out: crmbook letters clients.xlsx win-back shows the plan."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  # typer keeps its classes to itself
        if args and args[0] not in {*self.commands, "-h", "--help"}:
            args = ["plan", *args]
        return super().parse_args(ctx, args)


letters = typer.Typer(
    name="letters",
    cls=PlanFirst,
    no_args_is_help=True,
    help=N_("Letters to the right clients: see the plan first, then make files or send them."),
    epilog=N_("Example: crmbook letters clients.xlsx win-back"),
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(letters)


class NoPasswordError(CrmbookError):
    def __init__(self, user: str) -> None:
        text = _(
            "The password of {user} is needed. Put it into the variable {variable}; it is never "
            "read from the workbook or from the command."
        )
        super().__init__(text.format(user=user, variable=PASSWORD))


@letters.command(
    help=N_("Show who gets a letter, who is held and why. Nothing is sent."),
    epilog=N_("Example: crmbook letters plan clients.xlsx win-back --to \"status == 'silent'\""),
)
@asking
def plan(
    asked: Asked,
    write: Annotated[
        bool, typer.Option("--write", help=N_("Put the plan into the workbook as a sheet"))
    ] = False,
    as_json: AsJson = False,
) -> None:
    found = asked.plan(write=write)
    _show(found, as_json=as_json)


@letters.command(
    help=N_("Make files of the letters: to print, to look at, or drafts for the mail program."),
    epilog=N_("Example: crmbook letters make clients.xlsx win-back --format pdf,eml"),
)
@asking
def make(
    asked: Asked,
    format: Annotated[  # noqa: A002  # what the clerk calls it
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="docx,pdf,html,txt,eml",
            show_default=False,
            help=N_("Which files; Word for the post and drafts for e-mail when left out"),
        ),
    ] = "",
    one_file: Annotated[
        bool | None,
        typer.Option(
            "--one-file/--each",
            show_default=False,
            help=N_("All letters in one file, or a file for each"),
        ),
    ] = None,
    output: Folder = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    from crmbook import workflow
    from crmbook.letters.formats import formats_of
    from crmbook.letters.making import Wanted
    from crmbook.workflow.letters import usual_files

    formats = formats_of(format)
    found = asked.plan()
    if dry_run:
        _show(found, as_json=as_json)
        return
    usual = usual_files(found)
    wanted = Wanted(output or usual.folder, formats, one_file, numbered=output is None)
    with speaking(found.language), counting(_("Letters")) as done:
        files = workflow.make_letters(found, wanted, done=done)
        _show_files(found, files, as_json=as_json)


@letters.command(
    help=N_("Send the letters of a plan by e-mail, over TLS, each once; a stopped run goes on."),
    epilog=N_("Example: crmbook letters send clients.xlsx win-back --plan 3f9a0c12be77"),
)
@asking
def send(
    asked: Asked,
    number: Annotated[
        str,
        typer.Option(
            "--plan",
            metavar="3f9a0c12be77",
            show_default=False,
            help=N_("Number of the plan you looked at; a plan that has changed is not sent"),
        ),
    ],
    per_minute: Annotated[
        float,
        typer.Option("--per-minute", min=0, metavar="30", help=N_("No more letters than this a minute; 0 for as many as go")),
    ] = 30,
    ca_file: Annotated[
        Path | None,
        typer.Option("--ca-file", metavar="firm.pem", show_default=False, readable=False,
                     help=N_("Certificates to trust besides the computer's own")),
    ] = None,
    retry_unknown: Annotated[
        bool,
        typer.Option("--retry-unknown", help=N_("Send again also those of which nobody knows whether they arrived")),
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    from crmbook import workflow
    from crmbook.cli.letters_shown import show_sent

    found = asked.plan(retry_unknown=retry_unknown)
    if dry_run:
        _show(found, as_json=as_json)
        return
    server = workflow.server_of(found, ca_file=ca_file)
    with speaking(found.language):
        server = workflow.server_of(found, _password(server.user), ca_file)
        with counting(_("Letters")) as done, _stoppable() as stop:
            result = workflow.send_letters(
                found,
                number,
                server,
                per_minute=per_minute,
                retry_unknown=retry_unknown,
                stop=stop,
                done=done,
            )
        show_sent(result, as_json=as_json)
    raise typer.Exit(DONE if result.whole else TO_MEND)


@letters.command(
    help=N_("Say that letters made as files were posted: they enter the contact history."),
    epilog=N_("Example: crmbook letters sent clients.xlsx win-back"),
)
def sent(
    workbook: Workbook,
    campaign: Annotated[
        str,
        typer.Argument(help=N_("The letter, as the plan calls its campaign"), show_default=False),
    ],
    ids: Ids = "",
    channel: Channel = None,
    as_of: AsOf = None,
    language: InLanguage = None,
    as_json: AsJson = False,
) -> None:
    from crmbook import workflow
    from crmbook.cli.letters_shown import show_sent

    result = workflow.letters_sent(
        workbook,
        campaign,
        ids=listed(ids),
        channel=channel or "",
        as_of=day_of(as_of) or date.today(),
        language=language,
    )
    with speaking(result.language):
        show_sent(result, as_json=as_json)
    raise typer.Exit(DONE if result.whole else TO_MEND)


@letters.command(
    help=N_(
        "List whom to call instead: those whom a letter does not reach, the most at stake first."
    ),
    epilog=N_("Example: crmbook letters calls clients.xlsx win-back --write"),
)
@asking
def calls(
    asked: Asked,
    write: Annotated[
        bool,
        typer.Option("--write", help=N_("Put the list into the workbook; what was typed on the last one becomes contacts")),
    ] = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    from crmbook import workflow
    from crmbook.cli.letters_shown import show_calls

    with progress() as step:
        found = workflow.plan_calls(
            asked.workbook,
            asked.wish,
            asked.who,
            as_of=asked.day,
            language=asked.language,
            write=write,
            step=step,
        )
    with speaking(found.language):
        show_calls(found, as_json=as_json)


@letters.command(
    help=N_("Make address labels, 24 on a sheet, for the letters that go by post."),
    epilog=N_("Example: crmbook letters labels clients.xlsx win-back"),
)
@asking
def labels(
    asked: Asked,
    output: Folder = None,
    as_json: AsJson = False,
) -> None:
    from crmbook import workflow

    found = asked.plan()
    files = workflow.label_letters(found, output)
    with speaking(found.language):
        _show_files(found, files, as_json=as_json, post=False)


@letters.command(
    help=N_("Show a letter on real clients, the awkward ones first: a page, and a PDF."),
    epilog=N_("Example: crmbook letters gallery clients.xlsx win-back"),
)
def gallery(
    workbook: Workbook,
    name: Name,
    given: Given = None,
    event: Event = None,
    output: Folder = None,
    as_of: AsOf = None,
    language: InLanguage = None,
    as_json: AsJson = False,
) -> None:
    from crmbook import workflow
    from crmbook.cli.letters_shown import show_gallery

    with progress() as step:
        made = workflow.gallery(
            workbook,
            name,
            given=given_of(given or ()),
            event=event,
            folder=output,
            as_of=day_of(as_of) or date.today(),
            language=language,
            step=step,
        )
    with speaking(made.language):
        show_gallery(made, as_json=as_json)
    raise typer.Exit(TO_MEND if made.problems else DONE)


@letters.command(
    help=N_(
        "Look for mistakes in the templates: fields that do not exist, a language left behind."
    ),
    epilog=N_("Example: crmbook letters lint clients.xlsx"),
)
def lint(
    workbook: Annotated[
        Path | None,
        typer.Argument(
            help=N_("The workbook whose own templates are looked at with ours"),
            show_default=False,
            readable=False,
        ),
    ] = None,
    language: InLanguage = None,
    as_json: AsJson = False,
) -> None:
    from crmbook import workflow
    from crmbook.cli.letters_shown import show_problems

    with in_language(language):
        problems = workflow.lint_letters(workbook, language=language)
        show_problems(problems, as_json=as_json)
    raise typer.Exit(TO_MEND if any(one.weight == "error" for one in problems) else DONE)


# ── what the verbs share ─────────────────────────────────────────────────────────────────────


def _show(found: LetterPlan, *, as_json: bool) -> None:
    from crmbook.cli import letters_shown

    with speaking(found.language):
        if as_json:
            typer.echo(letters_shown.plan_as_json(found))
        else:
            letters_shown.show_plan(found)


def _show_files(
    found: LetterPlan, files: Sequence[Path], *, as_json: bool, post: bool = True
) -> None:
    from crmbook.cli import letters_shown

    if as_json:
        typer.echo(letters_shown.files_as_json(found, files))
    else:
        letters_shown.show_files(found, files, post=post)


def _password(user: str) -> str:
    """From the environment, or typed and not shown; none where the server wants no user."""
    if not user:
        return ""
    kept = os.environ.get(PASSWORD, "")
    if kept:
        return kept
    if not sys.stdin.isatty():
        raise NoPasswordError(user)
    return str(typer.prompt(_("Password of {user}").format(user=user), hide_input=True, err=True))


@contextmanager
def _stoppable() -> Iterator[Any]:
    """Ctrl-C stops between two letters; a second one stops at once."""
    asked: list[bool] = []
    before = signal.getsignal(signal.SIGINT)

    def stop(_number: int, _frame: object) -> None:
        asked.append(True)
        signal.signal(signal.SIGINT, before)
        typer.echo(_("Stopping after this letter…"), err=True)

    signal.signal(signal.SIGINT, stop)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)
