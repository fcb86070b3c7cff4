"""An invented firm to write letters for, and templates as the owner would type them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from crmbook import schema
from crmbook.analyses import abc, loyalty, satisfaction, silence, value
from crmbook.findings import Findings
from crmbook.language import Language
from crmbook.letters.template import Template, read
from crmbook.settings import Settings
from crmbook.summaries import Summaries
from crmbook.tables import Tables

Find = Callable[..., Findings]
Write = Callable[..., Template]

AS_OF = date(2026, 3, 31)


@pytest.fixture
def find() -> Find:
    r"""Findings of tables typed as text, headings first: ``find(clients="client_id  name\n…")``.

    Cells are parted by two blanks; - is an empty one.
    """

    def found(settings: Mapping[str, Any] | None = None, **tables: str) -> Findings:
        given = {"clients": "client_id  name\n17  Ona Pavyzdienė", **tables}
        known, summaries, results = _computed(tuple(given.items()))
        return Findings(known, summaries, results, Settings.of(settings or {}), AS_OF)

    return found


@cache
def _computed(
    texts: tuple[tuple[str, str], ...],
) -> tuple[Tables, Summaries, Mapping[str, pd.DataFrame]]:
    """Most tests are of one firm; none of them changes it."""
    tables = Tables({key: _frame(key, text) for key, text in texts})
    summaries, settings = Summaries(tables, AS_OF), Settings()
    analyses = (loyalty, silence, abc, satisfaction, value)
    return (
        tables,
        summaries,
        {each.__name__.rpartition(".")[2]: each.analyse(summaries, settings) for each in analyses},
    )


def _frame(table: str, text: str) -> pd.DataFrame:
    heading, *rows = (
        [cell.strip() for cell in line.split("  ") if cell.strip()]
        for line in text.strip().splitlines()
    )
    frame = pd.DataFrame(rows, columns=heading).replace("-", None)
    columns = schema.table(table)
    needed = [key for key in columns.required() if key not in frame]
    frame = frame.assign(**dict.fromkeys(needed))
    typed = {str(key): _typed(frame[key], columns.column(str(key)).kind) for key in frame}
    return frame.assign(**typed, row=range(2, len(frame) + 2))


def _typed(column: pd.Series, kind: str) -> pd.Series:
    if kind == "date":
        return pd.to_datetime(column).astype("datetime64[us]")
    if kind in {"number", "integer", "money", "share", "minutes"}:
        return column.astype("float64")
    if kind == "yes_no":
        return column.map({"yes": True, "no": False}).astype("boolean")
    return column.astype("str")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    r"""A template in the firm's own folder: ``write("kind: offer\n\nText")``; partials by name."""

    def written(
        text: str, name: str = "letter", language: Language = "en", **partials: str
    ) -> Template:
        (tmp_path / "partials").mkdir(exist_ok=True)
        for partial, content in partials.items():
            (tmp_path / "partials" / f"{partial}.{language}.md").write_text(content, "utf-8")
        path = tmp_path / f"{name}.{language}.md"
        path.write_text(text, "utf-8")
        return read(path, language, (tmp_path,))

    return written
