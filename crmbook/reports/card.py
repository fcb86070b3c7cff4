"""One client at a glance: who, segment, rhythm, last purchases, open offers, last contacts."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from crmbook import schema
from crmbook.language import _
from crmbook.reports import cadence, plays, signs, words
from crmbook.reports.clients import contact_kinds

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

MOST_ROWS = 5
# What the client list tells of a client, in this order; the rest is in the workbook.
TOLD = (
    "contact_person", "phone", "email", "preferred_channel", "language", "address", "city",
    "since", "birth_date", "name_day", "interests", "hobbies", "notes",
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """A caption and what it says, as text in the language spoken."""

    caption: str
    text: str


@dataclass(frozen=True)
class Event:
    """A purchase, an offer or a contact; amount and text where there are any."""

    day: date
    what: str
    amount: float | None = None
    text: str = ""


@dataclass(frozen=True)
class Card:
    """Everything is said in the language spoken.

    owner      "" when nobody is responsible
    reason     why the client has this status, in a sentence
    advice     what to do, "" when nothing is asked for
    place      where the client stands in the workbook: "Clients!A7"; "" when nowhere
    facts      what the client list tells
    figures    what was computed
    purchases, offers, contacts  the latest first; offers are the open ones
    needs      products the client buys again and again: which, and when next; what is due first
    suggested  what similar clients buy and this one does not, in a sentence; "" when nothing is sure
    signals    what has changed besides the purchases, each in a sentence with the rows it is seen from
    """

    client_id: str
    name: str
    owner: str
    segment: str
    status: str
    reason: str
    advice: str
    place: str
    facts: Sequence[Fact]
    figures: Sequence[Fact]
    purchases: Sequence[Event]
    offers: Sequence[Event]
    contacts: Sequence[Event]
    needs: Sequence[Fact] = ()
    suggested: str = ""
    signals: Sequence[str] = ()


Row = Mapping[Hashable, Any]


def card(findings: Findings, client_id: str) -> Card:
    """The card of a client; KeyError when there is no such client."""
    client, silence = _one(findings.clients, client_id), _one(findings["silence"], client_id)
    return Card(
        client_id, client["name"], client["owner"],
        segment=words.segments()[_one(findings["loyalty"], client_id)["segment"]],
        status=words.statuses()[silence["status"]],
        reason=silence["reason"],
        advice=_advice(findings, client_id) if silence["status"] in plays.LATE else "",
        place=findings.client_link([client_id]).iloc[0].lstrip("#").replace("'", ""),
        facts=_facts(client),
        figures=_figures(findings, client_id),
        purchases=_purchases(findings, client_id),
        offers=_offers(findings, client_id),
        contacts=_contacts(findings, client_id),
        needs=_needs(findings, client_id),
        suggested=_suggested(findings, client_id),
        signals=_signals(findings, client_id),
    )  # fmt: skip


def _signals(findings: Findings, client_id: str) -> list[str]:
    found = signs.seen(findings)
    own = found[found["client_id"] == client_id]
    cells = [signs.rows_cell(findings, rows) for rows in own["rows"]]
    return [
        f"{said} ({cell.value})" if cell else said
        for said, cell in zip(own["said"], cells, strict=True)
    ]


def _advice(findings: Findings, client_id: str) -> str:
    return str(plays.chosen(findings, findings.clients.loc[[client_id]].index)["action"].iloc[0])


def _one(frame: pd.DataFrame, client_id: str) -> Row:
    return frame.loc[[client_id]].to_dict("records")[0]


def _facts(client: Row) -> list[Fact]:
    columns = {column.key: column for column in schema.table("clients").columns}
    told = [key for key in TOLD if key in client and key in columns and _known(client[key])]
    return [Fact(str(columns[key].names), _said(client[key], columns[key])) for key in told]


def _known(value: object) -> bool:
    return value is not None and value == value and value != ""  # noqa: PLR0124  # NaN and NaT differ from themselves


def _said(value: object, column: schema.Column) -> str:
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    options = {option.key: str(option.names) for option in column.choices}
    return options.get(str(value), str(value))


def _figures(findings: Findings, client_id: str) -> list[Fact]:
    """Numbers that are known, each with its caption."""
    found, rated = _one(findings["silence"], client_id), _one(findings["satisfaction"], client_id)
    value, abc = _one(findings["value"], client_id), _one(findings["abc"], client_id)
    clocks = _one(findings["signals"], client_id)
    money = _money(findings)
    figures = [
        (_("Revenue, 12 months"), money(value["revenue_12m"])),
        (_("Value at risk"), money(found["value_at_risk"])),
        (_("Class"), abc["abc"] + abc["xyz"]),
        (_("Purchases"), words.number(found["purchases"])),
        (_("Days since the last purchase"), _whole(found["days_since"])),
        (_("Usual gap, days"), _usual_gap(found)),
        (_("Whose rhythm"), words.rhythms().get(found["rhythm"], "")),
        (_("Expected next"), "" if found["status"] in plays.LATE else _expected(found)),
        (_("Silent from"), _day(found["silent_from"])),
        (_("Probability of silence, 12 months"), _percent(found["p_silent_12m"])),
        (_("Expected purchases, 12 months"), words.number(found["expected_12m"], 1)),
        (_("Expected revenue, 12 months"), money(found["value_12m"])),
        (_("They last acted"), _day(clocks["they_acted"])),
        (_("We last contacted them"), _day(clocks["we_contacted"])),
        (_("They answer in, days"), _days(clocks["their_days"])),
        (_("We answer in, days"), _days(clocks["our_days"])),
        (_("Business meetings since an informal one"), cadence.told(findings, client_id)),
        (_("Latest rating"), words.number(rated["rating"], 1) if _known(rated["rating"]) else ""),
        (_("Rated on"), _day(rated["rated_on"])),
        (_("Would recommend, 0–10"), _whole(rated["recommend"])),
    ]
    return [Fact(caption, text) for caption, text in figures if text]


def _usual_gap(found: Row) -> str:
    """28 (20–37)."""
    if not _known(found["typical_gap"]):
        return ""
    low, high = _whole(found["gap_low"]), _whole(found["gap_high"])
    return f"{_whole(found['typical_gap'])} ({low}–{high})"


def _expected(found: Row) -> str:
    """The day, and the days between which half and nine of ten of such purchases fall."""
    if not _known(found["expected_next"]):
        return ""
    spans = [
        f"{words.percent(share / 100)}: {_day(found[f'next_{share}_low'])} – {_day(found[f'next_{share}_high'])}"
        for share in (50, 90)
    ]
    return f"{_day(found['expected_next'])} ({'; '.join(spans)})"


def _percent(share: float) -> str:
    return words.percent(share) if _known(share) else ""


def _money(findings: Findings) -> _Money:
    return _Money(findings.settings.text("currency"))


@dataclass(frozen=True)
class _Money:
    currency: str

    def __call__(self, amount: float) -> str:
        return words.money(amount, self.currency) if _known(amount) else ""


def _whole(value: float) -> str:
    return words.number(value) if _known(value) else ""


def _days(value: float) -> str:
    return words.number(value, 1) if _known(value) else ""


def _day(value: pd.Timestamp) -> str:
    return value.strftime("%Y-%m-%d") if _known(value) else ""


def _rows(findings: Findings, table: str, client_id: str) -> Sequence[Row]:
    """The client's rows of a history up to as_of, the latest first."""
    import pandas as pd

    history = findings.tables.get(table)
    if history is None or "date" not in history:
        return []
    own = history[
        (history["client_id"] == client_id) & (history["date"] <= pd.Timestamp(findings.as_of))
    ]
    return own.sort_values("date", ascending=False, kind="stable").to_dict("records")


def _purchases(findings: Findings, client_id: str) -> list[Event]:
    """The latest purchases, with what was bought where it is known."""
    documents = findings.summaries.purchases
    own = documents[documents["client_id"] == client_id].nlargest(MOST_ROWS, "date")
    bought = _products(findings, client_id)
    return [
        Event(day.date(), _("Purchase"), _amount(amount), bought.get(day.date(), ""))
        for day, amount in zip(own["date"], own["amount"], strict=True)
    ]


def _products(findings: Findings, client_id: str) -> dict[date, str]:
    """Day → what was bought on it."""
    lines = findings.tables.get("purchases")
    if lines is None or "product" not in lines:
        return {}
    own = lines[(lines["client_id"] == client_id) & lines["product"].notna()]
    joined = own.groupby(own["date"].dt.date)["product"].agg(lambda n: ", ".join(dict.fromkeys(n)))
    return dict(zip(joined.index, joined, strict=True))


def _needs(findings: Findings, client_id: str) -> list[Fact]:
    """The clocks of the client, the most pressing first; what was given up is not there."""
    from crmbook.analyses.next_product import caption, clock_reason, clocks

    found = clocks(findings.summaries)
    own = found[(found["client_id"] == client_id) & (found["state"] != "stopped")]
    return [
        Fact(row["product"], f"{caption(row['state'])}. {clock_reason(row)}")
        for row in own.head(MOST_ROWS).to_dict("records")
    ]


def _suggested(findings: Findings, client_id: str) -> str:
    from crmbook.analyses.next_product import suggestion_reason, suggestions

    found = suggestions(findings.summaries)
    own = found[found["client_id"] == client_id].head(1).to_dict("records")
    return "".join(
        suggestion_reason(row["because"], row["product"], row["both"], row["of_because"])
        for row in own
    )


def _offers(findings: Findings, client_id: str) -> list[Event]:
    rows = [row for row in _rows(findings, "offers", client_id) if row.get("status") == "open"]
    return [
        Event(row["date"].date(), _text(row, "offer_id") or _("Offer"), _amount(row.get("amount")), _text(row, "product"))
        for row in rows[:MOST_ROWS]
    ]  # fmt: skip


def _contacts(findings: Findings, client_id: str) -> list[Event]:
    kinds = contact_kinds()
    return [
        Event(row["date"].date(), kinds.get(_text(row, "kind"), _("Contact")), text=_said_then(row))
        for row in _rows(findings, "contacts", client_id)[:MOST_ROWS]
    ]


def _said_then(row: Row) -> str:
    parts = (_text(row, key) for key in ("owner", "summary", "follow_up"))
    return " · ".join(part for part in parts if part)


def _text(row: Row, column: str) -> str:
    value = row.get(column)
    return str(value) if _known(value) else ""


def _amount(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and _known(value) else None
