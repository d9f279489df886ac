"""Looking companies up."""

import json

import structlog

from samtjanst.capabilities.registers.models import Lookup
from samtjanst.capabilities.registers.services import REMEMBERED
from samtjanst.capabilities.registers.types import NO_GROUND, CompanyAnswer, Ground, Outcome
from samtjanst.foundation.keys.services import blind_index, decrypt, encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import company_register
from samtjanst.kernel import clock
from samtjanst.ports.company_register import CompanyQuery, CompanyStatus, RegisteredCompany
from samtjanst.ports.failures import PortError, Rejected
from samtjanst.ports.register import Address

log = structlog.get_logger(__name__)
_REGISTER = "company"


def look_up_company(
    *, query: CompanyQuery, by: Actor, fresh: bool = False, ground: Ground = NO_GROUND
) -> CompanyAnswer:
    """Ask the register of companies, or remember what it said for the same matter lately.

    A register that does not answer is an outcome, not an error: it never stops anybody.
    ``fresh`` asks again whatever it said; ``ground`` stays in the log.
    """
    index = blind_index("company-number", query.number)
    if not fresh and (known := _remembered(index, query.reference)):
        return known
    answer = _ask(query)
    row = Lookup(
        register=_REGISTER,
        number_index=index,
        reference=query.reference,
        purpose=query.purpose,
        stated=ground.purpose,
        legal_basis=ground.legal_basis,
        told_to_others=ground.told_to_others,
        outcome=answer.outcome.value,
        asked_at=clock.now(),
        actor_kind=by.kind.value,
        actor_id=by.id,
    )
    if answer.companies:
        row.answer = encrypt(f"lookup:{row.id}", _packed(answer.companies))
    row.save(force_insert=True)
    return answer


def _ask(query: CompanyQuery) -> CompanyAnswer:
    try:
        found = company_register().look_up(query)
    except Rejected:
        return CompanyAnswer(Outcome.MISSING)  # the register has no such number
    except PortError as failure:
        log.warning("company_register.failed", code=failure.code, reference=query.reference)
        return CompanyAnswer(Outcome.UNAVAILABLE)
    return CompanyAnswer(Outcome.FOUND, found) if found else CompanyAnswer(Outcome.MISSING)


def _remembered(index: str, reference: str) -> CompanyAnswer | None:
    rows = Lookup.objects.filter(reference=reference, number_index=index, outcome=Outcome.FOUND)
    rows = rows.filter(register=_REGISTER, asked_at__gt=clock.now() - REMEMBERED)
    row = rows.order_by("-asked_at").first()
    if row is None or not row.answer:
        return None
    return CompanyAnswer(Outcome.FOUND, _unpacked(decrypt(f"lookup:{row.id}", bytes(row.answer))))


def _packed(companies: tuple[RegisteredCompany, ...]) -> bytes:
    return json.dumps(
        [
            [one.number, one.name, one.form, one.status.value, one.address and _lines(one.address)]
            for one in companies
        ]
    ).encode()


def _lines(address: Address) -> list[str]:
    return [address.care_of, address.street, address.postal_code, address.city]


def _unpacked(content: bytes) -> tuple[RegisteredCompany, ...]:
    return tuple(
        RegisteredCompany(
            number,
            name,
            form,
            CompanyStatus(status),
            Address(*address[0]) if any(address) else None,
        )
        # What was kept by an earlier version has no address.
        for number, name, form, status, *address in json.loads(content)
    )


def _address(lines: list[str] | None = None) -> Address | None:
    return Address(*lines) if lines else None
