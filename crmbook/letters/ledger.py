"""What was sent to whom: one row for a campaign, a client and a channel, claimed before it leaves."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from crmbook.errors import CrmbookError
from crmbook.language import _

State = Literal["claimed", "sent", "refused", "unknown"]

VERSION = 1
PATIENCE = 30.0  # seconds; another crmbook may be writing a row
_LETTERS = """
CREATE TABLE IF NOT EXISTS letters (
  campaign TEXT NOT NULL,
  client_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('claimed', 'sent', 'refused', 'unknown')),
  before TEXT,
  day TEXT NOT NULL,
  address TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL DEFAULT '',
  owner TEXT NOT NULL DEFAULT '',
  said TEXT NOT NULL DEFAULT '',
  recorded INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (campaign, client_id, channel)
)
"""
# Letters made as files, of which the clerk has not said yet that they were posted.
_MADE = """
CREATE TABLE IF NOT EXISTS made (
  campaign TEXT NOT NULL,
  client_id TEXT NOT NULL,
  channel TEXT NOT NULL,
  address TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL DEFAULT '',
  owner TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (campaign, client_id, channel)
)
"""


class LedgerError(CrmbookError):
    def __init__(self, path: Path, why: object) -> None:
        text = _("The letters' ledger {file} can't be used ({why}); without it no letter is sent.")
        super().__init__(text.format(file=path, why=why))


class NewerLedgerError(CrmbookError):
    def __init__(self, path: Path) -> None:
        text = _("The letters' ledger {file} is of a newer crmbook. Update crmbook and run again.")
        super().__init__(text.format(file=path))


@dataclass(frozen=True)
class Entry:
    """A letter in the ledger.

    state     claimed: on its way just now, or left so by a crash; sent: the server took it;
              refused: it did not; unknown: nobody can tell, and so it is never sent again by itself
    day       the day it was sent, or tried
    said      the server's own words, "" when there were none
    recorded  the contact history of the workbook has it too
    """

    campaign: str
    client_id: str
    channel: str
    state: State
    day: date
    address: str = ""
    subject: str = ""
    owner: str = ""
    said: str = ""
    recorded: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        return self.campaign, self.client_id, self.channel


def entries_of(path: Path) -> list[Entry]:
    """All that the ledger holds, in the order of its keys; nothing when there is none, nor is one made."""
    if not path.exists():
        return []
    with Ledger(path) as ledger:
        return ledger.entries()


class Ledger:
    """Every change is one transaction, on disk when the call returns: a crash leaves a row or none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._rows = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
            self._prepare()

    def _prepare(self) -> None:
        version = self._rows.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            self._rows.close()
            raise NewerLedgerError(self.path)
        self._rows.execute("PRAGMA synchronous = FULL")
        if version == VERSION:  # who only looks writes nothing: the disk may be full or read-only
            return
        with self._step():
            self._rows.execute(_LETTERS)
            self._rows.execute(_MADE)
            self._rows.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _step(self) -> Iterator[sqlite3.Connection]:
        """One transaction; the second of two processes waits until the first is through."""
        with _told(self.path):
            self._rows.execute("BEGIN IMMEDIATE")
            try:
                yield self._rows
            except BaseException:
                if self._rows.in_transaction:  # of a full disk SQLite has rolled back by itself
                    self._rows.execute("ROLLBACK")
                raise
            self._rows.execute("COMMIT")

    def claim(self, entry: Entry, *, again: bool = False) -> bool:
        """Take a letter for sending; False when it was taken before, by whatever channel.

        A letter the server refused may be taken again, for the address may have been mended;
        one of which nobody knows whether it arrived, only with again.
        """
        free = {"refused", "unknown"} if again else {"refused"}
        with self._step() as rows:
            taken = rows.execute(
                "SELECT state FROM letters WHERE campaign = ? AND client_id = ?",
                (entry.campaign, entry.client_id),
            ).fetchall()
            if any(state not in free for (state,) in taken):
                return False
            rows.execute(
                "INSERT INTO letters (campaign, client_id, channel, state, day, address, subject, owner)"
                " VALUES (?, ?, ?, 'claimed', ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET before = state, state = 'claimed', said = '',"
                " day = excluded.day, address = excluded.address, subject = excluded.subject,"
                " owner = excluded.owner",
                (*entry.key, entry.day.isoformat(), entry.address, entry.subject, entry.owner),
            )
        return True

    def settle(self, entry: Entry, state: State, said: str = "") -> None:
        """What became of a letter that was claimed."""
        with self._step() as rows:
            rows.execute(
                "UPDATE letters SET state = ?, said = ?, before = NULL WHERE campaign = ? AND client_id = ? AND channel = ?",
                (state, said, *entry.key),
            )

    def release(self, entry: Entry) -> None:
        """It certainly did not leave: the row is as it was before the claim."""
        with self._step() as rows:
            rows.execute(
                "DELETE FROM letters WHERE campaign = ? AND client_id = ? AND channel = ?"
                " AND state = 'claimed' AND before IS NULL",
                entry.key,
            )
            rows.execute(
                "UPDATE letters SET state = before, before = NULL"
                " WHERE campaign = ? AND client_id = ? AND channel = ? AND state = 'claimed'",
                entry.key,
            )

    def give_up_claims(self) -> int:
        """Letters that a crash left half-way become unknown; how many.

        Only for who holds the lock of sending: another process may be half-way just now.
        """
        with self._step() as rows:
            return rows.execute(
                "UPDATE letters SET state = 'unknown', before = NULL WHERE state = 'claimed'"
            ).rowcount

    def remember_made(self, entries: Iterable[Entry]) -> None:
        """Letters that are files now; whether they were posted only the clerk knows."""
        with self._step() as rows:
            rows.executemany(
                "INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?, ?, ?)",
                [(*one.key, one.address, one.subject, one.owner) for one in entries],
            )

    def made(self, campaign: str, day: date) -> list[Entry]:
        """The letters of a campaign that were made and not said to be posted, as if sent that day."""
        with _told(self.path):
            found = self._rows.execute(
                "SELECT campaign, client_id, channel, address, subject, owner FROM made"
                " WHERE campaign = ? ORDER BY client_id, channel",
                (campaign,),
            ).fetchall()
        return [
            Entry(campaign, client_id, channel, "sent", day, address, subject, owner)
            for campaign, client_id, channel, address, subject, owner in found
        ]

    def put(self, entries: Sequence[Entry]) -> list[Entry]:
        """Letters that went out by other hands; those of them that the ledger did not have as sent."""
        with self._step() as rows:
            new = [entry for entry in entries if not self._is_sent(entry)]
            rows.executemany(
                "INSERT INTO letters (campaign, client_id, channel, state, day, address, subject, owner, said, recorded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET state = excluded.state, day = excluded.day, said = ''",
                [_row(entry) for entry in new],
            )
            rows.executemany(
                "DELETE FROM made WHERE campaign = ? AND client_id = ? AND channel = ?",
                [one.key for one in entries],
            )
        return new

    def _is_sent(self, entry: Entry) -> bool:
        found = self._rows.execute(
            "SELECT 1 FROM letters WHERE campaign = ? AND client_id = ? AND channel = ? AND state = 'sent'",
            entry.key,
        )
        return found.fetchone() is not None

    def record(self, entries: Iterable[Entry]) -> None:
        """The contact history has them now."""
        with self._step() as rows:
            rows.executemany(
                "UPDATE letters SET recorded = 1 WHERE campaign = ? AND client_id = ? AND channel = ?",
                [entry.key for entry in entries],
            )

    def entries(self) -> list[Entry]:
        with _told(self.path):
            found = self._rows.execute(
                "SELECT campaign, client_id, channel, state, day, address, subject, owner, said, recorded FROM letters ORDER BY campaign, client_id, channel"
            ).fetchall()
        return [_entry(row) for row in found]

    def close(self) -> None:
        self._rows.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _row(entry: Entry) -> tuple[object, ...]:
    return (*entry.key, entry.state, entry.day.isoformat(), entry.address, entry.subject,
            entry.owner, entry.said, int(entry.recorded))  # fmt: skip


def _entry(row: tuple[object, ...]) -> Entry:
    campaign, client_id, channel, state, day, address, subject, owner, said, recorded = row
    return Entry(
        str(campaign), str(client_id), str(channel), state, date.fromisoformat(str(day)),  # type: ignore[arg-type]  # the table allows no other state
        str(address), str(subject), str(owner), str(said), bool(recorded),
    )  # fmt: skip


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """A disk that is full, a folder that is read-only, a file that is no ledger: in our words."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise LedgerError(path, error) from error
