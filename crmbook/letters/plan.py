"""Who gets which letter, who is held and why: looked at first, carried out only as it was seen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook import schema
from crmbook.errors import UsageError
from crmbook.language import LANGUAGES, Language, _
from crmbook.letters import layouts, recording
from crmbook.letters.blocks import pictures
from crmbook.letters.context import contexts
from crmbook.letters.given import name_of, only_elsewhere
from crmbook.letters.guests import Match, event_match
from crmbook.letters.holds import EXPLANATION, Asked, Held, Reason, holds, in_words
from crmbook.letters.ledger import Entry
from crmbook.letters.letter import Letter, addressed, compose
from crmbook.letters.prices import open_offers
from crmbook.letters.salutation import greeting, why
from crmbook.letters.template import Template, find, languages

if TYPE_CHECKING:
    from crmbook.findings import Findings
    from crmbook.settings import Settings

DIGITS_OF_A_HASH = 12
# Reasons that come of sending itself: whoever is held for them belongs to the plan all the same.
AFTERWARDS = frozenset({"already", "unknown", "refused"})
# Letters that come round every year are another letter each time.
_EVERY_YEAR = frozenset({"birthday", "name-day"})


@dataclass(frozen=True)
class Look:
    """A letter that goes, and what the clerk should look at before it does."""

    client_id: str
    name: str
    text: str


@dataclass(frozen=True)
class LetterPlan:
    """Letters that are written and nowhere yet.

    name      of the template; campaign: what the ledger calls this letter
    letters   in the order of the clients
    held      who gets none, with the reasons; held for "already" are those who have it
    looks     what to look at in letters that go: a greeting that fell back, a worse offer, why an
              event suits; never in the letter itself
    hash      of all that would be sent, those who have it already included: a run that was
              stopped is taken up with the same hash, and a changed plan has another
    workbook  the file whose clients they are, "" in memory
    remarks   what is wrong beside the workbook, such as a line of its list of name days
    """

    name: str
    campaign: str
    as_of: date
    language: Language
    letters: tuple[Letter, ...]
    held: tuple[Held, ...]
    looks: tuple[Look, ...]
    hash: str
    settings: Settings = field(repr=False)
    workbook: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def channels(self) -> dict[str, int]:
        """Channel → letters."""
        found: dict[str, int] = {}
        for letter in self.letters:
            found[letter.channel] = found.get(letter.channel, 0) + 1
        return found


@dataclass(frozen=True)
class Wish:
    """What the clerk asks for.

    name      of the template
    ids       the clients, in any order
    given     what the template asks the clerk for; benefit.lt is for the Lithuanian letters
    campaign  "" for the template's name, with the event or the year where the letter comes again
    channel   "email" or "post" alone; "" for what the template allows
    allowed   clients whose softer reasons for holding somebody has looked at
    retry_unknown  letters of which nobody knows whether they arrived go again
    """

    name: str
    ids: Sequence[str]
    given: Mapping[str, object] = field(default_factory=dict)
    event: str | None = None
    campaign: str = ""
    channel: str = ""
    allowed: frozenset[str] = field(default_factory=frozenset)
    retry_unknown: bool = False


class NotAskedError(UsageError):
    def __init__(self, names: Sequence[str]) -> None:
        text = _("The letter asks for: {names}. Give each, for example: --set {name}=…")
        super().__init__(text.format(names=", ".join(names), name=names[0]))


class NothingGivenError(UsageError):
    def __init__(self, name: str, asks: Sequence[str]) -> None:
        text = _("The letter asks for no “{name}”.").format(name=name)
        if asks:
            text += " " + _("It asks for: {names}.").format(names=", ".join(asks))
        super().__init__(text)


def plan(
    findings: Findings,
    wish: Wish,
    folders: Sequence[Path],
    *,
    language: Language,
    sent: Sequence[Entry] = (),
) -> LetterPlan:
    """The letters, nothing written. Raises TemplateError for a field that would stay unfilled.

    language  of letters to clients of whom none is known
    sent      the ledger
    """
    templates = _templates(wish, folders, language)
    first = next(iter(templates.values()))
    _refuse_given(wish, first)
    campaign = recording.named(wish.campaign) or _campaign(wish, first, findings.as_of)
    meant, untold = _meant(findings, wish, templates, campaign, language)
    before = [one for one in sent if not (wish.retry_unknown and one.state == "unknown")]
    matches = _matches(findings, wish, first) if meant else {}
    unsaid = _unsaid(wish, meant, language)
    asked = Asked(findings, campaign, meant, _sent(findings, before), wish.allowed, matches, unsaid)
    why_not = holds(asked) if meant else {}
    # Who is held needs no letter: a field of theirs that is empty stops nobody else's.
    going = [
        compose(one.template, one.context)
        for one in meant
        if not set(_kinds(why_not, one)) - AFTERWARDS
    ]
    return LetterPlan(
        name=wish.name,
        campaign=campaign,
        as_of=findings.as_of,
        language=language,
        letters=tuple(one for one in going if one.client_id not in why_not),
        held=(*_held(meant, why_not), *untold),
        looks=(*_looks(going), *_prices(findings, going), *_suits(going, matches)),
        hash=_hash(campaign, going, findings.settings),
        settings=findings.settings,
    )


def _kinds(why_not: Mapping[str, Sequence[Reason]], letter: Letter) -> Iterator[str]:
    return (reason.kind for reason in why_not.get(letter.client_id, ()))


def _held(meant: Sequence[Letter], why_not: Mapping[str, Sequence[Reason]]) -> Iterator[Held]:
    for one in meant:
        if one.client_id in why_not:
            yield Held(one.client_id, one.name, tuple(why_not[one.client_id]))


# ── what is written ──────────────────────────────────────────────────────────────────────────


def _templates(wish: Wish, folders: Sequence[Path], language: Language) -> dict[Language, Template]:
    """Language → template, the firm's own language first; TemplateError when there is none at all."""
    there = languages(wish.name, folders, language)
    ordered = sorted(there, key=lambda one: (one != language, LANGUAGES.index(one)))
    if not ordered:
        find(wish.name, language, folders)  # says what there is
    return {one: _narrowed(find(wish.name, one, folders), wish.channel) for one in ordered}


def _narrowed(template: Template, channel: str) -> Template:
    if not channel:
        return template
    channels = tuple(one for one in template.channels if one == channel)
    if not channels:
        text = _("The letter “{name}” does not go by {channel}; its template says: {channels}.")
        raise UsageError(
            text.format(name=template.name, channel=channel, channels=", ".join(template.channels))
        )
    return replace(template, channels=channels)


def _refuse_given(wish: Wish, template: Template) -> None:
    told = {name_of(key) for key, value in wish.given.items() if value not in {None, ""}}
    missing = [name for name in template.asks if name not in told]
    if missing:
        raise NotAskedError(missing)
    known = {*template.asks, *([EXPLANATION] if template.kind == "offer" else [])}
    for name in map(name_of, wish.given):
        if name not in known:
            raise NothingGivenError(name, template.asks)


def _unsaid(
    wish: Wish, meant: Sequence[Letter], firm: Language
) -> Mapping[Language, Sequence[str]]:
    """Language → what was given in another one: words without a language are of the firm's.

    Letters that are all of one language take them as they are.
    """
    templates = {letter.language: letter.template for letter in meant}
    names = list(dict.fromkeys(map(name_of, wish.given)))
    return {
        tongue: only_elsewhere(wish.given, names, tongue, template.body)
        for tongue, template in templates.items()
        if tongue != firm and len(templates) > 1
    }


def _campaign(wish: Wish, template: Template, day: date) -> str:
    if wish.event:
        return f"{wish.name} {wish.event}"
    return f"{wish.name} {day.year}" if template.kind in _EVERY_YEAR else wish.name


def _meant(
    findings: Findings,
    wish: Wish,
    templates: Mapping[Language, Template],
    campaign: str,
    language: Language,
) -> tuple[list[Letter], list[Held]]:
    """The letters in the order of the clients, and who can't be written to in their language."""
    tongues = _tongues(findings, wish.ids, language)
    known = dict(templates)
    if language not in known and "en" in known:
        known[language] = known["en"]  # a firm without letters in its own language writes English
    letters: dict[str, Letter] = {}
    for tongue, template in known.items():
        ids = [client_id for client_id in wish.ids if tongues[client_id] == tongue]
        found = (
            contexts(findings, ids, template, given=wish.given, event=wish.event, campaign=campaign)
            if ids
            else []
        )
        letters |= {
            client_id: addressed(template, one) for client_id, one in zip(ids, found, strict=True)
        }
    untold = [
        _no_template(findings, client_id, tongues[client_id])
        for client_id in wish.ids if client_id not in letters
    ]  # fmt: skip
    return [letters[client_id] for client_id in wish.ids if client_id in letters], untold


def _tongues(findings: Findings, ids: Sequence[str], language: Language) -> dict[str, Language]:
    """The client's language, else the firm's."""
    clients = findings.clients
    said = clients["language"].to_dict() if "language" in clients else {}
    known: dict[object, Language] = {one: one for one in LANGUAGES}
    return {client_id: known.get(said.get(client_id), language) for client_id in ids}


def _no_template(findings: Findings, client_id: str, language: Language) -> Held:
    text = _("The letter is not written in the client's language ({language}).")
    reason = Reason("no_template", text.format(language=in_words(language)))
    return Held(client_id, str(findings.clients["name"].get(client_id, client_id)), (reason,))


def _sent(findings: Findings, ledger: Sequence[Entry]) -> list[Entry]:
    """The ledger, and what the contact history tells of letters the ledger has not."""
    known = {(entry.campaign, entry.client_id) for entry in ledger}
    told = [
        one
        for one in recording.written(findings.tables)
        if (one.campaign, one.client_id) not in known
    ]
    return [*ledger, *told]


# ── what to look at ──────────────────────────────────────────────────────────────────────────


def _looks(letters: Sequence[Letter]) -> Iterator[Look]:
    for letter in letters:
        found = greeting(letter.context["client"], letter.language, letter.template.salutation)
        if not found.sure:
            text = _("The greeting is the neutral one. {why}").format(why=why(found.rule)).strip()
            yield Look(letter.client_id, letter.name, text)


def _prices(findings: Findings, letters: Sequence[Letter]) -> Iterator[Look]:
    """How the offers of a letter stand to the last time; of other letters only what is worse."""
    offers = open_offers(findings, [letter.client_id for letter in letters])
    for letter in letters:
        for offer in offers.get(letter.client_id, ()):
            if offer.worse:
                text = _("Worse than the last time: {offer}").format(offer=offer.sentence())
                yield Look(letter.client_id, letter.name, text)
            elif letter.template.kind == "offer":
                yield Look(letter.client_id, letter.name, offer.sentence())


def _matches(findings: Findings, wish: Wish, template: Template) -> Mapping[str, Match]:
    """How the event suits each client; thanks for coming ask nobody to come."""
    if not wish.event or template.kind != "invitation":
        return {}
    return {match.client_id: match for match in event_match(findings, wish.event)}


def _suits(letters: Sequence[Letter], matches: Mapping[str, Match]) -> Iterator[Look]:
    for letter in letters:
        match = matches.get(letter.client_id)
        if match is not None and match.reasons:
            yield Look(letter.client_id, letter.name, _why_suits(match))


def _why_suits(match: Match) -> str:
    liked, unknown = match.reasons[: match.score], match.reasons[match.score :]
    named = f"{schema.table('events').column('needs').names}: {'; '.join(liked)}." if liked else ""
    return " ".join((named, *unknown)).strip()


# ── the same plan has the same hash ──────────────────────────────────────────────────────────


# What a client is told of the firm outside the words of the letter.
_OF_THE_FIRM = ("company", "company_email", "unsubscribe_email", "unsubscribe_url")


def _hash(campaign: str, letters: Sequence[Letter], settings: Settings) -> str:
    digest = sha256(campaign.encode())
    digest.update(_as_text([settings.text(name) for name in _OF_THE_FIRM]))
    seen: set[Path] = set()
    looks: dict[Path, list[Path]] = {}
    for letter in letters:
        folder = letter.template.path.parent
        if folder not in looks:
            looks[folder] = layouts.files(folder)
        for path in (*_files(letter), *looks[folder]):
            if path not in seen:
                seen.add(path)
                content = sha256(path.read_bytes()).hexdigest()
                digest.update(f"{path.name} {content}\n".encode())
        digest.update(_told(letter))
    return digest.hexdigest()[:DIGITS_OF_A_HASH]


def _files(letter: Letter) -> list[Path]:
    """The files whose bytes go with a letter; to look for pictures where none can be takes long."""
    shown = pictures(letter.blocks) if "![" in letter.body else []
    return [letter.template.path, *letter.template.attachments, *shown]


def _told(letter: Letter) -> bytes:
    filled = letter.context if letter.template.is_word else letter.body
    facts = (letter.client_id, letter.language, letter.channel, letter.to, letter.email,
             letter.subject, filled, letter.context["sender"], letter.context["company"])  # fmt: skip
    return _as_text(facts)


def _as_text(facts: Sequence[object]) -> bytes:
    return (json.dumps(facts, default=str, sort_keys=True, ensure_ascii=False) + "\n").encode()
