"""A letter as an e-mail: text and HTML in one message, the same letter always the same bytes."""

from __future__ import annotations

import mimetypes
import re
from binascii import b2a_qp
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import MIMEPart
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
    host = mail.sender.address.rpartition("@")[2]
    lines = [
        *_addressed(mail),
        *(_line(name, value) for name, value in more),
        _line("Message-ID", f"<{mark[:40]}@{host}>"),
        *(_line(name, value) for name, value in _unsubscribe(mail)),
        _line("MIME-Version", "1.0"),
    ]
    return "".join(lines).encode() + _body(mail, f"=_crmbook_{mark[:32]}")


def _addressed(mail: Mail) -> Iterator[str]:
    yield _box("From", mail.sender)
    yield _box("To", mail.to)
    if mail.reply_to is not None and mail.reply_to.address != mail.sender.address:
        yield _box("Reply-To", mail.reply_to)
    yield _line("Subject", mail.subject)


def _body(mail: Mail, mark: str) -> bytes:
    """The parts of the message, put together by hand: the email package takes ten times as long."""
    body = _text(mail.text, "plain; format=flowed")
    if mail.html:
        page = _text(mail.html, "html")
        if mail.pictures:
            page = _several("related", [page, *map(_picture, mail.pictures)], f"{mark}_2")
        body = _several("alternative", [body, page], f"{mark}_1")
    if mail.attachments:
        body = _several("mixed", [body, *map(_attached, mail.attachments)], f"{mark}_0")
    return body


def _text(text: str, kind: str) -> bytes:
    lines = _NEWLINE.join(text.splitlines()) + _NEWLINE
    head = f"Content-Type: text/{kind}; charset=utf-8{_NEWLINE}Content-Transfer-Encoding: quoted-printable"
    return f"{head}{_NEWLINE * 2}".encode() + b2a_qp(lines.encode(), istext=True)


def _several(kind: str, parts: Sequence[bytes], boundary: str) -> bytes:
    """The boundary comes of a digest, and so it stands in no part."""
    head = f'Content-Type: multipart/{kind};{_NEWLINE} boundary="{boundary}"{_NEWLINE}'
    opened = [f"{_NEWLINE}--{boundary}{_NEWLINE}".encode() + part for part in parts]
    return head.encode() + b"".join(opened) + f"{_NEWLINE}--{boundary}--{_NEWLINE}".encode()


def _attached(attachment: Attachment) -> bytes:
    _refuse_breaks("Content-Disposition", attachment.name)
    part = MIMEPart(SMTP)
    main, sub = _kind(attachment)
    part.set_content(attachment.content, maintype=main, subtype=sub, filename=attachment.name,
                     disposition="attachment")  # fmt: skip
    return part.as_bytes()


def _picture(picture: Attachment) -> bytes:
    part = MIMEPart(SMTP)
    main, sub = _kind(picture)
    part.set_content(picture.content, maintype=main, subtype=sub, cid=f"<{picture.name}>")
    return part.as_bytes()


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
