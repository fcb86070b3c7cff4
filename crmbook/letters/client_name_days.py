"""The day of a client's name, by the calendar, where the client list does not tell it."""

from __future__ import annotations

from calendar import isleap
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from crmbook.folding import squeezed
from crmbook.language import LANGUAGES, Language
from crmbook.letters.namedays import name_day_of
from crmbook.letters.naming.companies import is_company
from crmbook.letters.naming.people import Person, parse, tidy

if TYPE_CHECKING:
    from crmbook.findings import Findings

_COLUMNS = ("name", "first_name", "kind", "language", "country")
_BY_COUNTRY: dict[str, Language] = {
    **dict.fromkeys(("lv", "lva", "latvia", "latvija"), "lv"),
    **dict.fromkeys(("lt", "ltu", "lithuania", "lietuva"), "lt"),
}


def with_name_days(findings: Findings, language: Language, folder: Path | None) -> Findings:
    """The same findings; what the owner typed stays, the rest is filled in from the calendars.

    language  of clients of whom neither language nor country is known
    folder    where the workbook is, with the firm's list of Lithuanian names
    """
    listed = findings.tables["clients"]
    told = listed.get("name_day", pd.Series(pd.NaT, listed.index))
    days = pd.to_datetime(told).astype("datetime64[us]")
    unknown = listed[days.isna()].reindex(columns=list(_COLUMNS)).astype("object")
    year = findings.as_of.year
    found = [
        _in_year(year, name_day_of(_first_name(name, first, tongue), tongue, folder))
        if tongue and kind != "company"
        else None
        for name, first, kind, own, country in unknown.itertuples(index=False)
        for tongue in [_calendar_of(own, country, language)]
    ]
    days[days.isna()] = pd.Series(found, unknown.index, dtype="datetime64[us]")
    clients = listed.assign(name_day=days)
    tables = replace(findings.tables, frames={**findings.tables.frames, "clients": clients})
    return replace(findings, tables=tables)


def _calendar_of(own: object, country: object, language: Language) -> Language | None:
    """The client's own language, else the country's, else the firm's; None for a country without."""
    for each in LANGUAGES:
        if own == each:
            return each
    where = squeezed(tidy(country))
    return _BY_COUNTRY.get(where) if where else language


def _first_name(name: object, first_name: object, language: Language) -> str:
    """Empty for a company, a couple, and when it is not clear which word is the surname."""
    first = tidy(first_name).partition(" ")[0]
    if first or is_company(tidy(name)):
        return first
    who = parse(tidy(name), language)
    return next(iter(who.first_names), "") if isinstance(who, Person) and who.ordered else ""


def _in_year(year: int, found: tuple[int, int] | None) -> date | None:
    """That of 29 February is on 1 March in other years."""
    if found == (2, 29) and not isleap(year):
        return date(year, 3, 1)
    return found and date(year, *found)
