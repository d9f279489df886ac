"""Two people sign in the same instant: the room completes exactly once, every time.

At the level of the verb that records a verified signature; two guardians who sign over the web in
the same second are tested in ``tests/journey``. In every run a few rounds; a thousand of them with
``RACE_ROUNDS=1000`` before the command.
"""

import os
import threading
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection
from tests import cast
from tests.handling_support import EVIDENCE, REPORT

from samtjanst.capabilities.signing import services
from samtjanst.capabilities.signing.models import Evidence, Room, SignatureRequest
from samtjanst.capabilities.signing.types import APPLICANT, Party, RoomRule, Signed
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.types import Actor, CitizenIdentity
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel.errors import TransitionError

# A few seconds: as many as a suite has room for.
ROUNDS = int(os.environ.get("RACE_ROUNDS", "200"))
SOME_ROUNDS = int(os.environ.get("RACE_ROUNDS", "50"))


def _opened(people: list[Actor], needed: int | None = None) -> list[SignatureRequest]:
    parties = [
        Party(role, who.identity, who.name, who.id)
        for role, who in zip((APPLICANT, "other", "other"), map(_who, people), strict=False)
    ]
    return services.open_room(
        subject=("filing", uuid.uuid4()),
        label="Skolskjuts",
        unit_id=cast.unit().id,
        digest="0" * 64,
        visible_text="Jag ansöker",
        hidden_data=b"{}",
        parties=parties,
        rule=RoomRule(mode="arrives_at_once", reminders_days=(3,), expires_days=14, needed=needed),
        by=people[0],
    )


def test_last_signature_completes_once_when_both_come_at_the_same_instant(
    committed_db: None,
) -> None:
    town = cast.municipality()
    with open_scope(town):
        people = [cast.citizen_actor(), cast.citizen_actor(cast.OTHER_GUARDIAN)]
        rooms = [_opened(people) for _ in range(ROUNDS)]
    start = threading.Barrier(2)
    outcomes: tuple[list[Signed], list[Signed]] = ([], [])
    signers = [
        threading.Thread(
            target=_signing,
            args=(town, by, [room[n].id for room in rooms], start, outcomes[n].append),
        )
        for n, by in enumerate(people)
    ]
    for one in signers:
        one.start()
    for one in signers:
        one.join()
    both = list(zip(*outcomes, strict=True))
    assert len(both) == ROUNDS
    assert all(sorted(one.room_complete for one in pair) == [False, True] for pair in both)
    with open_scope(town):
        assert set(Room.objects.values_list("state", flat=True)) == {"complete"}
        assert Evidence.objects.count() == 2 * ROUNDS
        assert set(Evidence.objects.values_list("place", flat=True)) == {1, 2}


def _who(one: Actor) -> CitizenIdentity:
    assert one.id
    return identity_of(one.id)


def _signing(
    town: Municipality,
    by: Actor,
    requests: list[uuid.UUID],
    start: threading.Barrier,
    done: Callable[[Any], None],
) -> None:
    try:
        with open_scope(town):
            who = _who(by)
            for request_id in requests:
                start.wait(60)
                done(_signed(request_id, who, by))
    finally:
        connection.close()


def _signed(request_id: uuid.UUID, who: CitizenIdentity, by: Actor) -> Signed | None:
    """None when her signature is not needed any more."""
    try:
        return services.record_signature(
            request_id=request_id, signatory=who, evidence=EVIDENCE, report=REPORT, by=by
        )
    except TransitionError:
        return None


def test_last_needed_signature_completes_once_and_the_other_is_not_needed(
    committed_db: None,
) -> None:
    town = cast.municipality()
    with open_scope(town):
        people = [cast.citizen_actor(n) for n in (cast.OTHER_GUARDIAN, cast.OUTSIDER)]
        rooms = [_of_some(people) for _ in range(SOME_ROUNDS)]
    start = threading.Barrier(2)
    outcomes: tuple[list[Signed | None], list[Signed | None]] = ([], [])
    signers = [
        threading.Thread(
            target=_signing,
            args=(town, by, [room[n] for room in rooms], start, outcomes[n].append),
        )
        for n, by in enumerate(people)
    ]
    for one in signers:
        one.start()
    for one in signers:
        one.join()
    both = list(zip(*outcomes, strict=True))
    assert len(both) == SOME_ROUNDS
    assert all((first is None) != (second is None) for first, second in both)
    kept = [one for pair in both for one in pair if one]
    assert all(one.room_complete and len(one.released) == 1 for one in kept)
    with open_scope(town):
        assert set(Room.objects.values_list("state", flat=True)) == {"complete"}
        assert Evidence.objects.count() == len(rooms) * 2  # the applicant's, and one
        states = SignatureRequest.objects.values_list("state", flat=True)
        assert sorted(states) == sorted(["signed", "signed", "stood_down"] * len(rooms))


def _of_some(people: list[Actor]) -> list[uuid.UUID]:
    """A room that the applicant has signed, in which one of two others is needed."""
    anna = cast.citizen_actor()
    own, *others = _opened([anna, *people], needed=1)
    services.record_signature(
        request_id=own.id, signatory=_who(anna), evidence=EVIDENCE, report=REPORT, by=anna
    )
    services.invite(subject=(own.room.subject_kind, own.room.subject_id), by=anna)
    return [one.id for one in others]
