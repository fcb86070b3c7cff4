"""The monthly report from a workbook to its sheet, by Python and by command, of one workbook and of many."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from crmbook import workflow
from crmbook.book import Book
from crmbook.books import create, open_book
from crmbook.books.memory import MemoryBook
from crmbook.cli import main
from crmbook.errors import CrmbookError, UsageError
from crmbook.sheet import Cell, Sheet, Value, quoted
from crmbook.workflow import MonthPlan, plan_month

REPORT = "Monthly report"
AS_OF = date(2026, 3, 10)  # February is the last month that is over
SALES: list[list[Value]] = [
    ["Baltas Gluosnis", date(2025, 11, 3), 1200],
    ["Žalia Oda", date(2025, 12, 12), 310],
    ["Baltas Gluosnis", date(2026, 1, 5), 900],
    ["Žalia Oda", date(2026, 2, 2), 250],
    ["Ona Pavyzdienė", date(2026, 2, 14), 45],
]
LATER: list[list[Value]] = [["Baltas Gluosnis", date(2026, 3, 2), 5000]]

Typed = Callable[..., tuple[int, str, str]]


def sales(path: Path, rows: list[list[Value]] = SALES) -> Path:
    create(path, [Sheet("Sales", [["Client", "Date", "Amount"], *rows], owned=False)])
    return path


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    return sales(tmp_path / "firm.xlsx")


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Type crmbook month: the exit code, what it printed, what it said on the error stream."""
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")

    def month(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(["month", *map(str, arguments), "--as-of", str(AS_OF)])
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return month


def read(path: Path, sheet: str = REPORT) -> list[list[Value]]:
    with open_book(path) as book:
        return book.read(sheet)


def titles(path: Path) -> list[str]:
    with open_book(path) as book:
        return book.sheets()


def said_by(sheet: Sheet) -> set[object]:
    return {cell.value for row in sheet.rows for cell in row if isinstance(cell, Cell)}


# ── which month ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("as_of", "month"), [("2026-03-10", "2026-02"), ("2026-02-28", "2026-02"), ("2026-02-27", "2026-01")]
)  # fmt: skip
def test_the_month_is_the_last_that_is_over(firm: Path, as_of: str, month: str) -> None:
    assert workflow.month(firm, as_of, dry_run=True).month == month


@pytest.mark.parametrize("month", ["2026-01", date(2026, 1, 15)], ids=str)
def test_another_month_is_asked_for_by_its_number_or_a_day_in_it(
    firm: Path, month: date | str
) -> None:
    made = workflow.month(firm, AS_OF, month=month, dry_run=True)
    assert (made.month, made.as_of) == ("2026-01", date(2026, 1, 31))


def test_a_month_that_is_not_over_is_refused_with_the_one_that_is(firm: Path) -> None:
    with pytest.raises(CrmbookError, match=r"March 2026 is not over.*February 2026 \(--month 2026-02\)"):  # fmt: skip
        workflow.month(firm, AS_OF, month="2026-03")


def test_a_month_before_the_first_purchase_is_refused_with_the_first(firm: Path) -> None:
    with pytest.raises(CrmbookError, match=r"2025-11-03\. The first report is of November 2025 \(--month 2025-11\)"):  # fmt: skip
        workflow.month(firm, AS_OF, month="2025-10")


def test_a_firm_that_began_this_month_is_told_when_its_first_report_can_be_made(
    tmp_path: Path,
) -> None:
    begun = sales(tmp_path / "new.xlsx", LATER)
    with pytest.raises(CrmbookError, match="March 2026, when that month is over"):
        workflow.month(begun, AS_OF)


def test_what_is_no_month_is_refused_with_an_example(firm: Path) -> None:
    with pytest.raises(UsageError, match="such as 2026-03, not “February”"):
        workflow.month(firm, AS_OF, month="February")


# ── what is written ──────────────────────────────────────────────────────────────────────────


def test_the_report_is_one_sheet_more_and_nothing_else(firm: Path) -> None:
    before = read(firm, "Sales")
    assert workflow.month(firm, AS_OF).written
    assert titles(firm) == ["Sales", REPORT]
    assert read(firm, "Sales") == before


def test_the_next_report_takes_the_place_of_the_last(firm: Path) -> None:
    workflow.month(firm, AS_OF, month="2026-01")
    workflow.month(firm, AS_OF, month="2026-02")
    assert titles(firm) == ["Sales", REPORT]
    assert "February 2026" in str(read(firm)[1][0])


def test_the_same_month_on_the_same_day_gives_the_same_bytes(firm: Path) -> None:
    workflow.month(firm, AS_OF)
    before = firm.read_bytes()
    workflow.month(firm, AS_OF)
    assert firm.read_bytes() == before


def test_what_came_after_the_month_does_not_change_its_report(tmp_path: Path) -> None:
    firm, grown = sales(tmp_path / "firm.xlsx"), sales(tmp_path / "grown.xlsx", [*SALES, *LATER])
    one = workflow.month(firm, AS_OF, month="2026-02")
    other = workflow.month(grown, "2026-04-20", month="2026-02")
    assert (one.headline, one.numbers) == (other.headline, other.numbers)


def test_a_report_stands_in_a_workbook_however_it_is_reached(
    make_book: Callable[..., Book],
) -> None:
    book = make_book(Sales=[["Client", "Date", "Amount"], *SALES])
    made = workflow.carry_out_month(workflow.plan_month(book, AS_OF), book)
    assert book.sheets() == ["Sales", REPORT]
    assert made.headline in {row[0] for row in book.read(REPORT)}


def test_the_screen_says_what_stands_on_the_sheet() -> None:
    book = MemoryBook.of([Sheet("Sales", [["Client", "Date", "Amount"], *SALES], owned=False)])
    plan = workflow.plan_month(book, AS_OF)
    assert plan.summary.headline in said_by(plan.sheet)
    assert {number.now for number in plan.summary.numbers} <= said_by(plan.sheet)


def test_no_link_leads_to_a_sheet_that_is_not_there() -> None:
    book = MemoryBook.of([Sheet("Sales", [["Client", "Date", "Amount"], *SALES], owned=False)])
    sheet = workflow.plan_month(book, AS_OF).sheet
    links = {cell.link for row in sheet.rows for cell in row if isinstance(cell, Cell) and cell.link}  # fmt: skip
    there = tuple(f"#{quoted(title)}!" for title in ("Sales", sheet.name))
    assert [link for link in links if not link.startswith(there)] == []


def test_a_workbook_without_a_row_has_a_report_too(tmp_path: Path) -> None:
    made = workflow.month(sales(tmp_path / "empty.xlsx", []), AS_OF)
    assert (made.headline, made.written) == ("", True)


def test_the_run_is_in_the_log(firm: Path) -> None:
    workflow.month(firm, AS_OF)
    with open_book(firm) as book:
        log = book.folder.run_log
    entry = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])
    assert (entry["command"], entry["month"]) == ("month", "2026-02")


# ── the command ──────────────────────────────────────────────────────────────────────────────


def test_a_copy_with_the_report_leaves_the_workbook_as_it_is(firm: Path, typed: Typed) -> None:
    before = firm.read_bytes()
    code, out, _err = typed(firm, "--output", firm.with_name("report.xlsx"))
    assert (code, firm.read_bytes()) == (0, before)
    assert "report.xlsx, the sheet “Monthly report”" in out.replace("\n", " ")
    assert read(firm.with_name("report.xlsx"))


def test_a_dry_run_shows_the_month_and_writes_nothing(firm: Path, typed: Typed) -> None:
    before = firm.read_bytes()
    code, out, _err = typed(firm, "--dry-run")
    assert (code, firm.read_bytes()) == (0, before)
    assert "February 2026" in out
    assert "Nothing was written" in out


def test_the_same_as_json(firm: Path, typed: Typed) -> None:
    _code, out, _err = typed(firm, "--json")
    made = json.loads(out)
    assert (made["month"], made["sheet"], made["problems"]) == ("2026-02", REPORT, [])
    assert made["numbers"][0]["now"] == 295


def test_a_month_that_is_none_is_wrong_usage(firm: Path, typed: Typed) -> None:
    code, _out, err = typed(firm, "--month", "february")
    assert code == 2
    assert "--month 2026-02" in err


def test_the_report_speaks_the_language_asked_for(firm: Path, typed: Typed) -> None:
    _code, out, _err = typed(firm, "--language", "lt", "--json")
    assert json.loads(out)["language"] == "lt"


# ── many workbooks ───────────────────────────────────────────────────────────────────────────


def test_of_many_workbooks_one_that_is_refused_stops_no_other(firm: Path, typed: Typed) -> None:
    other = sales(firm.with_name("other.xlsx"))
    code, out, err = typed(firm, firm.with_name("gone.xlsx"), other)
    assert code == 1
    assert "gone.xlsx" in err
    assert "3 workbooks, 1 refused." in out
    assert REPORT in titles(firm)
    assert REPORT in titles(other)


def test_of_many_workbooks_one_that_crmbook_stumbles_over_stops_no_other(
    firm: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(book: Book, as_of: date, **asked: Any) -> MonthPlan:  # noqa: ANN401  # as plan_month
        if book.path != firm:
            raise ZeroDivisionError
        return plan_month(book, as_of, **asked)

    monkeypatch.setattr("crmbook.workflow.monthly.plan_month", stumble)
    code, out, err = typed(sales(firm.with_name("odd.xlsx")), firm)
    assert code == 1
    assert "odd.xlsx: Something went wrong" in err
    assert "2 workbooks, 1 refused." in out


def test_of_many_workbooks_the_gravest_exit_code_counts(firm: Path, typed: Typed) -> None:
    bad = sales(firm.with_name("bad.xlsx"), [*SALES, ["Žalia Oda", "2026-02-30", 12]])
    assert typed(firm, bad)[0] == 3
    assert typed(firm.with_name("gone.xlsx"), bad)[0] == 1


def test_many_workbooks_as_json_are_a_list(firm: Path, typed: Typed) -> None:
    _code, out, _err = typed(firm, firm.with_name("gone.xlsx"), "--json")
    one, refused = json.loads(out)
    assert one["month"] == "2026-02"
    assert refused.keys() == {"file", "refused"}


def test_a_star_means_every_workbook_but_not_the_mark_of_an_open_one(
    firm: Path, typed: Typed
) -> None:
    sales(firm.with_name("other.xlsx"))
    firm.with_name("~$firm.xlsx.xlsx").write_bytes(b"owner")
    code, out, _err = typed(firm.with_name("*.xlsx"))
    assert code == 0
    assert "2 workbooks, 0 refused." in out


def test_one_output_for_many_workbooks_is_refused(firm: Path, typed: Typed) -> None:
    code, _out, err = typed(firm, sales(firm.with_name("other.xlsx")), "--output", "copy.xlsx")
    assert code == 1
    assert "An output is for one workbook" in err


# ── on paper ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_pdf_holds_the_report_and_no_other_sheet(firm: Path, soffice: object) -> None:
    made = workflow.month(firm, AS_OF, pdf=True)
    pages = [page.extract_text() for page in PdfReader(made.pdf).pages]
    assert Path(made.pdf).name == "firm-2026-02.pdf"
    assert all(REPORT in page for page in pages)
    assert not any("2025-11-03" in page for page in pages)


@pytest.mark.slow
@pytest.mark.libreoffice
def test_a_pdf_that_can_not_be_written_is_said_beside_the_report(
    firm: Path, soffice: object
) -> None:
    firm.with_name("firm-2026-02.pdf").mkdir()
    made = workflow.month(firm, AS_OF, pdf=True)
    assert (made.written, made.pdf) == (True, "")
    assert [remark.kind for remark in made.remarks] == ["pdf_not_written"]


def test_without_libreoffice_a_pdf_is_refused_before_anything_is_written(
    firm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(firm.parent))
    monkeypatch.setattr("crmbook.letters.word_as_pdf._PLACES", ())
    before = firm.read_bytes()
    with pytest.raises(CrmbookError, match="Leave --pdf out"):
        workflow.month(firm, AS_OF, pdf=True)
    assert firm.read_bytes() == before
