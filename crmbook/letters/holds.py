"""Who gets no letter now, and why, each reason in a sentence the clerk can act on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from crmbook import schema
from crmbook.folding import fold, squeezed
from crmbook.language import Language, _, many
from crmbook.letters.consent import consent
from crmbook.letters.mail import WrongAddressError, address_of
from crmbook.letters.naming.companies import is_company
from crmbook.letters.prices import open_offers
from crmbook.letters.salutation import greeting, why
from crmbook.signals.notes import note_flags

if TYPE_CHECKING:
    from crmbook.findings import Findings
    from crmbook.letters.guests import Match
    from crmbook.letters.ledger import Entry
    from crmbook.letters.letter import Letter
    from crmbook.letters.template import Template

COMPLAINED_LATELY = 7  # days
# What the clerk may give with any offer, whether its template asks for it or not.
EXPLANATION = "explanation"
_PARTING = {"decided", "letter", "data", "closed"}
# These nobody can wave through: the law, the client's own word, a letter that went already.
FIRM = frozenset({
    "consent", "farewell", "already", "unknown", "no_address", "no_template", "no_offer",
})  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """Why a letter is held.

    kind  a stable English key: consent, salutation, no_address, shared_address, company, note, worse,
          complaint, recent, already, unknown, farewell, channel, refused, no_template, no_offer,
          event, words
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Held:
    client_id: str
    name: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Asked:
    """A letter somebody wants to send, before anybody has looked whether it may go.

    sent     the ledger; and with it the rows of Contacts, see written
    allowed  clients whose softer reasons somebody has looked at, and lets pass
    matches  client → how the event suits, when it is an invitation to one
    unsaid   language → what the clerk gave in another language alone
    """

    findings: Findings
    campaign: str
    letters: Sequence[Letter]
    sent: Sequence[Entry] = ()
    allowed: frozenset[str] = field(default_factory=frozenset)
    matches: Mapping[str, Match] = field(default_factory=dict)
    unsaid: Mapping[Language, Sequence[str]] = field(default_factory=dict)

    @property
    def day(self) -> date:
        return self.findings.as_of

    @property
    def template(self) -> Template:
        return self.letters[0].template


Found = Iterator[tuple[str, Reason]]
Check = Callable[[Asked], Found]


def holds(asked: Asked) -> dict[str, list[Reason]]:
    """Client → reasons, the weightiest first; who is not in it gets the letter."""
    found: dict[str, list[Reason]] = {}
    for check in (*_CHECKS, _shared):
        # of those who share an address the first gets the letter: the first of those who get one
        free = [one for one in asked.letters if one.client_id not in found]
        some = (
            Asked(asked.findings, asked.campaign, free, asked.sent) if check is _shared else asked
        )
        for client_id, reason in check(some) if some.letters else ():
            if reason.kind in FIRM or client_id not in asked.allowed:
                found.setdefault(client_id, []).append(reason)
    return found


# ── the client's own word ────────────────────────────────────────────────────────────────────


def _consent(asked: Asked) -> Found:
    """By the purpose the template names and the way the letter goes."""
    if not asked.template.consent:
        return
    for channel in {letter.channel for letter in asked.letters}:
        ids = [letter.client_id for letter in asked.letters if letter.channel == channel]
        said = consent(asked.findings, ids, asked.template.consent, channel)
        for client_id, text in said.items():
            yield client_id, Reason("consent", text)


def _farewell(asked: Asked) -> Found:
    """Nothing but the farewell letter itself goes to a client the firm is parting with."""
    rows = _rows(asked, "farewells", ("stage",))
    if asked.template.kind == "farewell":
        return
    last = rows.drop_duplicates("client_id", keep="last")
    for row in last[last["stage"].isin(_PARTING)].itertuples():
        text = _("You are parting with this client (since {day}).")
        yield str(row.client_id), Reason("farewell", text.format(day=_day(row.date)))


def _channel(asked: Asked) -> Found:
    """Who wants to be called is called: offers go the way the client likes."""
    if not asked.template.marketing:
        return
    names = {
        one.key: one.names for one in schema.table("clients").column("preferred_channel").choices
    }
    ways = {"email", "post"}
    for letter in asked.letters:
        client = letter.context["client"]
        wanted = client.get("preferred_channel")
        # Who likes to be called and has no number would hear nothing at all.
        reached = client.get("phone") or (wanted == "in_person" and client.get("city"))
        if wanted in names and wanted not in ways and reached:
            text = _("Wants to be reached another way ({channel}): see the list of calls.")
            yield letter.client_id, Reason("channel", text.format(channel=names[wanted]))


# ── how the client is ────────────────────────────────────────────────────────────────────────


def _complaint(asked: Asked) -> Found:
    rows = _rows(asked, "complaints", ("status", "resolved_on"))
    if asked.template.kind == "apology":
        return
    closed = (rows["status"] == "resolved") | (rows["status"].isna() & rows["resolved_on"].notna())
    lately = rows["date"] >= pd.Timestamp(asked.day - timedelta(days=COMPLAINED_LATELY))
    for row in rows[~closed].drop_duplicates("client_id", keep="last").itertuples():
        text = _("The complaint of {day} is still open.")
        yield str(row.client_id), Reason("complaint", text.format(day=_day(row.date)))
    for row in rows[closed & lately].drop_duplicates("client_id", keep="last").itertuples():
        text = _("Complained on {day}, only lately.")
        yield str(row.client_id), Reason("complaint", text.format(day=_day(row.date)))


def _notes(asked: Asked) -> Found:
    """Words in notes that should make somebody look first; they are shown, nothing is concluded."""
    ids = {letter.client_id for letter in asked.letters}
    flags = note_flags(asked.findings.tables, as_of=asked.day)
    passed = _PASSED.get(asked.template.kind, set())
    own = flags[flags["client_id"].isin(ids) & ~flags["flag"].isin(passed)]
    said = {
        "complaint": _("A note speaks of a complaint ({words}): {place}."),
        "debt": _("A note speaks of a debt ({words}): {place}."),
        "bereavement": _("A note speaks of a death ({words}): {place}."),
        "stop_contact": _("A note asks for quiet ({words}): {place}."),
    }
    for row in own.drop_duplicates(["client_id", "flag"]).itertuples():
        place = f"{schema.table(str(row.table)).names()}, {row.row}"
        text = said[str(row.flag)].format(words=row.words, place=place)
        yield str(row.client_id), Reason("note", text)


# What a letter is about is no reason to hold it.
_PASSED: Mapping[str, set[str]] = {
    "apology": {"complaint"},
    "notice": {"complaint", "debt"},
    "farewell": {"complaint", "debt"},
}


def _salutation(asked: Asked) -> Found:
    for letter in asked.letters:
        found = greeting(letter.context["client"], letter.language, letter.template.salutation)
        if not found.sure and not letter.template.fallback_salutation:
            column = schema.table("clients").column("form_of_address").names
            text = _("Unsure how to greet. {why} Write it in the column {column}.")
            said = text.format(why=why(found.rule), column=column).replace("  ", " ")
            yield letter.client_id, Reason("salutation", said)


def _company(asked: Asked) -> Found:
    """A company that the list takes for a person, or says nothing of, and whom nobody would open."""
    for letter in asked.letters:
        client = letter.context["client"]
        named = client.get("contact_person") or client.get("kind") == "company"
        if not named and is_company(letter.name):
            text = _("Looks like a company, and there is no contact person.")
            yield letter.client_id, Reason("company", text)


def _offer(asked: Asked) -> Found:
    """A letter with an offer in it needs one that still holds."""
    if asked.template.kind != "offer":
        return
    for letter in asked.letters:
        if not letter.context["offers"]:
            text = _("There is no open offer that is still valid.")
            yield letter.client_id, Reason("no_offer", text)


def _event(asked: Asked) -> Found:
    """No family event for who has no children, no fights for who loves the theatre."""
    for letter in asked.letters:
        match = asked.matches.get(letter.client_id)
        if match is not None and match.excluded:
            yield letter.client_id, Reason("event", match.excluded)


def _words(asked: Asked) -> Found:
    """One letter is never of two languages, also where the clerk wrote a part of it."""
    for letter in asked.letters:
        explained = any(offer["is_worse"] for offer in letter.context["offers"])
        names = [
            name for name in asked.unsaid.get(letter.language, ())
            if name != EXPLANATION or explained
        ]  # fmt: skip
        if names:
            text = _("The letter is in {language}; say this in it too: {settings}.")
            settings = " ".join(f"--set {name}.{letter.language}=…" for name in names)
            said = text.format(language=in_words(letter.language), settings=settings)
            yield letter.client_id, Reason("words", said)


def in_words(language: Language) -> str:
    return {"en": _("English"), "lt": _("Lithuanian"), "lv": _("Latvian")}[language]


def _worse(asked: Asked) -> Found:
    """An offer worse than the last one goes with a reason, or when somebody has decided so."""
    if asked.template.kind != "offer":
        return
    unexplained = [
        letter.client_id for letter in asked.letters
        if not letter.context["given"].get(EXPLANATION)
    ]  # fmt: skip
    for client_id, offers in open_offers(asked.findings, unexplained).items():
        told = " ".join(offer.sentence() for offer in offers if offer.worse)
        if told:
            text = _("Worse than the last time: {offer}").format(offer=told)
            remedy = _("Say why, --set {name}=…, or let it go with --allow {id}.")
            said = f"{text} {remedy.format(name=EXPLANATION, id=client_id)}"
            yield client_id, Reason("worse", said)


# ── the address ──────────────────────────────────────────────────────────────────────────────


def _address(asked: Asked) -> Found:
    for letter in asked.letters:
        if not letter.channel:
            ways = {"email": _("e-mail address"), "post": _("postal address")}
            missing = _(" or ").join(ways[channel] for channel in letter.template.channels)
            text = _("There is no {address}.").format(address=missing)
            yield letter.client_id, Reason("no_address", text)
        elif letter.channel == "email":
            try:
                address_of(letter.email)
            except WrongAddressError as error:
                yield letter.client_id, Reason("no_address", str(error))


def _shared(asked: Asked) -> Found:
    """One letter to one address; the others are told whose it is."""
    taken = {
        squeezed_address(entry.address): entry.client_id
        for entry in asked.sent
        if entry.campaign == asked.campaign and entry.state != "refused" and entry.address
    }
    for letter in asked.letters:
        where = place(letter)
        if not where:
            continue
        taker = taken.setdefault(where, letter.client_id)
        if taker != letter.client_id:
            names = asked.findings.clients["name"]
            text = _("Shares an address with {name} ({id}), who gets the letter.")
            said = text.format(name=names.get(taker, taker), id=taker)
            yield letter.client_id, Reason("shared_address", said)


def place(letter: Letter) -> str:
    """Where a letter arrives, the same however it is typed; "" where sharing says nothing.

    Companies share a house and not a letter-box.
    """
    client = letter.context["client"]
    if letter.channel == "email":
        return squeezed_address(letter.email)
    if client.get("kind") == "company" or is_company(letter.name):
        return ""
    return squeezed_address(" ".join(letter.to[1:]))


def squeezed_address(address: str) -> str:
    return fold(address) if "@" in address else squeezed(address)


# ── what went before ─────────────────────────────────────────────────────────────────────────


def _already(asked: Asked) -> Found:
    """The same letter, by the ledger or by the contact history of a workbook that was moved."""
    for entry in asked.sent:
        if entry.campaign != asked.campaign:
            continue
        day = entry.day.isoformat()
        if entry.state == "sent":
            text = _("Got this letter on {day}.").format(day=day)
            yield entry.client_id, Reason("already", text)
        elif entry.state == "refused":
            yield from _refused(asked, entry)
        else:
            text = _(
                "May have got this letter on {day}: the line broke while it was sent. Ask the client, "
                "or look in the sent mail; then --retry-unknown sends it again."
            )
            yield entry.client_id, Reason("unknown", text.format(day=day))


def _refused(asked: Asked, entry: Entry) -> Found:
    """The same address would be refused again."""
    letter = next((one for one in asked.letters if one.client_id == entry.client_id), None)
    if letter is not None and fold(letter.email) == fold(entry.address):
        text = _("The mail server refused {address} on {day} ({said}). Mend the address.")
        said = text.format(address=entry.address, day=entry.day.isoformat(), said=entry.said)
        yield entry.client_id, Reason("refused", said)


def _recent(asked: Asked) -> Found:
    """Offers and news come no oftener than the firm wants; what a client must know may come."""
    gap = int(asked.findings.settings.number("letter_gap_days"))
    if not asked.template.marketing or not gap:
        return
    last: dict[str, date] = {}
    for entry in asked.sent:
        if entry.campaign != asked.campaign and entry.state in {"sent", "unknown"}:
            last[entry.client_id] = max(entry.day, last.get(entry.client_id, entry.day))
    for client_id, day in last.items():
        days = (asked.day - day).days
        if days < gap:
            ago = many("{n} day ago", "{n} days ago", max(days, 0))
            text = _("Was written to on {day}, {ago}.").format(day=day.isoformat(), ago=ago)
            yield client_id, Reason("recent", text)


_CHECKS: Sequence[Check] = (
    _already, _farewell, _consent, _address, _offer, _event, _words, _complaint, _notes, _recent, _channel,
    _salutation, _company, _worse,
)  # fmt: skip


# ── tables ───────────────────────────────────────────────────────────────────────────────────


def _rows(asked: Asked, table: str, columns: Sequence[str]) -> pd.DataFrame:
    """client_id, date and the columns of a history up to the day, the earliest first."""
    frame = asked.findings.tables.get(table)
    wanted = ["client_id", "date", *columns]
    if frame is None:
        return pd.DataFrame({name: pd.Series(dtype="object") for name in wanted}).astype(
            {"date": "datetime64[us]"}
        )
    ids = [letter.client_id for letter in asked.letters]
    known = frame[frame["client_id"].isin(ids) & ~(frame["date"] > pd.Timestamp(asked.day))]
    return known.sort_values("date", kind="stable").reindex(columns=wanted)


def _day(moment: Any) -> str:  # noqa: ANN401  # what itertuples gives
    return "" if pd.isna(moment) else str(moment.date().isoformat())
