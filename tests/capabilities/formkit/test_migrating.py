"""An older document is read as a new one, step by step; a newer one is refused with its place."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.capabilities.formkit import sample
from tests.older_format import OLD, old_document, older_formats

from samtjanst.capabilities.formkit import DefinitionError, load, model, package
from samtjanst.capabilities.formkit.reading import migrating
from samtjanst.kernel import canonical


@pytest.fixture
def _older() -> Iterator[None]:
    with older_formats():
        yield


@pytest.mark.usefixtures("_older")
def test_older_document_takes_every_step_and_keeps_its_digest() -> None:
    kept = old_document()
    before = copy.deepcopy(kept)
    found = load(kept)
    assert kept == before
    assert found.document == load(sample.document()).document
    assert found.document["format"] == model.FORMAT
    assert found.sha256 == canonical.digest(kept) != load(sample.document()).sha256


@pytest.mark.usefixtures("_older")
def test_file_with_an_older_definition_is_read_and_written_in_the_newest() -> None:
    found = package.read(package.written(old_document()))
    again = package.read(package.written(found.definition.document))
    assert again.definition.document == load(sample.document()).document


@pytest.mark.usefixtures("_older")
def test_fault_in_an_older_document_is_told() -> None:
    broken = old_document()
    broken["blocks"] = 1
    with pytest.raises(DefinitionError) as caught:
        load(broken)
    assert [one.path for one in caught.value.problems] == ["blocks"]


def test_newest_document_is_the_very_same() -> None:
    document = sample.document()
    assert migrating.forward(document) is document
    assert migrating.STEPS == {}


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ("samtjanst-definition/2", "nyare än det här programmet"),
        (OLD, "formatet ska vara"),
        ("samtjanst-definition/x", "formatet ska vara"),
        (2, "formatet ska vara"),
        (None, "formatet ska vara"),
    ],
)
def test_format_that_cannot_be_read_is_refused_with_its_place(found: Any, reason: str) -> None:
    text = json.dumps({**sample.document(), "format": found}, indent=1)
    with pytest.raises(DefinitionError) as caught:
        package.read(text)
    told = {one.path: one for one in caught.value.problems}["format"]
    assert reason in told.reason
    assert text.splitlines()[told.line - 1].strip().startswith('"format"')


def test_newer_file_is_refused_with_its_place() -> None:
    text = package.written(sample.document()).replace("samtjanst-package/1", "samtjanst-package/7")
    with pytest.raises(DefinitionError) as caught:
        package.read(text)
    (told,) = caught.value.problems
    assert (told.path, told.line) == ("format", 2)
    assert "nyare än det här programmet" in told.reason
