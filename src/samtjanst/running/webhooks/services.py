"""Setting webhooks up, following the feed, making the calls."""

import base64
import json
import random
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.messages import to_staff
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.jobs.services import enqueue_all
from samtjanst.foundation.jobs.types import Request
from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people import clients
from samtjanst.foundation.people.queries import emails_with
from samtjanst.foundation.people.types import Actor, Role, Scope, system_actor
from samtjanst.foundation.plugins.services import webhooks
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.ports.failures import PortError, Rejected
from samtjanst.ports.webhook import Call
from samtjanst.running.cases.queries import certain_until, changes
from samtjanst.running.filing.queries import prepared_ended
from samtjanst.running.webhooks.models import Webhook, WebhookCall
from samtjanst.running.webhooks.types import (
    FILING,
    SECRET,
    WAITS,
    CallState,
    Made,
    Told,
    signature,
    type_of,
)

SEND_JOB, TELL_JOB = "webhooks.send", "webhooks.tell"
AT_MOST = 500  # events at a time
KEPT_FOR = timedelta(days=30)
SILENT_FOR = timedelta(days=1)  # nothing at all was taken
LONGEST_URL = 300
NEVER_TOLD = uuid.UUID(int=0)


@transaction.atomic
def put_webhook(*, client_id: uuid.UUID, url: str, events: Sequence[str], by: Actor) -> Made:
    """Let a connected system be told from now on; the secret is shown now and never again.

    Raises:
        NotFoundError: the actor may not, or there is no such open system.
        InvalidInputError: no address, or the system may neither read cases nor prepare filings.
    """
    require(by, Permission.CLIENT_SET_UP)
    _check(client_id, url)
    row = Webhook(
        client_id=client_id,
        url=url,
        events=list(events),
        cursor_at=clock.now(),
        cursor_id=NEVER_TOLD,
        created_at=clock.now(),
    )
    secret = SECRET + base64.b64encode(secrets.token_bytes(32)).decode()
    row.secret = encrypt(f"webhook:{row.id}", secret.encode())
    row.save(force_insert=True)
    record("webhook.made", by=by, subject=("client", client_id))
    return Made(row.id, secret)


@transaction.atomic
def remove_webhook(*, webhook_id: uuid.UUID, by: Actor) -> None:
    """Tell the address nothing more; what waits for it is forgotten.

    Raises:
        NotFoundError: the actor may not, or there is none.
    """
    row = _locked(webhook_id, by)
    record("webhook.removed", by=by, subject=("client", row.client_id))
    row.delete()


@transaction.atomic
def resume(*, webhook_id: uuid.UUID, by: Actor) -> None:
    """Start a stopped address again, and send what failed again.

    Raises:
        NotFoundError: the actor may not, or there is none.
    """
    row = _locked(webhook_id, by)
    row.stopped_at, row.stopped_because, row.failing_since = None, "", None
    row.save(update_fields=["stopped_at", "stopped_because", "failing_since"])
    _again(WebhookCall.objects.select_for_update().filter(webhook=row).exclude(state="sent"))
    record("webhook.resumed", by=by, subject=("client", row.client_id))


@transaction.atomic
def replay(*, call_id: uuid.UUID, by: Actor) -> None:
    """Make a call again, whether or not it was taken; the receiver knows it by its id.

    Raises:
        NotFoundError: the actor may not, or there is none.
    """
    require(by, Permission.CLIENT_SET_UP)
    rows = WebhookCall.objects.select_for_update(of=("self",)).select_related("webhook")
    found = list(rows.filter(id=call_id))
    if not found:
        raise NotFoundError
    _again(found)
    record("webhook.replayed", by=by, subject=("client", found[0].webhook.client_id))


def collect() -> int:
    """Schedule: make calls of what has happened since the last time; returns how many."""
    rows = Webhook.objects.filter(stopped_at=None).values_list("id", flat=True)
    return sum(_collect(webhook_id) for webhook_id in rows)


def send(payload: dict[str, Any]) -> None:
    """Job: make one call; what fails is tried again by the call's own schedule."""
    rows = WebhookCall.objects.select_for_update(of=("self",)).select_related("webhook")
    row = rows.filter(id=payload["call"], state=CallState.QUEUED).first()
    if row is None or row.webhook.stopped_at:
        return
    row.attempts += 1
    try:
        webhooks().post(_call(row))
    except PortError as failure:
        _failed(row, failure)
    else:
        row.state, row.problem, row.ended_at = CallState.SENT.value, "", clock.now()
        Webhook.objects.filter(id=row.webhook_id).update(failing_since=None)
    row.save(update_fields=["attempts", "state", "problem", "ended_at"])


def tell(payload: dict[str, Any]) -> None:
    """Job: tell one administrator that an address was stopped.

    Raises:
        Temporary, Rejected, NotConfigured: as the channel.
    """
    text = _(
        "En mottagare i ett anslutet system svarar inte, så vi har slutat att anropa den. "
        "Inget är förlorat: starta den igen under Drift, Anslutna system, när den är lagad."
    )
    to_staff.mail(
        key=f"{payload['webhook']}:{payload['stopped']}:{payload['number']}",
        to=emails_with(Role.ADMINISTRATOR)[payload["number"]],
        subject=_("En mottagare i ett anslutet system är stoppad"),
        text=text,
    )


def forget() -> int:
    """Schedule: delete calls that ended long ago."""
    old = WebhookCall.objects.exclude(state=CallState.QUEUED)
    return old.filter(ended_at__lt=clock.now() - KEPT_FOR).delete()[0]


@transaction.atomic
def _collect(webhook_id: uuid.UUID) -> int:
    rows = Webhook.objects.select_for_update(skip_locked=True)
    row = rows.filter(id=webhook_id, stopped_at=None).first()
    actor = clients.client_actor(row.client_id) if row else None
    if row is None or actor is None:
        return 0
    found = _happened(actor, (row.cursor_at, row.cursor_id))
    if not found:
        return 0
    made = [
        WebhookCall(
            webhook=row,
            event_id=one.id,
            event=one.event,
            reference=one.reference,
            happened_at=one.at,
            created_at=clock.now(),
        )
        for one in found
        if not row.events or one.event in row.events
    ]
    WebhookCall.objects.bulk_create(made)
    enqueue_all([_request(call) for call in made])
    row.cursor_at, row.cursor_id = found[-1].at, found[-1].id
    row.save(update_fields=["cursor_at", "cursor_id"])
    return len(made)


def _happened(by: Actor, after: tuple[datetime, uuid.UUID]) -> list[Told]:
    """What the system may be told of since a place, in order; of both kinds until one instant."""
    until, found = certain_until(), list[Told]()
    if Scope.CASES in by.scopes:
        of_cases = changes(by, after, AT_MOST, until)
        found += [Told(one.id, one.at, one.what, one.reference) for one in of_cases]
    if Scope.FILINGS in by.scopes:
        ended = prepared_ended(by, after, until, AT_MOST)
        found += [Told(one.id, one.at, f"{FILING}{one.became}") for one in ended if one.at]
    return sorted(found, key=lambda one: (one.at, one.id))[:AT_MOST]


def _call(row: WebhookCall) -> Call:
    data = {"reference": row.reference} if row.reference else {"id": str(row.event_id)}
    said = {
        "type": type_of(row.event),
        "timestamp": clock.local(row.happened_at).isoformat(),
        "data": data,
    }
    body, at = json.dumps(said, ensure_ascii=False).encode(), int(clock.now().timestamp())
    secret = decrypt(f"webhook:{row.webhook_id}", bytes(row.webhook.secret)).decode()
    headers = {
        "content-type": "application/json",
        "webhook-id": f"msg_{row.id.hex}",
        "webhook-timestamp": str(at),
        "webhook-signature": signature(secret, f"msg_{row.id.hex}", at, body),
    }
    return Call(row.webhook.url, headers, body)


def _failed(row: WebhookCall, failure: PortError) -> None:
    row.problem = failure.code[:120]
    failing = Webhook.objects.select_for_update().get(id=row.webhook_id)
    failing.failing_since = failing.failing_since or clock.now()
    if isinstance(failure, Rejected) or row.attempts > len(WAITS):
        row.state, row.ended_at = CallState.FAILED.value, clock.now()
        # One event that a receiver never takes says nothing of the others.
        if isinstance(failure, Rejected) or clock.now() - failing.failing_since > SILENT_FOR:
            _stop(failing, row.problem)
    else:
        wait = WAITS[row.attempts - 1] * random.uniform(1, 1.2)  # noqa: S311 - spreads load
        enqueue_all([_request(row, wait)])
    failing.save(update_fields=["failing_since", "stopped_at", "stopped_because"])


def _stop(row: Webhook, why: str) -> None:
    row.stopped_at, row.stopped_because = clock.now(), why
    stopped = str(int(row.stopped_at.timestamp()))
    system = system_actor(row.municipality_id)
    record("webhook.stopped", by=system, subject=("client", row.client_id))
    enqueue_all(
        [
            Request(
                TELL_JOB,
                key=f"{row.id}:{stopped}:{number}",
                payload={"webhook": str(row.id), "stopped": stopped, "number": number},
            )
            for number in range(len(emails_with(Role.ADMINISTRATOR)))
        ]
    )


def _again(rows: Any) -> None:
    for row in rows:
        row.state, row.attempts, row.problem, row.ended_at = CallState.QUEUED.value, 0, "", None
        row.round += 1
        row.save(update_fields=["state", "attempts", "problem", "ended_at", "round"])
        enqueue_all([_request(row)])


def _request(row: WebhookCall, wait: timedelta = timedelta()) -> Request:
    return Request(
        SEND_JOB,
        key=f"{row.id}:{row.round}:{row.attempts}",
        payload={"call": str(row.id)},
        run_at=clock.now() + wait,
    )


def _locked(webhook_id: uuid.UUID, by: Actor) -> Webhook:
    require(by, Permission.CLIENT_SET_UP)
    row = Webhook.objects.select_for_update().filter(id=webhook_id).first()
    if row is None:
        raise NotFoundError
    return row


def _check(client_id: uuid.UUID, url: str) -> None:
    actor = clients.client_actor(client_id)
    if actor is None:
        raise NotFoundError
    problems: dict[str, list[str]] = {}
    if not _is_address(url):
        problems["url"] = [_("Skriv en adress som börjar med https://, utan namn och lösenord.")]
    if not {Scope.CASES, Scope.FILINGS} & actor.scopes:
        problems[""] = [_("Systemet får varken hämta ärenden eller fylla i ansökningar.")]
    if problems:
        raise InvalidInputError(problems)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_named = bool(parts.hostname) and not parts.username and (parts.port or 1) > 0
    except ValueError:
        return False
    is_plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    return parts.scheme in {"https", "http"} and is_named and is_plain
