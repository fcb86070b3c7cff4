"""Signals as sheets show them: the sentence, the rows it is seen from, what the owner said of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from crmbook.language import Language, _, many, spoken
from crmbook.sheet import Cell
from crmbook.signals import telling
from crmbook.signals.readings import read_by_owner

if TYPE_CHECKING:
    import pandas as pd

    from crmbook.findings import Findings

Place = tuple[str, int]  # a table, and a row of it as Excel counts


def seen(findings: Findings) -> pd.DataFrame:
    """The evidence of all signals, each client's weightiest first, with said: the sentence."""
    return _seen(findings, spoken())


@lru_cache(maxsize=1)  # the same for every sheet of a run
def _seen(findings: Findings, language: Language) -> pd.DataFrame:  # noqa: ARG001  # sentences are in it
    from crmbook.analyses import signals

    found = signals.evidence(findings.summaries)
    said = telling.sentences(found)
    confirmed = said + (" " + _("You confirmed it."))
    return found.assign(said=said.mask(found["reading"] == "confirmed", confirmed))


def said_of(findings: Findings, ids: pd.Index) -> list[str]:
    """What the signals of each client say together; "" for none."""
    joined = seen(findings).groupby("client_id")["said"].agg(" ".join)
    return joined.reindex(ids).fillna("").tolist()


def rows_cell(findings: Findings, places: object) -> Cell | None:
    """“Contacts 12, 31 · Complaints 4”, with a link to the latest; nothing where rows mean nothing.

    Of a table on several sheets a row does not say where it stands.
    """
    import pandas as pd

    known = [place for place in places if _is_one_sheet(findings, place)] if isinstance(places, tuple) else []  # fmt: skip
    if not known:
        return None
    said = [
        f"{findings.tables.sources[table].sheet} {', '.join(str(row) for _table, row in group)}"
        for table, group in groupby(sorted(known), key=lambda place: place[0])
    ]
    table, row = known[-1]
    link = str(findings.row_links(table, pd.Series([row])).iloc[0])
    return Cell(" · ".join(said), "link" if link else "text", link=link or None)


def _is_one_sheet(findings: Findings, place: Place) -> bool:
    source = findings.tables.sources.get(place[0])
    return source is not None and not source.also and place[1] > 0


def silence_reading(findings: Findings, ids: pd.Index) -> pd.Series:
    """What the owner said of each client's silence as it is now: "confirmed", "rejected", … or "".

    A silence begins on the day it counts as one; a client who is only late, with the last purchase.
    """
    import pandas as pd

    turned = findings["silence"]["silent_from"].reindex(ids)
    last = findings.summaries.clients["last_purchase"].reindex(ids)
    began = turned.where(turned <= pd.Timestamp(findings.as_of), last)
    asked = pd.DataFrame({"client_id": ids, "signal": "silence", "began": began.to_numpy()})
    said: pd.Series = read_by_owner(findings.tables, asked).set_axis(ids)
    return said


def left_out(count: int) -> str:
    """That clients are left out because the owner rejected their silence; "" when nobody is."""
    if not count:
        return ""
    return many(
        "{n} client is left out: you looked into the silence and rejected it.",
        "{n} clients are left out: you looked into the silence and rejected it.",
        count,
    )


def meaning(findings: Findings) -> Sequence[tuple[str, str]]:
    """A word, and what it means: the grades there are, how the usual is known, what a signal is not."""
    grades, definitions = telling.grades(), telling.definitions()
    there = set(seen(findings)["grade"])
    told = [(caption, definitions[key]) for key, caption in grades.items() if key in there]
    return [
        *told,
        *([(_("Usual"), telling.usual())] if told else []),
        (_("Not a verdict"), telling.caution()),
        (_("Confirm or reject"), confirm()),
    ]


def confirm() -> str:
    from crmbook import schema

    text = _(
        "When you have looked into a signal, note on the sheet {sheet} whether it was so, also of a silence. A rejected one is not repeated until something new happens; a confirmed one says so."
    )
    return text.format(sheet=schema.table("signal_readings").names())
