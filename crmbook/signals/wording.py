"""Warning words, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from crmbook.folding import fold

_WORD = re.compile(r"[^\W_]+")
_END = "\0"  # stands in no cell
_WORD_OR_END = re.compile(r"[^\W\d_]+|\0")
_PATTERN = re.compile(r"[^\W_]+-?")
# A word right after one of these says the contrary, “no complaints”, “bez parāda”; or right before
# one of the others, “skolų nėra”.
NEGATIONS = frozenset(
    ("no", "not", "never", "without", "isn", "t", "nobody", "nėra", "nera", "be", "ne", "jokių", "jokios",
     "niekada", "nav", "bez", "nekādu", "nekādas", "nekad", "jokiu", "nekadu")
)  # fmt: skip
DENIALS = frozenset(("nėra", "nera", "nav"))


@dataclass(frozen=True)
class Phrase:
    """Words in a row; stems among them end in a dash: ("atsisakė", "naujienlaišk-")."""

    flag: str
    parts: tuple[str, ...]

    @classmethod
    def of(cls, flag: str, text: str) -> Phrase | None:
        """From the owner's words; nothing when there is no letter in them."""
        # inside a word a dash joins: “e-mail” is read as the two words a text has
        written = re.sub(r"-(?=\S)", " ", text.casefold().strip())
        parts = tuple(_PATTERN.findall(written))
        return cls(flag, parts) if parts else None

    def folded(self) -> Phrase:
        ends = ("-" if part.endswith("-") else "" for part in self.parts)
        stems = (fold(part.rstrip("-")) for part in self.parts)
        return Phrase(self.flag, tuple(map("".join, zip(stems, ends, strict=True))))


class Searcher:
    """Finds phrases in texts. A text typed without diacritics is read without them."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._written = _Index(phrases)
        self._folded = _Index([phrase.folded() for phrase in phrases])

    def likely(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Places of the texts in which a word stands that may begin a phrase; few of many do."""
        words = _WORD_OR_END.findall(_END.join(texts).casefold())
        codes, distinct = pd.factorize(np.array(words, dtype=object))
        begins = np.array([self._may_begin(word) for word in distinct], dtype=bool)
        ends = np.array([word == _END for word in distinct], dtype=bool)
        text = np.cumsum(ends[codes])
        found: NDArray[np.int64] = np.unique(text[begins[codes]])
        return found

    def _may_begin(self, word: str) -> bool:
        return bool(self._written.beginning(word)) or bool(self._folded.beginning(word))

    def __call__(self, text: str) -> dict[str, list[str]]:
        """Flag → the words of the text that stand for it, each once."""
        words = _WORD.findall(text.casefold())
        found: dict[str, list[str]] = {}
        for flag, said in (self._folded if text.isascii() else self._written).within(words):
            known = found.setdefault(flag, [])
            if said not in known:
                known.append(said)
        return found


class _Index:
    """Phrases by the first word of a text that may begin them; each word is judged once."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._whole: dict[str, list[Phrase]] = {}
        self._stems: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            first = phrase.parts[0]
            by = self._stems if first.endswith("-") else self._whole
            by.setdefault(first.rstrip("-"), []).append(phrase)
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._begun: dict[str, Sequence[Phrase]] = {}

    def within(self, words: Sequence[str]) -> Iterator[tuple[str, str]]:
        for place, word in enumerate(words):
            begun = self._begun.get(word)
            if begun is None:
                begun = self._begun[word] = self.beginning(word)
            for phrase in begun:
                said = words[place : place + len(phrase.parts)]
                if _fits(said, phrase.parts) and not _denied(words, place, len(said)):
                    yield phrase.flag, " ".join(said)

    def beginning(self, word: str) -> Sequence[Phrase]:
        starts = {word[:length] for length in self._lengths if length <= len(word)}
        stems = (phrase for start in starts for phrase in self._stems.get(start, ()))
        return [*self._whole.get(word, ()), *stems]


def _denied(words: Sequence[str], first: int, count: int) -> bool:
    after = words[first + count : first + count + 1]
    return (first > 0 and words[first - 1] in NEGATIONS) or bool(DENIALS.intersection(after))


def _fits(words: Sequence[str], parts: Sequence[str]) -> bool:
    return len(words) == len(parts) and all(
        word.startswith(part[:-1]) if part.endswith("-") else word == part
        for word, part in zip(words, parts, strict=True)
    )
