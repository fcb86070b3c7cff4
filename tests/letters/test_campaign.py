"""A letter from the workbook to the mail server and back into the contact history, as a clerk does it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crmbook import workflow
from crmbook.books import create, open_book
from crmbook.letters.ledger import Entry, Ledger, LedgerError
from crmbook.letters.mail_server import Server
from crmbook.letters.plan import LetterPlan
from crmbook.sheet import Sheet, Value
from crmbook.workflow import Who
from crmbook.workflow.letters import usual_files
from crmbook.workflow.sending import PlanChangedError

if TYPE_CHECKING:
    from letters.conftest import Post

DAY = date(2026, 3, 31)
CLIENTS: list[list[Value]] = [
    ["Client no.", "Name", "Kind of client", "E-mail", "Address", "City", "Gender"],
    [1, "Adam Alder", "Person", "adam@example.com", "Oak Street 1", "Leeds", "Male"],
    [2, "Beth Birch", "Person", "beth@example.com", "Oak Street 2", "Leeds", "Female"],
    [3, "Cleo Cedar", "Person", None, "Oak Street 3", "Leeds", "Female"],
    [4, "Dora Daisy", "Person", None, None, None, "Female"],
]
PURCHASES: list[list[Value]] = [
    ["Client no.", "Date", "Amount"],
    [1, date(2026, 1, 5), 20],
    [2, date(2026, 2, 5), 30],
]
CONTACTS: list[list[Value]] = [
    ["Client no.", "Date", "Kind", "Who began", "What was said"],
    [2, date(2025, 1, 5), "Call", "We", "Asked for news"],
]
LETTER = """kind: thank-you
channels: email, post
subject: Thank you, {{ client.name }}

{{ letter.greeting }}

We are glad to have you.
"""


def settings(post: Post) -> list[list[Value]]:
    return [
        ["Setting", "Value"],
        ["Company", "Firm of Trees"],
        ["Company e-mail", "clerk@firm.example"],
        ["smtp_host", "127.0.0.1"],
        ["smtp_port", post.port],
        ["smtp_user", post.user],
    ]


@pytest.fixture
def workbook(tmp_path: Path, post: Post) -> Path:
    path = tmp_path / "clients.xlsx"
    sheets = {
        "Clients": CLIENTS,
        "Purchases": PURCHASES,
        "Contacts": CONTACTS,
        "Settings": settings(post),
    }
    create(path, [Sheet(name, rows, owned=False) for name, rows in sheets.items()])
    folder = tmp_path / "templates" / "letters"
    folder.mkdir(parents=True)
    (folder / "thanks.en.md").write_text(LETTER, encoding="utf-8")
    return path


def planned(workbook: Path, ids: Sequence[str] = ("1", "2", "3", "4")) -> LetterPlan:
    return workflow.plan_letters(workbook, "thanks", Who(ids=ids), as_of=DAY)


def sent(plan: LetterPlan, post: Post) -> workflow.Sent:
    server: Server = workflow.server_of(plan, post.password, post.ca_file)
    return workflow.send_letters(plan, plan.hash, server, per_minute=0, waits=())


def contacts(workbook: Path) -> list[list[Value]]:
    with open_book(workbook) as book:
        return book.read("Contacts")


def test_a_plan_says_who_gets_the_letter_and_who_is_held(workbook: Path) -> None:
    plan = planned(workbook)
    assert [(one.name, one.channel) for one in plan.letters] == [
        ("Adam Alder", "email"),
        ("Beth Birch", "email"),
        ("Cleo Cedar", "post"),
    ]
    assert [(one.name, one.reasons[0].kind) for one in plan.held] == [("Dora Daisy", "no_address")]


def test_looking_at_a_plan_writes_nothing(workbook: Path) -> None:
    before = workbook.read_bytes()
    planned(workbook)
    assert workbook.read_bytes() == before
    assert sorted(path.name for path in workbook.parent.iterdir()) == ["clients.xlsx", "templates"]


def test_the_same_plan_has_the_same_number_and_another_text_another(workbook: Path) -> None:
    first = planned(workbook).hash
    assert planned(workbook).hash == first
    template = workbook.parent / "templates" / "letters" / "thanks.en.md"
    template.write_text(LETTER.replace("glad", "happy"), encoding="utf-8")
    assert planned(workbook).hash != first


LOOKS = ("picture.png", "terms.pdf", "layouts/email.html", "layouts/letter.typ", "layouts/logo.png")


@pytest.mark.parametrize("name", LOOKS)
def test_another_picture_attachment_or_layout_is_another_plan(workbook: Path, name: str) -> None:
    folder = workbook.parent / "templates" / "letters"
    (folder / "layouts").mkdir()
    for each in LOOKS:
        (folder / each).write_bytes(b"one")
    letter = LETTER.replace("\n\n", "\nattachments: terms.pdf\n\n![tree](picture.png)\n\n", 1)
    (folder / "thanks.en.md").write_text(letter, encoding="utf-8")
    first = planned(workbook).hash
    assert planned(workbook).hash == first
    (folder / name).write_bytes(b"two")
    assert planned(workbook).hash != first


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("company", "Firm of Oaks"),
        ("company_email", "owner@firm.example"),
        ("sender_name", "Olga Oak"),
        ("unsubscribe_email", "stop@firm.example"),
        ("unsubscribe_url", "https://firm.example/stop"),
    ],
)
def test_another_sender_or_way_to_unsubscribe_is_another_plan(
    workbook: Path, post: Post, setting: str, value: str
) -> None:
    first = planned(workbook).hash
    names = {"company": "Company", "company_email": "Company e-mail"}
    rows = [row for row in settings(post) if row[0] != names.get(setting)]
    sheets: dict[str, list[list[Value]]] = {"Clients": CLIENTS, "Purchases": PURCHASES, "Contacts": CONTACTS,
              "Settings": [*rows, [names.get(setting, setting), value]]}  # fmt: skip
    workbook.unlink()
    create(workbook, [Sheet(name, cells, owned=False) for name, cells in sheets.items()])
    assert planned(workbook).hash != first


def test_letters_arrive_and_the_contact_history_has_a_row_for_each(
    workbook: Path, post: Post
) -> None:
    result = sent(planned(workbook), post)
    assert (result.sent, result.by_post, result.recorded) == (2, 1, 2)
    assert [to for to, _id in post.letters] == ["adam@example.com", "beth@example.com"]
    assert contacts(workbook)[2:] == [
        [1, DAY, "E-mail", "We", "Thank you, Adam Alder [thanks]"],
        [2, DAY, "E-mail", "We", "Thank you, Beth Birch [thanks]"],
    ]


def test_a_client_whose_name_stands_on_two_lines_gets_the_letter(
    workbook: Path, post: Post
) -> None:
    with open_book(workbook) as book:
        book.change("Clients", {"B2": "Adam\nAlder"})
    assert sent(planned(workbook), post).sent == 2
    assert b'To: "Adam Alder"' in post.bytes_of[0]


def test_nobody_gets_the_same_letter_twice(workbook: Path, post: Post) -> None:
    sent(planned(workbook), post)
    again = planned(workbook)
    assert sent(again, post).sent == 0
    assert len(post.letters) == 2
    assert [one.reasons[0].kind for one in again.held] == ["already", "already", "no_address"]


def test_a_workbook_that_was_moved_does_not_send_twice(
    workbook: Path, post: Post, tmp_path: Path
) -> None:
    sent(planned(workbook), post)
    moved = tmp_path / "elsewhere" / "clients.xlsx"
    moved.parent.mkdir()
    shutil.copy(workbook, moved)
    shutil.copytree(tmp_path / "templates", moved.parent / "templates")
    assert sent(planned(moved), post).sent == 0
    assert len(post.letters) == 2


def test_a_plan_that_has_changed_is_not_sent(workbook: Path, post: Post) -> None:
    plan = planned(workbook)
    with pytest.raises(PlanChangedError, match="Nothing was sent"):
        workflow.send_letters(plan, "0" * 12, workflow.server_of(plan, post.password, post.ca_file))
    assert post.letters == []


def test_a_stopped_run_goes_on_under_the_same_number(workbook: Path, post: Post) -> None:
    plan = planned(workbook)
    server = workflow.server_of(plan, post.password, post.ca_file)
    stopped = workflow.send_letters(
        plan, plan.hash, server, per_minute=0, waits=(), stop=lambda: bool(post.letters)
    )
    assert (stopped.sent, stopped.left) == (1, 1)
    again = planned(workbook)
    assert again.hash == plan.hash
    assert sent(again, post).sent == 1
    assert len(contacts(workbook)) == 4


def test_rows_that_a_crash_left_out_are_completed_once(workbook: Path, post: Post) -> None:
    """The letter was out, and the process died before the workbook was told."""
    folder = workbook.with_suffix(".crmbook")
    entry = Entry("thanks", "1", "email", "claimed", DAY, "adam@example.com", "Thank you")
    with Ledger(folder / "letters.sqlite") as ledger:
        ledger.claim(entry)
        ledger.settle(entry, "sent")
    assert sent(planned(workbook), post).recorded == 2
    assert [row[0] for row in contacts(workbook)[2:]] == [1, 2]


def test_rows_written_before_a_crash_are_not_written_again(workbook: Path, post: Post) -> None:
    """The workbook was told, and the process died before the ledger heard of it."""
    sent(planned(workbook), post)
    folder = workbook.with_suffix(".crmbook")
    with Ledger(folder / "letters.sqlite") as ledger:
        ledger._rows.execute("UPDATE letters SET recorded = 0")
    assert sent(planned(workbook), post).recorded == 0
    assert len(contacts(workbook)) == 4


def test_a_mail_the_owner_noted_the_same_day_is_not_taken_for_the_letter(
    workbook: Path, post: Post
) -> None:
    with open_book(workbook) as book:
        book.append("Contacts", [[1, DAY, "E-mail", "We", "Sent the price list"]])
    assert sent(planned(workbook), post).recorded == 2
    assert [row[4] for row in contacts(workbook)[2:]] == [
        "Sent the price list",
        "Thank you, Adam Alder [thanks]",
        "Thank you, Beth Birch [thanks]",
    ]


def test_a_campaign_is_known_again_by_whatever_name(workbook: Path, post: Post) -> None:
    def named() -> LetterPlan:
        who = Who(ids=["1"])
        return workflow.plan_letters(
            workbook, "thanks", who, campaign=" Spring  [2026] ", as_of=DAY
        )

    assert sent(named(), post).sent == 1
    (workbook.with_suffix(".crmbook") / "letters.sqlite").unlink()
    assert [one.reasons[0].kind for one in named().held] == ["already"]


def test_a_refused_address_is_told_and_held_until_it_is_mended(workbook: Path, post: Post) -> None:
    post.on_to = lambda address: "550 no such user" if "adam" in address else ""
    result = sent(planned(workbook), post)
    assert [(one.name, one.why) for one in result.refused] == [("Adam Alder", "550 no such user")]
    (held,) = [one for one in planned(workbook).held if one.client_id == "1"]
    assert held.reasons[0].kind == "refused"
    with open_book(workbook) as book:
        book.change("Clients", {"D2": "adam.alder@example.com"})
    assert [one.client_id for one in planned(workbook).letters] == ["1", "3"]


def test_a_letter_lost_on_the_line_is_held_until_somebody_says_again(
    workbook: Path, post: Post
) -> None:
    post.on_text = lambda address: "hang up" if "adam" in address else ""
    result = sent(planned(workbook), post)
    assert [one.name for one in result.unknown] == ["Adam Alder"]
    assert planned(workbook).held[0].reasons[0].kind == "unknown"
    again = workflow.plan_letters(workbook, "thanks", Who(ids=["1"]), as_of=DAY, retry_unknown=True)
    assert [one.name for one in again.letters] == ["Adam Alder"]


def test_a_letter_that_an_earlier_run_left_unknown_is_told_again(
    workbook: Path, post: Post
) -> None:
    entry = Entry("thanks", "1", "email", "claimed", DAY, "adam@example.com", "Thank you")
    with Ledger(workbook.with_suffix(".crmbook") / "letters.sqlite") as ledger:
        ledger.claim(entry)
    result = sent(planned(workbook), post)
    assert (result.sent, result.whole) == (1, False)
    assert [(one.name, "--retry-unknown" in one.why) for one in result.unknown] == [
        ("Adam Alder", True)
    ]


def test_an_unknown_letter_that_arrived_enters_the_contact_history(
    workbook: Path, post: Post
) -> None:
    post.on_text = lambda address: "hang up" if "adam" in address else ""
    sent(planned(workbook), post)
    result = workflow.letters_sent(workbook, "thanks", ids=["1"], as_of=DAY)
    assert (result.sent, result.recorded) == (1, 1)
    assert planned(workbook).held[0].reasons[0].kind == "already"


def test_a_run_that_breaks_off_says_what_went(workbook: Path, post: Post) -> None:
    terms = workbook.parent / "templates" / "letters" / "terms.pdf"
    terms.write_bytes(b"%PDF")
    letter = LETTER.replace("\n\n", "\nattachments: terms.pdf\n\n", 1)
    (terms.parent / "thanks.en.md").write_text(letter, encoding="utf-8")

    def vanish(_address: str) -> str:
        terms.unlink()
        return ""

    post.on_text = vanish
    result = sent(planned(workbook), post)
    assert (result.sent, result.left, result.recorded) == (1, 1, 1)
    assert "terms.pdf" in str(result.remarks[0])


def test_files_are_made_only_where_the_ledger_can_remember_them(workbook: Path) -> None:
    plan = planned(workbook)
    workbook.with_suffix(".crmbook").write_text("somebody's file")
    with pytest.raises(LedgerError):
        workflow.make_letters(plan)
    assert not (workbook.parent / "letters").exists()


def test_a_ledger_that_can_not_be_kept_stops_the_first_letter(workbook: Path, post: Post) -> None:
    plan = planned(workbook)
    workbook.with_suffix(".crmbook").write_text("somebody's file")
    with pytest.raises(LedgerError):
        sent(plan, post)
    assert post.letters == []


def test_printed_letters_are_recorded_when_the_clerk_says_they_were_posted(workbook: Path) -> None:
    plan = planned(workbook, ["3"])
    workflow.make_letters(plan, replace(usual_files(plan), formats=("txt",)))
    assert len(contacts(workbook)) == 2
    result = workflow.letters_sent(workbook, "thanks", as_of=DAY)
    assert (result.sent, result.recorded) == (1, 1)
    assert contacts(workbook)[2] == [3, DAY, "Letter", "We", "Thank you, Cleo Cedar [thanks]"]
    assert planned(workbook, ["3"]).letters == ()


def test_a_workbook_without_contacts_gets_the_sheet(
    tmp_path: Path, workbook: Path, post: Post
) -> None:
    bare = tmp_path / "bare.xlsx"
    sheets: dict[str, list[list[Value]]] = {"Clients": CLIENTS, "Settings": settings(post)}
    create(bare, [Sheet(name, rows, owned=False) for name, rows in sheets.items()])
    assert sent(planned(bare), post).sheet == "Contacts"
    assert [row[-1] for row in contacts(bare)] == ["Campaign", "thanks", "thanks"]
    assert sent(planned(bare), post).sent == 0


def test_a_plan_can_be_put_into_the_workbook_as_a_sheet_of_ours(workbook: Path) -> None:
    plan = workflow.plan_letters(workbook, "thanks", Who(ids=["1", "4"]), as_of=DAY, write=True)
    with open_book(workbook) as book:
        cells = [cell for row in book.read("Letters") for cell in row if cell is not None]
        assert book.owned()["letters"] == "Letters"
    assert {"Adam Alder", "Dora Daisy", "Thank you, Adam Alder"} <= set(cells)
    assert any(plan.hash in str(cell) for cell in cells)


# ── the command ──────────────────────────────────────────────────────────────────────────────


def typed(workbook: Path, *words: str, password: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "crmbook", "letters", *words],
        capture_output=True, text=True, encoding="utf-8", cwd=workbook.parent, check=False, timeout=120,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "CRMBOOK_SMTP_PASSWORD": password, "PYTHONUTF8": "1", "NO_COLOR": "1"},
    )  # fmt: skip


@pytest.mark.slow
def test_a_clerk_sees_the_plan_and_sends_it(workbook: Path, post: Post) -> None:
    options = ["thanks", "--ids", "1,2,3,4", "--as-of", DAY.isoformat(), "--language", "en"]
    shown = typed(workbook, "clients.xlsx", *options)
    assert shown.returncode == 0, shown.stderr
    assert "3 letters" in shown.stdout
    assert "1 held" in shown.stdout
    number = json.loads(typed(workbook, "plan", "clients.xlsx", *options, "--json").stdout)["plan"]
    assert number in shown.stdout
    sending = [
        "send", "clients.xlsx", *options, "--plan", number, "--per-minute", "0",
        "--ca-file", str(post.ca_file),
    ]  # fmt: skip
    refused = typed(workbook, *sending)
    assert (refused.returncode, post.letters) == (1, [])
    assert "CRMBOOK_SMTP_PASSWORD" in refused.stderr
    went = typed(workbook, *sending, password=post.password)
    assert went.returncode == 0, went.stderr
    assert "2 letters went out." in went.stdout
    assert len(post.letters) == 2


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no Ctrl-C to one process alone")
def test_ctrl_c_stops_between_two_letters(workbook: Path, post: Post) -> None:
    number = planned(workbook).hash
    command = [
        sys.executable, "-m", "crmbook", "letters", "send", "clients.xlsx", "thanks", "--ids", "1,2,3,4",
        "--as-of", DAY.isoformat(), "--plan", number, "--per-minute", "10", "--ca-file", str(post.ca_file),
        "--language", "en",
    ]  # fmt: skip
    arrived = threading.Event()

    def note(_address: str) -> str:
        arrived.set()
        return ""

    post.on_text = note
    told = {**os.environ, "CRMBOOK_SMTP_PASSWORD": post.password, "PYTHONUTF8": "1"}
    sending = subprocess.Popen(command, cwd=workbook.parent, env=told, stdout=subprocess.PIPE)
    assert arrived.wait(timeout=60)
    time.sleep(1)
    sending.send_signal(signal.SIGINT)
    shown = sending.communicate(timeout=60)[0].decode()
    assert sending.returncode == 3
    assert "1 letter went out." in shown
    assert "1 letter was not tried." in shown
    assert len(post.letters) == 1
    assert len(contacts(workbook)) == 3


@pytest.mark.slow
def test_a_send_that_was_killed_goes_on_under_the_same_number(workbook: Path, post: Post) -> None:
    with open_book(workbook) as book:
        more = [
            [n, f"Ann Ash{'x' * n}", "Person", f"ann{n}@example.com", None, None, "Female"]
            for n in range(5, 12)
        ]
        book.append("Clients", more)
    ids = [str(n) for n in (1, 2, *range(5, 12))]
    number = planned(workbook, ids).hash
    command = [
        sys.executable, "-m", "crmbook", "letters", "send", "clients.xlsx", "thanks", "--ids", ",".join(ids),
        "--as-of", DAY.isoformat(), "--plan", number, "--per-minute", "0", "--ca-file", str(post.ca_file),
    ]  # fmt: skip
    told = {**os.environ, "CRMBOOK_SMTP_PASSWORD": post.password}
    sending: list[subprocess.Popen[bytes]] = []

    def kill(address: str) -> str:
        if address == "ann7@example.com" and len(sending) == 1:
            sending[0].kill()
        return ""

    post.on_text = kill
    sending.append(subprocess.Popen(command, cwd=workbook.parent, env=told))
    sending[0].wait(timeout=120)
    assert len(contacts(workbook)) == 2
    sending.append(subprocess.Popen(command, cwd=workbook.parent, env=told))
    sending[1].wait(timeout=120)
    arrived = [to for to, _id in post.letters]
    assert len(arrived) == len(set(arrived)) == len(ids)
    with Ledger(workbook.with_suffix(".crmbook") / "letters.sqlite") as ledger:
        states = {entry.client_id: entry.state for entry in ledger.entries()}
    assert states == {**dict.fromkeys(ids, "sent"), "7": "unknown"}
    assert len(contacts(workbook)) == 2 + len(ids) - 1
