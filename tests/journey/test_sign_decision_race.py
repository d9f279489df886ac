"""Two who approve sign in the same instant: the decision is made and told exactly once.

In every run a few rounds; more of them with ``RACE_ROUNDS=100`` before the command.
"""

import copy
import os
import threading
import uuid

from django.db import connection
from tests import cast
from tests.handling_support import EVIDENCE, REPORT, complete_case
from tests.journey_support import DOCUMENT, school_transport
from tests.official_support import NUMBERS

from samtjanst.capabilities.formkit.following import DECISION
from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.signing.models import SignatureRequest
from samtjanst.foundation.people.queries import grants_of
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Actor, ActorKind, Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import sign_decision
from samtjanst.journey.decide import Proposal
from samtjanst.kernel.account_identity import AccountIdentity
from samtjanst.kernel.errors import TransitionError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, Decision

ROUNDS = int(os.environ.get("RACE_ROUNDS", "4"))
WHO = AccountIdentity("https://katalog.example", "someone")
GRANTED = Proposal("granted", "Vägen är lång.", ("sl_10_32_1",))


def _colleague(name: str) -> Actor:
    roles = {Role.HANDLER: cast.unit()}
    row = put_staff(
        number=PersonalNumber(NUMBERS[name]), name=name, email=f"{name}@x.se", roles=roles
    )
    return Actor(
        ActorKind.STAFF, row.municipality_id, row.id, 3, grants=grants_of(row.id), name=name
    )


def _take(request_id: uuid.UUID, by: Actor) -> bool:
    found = sign_decision.reading(request_id=request_id, by=by)
    try:
        sign_decision.take(found=found, who=WHO, evidence=EVIDENCE, report=REPORT, by=by)
    except TransitionError:
        return False
    return True


def _asked(by: Actor) -> uuid.UUID:
    return SignatureRequest.objects.filter(staff_id=by.id).latest("room__opened_at").id


def _round(town: Municipality, both: tuple[Actor, Actor]) -> list[bool]:
    start, told = threading.Barrier(2), list[bool]()

    def sign(by: Actor) -> None:
        try:
            with open_scope(town):
                request_id = _asked(by)
                start.wait(60)
                told.append(_take(request_id, by))
        finally:
            connection.close()

    signers = [threading.Thread(target=sign, args=(one,)) for one in both]
    for one in signers:
        one.start()
    for one in signers:
        one.join()
    return told


def _opened(hanna: Actor, both: tuple[Actor, Actor]) -> None:
    reference = complete_case()
    services.take(reference=reference, by=hanna)
    request_id = sign_decision.send(
        reference=reference,
        proposal=GRANTED,
        approvers=[one.id for one in both if one.id],
        revision=Case.objects.get(reference=reference).revision,
        by=hanna,
    )
    assert _take(request_id, hanna)


def test_decision_is_made_once_when_the_last_two_sign_at_once(committed_db: None) -> None:
    for needed, expected in ((0, [True, True]), (1, [False, True])):
        town = cast.municipality()
        document = copy.deepcopy(DOCUMENT)
        signed = {"decision_signed": True, "approvers": 2, "approvers_needed": needed}
        document["handling"] |= signed
        with open_scope(town):
            school_transport("mjolby", document)
            hanna, both = cast.staff_actor(), (_colleague("Kim"), _colleague("Lo"))
            before = Decision.objects.count()
            for number in range(1, ROUNDS + 1):
                _opened(hanna, both)
                assert sorted(_round(town, both)) == expected
                assert Decision.objects.count() == before + number
                assert Message.objects.filter(template=DECISION).count() == before + number
