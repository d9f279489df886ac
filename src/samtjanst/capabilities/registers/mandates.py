"""Asking for powers of attorney."""

from collections.abc import Mapping
from typing import Any

import structlog

from samtjanst.capabilities.registers.models import Lookup
from samtjanst.capabilities.registers.types import NO_GROUND, Ground, MandateAnswer, Outcome
from samtjanst.foundation.keys.services import blind_index
from samtjanst.foundation.people.queries import number_index
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import mandate_register
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import PortError
from samtjanst.ports.mandate import MandateQuery

log = structlog.get_logger(__name__)
_REGISTER = "mandate"
_PERSON = 12  # digits of a person's number


def look_up_mandate(*, query: MandateQuery, by: Actor, ground: Ground = NO_GROUND) -> MandateAnswer:
    """Ask whether somebody holds a power now; nothing is remembered, since it can be withdrawn.

    A register that does not answer is an outcome, not an error. The question can be seen by the
    person whose power it is about.
    """
    answer = _ask(query)
    Lookup(
        register=_REGISTER,
        number_index=_index(query.principal),
        reference=query.reference,
        purpose=query.purpose,
        stated=ground.purpose,
        legal_basis=ground.legal_basis,
        told_to_others=ground.told_to_others,
        outcome=answer.outcome.value,
        asked_at=clock.now(),
        actor_kind=by.kind.value,
        actor_id=by.id,
    ).save(force_insert=True)
    return answer


def key_set() -> Mapping[str, Any]:
    """The municipality's public keys, for the register to verify its questions with.

    Raises:
        NotFoundError: it asks no register of powers, or its settings are wrong.
    """
    try:
        return mandate_register().key_set()
    except PortError:
        raise NotFoundError from None


def _index(principal: str) -> str:
    if len(principal) == _PERSON:
        return number_index(PersonalNumber(principal))
    return blind_index("company-number", principal)


def _ask(query: MandateQuery) -> MandateAnswer:
    try:
        found = mandate_register().find(query)
    except PortError as failure:
        log.warning("mandate_register.failed", code=failure.code, reference=query.reference)
        return MandateAnswer(Outcome.UNAVAILABLE)
    return MandateAnswer(Outcome.FOUND, found) if found else MandateAnswer(Outcome.MISSING)
