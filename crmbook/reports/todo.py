"""Who should do what today, for whom, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from crmbook import schema
from crmbook.language import _, many
from crmbook.reports import clients, plays, words
from crmbook.reports.duties import duties
from crmbook.reports.layout import WIDEST_NAME, Field, Page, filled
from crmbook.sheet import Cell, Sheet

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

LONGEST_NOTE = 90


def title() -> str:
    return _("To do")


def build(findings: Findings) -> Sheet | None:
    if findings.clients.empty:
        return None
    due = one_each(duties(findings))
    page = Page(across=7 if due.empty else 0)
    page.title(findings.titles["todo"], _subtitle(findings, due))
    if due.empty:
        page.say(_("Nothing is due today."), "good")
    unowned = (
        _("No owner: for the leader to hand out") if (due["owner"] != "").any() else _("Everybody")
    )
    people = _by_person(due)
    lists = [_fields(findings, own.head(_limit(findings))) for _owner, own in people]
    kept = _kept(lists)
    for number, ((owner, own), fields) in enumerate(zip(people, lists, strict=True)):
        if number:
            page.turn()
        _person(page, findings, owner or unowned, own, [fields[n] for n in kept])
    page.space()
    page.say(_order(), "note")
    page.say(_note(), "note")
    return page.sheet(findings.titles["todo"], "todo", landscape=True, tab="#2E7D32")


def _note() -> str:
    """Where an outcome is typed: this sheet is made anew each time."""
    sheets = words.listed(
        [schema.table(key).names() for key in ("contacts", "complaints", "offers")]
    )
    text = _("Note what came of it where it happened ({sheets}): the next report reads it there.")
    return text.format(sheets=sheets)


def _order() -> str:
    return _(
        "Order: promises, complaints and unhappy clients come first; then clients of class A who are silent or soon will be; offers that run out; other silent clients; other signals, and quiet and lost clients of class A; birthdays and name days. Within each: more money at stake first. Clients of class A are due within two working days, and before the day on which they would count as silent."
    )


def one_each(due: pd.DataFrame) -> pd.DataFrame:
    """One row a client and person: the most important; the next most important as "also"."""
    keys = ["owner", "client_id"]
    first = due.drop_duplicates(keys)
    second = due[due.duplicated(keys)].drop_duplicates(keys)
    return first.merge(
        second[[*keys, "kind", "text", "reference", "day"]],
        on=keys,
        how="left",
        suffixes=("", "_also"),
    )


def _subtitle(findings: Findings, due: pd.DataFrame) -> str:
    if due.empty:
        return clients.as_of(findings)
    limit = _limit(findings)
    count = many("{n} thing is due", "{n} things are due", len(due))
    most = many("at most {n} for each person", "at most {n} for each person", limit)
    return f"{clients.as_of(findings)} · {count}, {most}"


def _by_person(due: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """By name; what nobody is responsible for comes last, for the leader."""
    people = [(str(owner), own) for owner, own in due.groupby("owner", sort=True)]
    return sorted(people, key=lambda pair: (pair[0] == "", pair[0]))


def _person(
    page: Page, findings: Findings, owner: str, own: pd.DataFrame, fields: Sequence[Field]
) -> None:
    shown = own.head(_limit(findings))
    at_stake = words.sum_of(shown["value"], findings)
    stake = _("{money} at stake").format(money=at_stake) if at_stake else ""
    count = many("{n} thing to do", "{n} things to do", len(shown))
    page.section(" · ".join(filter(None, [owner, count, stake])))
    page.block(fields)
    rest = len(own) - len(shown)
    if rest:
        page.say(
            many("And {n} less important thing more.", "And {n} less important things more.", rest),
            "note",
        )
    page.space()


def _limit(findings: Findings) -> int:
    """Rows for one person; a list of 200 is not read."""
    return max(1, int(findings.settings.number("todo_limit")))


def _kept(lists: Sequence[Sequence[Field]]) -> list[int]:
    """Columns that hold something for anybody: the same for all, so that they stand in line."""
    return [n for n, columns in enumerate(zip(*lists, strict=True)) if filled(columns)]


def _fields(findings: Findings, own: pd.DataFrame) -> list[Field]:
    ids = own["client_id"]
    rows = _records(own)
    said = whys(findings, own)
    if findings.settings.text("manager"):
        said = _unowned(findings, ids, said)
    return [
        Field(_("Done"), ["☐"] * len(own), least=8, most=8),
        Field(_("Client"), clients.links(findings, ids), "link", 22, WIDEST_NAME),
        Field(_("Why"), said, "wrapped", 46, 50),
        Field(words.in_currency(_("At stake"), findings), words.plain(own["value"].round()), "integer", least=11, most=12),
        Field(_("What to do"), [_play(row) for row in rows], "wrapped", 36, 42),
        Field(_("Channel"), plays.channels(findings, ids, own["channel"].tolist()), least=11, most=15),
        Field(_("Last contact"), clients.last_words(findings, ids, LONGEST_NOTE), "wrapped", 28, 32),
        Field(_("By"), _days(findings, own["due"]), "date", most=13),
    ]  # fmt: skip


def whys(findings: Findings, own: pd.DataFrame) -> list[str]:
    """Why each of them is due, in a sentence or two."""
    reasons = findings["silence"]["reason"].reindex(own["client_id"])
    return [_why(row, reason) for row, reason in zip(_records(own), reasons, strict=True)]


def _records(own: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(zip(own.columns, row, strict=True)) for row in own.itertuples(index=False)]


def _unowned(findings: Findings, ids: pd.Series, said: Sequence[str]) -> list[str]:
    """Why the manager has it: nobody else is responsible for the client."""
    owners = clients.owners(findings, ids)
    nobody = _("Nobody is responsible for this client yet.")
    return [
        f"{why} {nobody}" if owner == "" else why for why, owner in zip(said, owners, strict=True)
    ]


def _days(findings: Findings, due: pd.Series) -> list[Cell]:
    """The day; what is overdue stands out."""
    days = (day.date() for day in due)
    return [Cell(day, "bad" if day < findings.as_of else "date") for day in days]


def _why(row: Mapping[str, Any], reason: str) -> str:
    """The reason in a sentence; a second one where two things are due."""
    first = _reason(row, reason)
    if not isinstance(row["kind_also"], str):
        return first
    also = {key: row[f"{key}_also"] for key in ("kind", "text", "reference", "day")}
    return f"{first} {_reason(also, reason)}"


def _reason(row: Mapping[str, Any], reason: str) -> str:
    """Late clients have the sentence of the silence analysis."""
    tell = _REASONS.get(row["kind"])
    if tell is None:
        return reason
    told = tell(row)
    return f"{reason} {told}" if row["kind"] == "soon_a" else told


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _day(value: object) -> str:
    return words.day(value) if isinstance(value, date) and value == value else ""  # noqa: PLR0124  # NaT differs from itself


def _promise(row: Mapping[str, Any]) -> str:
    what = _text(row["text"])
    if not what:
        return _("Promised on {day} to get in touch again.").format(day=_day(row["day"]))
    return _("Promised on {day}: {what}.").format(day=_day(row["day"]), what=what.rstrip("."))


def _complaint(row: Mapping[str, Any]) -> str:
    what = _text(row["text"]).rstrip(".")
    if not what:
        return _("The complaint of {day} is still open.").format(day=_day(row["day"]))
    return _("The complaint of {day} is still open: {what}.").format(
        day=_day(row["day"]), what=what
    )


def _opinion(row: Mapping[str, Any]) -> str:
    what = _text(row["text"]).rstrip(".")
    if not what:
        return _("Gave a low rating on {day}, and nobody has answered.").format(
            day=_day(row["day"])
        )
    return _("Unhappy on {day}, and nobody has answered: {what}.").format(
        day=_day(row["day"]), what=what
    )


def _offer(row: Mapping[str, Any]) -> str:
    name = " ".join(filter(None, [_text(row["reference"]), _text(row["text"])]))
    return (
        _("The offer {name} is valid until {day} and has no answer.")
        .format(name=name, day=_day(row["day"]))
        .replace("  ", " ")
    )


def _birthday(row: Mapping[str, Any]) -> str:
    return words.sentence(_("Birthday on {day}.").format(day=_day(row["day"])))


def _name_day(row: Mapping[str, Any]) -> str:
    return words.sentence(_("Name day on {day}.").format(day=_day(row["day"])))


def _soon(row: Mapping[str, Any]) -> str:
    return words.sentence(
        _("Counts as silent from {day}, if nothing is bought.").format(day=_day(row["day"]))
    )


def _signal(row: Mapping[str, Any]) -> str:
    return _text(row["text"])


def _unreachable(_row: Mapping[str, Any]) -> str:
    return _("One of the largest clients, and there is no phone number and no e-mail address.")


_REASONS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "promise": _promise, "complaint": _complaint, "opinion": _opinion, "offer": _offer,
    "birthday": _birthday, "name_day": _name_day, "unreachable": _unreachable, "soon_a": _soon,
    "signal": _signal,
}  # fmt: skip


def _play(row: Mapping[str, Any]) -> str:
    """The sentence of the play, and the letter that goes with it."""
    if isinstance(row["action"], str):
        letter = plays.letters().get(row["template"], "")
        named = _("Letter: {name}.").format(name=letter) if letter else ""
        return " ".join(filter(None, [row["action"], named]))
    told = {
        "promise": _("Keep the promise today, or agree on another day."),
        "complaint": _("Say what is being done and by when; ask whether it is settled."),
        "opinion": _("Thank them, say what will change, and note it on the sheet {sheet}.").format(
            sheet=schema.table("feedback").names
        ),
        "offer": _("Call: what is missing for a yes? Extend it or close it."),
        "birthday": _("Congratulate; no selling."),
        "name_day": _("Congratulate; no selling."),
        "unreachable": _("Ask for a phone number or an e-mail address."),
        "signal": _("Ask how things are, and note on the sheet {sheet} whether it was so.").format(
            sheet=schema.table("signal_readings").names
        ),
    }
    return told[row["kind"]]
