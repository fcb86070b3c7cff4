"""The command that writes the monthly report, into one workbook or into many."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crmbook.cli.application import (
    DONE,
    N_,
    REFUSED,
    TO_MEND,
    AsJson,
    AsOf,
    DryRun,
    InLanguage,
    Output,
    app,
    day_of,
    progress,
)
from crmbook.cli.leaving import interrupted, unexpected
from crmbook.errors import CrmbookError, UsageError
from crmbook.language import _, many, speaking

if TYPE_CHECKING:
    from crmbook.workflow import Monthly

_GRAVITY = (DONE, TO_MEND, REFUSED)
_LOCK = "~$"  # Excel puts such a file beside a workbook that is open, and *.xlsx means it too

Make = Callable[[Path], "Monthly"]


@app.command(
    help=N_(
        "Write the report of a month that is over, as a sheet of its own; no other sheet changes."
    ),
    epilog=N_("Example: crmbook month clients.xlsx --month 2026-02"),
)
def month(
    workbook: Annotated[
        list[Path],
        typer.Argument(
            show_default=False, readable=False,
            help=N_("The workbook, or several: one that is refused does not stop the others"),
        ),
    ],
    of: Annotated[
        datetime | None,
        typer.Option(
            "--month", "-m", formats=["%Y-%m"], metavar="2026-02", show_default=False,
            help=N_("The month to tell of; the last one that is over when left out"),
        ),
    ] = None,
    as_of: AsOf = None,
    language: InLanguage = None,
    output: Output = None,
    pdf: Annotated[
        bool,
        typer.Option("--pdf", help=N_("Also print the report, by LibreOffice, as a PDF beside the workbook")),
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    from crmbook import workflow

    def make(path: Path) -> Monthly:
        with progress() as step:
            return workflow.month(
                path, day_of(as_of) or date.today(), month=day_of(of), language=language,
                output=output, pdf=pdf, dry_run=dry_run, step=step,
            )  # fmt: skip

    found = _each(workbook)
    if len(found) == 1:
        made = make(found[0])
        _show(made, as_json=as_json)
        raise typer.Exit(_code(made))
    if output is not None:
        raise UsageError(_("An output is for one workbook. Leave it out, or give one workbook."))
    raise typer.Exit(_in_turn(found, make, as_json=as_json))


def _each(given: Sequence[Path]) -> list[Path]:
    """Windows leaves it to the command what *.xlsx means."""
    named = (path for one in given for path in _meant(one))
    return list(dict.fromkeys(path for path in named if not path.name.startswith(_LOCK))) or [
        *given
    ]


def _meant(given: Path) -> Sequence[Path]:
    several = not given.exists() and set(given.name) & set("*?")
    return sorted(given.parent.glob(given.name)) or [given] if several else [given]


def _in_turn(paths: Sequence[Path], make: Make, *, as_json: bool) -> int:
    """One workbook after the other; the gravest exit code of all."""
    told: list[object] = []
    codes = []
    for path in paths:
        made = _made(path, make)
        if isinstance(made, str):
            typer.echo(made, err=True)
            told.append({"file": str(path), "refused": made})
            codes.append(REFUSED)
            continue
        told.append(json.loads(made.as_json()))
        codes.append(_code(made))
        if not as_json:
            _show(made, as_json=False)
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2) if as_json else _in_all(codes))
    return max(codes, key=_GRAVITY.index)


def _made(path: Path, make: Make) -> Monthly | str:
    """What came of one workbook, or why nothing did: the others have their turn all the same."""
    try:
        return make(path)
    except CrmbookError as refusal:
        said = str(refusal)
    except Exception as error:
        if interrupted(error):
            raise
        said = unexpected()
    # Of several workbooks one wants to know which is meant.
    return said if path.name in said else f"{path}: {said}"


def _in_all(codes: Sequence[int]) -> str:
    books = many("{n} workbook", "{n} workbooks", len(codes))
    refused = many("{n} refused", "{n} refused", codes.count(REFUSED))
    return f"{books}, {refused}."


def _code(made: Monthly) -> int:
    return TO_MEND if made.to_mend else DONE


def _show(made: Monthly, *, as_json: bool) -> None:
    if as_json:
        typer.echo(made.as_json())
        return
    from crmbook import screen

    with speaking(made.language):
        screen.show_month(made)
