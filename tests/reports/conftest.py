"""Invented firms for the report sheets, and a sheet as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from crmbook import reports, schema
from crmbook.analyses import abc, loyalty, next_product, satisfaction, signals, value
from crmbook.analyses.silence import LookBack, Record
from crmbook.errors import Problem
from crmbook.findings import Findings
from crmbook.language import Language, spoken
from crmbook.settings import Settings
from crmbook.sheet import Cell, Sheet, Value, letters
from crmbook.summaries import Summaries
from crmbook.tables import Source, Tables

Find = Callable[..., Findings]
AsText = Callable[[Sheet], str]
Row = Mapping[str, Any]

AS_OF = date(2026, 3, 31)

# Invented people and firms: every so many days, so many times, the last time so many days ago.
BUYERS = """
    1  Ona Pavyzdienė        Rasa   28  12   10   120
    2  UAB Žalias Kamuolys   Rasa   30  14   85   900
    3  Jonas Bandomasis      Rasa   14  20   12    35
    4  SIA Zilais Kaķis      Juris  60   8  170   400
    5  Ilze Paraudziņa       Juris  45   9   30    80
    6  MB Tyli Upė           Juris  21  15  130   210
    7  Tomas Niekada         -       0   0    0     0
    8  Asta Viena            Rasa    0   1   20    60
    9  AS Sarkanais Lācis    -      35  11   33  1500
    10 Petras Senas          Rasa    0   1  700    45
    11 Liga Laimīte          Juris  90   6   95   310
    12 IĮ Mažas Laivas       Rasa    7  30    5    25
"""


def buyers(text: str = BUYERS, *, amounts: bool = True) -> dict[str, list[Row]]:
    """Clients and purchases of a table like the one above; owner "-" is nobody."""
    clients: list[Row] = []
    purchases: list[Row] = []
    for line in text.strip().splitlines():
        number, *name, owner, every, times, ago, amount = line.split()
        clients.append({
            "client_id": number, "name": " ".join(name), "owner": None if owner == "-" else owner,
        })  # fmt: skip
        purchases += [
            {"client_id": number, "date": AS_OF - timedelta(int(ago) + int(every) * back),
             "amount": float(amount) if amounts else None}
            for back in range(int(times))
        ]  # fmt: skip
    return {"clients": clients, "purchases": purchases}


@pytest.fixture
def find() -> Find:
    """Findings of tables given as rows, ``find(clients=[…], purchases=[…])``; else the firm above."""
    return _find


def _find(
    *,
    settings: Mapping[str, Any] | None = None,
    problems: Sequence[Problem] = (),
    **rows: list[Row],
) -> Findings:
    return replace(
        _computed(settings or {}, rows) if rows or settings else _firm(spoken()), problems=problems
    )


@cache
def _firm(language: Language) -> Findings:
    """The firm above, computed once a language: nothing else in it changes."""
    return _computed({}, {})


def _computed(settings: Mapping[str, Any], rows: Mapping[str, list[Row]]) -> Findings:
    given = {**buyers(), **rows}
    frames = {key: _frame(key, table) for key, table in given.items() if table or key == "clients"}
    sources = {key: _source(key, frame) for key, frame in frames.items() if len(frame)}
    tables, chosen = Tables(frames, sources), Settings.of(settings)
    summaries = Summaries(tables, AS_OF)
    results = {
        "loyalty": loyalty.analyse(summaries, chosen),
        "abc": abc.analyse(summaries, chosen),
        "satisfaction": satisfaction.analyse(summaries, chosen),
        "silence": _simple_silence(summaries),
        "signals": signals.analyse(summaries, chosen),
        "value": value.analyse(summaries, chosen),
        "next_product": next_product.analyse(summaries, chosen),
    }
    return Findings(
        tables,
        summaries,
        results,
        chosen,
        AS_OF,
        (),
        dict(reports.titles()),
        "clients.xlsx",
        "1.0",
        _simple_look_back(),
    )


@pytest.fixture
def without_amounts() -> dict[str, list[Row]]:
    """A firm that only counts visits."""
    return buyers(amounts=False)


def _frame(table: str, rows: list[Row]) -> pd.DataFrame:
    columns = schema.table(table)
    wanted = list(dict.fromkeys([*columns.required(), *(key for row in rows for key in row)]))
    if table == "clients":
        wanted = list(dict.fromkeys([*wanted, "name", "owner"]))
    frame = pd.DataFrame(list(rows), columns=wanted)
    for key in wanted:
        frame[key] = _typed(frame[key], columns.column(key).kind)
    return frame.assign(row=np.arange(len(frame)) + 2)


def _typed(series: pd.Series, kind: str) -> pd.Series:
    if kind == "date":
        return pd.to_datetime(series)
    if kind in {"number", "integer", "money", "share", "minutes"}:
        return series.astype(float)
    return series.astype("boolean" if kind == "yes_no" else "str")


def _source(table: str, frame: pd.DataFrame) -> Source:
    columns = {key: letters(n) for n, key in enumerate(frame.columns.drop("row"))}
    return Source(schema.table(table).names(), 1, 2, len(frame) + 1, columns, {}, len(frame), 0)


def _simple_silence(summaries: Summaries) -> pd.DataFrame:
    """What the sheets read of silence, by the plainest of rules; how it is judged is not theirs."""
    clients = summaries.clients
    n, gap = clients["purchases"], clients["mean_gap"].fillna(40.0).where(clients["purchases"] > 0)
    ratio = clients["days_since"] / gap
    rules = [n == 0, n == 1, ratio < 1.5, ratio < 2.5, ratio < 6]
    status = np.select(rules, ["never", "new", "active", "quiet", "silent"], "lost")
    p_silent = (ratio / 6).clip(upper=1).fillna(1.0)
    return pd.DataFrame({
        "purchases": n, "days_since": clients["days_since"], "typical_gap": gap,
        "gap_low": gap * 0.8, "gap_high": gap * 1.2, "p_active": 1 - p_silent, "p_silent": p_silent,
        "expected_next": clients["last_purchase"] + pd.to_timedelta(gap.round(), unit="D"),
        "silent_from": clients["last_purchase"] + pd.to_timedelta(gap.round() * 2, unit="D"),
        "status": status, "rhythm": np.where(n == 0, "none", "own"), "ratio": ratio,
        "reason": "Usually buys oftener than this.", "value_at_risk": p_silent * clients["spent_12m"],
        "expected_12m": (365 / gap).fillna(0.0), "value_12m": clients["spent_12m"], "p_silent_12m": p_silent**2,
        **{f"next_{share}_{end}": clients["last_purchase"] + pd.to_timedelta((gap * part).round(), unit="D")
           for share, end, part in ((50, "low", 0.8), (50, "high", 1.2), (90, "low", 0.5), (90, "high", 2))},
    })  # fmt: skip


def _simple_look_back() -> LookBack:
    """Sixty judgements and three flags; how the past is judged is not the sheets' business."""
    bands = pd.DataFrame({
        "low": [0.0, 0.4, 0.8], "high": [0.2, 0.6, 1.0], "n": [40, 5, 15],
        "said": [0.05, 0.5, 0.9], "came_true": [0.075, 0.4, 0.8],
    })  # fmt: skip
    days = date(2025, 5, 23), date(2026, 1, 26)
    flags = pd.DataFrame({
        "client_id": ["9", "4", "2"],
        "raised": pd.to_datetime(["2025-12-06", "2026-02-01", "2026-03-05"]),
        "returned": pd.to_datetime(["2026-01-07", "NaT", "NaT"]),
        "lost_on": pd.to_datetime(["2026-06-01", "2026-03-01", "2026-08-01"]),
        "outcome": ["false_alarm", "lost", "open"],
        "right": pd.array([False, True, None], dtype="boolean"),
    })  # fmt: skip
    return LookBack(Record(bands, 60, 9, *days, 0.077, 0.12, 0.083, 0.12), flags)


@pytest.fixture
def as_text() -> AsText:
    """A sheet as lines: values, "→" where a link leads, "⟸" the formula a value comes from."""

    def make(sheet: Sheet) -> str:
        lines = [
            f"{sheet.name} ({sheet.key})",
            "widths " + " ".join(_width(c.width) for c in sheet.columns),
        ]
        lines += [
            f"{number:>3} {_line(row)}".rstrip() for number, row in enumerate(sheet.rows, start=1)
        ]
        lines += [f"chart {chart.kind} “{chart.title}”" for chart in sheet.charts]
        lines += [f"table {table.name} {table.rows} × {table.columns}" for table in sheet.tables]
        lines += [f"note {place}: {text}" for place, text in sheet.notes.items()]
        return "\n".join(lines) + "\n"

    return make


def _width(width: float | None) -> str:
    return f"{width:g}" if width is not None else "–"


def _line(row: Sequence[Value | Cell]) -> str:
    return " | ".join(_said(cell if isinstance(cell, Cell) else Cell(cell)) for cell in row)


def _said(cell: Cell) -> str:
    value = f"{cell.value:.4g}" if isinstance(cell.value, float) and cell.value < 1 else cell.value
    value = f"{value:.2f}" if isinstance(value, float) else value
    said = "" if value is None else str(value)
    said += f" → {cell.link}" if cell.link else ""
    return said + (f" ⟸ {cell.formula}" if cell.formula else "")
