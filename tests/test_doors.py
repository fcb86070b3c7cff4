"""The doors from Python: what analyse takes, and what it says of what it can't take."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copy
from typing import Any

import pandas as pd
import pytest

import crmbook
from crmbook.errors import UsageError

SMALL = Path(__file__).parent.parent / "sample_workbooks" / "small.xlsx"
PURCHASES = pd.DataFrame(
    [("a", "2026-01-05", 900.0), ("a", "2026-02-04", 900.0), ("b", "2026-03-01", 200.0)],
    columns=["client_id", "date", "amount"],
).astype({"date": "datetime64[us]"})


@pytest.mark.parametrize(
    "as_of",
    ["2026-03-31", datetime(2026, 3, 31, 12, tzinfo=UTC), pd.Timestamp("2026-03-31 12:00")],
    ids=repr,
)
def test_analyse_takes_the_day_in_any_kind(as_of: Any) -> None:  # noqa: ANN401  # what callers have
    wanted = crmbook.analyse({"purchases": PURCHASES}, date(2026, 3, 31))
    for name, found in crmbook.analyse({"purchases": PURCHASES}, as_of).items():
        pd.testing.assert_frame_equal(found, wanted[name])


def test_analyse_takes_settings_as_a_plain_dict() -> None:
    usual = crmbook.analyse({"purchases": PURCHASES}, date(2026, 3, 31))["abc"]
    other = crmbook.analyse({"purchases": PURCHASES}, date(2026, 3, 31), {"abc_a": 0.95})["abc"]
    assert usual["abc"].to_dict() == {"a": "A", "b": "B"}
    assert other["abc"].to_dict() == {"a": "A", "b": "A"}


def test_a_setting_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="abc_q"):
        crmbook.analyse({"purchases": PURCHASES}, date(2026, 3, 31), {"abc_q": 0.95})


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"purchases": PURCHASES[["client_id"]]}, "“purchases” has no column “date”"),
        ({"purchases": PURCHASES, "clients": pd.DataFrame({"name": ["A"]})}, "“client_id”"),
        ({"contacts": PURCHASES[["date"]]}, "“contacts” has no column “client_id”"),
    ],
)
def test_a_table_without_its_clients_or_days_is_refused_by_name(
    tables: dict[str, pd.DataFrame], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        crmbook.analyse(tables, date(2026, 3, 31))


@pytest.mark.parametrize("as_of", ["2026-03-31", datetime(2026, 3, 31, 12, tzinfo=UTC)], ids=repr)
def test_refresh_takes_the_day_in_any_kind(tmp_path: Path, as_of: Any) -> None:  # noqa: ANN401  # as above
    copy(SMALL, tmp_path)
    summary = crmbook.refresh(tmp_path / SMALL.name, as_of, dry_run=True)
    assert summary.as_of == date(2026, 3, 31)
