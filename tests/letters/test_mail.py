"""Letters as e-mails: readable by every mail program, and closed to what a cell may hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default

import pytest

from crmbook.letters.mail import (
    Attachment,
    BrokenHeaderError,
    Mail,
    Mailbox,
    WrongAddressError,
    address_of,
    draft,
    message,
    needs_utf8,
)

FIRM = Mailbox("UAB „Šviesa“", "labas@sviesa.example")
ONA = Mailbox("Ona Petraitienė", "ona@example.lt")
LETTER = Mail(
    FIRM,
    ONA,
    "Sveikiname, ąčęėįšųūž!",
    "Laba diena,\n\nąčęėįšųūž\n",
    "<p>Laba diena</p>",
    "win-back 17",
)
NOON = datetime(2026, 3, 31, 12, tzinfo=UTC)  # fmt: skip


def opened(written: bytes) -> EmailMessage:
    found = message_from_bytes(written, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def shown(written: bytes, header: str) -> str:
    return str(make_header(decode_header(str(message_from_bytes(written)[header]))))


def test_a_draft_opens_as_a_letter_not_sent_yet() -> None:
    found = opened(draft(LETTER))
    assert found["X-Unsent"] == "1"
    assert found["Date"] is None


def test_the_same_letter_is_the_same_bytes() -> None:
    several = replace(LETTER, attachments=[Attachment("price.pdf", b"%PDF")])
    assert draft(several) == draft(several)
    assert message(several, NOON) == message(several, NOON)


def test_two_letters_have_two_message_ids() -> None:
    other = replace(LETTER, key="win-back 18")
    assert opened(draft(LETTER))["Message-ID"] != opened(draft(other))["Message-ID"]


def test_a_letter_says_the_same_in_text_and_in_html() -> None:
    found = opened(draft(LETTER))
    assert [part.get_content_type() for part in found.iter_parts()] == ["text/plain", "text/html"]
    assert [part.get_content().split() for part in found.iter_parts()] == [
        ["Laba", "diena,", "ąčęėįšųūž"],
        ["<p>Laba", "diena</p>"],
    ]


@pytest.mark.parametrize("header", ["From", "Subject"])
def test_baltic_letters_stand_in_headers_as_ascii(header: str) -> None:
    head = draft(LETTER).partition(b"\r\n\r\n")[0]
    assert head.isascii()
    assert {"From": "UAB „Šviesa“", "Subject": "ąčęėįšųūž"}[header] in shown(draft(LETTER), header)


def test_a_long_subject_keeps_its_spaces_and_short_lines() -> None:
    subject = "Kviečiame į šventę " * 20
    written = draft(replace(LETTER, subject=subject.strip()))
    assert shown(written, "Subject") == subject.strip()
    assert max(map(len, written.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78


@pytest.mark.parametrize("name", ['Petraitis, Jonas "Joe"', "Petraitis; Jonas", "a <b@c.lt>", ""])
def test_a_name_with_signs_stays_one_name(name: str) -> None:
    written = draft(replace(LETTER, to=Mailbox(name, "jonas@example.lt")))
    (address,) = opened(written)["To"].addresses
    assert (address.display_name, address.addr_spec) == (name, "jonas@example.lt")


@pytest.mark.parametrize("hostile", ["a\r\nBcc: x@example.com", "a\nb", "a\x00b", "a\u2028b"])
def test_a_line_break_in_a_header_is_refused(hostile: str) -> None:
    for letter in (
        replace(LETTER, subject=hostile),
        replace(LETTER, to=Mailbox(hostile, "ona@example.lt")),
        replace(LETTER, sender=Mailbox(hostile, "labas@sviesa.example")),
        replace(LETTER, attachments=[Attachment(hostile, b"")]),
    ):
        with pytest.raises(BrokenHeaderError, match="one line"):
            draft(letter)


@pytest.mark.parametrize(
    "typed",
    ["", "ona", "ona@", "@example.lt", "ona@example", "o na@example.lt", "ona@example.lt, jonas@example.lt",
     "ona@exam ple.lt", "ona..p@example.lt", "<ona@example.lt>", "ona@example.lt\r\nBcc: x@y.lt",
     "ona@-", "o" * 65 + "@example.lt", "ona@" + "a" * 64 + ".lt"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(WrongAddressError, match="not an e-mail address"):
        address_of(typed)


def test_a_host_with_baltic_letters_is_written_as_servers_want_it() -> None:
    assert address_of(" ona@sodžius.lt ") == "ona@xn--sodius-5pb.lt"


def test_baltic_letters_before_the_at_sign_need_a_server_that_knows_them() -> None:
    special = replace(LETTER, to=Mailbox("", address_of("žemė@example.lt")))
    assert needs_utf8(special)
    assert not needs_utf8(LETTER)
    assert "žemė@example.lt".encode() in draft(special)


def test_unsubscribing_by_mail_is_always_offered_and_one_click_only_with_https() -> None:
    by_mail = opened(draft(replace(LETTER, unsubscribe="stop@sviesa.example")))
    assert by_mail["List-Unsubscribe"] == "<mailto:stop@sviesa.example?subject=unsubscribe>"
    assert by_mail["List-Unsubscribe-Post"] is None
    plain = opened(draft(replace(LETTER, unsubscribe_url="http://sviesa.example/stop")))
    assert plain["List-Unsubscribe-Post"] is None
    https = opened(draft(replace(LETTER, unsubscribe_url="https://sviesa.example/stop?id=17")))
    assert https["List-Unsubscribe"] == "<https://sviesa.example/stop?id=17>"
    assert https["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_long_unsubscribe_address_is_not_torn() -> None:
    url = "https://sviesa.example/atsisakyti?" + "&".join(f"client{n}={n}" for n in range(30))
    assert f"<{url}>" in opened(draft(replace(LETTER, unsubscribe_url=url)))["List-Unsubscribe"]


def test_an_attachment_keeps_its_name_and_its_bytes() -> None:
    price = Attachment("Kainoraštis ąčę.pdf", b"%PDF-1.7\r\n\x00")
    (found,) = opened(draft(replace(LETTER, attachments=[price]))).iter_attachments()
    assert (found.get_filename(), found.get_content()) == (price.name, price.content)


def test_a_message_says_when_it_was_sent() -> None:
    assert opened(message(LETTER, NOON))["Date"].datetime == NOON


def test_a_picture_stands_in_the_page_that_shows_it() -> None:
    logo = Attachment("logo.png", b"\x89PNG")
    found = opened(draft(replace(LETTER, html='<img src="cid:logo.png">', pictures=[logo])))
    page = found.get_body(("related",))
    assert page is not None
    assert [part.get_content_type() for part in page.iter_parts()] == ["text/html", "image/png"]
    assert [part["Content-ID"] for part in page.iter_parts()] == [None, "<logo.png>"]


@pytest.mark.parametrize(
    "text",
    ["a " * 300, "x" * 300, "dot\n.\nFrom here\n", "tab\t \n", "=?utf-8?q?x?= = ==", "💐\n\n\nž"],
)
def test_a_text_comes_back_as_it_was_sent(text: str) -> None:
    body = opened(draft(replace(LETTER, text=text))).get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == text.splitlines()
    assert max(map(len, draft(replace(LETTER, text=text)).split(b"\r\n"))) <= 78


def test_no_bare_line_feed_leaves() -> None:
    several = replace(LETTER, attachments=[Attachment("a.bin", bytes(300))], unsubscribe="a@b.lt")
    assert b"\n" not in draft(several).replace(b"\r\n", b"")
