"""Signing by logging in anew, for somebody whom BankID does not know.

The question to the provider names the digest of what is signed, so its signed answer does, too:
that answer is what is kept, verified when it comes and whenever somebody asks.
"""

import uuid
from contextlib import suppress
from typing import Any

from django.db import transaction

from samtjanst.capabilities.signing import queries as signing
from samtjanst.capabilities.signing.types import RequestView
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import elsewhere, sessions
from samtjanst.foundation.people.models import BrowserSession
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins import ways
from samtjanst.foundation.plugins.services import login_prover, login_provider
from samtjanst.journey import sign
from samtjanst.kernel.errors import NotFoundError, TransitionError
from samtjanst.kernel.identity import Signatory
from samtjanst.ports.failures import NotConfigured, Rejected
from samtjanst.ports.login import StartLogin, VouchedPerson
from samtjanst.ports.signing import Expected, VerificationReport

# Kinds of proof whose key no authority vouches for: its thumbprint is on record instead.
BY_OWN_KEY = frozenset({"oidc", "passkey"})
BY_LOGIN, LOGIN_KEPT = "signing.by_login", "filing.login_kept"
DONE_PATH = "/logga-in/hos/{}/klar/"  # with the name of the provider


def is_needed(request: RequestView) -> bool:
    """Whether the person signs by logging in anew: BankID is only for those with a number."""
    return request.signatory.personal_number is None


def begin(  # noqa: PLR0913 - all have a plain name
    *,
    request_id: uuid.UUID,
    session: BrowserSession,
    origin: str,
    next_path: str,
    language: str,
    by: Actor,
) -> str:
    """The address that the browser is to be sent to, where the actor logs in as she has before.

    Raises:
        NotFoundError: not hers, not needed, or the provider is no longer offered.
        TransitionError: already signed, declined, or the room has ended.
        Temporary, Rejected, NotConfigured: the provider cannot be reached or used.
    """
    request = signing.request_of(by, request_id)
    if not is_needed(request):
        raise NotFoundError
    if not request.is_open:
        raise TransitionError("signature request", request.state, "sign")
    provider = session.method
    login_prover(provider)
    asked = StartLogin(
        return_url=f"{origin}{DONE_PATH.format(provider)}",
        levels=ways.levels_of(provider, session.assurance_level),
        language=language,
        binding=sign.expected_of(request, request.signatory).digest,
    )
    started = login_provider(provider).start(asked)
    elsewhere.send_away(
        session=session,
        provider=provider,
        started=started,
        next_path=next_path,
        subject=str(request_id),
    )
    return started.url


def finish(*, session: BrowserSession, subject: str, person: VouchedPerson, provider: str) -> None:
    """Record the signature of whoever has come back, if it is she, over what she was shown.

    What came too late is not kept; her page then says what became of it.

    Raises:
        NotFoundError: nobody is logged in, or it is not hers.
        Rejected: ``other`` when it was somebody else; else the proof does not hold.
    """
    by = sessions.actor_of(session)
    if by is None:
        raise NotFoundError
    request = signing.request_of(by, uuid.UUID(subject))
    if (person.personal_number or person.foreign) != request.signatory.identity:
        raise Rejected("other")
    evidence = proof_of(person, provider)
    expected = sign.expected_of(request, request.signatory)
    report = login_prover(provider).verify(evidence, expected)
    if not report.valid:
        _refuse(request, report, by)
    with suppress(TransitionError), transaction.atomic():
        sign.take(request, request.signatory, evidence, report, by=by)
        # On the audit's chain, apart from the proof: one that is made anew has another key.
        details = {"keys": list(report.roots)}
        record(BY_LOGIN, by=by, subject=request.subject, details=details)


def proof_of(person: VouchedPerson, provider: str) -> dict[str, Any]:
    """The provider's signed answer, and which provider; {} when it proves nothing afterwards."""
    told = person.evidence
    return {**told, "login_provider": provider} if told.get("kind") else {}


def note_key(
    *, proof: dict[str, Any], who: Signatory, subject: tuple[str, uuid.UUID], by: Actor
) -> None:
    """Note the key of a log-in that something is handed in with, where nobody vouches for keys.

    Apart from the proof, on the audit's chain: one that is made anew has another key.
    """
    if proof.get("kind") not in BY_OWN_KEY:
        return
    with suppress(NotConfigured):  # the provider has been taken away meanwhile
        report = login_prover(str(proof["login_provider"])).verify(proof, Expected(who, "", b""))
        record(LOGIN_KEPT, by=by, subject=subject, details={"keys": list(report.roots)})


def _refuse(request: RequestView, report: VerificationReport, by: Actor) -> None:
    failed = [check.name for check in report.checks if not check.held]
    record("signing.refused", by=by, subject=request.subject, details={"checks": failed})
    raise Rejected("unverified")
