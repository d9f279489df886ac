"""A decision, or a last signature, and a taking back in the same moment: one comes first."""

import threading
import uuid
from collections.abc import Callable

from django.db import connections
from tests import cast
from tests.handling_support import complete_case, hand_in_application, reference_of, sign
from tests.journey_support import school_transport

from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import retract as journey
from samtjanst.kernel.errors import ConflictError, TransitionError
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, Decision
from samtjanst.running.cases.types import DecisionDraft

DRAFT = DecisionDraft("granted", "Bifall", "Vägen är lång.", ("10 kap. 32 § skollagen",))
ROUNDS = 20


def _both(town: Municipality, *acts: tuple[str, Callable[[], None]]) -> list[str]:
    """The names of those that were not refused."""
    start, done = threading.Barrier(len(acts)), []

    def act(name: str, what: Callable[[], None]) -> None:
        try:
            with open_scope(town):
                start.wait(timeout=60)
                what()
            done.append(name)
        except (ConflictError, TransitionError):
            pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=one) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return done


def test_decision_and_taking_back_in_the_same_moment_have_one_outcome(committed_db: None) -> None:
    town = cast.municipality()
    with open_scope(town):
        school_transport()
        hanna, anna = cast.staff_actor(), cast.citizen_actor()
    for _round in range(ROUNDS):
        with open_scope(town):
            ref = complete_case()
            services.take(reference=ref, by=hanna)
            now = Case.objects.get(reference=ref).revision

        def decides(ref: str = ref, now: int = now) -> None:
            services.decide(reference=ref, draft=DRAFT, revision=now, by=hanna)

        def takes_back(ref: str = ref) -> None:
            journey.retract(reference=ref, reason="", by=anna)

        done = _both(town, ("decided", decides), ("withdrawn", takes_back))
        with open_scope(town):
            assert [Case.objects.get(reference=ref).state] == done
            assert Decision.objects.filter(case__reference=ref).count() == done.count("decided")


def test_last_signature_and_taking_back_end_withdrawn_and_never_stand_still(
    committed_db: None,
) -> None:
    town = cast.municipality()
    with open_scope(town):
        school_transport()
        bo, anna = cast.citizen_actor(cast.OTHER_GUARDIAN), cast.citizen_actor()
    for _round in range(ROUNDS):
        with open_scope(town):
            filing = hand_in_application(other=bo)
            ref = reference_of(filing)

        def signs(filing: uuid.UUID = filing) -> None:
            sign(filing, bo)

        def takes_back(ref: str = ref) -> None:
            journey.retract(reference=ref, reason="", by=anna)

        done = _both(town, ("signed", signs), ("withdrawn", takes_back))
        assert "withdrawn" in done
        with open_scope(town):
            assert Case.objects.get(reference=ref).state == "withdrawn"
