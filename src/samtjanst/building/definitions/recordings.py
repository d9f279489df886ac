"""Recorded tests run on a draft."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from samtjanst.building.definitions.models import Draft, RecordedTest
from samtjanst.capabilities.formkit import recording
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.editing.sketch import sketch
from samtjanst.capabilities.formkit.texts import Told

NOTHING = Told(
    "Formuläret har inga frågor som går att prova.", "The form has no questions that can be tried."
)


def results(draft: Draft, tests: Iterable[RecordedTest]) -> dict[uuid.UUID, list[Told]]:
    """For each test what is not as it was recorded; [] when it holds."""
    listed = list(tests)
    definition = sketch(draft.document) if listed else None
    return {one.id: _result(definition, draft.parameters, one) for one in listed}


def counted(draft: Draft) -> None:
    """Run every test of the draft's e-service and keep on the draft how it went; saves nothing."""
    found = results(draft, RecordedTest.objects.filter(service_id=draft.service_id))
    draft.tests, draft.tests_broken = len(found), sum(map(bool, found.values()))


def outcome(
    definition: Definition, parameters: Mapping[str, Any], run: Mapping[str, Any]
) -> recording.Observed:
    """What happens when a run is made once more."""
    context = recording.restored(run["context"], parameters)
    return recording.observed(definition, run["answers"], context)


def _result(
    definition: Definition | None, parameters: Mapping[str, Any], test: RecordedTest
) -> list[Told]:
    if definition is None:
        return [NOTHING]
    return recording.differences(test.expected, outcome(definition, parameters, test.run))
