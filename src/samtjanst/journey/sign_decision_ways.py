"""How a member of staff signs: by logging in anew at the municipality's directory, or a passkey.

Both answers are signed by somebody else than us and name the digest of what is signed. They are
kept as they came, judged when they come and whenever somebody asks.
"""

import uuid
from contextlib import suppress
from typing import Any

from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import (
    directory,
    elsewhere,
    invitations,
    passkey_proofs,
    passkeys,
    sessions,
)
from samtjanst.foundation.people.directory import STAFF_PROVIDER
from samtjanst.foundation.people.models import BrowserSession
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.queries import names_of
from samtjanst.foundation.plugins.services import login_prover, login_provider
from samtjanst.foundation.plugins.types import Port
from samtjanst.journey import confirm, sign_decision
from samtjanst.journey.passkeys import is_enough, place_of
from samtjanst.journey.sign_decision import Reading, expected_of
from samtjanst.kernel.account_identity import AccountIdentity
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TransitionError,
)
from samtjanst.ports.failures import NotConfigured, Rejected
from samtjanst.ports.login import StartLogin, VouchedPerson
from samtjanst.ports.signing import VerificationReport

SUBJECT = "decision:"  # of what is confirmed; the request's key follows
NOBODY = AccountIdentity("", "")  # who it is says the answer


def is_by_login() -> bool:
    """Whether the municipality has a directory whose log-ins prove something afterwards."""
    return STAFF_PROVIDER in names_of(Port.LOGIN)


def is_by_passkey(*, origin: str, by: Actor) -> bool:
    """Whether the actor has a passkey here that is not stopped, and is enough in her units."""
    if by.id is None or not is_enough(by=by):
        return False
    host, mine = place_of(origin).host, passkeys.of(by.id)
    return any(one.host == host and not one.is_stopped for one in mine)


def begin(  # noqa: PLR0913 - all have a plain name
    *,
    request_id: uuid.UUID,
    session: BrowserSession | None,
    origin: str,
    next_path: str,
    language: str,
    by: Actor,
) -> str:
    """The address that the browser is to be sent to, where the actor logs in anew.

    Raises:
        NotFoundError: not hers.
        TransitionError: already signed, ended, or the case has changed since.
        Temporary, Rejected, NotConfigured: the directory cannot be reached or used.
    """
    found = sign_decision.signable(request_id=request_id, by=by)
    if session is None:
        raise NotFoundError
    login_prover(STAFF_PROVIDER)
    asked = StartLogin(
        return_url=f"{origin}{confirm.DONE_PATH.format(STAFF_PROVIDER)}",
        levels=_levels(by),
        language=language,
        binding=expected_of(found.shown, NOBODY).digest,
    )
    started = login_provider(STAFF_PROVIDER).start(asked)
    elsewhere.send_away(
        session=session,
        provider=STAFF_PROVIDER,
        started=started,
        next_path=next_path,
        subject=f"{SUBJECT}{request_id}",
    )
    return started.url


def finish(*, session: BrowserSession, subject: str, person: VouchedPerson, provider: str) -> None:
    """Record the signature of whoever has come back, if it is she, over what she was shown.

    What came too late, or when the case had changed, is not kept: her page says what became of it.

    Raises:
        NotFoundError: nobody of the staff is logged in, or it is not hers.
        Rejected: ``other`` when it was somebody else; else the proof does not hold.
    """
    by = sessions.actor_of(session)
    if by is None or by.id is None or provider != STAFF_PROVIDER:
        raise NotFoundError
    request_id = uuid.UUID(subject.removeprefix(SUBJECT))
    found = sign_decision.reading(request_id=request_id, by=by)
    if not directory.is_of(person, by.id):
        raise Rejected("other")
    if person.assurance_level < invitations.demanded_level(by.id):
        raise Rejected("level")
    who = AccountIdentity(person.issuer, person.subject)
    evidence = confirm.proof_of(person, provider)
    report = login_prover(provider).verify(evidence, expected_of(found.shown, who))
    if not _kept(found, who, evidence, report, by):
        raise Rejected("unverified")


def begin_passkey(
    *, request_id: uuid.UUID, session: BrowserSession | None, origin: str, by: Actor
) -> str:
    """What the browser is asked for, as JSON.

    Raises:
        NotFoundError: not hers, or she has no passkey here.
        TransitionError: as :func:`begin`.
    """
    found = sign_decision.signable(request_id=request_id, by=by)
    if session is None or by.id is None or not is_by_passkey(origin=origin, by=by):
        raise NotFoundError
    about = expected_of(found.shown, NOBODY).digest
    return passkeys.begin_signing(
        session=session, staff_id=by.id, place=place_of(origin), about=about
    )


def finish_passkey(
    *, request_id: uuid.UUID, session: BrowserSession | None, origin: str, answer: str, by: Actor
) -> bool:
    """Record the signature that the browser has shown; whether it held.

    Raises:
        NotFoundError: not hers.
    """
    found = sign_decision.reading(request_id=request_id, by=by)
    if session is None or by.id is None:
        raise NotFoundError
    evidence = passkeys.signed(
        session=session, staff_id=by.id, place=place_of(origin), answer=answer
    )
    if not evidence:
        record("signing.refused", by=by, subject=found.request.subject)
        return False
    who = passkey_proofs.identity_of(evidence)
    report = passkey_proofs.verify(evidence, expected_of(found.shown, who))
    return _kept(found, who, evidence, report, by)


def _levels(by: Actor) -> tuple[int, ...]:
    """The directory's that are enough in every unit where the actor works.

    Raises:
        NotConfigured: none is.
    """
    demanded = invitations.demanded_level(by.id) if by.id else 0
    offered = login_provider(STAFF_PROVIDER).levels()
    if not (enough := tuple(sorted(one for one in offered if one >= demanded))):
        raise NotConfigured("login:level")
    return enough


def _kept(
    found: Reading,
    who: AccountIdentity,
    evidence: dict[str, Any],
    report: VerificationReport,
    by: Actor,
) -> bool:
    """Whether the proof holds; then it is kept, unless it came too late."""
    if not report.valid:
        failed = [check.name for check in report.checks if not check.held]
        details = {"checks": failed}
        record("signing.refused", by=by, subject=found.request.subject, details=details)
        return False
    with suppress(TransitionError, ConflictError, InvalidInputError):
        sign_decision.take(found=found, who=who, evidence=evidence, report=report, by=by)
    return True
