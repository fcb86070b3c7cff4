"""Starting: an empty workbook, or one of invented clients."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from crmbook.books import create
from crmbook.books.creating import WorkbookExistsError, refuse_ending, with_macros
from crmbook.language import Language, _, spoken
from crmbook.schema import Profile
from crmbook.workflow.refreshing import Step, Summary, plan_refresh, refresh, silently
from crmbook.workflow.result import Result


@dataclass(frozen=True)
class Made(Result):
    """A new workbook and the titles of its sheets."""

    file: str
    language: Language
    sheets: Sequence[str]
    written: bool


def new(path: str | Path, *, profile: Profile = "standard", dry_run: bool = False) -> Made:
    """Make an empty workbook in the language spoken."""
    from crmbook import blank

    target = _free(path)
    sheets = blank.sheets(spoken(), profile, buttons=with_macros(target))
    if not dry_run:
        create(target, sheets)
    return Made(str(path), spoken(), [sheet.name for sheet in sheets], written=not dry_run)


def demo(
    path: str | Path,
    as_of: date,
    *,
    profile: Profile = "standard",
    dry_run: bool = False,
    step: Step = silently,
) -> Summary:
    """Make a workbook of invented clients in the language spoken, and refresh it."""
    from crmbook import demo
    from crmbook.books.memory import MemoryBook

    target = _free(path)
    step(_("Inventing clients…"))
    sheets = demo.demo(spoken(), as_of, profile=profile, buttons=with_macros(target))
    if dry_run:
        plan = plan_refresh(MemoryBook.of(sheets), as_of, language=spoken(), step=step)
        return replace(plan.summary, file=str(path), output=str(path))
    create(target, sheets)
    return refresh(target, as_of, language=spoken(), step=step)


def _free(path: str | Path) -> Path:
    target = Path(path)
    refuse_ending(target)
    if target.exists():
        raise WorkbookExistsError(target)
    return target
