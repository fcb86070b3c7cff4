"""Firms' own workbooks, adopted and refreshed in three languages, against a plain computation."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from crmbook import reports, workflow
from crmbook.books import open_book
from crmbook.language import LANGUAGES, Language, _, speaking
from crmbook.reports import words
from crmbook.summaries import months_upto


@dataclass(frozen=True)
class Firm:
    """A workbook, the log it was made from, and the day to look from: the log's last."""

    workbook: str
    log: str
    as_of: date
    written: Callable[[int], str] = str

    def purchases(self, shared: Path) -> pd.DataFrame:
        """One row a client and day, the log's own words."""
        log = pd.read_csv(shared / "data" / self.log, parse_dates=["date"])
        if "amount" not in log:
            log["amount"] = float("nan")
        log["client_id"] = log["customer_id"].astype(int).map(self.written)
        days = log.groupby(["client_id", "date"], as_index=False)["amount"].sum(min_count=1)
        seen: pd.DataFrame = days[days["date"] <= pd.Timestamp(self.as_of)]
        return seen


FIRMS = (
    Firm("cdnow-orders.xlsx", "cdnow_sample.csv", date(1998, 6, 30)),
    Firm("pardavimai.xlsx", "grocery.csv", date(2007, 12, 31), "K-{:04d}".format),
    Firm("klienti-pirkumi.xlsx", "wholesale_eu.csv", date(2011, 12, 9)),
)
firms = pytest.mark.parametrize("firm", FIRMS, ids=lambda firm: firm.workbook)
languages = pytest.mark.parametrize("language", LANGUAGES)


def refreshed(firm: Firm, language: Language, shared: Path, folder: Path) -> Path:
    path = Path(shutil.copy(shared / "workbooks" / firm.workbook, folder))
    workflow.adopt(path, language=language, store=True)
    summary = workflow.refresh(path, firm.as_of)
    assert summary.language == language
    assert summary.to_mend == 0
    return path


def scores(path: Path) -> pd.DataFrame:
    """The Scores sheet as an owner would read it: the table under its headings, index client."""
    with open_book(path) as book:
        title = book.owned()["scores"]
        place = next(one for one in book.tables() if one.sheet == title)
        rows = book.read(title)[place.area.first_row : place.area.last_row + 1]
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    return frame.set_index(frame.columns[0])


@firms
@languages
def test_the_scores_are_what_a_plain_computation_gives(
    firm: Firm, language: Language, shared: Path, tmp_path: Path
) -> None:
    found = scores(refreshed(firm, language, shared, tmp_path))
    days = firm.purchases(shared)
    bought = days[~(days["amount"] <= 0)].groupby("client_id")["date"]
    with speaking(language):
        year = words.period(months_upto(firm.as_of, 12))
        purchases, days_since = _("Purchases, ever"), _("Days since")
        revenue = _("Revenue, {period}").format(period=year)
    since = (pd.Timestamp(firm.as_of) - bought.max()).dt.days
    assert set(days["client_id"]) <= set(found.index)
    assert found[purchases].reindex(bought.count().index).eq(bought.count()).all()
    assert found[days_since].reindex(since.index).astype(float).eq(since).all()
    if days["amount"].notna().any():
        window = days[days["date"] > pd.Timestamp(firm.as_of) - pd.DateOffset(years=1)]
        spent = window.groupby("client_id")["amount"].sum()
        given = found[revenue].reindex(spent.index).astype(float)
        assert given.to_numpy() == pytest.approx(spent.to_numpy(), abs=0.01)


@firms
def test_of_the_firms_own_parts_not_a_byte_changes(
    firm: Firm, shared: Path, tmp_path: Path
) -> None:
    path = refreshed(firm, "en", shared, tmp_path)
    with (
        zipfile.ZipFile(shared / "workbooks" / firm.workbook) as before,
        zipfile.ZipFile(path) as after,
    ):
        kept = [
            name for name in before.namelist()
            if name.startswith(("xl/worksheets/", "xl/charts/", "xl/drawings/", "xl/tables/"))
            or name == "xl/sharedStrings.xml"
        ]  # fmt: skip
        assert kept
        for name in kept:
            assert after.read(name) == before.read(name), name


@firms
@languages
def test_libreoffice_opens_the_reports_and_finds_no_error_in_them(
    firm: Firm,
    language: Language,
    shared: Path,
    tmp_path: Path,
    soffice: Callable[..., Path],
) -> None:
    path = refreshed(firm, language, shared, tmp_path)
    with speaking(language):
        wanted = set(reports.titles().values())
    with open_book(soffice(path, "xlsx")) as book:
        ours = [title for title in book.sheets() if title in wanted]
        assert len(ours) >= 6
        for title in ours:
            assert book.errors(title) == {}
            texts = [str(value) for row in book.read(title) for value in row if value is not None]
            assert not {"nan", "NaT", "None", "inf"} & set(texts)
            assert not [text for text in texts if "00:00:00" in text or "nan" in text.split()]
