"""A letter of ours as an e-mail: from the firm, to the client, with a way to get no more of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from crmbook.errors import CrmbookError
from crmbook.language import _, speaking
from crmbook.letters import html, plain
from crmbook.letters.blocks import pictures
from crmbook.letters.ledger import Entry
from crmbook.letters.mail import Attachment, Mail, Mailbox, address_of, message, needs_utf8
from crmbook.letters.sending import Outgoing
from crmbook.letters.values import legible

if TYPE_CHECKING:
    from crmbook.letters.letter import Letter
    from crmbook.letters.plan import LetterPlan
    from crmbook.settings import Settings


class NoSenderError(CrmbookError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The firm's e-mail address is not known: whom would a client answer? "
                "Write it on the Settings sheet (“Company e-mail”)."
            )
        )


class FileGoneError(CrmbookError):
    def __init__(self, path: Path, why: OSError) -> None:
        text = _("The file {file}, which goes with the letter, can't be read ({why}).")
        super().__init__(text.format(file=path, why=why.strerror or why))


def mail_of(letter: Letter, plan: LetterPlan) -> Mail:
    """All of the message but its date. Raises NoSenderError, and what mail refuses."""
    settings, sender = plan.settings, letter.context["sender"]
    firm = _firm(settings, sender)
    text, page = _said(letter)
    return Mail(
        sender=firm,
        to=Mailbox(_addressee(letter), address_of(letter.email)),
        subject=letter.subject,
        text=text,
        html=page,
        key=f"{plan.campaign}\n{letter.client_id}\n{letter.email}",
        reply_to=_answers_to(sender),
        unsubscribe=_address(settings.text("unsubscribe_email")) or firm.address,
        unsubscribe_url=_page(settings.text("unsubscribe_url"), letter.client_id),
        attachments=_attachments(letter),
        pictures=[_file(path) for path in pictures(letter.blocks)],
    )


def outgoing(letter: Letter, plan: LetterPlan, moment: datetime) -> Outgoing:
    """The letter ready for a mail server; what can't be sent is said here, before the first goes."""
    mail = mail_of(letter, plan)
    entry = Entry(
        plan.campaign, letter.client_id, "email", "claimed", plan.as_of,
        mail.to.address, letter.subject, str(letter.context["client"].get("owner") or ""),
    )  # fmt: skip
    # Made when its turn comes: a thousand letters with their attachments need not be held.
    return Outgoing(
        entry, mail.sender.address, mail.to.address, partial(_message, letter, plan, moment),
        needs_utf8(mail),
    )  # fmt: skip


def _message(letter: Letter, plan: LetterPlan, moment: datetime) -> bytes:
    return message(mail_of(letter, plan), moment)


def _firm(settings: Settings, sender: Mapping[str, Any]) -> Mailbox:
    address = _address(settings.text("company_email"))
    if not address:
        raise NoSenderError
    return Mailbox(_one_line(settings.text("company") or sender.get("name") or ""), address)


def _answers_to(sender: Mapping[str, Any]) -> Mailbox | None:
    """The answer goes to whoever looks after the client."""
    address = _address(sender.get("email"))
    return Mailbox(_one_line(sender.get("name") or ""), address) if address else None


def _address(typed: object) -> str:
    return address_of(str(typed)) if typed else ""


def _page(url: str, client_id: str) -> str:
    """Whose list it is stands in the address, where the firm's page wants it: …?id={client_id}."""
    return url.replace("{client_id}", quote(client_id, safe=""))


def _addressee(letter: Letter) -> str:
    return _one_line(letter.context["client"].get("contact_person") or letter.name)


def _one_line(name: object) -> str:
    """A name may be typed in a cell on two lines; a header has one."""
    return " ".join(legible(name).split())


def _said(letter: Letter) -> tuple[str, str]:
    """The letter as text and as a page; of a Word document, that it is attached."""
    if not letter.template.is_word:
        return plain.text(letter), html.email(letter)
    with speaking(letter.language):
        said = _("The letter is attached.")
    greeting = legible(letter.context["letter"].get("greeting") or "")
    return f"{greeting}\n\n{said}\n".lstrip(), ""


def _attachments(letter: Letter) -> list[Attachment]:
    found = [_file(path) for path in letter.template.attachments]
    if letter.template.is_word:
        from crmbook.letters.formats import word

        found.insert(0, Attachment(f"{letter.template.name}.docx", word([letter])))
    return found


def _file(path: Path) -> Attachment:
    try:
        return Attachment(path.name, path.read_bytes())
    except OSError as error:
        raise FileGoneError(path, error) from error
