"""The trash is emptied twice, or a party writes, in the same moment: one comes first."""

import threading
from collections.abc import Callable
from datetime import timedelta

from django.db import connections
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport

from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import empty_trash, letters
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, Disposal, Letter
from samtjanst.running.cases.types import TrashGround

ROUNDS = 10


def test_case_is_disposed_of_once_or_brought_back_whole_by_what_a_party_writes(
    committed_db: None,
) -> None:
    town = cast.municipality()
    with open_scope(town):
        school_transport()
        anna = cast.citizen_actor()
    for _round in range(ROUNDS):
        with open_scope(town):
            ref = _over()

        def writes(ref: str = ref) -> None:
            letters.write(reference=ref, citizen_id=None, text="Nej!", uploads=(), by=anna)

        _together(town, empty_trash.empty, empty_trash.empty, writes)
        with open_scope(town):
            lines = Disposal.objects.filter(reference=ref).count()
            stands = Case.objects.filter(reference=ref, trashed_at=None).count()
            assert lines + stands == 1
            assert Letter.objects.filter(case__reference=ref).count() == stands


def _over() -> str:
    reference = complete_case()
    services.put_in_trash(
        reference=reference, ground=TrashGround.TEST, why="Prov.", by=cast.staff_actor()
    )
    yesterday = clock.today() - timedelta(days=1)
    Case.objects.filter(reference=reference).update(trash_until=yesterday)
    return reference


def _together(town: Municipality, *acts: Callable[[], object]) -> None:
    start = threading.Barrier(len(acts))

    def act(what: Callable[[], object]) -> None:
        try:
            with open_scope(town):
                start.wait(timeout=60)
                what()
        except NotFoundError:
            pass  # it went first
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=(one,)) for one in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
