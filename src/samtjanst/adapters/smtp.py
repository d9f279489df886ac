"""E-mail over SMTP (RFC 5321), one connection per message.

Settings: ``host``, ``port`` (587), ``encryption`` (``starttls``, ``starttls_if_offered``, ``tls``
or ``none``), ``user`` and ``password`` (both or none), ``trusted_authorities`` (path to a PEM file
for a mail server with its own authority; else the system's), ``timeout`` (seconds, 20).
"""

import hashlib
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from samtjanst.adapters import configuration
from samtjanst.adapters.written import refuse_unwritable
from samtjanst.kernel import clock
from samtjanst.ports.channel import Accepted, Outgoing
from samtjanst.ports.failures import NotConfigured, PortError, Rejected, Temporary

_ENCRYPTIONS = ("starttls", "starttls_if_offered", "tls", "none")


class Smtp:
    """The channel port over a mail server."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._host = configuration.text(settings, "host")
        self._port = int(configuration.number(settings, "port", 587, least=1, most=65535))
        self._encryption = configuration.choice(settings, "encryption", _ENCRYPTIONS, "starttls")
        self._login = _login(settings, self._encryption)
        self._timeout = configuration.number(settings, "timeout", 20, least=0.1, most=300)
        self._trust = _trust(configuration.text(settings, "trusted_authorities", ""))

    def send(self, message: Outgoing) -> Accepted:
        """Hand the message to the server; the receipt is its Message-ID.

        Raises:
            Rejected: the message cannot be written, or the server refused it for good (5xx).
            Temporary: unreachable, slow, or the server said "later" (4xx).
            NotConfigured: the login or the encryption is wrong.
        """
        mail = compose(message)
        with self._connection() as server, _failures():
            server.send_message(mail)
        return Accepted(receipt=str(mail["Message-ID"]))

    def check(self) -> None:
        """Connect, encrypt and log in, without sending."""
        with self._connection() as server, _failures():
            code, _ = server.noop()
            if code >= 400:
                raise _by_code(code)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        with _failures():
            server = self._connect()
        try:
            with _failures():
                self._prepare(server)
            yield server
        finally:
            # The message is the server's once DATA is answered: a broken farewell is no failure.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def _connect(self) -> smtplib.SMTP:
        if self._encryption == "tls":
            return smtplib.SMTP_SSL(
                self._host, self._port, timeout=self._timeout, context=self._trust
            )
        return smtplib.SMTP(self._host, self._port, timeout=self._timeout)

    def _prepare(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        offered = server.has_extn("starttls")
        if self._encryption == "starttls" and not offered:
            raise NotConfigured("starttls_missing")
        if self._encryption.startswith("starttls") and offered:
            server.starttls(context=self._trust)
            server.ehlo()
        if self._login:
            server.login(*self._login)


def compose(message: Outgoing) -> EmailMessage:
    """The mail as it goes over the wire.

    Raises:
        Rejected: ``header`` (a line break in a header), ``address``, or ``text``.
    """
    refuse_unwritable(message)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(message.sender_name, message.sender_address)
    mail["To"] = _address("", message.to)
    mail["Subject"] = message.subject
    mail["Date"] = clock.local(clock.now())
    mail["Message-ID"] = _message_id(message)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    _write_text(mail, message.text)
    mail["Content-Language"] = message.language
    return mail


def _address(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    if not (local.isascii() and domain):
        raise Rejected("address")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
        return Address(name, addr_spec=f"{local}@{ascii_domain}")
    except (MessageError, UnicodeError, ValueError, IndexError):
        raise Rejected("address") from None


def _message_id(message: Outgoing) -> str:
    # The same for every attempt: a mail system that sees the message twice can drop one.
    name = hashlib.sha256(f"message-id:{message.key}".encode()).hexdigest()[:32]
    return f"<{name}@{_address('', message.sender_address).domain}>"


def _write_text(mail: EmailMessage, text: str) -> None:
    try:
        mail.set_content(text, charset="utf-8", cte="quoted-printable")
    except UnicodeError:
        raise Rejected("text") from None


def _login(settings: Mapping[str, Any], encryption: str) -> tuple[str, str] | None:
    user = configuration.text(settings, "user", "")
    if not user:
        return None
    if encryption not in {"starttls", "tls"}:
        raise NotConfigured("insecure:login")
    return user, configuration.text(settings, "password")


def _trust(authorities: str) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=authorities or None)
    except OSError:
        raise NotConfigured("invalid:trusted_authorities") from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@contextmanager
def _failures() -> Iterator[None]:
    # "from None" throughout: the library's exceptions carry addresses.
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise _login_failure(error.smtp_code) from None
    except smtplib.SMTPRecipientsRefused as error:
        raise _by_code(next(iter(error.recipients.values()))[0]) from None
    except smtplib.SMTPResponseException as error:
        raise _by_code(error.smtp_code) from None
    except smtplib.SMTPNotSupportedError:
        raise NotConfigured("unsupported") from None
    except TimeoutError:
        raise Temporary("timeout") from None
    except ssl.SSLError:
        raise Temporary("certificate") from None
    except (smtplib.SMTPException, OSError):
        raise Temporary("unreachable") from None


def _login_failure(code: int) -> PortError:
    return NotConfigured("login") if code >= 500 else Temporary(f"smtp_{code}")


def _by_code(code: int) -> PortError:
    return Rejected(f"smtp_{code}") if 500 <= code < 600 else Temporary(f"smtp_{code}")
