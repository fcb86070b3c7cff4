"""All that was found, and where each client stands in the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import pytest

from crmbook.findings import Findings
from crmbook.settings import Settings
from crmbook.summaries import Summaries
from crmbook.tables import Source, Tables

AS_OF = date(2026, 3, 31)


def place(sheet: str, **columns: str) -> Source:
    return Source(sheet, 1, 2, 9, columns, {}, 8, 0)


CLIENTS = pd.DataFrame(
    {
        "client_id": ["17", "18"],
        "name": ["UAB Pavyzdys", None],
        "owner": ["Rasa", None],
        "row": [7, 8],
    }
)
PURCHASES = pd.DataFrame(
    {
        "client_id": ["19", "17", "19"],
        "date": pd.to_datetime(["2026-03-02", "2026-03-03", "2026-03-01"]),
        "amount": [1.0, 2.0, 3.0],
        "row": [4, 5, 6],
    }
)
PLACES = {
    "clients": place("Client's list", client_id="C"),
    "purchases": place("Sales", client_name="B"),
}


def findings(
    clients: pd.DataFrame = CLIENTS, places: Mapping[str, Source] = PLACES, **results: pd.DataFrame
) -> Findings:
    tables = Tables({"clients": clients, "purchases": PURCHASES}, places)
    return Findings(tables, Summaries(tables, AS_OF), results, Settings.of({}), AS_OF)


def test_every_client_has_a_name_an_owner_and_a_row() -> None:
    clients = findings().clients[["name", "owner", "row"]]
    assert clients.to_dict("index") == {
        "17": {"name": "UAB Pavyzdys", "owner": "Rasa", "row": 7},
        "18": {"name": "18", "owner": "", "row": 8},
        "19": {"name": "19", "owner": "", "row": 0},
    }


def test_a_list_of_ids_alone_is_enough() -> None:
    clients = findings(CLIENTS[["client_id"]]).clients
    assert clients["name"].tolist() == ["17", "18", "19"]
    assert clients["owner"].tolist() == ["", "", ""]


def test_a_link_leads_to_the_clients_row_and_the_title_is_quoted() -> None:
    assert dict(findings().client_link(["18", "17"])) == {
        "18": "#'Client''s list'!C8",
        "17": "#'Client''s list'!C7",
    }


def test_a_client_without_a_row_is_linked_to_the_first_purchase() -> None:
    assert findings().link("19") == "#'Sales'!B4"


def test_a_client_who_stands_nowhere_has_no_link() -> None:
    assert findings().link("20") is None
    assert findings(places={}).link("17") is None
    assert findings().client_link(["20"]).tolist() == [""]


def test_rows_of_any_table_can_be_linked() -> None:
    assert findings().row_links("purchases", pd.Series([5, None])).tolist() == ["#'Sales'!B5", ""]


def test_a_result_is_had_by_its_name() -> None:
    loyalty = pd.DataFrame({"loyal": [True]})
    assert findings(loyalty=loyalty)["loyalty"] is loyalty


def test_findings_do_not_change() -> None:
    with pytest.raises(AttributeError):
        findings().file = "other.xlsx"  # type: ignore[misc]  # that is what is tested
