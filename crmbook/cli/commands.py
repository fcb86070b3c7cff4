"""The commands that read, refresh and show a workbook."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crmbook import __version__
from crmbook.cli.application import (
    DONE,
    N_,
    TO_MEND,
    AsJson,
    AsOf,
    DryRun,
    InLanguage,
    InProfile,
    Output,
    Workbook,
    app,
    day_of,
    in_language,
    nothing_written,
    progress,
)
from crmbook.language import _, speaking

if TYPE_CHECKING:
    from crmbook.workflow import Summary


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
    profile: InProfile = "standard",
    language: InLanguage = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    from crmbook import workflow

    with in_language(language):
        made = workflow.new(workbook, profile=profile, dry_run=dry_run)
        if as_json:
            typer.echo(made.as_json())
            return
        typer.echo(_("Sheets: {titles}").format(titles=", ".join(made.sheets)))
        typer.echo(
            nothing_written()
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
    profile: InProfile = "standard",
    language: InLanguage = None,
    as_of: AsOf = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    from crmbook import workflow

    with in_language(language), progress() as step:
        summary = workflow.demo(
            workbook, day_of(as_of) or date.today(), profile=profile, dry_run=dry_run, step=step
        )
    _show(summary, as_json=as_json)


@app.command(
    help=N_("List what to mend in a workbook, by cell, in plain words. Writes nothing."),
    epilog=N_("Example: crmbook check clients.xlsx"),
)
def check(
    workbook: Workbook, language: InLanguage = None, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    from crmbook import workflow

    with progress() as step:
        checkup = workflow.check(
            workbook, day_of(as_of) or date.today(), language=language, step=step
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

    with progress() as step:
        summary = workflow.refresh(
            workbook,
            day_of(as_of) or date.today(),
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
    help=N_("Put buttons and the macros behind them into a workbook; all that is yours stays."),
    epilog=N_("Example: crmbook buttons clients.xlsx --output clients.xlsm"),
)
def buttons(
    workbook: Workbook,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="clients.xlsm",
            show_default=False,
            readable=False,
            help=N_("The workbook with macros; needed unless the workbook is an .xlsm already"),
        ),
    ] = None,
    language: InLanguage = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    from crmbook import screen, workflow

    equipped = workflow.equip(workbook, output=output, language=language, dry_run=dry_run)
    with speaking(equipped.language):
        if as_json:
            typer.echo(equipped.as_json())
        else:
            screen.show_equipped(equipped)


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

    with progress() as step:
        found = workflow.client(
            workbook, who, day_of(as_of) or date.today(), language=language, step=step
        )
    with speaking(found.language):
        if as_json:
            typer.echo(found.as_json())
        else:
            screen.show_cards(found)


@app.command(
    help=N_("List the clients who bought a product, and not another: whom to call or write to."),
    epilog=N_('Example: crmbook bought clients.xlsx "coffee" --not "filters" --since 2025-01-01'),
)
def bought(
    workbook: Workbook,
    product: Annotated[
        str,
        typer.Argument(
            help=N_("Name, part of a name, code or group of the product"), show_default=False
        ),
    ],
    without: Annotated[
        str | None,
        typer.Option(
            "--not",
            metavar="filters",
            help=N_("Leave out who bought this, named likewise"),
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since",
            formats=["%Y-%m-%d"],
            metavar="2025-01-01",
            show_default=False,
            help=N_("Only purchases from this day on count"),
        ),
    ] = None,
    as_of: AsOf = None,
    language: InLanguage = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="list.xlsx",
            show_default=False,
            readable=False,
            help=N_("Also write the list as a new workbook"),
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    from crmbook import screen, workflow

    with progress() as step:
        found = workflow.bought(
            workbook, product, day_of(as_of) or date.today(), without=without,
            since=day_of(since), language=language, output=output, step=step,
        )  # fmt: skip
    with speaking(found.language):
        if as_json:
            typer.echo(found.as_json())
        else:
            screen.show_buyers(found, workflow.asked_for(found))


def _show(summary: Summary, *, as_json: bool) -> None:
    if as_json:
        typer.echo(summary.as_json())
        return
    from crmbook import screen

    with speaking(summary.language):
        screen.show_summary(summary)
