"""Who is later than their own rhythm, the most valuable first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from crmbook.language import _, many
from crmbook.reports import clients, other_signals, plays, signs, trust, words
from crmbook.reports.layout import WIDEST_NAME, Field, Page, filled
from crmbook.sheet import Cell, Format, Sheet, Value

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

MOST = 250  # a longer list is not read; Scores has everybody


def title() -> str:
    return _("Silence")


def build(findings: Findings) -> Sheet | None:
    if findings.clients.empty:
        return None
    late = late_clients(findings)
    fields = [] if late.empty else _fields(findings, late.head(MOST))
    page = Page(across=10 if late.empty else 0)
    page.title(findings.titles["silence"], _subtitle(findings, late))
    if late.empty:
        page.say(*_nobody(findings))
    else:
        _how_sure(page, findings)
        page.block(fields, repeat=True)
        _rest(page, findings, late)
    _rejected(page, findings)
    other_signals.add(page, findings, [each.heading for each in fields])
    page.space()
    _definitions(page, findings)
    return page.sheet(
        findings.titles["silence"], "silence", landscape=True, freeze=not late.empty, tab="#C0504D"
    )


def _nobody(findings: Findings) -> tuple[str, Format]:
    """Why the list is empty."""
    if (findings["silence"]["status"] == "never").all():
        return _("No purchases were found, so that nobody has a rhythm to be late for."), "note"
    return _("Nobody is late: every client keeps to their own rhythm."), "good"


def _how_sure(page: Page, findings: Findings) -> None:
    """Before the list is read: whether it is the data that end, and how often such flags were right."""
    if clients.data_are_late(findings):
        page.say(clients.data_date(findings), "warn")
    if told := trust.in_short(findings):
        page.say(told)
    page.space()


def late_clients(findings: Findings) -> pd.DataFrame:
    """Clients who are quiet, silent or lost, those with most at stake first.

    Of whom the owner said that it is not so are left out; reading is what the owner said of the others.
    """
    found = _all_late(findings).join(findings.clients[["name", "owner"]])
    late = found[found["reading"] != "rejected"].copy()
    late["abc"] = findings.results["abc"]["abc"].reindex(late.index).fillna("")
    late["at_stake"] = plays.at_stake(findings).reindex(late.index)
    by = ["at_stake", "p_silent", "name"]
    return late.sort_values(by, ascending=[False, False, True], na_position="last")


def _all_late(findings: Findings) -> pd.DataFrame:
    found = findings.results["silence"]
    late = found[found["status"].isin(plays.LATE)]
    return late.assign(reading=signs.silence_reading(findings, late.index))


def _rejected(page: Page, findings: Findings) -> None:
    if said := signs.left_out(int((_all_late(findings)["reading"] == "rejected").sum())):
        page.say(said, "note")


def _subtitle(findings: Findings, late: pd.DataFrame) -> str:
    counts, captions = late["status"].value_counts(), words.statuses()
    said = [f"{captions[key]}: {words.number(counts[key])}" for key in plays.LATE if key in counts]
    at_risk = words.sum_of(late["value_at_risk"], findings)
    risk = [_("{money} at risk").format(money=at_risk)] if at_risk else []
    return " · ".join([clients.as_of(findings), *said, *risk])


def _fields(findings: Findings, late: pd.DataFrame) -> list[Field]:
    captions, due = words.statuses(), plays.due_days(findings, late.index)
    fields = [
        Field(_("Client"), clients.links(findings, late.index), "link", 18, WIDEST_NAME),
        Field(_("Status"), late["status"].map(captions).tolist(), "wrapped", most=12),
        Field(_("Why"), stories(findings, late, due), "wrapped", 46, 60),
        Field(_("Days since"), words.plain(late["days_since"]), "integer", most=10),
        Field(
            _("Probability of silence"), words.plain(late["p_silent"]), "percent", 14, 15,
            note=words.p_silent(),
        ),
        Field(
            words.in_currency(_("Value at risk"), findings), words.plain(late["value_at_risk"].round()),
            "integer", most=12, bar=True,
            note=_("What the client would bring in a year × the probability of silence."),
        ),
        Field(
            _("Purchases at risk"), _purchases_at_risk(findings, late), "decimal", most=12, bar=True,
            note=_("How many times the client would buy in a year × the probability of silence."),
        ),
        Field(_("Owner"), clients.owner_cells(findings, late.index), "wrapped", most=16),
        Field(_("By"), due, "date", most=13),
    ]  # fmt: skip
    return filled(fields)


def stories(findings: Findings, late: pd.DataFrame, due: Sequence[date]) -> list[str]:
    """The purchases first, then what else has changed, what was last said, and what to do by when."""
    others = signs.said_of(findings, late.index)
    contacts = clients.last_contact_told(findings, late.index)
    offers, todo = clients.open_offers(findings, late.index), plays.short()
    rows = zip(
        late["reason"], late["reading"], others, contacts, offers, late["status"], due, strict=True
    )
    return [
        words.sentence("\n".join(filter(None, [
            " ".join(filter(None, [reason, _confirmed(reading), other])),
            " ".join(filter(None, [_last(contact, offer), _by(todo[status], day)])),
        ])))
        for reason, reading, other, contact, offer, status, day in rows
    ]  # fmt: skip


def _confirmed(reading: str) -> str:
    return _("You confirmed it.") if reading == "confirmed" else ""


def _last(contact: str, offer: str) -> str:
    said = _("Last contact: {contact}.").format(contact=contact) if contact else ""
    open_ = _("Open offer: {numbers}.").format(numbers=offer) if offer else ""
    return " ".join(filter(None, [said, open_]))


def _by(what: str, day: date) -> str:
    return _("{what} by {day}.").format(what=what, day=words.day(day))


def _purchases_at_risk(findings: Findings, late: pd.DataFrame) -> list[Value]:
    """What the list is ordered by in a firm that keeps no amounts; nothing in others."""
    if findings.summaries.keeps_amounts:
        return [None] * len(late)
    return words.plain(late["at_stake"])


def _rest(page: Page, findings: Findings, late: pd.DataFrame) -> None:
    rest = late.iloc[MOST:]
    if rest.empty:
        return
    said = many("And {n} client more", "And {n} clients more", len(rest))
    at_risk = words.sum_of(rest["value_at_risk"], findings)
    value = _(", {money} at risk").format(money=at_risk) if at_risk else ""
    page.say(_("{said}{value}: see the sheet {sheet}.").format(
        said=said, value=value, sheet=findings.titles["scores"]), "note")  # fmt: skip


def _definitions(page: Page, findings: Findings) -> None:
    """Of the words in the list, each with what to do; those of the other statuses are on Quality."""
    page.section(_("What the words mean"))
    counts = findings.results["silence"]["status"].value_counts()
    meanings, todo = words.status_meanings(), plays.by_status(findings)
    for key in plays.LATE:
        said = many("{n} client.", "{n} clients.", int(counts.get(key, 0)))
        page.point(Cell(words.statuses()[key], "label"), f"{said} {meanings[key]} {todo[key]}")
    for word, meaning in signs.meaning(findings):
        page.point(Cell(word, "label"), meaning)
