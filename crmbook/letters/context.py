"""What a letter may say of a client: plain dicts, one a client."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crmbook.analyses import loyalty, signals, silence
from crmbook.errors import UsageError
from crmbook.language import Language, _, speaking
from crmbook.letters.columns import plain, records
from crmbook.letters.fields import CLIENT_COLUMNS, COMPANY_SETTINGS, FIELDS, LISTS, Field
from crmbook.letters.given import given_in
from crmbook.letters.histories import histories
from crmbook.letters.offer import PricedOffer
from crmbook.letters.prices import open_offers
from crmbook.letters.salutation import greeting
from crmbook.letters.senders import senders
from crmbook.letters.values import phone
from crmbook.schema.signs import SIGNAL_OPTIONS

if TYPE_CHECKING:
    from crmbook.findings import Findings
    from crmbook.letters.template import Template

__all__ = ["FIELDS", "Context", "Field", "contexts"]

Context = dict[str, Any]
Group = dict[str, Any]

# Statuses that are a signal by themselves.
LATE = ("quiet", "silent", "lost")


def contexts(  # noqa: PLR0913  # what the clerk may say of a run
    findings: Findings,
    client_ids: Sequence[str],
    template: Template,
    *,
    given: Mapping[str, object],
    event: str | None = None,
    campaign: str = "",
) -> list[Context]:
    """One dict a client, in the order of client_ids; what is not known is None.

    given     what the clerk gave for template.asks, in one language or in each: benefit.lt
    event     an event_id; UsageError when there is no such event
    campaign  the template's name when ""
    """
    _known(findings, client_ids)
    told = {**dict.fromkeys(template.asks), **given_in(given, template.language)}
    shared = {
        "company": _company(findings),
        "event": None if event is None else _event(findings, event),
        "given": told,
    }
    parts: dict[str, Sequence[Any]] = {
        "client": _clients(findings, client_ids),
        "sender": senders(findings, client_ids),
        "history": histories(findings, client_ids),
        "offers": _offers(findings, client_ids, template.language, told),
        "signals": _signals(findings, client_ids, template.language),
        **_standing(findings, client_ids, template.language),
    }
    letters = _letters(findings, client_ids, template, campaign)
    rows = zip(*parts.values(), letters, strict=True)
    found = [{**dict(zip((*parts, "letter"), row, strict=True)), **shared} for row in rows]
    return [_with_whole_phones(context) for context in found]


def _with_whole_phones(context: Context) -> Context:
    """A phone number stays on one line, whatever stands around it."""
    whole = {
        group: {**context[group], "phone": phone(context[group].get("phone"))}
        for group in ("client", "company", "sender")
    }
    return {**context, **whole}


def _known(findings: Findings, client_ids: Iterable[str]) -> None:
    unknown = [client for client in client_ids if client not in findings.clients.index]
    if unknown:
        raise UsageError(_("There is no client {client}.").format(client=unknown[0]))


def _clients(findings: Findings, client_ids: Sequence[str]) -> list[Group]:
    listed = findings.clients.loc[list(client_ids)]
    columns: dict[str, list[Any]] = {"id": list(map(str, client_ids))}
    for column in CLIENT_COLUMNS:
        values = plain(listed[column.key]) if column.key in listed else [None] * len(listed)
        columns[column.key] = [_parts(value) for value in values] if column.key in LISTS else values
    return records(columns)


def _parts(value: object) -> list[str]:
    return [part.strip() for part in str(value or "").split(",") if part.strip()]


def _company(findings: Findings) -> Group:
    return {name: findings.settings.text(key) or None for name, key in COMPANY_SETTINGS.items()}


def _event(findings: Findings, event_id: str) -> Group:
    events = findings.tables.get("events")
    found = None if events is None else events[events["event_id"] == event_id]
    if found is None or found.empty:
        raise UsageError(_("There is no event {event}.").format(event=event_id))
    row = found.head(1)
    return {key: plain(row[key])[0] if key in row else None for key in ("name", "date", "place")}


def _standing(
    findings: Findings, client_ids: Sequence[str], language: Language
) -> dict[str, list[Any]]:
    """Segment and status, in the language of the letter."""
    ids = list(client_ids)
    segments = findings["loyalty"]["segment"].loc[ids]
    statuses = findings["silence"]["status"].loc[ids]
    with speaking(language):
        segment = {key: {"key": key, "name": loyalty.caption(key)} for key in segments.unique()}
        status = {key: {"key": key, "name": silence.caption(key)} for key in statuses.unique()}
    return {
        "segment": [segment[key] for key in segments],
        "status": [status[key] for key in statuses],
    }


def _signals(
    findings: Findings, client_ids: Sequence[str], language: Language
) -> list[list[Group]]:
    """What is unusual with each client, the weightiest first; silence is the first of all."""
    named = {option.key: option.names.of(language) for option in SIGNAL_OPTIONS}
    seen = signals.evidence(findings.summaries)
    found: dict[str, list[Group]] = {}
    late = findings["silence"]["status"].isin(LATE)
    silent = [(client, "silence") for client in late.index[late]]
    for client, signal in [*silent, *zip(seen["client_id"], seen["signal"], strict=True)]:
        found.setdefault(client, []).append({"kind": signal, "text": named[signal]})
    return [found.get(client, []) for client in client_ids]


def _offers(
    findings: Findings, client_ids: Sequence[str], language: Language, given: Mapping[str, object]
) -> list[list[Group]]:
    found = open_offers(findings, client_ids)
    return [
        [_offer(offer, language, given) for offer in found.get(str(client), ())]
        for client in client_ids
    ]


def _offer(offer: PricedOffer, language: Language, given: Mapping[str, object]) -> Group:
    why = offer.explanation(language)
    reason = given.get("explanation")
    return {
        "number": offer.number, "product": offer.product, "list_price": offer.list_price,
        "price": offer.price, "amount": offer.amount, "discount": offer.discount,
        "valid_until": offer.valid_until, "payment_term": offer.payment_term,
        "delivery_term": offer.delivery_term, "last_price": offer.last_price,
        "last_discount": offer.last_discount, "last_terms": offer.last_terms,
        "is_worse": bool(offer.worse),
        "explanation": f"{why} {reason}" if why and reason else why,
    }  # fmt: skip


def _letters(
    findings: Findings, client_ids: Sequence[str], template: Template, campaign: str
) -> list[Group]:
    settings = findings.settings
    shared = {
        "date": findings.as_of,
        "language": template.language,
        "campaign": campaign or template.name,
        "kind": template.kind,
        "subject": None,
        "valid_until": template.ends_on(findings.as_of),
        "unsubscribe": settings.text("unsubscribe_url")
        or settings.text("unsubscribe_email")
        or settings.text("company_email")
        or None,
    }
    listed = findings.clients.loc[list(client_ids)]
    return [{**shared, **_greeting(row, template)} for row in listed.to_dict("records")]


def _greeting(client: Mapping[Any, Any], template: Template) -> Group:
    found = greeting(client, template.language, template.salutation)
    own = template.fallback_salutation
    return {"greeting": found.text if found.sure or not own else own, "is_sure": found.sure}
