"""A line to a mail server: TLS or nothing, and what went wrong in words for the owner."""

from __future__ import annotations

import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crmbook.errors import CrmbookError
from crmbook.language import _

TLS_FROM_THE_START = 465
STARTTLS = 587
TIMEOUT = 30.0


@dataclass(frozen=True)
class Server:
    """A mail server. Port 465 speaks TLS from the start, every other one by STARTTLS.

    ca_file  certificates to trust besides the computer's own: a firm's own server may need it
    """

    host: str
    port: int = STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    timeout: float = TIMEOUT


class SendingError(CrmbookError):
    """The mail server can't be used; no letter is left half-way."""


class NoServerError(SendingError):
    def __init__(self, server: Server, why: object) -> None:
        text = _(
            "The mail server {host}, port {port}, does not answer ({why}). "
            "Look at the settings of the server, and whether this computer is on line."
        )
        super().__init__(text.format(host=server.host, port=server.port, why=why))


class UnknownHostError(SendingError):
    def __init__(self, server: Server) -> None:
        text = _("There is no mail server called {host}. Look at the setting of the mail server.")
        super().__init__(text.format(host=server.host))


class NoTlsError(SendingError):
    def __init__(self, server: Server) -> None:
        text = _(
            "The mail server {host}, port {port}, offers no TLS: letters and the password could be "
            "read on the way. Nothing was sent. Ask for a port with STARTTLS (587) or TLS (465)."
        )
        super().__init__(text.format(host=server.host, port=server.port))


class CertificateError(SendingError):
    def __init__(self, server: Server, why: str) -> None:
        text = _(
            "The mail server {host} can't prove that it is {host} ({why}). Nothing was sent: somebody "
            "may stand in between. Ask whoever runs the server."
        )
        super().__init__(text.format(host=server.host, why=why))


class NoCertificatesError(SendingError):
    def __init__(self, file: Path, why: object) -> None:
        text = _("The file of certificates {file} can't be used ({why}).")
        super().__init__(text.format(file=file, why=why))


class WrongPasswordError(SendingError):
    def __init__(self, server: Server, said: str) -> None:
        text = _(
            "The mail server {host} does not accept the password of {user} ({said}). Many providers "
            "want an app password here, and some no password at all: then make drafts instead."
        )
        super().__init__(text.format(host=server.host, user=server.user, said=said))


class NoPasswordsTakenError(SendingError):
    def __init__(self, server: Server) -> None:
        text = _(
            "The mail server {host} takes no passwords, as Microsoft 365 soon does not. "
            "Make drafts instead, and send them from your mail program."
        )
        super().__init__(text.format(host=server.host))


def connected(server: Server) -> smtplib.SMTP:
    """Connect, encrypt, log in. Raises SendingError."""
    with _in_words(server):
        line = _dialled(server)
        try:
            _log_in(line, server)
        except BaseException:
            line.close()
            raise
        return line


def _dialled(server: Server) -> smtplib.SMTP:
    trust = _trust(server)
    if server.port == TLS_FROM_THE_START:
        return smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=trust)
    line = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
    try:
        _secure(line, server, trust)
    except BaseException:
        line.close()
        raise
    return line


def _secure(line: smtplib.SMTP, server: Server, trust: ssl.SSLContext) -> None:
    line.ehlo()
    if not line.has_extn("starttls"):
        raise NoTlsError(server)
    line.starttls(context=trust)


def _trust(server: Server) -> ssl.SSLContext:
    trust = ssl.create_default_context()
    trust.minimum_version = ssl.TLSVersion.TLSv1_2
    if server.ca_file is not None:
        try:
            trust.load_verify_locations(server.ca_file)
        except OSError as error:
            raise NoCertificatesError(server.ca_file, error) from error
    return trust


def _log_in(line: smtplib.SMTP, server: Server) -> None:
    line.ehlo_or_helo_if_needed()
    if not server.user:
        return
    try:
        if server.password.isascii() and server.user.isascii():
            line.login(server.user, server.password)
        else:
            _log_in_as_utf8(line, server)
    except smtplib.SMTPNotSupportedError as error:
        raise NoPasswordsTakenError(server) from error
    except smtplib.SMTPAuthenticationError as error:
        said = f"{error.smtp_code} {words_of(error.smtp_error)}"
        if _PASSWORDS_ARE_OFF in said:
            raise NoPasswordsTakenError(server) from error
        raise WrongPasswordError(server, said) from error


_PASSWORDS_ARE_OFF = "5.7.139"  # what Microsoft 365 answers where an administrator, or it, did so


def _log_in_as_utf8(line: smtplib.SMTP, server: Server) -> None:
    """RFC 4616; smtplib knows no password but of ASCII."""
    secret = b64encode(f"\0{server.user}\0{server.password}".encode()).decode("ascii")
    code, said = line.docmd("AUTH", f"PLAIN {secret}")
    if not said_yes(code):
        raise smtplib.SMTPAuthenticationError(code, said)


@contextmanager
def _in_words(server: Server) -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise CertificateError(server, error.verify_message) from error
    except ssl.SSLError as error:
        raise NoTlsError(server) from error
    except socket.gaierror as error:
        raise UnknownHostError(server) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NoServerError(server, error) from error


def said_yes(code: int) -> bool:
    return 200 <= code < 300


def words_of(said: bytes | str) -> str:
    """What a server says, on one line."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())
