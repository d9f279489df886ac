"""Processes killed between sealing and case opening, and what they leave: all or nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from tests.browser.waiting import mails_to, until
from tests.processes import Process, held, running, visit
from tests.town import ANNA, BO, Town, fill_in, prepare, request_for

from samtjanst.capabilities.messages.models import Message
from samtjanst.capabilities.signing.models import Evidence, Room, SignatureRequest
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.audit.services import seal_events, verify
from samtjanst.foundation.jobs import services as jobs
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Case, CaseEvent
from samtjanst.running.filing.models import Filing, Snapshot

ROOM, CASE, NOTICES = "signing_room", "cases_case", "messages_message"
BO_MAIL = "bo@exempel.invalid"


@pytest.fixture
def place(committed_town: Town) -> Town:
    return committed_town


@pytest.fixture
def web(place: Town, tmp_path: Path) -> Iterator[Process]:
    with running("web", tmp_path) as process:
        yield process


def _begun(place: Town, client: Client, request: str, number: str) -> str:
    """The address of a signature that the person has just made in the app."""
    started = client.post(f"{request}starta/")
    assert started.status_code == 302
    place.play(number)
    return str(started["Location"])


def _killed_at(table: str, web: Process, client: Client, path: str, verb: str = "GET") -> None:
    """The process dies when it is about to write to the table, and is started again."""
    with held(table) as stand_at:
        answer = visit(client, web.port, path, verb)
        stand_at(1)
        web.kill()
    assert answer.wait().status == 0
    web.start()


def _stands(place: Town) -> tuple[str, str, list[str], int, int, int]:
    """Filing, room, requests, and how much there is of proof, cases and notices."""
    with open_scope(place.row):
        return (
            Filing.objects.get().state,
            Room.objects.get().state,
            list(SignatureRequest.objects.order_by("place").values_list("state", flat=True)),
            Evidence.objects.count(),
            Case.objects.count(),
            Message.objects.count(),
        )


def test_web_killed_between_signature_and_case_loses_nothing_and_does_nothing_twice(
    place: Town, web: Process
) -> None:
    anna = place.login(ANNA)
    filing = fill_in(anna, place.answers())
    _killed_while_it_seals(place, web, anna, filing)
    request = prepare(anna, filing)
    order = _begun(place, anna, request, ANNA)
    sealed = ("sealed", "open", ["waiting", "waiting"], 0, 0, 0)
    for table in (CASE, NOTICES):
        _killed_at(table, web, anna, order)
        assert _stands(place) == sealed, table
    # The same browser goes on where it was: BankID told of the signature once, and it is kept.
    assert visit(anna, web.port, order).wait().location == f"{filing}kvitto/"
    assert visit(anna, web.port, order).wait().location == f"{filing}kvitto/"
    assert _stands(place) == ("handed_in", "open", ["signed", "invited"], 1, 1, 2)

    bo = place.login(BO)
    order = _begun(place, bo, request_for(bo), BO)
    _killed_at(CASE, web, bo, order)
    assert _stands(place)[1:5] == ("open", ["signed", "invited"], 1, 1)
    assert visit(bo, web.port, order).wait().status == 302
    assert _stands(place) == ("handed_in", "complete", ["signed", "signed"], 2, 1, 4)
    _is_told_once(place)


def _killed_while_it_seals(place: Town, web: Process, anna: Client, filing: str) -> None:
    """What is left is the draft, as it was."""
    check = f"{filing}kontrollera/"
    assert anna.get(check).status_code == 200  # the form's secret comes with it
    _killed_at(ROOM, web, anna, check, "POST")
    with open_scope(place.row):
        assert Filing.objects.get().state == "draft"
        assert not Snapshot.objects.exists()


def _is_told_once(place: Town) -> None:
    """One line per thing that happened, one event in the audit, and an unbroken chain."""
    with open_scope(place.row):
        told = list(CaseEvent.objects.order_by("at").values_list("what", flat=True))
        assert told == ["arrived", "completed"]
        assert list(Case.objects.values_list("state", flat=True)) == ["received"]
        assert Snapshot.objects.filter(is_void=False).count() == 1
        for action, count in (("case.opened", 1), ("case.completed", 1), ("signing.signed", 2)):
            assert AuditEvent.objects.filter(action=action).count() == count, action
        receipts = Message.objects.filter(template="application_complete")
        assert len(set(receipts.values_list("citizen_id", flat=True))) == receipts.count() == 2
        seal_events()
        assert verify().intact


def test_worker_killed_after_it_has_sent_is_followed_by_one_that_tells_nothing_new(
    place: Town, tmp_path: Path
) -> None:
    place.apply(place.login(ANNA))
    with running("worker", tmp_path) as worker:
        with held(NOTICES) as stand_at:
            stand_at(1)
            worker.kill()
        with open_scope(place.row):
            assert set(Message.objects.values_list("state", flat=True)) == {"queued"}
        worker.start()
        until(lambda: _all_sent(place))
    letters = mails_to(place, BO_MAIL, 1)
    assert len({letter["message_id"] for letter in letters}) == 1
    assert _stands(place) == ("handed_in", "open", ["signed", "invited"], 1, 1, 2)


def _all_sent(place: Town) -> bool:
    """Whether everything has gone out; what the dead worker had is handed over at once."""
    with open_scope(place.row):
        lost = Job.objects.filter(state="queued", run_at__lt=clock.now())
        lost.update(run_at=clock.now() - 2 * jobs.OVERDUE)
        jobs.rescue_overdue()
        return set(Message.objects.values_list("state", flat=True)) == {"sent"}
