"""An e-service in which the owners of what lies beside a property sign, and applications in it."""

import uuid
from typing import Any

from tests import cast
from tests.capabilities.formkit.sample import one_page
from tests.handling_support import sign

from samtjanst.building.definitions.services import publish
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import answer, submit
from samtjanst.journey.answer import Work
from samtjanst.simulators.lantmateriet import places

SLUG = "grannar"
ESTATE = {"id": "estate", "kind": "property", "required": True,
          "settings": {"from_register": True}}  # fmt: skip


def document(signatories: dict[str, Any] | None = None, *more: Any) -> dict[str, Any]:
    """The definition; ``signatories`` beside who the neighbours are."""
    words = {"sv": "Text"}
    made = one_page([ESTATE, *more])
    made["signing"] |= {"reminders_days": [3, 7], "signatories": {"neighbours_of": "estate"}}
    made["signing"]["signatories"] |= signatories or {}
    made["about"]["registers"] += [
        {"id": name, "register": name, "purpose": words, "legal_basis": words}
        for name in ("property", "owner")
    ]
    return made


def offer(
    signatories: dict[str, Any] | None = None, *more: Any, rules: Any = (), **signing: Any
) -> None:
    """Publish it in the municipality whose scope is open."""
    made = document(signatories, *more)
    made["signing"] |= signing
    made["rules"] = list(rules)
    by = system_actor(scope_id())
    publish(slug=SLUG, document=made, parameters={}, unit=cast.unit(), by=by)


def filled(designation: str = places.FISKEN, **more: list[str]) -> Work:
    """An application about the property, ready to be handed in."""
    by = cast.citizen_actor()
    work = answer.open_work(filing_id=answer.start(slug=SLUG, by=by), by=by)
    data = {"estate": [designation], **more}
    revision = work.filing.revision
    return answer.save_page(work=work, page_id="only", data=data, revision=revision, by=by)


def handed_in(work: Work) -> uuid.UUID:
    """The key of the application, that the applicant has signed now."""
    by = cast.citizen_actor()
    submit.prepare(filing_id=work.filing.id, by=by)
    sign(work.filing.id, by)
    return work.filing.id


def applied(designation: str = places.FISKEN, **more: list[str]) -> uuid.UUID:
    """The key of an application that the applicant has signed."""
    return handed_in(filled(designation, **more))
