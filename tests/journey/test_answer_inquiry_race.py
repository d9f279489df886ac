"""Two answers to one question in the same moment, or an answer and a taking back: one counts."""

import threading
from collections.abc import Callable
from datetime import timedelta

from django.db import connections
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer_inquiry, supplement
from samtjanst.journey.asked_others import Whom, Wish
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, TransitionError
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Supplement
from samtjanst.running.cases.types import Asked

ROUNDS = 20
SCHOOL = "Elevhälsan"


def _both(town: Municipality, *acts: Callable[[], None]) -> list[int]:
    """The places of those that were not refused."""
    start, done = threading.Barrier(len(acts)), []

    def act(place: int, what: Callable[[], None]) -> None:
        try:
            with open_scope(town):
                start.wait(timeout=60)
                what()
            done.append(place)
        except (ConflictError, TransitionError):
            pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return done


def test_of_two_who_answer_or_take_back_in_the_same_moment_one_does(committed_db: None) -> None:
    town = cast.municipality()
    with open_scope(town):
        school_transport()
        hanna, rut = cast.staff_actor(), cast.staff_actor(Role.MANAGER, SCHOOL)
        unit = cast.unit(SCHOOL).id
        cast.put_other_handler(cast.unit(SCHOOL))
    for number in range(ROUNDS):
        with open_scope(town):
            reference = complete_case()
            services.take(reference=reference, by=hanna)
            asked = Asked(due=clock.today() + timedelta(days=9), text="Var?",
                          extras=(("text", "Platsen"),))  # fmt: skip
            wish = Wish(whom=Whom.UNIT, unit_id=unit)
            supplement.ask(reference=reference, asked=asked, by=hanna, wish=wish)
            row = Supplement.objects.latest("asked_at")
            desk = answer_inquiry.open_desk(supplement_id=row.id, by=rut)
            data = {"supplement_extra_1": ["Vid bäcken."], "_shown": ["supplement_extra_1"]}
            revision = desk.work.filing.revision
            supplement.save(desk=desk, data=data, revision=revision, by=desk.by)

        def answers(key: object = row.id) -> None:
            answer_inquiry.hand_in(supplement_id=key, by=rut)  # type: ignore[arg-type]

        def takes_back(ref: str = reference, key: object = row.id) -> None:
            supplement.withdraw(reference=ref, by=hanna, supplement_id=key)  # type: ignore[arg-type]

        done = _both(town, answers, takes_back if number % 2 else answers)
        with open_scope(town):
            row.refresh_from_db()
            is_in = row.state == "answered"
            assert len(done) == 1
            assert is_in == (not number % 2 or done == [0])
            assert bool(row.snapshot_id) == is_in
            told = AuditEvent.objects.filter(action="case.inquiry_answered")
            assert told.filter(subject_id=str(row.case_id)).count() == int(is_in)
