"""Every field that a letter can use, with its kind and meaning."""

from __future__ import annotations

from typing import NamedTuple

from crmbook import schema


class Field(NamedTuple):
    """kind: text, date, money, number, integer, share, yes_no, list, group …; meaning in English."""

    kind: str
    meaning: str


# What the client did not tell for letters: our notes, and what is personal beyond business.
NOT_TOLD = frozenset(
    {
        "notes", "hobbies", "marital_status", "children", "decision_style", "potential_value",
        "also_buys_from", "contact_every_days",
    }
)  # fmt: skip
LISTS = frozenset({"interests"})  # kept by commas; a list to look into

# "interests" of the client list may be asked for ({% if "wine" in client.interests %}) and not read out by mistake.
CLIENT_COLUMNS = tuple(
    column
    for column in schema.table("clients").columns
    if column.key not in NOT_TOLD and column.key != "client_id"
)

COMPANY_SETTINGS = {
    "name": "company", "address": "company_address", "email": "company_email",
    "phone": "company_phone", "code": "company_code", "vat": "company_vat",
    "website": "company_website", "bank": "company_bank", "currency": "currency",
}  # fmt: skip
# Fields that the owner fills in on the Settings sheet.
SETTINGS_BEHIND = {
    **{f"company.{name}": key for name, key in COMPANY_SETTINGS.items()},
    "sender.name": "sender_name", "sender.role": "sender_role", "sender.email": "company_email",
    "sender.phone": "company_phone", "letter.unsubscribe": "unsubscribe_email",
}  # fmt: skip


def _client() -> dict[str, Field]:
    told = {
        f"client.{column.key}": Field(
            "list" if column.key in LISTS else column.kind, column.meaning.en
        )
        for column in CLIENT_COLUMNS
    }
    return {
        "client": Field("group", "The client as the list of clients has it."),
        "client.id": Field("id", "The client's number."),
        **told,
    }


def _company() -> dict[str, Field]:
    settings = {
        f"company.{name}": Field(schema.setting(key).kind, schema.setting(key).meaning.en)
        for name, key in COMPANY_SETTINGS.items()
    }
    return {"company": Field("group", "The firm, from its settings."), **settings}


_REST = {
    "sender": ("group", "Who signs: the employee responsible for the client, as in Team; else the settings."),
    "sender.name": ("text", "First and last name."),
    "sender.role": ("text", "Position."),
    "sender.email": ("email", "The sender's own, else the company's."),
    "sender.phone": ("phone", "The sender's own, else the company's."),
    "history": ("group", "What the client bought, up to the day of the letter."),
    "history.purchases": ("integer", "How many purchases, ever."),
    "history.first_purchase": ("date", "Day of the first purchase."),
    "history.last_purchase": ("date", "Day of the last purchase."),
    "history.days_since": ("integer", "Whole days since the last purchase."),
    "history.typical_gap": ("integer", "Days that usually pass between two purchases of the client."),
    "history.purchases_12m": ("integer", "Purchases of the last 12 months."),
    "history.spent_12m": ("money", "What was bought in the last 12 months, returns taken off."),
    "history.last_product": ("text", "What was bought last; of several the dearest."),
    "history.favourite_product": ("text", "What was bought most often."),
    "history.points": ("number", "Balance of loyalty points; empty when the firm keeps none."),
    "history.lines": ("list", "The last lines bought, ten at most, the newest first."),
    "history.lines.date": ("date", "Day of the purchase."),
    "history.lines.product": ("text", "What was bought."),
    "history.lines.quantity": ("number", "How much of it."),
    "history.lines.amount": ("money", "What was paid for it."),
    "segment": ("group", "The segment of the client."),
    "segment.key": ("text", "To ask by: champions, loyal, promising, new, needs_attention, at_risk, bought_once, hibernating, lost, never."),
    "segment.name": ("text", "The segment in words. For conditions; no client wants to read it."),
    "status": ("group", "How the client stands in their own rhythm."),
    "status.key": ("text", "To ask by: new, active, returned, quiet, silent, lost, never."),
    "status.name": ("text", "The status in words. For conditions; no client wants to read it."),
    "signals": ("list", "What is unusual with the client now."),
    "signals.kind": ("text", "To ask by, such as silent."),
    "signals.text": ("text", "The same in words."),
    "offers": ("list", "The client's open offers, the newest first."),
    "offers.number": ("text", "The offer's number."),
    "offers.product": ("text", "What is offered."),
    "offers.list_price": ("money", "Price of one before the discount."),
    "offers.price": ("money", "Price of one, the discount taken off."),
    "offers.amount": ("money", "The whole offer."),
    "offers.discount": ("share", "0.1 for 10 %."),
    "offers.valid_until": ("date", "Last day of the offer."),
    "offers.payment_term": ("text", "When to pay."),
    "offers.delivery_term": ("text", "When it is delivered."),
    "offers.last_price": ("money", "What the client last paid for one, or was last offered it for."),
    "offers.last_discount": ("share", "The discount of the last time."),
    "offers.last_terms": ("text", "Terms of payment and delivery of the last time."),
    "offers.is_worse": ("yes_no", "The price, the discount or a term is worse than the last time."),
    "offers.explanation": ("text", "What has become worse, in a sentence, with the reason given; empty when nothing has."),
    "event": ("group", "The event of an invitation; empty when the letter is about none."),
    "event.name": ("text", "What it is called."),
    "event.date": ("date", "When it is held."),
    "event.place": ("text", "Where it is held."),
    "given": ("group", 'What was given for this run: --set benefit="10 %" is given.benefit. The header “asks” names them.'),
    "letter": ("group", "The letter itself."),
    "letter.date": ("date", "The day of the letter."),
    "letter.language": ("text", "en, lt or lv."),
    "letter.campaign": ("text", "What the campaign is called."),
    "letter.kind": ("text", "The kind of letter, as in the template's header."),
    "letter.greeting": ("text", "The whole line that greets the client."),
    "letter.is_sure": ("yes_no", "The greeting is certain; no, when it is the neutral one."),
    "letter.subject": ("text", "The subject; in the text only."),
    "letter.valid_until": ("date", "Until when the letter holds, as in the template's header."),
    "letter.unsubscribe": ("text", "Where to write, or the page to open, to get no more such letters."),
}  # fmt: skip

FIELDS: dict[str, Field] = {
    **_client(),
    **_company(),
    **{name: Field(*told) for name, told in _REST.items()},
}
