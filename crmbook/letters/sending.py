"""Letters given to a mail server: over TLS only, one at a time, each claimed before it leaves."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal, Self

from crmbook.language import _
from crmbook.letters.ledger import Entry, Ledger, State
from crmbook.letters.mail_server import SendingError, Server, connected, said_yes, words_of

Outcome = Literal["sent", "refused", "later", "unknown"]

WAITS = (30.0, 120.0)  # seconds before a letter the server asked to bring again is brought again


@dataclass(frozen=True)
class Outgoing:
    """A letter ready to go.

    message  its bytes, made when its turn comes: a thousand with attachments need not be held
    utf8     an address with letters such as ž before its @
    """

    entry: Entry
    sender: str
    to: str
    message: Callable[[], bytes] = field(repr=False)
    utf8: bool = False


@dataclass(frozen=True)
class Delivered:
    """What became of a letter, and the server's own words."""

    outgoing: Outgoing
    outcome: Outcome
    said: str = ""


class Connection:
    """A line to the server, made when it is needed and again when it broke.

    down  why the line could not be made again, "" while there is hope
    """

    def __init__(self, server: Server) -> None:
        self.down = ""
        self._server = server
        self._line: smtplib.SMTP | None = None

    def open(self) -> smtplib.SMTP:
        """Raises SendingError in words for the owner."""
        if self._line is None:
            self._line = connected(self._server)
        return self._line

    def deliver(self, outgoing: Outgoing, message: bytes) -> Delivered:
        """Give one letter to the server; a letter of which it is sure that it did not go is "later"."""
        try:
            line = self.open()
        except SendingError as error:
            self.down = str(error)
            return Delivered(outgoing, "later", self.down)
        try:
            refused = _envelope(line, outgoing)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self.close()
            return Delivered(outgoing, "later", str(error))
        delivered = refused or self._text(line, outgoing, message)
        if delivered.outcome != "sent":
            self._begin_anew(delivered)
        return delivered

    def _text(self, line: smtplib.SMTP, outgoing: Outgoing, message: bytes) -> Delivered:
        """From here on a lost connection says nothing of whether the letter arrived."""
        try:
            code, said = line.data(message)
        except smtplib.SMTPDataError as error:  # said before the text went over
            return _told(outgoing, error.smtp_code, words_of(error.smtp_error))
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self.close()
            return Delivered(outgoing, "unknown", str(error))
        return _told(outgoing, code, words_of(said))

    def _begin_anew(self, delivered: Delivered) -> None:
        if self._line is None or delivered.said.startswith("421"):  # the server hangs up
            self.close()
            return
        with suppress(smtplib.SMTPException, OSError):
            self._line.rset()

    def close(self) -> None:
        if self._line is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._line.quit()
            self._line = None

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _envelope(line: smtplib.SMTP, outgoing: Outgoing) -> Delivered | None:
    """From whom and to whom; what the server has against it, None when nothing."""
    options: list[str] = []
    if outgoing.utf8:
        if not line.has_extn("smtputf8"):
            return Delivered(outgoing, "refused", _("the mail server takes no such address"))
        options = ["SMTPUTF8", "BODY=8BITMIME"]
        line.command_encoding = "utf-8"
    for code, said in (line.mail(outgoing.sender, options), line.rcpt(outgoing.to)):
        if not said_yes(code):
            return _told(outgoing, code, words_of(said))
    return None


def _told(outgoing: Outgoing, code: int, said: str) -> Delivered:
    if said_yes(code):
        return Delivered(outgoing, "sent")
    answers: dict[int, Outcome] = {4: "later", 5: "refused"}
    return Delivered(outgoing, answers.get(code // 100, "unknown"), f"{code} {said}".strip())


@dataclass
class Pace:
    """How fast letters go, and when to stop.

    per_minute  no more than so many, 0 for as many as the server takes
    waits       seconds before each further attempt at a letter the server wants later
    pause       waits so many seconds, or less when somebody wants to stop
    stop        asked between two letters
    """

    pause: Callable[[float], None]
    per_minute: float = 0
    waits: Sequence[float] = WAITS
    stop: Callable[[], bool] = lambda: False

    def rest(self) -> None:
        if self.per_minute:
            self.pause(60.0 / self.per_minute)


def send(
    letters: Sequence[Outgoing],
    server: Server,
    ledger: Ledger,
    pace: Pace,
    *,
    retry_unknown: bool = False,
) -> Iterator[Delivered]:
    """Give the letters to the server, one by one, and say of each what became of it.

    Every letter is claimed in the ledger before it leaves; one that was claimed before is passed
    over in silence. Raises SendingError before any letter when the server can't be used.
    """
    with Connection(server) as connection:
        due = list(letters)
        for wait in (*pace.waits, None):
            late = []
            for delivered in _round(due, connection, ledger, pace, again=retry_unknown):
                if delivered.outcome == "later" and wait is not None:
                    late.append(delivered.outgoing)
                else:
                    yield delivered
            due = late
            if not due or wait is None or pace.stop():
                return
            pace.pause(wait)
            connection.down = ""


def _round(
    letters: Sequence[Outgoing], connection: Connection, ledger: Ledger, pace: Pace, *, again: bool
) -> Iterator[Delivered]:
    for number, outgoing in enumerate(letters):
        if connection.down:
            yield Delivered(outgoing, "later", connection.down)
            continue
        if number and not pace.stop():
            pace.rest()
        if pace.stop():
            return
        message = outgoing.message()  # made before the claim: what can't be made is not half-way
        if ledger.claim(outgoing.entry, again=again):
            delivered = connection.deliver(outgoing, message)
            _settle(ledger, delivered)
            yield delivered


def _settle(ledger: Ledger, delivered: Delivered) -> None:
    states: dict[Outcome, State] = {"sent": "sent", "refused": "refused", "unknown": "unknown"}
    state = states.get(delivered.outcome)
    if state is None:
        ledger.release(delivered.outgoing.entry)
    else:
        ledger.settle(delivered.outgoing.entry, state, delivered.said)
