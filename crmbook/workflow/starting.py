"""Starting: an empty workbook, or one of invented clients."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from crmbook.books import create
from crmbook.books.creating import WorkbookExistsError
from crmbook.language import _, spoken
from crmbook.schema import Profile
from crmbook.workflow.refreshing import Step, Summary, refresh, silently


def new(path: str | Path, *, profile: Profile = "standard", dry_run: bool = False) -> list[str]:
    """Make an empty workbook in the language spoken; titles of its sheets."""
    from crmbook import blank

    target = _free(path)
    sheets = blank.sheets(spoken(), profile)
    if not dry_run:
        create(target, sheets)
    return [sheet.name for sheet in sheets]


def demo(path: str | Path, as_of: date, *, step: Step = silently) -> Summary:
    """Make a workbook of invented clients in the language spoken, and refresh it."""
    from crmbook import demo

    target = _free(path)
    step(_("Inventing clients…"))
    create(target, demo.demo(spoken(), as_of))
    return refresh(target, as_of, language=spoken(), step=step)


def _free(path: str | Path) -> Path:
    target = Path(path)
    if target.exists():
        raise WorkbookExistsError(target)
    return target
