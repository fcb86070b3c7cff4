"""A real mail server on the loopback, with STARTTLS and a password, and a certificate of its own."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

USER, PASSWORD = "clerk@firm.example", "slaptažodis-7"


HANG_UP = "hang up"


@dataclass
class Post:
    """What the server received, and how it answers.

    letters   address and Message-ID of each; bytes_of: the letters themselves
    on_to     answer to an address, "" to take it
    on_text   answer to the text of a letter, "" to take it, HANG_UP to break the line
    """

    port: int = 0
    ca_file: Path = field(default_factory=Path)
    user: str = USER
    password: str = PASSWORD
    letters: list[tuple[str, str]] = field(default_factory=list)
    bytes_of: list[bytes] = field(default_factory=list)
    on_to: Callable[[str], str] = lambda _address: ""
    on_text: Callable[[str], str] = lambda _address: ""

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        answer = self.on_to(address)
        if not answer:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # as above
        (address,), content = envelope.rcpt_tos, envelope.content
        assert isinstance(content, bytes)
        answer = self.on_text(address)
        if answer == HANG_UP:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        elif not answer:
            self.letters.append((address, str(message_from_bytes(content)["Message-ID"])))
            self.bytes_of.append(content)
        return answer or "250 taken"


def _log_in(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object
) -> AuthResult:
    right = isinstance(given, LoginPassword) and given == LoginPassword(
        USER.encode(), PASSWORD.encode()
    )
    return AuthResult(success=right, handled=False)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a key and a certificate for 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    began = datetime.now(UTC) - timedelta(days=1)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began).not_valid_after(began + timedelta(days=7))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("certificate") / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def post(certificate: Path) -> Iterator[Post]:
    """A mail server that speaks STARTTLS and wants a password."""
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trust.load_cert_chain(certificate)
    office = Post(ca_file=certificate)
    with served(
        lambda: SMTP(
            office, tls_context=trust, require_starttls=True, auth_required=True,
            authenticator=_log_in, enable_SMTPUTF8=True, hostname="post.example",
        )
    ) as office.port:  # fmt: skip
        yield office


@pytest.fixture
def plain_port() -> Iterator[int]:
    """The port of a mail server that knows no TLS."""
    with served(lambda: SMTP(Post(), hostname="post.example")) as port:
        yield port


@contextmanager
def served(protocol: Callable[[], asyncio.Protocol]) -> Iterator[int]:
    """A server in a thread of its own; the port it was given."""
    loop = asyncio.new_event_loop()
    serving = loop.run_until_complete(loop.create_server(protocol, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield serving.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_close(serving), loop).result(timeout=5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=5)
        loop.close()


async def _close(serving: asyncio.Server) -> None:
    serving.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
