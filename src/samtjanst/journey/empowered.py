"""Powers of attorney: whether somebody may act for a person or a company at this e-service.

The register of powers is asked when a filing is started and again when it is handed in, since a
power can be withdrawn at any time. Its signed answer is sealed with the filing.
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from samtjanst.capabilities.formkit.context import RepresentedFacts
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import ActingPower
from samtjanst.capabilities.registers.mandates import look_up_mandate
from samtjanst.capabilities.registers.services import look_up_person
from samtjanst.capabilities.registers.types import MandateAnswer, Outcome
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import grounds
from samtjanst.journey.look_up import PATIENCE
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.mandate import MandateQuery
from samtjanst.ports.register import RegisteredPerson

PERSON, STATED, MANDATE = "person", "own_statement", "mina_ombud"
PURPOSE = "the power to act for another"
DEAD, WITHDRAWN = "dead", "withdrawn"
_DIED = "AV"


def person(
    *, text: str, is_stated: bool, definition: Definition, reference: str, by: Actor
) -> RepresentedFacts:
    """For which person the filing is.

    Raises:
        InvalidInputError: ``principal`` for what is wrong, ``stated`` when her word is needed.
    """
    number = _number(text, by)
    stated = RepresentedFacts(PERSON, STATED, _now(), number=number)
    answer = _asked(number, definition, reference, by)
    if shown := _shown(stated, answer, definition, reference, by):
        return shown
    if definition.signing.represents.person is ActingPower.PROVEN:
        raise InvalidInputError({"principal": [_refusal(answer)]})
    if not is_stated:
        raise InvalidInputError({"stated": [_("Intyga att du har fullmakt.")]})
    return stated


def proven(
    *, found: RepresentedFacts, definition: Definition, reference: str, by: Actor
) -> RepresentedFacts:
    """The company as it is, with the power that shows that she may act for it when there is one."""
    if not definition.signing.represents.power:
        return found
    answer = _asked(found.number, definition, reference, by)
    return _told(found, answer) if _is_hers(answer) else found


def again(
    *, before: RepresentedFacts, definition: Definition, reference: str, by: Actor
) -> RepresentedFacts:
    """What holds now; a register that does not answer changes nothing."""
    if before.source != MANDATE:
        return before
    answer = _asked(before.number, definition, reference, by)
    if answer.outcome is Outcome.UNAVAILABLE:
        return before
    if not _is_hers(answer):
        return replace(before, ended=WITHDRAWN)
    if before.kind != PERSON:
        return _told(before, answer)
    return _shown(before, answer, definition, reference, by) or replace(before, ended=WITHDRAWN)


def why_not(ended: str) -> str:
    """Why a power is of no use any more; "" when that is not why."""
    texts = {
        WITHDRAWN: _(
            "Fullmakten gäller inte längre enligt Mina ombud. Be om en ny fullmakt, eller "
            "kontakta kommunen."
        ),
        DEAD: _(
            "Den som gav fullmakten har avlidit enligt folkbokföringen. Kontakta kommunen om du "
            "företräder dödsboet."
        ),
    }
    return texts.get(ended, "")


def _asked(principal: str, definition: Definition, reference: str, by: Actor) -> MandateAnswer:
    if by.citizen_id is None:
        raise NotFoundError
    holder = identity_of(by.citizen_id).personal_number
    if holder is None:
        return MandateAnswer(Outcome.MISSING)  # powers are given to a Swedish number
    power = definition.signing.represents.power
    query = MandateQuery(holder.digits, principal, power, PURPOSE, reference, PATIENCE)
    return look_up_mandate(query=query, by=by, ground=grounds.of_mandate(definition))


def _is_hers(answer: MandateAnswer) -> bool:
    # Nobody has said that one of several holders is enough.
    return answer.mandate is not None and not answer.mandate.is_joint


def _told(found: RepresentedFacts, answer: MandateAnswer) -> RepresentedFacts:
    if answer.mandate is None:
        return found
    at = clock.local(answer.mandate.at).isoformat(timespec="seconds")
    proof = answer.mandate.proof.decode()
    power = answer.mandate.mandate_id
    return replace(found, source=MANDATE, at=at, mandate=power, proof=proof, ended="")


def _shown(
    found: RepresentedFacts,
    answer: MandateAnswer,
    definition: Definition,
    reference: str,
    by: Actor,
) -> RepresentedFacts | None:
    """With the power; None without one, and for a protected person, who is shown to nobody."""
    if not _is_hers(answer):
        return None
    asked = look_up_person(
        number=PersonalNumber(found.number),
        purpose=PURPOSE,
        reference=reference,
        by=by,
        within=PATIENCE,
        ground=grounds.of_person(definition),
    )
    registered = asked.person
    if registered and registered.protection.value != "none":
        return None
    name = f"{registered.given_name} {registered.surname}" if registered else ""
    ended = DEAD if _has_died(registered) else ""
    return replace(_told(found, answer), name=name or found.name, ended=ended)


def _has_died(registered: RegisteredPerson | None) -> bool:
    return registered is not None and registered.deregistered == _DIED


def _number(text: str, by: Actor) -> str:
    if by.citizen_id is None:
        raise NotFoundError
    try:
        number = PersonalNumber.parse(text, today=clock.today())
    except ValueError:
        told = _("Skriv personnumret med tolv siffror, till exempel 19850101-2382.")
        raise InvalidInputError({"principal": [told]}) from None
    if number == identity_of(by.citizen_id).personal_number:
        told = _("Det är ditt eget personnummer. Välj att det gäller dig själv.")
        raise InvalidInputError({"principal": [told]})
    return number.digits


def _refusal(answer: MandateAnswer) -> str:
    if answer.outcome is Outcome.UNAVAILABLE:
        return _("Registret över fullmakter svarar inte just nu. Försök igen om en stund.")
    if answer.mandate and answer.mandate.is_joint:
        return _(
            "Fullmakten gäller dig tillsammans med någon annan. Då går det inte att ansöka här. "
            "Kontakta kommunen."
        )
    return _(
        "Det finns ingen fullmakt för det här i Mina ombud. Den som du företräder kan ge dig en "
        "på minaombud.se."
    )


def _now() -> str:
    return clock.local(clock.now()).isoformat(timespec="seconds")
