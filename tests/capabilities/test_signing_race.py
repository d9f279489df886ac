"""Two people sign in the same instant: the room completes exactly once, every time.

At the level of the verb that records a verified signature; two guardians who sign over the web in
the same second are tested in ``tests/journey``.
"""

import threading
import uuid
from collections.abc import Callable

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

ROUNDS = 200  # a few seconds: as many as a suite has room for


def _opened(people: list[Actor]) -> list[SignatureRequest]:
    parties = [
        Party(role, who.personal_number, who.name, who.id)
        for role, who in zip((APPLICANT, "guardian"), map(_who, people), strict=True)
    ]
    return services.open_room(
        subject=("filing", uuid.uuid4()),
        label="Skolskjuts",
        unit_id=cast.unit().id,
        digest="0" * 64,
        visible_text="Jag ansöker",
        hidden_data=b"{}",
        parties=parties,
        rule=RoomRule(mode="arrives_at_once", reminders_days=(3,), expires_days=14),
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
    done: Callable[[Signed], None],
) -> None:
    try:
        with open_scope(town):
            who = _who(by)
            for request_id in requests:
                start.wait(60)
                done(
                    services.record_signature(
                        request_id=request_id,
                        signatory=who,
                        evidence=EVIDENCE,
                        report=REPORT,
                        by=by,
                    )
                )
    finally:
        connection.close()
