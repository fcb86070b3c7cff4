"""Letters given to a real mail server on the loopback."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crmbook.letters.ledger import Entry, Ledger
from crmbook.letters.mail_server import (
    CertificateError,
    NoCertificatesError,
    NoServerError,
    NoTlsError,
    Server,
    UnknownHostError,
    WrongPasswordError,
)
from crmbook.letters.sending import Outgoing, Pace, send

if TYPE_CHECKING:
    from letters.conftest import Post

USER = "clerk@firm.example"


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "letters.sqlite")


@pytest.fixture
def server(post: Post) -> Server:
    return Server("127.0.0.1", post.port, post.user, post.password, post.ca_file, timeout=5)


def letter(number: int) -> Outgoing:
    address = f"client{number}@example.lt"
    entry = Entry("win-back", str(number), "email", "claimed", date(2026, 3, 31), address, "Hello")
    text = f"Message-ID: <{number}@firm.example>\r\nSubject: Hello\r\n\r\nLaba diena\r\n".encode()
    return Outgoing(entry, USER, address, lambda: text)


def paced(waits: Sequence[float] = (), pause: Callable[[float], None] = lambda _s: None) -> Pace:
    return Pace(pause, waits=waits)


def outcomes(letters: Sequence[Outgoing], server: Server, ledger: Ledger, pace: Pace) -> list[str]:
    return [delivered.outcome for delivered in send(letters, server, ledger, pace)]


def states(ledger: Ledger) -> dict[str, str]:
    return {entry.client_id: entry.state for entry in ledger.entries()}


def test_letters_arrive_and_the_ledger_says_so(post: Post, server: Server, ledger: Ledger) -> None:
    assert outcomes([letter(1), letter(2)], server, ledger, paced()) == ["sent", "sent"]
    assert [address for address, _id in post.letters] == [
        "client1@example.lt",
        "client2@example.lt",
    ]
    assert states(ledger) == {"1": "sent", "2": "sent"}


def test_a_second_run_sends_nothing(post: Post, server: Server, ledger: Ledger) -> None:
    outcomes([letter(1)], server, ledger, paced())
    assert outcomes([letter(1)], server, ledger, paced()) == []
    assert len(post.letters) == 1


def test_an_address_the_server_refuses_is_named_and_the_rest_goes(
    post: Post, server: Server, ledger: Ledger
) -> None:
    post.on_to = lambda address: "550 no such user" if "client1" in address else ""
    told = list(send([letter(1), letter(2)], server, ledger, paced()))
    assert [(one.outcome, one.said) for one in told] == [
        ("refused", "550 no such user"),
        ("sent", ""),
    ]
    assert states(ledger) == {"1": "refused", "2": "sent"}


def test_a_letter_the_server_wants_later_is_brought_again(
    post: Post, server: Server, ledger: Ledger
) -> None:
    asked: list[str] = []

    def busy_at_first(address: str) -> str:
        asked.append(address)
        return "450 come back" if len(asked) == 1 else ""

    post.on_to = busy_at_first
    waited: list[float] = []
    pace = paced([30], waited.append)
    assert outcomes([letter(1), letter(2)], server, ledger, pace) == ["sent", "sent"]
    assert waited == [30]
    assert [address for address, _id in post.letters] == [
        "client2@example.lt",
        "client1@example.lt",
    ]


def test_a_letter_the_server_never_took_is_free_for_the_next_run(
    post: Post, server: Server, ledger: Ledger
) -> None:
    post.on_text = lambda _address: "451 try later"
    assert outcomes([letter(1)], server, ledger, paced([1, 2])) == ["later"]
    assert ledger.entries() == []


def test_a_server_that_hangs_up_between_letters_is_dialled_again(
    post: Post, server: Server, ledger: Ledger
) -> None:
    asked: list[str] = []

    def hangs_up_once(address: str) -> str:
        asked.append(address)
        return "421 too many letters in one go" if len(asked) == 2 else ""

    post.on_to = hangs_up_once
    pace = paced([1])
    assert outcomes([letter(1), letter(2), letter(3)], server, ledger, pace) == ["sent"] * 3
    assert len(post.letters) == 3


def test_a_connection_lost_in_the_text_leaves_the_letter_unknown(
    post: Post, server: Server, ledger: Ledger
) -> None:
    post.on_text = lambda address: "hang up" if "client1" in address else ""
    letters = [letter(1), letter(2)]
    assert outcomes(letters, server, ledger, paced([1])) == ["unknown", "sent"]
    assert states(ledger) == {"1": "unknown", "2": "sent"}


def test_an_unknown_letter_is_never_sent_again_by_itself(
    post: Post, server: Server, ledger: Ledger
) -> None:
    post.on_text = lambda _address: "hang up"
    outcomes([letter(1)], server, ledger, paced())
    post.on_text = lambda _address: ""
    assert outcomes([letter(1)], server, ledger, paced()) == []
    told = send([letter(1)], server, ledger, paced(), retry_unknown=True)
    assert [one.outcome for one in told] == ["sent"]


def test_too_many_a_minute_is_waited_for(post: Post, server: Server, ledger: Ledger) -> None:
    waited: list[float] = []
    outcomes([letter(1), letter(2), letter(3)], server, ledger, Pace(waited.append, 30, ()))
    assert waited == [2.0, 2.0]
    assert len(post.letters) == 3


def test_who_wants_to_stop_stops_between_two_letters(
    post: Post, server: Server, ledger: Ledger
) -> None:
    pace = Pace(lambda _s: None, waits=(), stop=lambda: bool(post.letters))
    assert outcomes([letter(1), letter(2)], server, ledger, pace) == ["sent"]
    assert states(ledger) == {"1": "sent"}


def test_an_address_with_baltic_letters_goes_to_a_server_that_knows_them(
    post: Post, server: Server, ledger: Ledger
) -> None:
    special = replace(letter(1), to="žemė@example.lt", utf8=True)
    assert outcomes([special], server, ledger, paced()) == ["sent"]
    assert post.letters[0][0] == "žemė@example.lt"


# ── a server that can't be used ──────────────────────────────────────────────────────────────


def refusal(server: Server, ledger: Ledger, kind: type[Exception]) -> str:
    with pytest.raises(kind) as refused:
        outcomes([letter(1)], server, ledger, paced())
    assert ledger.entries() == []
    return str(refused.value)


def test_a_wrong_password_is_said_before_any_letter(server: Server, ledger: Ledger) -> None:
    said = refusal(replace(server, password=server.password[1:]), ledger, WrongPasswordError)
    assert USER in said
    assert server.password[1:] not in said


def test_a_certificate_nobody_vouches_for_is_not_trusted(server: Server, ledger: Ledger) -> None:
    assert "prove" in refusal(replace(server, ca_file=None), ledger, CertificateError)


def test_a_certificate_of_another_host_is_not_trusted(server: Server, ledger: Ledger) -> None:
    assert "localhost" in refusal(replace(server, host="localhost"), ledger, CertificateError)


def test_an_unknown_host_is_named(server: Server, ledger: Ledger) -> None:
    said = refusal(replace(server, host="mail.firm.invalid"), ledger, UnknownHostError)
    assert "mail.firm.invalid" in said


def test_a_port_where_nobody_listens_is_named(server: Server, ledger: Ledger) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert str(port) in refusal(replace(server, port=port), ledger, NoServerError)


def test_a_file_that_holds_no_certificates_is_named(
    server: Server, ledger: Ledger, tmp_path: Path
) -> None:
    said = refusal(replace(server, ca_file=tmp_path / "none.pem"), ledger, NoCertificatesError)
    assert "none.pem" in said


def test_a_server_without_tls_gets_neither_password_nor_letter(
    server: Server, ledger: Ledger, plain_port: int
) -> None:
    assert "TLS" in refusal(replace(server, port=plain_port), ledger, NoTlsError)
