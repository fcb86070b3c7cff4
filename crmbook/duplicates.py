"""Clients who may be one and the same, written twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import combinations

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from crmbook.folding import fold
from crmbook.language import _

# What companies call themselves besides their name.
_FORMS = frozenset(
    ("uab", "ab", "mb", "ii", "iį", "vsi", "vši", "všį", "ub", "kub", "sia", "as", "ik", "ps", "z/s",
     "zs", "iu", "ltd", "llc", "inc", "gmbh", "oy", "ou", "oü", "co")
)  # fmt: skip
_SIGNS = re.compile(r"[^\w ]+")
_LETTERS = re.compile(r"[^\W\d_]{3}")  # a name has them, a number such as K-17 has not
_CLOSE = 90  # of 100: two letters of twenty differ
_LARGEST_BLOCK = 400  # a beginning that so many names share says nothing
_LARGEST_GROUP = 20  # an office's phone or a shop's e-mail that so many share says nothing either


def suspected(clients: pd.DataFrame) -> pd.DataFrame:
    """Pairs of clients worth a look, the surest first.

    first, second  client_id of the two, in the order of the list
    sure           0 to 1
    why            the reason, a key: company_code, email, phone, name, similar_name
    """
    names = _plain_names(clients)
    exact = [
        *_alike(clients, "company_code", _code, 1.0),
        *_alike(clients, "email", fold, 0.95),
        *_same_names(clients, names),
        *_alike(clients, "phone", _digits, 0.85),
    ]
    pairs = pd.DataFrame([*exact, *_similar(names)], columns=["a", "b", "sure", "why"])
    pairs = pairs.sort_values(["sure", "a", "b"], ascending=[False, True, True], kind="stable")
    pairs = pairs.drop_duplicates(["a", "b"]).reset_index(drop=True)
    ids = clients["client_id"].to_numpy()
    return pd.DataFrame(
        {
            "first": ids[pairs["a"].to_numpy(dtype=np.int64)],
            "second": ids[pairs["b"].to_numpy(dtype=np.int64)],
            "sure": pairs["sure"].astype(float),
            "why": pairs["why"].astype("str"),
        }
    )


def reason(why: str) -> str:
    """The reason as the owner reads it."""
    return {
        "company_code": _("the same company code"),
        "email": _("the same e-mail"),
        "phone": _("the same phone"),
        "name": _("the same name"),
        "similar_name": _("nearly the same name"),
    }[why]


_Pair = tuple[int, int, float, str]


def _plain_names(clients: pd.DataFrame) -> list[str]:
    """Names folded, without signs and forms of company, words in order of the alphabet."""
    texts = clients["name"].fillna("").tolist()
    return [" ".join(sorted(_words(text))) for text in texts]


def _words(name: str) -> list[str]:
    found = _SIGNS.sub(" ", fold(name)).split()
    bare = [word for word in found if word not in _FORMS]
    return bare or found


def _code(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum()).casefold()


def _digits(text: str) -> str:
    """The last eight digits: +370 600 12345 and 8 600 12345 are one phone."""
    digits = "".join(sign for sign in text if sign.isdigit())
    return digits[-8:] if len(digits) >= 7 else ""


def _alike(
    clients: pd.DataFrame, column: str, plain: Callable[[str], str], sure: float
) -> Iterable[_Pair]:
    if column not in clients:
        return []
    texts = [plain(text) if isinstance(text, str) else "" for text in clients[column].tolist()]
    return [(a, b, sure, column) for a, b in _pairs(texts)]


def _same_names(clients: pd.DataFrame, names: list[str]) -> Iterable[_Pair]:
    """The same name twice; a number that only stands for the name says nothing."""
    own = (clients["name"] != clients["client_id"]).tolist()
    said = [
        name if mine or _LETTERS.search(name) else "" for name, mine in zip(names, own, strict=True)
    ]
    return [(a, b, 0.9, "name") for a, b in _pairs(said)]


def _pairs(texts: list[str]) -> Iterable[tuple[int, int]]:
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        if text:
            places.setdefault(text, []).append(place)
    for group in places.values():
        if 1 < len(group) <= _LARGEST_GROUP:
            yield from combinations(group, 2)


def _similar(names: list[str]) -> list[_Pair]:
    """Names that differ by a letter or two, compared where a word of them begins alike."""
    blocks: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        if len(name) >= 5 and not name.replace(" ", "").isdigit():
            for key in {word[:4] for word in name.split() if len(word) >= 4}:
                blocks.setdefault(key, []).append(place)
    found: list[_Pair] = []
    for block in blocks.values():
        if 1 < len(block) <= _LARGEST_BLOCK:
            found += _close_ones(names, block)
    return found


def _close_ones(names: list[str], block: list[int]) -> list[_Pair]:
    texts = [names[place] for place in block]
    scores = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=_CLOSE, dtype=np.uint8)
    first, second = np.nonzero(np.triu(scores, 1))
    return [
        (block[a], block[b], 0.8 * float(scores[a, b]) / 100, "similar_name")
        for a, b in zip(first.tolist(), second.tolist(), strict=True)
        if texts[a] != texts[b] and _same_digits(texts[a], texts[b])
    ]


def _same_digits(one: str, other: str) -> bool:
    """“Salonas 1” and “Salonas 2” are two."""
    return [s for s in one if s.isdigit()] == [s for s in other if s.isdigit()]
