"""A letter as an e-mail: text and HTML in one message, the same letter always the same bytes."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, quote
from hashlib import sha256
from urllib.parse import quote as in_url

from crmbook.errors import CrmbookError
from crmbook.language import _

LONGEST_ADDRESS = 254  # RFC 5321
_NAME_OF_A_HOST = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+", re.IGNORECASE)
_LOCAL_PART = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x20\x7f-\x9f]{1,64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NEWLINE = "\r\n"


class WrongAddressError(CrmbookError):
    def __init__(self, address: str) -> None:
        text = _("“{address}” is not an e-mail address one can write to.")
        super().__init__(text.format(address=address))


class BrokenHeaderError(CrmbookError):
    """A line break in a header would let a cell of the workbook add headers of its own."""

    def __init__(self, header: str, value: str) -> None:
        text = _("{header} of an e-mail must be one line without control characters, not {value}.")
        super().__init__(text.format(header=header, value=ascii(value)))


@dataclass(frozen=True)
class Mailbox:
    """A name and an address; the address as a mail server wants it, see address_of."""

    name: str
    address: str


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """All of a message but the moment it is sent.

    key          tells this letter from every other one: its Message-ID comes of it
    unsubscribe  an address to write to, "" when there is none
    unsubscribe_url  a page; one click is promised only of an https one
    text         as format=flowed has it; html shows its pictures as cid: and their names
    """

    sender: Mailbox
    to: Mailbox
    subject: str
    text: str
    html: str
    key: str
    reply_to: Mailbox | None = None
    unsubscribe: str = ""
    unsubscribe_url: str = ""
    attachments: Sequence[Attachment] = ()
    pictures: Sequence[Attachment] = ()


def address_of(typed: str) -> str:
    """The address as a mail server wants it: žemė@sodžius.lt → žemė@xn--sodius-ykb.lt.

    Raises WrongAddressError.
    """
    local, at, host = typed.strip().rpartition("@")
    try:
        ascii_host = host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise WrongAddressError(typed) from error
    address = f"{local}@{ascii_host}"
    right = _LOCAL_PART.fullmatch(local) and _NAME_OF_A_HOST.fullmatch(ascii_host)
    if not at or not right or ".." in local or len(address) > LONGEST_ADDRESS:
        raise WrongAddressError(typed)
    return address


def draft(mail: Mail) -> bytes:
    """A file that a mail program opens as a letter not sent yet; it puts the date itself."""
    return _written(mail, [("X-Unsent", "1")])


def message(mail: Mail, moment: datetime) -> bytes:
    """What a mail server is given."""
    return _written(mail, [("Date", format_datetime(moment))])


def needs_utf8(mail: Mail) -> bool:
    """An address with letters such as ž before its @ needs a server that knows SMTPUTF8."""
    boxes = (mail.sender, mail.to, mail.reply_to)
    return not all(box is None or box.address.isascii() for box in boxes)


def _written(mail: Mail, more: Sequence[tuple[str, str]]) -> bytes:
    mark = sha256(mail.key.encode()).hexdigest()
    body = _body(mail)
    for number, part in enumerate(part for part in body.walk() if part.is_multipart()):
        part.set_boundary(f"=_crmbook_{mark[:32]}_{number}")
    host = mail.sender.address.rpartition("@")[2]
    lines = [
        *_addressed(mail),
        *(_line(name, value) for name, value in more),
        _line("Message-ID", f"<{mark[:40]}@{host}>"),
        *(_line(name, value) for name, value in _unsubscribe(mail)),
    ]
    return "".join(lines).encode() + body.as_bytes()


def _addressed(mail: Mail) -> Iterator[str]:
    yield _box("From", mail.sender)
    yield _box("To", mail.to)
    if mail.reply_to is not None and mail.reply_to.address != mail.sender.address:
        yield _box("Reply-To", mail.reply_to)
    yield _line("Subject", mail.subject)


def _body(mail: Mail) -> EmailMessage:
    body = EmailMessage(SMTP)
    body.set_content(mail.text, cte="quoted-printable", params={"format": "flowed"})
    if mail.html:
        body.add_alternative(mail.html, subtype="html", cte="quoted-printable")
        for picture in mail.pictures:
            _show(body, picture)
    for attachment in mail.attachments:
        _attach(body, attachment)
    for part in list(body.walk())[1:]:
        del part[
            "MIME-Version"
        ]  # the message says it; some versions of Python let parts say it too
    return body


def _attach(body: EmailMessage, attachment: Attachment) -> None:
    _refuse_breaks("Content-Disposition", attachment.name)
    main, sub = _kind(attachment)
    body.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)


def _show(body: EmailMessage, picture: Attachment) -> None:
    page = body.get_body(("html",))
    main, sub = _kind(picture)
    assert isinstance(page, EmailMessage)  # noqa: S101  # it was added just before
    page.add_related(picture.content, maintype=main, subtype=sub, cid=f"<{picture.name}>")


def _kind(attachment: Attachment) -> tuple[str, str]:
    kind = mimetypes.guess_type(attachment.name)[0] or "application/octet-stream"
    main, _slash, sub = kind.partition("/")
    return main, sub


def _unsubscribe(mail: Mail) -> Iterator[tuple[str, str]]:
    """RFC 2369, and RFC 8058 where one click is promised."""
    ways = []
    if mail.unsubscribe:
        ways.append(f"<mailto:{in_url(mail.unsubscribe, safe='@')}?subject=unsubscribe>")
    one_click = mail.unsubscribe_url.lower().startswith("https://")
    if one_click:
        ways.append(f"<{in_url(mail.unsubscribe_url, safe=_OF_A_URL)}>")
    if ways:
        yield "List-Unsubscribe", ", ".join(ways)
    if one_click:
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


_OF_A_URL = ":/?#[]@!$&'()*+,;=%~"


# ── headers: Python's own folding loses spaces between words and encodes parts of addresses ──────


def _line(name: str, value: str) -> str:
    _refuse_breaks(name, value)
    return f"{name}: {_encoded(name, value)}{_NEWLINE}"


def _box(name: str, box: Mailbox) -> str:
    _refuse_breaks(name, box.name)
    _refuse_breaks(name, box.address)
    if not box.name:
        return f"{name}: {box.address}{_NEWLINE}"
    shown = f'"{quote(box.name)}"' if box.name.isascii() else _encoded(name, box.name)
    return f"{name}: {shown}{_NEWLINE} <{box.address}>{_NEWLINE}"


def _encoded(name: str, value: str) -> str:
    charset = "us-ascii" if value.isascii() else "utf-8"
    return Header(value, charset, header_name=name).encode(linesep=_NEWLINE)


def _refuse_breaks(name: str, value: str) -> None:
    if _CONTROL.search(value):
        raise BrokenHeaderError(name, value)
