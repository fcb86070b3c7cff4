"""Words in notes that should make somebody look: a complaint, a debt, a death, a wish for quiet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import reduce

import pandas as pd

from crmbook.language import spoken
from crmbook.schema.signs import default_flag_words
from crmbook.signals.readings import without_rejected
from crmbook.signals.wording import Phrase, Searcher

# Where people write in their own words: table → its columns.
TEXTS: Mapping[str, tuple[str, ...]] = {
    "clients": ("notes",),
    "contacts": ("summary", "follow_up"),
    "complaints": ("about",),
    "feedback": ("text",),
}
COLUMNS = ("client_id", "flag", "words", "table", "row", "date")


def note_flags(tables: Mapping[str, pd.DataFrame], *, as_of: date | None = None) -> pd.DataFrame:
    """One row for a text and a flag whose words stand in it, the latest first.

    Words are looked for, nothing is understood: a flag asks a person to read the text. The words are those
    of the sheet flag_words, or ours where there is none: those of the language spoken, of the
    client's language, English ones, and those of no language. A flag that the owner rejected on the
    day of the text or later is left out.

    as_of   texts of later days are not looked at

    flag    "complaint", "debt", "bereavement" or "stop_contact"
    words   the words as they stand in the text: "skolos, nemoka"
    table, row   where the text stands, as Excel counts
    date    the day of the text; missing for a client's own notes
    """
    flagged = list(_flagged(tables))
    if not flagged:
        return _nothing()
    found = pd.concat([_nothing(), *flagged], ignore_index=True)
    if as_of is not None:
        found = found[~(found["date"] > pd.Timestamp(as_of))]
    kept = without_rejected(
        tables, found.assign(signal="note_" + found["flag"], began=found["date"])
    )
    by = ["date", "table", "row"]
    return kept.sort_values(by, ascending=[False, True, True], ignore_index=True)[list(COLUMNS)]


def _nothing() -> pd.DataFrame:
    kinds = ("str", "str", "str", "str", "int64", "datetime64[us]")
    columns = zip(COLUMNS, kinds, strict=True)
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in columns})


def _flagged(tables: Mapping[str, pd.DataFrame]) -> Iterator[pd.DataFrame]:
    words, languages = _words(tables), _languages(tables)
    for table, columns in TEXTS.items():
        texts = _texts(tables, table, columns)
        if texts.empty:
            continue
        own = texts["client_id"].map(languages).astype(object)
        tongue = own.where(own.notna(), spoken())
        for language, some in texts.groupby(tongue):
            flagged = _search(some, _searcher(words, str(language)))
            if len(flagged):
                yield flagged.assign(table=table)


def _texts(
    tables: Mapping[str, pd.DataFrame], table: str, columns: tuple[str, ...]
) -> pd.DataFrame:
    """client_id, date, row, text: what is written in the columns, together."""
    frame = tables.get(table)
    known = [] if frame is None else [name for name in columns if name in frame]
    if frame is None or not known or "client_id" not in frame:
        return pd.DataFrame({name: pd.Series(dtype="str") for name in ("client_id", "text")})
    parts = [frame[name].astype(object).fillna("").astype("str") for name in known]
    text = reduce(lambda one, other: one.str.cat(other, sep=" \n"), parts).str.strip()
    some = frame[(text != "").to_numpy()]
    dated = "date" in some and table != "clients"
    return pd.DataFrame(
        {
            "client_id": some["client_id"],
            "date": some["date"].astype("datetime64[us]") if dated else pd.NaT,
            "row": some.get("row", 0),
            "text": text[some.index],
        }
    )


def _search(texts: pd.DataFrame, search: Searcher) -> pd.DataFrame:
    """The rows with a flag, once for each; the same text is searched once."""
    codes, distinct = pd.factorize(texts["text"])
    written: list[str] = distinct.tolist()
    found = [
        (code, flag, ", ".join(said))
        for code in search.likely(written)
        for flag, said in search(written[code]).items()
    ]
    hits = pd.DataFrame(found, columns=["code", "flag", "words"])
    whole = texts.assign(code=codes).merge(hits, on="code")
    return whole.drop(columns=["code", "text"]).astype({"date": "datetime64[us]"})


# ── which words ──────────────────────────────────────────────────────────────────────────────


def _words(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """flag, word and language, "" for all; the owner's where the sheet stands, even an empty one."""
    own = tables.get("flag_words")
    words = pd.DataFrame(default_flag_words()) if own is None else own
    whole = words.reindex(columns=["flag", "word", "language"]).astype(object)
    return whole.assign(language=whole["language"].fillna("")).dropna()


def _searcher(words: pd.DataFrame, language: str) -> Searcher:
    chosen = words[words["language"].isin(["", "en", spoken(), language])]
    pairs = zip(chosen["flag"], chosen["word"], strict=True)
    return Searcher([phrase for flag, word in pairs if (phrase := Phrase.of(flag, word))])


def _languages(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """The language of each client who has one."""
    clients = tables.get("clients")
    if clients is None or not {"client_id", "language"} <= set(clients):
        return pd.Series(dtype="str")
    known = clients.dropna(subset="language").drop_duplicates("client_id")
    return known.set_index("client_id")["language"].astype("str")
