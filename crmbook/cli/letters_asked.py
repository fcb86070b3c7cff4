"""What every verb of letters may be told: which letter, for whom, by which way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from crmbook.cli.application import N_, progress
from crmbook.errors import UsageError
from crmbook.language import Language, _

if TYPE_CHECKING:
    from crmbook.letters.plan import LetterPlan
    from crmbook.workflow import Who

Name = Annotated[
    str, typer.Argument(help=N_("The letter, for example win-back"), show_default=False)
]
To = Annotated[
    str,
    typer.Option("--to", metavar="\"status == 'silent'\"", show_default=False,
                 help=N_("Who gets it: a condition on clients and what was found of them")),
]  # fmt: skip
Segment = Annotated[
    str, typer.Option("--segment", metavar="loyal", show_default=False, help=N_("The clients of a segment"))
]  # fmt: skip
Event = Annotated[
    str | None,
    typer.Option("--event", metavar="R1", show_default=False, help=N_("The guests of an event, by its number")),
]  # fmt: skip
Ids = Annotated[
    str, typer.Option("--ids", metavar="1,2,3", show_default=False, help=N_("These clients, by their numbers"))
]  # fmt: skip
Given = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="name=value", show_default=False,
                 help=N_("What the letter asks for; may be given several times")),
]  # fmt: skip
Campaign = Annotated[
    str,
    typer.Option("--campaign", metavar="name", show_default=False,
                 help=N_("What this letter is called; nobody gets the same one twice")),
]  # fmt: skip
Channel = Annotated[
    Literal["email", "post"] | None,
    typer.Option("--channel", metavar="email|post", show_default=False, help=N_("Only letters that go this way")),
]  # fmt: skip
Allow = Annotated[
    str,
    typer.Option("--allow", metavar="1,2,3", show_default=False,
                 help=N_("Clients you have looked at: no longer held for a note, a greeting or a shared address")),
]  # fmt: skip
Folder = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="folder", show_default=False, readable=False,
                 help=N_("Where the files go; a folder beside the workbook when left out")),
]  # fmt: skip


class WrongSettingError(UsageError):
    def __init__(self, text: str) -> None:
        said = _("“{text}” can't be understood; it is given so: --set name=value")
        super().__init__(said.format(text=text))


def planned(
    workbook: Path,
    name: str,
    who: Who,
    given: Sequence[str] | None,
    campaign: str,
    channel: str | None,
    allow: str,
    as_of: date | None,
    language: Language | None,
    *,
    write: bool = False,
    retry_unknown: bool = False,
) -> LetterPlan:
    from crmbook import workflow

    with progress() as step:
        return workflow.plan_letters(
            workbook,
            name,
            who,
            given=given_of(given or ()),
            campaign=campaign,
            channel=channel or "",
            allowed=listed(allow),
            retry_unknown=retry_unknown,
            as_of=as_of or date.today(),
            language=language,
            write=write,
            step=step,
        )


def who_of(to: str, segment: str, event: str | None, ids: str) -> Who:
    from crmbook.workflow import Who

    return Who(to, segment, event, listed(ids))


def listed(ids: str) -> list[str]:
    return [one.strip() for one in ids.split(",") if one.strip()]


def given_of(settings: Sequence[str]) -> Mapping[str, object]:
    found = {}
    for text in settings:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise WrongSettingError(text)
        found[name.strip()] = value.strip()
    return found
