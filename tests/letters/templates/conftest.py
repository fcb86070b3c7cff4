"""An invented firm to write letters for, and templates as the owner would type them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from crmbook import schema
from crmbook.findings import Findings
from crmbook.language import Language
from crmbook.letters.template import Template, read
from crmbook.settings import Settings
from crmbook.summaries import Summaries
from crmbook.tables import Tables
from crmbook.workflow.reading import run

Find = Callable[..., Findings]
Write = Callable[..., Template]

AS_OF = date(2026, 3, 31)


@pytest.fixture
def find() -> Find:
    """Findings of tables typed as text, headings first: ``find(clients="client_id  name\\n…")``.

    Cells are parted by two blanks; - is an empty one.
    """

    def found(settings: Mapping[str, Any] | None = None, **tables: str) -> Findings:
        frames = {"clients": "client_id  name\n17  Ona Pavyzdienė", **tables}
        whole = Tables({key: _frame(key, text) for key, text in frames.items()})
        known, summaries = Settings.of(settings or {}), Summaries(whole, AS_OF)
        return Findings(whole, summaries, run(summaries, known), known, AS_OF)

    return found


def _frame(table: str, text: str) -> pd.DataFrame:
    heading, *rows = (
        [cell.strip() for cell in line.split("  ") if cell.strip()]
        for line in text.strip().splitlines()
    )
    frame = pd.DataFrame(rows, columns=heading).replace("-", None)
    needed = [key for key in schema.table(table).required() if key not in frame]
    frame = frame.assign(**dict.fromkeys(needed), row=range(2, len(frame) + 2))
    typed = {
        key: _typed(frame[key], schema.table(table).column(key).kind)
        for key in frame
        if key != "row"
    }
    return frame.assign(**typed)


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
    """A template in the firm's own folder: ``write("kind: offer\\n\\nText")``; partials by name."""

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
