"""The commands that look after the computer: setup and doctor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crmbook.cli.application import (
    DONE,
    N_,
    TO_MEND,
    AsJson,
    DryRun,
    InLanguage,
    app,
    in_language,
    nothing_written,
)

if TYPE_CHECKING:
    from crmbook import workflow


@app.command(
    help=N_(
        "Set this computer up for the buttons in a workbook; says what it did, and takes it back."
    ),
    epilog=N_("Example: crmbook setup --dry-run"),
)
def setup(
    trust: Annotated[
        Path | None,
        typer.Option(
            "--trust", metavar="FOLDER", show_default=False, readable=False,
            help=N_("Let LibreOffice run the macros of the workbooks in this folder"),
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Replace the Python that xlwings was set to start"))
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help=N_("Take back what setup wrote, and nothing else"))
    ] = False,
    language: InLanguage = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    from crmbook import workflow

    with in_language(language):
        if undo:
            done = workflow.take_back(dry_run=dry_run)
        else:
            done = workflow.set_up(trust=trust, force=force, dry_run=dry_run)
        _show(done, as_json=as_json)
    raise typer.Exit(TO_MEND if done.to_mend else DONE)


def _show(done: workflow.Setup, *, as_json: bool) -> None:
    if as_json:
        typer.echo(done.as_json())
        return
    for number, said in enumerate(done.steps, start=1):
        typer.echo(f"{number}. {said}")
    if not done.written:
        typer.echo(nothing_written())
    for said in done.advice:
        typer.echo(f"\n• {said}")


@app.command(
    help=N_(
        "Find out why a button does not work: every link is looked at, with its remedy. Writes nothing."
    ),
    epilog=N_("Example: crmbook doctor clients.xlsm"),
)
def doctor(
    workbook: Annotated[
        Path | None,
        typer.Argument(
            help=N_("The workbook whose buttons are meant; none: the computer alone"),
            show_default=False, readable=False,
        ),
    ] = None,
    language: InLanguage = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    from crmbook import screen, workflow

    with in_language(language):
        found = workflow.examine(workbook)
        if as_json:
            typer.echo(found.as_json())
        else:
            screen.show_diagnosis(found)
    raise typer.Exit(TO_MEND if found.to_mend else DONE)
