"""A firm of invented clients to try everything on: three years of it, with known patterns."""

from __future__ import annotations

from datetime import date

from crmbook import blank
from crmbook.demo.dice import Dice
from crmbook.demo.full import with_everything
from crmbook.demo.histories import Firm, complaints, contacts, feedback, offers, purchases
from crmbook.demo.people import Client, client_rows, clients_of, product_rows, team_rows
from crmbook.demo.plan import Plan, plans
from crmbook.demo.signs import with_signs
from crmbook.demo.words import WORDS
from crmbook.language import Language
from crmbook.schema import Profile
from crmbook.sheet import Sheet, Value

Row = dict[str, Value]


def demo(  # noqa: PLR0913  # each says how large, how old or how equipped the firm is
    language: Language,
    as_of: date,
    *,
    clients: int = 120,
    years: int = 3,
    seed: int = 1,
    profile: Profile = "standard",
    buttons: bool = False,
) -> list[Sheet]:
    """The sheets of the demo workbook: those of the profile, filled in up to as_of."""
    filled = rows(language, as_of, clients=clients, years=years, seed=seed, profile=profile)
    return blank.sheets(
        language,
        profile,
        filled,
        {"company": WORDS[language].firm, "hourly_rate": 24.0, "demo": True, **_ADDRESSES},
        buttons=buttons,
    )


# An invented firm's: nobody can have an address that ends in .example.
_ADDRESSES: dict[str, Value] = {
    "company_email": "hello@demo.example",
    "company_website": "https://demo.example",
    "unsubscribe_email": "stop@demo.example",
}


def rows(  # noqa: PLR0913  # as demo
    language: Language,
    as_of: date,
    *,
    clients: int = 120,
    years: int = 3,
    seed: int = 1,
    profile: Profile = "standard",
) -> dict[str, list[Row]]:
    """Table key → rows of column key → value. The same arguments give the same rows, always.

    profile  the full one has rows for every sheet about sales, care and the leader's own
    """
    who = planted(language, as_of, clients=clients, years=years, seed=seed)
    people = Dice(language, seed, "people")
    known = clients_of(language, who, people)
    firm = Firm(language, as_of, Dice(language, as_of, seed, "histories"))
    filled = {
        "clients": client_rows(known, language, people),
        "purchases": purchases(known, firm),
        "contacts": contacts(known, firm),
        "offers": offers(known, firm),
        "complaints": complaints(known, firm),
        "feedback": feedback(known, firm),
        "products": product_rows(language),
        "team": team_rows(language),
    }
    whole = with_signs(filled, known, firm)
    if profile != "full":
        return whole
    return with_everything(whole, known, Firm(language, as_of, Dice(language, as_of, seed, "full")))


def planted(
    language: Language, as_of: date, *, clients: int = 120, years: int = 3, seed: int = 1
) -> dict[str, Plan]:
    """Which client has which pattern, by client_id: what the analyses should find."""
    letter = "C" if language == "en" else "K"
    return plans(letter, as_of, clients, years, Dice(language, as_of, seed, "plans"))


__all__ = ["Client", "Plan", "demo", "planted", "rows"]
