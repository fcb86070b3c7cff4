"""A letter shown on real clients, the awkward ones first: how it looks before anybody gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crmbook.language import LANGUAGES, Language, _
from crmbook.letters.context import contexts
from crmbook.letters.environment import TemplateError
from crmbook.letters.formats import word
from crmbook.letters.given import name_of
from crmbook.letters.letter import Letter, compose
from crmbook.letters.salutation import greeting

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings
    from crmbook.letters.template import Template

MOST_LOOKED_AT = 400  # a greeting is worked out for each


@dataclass(frozen=True)
class Sample:
    """A letter to somebody and why it is shown; error says why it can't be written."""

    why: str
    name: str
    letter: Letter | None = None
    error: str = ""


def samples(
    findings: Findings,
    templates: Mapping[Language, Template],
    language: Language,
    *,
    given: Mapping[str, object],
    event: str | None = None,
) -> list[Sample]:
    """One letter for each awkwardness the firm's clients have, and one in every language.

    What the template asks the clerk for and nobody gave stands in brackets.
    """
    first = next(iter(templates.values()))
    told = set(map(name_of, given))
    said = {name: f"[{name}]" for name in first.asks if name not in told} | dict(given)
    found = []
    for why, client_id, tongue in _chosen(findings, templates, language):
        name = str(findings.clients["name"].get(client_id, client_id))
        try:
            (context,) = contexts(findings, [client_id], templates[tongue], given=said, event=event)
            found.append(Sample(why, name, _whole(compose(templates[tongue], context))))
        except TemplateError as error:
            found.append(Sample(why, name, error=str(error)))
    return found


def _whole(letter: Letter) -> Letter:
    """What a Word document lacks is only seen when it is filled in."""
    if letter.template.is_word:
        word([letter])
    return letter


def _chosen(
    findings: Findings, templates: Mapping[Language, Template], language: Language
) -> Iterator[tuple[str, str, Language]]:
    """Why, who, in which language; nobody twice."""
    clients, taken = findings.clients.head(MOST_LOOKED_AT), set[str]()
    tongues = _tongues(clients, templates, language)
    counted = findings.summaries.clients["purchases"]
    bought = counted.index[counted > 0]
    for why, fits in _awkward(templates[next(iter(templates))], bought):
        for client_id in fits(clients):
            if client_id not in taken:
                taken.add(client_id)
                yield why, client_id, tongues[client_id]
                break
    for tongue in templates:
        own = [one for one in clients.index if tongues[one] == tongue and one not in taken]
        for client_id in own[: 2 if tongue == language else 1] or list(clients.index[:1]):
            taken.add(client_id)
            yield _LANGUAGE[tongue](), client_id, tongue


_LANGUAGE: Mapping[Language, Callable[[], str]] = {
    "en": lambda: _("in English"),
    "lt": lambda: _("in Lithuanian"),
    "lv": lambda: _("in Latvian"),
}


def _awkward(
    template: Template, bought: pd.Index
) -> Iterator[tuple[str, Callable[[pd.DataFrame], Sequence[str]]]]:
    yield _("the longest name"), _by_length
    yield _("no postal address"), lambda clients: _empty(clients, "address")
    yield _("no e-mail address"), lambda clients: _empty(clients, "email")
    yield _("a company"), lambda clients: _kind(clients, "company")
    yield _("two people"), lambda clients: _greeted(clients, template, "couple")
    yield _("unsure how to greet"), lambda clients: _greeted(clients, template, "")
    yield _("never bought"), lambda clients: list(clients.index.difference(bought, sort=False))


def _by_length(clients: pd.DataFrame) -> Sequence[str]:
    return list(clients["name"].str.len().sort_values(ascending=False, kind="stable").index)


def _empty(clients: pd.DataFrame, column: str) -> Sequence[str]:
    return list(clients.index[clients[column].isna()]) if column in clients else []


def _kind(clients: pd.DataFrame, kind: str) -> Sequence[str]:
    return list(clients.index[clients["kind"] == kind]) if "kind" in clients else []


def _greeted(clients: pd.DataFrame, template: Template, rule: str) -> Sequence[str]:
    """Clients whose greeting came of the rule; with "" those whose greeting is unsure."""
    found = []
    for client_id, row in zip(clients.index, clients.to_dict("records"), strict=True):
        told = greeting({str(key): value for key, value in row.items()}, template.language)
        if told.rule.startswith(rule) if rule else not told.sure:
            found.append(str(client_id))
    return found


def _tongues(
    clients: pd.DataFrame, templates: Mapping[Language, Template], language: Language
) -> dict[str, Language]:
    usual = language if language in templates else next(iter(templates))
    said = clients["language"].to_dict() if "language" in clients else {}
    known = {one: one for one in LANGUAGES if one in templates}
    return {str(one): known.get(said.get(one, usual), usual) for one in clients.index}
