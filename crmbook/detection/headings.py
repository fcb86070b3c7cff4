"""How well a heading fits a column of ours: its names, other words for it, nearly the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rapidfuzz import fuzz, process

from crmbook import schema
from crmbook.folding import squeezed, words
from crmbook.language import LANGUAGES, Language

Reason = Literal["heading", "similar heading", "content", "settings", "across", "above"]

# How sure each way of matching is.
NAME, ALIAS, UNITS, SHORTENED, TYPO, PART = 1.0, 0.97, 0.94, 0.9, 0.8, 0.6

_UNITS = frozenset(("eur", "euro", "eurais", "eiro", "usd", "vnt", "gab", "pcs", "kg"))
_NET = (("be", "pvm"), ("bez", "pvn"), ("excl",), ("without",), ("net",), ("neto",), ("netto",))
_GROSS = (("su", "pvm"), ("ar", "pvn"), ("incl",), ("with",), ("gross",), ("bruto",))
_TAX = frozenset(("pvm", "pvn", "vat", "tax"))
_DISCOUNT = ("nuolaid", "atlaid", "discount")
_CLOSE = 86  # of 100: one letter of seven may differ


@dataclass(frozen=True)
class Fit:
    """A column a heading may mean, and how sure that is, 0 to 1."""

    column: str
    score: float
    reason: Reason


@dataclass(frozen=True)
class _Known:
    """The words for the columns of one table: run together → (column, score)."""

    words: Mapping[str, tuple[tuple[str, float], ...]]
    parts: Mapping[tuple[str, ...], tuple[tuple[str, float], ...]]


@cache
def fits(heading: str, table: str) -> tuple[Fit, ...]:
    """The columns of the table that a heading may mean, the likeliest first."""
    run = squeezed(heading)
    if not run:
        return ()
    found: dict[str, Fit] = {}
    for fit in _fits(heading, run, _known(table)):
        if _possible(heading, fit) and fit.score > found.get(fit.column, fit).score - 1e-9:
            found[fit.column] = fit
    return tuple(sorted(found.values(), key=lambda fit: -fit.score))


def _fits(heading: str, run: str, known: _Known) -> Iterable[Fit]:
    if run in known.words:
        return [Fit(column, score, "heading") for column, score in known.words[run]]
    parts = words(heading)
    bare = tuple(part for part in parts if part not in _UNITS)
    if bare != parts and "".join(bare) in known.words:
        return [Fit(column, UNITS, "heading") for column, _ in known.words["".join(bare)]]
    return [*_shortened(heading, parts, known), *_typos(run, known), *_containing(bare, known)]


def _shortened(heading: str, parts: tuple[str, ...], known: _Known) -> Iterable[Fit]:
    """Abbreviations: every word begins a word of the name, "Užs. nr." begins "Užsakymo nr."."""
    if "." not in heading:
        return
    for name, columns in known.parts.items():
        if len(name) == len(parts) and all(
            full.startswith(part) and len(part) >= min(2, len(full))
            for part, full in zip(parts, name, strict=True)
        ):
            yield from (Fit(column, SHORTENED, "heading") for column, _ in columns)


def _typos(run: str, known: _Known) -> Iterable[Fit]:
    if len(run) < 5:
        return
    for name, _, _ in process.extract(
        run, known.words.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=3
    ):
        if len(name) >= 5:
            yield from (Fit(column, TYPO, "similar heading") for column, _ in known.words[name])


def _containing(parts: tuple[str, ...], known: _Known) -> Iterable[Fit]:
    """A name among other words: "Pirkimo suma viso" holds "Suma"."""
    have = frozenset(parts)
    for name, columns in known.parts.items():
        if len(name) < len(parts) and have.issuperset(name) and len("".join(name)) >= 4:
            score = PART + 0.15 * len(name) / len(parts)
            yield from (Fit(column, score, "similar heading") for column, _ in columns)


def _possible(heading: str, fit: Fit) -> bool:
    """Words that change the meaning: the VAT of an amount is no amount, nor is its discount."""
    parts = words(heading)
    if fit.column not in {"amount", "price", "cost", "list_price"}:
        return True
    if any(part.startswith(_DISCOUNT) for part in parts):
        return False
    return _TAX.isdisjoint(parts) or is_net(heading) or is_gross(heading)


def is_net(heading: str) -> bool:
    """The heading says: without VAT."""
    return _says(heading, _NET)


def is_gross(heading: str) -> bool:
    """The heading says: with VAT."""
    return _says(heading, _GROSS) and not is_net(heading)


def _says(heading: str, phrases: Iterable[tuple[str, ...]]) -> bool:
    parts = frozenset(words(heading))
    return any(parts.issuperset(phrase) for phrase in phrases)


@cache
def _known(table: str) -> _Known:
    by_run: dict[str, dict[str, float]] = {}
    by_parts: dict[tuple[str, ...], dict[str, float]] = {}
    for column in schema.table(table).columns:
        for name, score in (
            *((name, ALIAS) for name in column.aliases),
            *((name, NAME) for name in (column.key, *column.names)),
        ):
            by_run.setdefault(squeezed(name), {})[column.key] = score
            if not name.endswith("."):  # an abbreviation stands alone, not among other words
                by_parts.setdefault(words(name), {})[column.key] = score
    return _Known(
        {name: tuple(columns.items()) for name, columns in by_run.items()},
        {name: tuple(columns.items()) for name, columns in by_parts.items()},
    )


def is_heading(text: str) -> bool:
    """Whether a text is the name of a column of ours, or a word for it."""
    return squeezed(text) in _all_words()


@cache
def _all_words() -> frozenset[str]:
    return frozenset(word for table in schema.TABLES for word in _known(table.key).words)


def title_score(title: str, table: schema.Table) -> float:
    """How well a sheet's title names a table, 0 to 3."""
    run, parts = squeezed(title), frozenset(words(title))
    best = 0.0
    for name in (table.key, *table.names):
        best = max(best, _title_fit(run, parts, name, 3.0))
    for name in table.aliases:
        best = max(best, _title_fit(run, parts, name, 2.5))
    return best


def _title_fit(run: str, parts: frozenset[str], name: str, whole: float) -> float:
    if run == squeezed(name):
        return whole
    if parts.issuperset(words(name)):
        return whole - 0.7
    return whole - 1 if len(run) >= 5 and fuzz.ratio(run, squeezed(name)) >= _CLOSE else 0.0


@cache
def _native() -> Mapping[str, Language]:
    """Words of our names and meanings that only one of the languages has."""
    seen: dict[str, set[Language]] = {}
    for table in schema.TABLES:
        for column in table.columns:
            for names in (table.names, column.names, table.meaning, column.meaning):
                for language in LANGUAGES:
                    for word in words(names.of(language)):
                        seen.setdefault(word, set()).add(language)
    return {word: next(iter(found)) for word, found in seen.items() if len(found) == 1}


def language_of(texts: Iterable[str]) -> Language | None:
    """The language most words of headings and titles are in; None when they do not tell."""
    native = _native()
    votes = Counter(native[word] for text in texts for word in words(text) if word in native)
    return votes.most_common(1)[0][0] if votes else None
