"""Connected systems are told: signed, in order, until they have heard, and never too much."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.listener import Listener, listening
from tests.running.case_support import complete_case, decided_case
from tests.web.api import support

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.models import ApiClient
from samtjanst.foundation.people.types import Role, Scope
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases.models import Case
from samtjanst.running.webhooks import queries, services
from samtjanst.running.webhooks.models import Webhook, WebhookCall
from samtjanst.running.webhooks.types import WAITS, CallState, Made, signature

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
SETTINGS = {"inner_networks": "127.0.0.0/8", "timeout": 20}


@pytest.fixture
def mjolby(tmp_path: Path) -> Iterator[Municipality]:
    row = cast.municipality("mjolby", storage=str(tmp_path / "m"))
    with open_scope(row):
        bind(port=Port.WEBHOOK, adapter="https", settings=SETTINGS)
        yield row


@pytest.fixture
def outside() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


def _made(outside: Listener, *events: str, **more: Any) -> Made:
    support.connect(**more)
    client = ApiClient.objects.latest("created_at")
    by = cast.staff_actor(Role.ADMINISTRATOR)
    return services.put_webhook(client_id=client.id, url=outside.url, events=events, by=by)


def _collect() -> int:
    with clock.shifted(support.LATER):
        return services.collect()


def _send_all() -> None:
    for row in WebhookCall.objects.filter(state=CallState.QUEUED).order_by("happened_at", "id"):
        services.send({"call": str(row.id)})


def _told(outside: Listener) -> list[tuple[str, str]]:
    bodies = [json.loads(body) for _headers, body in outside.heard]
    return [(body["type"], body["data"]["reference"]) for body in bodies]


def test_signature_is_the_specifications_own_example() -> None:
    made = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_happens_is_told_once_in_order_and_signed(
    mjolby: Municipality, outside: Listener
) -> None:
    made = _made(outside)
    case = decided_case(cast.staff_actor())
    assert _collect() == 4
    assert _collect() == 0
    assert Job.objects.filter(name=services.SEND_JOB).count() == 4
    _send_all()
    _send_all()
    events = ["case.arrived", "case.completed", "case.taken", "case.decided"]
    assert _told(outside) == [(event, case.reference) for event in events]
    for headers, body in outside.heard:
        at = int(headers["webhook-timestamp"])
        assert headers["webhook-signature"] == signature(
            made.secret, headers["webhook-id"], at, body
        )
        assert cast.APPLICANT.digits not in body.decode()
    assert len({headers["webhook-id"] for headers, _body in outside.heard}) == 4
    assert made.secret not in repr(made)
    assert made.secret.encode() not in bytes(Webhook.objects.get().secret)


def test_only_what_is_asked_for_and_within_reach_is_told(
    mjolby: Municipality, outside: Listener, tmp_path: Path
) -> None:
    _made(outside, "arrived")
    elsewhere = _made(outside, unit="Socialförvaltningen")
    limited = _made(outside, e_services=("annat",))
    case, hidden = complete_case(), complete_case(is_protected=True)
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        complete_case()
    assert _collect() == 1
    _send_all()
    assert _told(outside) == [("case.arrived", case.reference)]
    assert hidden.reference != case.reference
    assert not WebhookCall.objects.filter(webhook__in=[elsewhere.id, limited.id]).exists()


def test_erased_and_protected_cases_are_told(mjolby: Municipality, outside: Listener) -> None:
    _made(outside, "removed")
    case = complete_case()
    Case.objects.filter(id=case.id).update(is_protected=True)
    assert _collect() == 1
    _send_all()
    assert _told(outside) == [("case.removed", case.reference)]


def test_system_that_is_closed_is_told_nothing(mjolby: Municipality, outside: Listener) -> None:
    _made(outside)
    complete_case()
    ApiClient.objects.update(closed_at=clock.now())
    assert _collect() == 0


def test_receiver_that_is_down_is_tried_again_later_each_time(
    mjolby: Municipality, outside: Listener
) -> None:
    _made(outside, "arrived")
    complete_case()
    _collect()
    outside.mode = "503"
    waits = []
    for number in range(len(WAITS)):
        _send_all()
        job = Job.objects.get(name=services.SEND_JOB, key__endswith=f":0:{number + 1}")
        waits.append(job.run_at - job.created_at)
        row = WebhookCall.objects.get()
        assert (row.state, row.attempts, row.problem) == ("queued", number + 1, "status:503")
    for planned, wait in zip(WAITS, waits, strict=True):
        assert planned * 0.5 < wait <= planned * 1.2
    outside.mode = "200"
    _send_all()
    assert WebhookCall.objects.get().state == "sent"
    assert Webhook.objects.get().failing_since is None
    assert len({headers["webhook-id"] for headers, _body in outside.heard}) == 1


def _give_up(outside: Listener) -> None:
    """Every attempt fails, the last one days after the first."""
    outside.mode = "503"
    _collect()
    for _ in WAITS:
        _send_all()
    with clock.shifted(timedelta(days=3)):
        _send_all()


def test_address_that_never_answers_is_stopped_and_the_administrators_told(
    mjolby: Municipality, outside: Listener
) -> None:
    _made(outside, "arrived")
    complete_case()
    _give_up(outside)
    row = Webhook.objects.get()
    assert (bool(row.stopped_at), row.stopped_because) == (True, "status:503")
    assert WebhookCall.objects.get().state == "failed"
    assert AuditEvent.objects.filter(action="webhook.stopped").count() == 1
    job = Job.objects.get(name=services.TELL_JOB)
    assert "@" not in str(job.payload)
    complete_case()
    assert _collect() == 0


def test_stopped_address_goes_on_where_it_was(mjolby: Municipality, outside: Listener) -> None:
    made, first = _made(outside, "arrived"), complete_case()
    _give_up(outside)
    second = complete_case()
    outside.heard.clear()
    outside.mode = "200"
    services.resume(webhook_id=made.id, by=cast.staff_actor(Role.ADMINISTRATOR))
    assert _collect() == 1
    _send_all()
    assert sorted(_told(outside)) == sorted(
        ("case.arrived", case.reference) for case in (first, second)
    )


def test_one_event_that_is_never_taken_stops_nothing(
    mjolby: Municipality, outside: Listener
) -> None:
    _made(outside, "arrived")
    complete_case()
    _collect()
    outside.mode = "503"
    for _ in WAITS:
        _send_all()
    Webhook.objects.update(failing_since=None)  # another call was taken meanwhile
    _send_all()
    assert WebhookCall.objects.get().state == "failed"
    assert Webhook.objects.get().stopped_at is None


@pytest.mark.parametrize("mode", ["gone", "our own"])
def test_address_that_must_not_be_called_is_stopped_at_once(
    mjolby: Municipality, outside: Listener, mode: str
) -> None:
    if mode == "our own":
        bind(port=Port.WEBHOOK, adapter="https", settings={})
    outside.mode = "410"
    _made(outside, "arrived")
    complete_case()
    _collect()
    _send_all()
    assert Webhook.objects.get().stopped_because == ("gone" if mode == "gone" else "address")
    assert len(outside.heard) == (1 if mode == "gone" else 0)


def test_call_is_made_again_with_the_same_id(mjolby: Municipality, outside: Listener) -> None:
    _made(outside, "arrived")
    complete_case()
    _collect()
    _send_all()
    services.replay(call_id=WebhookCall.objects.get().id, by=cast.staff_actor(Role.ADMINISTRATOR))
    assert Job.objects.filter(name=services.SEND_JOB).count() == 2
    _send_all()
    assert len(outside.heard) == 2
    assert len({headers["webhook-id"] for headers, _body in outside.heard}) == 1


def test_log_shows_no_reference(mjolby: Municipality, outside: Listener) -> None:
    _made(outside)
    case = complete_case()
    _collect()
    client = ApiClient.objects.get()
    shown = queries.calls_of(cast.staff_actor(Role.ADMINISTRATOR), client.id)
    assert {one.event for one in shown} == {"arrived", "completed"}
    assert case.reference not in str(shown)


@pytest.mark.parametrize(
    "url", ["", "ftp://a.example", "https://u:p@a.example", "https://å.se/", "x" * 400]
)
def test_what_is_no_address_is_refused(mjolby: Municipality, url: str) -> None:
    with pytest.raises(InvalidInputError):
        _made(Listener(url=url))
    assert not Webhook.objects.exists()


def test_system_that_may_not_read_cases_is_not_told(mjolby: Municipality) -> None:
    with pytest.raises(InvalidInputError):
        _made(Listener(url="https://a.example/"), scopes=(Scope.STATISTICS,))


def test_webhooks_do_not_exist_for_others(
    mjolby: Municipality, outside: Listener, tmp_path: Path
) -> None:
    made = _made(outside)
    client = ApiClient.objects.get()
    complete_case()
    _collect()
    call = WebhookCall.objects.first()
    assert call
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        there = cast.staff_actor(Role.ADMINISTRATOR)
        assert queries.webhooks_of(there, client.id) == []
        assert queries.calls_of(there, client.id) == []
        for act in (
            lambda: services.resume(webhook_id=made.id, by=there),
            lambda: services.remove_webhook(webhook_id=made.id, by=there),
            lambda: services.replay(call_id=call.id, by=there),
            lambda: services.put_webhook(client_id=client.id, url=outside.url, events=(), by=there),
        ):
            with pytest.raises(NotFoundError):
                act()
    with pytest.raises(NotFoundError):
        services.remove_webhook(webhook_id=made.id, by=cast.staff_actor())
    services.remove_webhook(webhook_id=made.id, by=cast.staff_actor(Role.ADMINISTRATOR))
    assert not WebhookCall.objects.exists()


def test_old_calls_are_forgotten(mjolby: Municipality, outside: Listener) -> None:
    _made(outside, "arrived")
    complete_case()
    _collect()
    _send_all()
    assert services.forget() == 0
    with clock.shifted(services.KEPT_FOR * 2):
        assert services.forget() == 1
