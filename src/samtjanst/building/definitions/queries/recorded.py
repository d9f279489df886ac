"""Reads of recorded tests."""

import uuid
from collections.abc import Collection, Iterator
from typing import Any

from samtjanst.building.definitions import recordings
from samtjanst.building.definitions.models import Draft, RecordedTest
from samtjanst.building.definitions.types import TestView
from samtjanst.capabilities.formkit import recording
from samtjanst.capabilities.formkit.texts import Told
from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotFoundError


def tests(actor: Actor, slug: str) -> list[TestView]:
    """Every recorded test, run now on the draft; those that do not hold first.

    Raises:
        NotFoundError: no such e-service, or no draft of it.
    """
    require(actor, Permission.ESERVICE_READ)
    draft = Draft.objects.filter(service__slug=slug).first()
    if draft is None:
        raise NotFoundError
    rows = list(RecordedTest.objects.select_related("made_by").filter(service_id=draft.service_id))
    found = recordings.results(draft, rows)
    views = [_view(row, found[row.id]) for row in rows]
    return sorted(views, key=lambda one: (not one.differences, one.name.casefold()))


def test(actor: Actor, slug: str, test_id: uuid.UUID) -> TestView:
    """One test, not run.

    Raises:
        NotFoundError: no such test of the e-service.
    """
    require(actor, Permission.ESERVICE_READ)
    rows = RecordedTest.objects.select_related("made_by").filter(service__slug=slug)
    row = rows.filter(id=test_id).first()
    if row is None:
        raise NotFoundError
    return _view(row, [])


def answered_with(actor: Actor, slug: str, questions: Collection[str]) -> list[tuple[str, str]]:
    """Which tests answer one of the questions with an item of a list: name and the item's id."""
    require(actor, Permission.ESERVICE_READ)
    rows = RecordedTest.objects.filter(service__slug=slug).order_by("name")
    return [
        (row.name, item)
        for row in rows.only("name", "run")
        for item in dict.fromkeys(_items(row.run["answers"], questions))
    ]


def _items(value: Any, questions: Collection[str]) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _items(one, questions)
    elif isinstance(value, dict):
        for name, held in value.items():
            if name in questions and isinstance(held, dict) and isinstance(held.get("id"), str):
                yield held["id"]
            yield from _items(held, questions)


def _view(row: RecordedTest, differences: list[Told]) -> TestView:
    return TestView(
        id=row.id,
        name=row.name,
        person=row.run["person"],
        answers=row.run["answers"],
        files=row.run["context"]["files"],
        made_by=row.made_by.name if row.made_by else "",
        at=row.at,
        differences=tuple(differences),
        follows=tuple(recording.said(row.expected)),
        is_older="follows" not in row.expected,
        known=row.run["context"],
    )
