"""Asking who bought one thing and not another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.books import create, open_book
from crmbook.day import Day, day_of
from crmbook.errors import CrmbookError, UsageError
from crmbook.folding import fold, plain
from crmbook.language import Language, _, speaking
from crmbook.workflow.reading import grouped
from crmbook.workflow.refreshing import Step, silently
from crmbook.workflow.result import Result

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.reports.buyers import Buyer
    from crmbook.summaries.products import ProductHistory

NEAR = 3


@dataclass(frozen=True)
class Bought(Result):
    """Who bought any of the products and none of the others, who paid most first.

    products, without  the products the words were taken for
    since              the day from which purchases count, None for all
    output             the workbook the list was written to, "" when none was
    """

    language: Language
    currency: str
    products: Sequence[str]
    without: Sequence[str]
    since: date | None
    buyers: Sequence[Buyer]
    output: str = ""


class ProductNotFoundError(CrmbookError):
    def __init__(self, word: str, near: Sequence[str]) -> None:
        text = _("No purchase is of a product called “{word}”.").format(word=word)
        if near:
            text += " " + _("Did you mean: {names}?").format(names=", ".join(near))
        super().__init__(text)


class NoProductsError(CrmbookError):
    def __init__(self) -> None:
        from crmbook import schema

        purchases = schema.table("purchases")
        text = _("The purchases name no products: {sheet} needs a column {column}.")
        column = purchases.column("product").names
        super().__init__(text.format(sheet=purchases.names, column=column))


def bought(
    path: str | Path,
    product: str,
    as_of: Day,
    *,
    without: str | None = None,
    since: Day | None = None,
    language: Language | None = None,
    output: str | Path | None = None,
    step: Step = silently,
) -> Bought:
    """The clients who bought a product, and not another; with output also as a new workbook.

    product, without  a code, a name, or a part of a name or of a product group; case and diacritics
                      do not matter, and every product that answers is meant
    since             only purchases from that day on count, of the one and of the other

    Raises ProductNotFoundError, with the names that come near.
    """
    from crmbook import tables
    from crmbook.reports.buyers import buyers

    day, first = day_of(as_of), None if since is None else day_of(since)
    step(_("Reading the workbook…"))
    with open_book(path) as book:
        crm = tables.read(book, as_of=day, language=language)
    with speaking(crm.language):
        step(_("Computing…"))
        findings = grouped(crm, day)
        history = findings.summaries.products
        if history.days.empty:
            raise NoProductsError
        others, unsold = ([], []) if without is None else _left_out(history, crm.tables, without)
        wanted = _wanted(history, product, others, without or "")
        found = Bought(
            crm.language,
            crm.settings.text("currency"),
            history.names[wanted].tolist(),
            [*history.names[others].tolist(), *unsold],
            first,
            buyers(findings, wanted, others, first),
            str(output or ""),
        )
        if output is not None:
            _write(found, Path(output))
        return found


def _wanted(history: ProductHistory, word: str, others: Sequence[int], without: str) -> list[int]:
    wanted = [each for each in _products(history, word) if each not in others]
    if not wanted:
        text = _("Everything called “{word}” is also called “{other}”.")
        raise UsageError(text.format(word=word, other=without))
    return wanted


def _left_out(
    history: ProductHistory, tables: Mapping[str, pd.DataFrame], word: str
) -> tuple[list[int], list[str]]:
    """Products that must not have been bought; or the names of listed ones that nobody has bought."""
    try:
        return _products(history, word), []
    except ProductNotFoundError:
        if "products" not in tables:
            raise
        listed = tables["products"].reindex(columns=["product_id", "name"]).astype(object)
        names = listed["name"].fillna(listed["product_id"])
        very = listed["product_id"].map(plain, na_action="ignore") == plain(word)
        answers = very | names.map(fold).str.contains(fold(word), regex=False)
        if not fold(word) or not answers.any():
            raise
        return [], names[answers].tolist()


def _products(history: ProductHistory, word: str) -> list[int]:
    """Numbers that answer: the code or very name, else names with the word, else groups with it."""
    very = history.numbers.get(plain(word))
    if very is not None:
        return [very]
    wanted = fold(word)
    for texts in (history.names, history.products["group"]):
        answers = texts.map(fold).str.contains(wanted, regex=False)
        if wanted and answers.any():
            return [int(number) for number in history.names.index[answers]]
    raise ProductNotFoundError(word, _near(history, wanted))


def _near(history: ProductHistory, wanted: str) -> list[str]:
    from rapidfuzz import fuzz, process

    folded = history.names.map(fold)
    found = process.extract(wanted, folded, scorer=fuzz.WRatio, limit=NEAR, score_cutoff=60)
    return [str(history.names.loc[number]) for _name, _score, number in found]


def asked_for(found: Bought) -> list[str]:
    """What was looked for, in sentences."""
    said = [_("Bought: {products}.").format(products=", ".join(found.products))]
    if found.without:
        said.append(_("Not bought: {products}.").format(products=", ".join(found.without)))
    if found.since is not None:
        said.append(_("Only purchases from {day} on count.").format(day=found.since.isoformat()))
    return said


def _write(found: Bought, path: Path) -> None:
    from crmbook.reports.buyers import sheet

    create(path, [sheet(_("Bought"), asked_for(found), found.buyers, found.currency)])
