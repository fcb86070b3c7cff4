"""The owner's story, command by command, as the README tells it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from crmbook import blank, demo, settings
from crmbook.books import create, open_book
from crmbook.cli import main
from crmbook.language import Language, _, speaking
from crmbook.sheet import Sheet, Value

AS_OF = "2026-03-31"
Crmbook = Callable[..., tuple[int, str, str]]


@pytest.fixture
def crmbook(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Crmbook:
    """Type a command: its exit code, what it printed, what it said on the error stream."""
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")

    def typed(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return typed


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def titles(path: Path) -> list[str]:
    with open_book(path) as book:
        return book.sheets()


SALES: list[list[Value]] = [
    ["UAB „Pavyzdys“ pardavimai 2025–2026 m."],
    [],
    ["Pirkėjas", "Sąsk. data", "Suma be PVM"],
    ["Baltas Gluosnis", "2025-10-02", "1 234,56"],
    ["Baltas Gluosnis", "2025 m. gruodžio 1 d.", "990,00"],
    ["Baltas Gluosnis", "2026.01.30", "1 100,00"],
    ["Žalia Oda", "2026-03-03", "310,50"],
    ["Ona Petraitytė", "2025-06-11", "45,00"],
    ["Iš viso", None, "3 680,06"],
]


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    """The file a Lithuanian firm already has: one flat sheet, text amounts, text dates, a total."""
    path = tmp_path / "pardavimai 2025 ąčę.xlsx"
    create(path, [Sheet("Pardavimai", SALES, owned=False)])
    return path


def test_the_demo_shows_what_it_found_and_says_which_sheets_to_open(
    crmbook: Crmbook, tmp_path: Path
) -> None:
    code, out, _err = crmbook("demo", tmp_path / "demo.xlsx", "--as-of", AS_OF)
    assert code == 0
    assert "Overview" in out
    assert "Silent" in out
    assert {"Overview", "Silence", "Scores"} <= set(titles(tmp_path / "demo.xlsx"))


def test_a_demo_never_overwrites_a_file(crmbook: Crmbook, sales: Path) -> None:
    before = fingerprint(sales)
    code, _out, err = crmbook("demo", sales)
    assert code == 1
    assert sales.name in err
    assert fingerprint(sales) == before


@pytest.mark.parametrize("language", ["en", "lt", "lv"])
def test_a_new_workbook_is_empty_and_has_nothing_to_mend(
    crmbook: Crmbook, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "clients.xlsx"
    assert crmbook("new", path, "--language", language)[0] == 0
    code, _out, _err = crmbook("check", path)
    assert code == 0


def test_a_new_workbook_can_be_refreshed_before_anything_is_typed(
    crmbook: Crmbook, tmp_path: Path
) -> None:
    path = tmp_path / "clients.xlsx"
    crmbook("new", path)
    code, out, err = crmbook("refresh", path, "--as-of", AS_OF)
    assert (code, err) == (0, "")
    assert "Overview" in out


def test_check_names_the_cell_to_mend_and_writes_nothing(crmbook: Crmbook, tmp_path: Path) -> None:
    path = tmp_path / "sales.xlsx"
    rows: list[list[Value]] = [
        ["Client", "Date", "Amount"],
        ["Ona", date(2026, 1, 5), "12,5O"],
        ["Jonas", date(2026, 1, 6), 3],
    ]
    create(path, [Sheet("Sales", rows, owned=False)])
    before = fingerprint(path)
    code, out, _err = crmbook("check", path)
    assert code == 3
    assert "Sales!C2" in out
    assert "12,5O" in out
    assert fingerprint(path) == before


def test_adopt_shows_the_mapping_and_writes_only_when_told(crmbook: Crmbook, sales: Path) -> None:
    before = fingerprint(sales)
    code, out, _err = crmbook("adopt", sales)
    assert code == 0
    for word in ("Pirkėjas", "Sąsk. data", "Suma be PVM"):
        assert word in out
    assert fingerprint(sales) == before
    code, out, _err = crmbook("adopt", sales, "--yes")
    assert code == 0
    assert titles(sales) == ["Pardavimai", "Nustatymai"]


def test_after_adopt_a_refresh_reports_in_the_language_of_the_headings(
    crmbook: Crmbook, sales: Path
) -> None:
    crmbook("adopt", sales, "--yes")
    code, out, err = crmbook("refresh", sales, "--as-of", AS_OF, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert found["language"] == "lt"
    assert found["clients"] == 3
    assert found["revenue_12m"] == pytest.approx(3680.06)
    assert "Tyla" in titles(sales)


def test_after_adopt_the_amounts_keep_the_currency_they_name(
    crmbook: Crmbook, tmp_path: Path
) -> None:
    path = tmp_path / "orders.xlsx"
    rows: list[list[Value]] = [["Client", "Date", "Amount"]]
    rows += [["Ona", date(2026, month, 5), "100,00 PLN"] for month in (1, 2, 3)]
    create(path, [Sheet("Sales", rows, owned=False)])
    crmbook("adopt", path, "--yes")
    code, out, _err = crmbook("refresh", path, "--as-of", AS_OF, "--json")
    found = json.loads(out)
    assert (code, found["currency"], found["revenue_12m"]) == (0, "PLN", 300)


def test_of_the_owners_sheet_not_a_byte_changes(crmbook: Crmbook, sales: Path) -> None:
    with zipfile.ZipFile(sales) as before:
        sheet = next(name for name in before.namelist() if name.startswith("xl/worksheets/sheet"))
        owners = before.read(sheet)
    crmbook("adopt", sales, "--yes")
    crmbook("refresh", sales, "--as-of", AS_OF)
    with zipfile.ZipFile(sales) as after:
        assert after.read(sheet) == owners


def test_the_tenth_refresh_is_the_first_byte_for_byte(crmbook: Crmbook, tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    crmbook("demo", path, "--as-of", AS_OF)
    first = fingerprint(path)
    for _time in range(9):
        crmbook("refresh", path, "--as-of", AS_OF, "--language", "en")
    assert fingerprint(path) == first


def test_a_dry_run_writes_nothing_at_all(crmbook: Crmbook, sales: Path) -> None:
    before = fingerprint(sales)
    code, out, _err = crmbook("refresh", sales, "--as-of", AS_OF, "--dry-run")
    assert code == 0
    assert "Nothing was written" in out or "nerašyta" in out.lower() or "neįrašyta" in out.lower()
    assert fingerprint(sales) == before
    assert [path.name for path in sales.parent.iterdir()] == [sales.name]


def test_an_output_leaves_the_workbook_as_it_is(crmbook: Crmbook, sales: Path) -> None:
    before = fingerprint(sales)
    copy = sales.with_name("with reports.xlsx")
    assert crmbook("refresh", sales, "--as-of", AS_OF, "--output", copy)[0] == 0
    assert fingerprint(sales) == before
    assert "Tyla" in titles(copy)


def test_a_refresh_keeps_the_old_workbook_and_a_run_log(crmbook: Crmbook, sales: Path) -> None:
    before = fingerprint(sales)
    crmbook("refresh", sales, "--as-of", AS_OF)
    folder = sales.with_name(sales.stem + ".crmbook")
    assert [fingerprint(path) for path in (folder / "backups").iterdir()] == [before]
    entries = (folder / "run.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(entries[-1])["command"] == "refresh"


def test_a_part_of_a_name_without_diacritics_finds_the_client(
    crmbook: Crmbook, sales: Path
) -> None:
    code, out, _err = crmbook("client", sales, "petrait", "--as-of", AS_OF)
    assert code == 0
    assert "Ona Petraitytė" in out
    assert "45,00" in out


def test_a_client_nobody_knows_is_a_sentence(crmbook: Crmbook, sales: Path) -> None:
    code, _out, err = crmbook("client", sales, "Nobody at all")
    assert code == 1
    assert "Nobody at all" in err


def test_a_missing_workbook_is_a_sentence(crmbook: Crmbook, tmp_path: Path) -> None:
    code, _out, err = crmbook("refresh", tmp_path / "nowhere.xlsx")
    assert code == 1
    assert "nowhere.xlsx" in err
    assert "Traceback" not in err


def test_wrong_usage_is_exit_code_two(crmbook: Crmbook) -> None:
    assert crmbook("refresh")[0] == 2
    assert crmbook("refresh", "a.xlsx", "--as-of", "yesterday")[0] == 2


def test_a_workbook_one_may_not_read_is_refused_in_the_language_spoken(
    crmbook: Crmbook, sales: Path
) -> None:
    sales.chmod(0)
    if os.access(sales, os.R_OK):
        pytest.skip("whoever runs the tests may read every file")
    code, _out, err = crmbook("check", sales, "--language", "lt")
    assert code == 1
    assert "negalite" in err or "neturite" in err


@pytest.mark.parametrize("loading", [False, True])
def test_a_stopped_command_says_so_and_nothing_more(
    crmbook: Crmbook, sales: Path, monkeypatch: pytest.MonkeyPatch, loading: bool
) -> None:
    def stop(*_arguments: object, **_options: object) -> None:
        if not loading:
            raise KeyboardInterrupt
        raise ImportError("initialization failed") from KeyboardInterrupt()  # as a library in C

    monkeypatch.setattr("crmbook.workflow.check", stop)
    code, out, err = crmbook("check", sales)
    assert (code, out) == (1, "")
    assert err.startswith("Stopped.")
    assert err.count("\n") == 1


@pytest.mark.parametrize("language", ["lt", "lv"])
def test_the_help_is_in_the_language_asked_for(crmbook: Crmbook, language: Language) -> None:
    english = "Compute and show everything, write nothing"
    with speaking(language):
        assert _(english) != english
        assert _(english).split()[0] in crmbook("refresh", "--language", language, "--help")[1]


@pytest.mark.parametrize("rows", [[], [["Rent", "300"], ["Salaries", "900"]]])
def test_a_workbook_with_nothing_to_read_is_said_to_have_none(
    crmbook: Crmbook, tmp_path: Path, rows: list[list[Value]]
) -> None:
    path = tmp_path / "budget.xlsx"
    create(path, [Sheet("Sheet1", rows, owned=False)])
    for verb in ("check", "refresh"):
        code, out, _err = crmbook(verb, path)
        assert code == 3
        assert "No sheet looks like a list of clients or of purchases" in out


MONTHS_ACROSS: list[list[Value]] = [
    ["Klientas", "2026-01", "2026-02", "2026-03", "Iš viso"],
    ["UAB Rytas", 100, None, 50, 150],
    ["UAB Vakaras", None, 30, "-", 30],
    ["Iš viso", 100, 30, 50, 180],
]


def test_a_table_with_months_across_is_shown_stored_and_refreshed(
    crmbook: Crmbook, tmp_path: Path
) -> None:
    path = tmp_path / "pivot.xlsx"
    create(path, [Sheet("Lapas1", MONTHS_ACROSS, owned=False)])
    code, out, _err = crmbook("adopt", path, "--yes", "--language", "en")
    assert code == 0
    assert "Months stand across, 2026-01 … 2026-03" in out
    code, out, _err = crmbook("refresh", path, "--as-of", AS_OF, "--json")
    summary = json.loads(out)
    assert (summary["clients"], summary["purchases"], summary["revenue_12m"]) == (2, 3, 180.0)


def test_an_adoption_that_is_refused_says_what_to_mend_and_leaves_nothing(
    crmbook: Crmbook, tmp_path: Path
) -> None:
    path = tmp_path / "pivot.xlsx"
    rows: list[list[Value]] = [["Row Labels", "Sausis", "Vasaris"], ["Kava", 1, 2]]
    create(path, [Sheet("Lapas1", rows, owned=False)])
    code, _out, err = crmbook("adopt", path, "--yes", "--language", "en")
    assert code == 1
    assert "nothing says of which year" in err
    assert [*tmp_path.iterdir()] == [path]


def test_purchases_that_end_long_before_the_day_are_said_on_the_screen(
    crmbook: Crmbook, tmp_path: Path
) -> None:
    path = tmp_path / "sales.xlsx"
    rows: list[list[Value]] = [["Client", "Date", "Amount"], ["Ona", date(2025, 12, 31), 5]]
    create(path, [Sheet("Sales", rows, owned=False)])
    code, out, _err = crmbook("refresh", path, "--as-of", AS_OF)
    assert code == 0
    assert "90 days before 2026-03-31" in out
    assert "--as-of 2025-12-31" in out


def test_what_the_owner_typed_on_a_report_sheet_is_kept(crmbook: Crmbook, sales: Path) -> None:
    crmbook("refresh", sales, "--as-of", AS_OF)
    with open_book(sales) as book:
        book.change("Tyla", {"Z9": "Paskambinti Onai"})
    code, out, _err = crmbook("refresh", sales, "--as-of", AS_OF)
    assert code == 0
    with open_book(sales) as book:
        kept = next(title for title in book.sheets() if title.startswith("Tyla ("))
        assert any("Paskambinti Onai" in row for row in book.read(kept))
    assert kept in out


@pytest.mark.parametrize("name", ["clients.xls", "clients.txt", "clients"])
@pytest.mark.parametrize("command", ["new", "demo"])
def test_a_new_workbook_under_a_name_excel_would_not_open_is_refused(
    crmbook: Crmbook, tmp_path: Path, command: str, name: str
) -> None:
    code, _out, err = crmbook(command, tmp_path / name)
    assert (code, list(tmp_path.iterdir())) == (1, [])
    assert "must end in .xlsx" in err


def test_a_dry_demo_shows_the_same_and_writes_nothing(crmbook: Crmbook, tmp_path: Path) -> None:
    _code, out, _err = crmbook("demo", tmp_path / "a.xlsx", "--as-of", AS_OF, "--dry-run", "--json")
    assert list(tmp_path.iterdir()) == []
    _code, written, _err = crmbook("demo", tmp_path / "a.xlsx", "--as-of", AS_OF, "--json")
    dry, done = json.loads(out), json.loads(written)
    assert (dry.pop("written"), done.pop("written")) == (False, True)
    assert dry == done


def test_new_tells_its_sheets_as_json(crmbook: Crmbook, tmp_path: Path) -> None:
    code, out, _err = crmbook("new", tmp_path / "clients.xlsx", "--language", "lv", "--json")
    assert code == 0
    assert json.loads(out)["sheets"] == titles(tmp_path / "clients.xlsx")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["bogus"], "There is no command bogus."),
        (["client", "clients.xlsx", "Ona", "Petraitytė"], "“Petraitytė”"),
        (["refresh", "clients.xlsx", "--as-of"], "--as-of needs a value"),
    ],
)
def test_a_slip_in_typing_is_said_in_words(crmbook: Crmbook, typed: list[str], said: str) -> None:
    code, _out, err = crmbook(*typed)
    assert code == 2
    assert said in err


@pytest.mark.parametrize(
    "command", [[], ["new"], ["demo"], ["adopt"], ["check"], ["refresh"], ["client"], ["bought"]]
)
def test_every_help_has_an_example(crmbook: Crmbook, command: list[str]) -> None:
    code, out, _err = crmbook(*command, "--help")
    assert code == 0
    assert "Example: crmbook" in out


def test_a_sheet_the_settings_leave_out_is_not_made(crmbook: Crmbook, tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    create(path, switched_off("report_abc", "report_silence"))
    _code, out, _err = crmbook("refresh", path, "--as-of", AS_OF, "--json")
    assert json.loads(out)["remarks"] == []
    assert not {"ABC", "Silence"} & set(titles(path))
    assert {"Overview", "Segments"} < set(titles(path))


def test_a_sheet_left_out_later_stays_as_it_was_and_that_is_said(
    crmbook: Crmbook, tmp_path: Path
) -> None:
    path = tmp_path / "demo.xlsx"
    create(path, switched_off())
    crmbook("refresh", path, "--as-of", AS_OF)
    with open_book(path) as book:
        before = book.read("ABC")
        book.change("Settings", {settings.rows_of(book, "Settings")["report_abc"]: "No"})
    _code, out, _err = crmbook("refresh", path, "--as-of", "2026-06-30")
    assert "ABC: The settings leave this sheet out." in out
    with open_book(path) as book:
        assert book.read("ABC") == before
        assert "ABC!" not in str(book.read("Overview"))


def switched_off(*reports: str) -> list[Sheet]:
    """The demo with reports left out in its settings."""
    made = demo.demo("en", date(2026, 3, 31))
    chosen = blank.settings_sheet({"language": "en", **dict.fromkeys(reports, False)})
    return [chosen if sheet.key == "settings" else sheet for sheet in made]


def test_every_letter_gets_into_a_file_on_a_computer_with_an_old_code_page(tmp_path: Path) -> None:
    old = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "crmbook", "new", "clients.xlsx", "--language", "lt", "--dry-run"],
        cwd=tmp_path, env={**os.environ, **old}, capture_output=True, check=True,
    )  # fmt: skip
    assert "Pradžia" in done.stdout.decode("utf-8")
