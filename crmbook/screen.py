"""What a command shows: small tables and sentences, in the language spoken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from babel.numbers import format_currency, format_percent
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from crmbook.books import LIVE
from crmbook.errors import Problem
from crmbook.language import _, many, spoken

if TYPE_CHECKING:
    from crmbook.reports.card import Card, Event
    from crmbook.workflow import (
        Adoption,
        Bought,
        Checkup,
        Diagnosis,
        Equipped,
        Found,
        Monthly,
        Summary,
    )
    from crmbook.workflow.monthly import Number

MOST_HEADINGS = 20
MOST_PROBLEMS = 20  # more than a screenful is not read; the Quality sheet has all


def new_console() -> Console:
    return Console(highlight=False, soft_wrap=False)


def show_summary(summary: Summary) -> None:
    console = new_console()
    console.print(f"[bold]{escape(summary.file)}[/bold]  {summary.as_of.isoformat()}")
    console.print(_in_numbers(summary))
    console.print(_statuses(summary.statuses))
    _show_found(console, summary.headlines, summary.problems, summary.remarks)
    console.print(_what_was_written(summary))
    if summary.written:
        _ask_to_save(console, summary.output)


def show_month(made: Monthly) -> None:
    from crmbook.reports import words

    console = new_console()
    console.print(f"[bold]{escape(made.file)}[/bold]  {words.month(made.as_of)}")
    console.print(escape(made.headline or _("No purchases up to the end of this month.")))
    if made.numbers:
        console.print(_month_in_numbers(made))
    _show_found(console, made.decisions, made.problems, made.remarks)
    console.print(_what_was_written_of_a_month(made))
    if made.written:
        _ask_to_save(console, made.output)


def _show_found(
    console: Console,
    decisions: Sequence[str],
    problems: Sequence[Problem],
    remarks: Sequence[Problem],
) -> None:
    """What is to be decided, what is to be mended, and what happened on writing."""
    for number, decision in enumerate(decisions, start=1):
        console.print(f"{number}. {escape(decision)}")
    _show_problems(console, problems, most=5)
    for remark in remarks:
        console.print(f"• {escape(str(remark))}", style="yellow")


def _month_in_numbers(made: Monthly) -> Table:
    table = Table(
        _("Number"), _("Now"), _("A month earlier"), _("A year earlier"), box=None, pad_edge=False
    )
    for column in table.columns[1:]:
        column.justify = "right"
    for number in made.numbers:
        then = (number.now, number.before, number.year_ago)
        table.add_row(number.caption, *(_shown(each, number, made.currency) for each in then))
    return table


def _shown(value: float | str | None, number: Number, currency: str) -> str:
    from crmbook.reports import words

    if not isinstance(value, int | float):
        return value or ""
    if number.look == "kpi_money":
        return words.money(value, currency)
    return words.percent(value) if number.look == "kpi_percent" else words.number(value)


def _what_was_written_of_a_month(made: Monthly) -> str:
    named = {"sheet": escape(made.sheet), "file": _workbook(made.output), "pdf": escape(made.pdf)}
    if not made.written:
        return _("Nothing was written. The report would be the sheet “{sheet}”.").format(**named)
    if made.pdf:
        return _("Written to {file}, the sheet “{sheet}”; and as PDF to {pdf}.").format(**named)
    return _("Written to {file}, the sheet “{sheet}”.").format(**named)


def _in_numbers(summary: Summary) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_row(_("Clients"), str(summary.clients))
    table.add_row(_("Purchases"), str(summary.purchases))
    if summary.revenue_12m is not None:
        table.add_row(_("Revenue, 12 months"), money(summary.revenue_12m, summary.currency))
    return table


def _statuses(statuses: Mapping[str, int]) -> Table:
    table = Table(_("Status"), _("Clients"), box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for status, clients in statuses.items():
        table.add_row(status, str(clients))
    return table


def _workbook(output: str) -> str:
    """The name of a workbook, open or closed."""
    return escape(output.removeprefix(LIVE))


def _ask_to_save(console: Console, output: str) -> None:
    """What is written into a workbook that is open is on disk when its owner saves it."""
    if output.startswith(LIVE):
        said = _("{file} is open: save it there to keep what is new, or close it without saving.")
        console.print(said.format(file=_workbook(output)), style="yellow")


def _what_was_written(summary: Summary) -> str:
    titles = escape(", ".join(summary.sheets))
    if not summary.written:
        return _("Nothing was written. These sheets would be: {titles}.").format(titles=titles)
    return _("Written to {file}. Look at the sheets: {titles}.").format(
        file=_workbook(summary.output), titles=titles
    )


def _show_problems(console: Console, problems: Sequence[Problem], *, most: int) -> None:
    errors = [problem for problem in problems if problem.weight == "error"]
    warnings = [problem for problem in problems if problem.weight == "warning"]
    if errors:
        said = many("{n} thing to mend:", "{n} things to mend:", len(errors))
        _show_some(console, said, errors, most)
    if warnings:
        said = many("{n} thing to look at:", "{n} things to look at:", len(warnings))
        _show_some(console, said, warnings, most)


def _show_some(console: Console, said: str, problems: Sequence[Problem], most: int) -> None:
    console.print(said, style="bold yellow")
    for problem in problems[:most]:
        console.print(f"  {escape(str(problem))}")
    rest = len(problems) - most
    if rest > 0:
        more = many(
            "  and {n} more; see the Quality sheet", "  and {n} more; see the Quality sheet", rest
        )
        console.print(more)


def show_checkup(checkup: Checkup) -> None:
    console = new_console()
    table = Table(_("Table"), _("Sheet"), _("Rows"), _("Left out"), box=None, pad_edge=False)
    for read in checkup.tables:
        table.add_row(read.name, escape(read.sheet), str(read.rows), str(read.left_out))
    console.print(table)
    if not checkup.problems:
        console.print(_("Nothing to mend."), style="green")
    for weight, heading in (
        ("error", _("To mend")),
        ("warning", _("To look at")),
        ("note", _("Good to know")),
    ):
        found = [problem for problem in checkup.problems if problem.weight == weight]
        if found:
            console.print(f"\n[bold]{heading}[/bold]")
        for problem in found[:MOST_PROBLEMS]:
            console.print(f"  {escape(str(problem))}")
        if len(found) > MOST_PROBLEMS:
            console.print("  " + many("and {n} more", "and {n} more", len(found) - MOST_PROBLEMS))


def show_adoption(adoption: Adoption, workbook: Path) -> None:
    console = new_console()
    for place in adoption.places:
        console.print(
            "\n"
            + _("[bold]{table}[/bold] from the sheet “{sheet}”, headings in row {row}").format(
                table=escape(place.table), sheet=escape(place.sheet), row=place.header_row
            )
        )
        table = Table(
            _("Column"),
            _("Heading"),
            _("Taken for"),
            _("Sure"),
            _("Because"),
            box=None,
            pad_edge=False,
        )
        for column in place.columns:
            table.add_row(
                column.letter, escape(column.heading), column.meaning,
                format_percent(column.sure, locale=spoken()), column.reason,
            )  # fmt: skip
        console.print(table)
        if place.unused:
            console.print(
                _("Not used: {headings}").format(headings=escape(_some(place.unused))),
                style="dim",
            )
    for problem in adoption.problems:
        console.print(f"• {escape(str(problem))}", style="yellow")
    if adoption.stored:
        done = _("Remembered on the sheet “{sheet}”. Now run: crmbook refresh {file}")
        file = _as_typed(Path(adoption.output or workbook))
        # a line to be copied is not broken in two
        console.print(
            "\n" + done.format(sheet=escape(adoption.stored), file=escape(file)), soft_wrap=True
        )
        _ask_to_save(console, str(adoption.output or workbook))
    else:
        asked = _("Nothing was written. If this is right, run: crmbook adopt {file} --yes")
        file = escape(_to_adopt(workbook))
        console.print("\n" + asked.format(file=file), soft_wrap=True)


def _some(headings: Sequence[str]) -> str:
    rest = len(headings) - MOST_HEADINGS
    shown = ", ".join(headings[:MOST_HEADINGS])
    return f"{shown} … (+{rest})" if rest > 0 else shown


def _as_typed(path: Path) -> str:
    """A name with blanks is one word on the command line only between quotes."""
    return f'"{path}"' if " " in str(path) else str(path)


def _to_adopt(workbook: Path) -> str:
    """The file; of a kind that is only read, with the one to be written."""
    if workbook.suffix.lower() in {".xlsx", ".xlsm", ".xltx", ".xltm"}:
        return _as_typed(workbook)
    return f"{_as_typed(workbook)} --output {_as_typed(workbook.with_suffix('.xlsx'))}"


def show_equipped(equipped: Equipped) -> None:
    console = new_console()
    for remark in equipped.remarks:
        console.print(f"• {escape(str(remark))}", style="yellow")
    if not equipped.written:
        told = _("Nothing was written. The buttons would stand on the sheet “{sheet}”.")
    else:
        told = _(
            "Written to {file}: the buttons are on the sheet “{sheet}”. "
            "On this computer they work after: crmbook setup"
        )
    console.print(told.format(file=escape(equipped.file), sheet=escape(equipped.sheet)))


def show_cards(found: Found) -> None:
    console = new_console()
    for card in found.cards:
        _show_card(console, card, found.currency)
    others = found.names[len(found.cards) :]
    if others:
        console.print(_("Also: {names}").format(names=escape(", ".join(others))), style="dim")


def _show_card(console: Console, card: Card, currency: str) -> None:
    owner = f" · {card.owner}" if card.owner else ""
    console.print(f"\n[bold]{escape(card.name)}[/bold]  {escape(card.client_id)}{escape(owner)}")
    standing = _("Segment: {segment}; status: {status}.").format(
        segment=card.segment, status=card.status
    )
    console.print(f"{standing} {escape(card.reason)}")
    for signal in card.signals:
        console.print(f"• {escape(signal)}")
    if card.advice:
        console.print(escape(card.advice), style="bold yellow")
    facts = Table(show_header=False, box=None, pad_edge=False)
    for fact in [*card.figures, *card.facts]:
        facts.add_row(fact.caption, escape(fact.text))
    console.print(facts)
    _show_events(console, _("Last purchases"), card.purchases, currency)
    _show_needs(console, card)
    _show_events(console, _("Open offers"), card.offers, currency)
    _show_events(console, _("Last contacts"), card.contacts, currency)
    if card.place:
        console.print(_("In the workbook: {place}").format(place=escape(card.place)), style="dim")


def _show_needs(console: Console, card: Card) -> None:
    if card.needs or card.suggested:
        console.print(f"[bold]{_('Next product')}[/bold]")
    for need in card.needs:
        console.print(f"  {escape(need.caption)}: {escape(need.text)}")
    if card.suggested:
        console.print(f"  {escape(card.suggested)}")


def _show_events(console: Console, heading: str, events: Sequence[Event], currency: str) -> None:
    if not events:
        return
    console.print(f"[bold]{heading}[/bold]")
    table = Table(show_header=False, box=None, pad_edge=False)
    for event in events:
        amount = "" if event.amount is None else money(event.amount, currency)
        table.add_row(f"  {event.day.isoformat()}", escape(event.what), amount, escape(event.text))
    console.print(table)


def show_buyers(found: Bought, asked: Sequence[str]) -> None:
    console = new_console()
    for sentence in asked:
        console.print(escape(sentence))
    table = Table(
        _("Client"), _("Last bought"), _("Days"), _("Amount"), _("Phone"), _("E-mail"), box=None, pad_edge=False,
    )  # fmt: skip
    for column in table.columns:
        column.overflow = "fold"  # half an address is none
    for buyer in found.buyers:
        amount = "" if buyer.amount is None else money(buyer.amount, found.currency)
        table.add_row(
            escape(buyer.name), buyer.last_bought.isoformat(), str(buyer.times), amount,
            escape(buyer.phone), escape(buyer.email),
        )  # fmt: skip
    if found.buyers:
        console.print(table)
    console.print(many("{n} client", "{n} clients", len(found.buyers)))
    if found.output:
        console.print(_("Written to {file}.").format(file=escape(found.output)))


def show_diagnosis(found: Diagnosis) -> None:
    """A line a check; below it what to do."""
    console = new_console()
    shown = {
        "ok": ("green", _("ok")), "mend": ("bold yellow", _("to mend")),
        "unknown": ("dim", _("could not look")),
    }  # fmt: skip
    for check in found.checks:
        style, state = shown[check.state]
        # Not broken over lines: a remedy is copied into the terminal.
        console.print(f"[{style}]{state}[/{style}]: {escape(check.said)}", soft_wrap=True)
        if check.remedy:
            console.print(f"  → {escape(check.remedy)}", soft_wrap=True)
    if found.to_mend:
        console.print(many("{n} thing to mend.", "{n} things to mend.", found.to_mend))
    else:
        console.print(_("Nothing to mend."), style="green")


def money(amount: float, currency: str) -> str:
    """An amount as the language writes it: 1 234,56 €."""
    return str(format_currency(amount, currency, locale=spoken()))
