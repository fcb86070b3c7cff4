"""The letters' ledger: nobody gets the same letter twice."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from crmbook.letters.ledger import Entry, Ledger, LedgerError, NewerLedgerError, entries_of

LETTER = Entry("win-back", "17", "email", "claimed", date(2026, 3, 31), "ona@example.lt", "Hello")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "clients.crmbook" / "letters.sqlite"


def test_a_letter_is_claimed_once(path: Path) -> None:
    with Ledger(path) as ledger:
        assert [ledger.claim(LETTER), ledger.claim(LETTER)] == [True, False]


def test_a_letter_sent_by_post_is_not_sent_by_email_too(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.put([replace(LETTER, channel="post", state="sent")])
        assert not ledger.claim(LETTER)


def test_two_ledgers_of_one_file_share_the_claims(path: Path) -> None:
    with Ledger(path) as one, Ledger(path) as other:
        assert one.claim(LETTER)
        assert not other.claim(LETTER)


def test_a_letter_that_certainly_did_not_leave_can_be_claimed_again(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.claim(LETTER)
        ledger.release(LETTER)
        assert ledger.entries() == []
        assert ledger.claim(LETTER)


def test_a_refused_letter_can_be_tried_again(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.claim(LETTER)
        ledger.settle(LETTER, "refused", "550 no such user")
        assert ledger.entries()[0].said == "550 no such user"
        assert ledger.claim(LETTER)


def test_an_unknown_letter_is_taken_again_by_explicit_word_only(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.claim(LETTER)
        ledger.settle(LETTER, "unknown")
        assert not ledger.claim(LETTER)
        assert ledger.claim(LETTER, again=True)


def test_an_unknown_letter_that_did_not_leave_the_second_time_stays_unknown(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.claim(LETTER)
        ledger.settle(LETTER, "unknown")
        ledger.claim(LETTER, again=True)
        ledger.release(LETTER)
        assert ledger.entries()[0].state == "unknown"


def test_what_a_crash_left_half_way_is_unknown(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.claim(LETTER)
    with Ledger(path) as ledger:
        assert ledger.give_up_claims() == 1
        assert ledger.entries()[0].state == "unknown"


def test_a_sent_letter_stays_sent_when_claims_are_given_up(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.claim(LETTER)
        ledger.settle(LETTER, "sent")
        assert ledger.give_up_claims() == 0
        assert ledger.entries()[0].state == "sent"


def test_what_was_put_by_hand_is_counted_once(path: Path) -> None:
    printed = replace(LETTER, channel="post", state="sent")
    with Ledger(path) as ledger:
        assert [ledger.put([printed]), ledger.put([printed])] == [[printed], []]


def test_letters_made_as_files_wait_until_somebody_says_they_were_posted(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.remember_made([replace(LETTER, channel="post")])
        assert ledger.entries() == []
        posted = ledger.made("win-back", date(2026, 4, 2))
        ledger.put(posted)
        assert [(one.state, one.day) for one in ledger.entries()] == [("sent", date(2026, 4, 2))]
        assert ledger.made("win-back", date(2026, 4, 2)) == []


def test_a_recorded_letter_is_told_from_one_that_is_not(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.put([replace(LETTER, state="sent")])
        assert not ledger.entries()[0].recorded
        ledger.record(ledger.entries())
        assert ledger.entries()[0].recorded


def test_a_ledger_that_nobody_wrote_is_empty_and_is_not_made(path: Path) -> None:
    assert entries_of(path) == []
    assert not path.exists()


def test_a_file_that_is_no_ledger_is_refused_in_a_sentence(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"an owner's own file, longer than the header of a database" * 9)
    with pytest.raises(LedgerError, match="without it no letter is sent"):
        entries_of(path)


def test_a_ledger_of_a_newer_crmbook_is_left_alone(path: Path) -> None:
    Ledger(path).close()
    rows = sqlite3.connect(path)
    rows.execute("PRAGMA user_version = 99")
    rows.close()
    with pytest.raises(NewerLedgerError, match="newer"):
        entries_of(path)


CLAIMER = """
import sys
from datetime import date
from pathlib import Path
from crmbook.letters.ledger import Entry, Ledger
with Ledger(Path(sys.argv[1])) as ledger:
    for n in range(40):
        if ledger.claim(Entry("win-back", str(n), "email", "claimed", date(2026, 3, 31))):
            print(n)
"""


def test_two_processes_at_once_never_claim_the_same_letter(path: Path) -> None:
    Ledger(path).close()
    claiming = [
        subprocess.Popen([sys.executable, "-c", CLAIMER, str(path)], stdout=subprocess.PIPE)
        for _each in range(2)
    ]
    taken = [process.communicate(timeout=60)[0].split() for process in claiming]
    assert sorted(map(int, [*taken[0], *taken[1]])) == list(range(40))


def test_the_ledger_can_be_looked_at_while_another_process_writes(path: Path) -> None:
    with Ledger(path) as ledger:
        ledger.claim(LETTER)
    writing = sqlite3.connect(path, isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")
    try:
        assert [entry.client_id for entry in entries_of(path)] == ["17"]
    finally:
        writing.close()


def test_a_full_disk_is_told_as_one(path: Path) -> None:
    long = replace(LETTER, subject="x" * 100_000)
    with Ledger(path) as ledger:
        ledger._rows.execute("PRAGMA max_page_count = 5")
        with pytest.raises(LedgerError, match="disk is full"):
            ledger.claim(long)
        assert ledger.entries() == []
