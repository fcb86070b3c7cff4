"""Sending: letters leave over TLS, each once, and the contact history hears of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crmbook.books import open_book
from crmbook.books.locks import BusyError, hold
from crmbook.day import Day, day_of
from crmbook.errors import CrmbookError, Problem
from crmbook.language import Language, _, speaking
from crmbook.workflow.letters import Done, ledger_path, uncounted
from crmbook.workflow.log import log
from crmbook.workflow.result import Result

if TYPE_CHECKING:
    from crmbook.book import Book
    from crmbook.letters.ledger import Entry, Ledger
    from crmbook.letters.mail_server import Server
    from crmbook.letters.plan import LetterPlan
    from crmbook.letters.sending import Delivered
    from crmbook.tables import Crm, Tables

_TICK = 0.2  # seconds until Ctrl-C is heard while a letter waits its turn


class NoServerSetError(CrmbookError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "No mail server is set. Write it on the Settings sheet (“Mail server”), "
                "or make drafts: crmbook letters make … --format eml"
            )
        )


class PlanChangedError(CrmbookError):
    def __init__(self, given: str, now: str) -> None:
        text = _(
            "The plan is not the one you looked at: it was {given}, now it is {now}. "
            "Nothing was sent. Look at the plan again."
        )
        super().__init__(text.format(given=given, now=now))


class AlreadySendingError(CrmbookError):
    def __init__(self) -> None:
        super().__init__(
            _("Letters of this workbook are being sent just now. Wait until that is done.")
        )


class NothingMadeError(CrmbookError):
    def __init__(self, campaign: str) -> None:
        text = _(
            "No letters of “{campaign}” were made that wait to be posted. See what was made: "
            "crmbook letters make …"
        )
        super().__init__(text.format(campaign=campaign))


@dataclass(frozen=True)
class Failure:
    """A letter that did not go, and why."""

    client_id: str
    name: str
    address: str
    why: str


@dataclass(frozen=True)
class Sent(Result):
    """What became of the letters of a run.

    unknown   the line broke while they went, now or earlier: they are never sent again by themselves
    later     the server did not take them yet; the next run tries again
    left      not tried, because somebody stopped the run
    by_post   letters of the plan that go on paper
    recorded  how many rows the contact history got; sheet is its title
    """

    campaign: str
    language: Language
    sent: int
    refused: Sequence[Failure] = ()
    unknown: Sequence[Failure] = ()
    later: Sequence[Failure] = ()
    left: int = 0
    by_post: int = 0
    recorded: int = 0
    sheet: str = ""
    remarks: Sequence[Problem] = ()

    @property
    def whole(self) -> bool:
        return not (self.refused or self.unknown or self.later or self.left or self.remarks)


# ── letters that somebody posts ──────────────────────────────────────────────────────────────


def letters_sent(
    path: str | Path,
    campaign: str,
    *,
    ids: Sequence[str] = (),
    channel: str = "",
    as_of: Day | None = None,
    language: Language | None = None,
) -> Sent:
    """The clerk has posted the letters that were made: they are in the ledger and in Contacts now.

    ids      only these clients, of whom one may have been written to by a run whose line broke:
             the letter arrived; channel: only letters that go so
    """
    from crmbook.letters.ledger import Ledger
    from crmbook.letters.recording import named

    began = datetime.now().astimezone()
    day = began.date() if as_of is None else day_of(as_of)
    campaign = named(campaign)
    with open_book(path, now=began) as book:
        book.expect_to_write()
        crm = _tables(book, day, language)
        with speaking(crm.language), Ledger(ledger_path(book.target)) as ledger:
            posted = [
                one for one in (*ledger.made(campaign, day), *_arrived(ledger, campaign, ids))
                if (not ids or one.client_id in ids) and channel in {"", one.channel}
            ]  # fmt: skip
            if not posted:
                raise NothingMadeError(campaign)
            new = ledger.put(posted)
            recorded = _record(book, crm.tables, ledger)
            log(book, "letters sent", began, campaign=campaign, letters=len(new))
            return _with(recorded, Sent(campaign, crm.language, len(new)))


def _arrived(ledger: Ledger, campaign: str, ids: Sequence[str]) -> Iterator[Entry]:
    """Letters of which nobody knew, and the clerk has asked."""
    for entry in ledger.entries():
        if (entry.campaign, entry.state) == (campaign, "unknown") and entry.client_id in ids:
            yield replace(entry, state="sent")


# ── sending ──────────────────────────────────────────────────────────────────────────────────


def server_of(plan: LetterPlan, password: str = "", ca_file: Path | None = None) -> Server:
    """The mail server of the settings. Raises NoServerSetError."""
    from crmbook.letters.mail_server import STARTTLS, Server

    settings = plan.settings
    host = settings.text("smtp_host").strip()
    if not host:
        with speaking(plan.language):
            raise NoServerSetError
    port = int(settings.number("smtp_port")) or STARTTLS
    return Server(host, port, settings.text("smtp_user").strip(), password, ca_file)


def send_letters(
    plan: LetterPlan,
    seen: str,
    server: Server,
    *,
    per_minute: float = 30,
    waits: Sequence[float] | None = None,
    retry_unknown: bool = False,
    stop: Callable[[], bool] = lambda: False,
    done: Done = uncounted,
) -> Sent:
    """Send the e-mails of a plan, and add a row to the contact history for each that went.

    seen        hash of the plan somebody looked at; a plan that has changed since is refused
    per_minute  no more than so many, 0 for as fast as the server takes them
    stop        asked between two letters

    Whatever happens, nobody gets a letter twice: every letter is claimed in the ledger first.
    """
    from crmbook.letters.ledger import Ledger
    from crmbook.letters.mailing import outgoing
    from crmbook.letters.sending import WAITS, Pace, send

    with speaking(plan.language):
        if seen.strip().lower() != plan.hash:
            raise PlanChangedError(seen, plan.hash)
        began = datetime.now().astimezone()
        mails = [letter for letter in plan.letters if letter.channel == "email"]
        ready = [outgoing(letter, plan, began) for letter in mails]
        _expect_to_write(plan)
        pace = Pace(
            lambda seconds: _pause(seconds, stop),
            per_minute,
            WAITS if waits is None else waits,
            stop,
        )
        with _sending(plan), Ledger(ledger_path(plan.workbook)) as ledger:
            ledger.give_up_claims()
            going = send(ready, server, ledger, pace, retry_unknown=retry_unknown) if ready else ()
            told, broken = _delivered(going, lambda number: done(number, len(ready)))
            whole = _recorded(plan, ledger, began, _result(plan, told, len(ready)))
            return replace(whole, remarks=[*broken, *whole.remarks])


def _delivered(
    going: Iterable[Delivered], done: Callable[[int], None]
) -> tuple[list[Delivered], list[Problem]]:
    """What became of each letter, and what stopped the run after the first."""
    told: list[Delivered] = []
    try:
        for delivered in going:
            told.append(delivered)
            done(len(told))
    except CrmbookError as error:
        if not told:
            raise
        return told, [_broken(error)]
    return told, []


def _broken(error: CrmbookError) -> Problem:
    text = _("The run stopped: {why} Run the same command again, and it goes on where it was.")
    return Problem("", "", text.format(why=error), "stopped", "warning")


def _expect_to_write(plan: LetterPlan) -> None:
    """A workbook open in Excel could not be told of its letters: better heard before they go."""
    with open_book(plan.workbook) as book:
        book.expect_to_write()


def _pause(seconds: float, stop: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while not stop() and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, _TICK))


@contextmanager
def _sending(plan: LetterPlan) -> Iterator[None]:
    """One run at a time: then a letter that is half-way is one that a crash left so."""
    from crmbook.letters.ledger import LedgerError

    ledger = ledger_path(plan.workbook)
    with ExitStack() as held:
        try:
            ledger.parent.mkdir(exist_ok=True)
            held.enter_context(hold(ledger.parent / "sending.lock", 0))
        except BusyError as error:
            raise AlreadySendingError from error
        except OSError as error:
            raise LedgerError(ledger, error) from error
        yield


def _result(plan: LetterPlan, told: Sequence[Delivered], ready: int) -> Sent:
    names = {letter.client_id: letter.name for letter in plan.letters}

    def failed(outcome: str) -> list[Failure]:
        return [
            Failure(entry.client_id, names[entry.client_id], entry.address, one.said)
            for one in told
            for entry in (one.outgoing.entry,)
            if one.outcome == outcome
        ]

    return Sent(
        plan.campaign,
        plan.language,
        sent=sum(one.outcome == "sent" for one in told),
        refused=failed("refused"),
        unknown=[*failed("unknown"), *_unknown_before(plan)],
        later=failed("later"),
        left=ready - len(told),
        by_post=len(plan.letters) - ready,
    )


def _unknown_before(plan: LetterPlan) -> Iterator[Failure]:
    """Letters that an earlier run left half-way, with what to do about them."""
    for held in plan.held:
        for reason in held.reasons:
            if reason.kind == "unknown":
                yield Failure(held.client_id, held.name, "", reason.text)


# ── the contact history ──────────────────────────────────────────────────────────────────────


def _recorded(plan: LetterPlan, ledger: Ledger, began: datetime, result: Sent) -> Sent:
    """Rows for all letters that went, also for those of a run that died before it wrote them.

    The workbook is opened anew: sending takes its time, and the owner may have saved it since.
    """
    try:
        with open_book(plan.workbook, now=began) as book:
            tables = _tables(book, plan.as_of, plan.language).tables
            whole = _with(_record(book, tables, ledger), result)
            log(book, "letters send", began, plan=plan.hash, campaign=plan.campaign,
                sent=whole.sent, recorded=whole.recorded)  # fmt: skip
            return whole
    except CrmbookError as error:
        return _with(_unwritten(error), result)


def _tables(book: Book, day: date, language: Language | None) -> Crm:
    from crmbook import tables

    return tables.read(book, as_of=day, language=language)


@dataclass(frozen=True)
class Recorded:
    rows: int = 0
    sheet: str = ""
    remarks: Sequence[Problem] = ()


def _with(recorded: Recorded, result: Sent) -> Sent:
    return replace(
        result, recorded=recorded.rows, sheet=recorded.sheet, remarks=list(recorded.remarks)
    )


def _record(book: Book, tables: Tables, ledger: Ledger) -> Recorded:
    """The letters are out by now: a workbook that can't be written is said, and is no failure."""
    from crmbook.letters import recording

    waiting = [one for one in ledger.entries() if one.state == "sent" and not one.recorded]
    missing = recording.unrecorded(waiting, tables)
    sheet = ""
    try:
        if missing:
            sheet = recording.record(book, tables, missing)
        ledger.record(waiting)
    except CrmbookError as error:
        return _unwritten(error)
    return Recorded(len(missing), sheet, list(book.remarks))


def _unwritten(error: CrmbookError) -> Recorded:
    text = _("The contact history was not written: {why} The next run completes it.")
    said = text.format(why=error)
    return Recorded(remarks=[Problem("", "", said, "contacts_not_written", "warning")])
