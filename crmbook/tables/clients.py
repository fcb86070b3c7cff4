"""Who the clients are, and which client each row of a history means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from crmbook.detection.matching import CLIENT_NAMES
from crmbook.errors import Problem
from crmbook.folding import fold, plain
from crmbook.language import _, many
from crmbook.tables.framing import Framed, full_name

_NAMED_ONE_BY_ONE = 50


# ── the Clients sheet ────────────────────────────────────────────────────────────────────────


def listed(parts: Sequence[Framed]) -> tuple[pd.DataFrame, list[Problem]]:
    """The clients of the firm's own list: each once, with a number and a name."""
    frames: list[pd.DataFrame] = []
    problems: list[Problem] = []
    for part in parts:
        found, said = _numbered(part, _named(part.frame))
        several = {"sheet": part.place.sheet} if len(parts) > 1 else {}
        frames.append(found.assign(**several, _part=len(frames)))
        problems += said
    clients = pd.concat(frames, ignore_index=True)
    again = clients["client_id"].duplicated()
    problems += _used_twice(clients, again, parts)
    return clients[~again].drop(columns="_part").reset_index(drop=True), problems


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """With the column name: the name, else first and last name."""
    full = full_name(frame)
    return frame.assign(name=frame["name"].fillna(full) if "name" in frame else full)


def _numbered(part: Framed, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """With the column client_id: the number, else the name stands for it."""
    if "client_id" not in frame:
        return frame.assign(client_id=frame["name"]), []
    nameless = frame["client_id"].isna()
    problems = []
    if nameless.any():
        text = _("“{column}” is empty; the client's name stands for it.")
        at = part.at("client_id")
        where = nameless.to_numpy()
        problems.append(at.problem(where, text.format(column=at.name), "missing_id", "warning"))
    return frame.assign(
        client_id=frame["client_id"].fillna(frame["name"]),
        name=frame["name"].fillna(frame["client_id"]),
    ), problems


def _used_twice(
    clients: pd.DataFrame, again: pd.Series[Any], parts: Sequence[Framed]
) -> list[Problem]:
    if not again.any():
        return []
    first = clients.drop_duplicates("client_id").set_index("client_id")
    twice = clients[again].head(_NAMED_ONE_BY_ONE)
    problems = [
        _twice(parts[part], str(client), int(row), _first_place(parts, first.loc[client], part))
        for client, row, part in zip(twice["client_id"], twice["row"], twice["_part"], strict=True)
    ]
    rest = int(again.sum()) - len(twice)
    if rest:
        text = many(
            "{n} more client number is used twice.", "{n} more client numbers are used twice.", rest
        )
        problems.append(Problem(parts[0].place.sheet, "", text, "id_used_twice"))
    return problems


def _first_place(parts: Sequence[Framed], first: pd.Series[Any], part: int) -> str:
    cell = f"{_letter(parts[first['_part']])}{first['row']}"
    return cell if first["_part"] == part else f"{parts[first['_part']].place.sheet}!{cell}"


def _letter(part: Framed) -> str:
    columns = part.place.columns
    found = columns.get("client_id") or columns.get("name") or next(iter(columns.values()))
    return found.letter


def _twice(part: Framed, client: str, row: int, first: str) -> Problem:
    text = _("Client {client} is used twice (first in {first}); this row was left out.")
    said = text.format(client=client, first=first)
    return Problem(part.place.sheet, f"{_letter(part)}{row}", said, "id_used_twice")


# ── which client a row means ─────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Linked:
    """Histories whose client_id is the one of the clients.

    unknown  clients that histories name and the list does not: client_id → name
    """

    parts: Mapping[str, Sequence[Framed]]
    problems: Sequence[Problem]
    unknown: pd.Series[Any]


class Register:
    """Finds a client by number or by name, however it is typed, and remembers the liberties."""

    def __init__(self, ids: Iterable[str], names: Iterable[str]) -> None:
        self._ids = {str(one): str(one) for one in ids}
        self._folded = _only_once((fold(one), one) for one in self._ids)
        self._bare = _only_once((_bare(one), one) for one in self._ids)
        named = [*zip(map(str, names), self._ids, strict=True)]
        self._names = _only_once((fold(name), one) for name, one in named)
        self._plain = _only_once((plain(name), one) for name, one in named)

    def find(self, typed: str) -> tuple[str | None, str]:
        """The client's number, and how it was found: "", "spelling", "noughts", "name"."""
        if typed in self._ids:
            return typed, ""
        folded = fold(typed)
        if folded in self._folded:
            return self._folded[folded], "spelling"
        if _bare(typed) in self._bare:
            return self._bare[_bare(typed)], "noughts"
        if folded in self._names:
            return self._names[folded], "name"
        return self._plain.get(plain(typed)), "spelling"


@dataclass(frozen=True)
class _Strangers:
    """Clients whom the list does not have, each under the first way it is written.

    names  client_id → name
    """

    names: dict[str, str] = field(default_factory=dict)
    _ways: dict[str, str] = field(default_factory=dict)

    def called(self, typed: str) -> str:
        client = self._ways.setdefault(plain(typed), typed)
        self.names.setdefault(client, client)
        return client


def _only_once(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Key → client, for the keys that mean one client only."""
    found: dict[str, str] = {}
    several = set()
    for key, client in pairs:
        if found.setdefault(key, client) != client:
            several.add(key)
    return {key: client for key, client in found.items() if key not in several}


def _bare(text: str) -> str:
    return fold(text).lstrip("0") if text.isdigit() else fold(text)


def link(parts: Mapping[str, Sequence[Framed]], clients: pd.DataFrame | None) -> Linked:
    """Give every row of the histories the number of its client.

    Without a list of clients (None), whoever is named the same, diacritics, case, blanks and
    signs aside, is one client, called as most often written.
    """
    if clients is None:
        return _derived(parts)
    register = Register(clients["client_id"], clients["name"])
    linked: dict[str, list[Framed]] = {}
    problems: list[Problem] = []
    unknown = _Strangers()
    for table, pieces in parts.items():
        for piece in pieces:
            found, said = _found(piece, register, unknown)
            linked.setdefault(table, []).append(found)
            problems += said
    return Linked(linked, problems, pd.Series(unknown.names, dtype="str"))


def _found(part: Framed, register: Register, unknown: _Strangers) -> tuple[Framed, list[Problem]]:
    """The part with the numbers of the list, and what to say of those found by a liberty."""
    frame, key = part.frame, _key(part)
    typed = _typed(frame)
    answers = {text: register.find(text) for text in typed.dropna().unique()}
    called = {text: unknown.called(text) for text, (client, _how) in answers.items() if not client}
    strangers = set(called.values())
    ids = typed.map(
        {text: client or called[text] for text, (client, _how) in answers.items()}
    ).astype("str")
    _remember_names(frame, ids, strangers, unknown.names)
    how = typed.map({text: how if client else "" for text, (client, how) in answers.items()})
    problems = [
        *_liberties(part, key, how, key != "client_id"),
        *_merged_names(part, typed, ids.where(typed.isin(called))),
        *_strangers(part, key, ids, strangers),
    ]
    return replace(part, frame=frame.assign(client_id=ids)), problems


def _key(part: Framed) -> str:
    """The column that problems about the client point to."""
    return next(key for key in ("client_id", *CLIENT_NAMES) if key in part.place.columns)


def _typed(frame: pd.DataFrame, known: Mapping[str, str] | None = None) -> pd.Series[Any]:
    """What stands for the client in each row: the number, else the name.

    known  plain name → number, from rows that have both
    """
    if "client_id" not in frame or "client_name" not in frame:
        return frame["client_id" if "client_id" in frame else "client_name"]
    ids, names = frame["client_id"], frame["client_name"]
    if known and ids.isna().any():
        found = {name: known.get(plain(name)) for name in names[ids.isna()].dropna().unique()}
        ids = ids.fillna(names.map(found).astype("str"))
    return ids.fillna(names)


def _ids_of_names(pieces: Sequence[Framed]) -> dict[str, str]:
    pairs: list[tuple[str, str]] = []
    for piece in pieces:
        if {"client_id", "client_name"} <= set(piece.frame) and piece.frame[
            "client_id"
        ].isna().any():
            both = piece.frame[["client_id", "client_name"]].dropna().drop_duplicates()
            named = both["client_name"].map(plain)
            pairs += zip(named, both["client_id"], strict=True)
    return _only_once(pairs)


def _remember_names(
    frame: pd.DataFrame, ids: pd.Series[Any], strangers: set[str], unknown: dict[str, str]
) -> None:
    if not strangers or "client_name" not in frame:
        return
    named = pd.DataFrame({"id": ids, "name": frame["client_name"]}).dropna()
    named = named[named["id"].isin(strangers)].drop_duplicates("id", keep="last")
    unknown.update(zip(named["id"], named["name"], strict=True))


def _liberties(part: Framed, key: str, how: pd.Series[Any], by_name: bool) -> list[Problem]:
    problems = []
    for way in ("spelling", "noughts", "name"):
        where = (how == way).to_numpy(dtype=bool)
        if where.any() and not (by_name and way == "name"):
            text = _liberty(way, int(where.sum()))
            problems.append(
                part.at(key).problem(where, text, f"matched_by_{way}", "note", all_named=False)
            )
    return problems


def _liberty(way: str, n: int) -> str:
    if way == "spelling":
        return many(
            "{n} client is written differently here (case, blanks, signs or diacritics) and was matched.",
            "{n} clients are written differently here (case, blanks, signs or diacritics) and were matched.",
            n,
        )
    if way == "noughts":
        return many(
            "{n} client number was matched without the noughts before it.",
            "{n} client numbers were matched without the noughts before them.",
            n,
        )
    return many("{n} client was found by name.", "{n} clients were found by name.", n)


def _strangers(part: Framed, key: str, ids: pd.Series[Any], strangers: set[str]) -> list[Problem]:
    if not strangers:
        return []
    at, problems = part.at(key), []
    for client in sorted(strangers)[:_NAMED_ONE_BY_ONE]:
        where = (ids == client).to_numpy(dtype=bool)
        if where.any():
            text = _(
                "Client {client} is not on the list of clients; it was counted without details."
            )
            said = text.format(client=client)
            problems.append(at.problem(where, said, "unknown_client", "warning"))
    rest = sorted(strangers)[_NAMED_ONE_BY_ONE:]
    if rest:
        text = many(
            "{n} more client is not on the list of clients.",
            "{n} more clients are not on the list of clients.",
            len(rest),
        )
        where = ids.isin(rest).to_numpy(dtype=bool)
        problems.append(at.problem(where, text, "unknown_client", "warning", all_named=False))
    return problems


# ── no list of clients at all ────────────────────────────────────────────────────────────────


def _derived(parts: Mapping[str, Sequence[Framed]]) -> Linked:
    pieces = [piece for found in parts.values() for piece in found]
    known = _ids_of_names(pieces)
    spelled = _spellings([_typed(piece.frame, known) for piece in pieces])
    linked: dict[str, list[Framed]] = {}
    problems: list[Problem] = []
    names: dict[str, str] = {}
    for table, found in parts.items():
        for piece in found:
            typed = _typed(piece.frame, known)
            ids = typed.map(spelled).astype("str")
            problems += _merged_names(piece, typed, ids)
            names |= {client: names.get(client, client) for client in ids.dropna().unique()}
            _remember_names(piece.frame, ids, set(names), names)
            linked.setdefault(table, []).append(
                replace(piece, frame=piece.frame.assign(client_id=ids))
            )
    return Linked(linked, problems, pd.Series(names, dtype="str"))


def _spellings(typed: Sequence[pd.Series[Any]]) -> dict[str, str]:
    """Every way a client is written → the way it is most often written."""
    if not typed:
        return {}
    counts = pd.concat(typed).value_counts()
    ways = pd.DataFrame({"text": counts.index, "n": counts.to_numpy()})
    ways["plain"] = [plain(text) for text in ways["text"]]
    # as often written: the one earlier in the alphabet, so that a run repeats itself
    ways = ways.sort_values(["n", "text"], ascending=[False, True])
    usual = ways.drop_duplicates("plain").set_index("plain")["text"]
    return dict(zip(ways["text"], ways["plain"].map(usual), strict=True))


def _merged_names(part: Framed, typed: pd.Series[Any], ids: pd.Series[Any]) -> list[Problem]:
    where = (typed.notna() & ids.notna() & (typed != ids)).to_numpy(dtype=bool)
    if not where.any():
        return []
    examples = pd.DataFrame({"typed": typed[where], "id": ids[where]}).drop_duplicates()
    first = examples.iloc[0]
    text = many(
        "{n} way of writing was joined with another: “{{typed}}” is “{{client}}”.",
        "{n} ways of writing were joined with others: “{{typed}}” is “{{client}}” …",
        len(examples),
    ).format(typed=first["typed"], client=first["id"])
    return [part.at(_key(part)).problem(where, text, "joined_names", "note", all_named=False)]


def made(unknown: pd.Series[Any], columns: Iterable[str] = ()) -> pd.DataFrame:
    """Rows of clients that stand on no sheet: row is 0."""
    found = pd.DataFrame({"client_id": unknown.index.astype("str"), "name": unknown.to_numpy()})
    found = found.astype({"client_id": "str", "name": "str"}).assign(row=np.int64(0))
    return found.reindex(columns=[*found.columns, *(c for c in columns if c not in found)])


def with_details(everyone: pd.DataFrame, bought: Sequence[Framed]) -> pd.DataFrame:
    """What the last purchase that says anything says of each client: a phone, a town."""
    said = [
        pd.concat([part.frame[["client_id", "date"]], part.details], axis=1)
        for part in bought
        if part.details is not None
    ]
    if not said:
        return everyone
    known = pd.concat(said, ignore_index=True).sort_values("date", kind="stable")
    last = known.drop(columns="date").groupby("client_id", sort=False).last()
    return everyone.join(last[[key for key in last if key not in everyone]], on="client_id")
