"""What letters show on the screen: the plan, the files, what became of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from crmbook import schema
from crmbook.errors import Problem
from crmbook.language import _, many
from crmbook.letters.values import legible
from crmbook.screen import new_console
from crmbook.workflow.letters import address_shown

if TYPE_CHECKING:
    from crmbook.letters.holds import Held
    from crmbook.letters.letter import Letter
    from crmbook.letters.plan import LetterPlan
    from crmbook.workflow import Calls, Gallery
    from crmbook.workflow.sending import Failure, Sent

MOST = 20  # more than a screenful is not read; the sheet of the plan has all
NAMED, SAID = 4, 3  # clients held for one reason, and the words of it, that are shown


def show_plan(plan: LetterPlan) -> None:
    console = new_console()
    console.print(f"[bold]{escape(plan.campaign)}[/bold]  {plan.as_of.isoformat()}")
    console.print(_in_numbers(plan))
    _show_letters(console, plan.letters)
    _show_held(console, plan)
    for look in plan.looks[:MOST]:
        console.print(f"• {_cell(look.name)}: {escape(look.text)}", style="yellow")
    for remark in plan.remarks[:MOST]:
        console.print(f"• {escape(remark)}", style="yellow")
    if plan.letters:
        said = _("Nothing was sent. Number of the plan: {number}").format(number=plan.hash)
        console.print(f"\n{said}")


def _in_numbers(plan: LetterPlan) -> str:
    """37 letters (30 e-mail, 7 post), 5 held."""
    ways = _ways()
    by = ", ".join(f"{ways[way].lower()} {number}" for way, number in plan.channels.items())
    going = many("{n} letter", "{n} letters", len(plan.letters))
    held = many("{n} held", "{n} held", len(plan.held))
    return f"{going} ({by}), {held}" if by else f"{going}, {held}"


def _show_letters(console: Console, letters: Sequence[Letter]) -> None:
    if not letters:
        return
    ways = _ways()
    table = Table(_("Client"), _("Channel"), _("To"), _("Subject"), box=None, pad_edge=False)
    for letter in letters[:MOST]:
        cells = (letter.name, ways[letter.channel], address_shown(letter), letter.subject)
        table.add_row(*map(_cell, cells))
    console.print(table)
    _and_more(console, len(letters) - MOST)


def _cell(text: str) -> str:
    """On one line, without signs that would turn the screen about."""
    return escape(" ".join(legible(text).split()))


def _show_held(console: Console, plan: LetterPlan) -> None:
    """By their first reason, the commonest first: its words once, then who."""
    reasons: dict[str, list[Held]] = {}
    for held in plan.held:
        reasons.setdefault(held.reasons[0].kind, []).append(held)
    for alike in sorted(reasons.values(), key=len, reverse=True):
        told = dict.fromkeys(held.reasons[0].text for held in alike)
        number = many("{n} held", "{n} held", len(alike))
        console.print(f"\n[bold]{number}[/bold]  {escape(' / '.join([*told][:SAID]))}")
        named = ", ".join(f"{held.name} ({held.client_id})" for held in alike[:NAMED])
        console.print(f"  {_cell(named)}")
        _and_more(console, len(alike) - NAMED)


def _and_more(console: Console, rest: int) -> None:
    if rest > 0:
        console.print("  " + many("and {n} more", "and {n} more", rest))


def _ways() -> Mapping[str, str]:
    choices = schema.table("clients").column("preferred_channel").choices
    return {one.key: str(one.names) for one in choices}


def plan_as_json(plan: LetterPlan) -> str:
    return _json(
        {
            "name": plan.name,
            "campaign": plan.campaign,
            "as_of": plan.as_of,
            "language": plan.language,
            "plan": plan.hash,
            "letters": [_facts(letter) for letter in plan.letters],
            "held": [asdict(held) for held in plan.held],
            "looks": [asdict(look) for look in plan.looks],
            "remarks": plan.remarks,
        }
    )


def _facts(letter: Letter) -> dict[str, object]:
    return {
        "client_id": letter.client_id, "name": letter.name, "language": letter.language,
        "channel": letter.channel, "to": address_shown(letter), "subject": letter.subject,
    }  # fmt: skip


def _json(facts: object) -> str:
    return json.dumps(facts, default=str, ensure_ascii=False, indent=2)


def files_as_json(plan: LetterPlan, files: Sequence[Path]) -> str:
    return _json({"campaign": plan.campaign, "plan": plan.hash, "files": files})


def show_files(plan: LetterPlan, files: Sequence[Path], *, post: bool) -> None:
    folder = files[0].parent
    typer.echo(
        many("{n} file was made in the folder", "{n} files were made in the folder", len(files))
        + f" {folder}"
    )
    for file in files[:MOST]:
        typer.echo(f"  {file.name}")
    if len(files) > MOST:
        typer.echo("  " + many("and {n} more", "and {n} more", len(files) - MOST))
    if not post:
        return
    text = (
        _("When they are posted, say so: crmbook letters sent {file} “{campaign}”")
        if any(letter.channel == "post" for letter in plan.letters)
        else _("When you have sent them, say so: crmbook letters sent {file} “{campaign}”")
    )
    typer.echo(text.format(file=Path(plan.workbook).name, campaign=plan.campaign))


def show_gallery(made: Gallery, *, as_json: bool) -> None:
    if as_json:
        typer.echo(made.as_json())
        return
    for file in made.files:
        typer.echo(str(file))
    for name, why in made.shown:
        typer.echo(f"  {name}: {why}")
    if made.problems:
        typer.echo(_("Letters that can't be written:"))
    for problem in made.problems:
        typer.echo(f"  {problem}")


def show_problems(problems: Sequence[Problem], *, as_json: bool) -> None:
    if as_json:
        typer.echo(_json([asdict(problem) for problem in problems]))
        return
    for problem in problems:
        typer.echo(str(problem))
    if not problems:
        typer.echo(_("Nothing to mend."))


def show_calls(found: Calls, *, as_json: bool) -> None:
    if as_json:
        typer.echo(found.as_json())
        return
    console = new_console()
    console.print(many("{n} call", "{n} calls", len(found.calls)))
    table = Table(_("Client"), _("Phone"), _("Why"), box=None, pad_edge=False)
    for call in found.calls[:MOST]:
        name = call.name if call.person == call.name else f"{call.name} ({call.person})"
        table.add_row(escape(name), call.phone, escape(call.reason))
    if found.calls:
        console.print(table)
    _and_more(console, len(found.calls) - MOST)
    if found.noted:
        typer.echo(many("{n} outcome was noted in the contact history.",
                        "{n} outcomes were noted in the contact history.", found.noted))  # fmt: skip
    if found.sheet:
        typer.echo(_("Written to the sheet {sheet}.").format(sheet=found.sheet))


def show_sent(sent: Sent, *, as_json: bool) -> None:
    if as_json:
        typer.echo(sent.as_json())
        return
    typer.echo(many("{n} letter went out.", "{n} letters went out.", sent.sent))
    _failures(_("The mail server refused:"), sent.refused)
    _failures(
        _("Not known whether they arrived; they are not sent again by themselves:"), sent.unknown
    )
    if sent.unknown:
        text = _("If one arrived, say so: crmbook letters sent … “{campaign}” --ids {ids}")
        ids = ",".join(one.client_id for one in sent.unknown)
        typer.echo(text.format(campaign=sent.campaign, ids=ids))
    _failures(_("Not taken yet; run the same command again later:"), sent.later)
    if sent.left:
        typer.echo(many("{n} letter was not tried.", "{n} letters were not tried.", sent.left))
    if sent.by_post:
        text = many("{n} letter goes by post: make it with crmbook letters make.",
                    "{n} letters go by post: make them with crmbook letters make.", sent.by_post)  # fmt: skip
        typer.echo(text)
    if sent.recorded:
        rows = many(
            "{n} row was added to the sheet", "{n} rows were added to the sheet", sent.recorded
        )
        typer.echo(f"{rows} {sent.sheet}.")
    for remark in sent.remarks:
        typer.echo(f"• {remark}")


def _failures(said: str, failures: Sequence[Failure]) -> None:
    if failures:
        typer.echo(said)
    for one in failures:
        address = f", {one.address}" if one.address else ""
        typer.echo(f"  {one.name} ({one.client_id}){address}: {one.why}")
