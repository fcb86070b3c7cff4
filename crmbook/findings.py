"""All that was found, for the reports: tables, summaries, analyses, and where each client stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from crmbook.errors import Problem
from crmbook.sheet import quoted

if TYPE_CHECKING:
    from crmbook.analyses.silence import LookBack
    from crmbook.settings import Settings
    from crmbook.summaries import Summaries
    from crmbook.tables import Tables


@dataclass(frozen=True, eq=False)
class Findings:
    """Everything a report may look at; nothing in it is changed.

    tables       the checked tables, with .sources: where each stands in the workbook
    summaries    histories grouped by client
    results      analysis → one row a client, index client_id
    problems     what the owner should mend
    titles       report key → the title its sheet has in this workbook
    file         name of the workbook, for the reader
    version      of crmbook
    look_back    how often we were right on the firm's own past; None: nobody looked
    rows_read    table → rows read; rows_left_out: table → rows left out because of a bad cell
    """

    tables: Tables
    summaries: Summaries
    results: Mapping[str, pd.DataFrame]
    settings: Settings
    as_of: date
    problems: Sequence[Problem] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    version: str = ""
    look_back: LookBack | None = None

    @cached_property
    def clients(self) -> pd.DataFrame:
        """One row a client, index client_id, in the order of the summaries.

        name    as in the client list, else the id
        owner   responsible employee, "" when there is none
        row     row of the client in the client list as Excel counts; 0 when there is no such row
        The other columns of the client list are there too.
        """
        listed = self.tables["clients"].drop_duplicates("client_id").set_index("client_id")
        clients = listed.reindex(self.summaries.client_ids)
        ids = clients.index.to_series()
        whole: pd.DataFrame = clients.assign(
            name=_column(clients, "name").fillna(ids).astype("str"),
            owner=_column(clients, "owner").fillna("").astype("str"),
            row=_column(clients, "row", "float64").fillna(0).astype("int64"),
        )
        return whole

    def __getitem__(self, analysis: str) -> pd.DataFrame:
        """The result of an analysis."""
        return self.results[analysis]

    def client_link(self, client_ids: Sequence[str] | pd.Index | pd.Series) -> pd.Series:
        """Links "#'Clients'!A7" to the clients' rows, index client_ids.

        A client without a row in a client list is linked to their first row among the purchases;
        "" when there is neither.
        """
        ids = pd.Index(client_ids, name="client_id")
        return self._client_links.reindex(ids).fillna("")

    def link(self, client_id: str) -> str | None:
        """The link to one client's row; None when there is no such row."""
        return str(self._client_links.get(client_id, "")) or None

    def row_links(self, table: str, rows: pd.Series, sheets: pd.Series | None = None) -> pd.Series:
        """Links to rows of a table, as Excel counts them; "" where the row or the sheet is unknown.

        sheets  the sheet each row stands on, for a table that has several
        """
        return self._links(table, rows, sheets)

    @cached_property
    def _client_links(self) -> pd.Series:
        listed = self._links("clients", self.clients["row"], self.clients.get("sheet"))
        first = self._first("purchases")
        bought = self._links("purchases", first["row"], first.get("sheet"))
        return listed.where(listed != "", bought.reindex(listed.index).fillna(""))

    def _first(self, table: str) -> pd.DataFrame:
        """Where each client first stands in a history: row, and sheet when there are several."""
        history = self.tables.get(table)
        if history is None or not {"client_id", "row"} <= set(history):
            return pd.DataFrame({"row": pd.Series(dtype="int64")})
        place = [key for key in ("row", "sheet") if key in history]
        return history.drop_duplicates("client_id").set_index("client_id")[place]

    def _links(self, table: str, rows: pd.Series, sheets: pd.Series | None = None) -> pd.Series:
        source = self.tables.sources.get(table)
        if source is None:
            return pd.Series("", index=rows.index, dtype="str")
        letter = source.columns.get("client_id") or source.columns.get("client_name") or "A"
        known = rows.fillna(0).astype("int64")
        titles = pd.Series(source.sheet, rows.index) if sheets is None else sheets
        place = titles.fillna(source.sheet).map(lambda title: f"#{quoted(title)}!{letter}")
        return (place.astype("str") + known.astype(str)).where(known > 0, "")


def _column(frame: pd.DataFrame, name: str, kind: str = "object") -> pd.Series:
    if name in frame:
        return frame[name]
    return pd.Series(float("nan"), index=frame.index, dtype=kind)
