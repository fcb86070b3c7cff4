"""Clients named once, on a line above their purchases or on the first of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crmbook.cells import Cells, Mask
from crmbook.detection import Place
from crmbook.detection.matching import CLIENT_NAMES, fits_any
from crmbook.detection.totals import begins_as_total, ends_as_total

Places = npt.NDArray[np.int64]
WHO = ("client_id", *CLIENT_NAMES)
_FIGURES = ("amount", "quantity", "price", "cost", "discount")
_MANY = 1 / 3  # of the dated rows have no client: a forgotten one is not a way to keep a list


@dataclass(frozen=True)
class Groups:
    """Which client each purchase is of.

    names    the columns that name the client, filled on every purchase; none: they stay as they are
    lines    rows that are no purchases: they name a client or add up a group, and nothing else
    named    the purchases whose client stands on a row above
    guessed  each name stands on a purchase itself, and those below it may have been forgotten
    """

    names: Mapping[str, Cells]
    lines: Mask
    named: Mask
    guessed: bool = False


def groups(place: Place, own: Mapping[str, Cells], dated: Mask) -> Groups:
    """dated: the rows with a day."""
    who = [key for key in WHO if key in own]
    nothing = np.zeros(len(dated), dtype=bool)
    if place.table != "purchases" or not who:
        return Groups({}, nothing, nothing)
    if any(place.columns[key].reason == "above" for key in who):
        return _above(place, own, dated)
    named = np.logical_or.reduce([own[key].filled for key in who])
    blank = dated & ~named
    unnumbered = blank & ~own["document"].filled if "document" in own else nothing
    if blank.sum() < max(_MANY * dated.sum(), 1) or unnumbered.any():
        return Groups({}, nothing, nothing)
    sums = _are_sums(own, who)
    lines = named & ~dated & ~_says_more(own, who)
    names = lines & ~sums
    if not _is_kept_so(own[who[0]], names, dated, blank):
        return Groups({}, nothing, nothing)
    told_in = _latest(names | (named & dated))
    filled = {
        key: _filled(own[key], np.where(blank, told_in, np.arange(len(dated)))) for key in who
    }
    return Groups(filled, lines, blank & (told_in >= 0), guessed=not names.any())


def _above(place: Place, own: Mapping[str, Cells], dated: Mask) -> Groups:
    """Names in a column that has no heading for them, most often the day's."""
    key = next(key for key in WHO if key in own and place.columns[key].reason == "above")
    number = place.columns[key].number
    passed = [one for one in own if place.columns[one].number == number]
    lines = _texts(own[key]) & ~dated & ~_says_more(own, passed)
    told_in = _latest(lines & ~_are_sums(own, [key]))
    names = _without_label(_filled(own[key], np.where(dated, told_in, -1)))
    return Groups({key: names}, lines, dated & (told_in >= 0))


def _is_kept_so(cells: Cells, names: Mask, dated: Mask, blank: Mask) -> bool:
    """Names stand on lines of their own, or each once, on the first of its purchases."""
    if names.any():
        return bool((blank == dated).all())
    first = np.flatnonzero(dated)[0]
    codes = cells.codes[dated & ~blank]
    return not blank[first] and len(np.unique(codes)) == len(codes) > 1


def _latest(told: Mask) -> Places:
    """For every row the nearest one that names a client, itself or above; -1 before the first."""
    latest: Places = np.maximum.accumulate(np.where(told, np.arange(len(told)), -1))
    return latest


def _filled(cells: Cells, told_in: Places) -> Cells:
    taken = cells.take(np.maximum(told_in, 0))
    none = told_in < 0
    return Cells(
        np.where(none, np.nan, taken.numbers), np.where(none, -1, taken.codes), taken.distinct
    )


def _without_label(cells: Cells) -> Cells:
    """“Klientas: UAB Rytas” is UAB Rytas."""
    bare = [_bare(text) if isinstance(text, str) else text for text in cells.distinct]
    return Cells(cells.numbers, cells.codes, bare)


def _bare(text: str) -> str:
    label, _colon, name = text.partition(":")
    called = any(fits_any([label], "purchases", key) for key in ("client_id", "client_name"))
    return name.strip() if called and name.strip() else text


def _texts(cells: Cells) -> Mask:
    found: Mask = cells.spread(
        [isinstance(text, str) for text in cells.distinct], fill=False, dtype=bool
    )
    return found


def _are_sums(own: Mapping[str, Cells], who: list[str]) -> Mask:
    sums = np.zeros(len(own[who[0]]), dtype=bool)
    for key in who:
        said = [
            isinstance(text, str) and (begins_as_total(text) or ends_as_total(text))
            for text in own[key].distinct
        ]
        sums |= own[key].spread(said, fill=False, dtype=bool)
    return sums


def _says_more(own: Mapping[str, Cells], passed: list[str]) -> Mask:
    """Rows that hold more than a client and figures: a document, a product, a note."""
    more = np.zeros(len(own["date"]), dtype=bool)
    for key, cells in own.items():
        if key not in (*passed, *_FIGURES):
            more |= cells.filled
    return more
