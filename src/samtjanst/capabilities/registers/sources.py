"""Asking services that an administrator has named, and setting them up."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samtjanst.capabilities.registers import pointers
from samtjanst.capabilities.registers.models import Lookup, Source
from samtjanst.capabilities.registers.services import REMEMBERED
from samtjanst.capabilities.registers.types import SOURCE, NewSource, Outcome, SourceAnswer
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import blind_index, decrypt, encrypt
from samtjanst.foundation.people.queries import number_index
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import json_lookup
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.failures import PortError, Rejected
from samtjanst.ports.lookup import Access, AccessKind, Json, LookupQuery

log = structlog.get_logger(__name__)
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
TRYING = "an administrator tries the look-up"
TRIED = "lookup:test"
MOST_FIELDS = 30
_PLACE = re.compile(r"\{[a-z][a-z0-9_]{0,39}\}", re.ASCII)
_LENGTHS = {"title": 80, "address": 500, "purpose": 60, "legal_basis": 200}


def look_up_source(  # noqa: PLR0913 - who asks, of what, why, and for how long
    *, name: str, value: str, reference: str, within: float, by: Actor, fresh: bool = False
) -> SourceAnswer:
    """What the service with the name says of the value, or said for the same matter lately.

    A service that does not answer, or that this municipality has not set up, is an outcome, not
    an error: it never stops anybody. ``value`` is "" where there is one answer for all. ``within``
    is in seconds; ``fresh`` asks again whatever it said.
    """
    row = _newest(name)
    if row is None or not row.is_active or not row.fields:
        return SourceAnswer(Outcome.UNAVAILABLE)
    index = _index(value)
    if not fresh and (known := _remembered(row, index, reference)):
        return known
    answer = _answer(row, value, reference, within)
    kept = json.dumps(_kept(answer)).encode() if answer.outcome is Outcome.FOUND else b""
    _log(
        row=row,
        index=index,
        reference=reference,
        purpose=row.purpose,
        outcome=answer.outcome,
        by=by,
        answer=kept,
    )
    return answer


@transaction.atomic
def put_source(*, new: NewSource, by: Actor) -> int:
    """Name a service, or change one: the version that is made.

    A secret that is left empty stays, as long as it is sent to the same place.

    Raises:
        NotFoundError: the actor may not.
        InvalidInputError: by field.
    """
    require(by, Permission.LOOKUP_SET_UP)
    _check(new)
    before = _newest(new.name)
    access = new.access
    made = Source(
        name=new.name,
        title=new.title,
        address=new.address,
        purpose=new.purpose,
        legal_basis=new.legal_basis,
        access=access.kind.value,
        user=access.name,
        token_url=access.token_url,
        scope=access.scope,
        fields=before.fields if before else {},
    )
    secret = access.secret or (_secret(before) if before and _same_place(before, new) else "")
    if access.kind is not AccessKind.NONE and not secret:
        raise InvalidInputError({"secret": [_("Skriv hemligheten.")]})
    return _next(made, before, secret, by)


@transaction.atomic
def put_fields(*, name: str, fields: Mapping[str, str], version: int, by: Actor) -> int:
    """Say which values the service is read for, by JSON pointer: the version that is made.

    Raises:
        NotFoundError: the actor may not, or there is none.
        InvalidInputError: by the pointer.
        ConflictError: somebody else has changed it.
    """
    before = _current(name, version, by)
    problems: dict[str, list[str]] = {}
    for field, pointer in fields.items():
        if not NAME.fullmatch(field) or not pointers.is_pointer(pointer):
            text = _("Ett namn har små bokstäver a–z, siffror och understreck, högst 40 tecken.")
            problems[pointer] = [text]
    if len(fields) > MOST_FIELDS:
        problems[""] = [_("Högst 30 uppgifter kan ha namn.")]
    if problems:
        raise InvalidInputError(problems)
    made = _copy(before)
    made.fields = dict(fields)
    return _next(made, before, _secret(before), by)


@transaction.atomic
def switch_source(*, name: str, version: int, is_active: bool, by: Actor) -> int:
    """Ask it from now on, or no longer: the version that is made.

    Raises:
        NotFoundError: the actor may not, or there is none.
        ConflictError: somebody else has changed it.
    """
    before = _current(name, version, by)
    made = _copy(before)
    made.is_active = is_active
    return _next(made, before, _secret(before), by)


def try_source(*, name: str, value: str, by: Actor) -> Json:
    """What the service answers about a test value, whole; written in the log as any question.

    Raises:
        NotFoundError: the actor may not, or there is none.
        PortError: the failure that the question met.
    """
    require(by, Permission.LOOKUP_SET_UP)
    row = _newest(name)
    if row is None:
        raise NotFoundError
    outcome = Outcome.UNAVAILABLE
    try:
        told = json_lookup().ask(_query(row, value, None))
        outcome = Outcome.MISSING if told is None else Outcome.FOUND
        return told
    finally:
        with transaction.atomic():
            _log(
                row=row,
                index=_index(value),
                reference=TRIED,
                purpose=TRYING,
                outcome=outcome,
                by=by,
            )
            details = {"outcome": outcome.value, "version": row.version}
            record("lookup.tried", by=by, subject=(SOURCE, row.name), details=details)


def allowed_hosts(*, by: Actor) -> tuple[str, ...]:
    """The hosts that the operator lets this municipality ask; none when nothing is connected.

    Raises:
        NotFoundError: the actor may not.
    """
    require(by, Permission.LOOKUP_SET_UP)
    try:
        return json_lookup().hosts()
    except PortError:
        return ()


def _newest(name: str) -> Source | None:
    return Source.objects.filter(name=name).order_by("-version").first()


def _current(name: str, version: int, by: Actor) -> Source:
    require(by, Permission.LOOKUP_SET_UP)
    row = _newest(name)
    if row is None:
        raise NotFoundError
    if row.version != version:
        raise ConflictError
    return row


def _copy(row: Source) -> Source:
    kept = ("name", "title", "address", "purpose", "legal_basis", "access", "user", "token_url",
            "scope", "fields", "is_active")  # fmt: skip
    return Source(**{name: getattr(row, name) for name in kept})


def _next(made: Source, before: Source | None, secret: str, by: Actor) -> int:
    made.version = before.version + 1 if before else 1
    made.made_at, made.made_by = clock.now(), by.id
    if secret and made.access != AccessKind.NONE:
        made.secret = encrypt(f"source:{made.id}", secret.encode())
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # the same version, in the same instant
        raise ConflictError from None
    details = {"version": made.version, "values": len(made.fields), "on": made.is_active}
    record("lookup.set", by=by, subject=(SOURCE, made.name), details=details)
    return made.version


def _secret(row: Source) -> str:
    return decrypt(f"source:{row.id}", bytes(row.secret)).decode() if row.secret else ""


def _same_place(before: Source, new: NewSource) -> bool:
    place = (before.access, before.user, before.token_url, urlsplit(before.address).netloc)
    access = new.access
    return place == (access.kind, access.name, access.token_url, urlsplit(new.address).netloc)


def _check(new: NewSource) -> None:
    problems: dict[str, list[str]] = {}
    if not NAME.fullmatch(new.name):
        problems["name"] = [_("Skriv ett namn med små bokstäver a–z, siffror och understreck.")]
    for name, most in _LENGTHS.items():
        text = getattr(new, name)
        if not text.strip() or len(text) > most:
            problems[name] = [_told()[name] % {"most": most}]
    if "address" not in problems and (fault := _address_fault(new.address)):
        problems["address"] = [fault]
    if new.access.kind is not AccessKind.NONE and not new.access.name.strip():
        problems["user"] = [_("Skriv namnet.")]
    if new.access.kind is AccessKind.OAUTH and not _is_allowed(new.access.token_url):
        problems["token_url"] = [_("Värden är inte tillåten av driften.")]
    if problems:
        raise InvalidInputError(problems)


def _told() -> dict[str, str]:
    return {
        "title": _("Skriv vad tjänsten heter, med högst %(most)s tecken."),
        "address": _("Skriv adressen, med högst %(most)s tecken."),
        "purpose": _("Skriv varför vi slår upp, med högst %(most)s tecken."),
        "legal_basis": _("Skriv den rättsliga grunden, med högst %(most)s tecken."),
    }


def _address_fault(address: str) -> str:
    places = len(_PLACE.findall(address))
    if places > 1 or {address.count("{"), address.count("}")} != {places}:
        return _(
            "Skriv en adress med högst ett ställe för det som slås upp, till exempel {nummer}."
        )
    return "" if _is_allowed(address) else _("Värden är inte tillåten av driften.")


def _is_allowed(address: str) -> bool:
    try:
        parts, hosts = urlsplit(address), set(json_lookup().hosts())
    except (ValueError, PortError):
        return False
    named = {parts.netloc.lower(), f"{parts.netloc.lower()}:443"}
    return parts.scheme in {"http", "https"} and bool(named & hosts)


def _query(row: Source, value: str, within: float | None) -> LookupQuery:
    access = Access(AccessKind(row.access), row.user, _secret(row), row.token_url, row.scope)
    return LookupQuery(row.address, value, access, within)


def _answer(row: Source, value: str, reference: str, within: float) -> SourceAnswer:
    try:
        told = json_lookup().ask(_query(row, value, within))
    except Rejected as failure:
        log.info("lookup.refused", code=failure.code, source=row.name, reference=reference)
        return SourceAnswer(Outcome.MISSING, row.title)
    except PortError as failure:
        log.warning("lookup.failed", code=failure.code, source=row.name, reference=reference)
        return SourceAnswer(Outcome.UNAVAILABLE, row.title)
    values = {name: pointers.text_at(told, pointer) for name, pointer in row.fields.items()}
    known = {name: text for name, text in values.items() if text}
    choices = {name: pointers.texts_at(told, pointer) for name, pointer in row.fields.items()}
    offered = {name: texts for name, texts in choices.items() if texts}
    outcome = Outcome.FOUND if known or offered else Outcome.MISSING
    return SourceAnswer(outcome, row.title, known, offered, pointers.entries_at(told, row.fields))


def _kept(answer: SourceAnswer) -> dict[str, Any]:
    return {
        "values": dict(answer.values),
        "choices": dict(answer.choices),
        "entries": [dict(one) for one in answer.entries],
    }


def _index(value: str) -> str:
    """A personal number is indexed as a person's, so that she sees that it was asked about."""
    try:
        return number_index(PersonalNumber.parse(value, today=clock.today()))
    except ValueError:
        return blind_index(SOURCE, " ".join(value.casefold().split()))


def _remembered(row: Source, index: str, reference: str) -> SourceAnswer | None:
    since = max(clock.now() - REMEMBERED, row.made_at)  # another version reads something else
    rows = Lookup.objects.filter(
        register=SOURCE, source=row.name, reference=reference, number_index=index,
        outcome=Outcome.FOUND, asked_at__gt=since,
    )  # fmt: skip
    known = rows.order_by("-asked_at").first()
    if known is None or not known.answer:
        return None
    kept = json.loads(decrypt(f"lookup:{known.id}", bytes(known.answer)))
    if set(kept) != {"values", "choices", "entries"}:  # as it was kept in an earlier version
        return None
    choices = {name: tuple(texts) for name, texts in kept["choices"].items()}
    return SourceAnswer(Outcome.FOUND, row.title, kept["values"], choices, tuple(kept["entries"]))


def _log(  # noqa: PLR0913 - what the log tells of a question
    *,
    row: Source,
    index: str,
    reference: str,
    purpose: str,
    outcome: Outcome,
    by: Actor,
    answer: bytes = b"",
) -> None:
    made = Lookup(
        register=SOURCE,
        number_index=index,
        reference=reference,
        purpose=purpose,
        outcome=outcome.value,
        source=row.name,
        title=row.title,
        legal_basis=row.legal_basis,
        asked_at=clock.now(),
        actor_kind=by.kind.value,
        actor_id=by.id,
    )
    if answer:
        made.answer = encrypt(f"lookup:{made.id}", answer)
    made.save(force_insert=True)
