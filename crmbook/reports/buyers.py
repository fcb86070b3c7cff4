"""Who bought some products and not others: a list to call or write to."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from crmbook import schema
from crmbook.language import _, many
from crmbook.reports import words
from crmbook.reports.layout import WIDEST_NAME, Field, Page, filled
from crmbook.sheet import Cell, Sheet, Value

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

TOLD = ("contact_person", "phone", "email")  # how the client list says to reach a client
CONSENT = "consent_marketing"


@dataclass(frozen=True)
class Buyer:
    """A client who bought what was asked for; None and "" where nothing is known.

    last_bought  the latest day on which one of the products was bought, and product which of them
    times        days on which any of them was bought; amount, what was paid for them
    consent      whether the client may be sent advertising
    reason       the above in a sentence, in the language spoken
    """

    client_id: str
    name: str
    last_bought: date
    product: str
    times: int
    amount: float | None
    contact_person: str
    phone: str
    email: str
    consent: bool | None
    owner: str
    reason: str


Row = Mapping[Hashable, Any]


def buyers(
    findings: Findings,
    products: Collection[int],
    without: Collection[int],
    since: date | None = None,
) -> list[Buyer]:
    """Clients who bought any of the products and none of the others, who paid most first.

    products, without  numbers in the product history; since: only purchases from that day on count
    """
    import pandas as pd

    days = findings.summaries.products.days
    if since is not None:
        days = days[days["date"] >= pd.Timestamp(since)]
    others = days.loc[days["product"].isin(without), "client_id"]
    wanted = days[days["product"].isin(products) & ~days["client_id"].isin(others)]
    rows = _summed(findings, wanted).reset_index().to_dict("records")
    return [_buyer(row, asked_without=bool(without)) for row in rows]


def _summed(findings: Findings, wanted: pd.DataFrame) -> pd.DataFrame:
    """One row a client, joined with what the client list says."""
    latest = wanted.sort_values("date", kind="stable").drop_duplicates("client_id", keep="last")
    latest = latest.set_index("client_id")
    grouped, known = wanted.groupby("client_id"), [*TOLD, "name", "owner", CONSENT]
    bought = findings.clients.reindex(columns=known).loc[latest.index]
    return bought.assign(
        last_bought=latest["date"],
        product=latest["product"].map(findings.summaries.products.names),
        times=grouped["date"].nunique(),
        amount=grouped["amount"].sum(min_count=1),
    ).sort_values(["amount", "name"], ascending=[False, True], kind="stable")


def _buyer(row: Row, *, asked_without: bool) -> Buyer:
    def known(key: str) -> Any:  # noqa: ANN401  # a cell of any kind
        return row[key] if row[key] == row[key] else None  # NaN differs from itself

    consent, amount = known(CONSENT), known("amount")
    return Buyer(
        row["client_id"], row["name"], row["last_bought"].date(), row["product"], int(row["times"]),
        amount=None if amount is None else round(float(amount), 2),
        contact_person=known("contact_person") or "", phone=known("phone") or "",
        email=known("email") or "", consent=None if consent is None else bool(consent),
        owner=row["owner"], reason=_reason(row, asked_without=asked_without),
    )  # fmt: skip


def _reason(row: Row, *, asked_without: bool) -> str:
    words_of = {"product": row["product"], "day": words.day(row["last_bought"].date())}
    times = many("Bought on {n} day", "Bought on {n} days", int(row["times"]))
    last = _("the last time {product}, on {day}").format(**words_of)
    end = _("; none of the others.") if asked_without else "."
    return words.sentence(f"{times}, {last}{end}")


# ── as a sheet ───────────────────────────────────────────────────────────────────────────────


def sheet(title: str, asked: Sequence[str], found: Sequence[Buyer], currency: str) -> Sheet:
    """The list as a sheet of a workbook of its own; asked says in sentences what was looked for."""
    page = Page(across=8)
    page.title(title, many("{n} client", "{n} clients", len(found)))
    for sentence in asked:
        page.say(sentence, "note")
    page.space()
    if found:
        page.block(_fields(found, currency), repeat=True)
    return page.sheet(title, "bought", landscape=True)


def _fields(found: Sequence[Buyer], currency: str) -> list[Field]:
    columns = {column.key: str(column.names) for column in schema.table("clients").columns}
    yes_no = words.yes_no()
    money = f"{_('Amount')}, {currency}"
    return filled([
        Field(_("Client"), [Cell(each.name, "wrapped") for each in found], "wrapped", 22, WIDEST_NAME),
        Field(columns["contact_person"], [each.contact_person or None for each in found], "wrapped", 14, 22),
        Field(columns["phone"], [each.phone or None for each in found], most=18),
        Field(columns["email"], [each.email or None for each in found], most=44),
        Field(columns[CONSENT], [None if each.consent is None else yes_no[each.consent] for each in found], most=14),
        Field(_("Last bought"), [each.last_bought for each in found], "date", most=13),
        Field(_("Product"), [each.product for each in found], "wrapped", 18, 26),
        Field(_("Days bought"), [each.times for each in found], "integer", most=10),
        Field(money, [each.amount for each in found], "money", most=13),
        Field(_("Owner"), _owners(found), "wrapped", most=16),
    ])  # fmt: skip


def _owners(found: Sequence[Buyer]) -> list[Value]:
    return [each.owner or None for each in found]
