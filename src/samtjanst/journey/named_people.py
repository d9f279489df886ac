"""What the population register knows of those whom an applicant names to sign beside her.

Kept is whether somebody can be asked to sign, never her name or address: nobody shall learn
anything of a person by writing her number, and that she is protected is told to nobody but staff.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.inputs import answers_to
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.registers.services import look_up_person
from samtjanst.capabilities.registers.types import Answer, Ground, Outcome
from samtjanst.foundation.people.queries import citizen_by_identity
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import grounds, look_up
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber

FACTS = "people"
PURPOSE = "somebody named to sign"
# Numbers that one application asks about: more is somebody who tries numbers out.
MOST_ASKED = 40
Facts = Mapping[str, Any]


def asks(definition: Definition, page_id: str) -> bool:
    """Whether the page has a question whose people are looked up."""
    return any(map(_is_checked, definition.page(page_id).questions))


def with_named(  # noqa: PLR0913 - what was answered, where, and for whom
    *,
    definition: Definition,
    page_id: str,
    answers: Mapping[str, Any],
    facts: Facts,
    reference: str,
    deadline: float,
    by: Actor,
) -> Facts:
    """The facts with what the register says of people who are new; the same object for nobody.

    ``deadline`` is when the applicant has waited enough, on the monotonic clock: whoever has not
    been asked about by then is looked up when it is signed.
    """
    named = answers_to(definition, page_id, answers, Kind.SIGNATORIES)
    numbers = _numbers((value for one, value in named if _is_checked(one)), facts)
    known = list(facts.get(FACTS) or ())
    seen = {one["personal_number"] for one in known}
    new = [one for one in numbers if one.digits not in seen][: MOST_ASKED - len(known)]
    ground = grounds.of_person(definition)
    found = list(_found(new, reference, deadline, ground, by, fresh=False))
    return {**facts, FACTS: [*known, *found]} if found else facts


def again(
    *, definition: Definition, answers: Mapping[str, Any], facts: Facts, reference: str, by: Actor
) -> list[dict[str, Any]] | None:
    """What the register says now of everybody who is named; None when nobody is looked up.

    Of somebody about whom it does not answer, what it said before holds.
    """
    checked = [one for one in definition.questions() if _is_checked(one)]
    if not checked:
        return None
    numbers = _numbers((answers.get(one.id) for one in checked), facts)[:MOST_ASKED]
    deadline = time.monotonic() + look_up.PATIENCE
    ground = grounds.of_person(definition)
    found = list(_found(numbers, reference, deadline, ground, by, fresh=True))
    new = {one["personal_number"] for one in found}
    return [*(one for one in facts.get(FACTS) or () if one["personal_number"] not in new), *found]


def _is_checked(question: Question) -> bool:
    return question.kind is Kind.SIGNATORIES and question.settings.registered


def _numbers(values: Iterable[Any], facts: Facts) -> list[PersonalNumber]:
    """The people in the answers who can be looked up: grown up, and not the applicant."""
    own = (facts.get("applicant") or {}).get("personal_number", "")
    rows = (row for value in values if isinstance(value, list) for row in value)
    typed = (str(row.get("personal_number", "")) for row in rows if isinstance(row, Mapping))
    found = dict.fromkeys(one for text in typed if (one := _number(text)))
    return [one for one in found if one.digits != own and not one.is_minor(clock.today())]


def _number(text: str) -> PersonalNumber | None:
    try:
        return PersonalNumber.parse(text, today=clock.today())
    except ValueError:
        return None


def _found(  # noqa: PLR0913 - who asks, about whom, and why
    numbers: Iterable[PersonalNumber],
    reference: str,
    deadline: float,
    ground: Ground,
    by: Actor,
    *,
    fresh: bool,
) -> Iterator[dict[str, Any]]:
    """A register that does not answer is not asked about the next."""
    for number in numbers:
        left = deadline - time.monotonic()
        if left <= 0:
            return
        answer = look_up_person(
            number=number,
            purpose=PURPOSE,
            reference=reference,
            by=by,
            fresh=fresh,
            within=left,
            ground=ground,
        )
        if answer.outcome is Outcome.UNAVAILABLE:
            return
        yield _told(number, answer)


def _told(number: PersonalNumber, answer: Answer) -> dict[str, Any]:
    """She can be reached where the applicant says, also when she has moved abroad."""
    status = look_up.status_of(answer)
    # The register does not have everybody who has a coordination number.
    is_lost = status == "dead" or (status == "unknown" and not number.is_coordination_number)
    known = citizen_by_identity(number)
    is_protected = bool((answer.person and answer.person.is_protected) or _is_protected(known))
    if is_protected:
        remember_citizen(identity=number, name="", given_name="", is_protected=True)
    return {
        "personal_number": number.digits,
        "status": status if is_lost else "",
        "protected": is_protected,
    }


def _is_protected(row: Any) -> bool:
    return row is not None and row.is_protected
