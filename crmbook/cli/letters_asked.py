"""What every verb of letters may be told: which letter, for whom, by which way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from crmbook.cli.application import N_, AsOf, InLanguage, Workbook, day_of, progress
from crmbook.errors import UsageError
from crmbook.language import _

if TYPE_CHECKING:
    from crmbook.letters.plan import LetterPlan, Wish
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


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which letter, for whom, by which way: what most verbs are told in the same words."""

    workbook: Workbook
    name: Name
    to: To = ""
    segment: Segment = ""
    event: Event = None
    ids: Ids = ""
    given: Given = None
    campaign: Campaign = ""
    channel: Channel = None
    allow: Allow = ""
    as_of: AsOf = None
    language: InLanguage = None

    @property
    def who(self) -> Who:
        from crmbook.workflow import Who

        return Who(self.to, self.segment, self.event, listed(self.ids))

    @property
    def day(self) -> date:
        return day_of(self.as_of) or date.today()

    @property
    def wish(self) -> Wish:
        from crmbook.letters.plan import Wish

        return Wish(
            self.name, (), given_of(self.given or ()), self.event, self.campaign,
            self.channel or "", frozenset(listed(self.allow)),
        )  # fmt: skip

    def plan(self, *, write: bool = False, retry_unknown: bool = False) -> LetterPlan:
        from crmbook import workflow

        wish = self.wish
        with progress() as step:
            return workflow.plan_letters(
                self.workbook,
                self.name,
                self.who,
                given=wish.given,
                campaign=wish.campaign,
                channel=wish.channel,
                allowed=wish.allowed,
                retry_unknown=retry_unknown,
                as_of=self.day,
                language=self.language,
                write=write,
                step=step,
            )


def asking(verb: Callable[..., None]) -> Callable[..., None]:
    """A verb that is given an Asked: on the screen its own options stand beside those of Asked."""
    common = _parameters(Asked)
    own = _parameters(verb)
    del own["asked"]

    def command(**told: Any) -> None:  # noqa: ANN401  # what typer found on the command line
        verb(Asked(**{name: told.pop(name) for name in common}), **told)

    command.__name__ = verb.__name__
    command.__signature__ = Signature([*common.values(), *own.values()])  # type: ignore[attr-defined]  # typer asks for it
    command.__annotations__ = {}
    return command


def _parameters(asked: Callable[..., object]) -> dict[str, Parameter]:
    found = signature(asked, eval_str=True).parameters
    return {name: one.replace(kind=Parameter.KEYWORD_ONLY) for name, one in found.items()}


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
