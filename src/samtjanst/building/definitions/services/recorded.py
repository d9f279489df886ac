"""Verbs of recorded tests: a run is recorded, accepted as it now goes, removed."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from samtjanst.building.definitions import recordings
from samtjanst.building.definitions.models import Draft, RecordedTest
from samtjanst.capabilities.formkit import recording
from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.editing.sketch import sketch
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError

LONGEST_NAME = 120
MOST_TESTS = 100


@transaction.atomic
def record_test(  # noqa: PLR0913 - a run is all of these
    *,
    slug: str,
    name: str,
    person: str,
    answers: Mapping[str, Any],
    context: Context,
    by: Actor,
) -> uuid.UUID:
    """Keep a run through the draft as a test: it is to go the same way from now on.

    Raises:
        InvalidInputError: no name, a name that is taken, too many tests, nothing to try.
    """
    require(by, Permission.ESERVICE_BUILD)
    draft = _locked(slug)
    title, definition = " ".join(name.split()), sketch(draft.document)
    tests = RecordedTest.objects.filter(service_id=draft.service_id)
    faults = _faults(title, set(tests.values_list("name", flat=True)))
    if faults or definition is None:
        raise InvalidInputError({"name": faults or [recordings.NOTHING]})
    run = {"person": person, "answers": dict(answers), "context": recording.kept(context)}
    row = RecordedTest(service_id=draft.service_id, name=title, run=run, at=clock.now())
    row.expected = recordings.outcome(definition, draft.parameters, run)
    row.made_by_id = by.id if by.is_staff else None
    row.save(force_insert=True)
    _count(draft)
    record("e_service.test_recorded", by=by, subject=("e_service", draft.service_id))
    return row.id


@transaction.atomic
def accept_test(*, slug: str, test_id: uuid.UUID, by: Actor) -> None:
    """Let what happens now be what is expected.

    Raises:
        NotFoundError: no such test of the e-service, no draft, or nothing to try in it.
    """
    require(by, Permission.ESERVICE_BUILD)
    draft = _locked(slug)
    row, definition = _test(draft, test_id), sketch(draft.document)
    if definition is None:
        raise NotFoundError
    row.expected = recordings.outcome(definition, draft.parameters, row.run)
    row.save(update_fields=["expected"])
    _count(draft)
    record("e_service.test_accepted", by=by, subject=("e_service", draft.service_id))


@transaction.atomic
def remove_test(*, slug: str, test_id: uuid.UUID, by: Actor) -> None:
    """Take a test away.

    Raises:
        NotFoundError: no such test of the e-service, or no draft.
    """
    require(by, Permission.ESERVICE_BUILD)
    draft = _locked(slug)
    _test(draft, test_id).delete()
    _count(draft)
    record("e_service.test_removed", by=by, subject=("e_service", draft.service_id))


def _faults(name: str, taken: set[str]) -> list[str]:
    if not name or len(name) > LONGEST_NAME or "\0" in name:
        return [f"Skriv vad testet visar, med högst {LONGEST_NAME} tecken."]
    if name in taken:
        return ["Det finns redan ett test med det namnet. Skriv ett annat."]
    return ["Det finns redan 100 tester. Ta bort något först."] if len(taken) >= MOST_TESTS else []


def _count(draft: Draft) -> None:
    recordings.counted(draft)
    draft.save(update_fields=["tests", "tests_broken"])


def _test(draft: Draft, test_id: uuid.UUID) -> RecordedTest:
    row = RecordedTest.objects.filter(service_id=draft.service_id, id=test_id).first()
    if row is None:
        raise NotFoundError
    return row


def _locked(slug: str) -> Draft:
    draft = Draft.objects.select_for_update().filter(service__slug=slug).first()
    if draft is None:
        raise NotFoundError
    return draft
