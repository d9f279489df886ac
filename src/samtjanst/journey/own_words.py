"""What an e-service itself says at set moments, filled in: in a case, as messages; before, beside.

No notice of their own goes out: the caller has told that something waits to be read.
"""

import uuid

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit import case_slots
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.own_messages import Moment, OwnMessage, To
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import decision_texts, letters
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, PartyView

UNKNOWN = "–"  # for what nothing is known of


def say(filing_id: uuid.UUID, version_id: uuid.UUID, moment: Moment) -> None:
    """Write what the e-service says at the moment; a part of the caller's transaction."""
    found = _at(version_id, moment)
    case = cases.case_of_filing(filing_id) if found else None
    if case is None or found is None:
        return
    by = system_actor(scope_id())
    case = cases.get_case(by, case.reference)
    for party in _readers(case, found):
        text = _worded(case, found, party)
        services.write_to_party(
            reference=case.reference, citizen_id=party.citizen_id, text=text, by=by
        )


def beside(definition: Definition, context: Context, moment: Moment, language: str) -> str:
    """What the e-service says of an application that has not come in; "" for nothing.

    Nothing is written anywhere: until it is handed in it is hers alone (TF 2:13).
    """
    known = (one for one in definition.handling.messages if one.moment is moment)
    found = next(known, None)
    if found is None:
        return ""
    name = context.applicant.name if context.applicant else ""
    words = found.text.filled({**context.parameters, "namn": name or UNKNOWN}, language)
    title = definition.title.filled(context.parameters, language)
    return case_slots.SLOT.sub(lambda one: title if one[1] == "e-tjänst" else UNKNOWN, words)


def opening(case: CaseView) -> str:
    """Where a handler's request to supplement starts; slots that nothing is known for are left."""
    found = _at(case.version_id, Moment.SUPPLEMENT)
    applicant = next((one for one in case.parties if one.role == "applicant"), None)
    if found is None or applicant is None:
        return ""
    return decision_texts.filled_for(case, found.text.sv, applicant.citizen_id)


def _at(version_id: uuid.UUID, moment: Moment) -> OwnMessage | None:
    known = definition_of(version_id).handling.messages
    return next((one for one in known if one.moment is moment), None)


def _readers(case: CaseView, message: OwnMessage) -> list[PartyView]:
    everybody = letters.recipients(case)
    if message.to is To.PARTIES and message.moment.is_for_all:
        return everybody
    return [one for one in everybody if one.role == "applicant"]


def _worded(case: CaseView, message: OwnMessage, party: PartyView) -> str:
    """In the reader's language, as far as the e-service has it."""
    words = message.text.to(identity_of(party.citizen_id).language)
    text = decision_texts.filled_for(case, words, party.citizen_id)
    return case_slots.SLOT.sub(UNKNOWN, text)
