"""An e-service in which the applicant names those who sign beside her, and applications in it."""

import uuid
from typing import Any

from tests import cast
from tests.capabilities.formkit.rules_support import named
from tests.handling_support import sign

from samtjanst.building.definitions.services import publish
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import answer, submit
from samtjanst.journey.answer import Work
from samtjanst.kernel.personal_number import PersonalNumber

SLUG = "medsokande"
BO, CIA, DAN = cast.OTHER_GUARDIAN, cast.OUTSIDER, cast.REPRESENTATIVE
NAMES = {BO: "Bo Provsson", CIA: "Cia Provlund", DAN: "Dan Provberg"}
# A child and its other guardian, where guardians sign as well as those who are named.
FAMILY = ({"id": "c", "kind": "child", "required": True}, {"id": "g", "kind": "person"})
GUARDIANS = {"guardians_of": "c", "stated_in": "g"}
STATED = {
    "c.name": ["Ella Provsson"],
    "c.personal_number": ["20180101-2392"],
    "g.name": [NAMES[BO]],
    "g.personal_number": [BO.digits],
}


def offer(
    signatories: dict[str, Any], mode: str = "arrives_at_once", *more: Any, **settings: Any
) -> None:
    """Publish it in the municipality whose scope is open: two to four people are named."""
    document = named(signatories, *more, **settings)
    document["signing"] |= {"mode": mode, "reminders_days": [3, 7]}
    by = system_actor(scope_id())
    publish(slug=SLUG, document=document, parameters={}, unit=cast.unit(), by=by)


def filled(*others: PersonalNumber, by: Actor | None = None) -> Work:
    """An application that names the others, ready to be signed."""
    actor = by or cast.citizen_actor()
    work = answer.open_work(filing_id=answer.start(slug=SLUG, by=actor), by=actor)
    data = {"who._row": [str(place) for place in range(len(others))], **STATED}
    for place, number in enumerate(others):
        name = NAMES.get(number, "Nils Namnberg")
        given = name.split(" ", maxsplit=1)[0].lower()
        data[f"who.{place}.name"] = [name]
        data[f"who.{place}.personal_number"] = [number.digits]
        data[f"who.{place}.email"] = [f"{given}@exempel.invalid"]
    revision = work.filing.revision
    return answer.save_page(work=work, page_id="only", data=data, revision=revision, by=actor)


def applied(*others: PersonalNumber) -> uuid.UUID:
    """The key of an application that the applicant has signed."""
    work, by = filled(*others), cast.citizen_actor()
    submit.prepare(filing_id=work.filing.id, by=by)
    sign(work.filing.id, by)
    return work.filing.id
