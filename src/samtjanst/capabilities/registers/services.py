"""Looking people up."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog
from django.db.models import QuerySet

from samtjanst.capabilities.registers.models import Lookup
from samtjanst.capabilities.registers.types import NO_GROUND, Answer, Ground, Outcome
from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people.queries import number_index
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import person_register
from samtjanst.foundation.tenancy.prepared import Prepared
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import PortError
from samtjanst.ports.register import (
    Address,
    Guardian,
    PersonQuery,
    Protection,
    RegisteredPerson,
)

log = structlog.get_logger(__name__)

_REGISTER = "person"
REMEMBERED = timedelta(hours=12)


def look_up_person(  # noqa: PLR0913 - who asks, about whom, why, and for how long
    *,
    number: PersonalNumber,
    purpose: str,
    reference: str,
    by: Actor,
    fresh: bool = False,
    within: float | None = None,
    ground: Ground = NO_GROUND,
) -> Answer:
    """Ask the population register, or remember what it said for the same matter lately.

    A register that does not answer is an outcome, not an error: it never stops anybody.
    ``within`` is how many seconds somebody waits for the answer; ``ground`` stays in the log.
    """
    index = number_index(number)
    if not fresh and (known := _remembered(index, reference)):
        return known
    answer = _ask(PersonQuery(number, purpose, reference, within))
    row = Lookup(
        register=_REGISTER,
        number_index=index,
        reference=reference,
        purpose=purpose,
        stated=ground.purpose,
        legal_basis=ground.legal_basis,
        told_to_others=ground.told_to_others,
        outcome=answer.outcome.value,
        asked_at=clock.now(),
        actor_kind=by.kind.value,
        actor_id=by.id,
    )
    if answer.person:
        row.answer = encrypt(f"lookup:{row.id}", _packed(answer.person))
    row.save(force_insert=True)
    return answer


def forget_answers() -> int:
    """Empty answers that are too old to be used; the log of who asked stays."""
    old = Lookup.objects.filter(asked_at__lt=clock.now() - REMEMBERED).exclude(answer=b"")
    return old.update(answer=b"")


def let_go(*, references: Iterable[str], by: Actor) -> None:
    """Let the log of some matters that are disposed of point at nobody; a part of the caller's.

    That a register was asked, by whom and why stands.
    """
    del by  # the caller's transaction names who
    Lookup.objects.filter(reference__in=set(references)).update(number_index="", answer=b"")


def _ask(query: PersonQuery) -> Answer:
    try:
        person = person_register().look_up(query)
    except PortError as failure:
        log.warning("register.failed", code=failure.code, reference=query.reference)
        return Answer(Outcome.UNAVAILABLE)
    return Answer(Outcome.FOUND, person) if person else Answer(Outcome.MISSING)


def _remembered(index: str, reference: str) -> Answer | None:
    row = _latest.first(index=index, reference=reference, since=clock.now() - REMEMBERED)
    if row is None or not row.answer:
        return None
    return Answer(Outcome.FOUND, _unpacked(decrypt(f"lookup:{row.id}", bytes(row.answer))))


@Prepared
def _latest(index: str, reference: str, since: datetime) -> QuerySet[Lookup]:
    rows = Lookup.objects.filter(reference=reference, number_index=index, outcome=Outcome.FOUND)
    return rows.filter(register=_REGISTER, asked_at__gt=since).order_by("-asked_at")[:1]


def _packed(person: RegisteredPerson) -> bytes:
    address = person.address
    content = {
        "personal_number": person.personal_number.digits,
        "given_name": person.given_name,
        "surname": person.surname,
        "protection": person.protection.value,
        "address": address and [address.care_of, address.street, address.postal_code, address.city],
        "guardians": [
            [g.personal_number.digits if g.personal_number else "", g.name]
            for g in person.guardians
        ],
        "custody_of": [number.digits for number in person.custody_of],
        "deregistered": person.deregistered,
        "municipality_code": person.municipality_code,
    }
    return json.dumps(content).encode()


def _unpacked(content: bytes) -> RegisteredPerson:
    value = json.loads(content)
    return RegisteredPerson(
        personal_number=PersonalNumber(value["personal_number"]),
        given_name=value["given_name"],
        surname=value["surname"],
        protection=Protection(value["protection"]),
        address=Address(*value["address"]) if value["address"] else None,
        guardians=tuple(
            Guardian(PersonalNumber(digits) if digits else None, name)
            for digits, name in value["guardians"]
        ),
        custody_of=tuple(PersonalNumber(digits) for digits in value["custody_of"]),
        deregistered=value["deregistered"],
        municipality_code=value["municipality_code"],
    )
