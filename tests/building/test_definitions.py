"""E-services: versions that never change, and a search that people would expect."""

import copy
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.journey_support import DOCUMENT, school_transport

from samtjanst.building.definitions.models import Version
from samtjanst.building.definitions.queries import loaded_from, published, search
from samtjanst.building.definitions.services import publish
from samtjanst.capabilities.formkit.definition import DefinitionError, load
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel.errors import InvalidInputError, NotFoundError

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby() -> Iterator[None]:
    with open_scope(cast.municipality()):
        school_transport()
        yield


@pytest.mark.parametrize("words", ["skjuts", "buss", "Skolskjuts", "skolskuts", "", "SKOLSKJUTSEN"])
def test_search_finds_school_transport(mjolby: None, words: str) -> None:
    assert [service.slug for service in search(words)] == ["skolskjuts"]


@pytest.mark.parametrize("words", ["bygglov", "x" * 10_000, "'; DROP TABLE", "☃"])
def test_search_for_something_else_finds_nothing(mjolby: None, words: str) -> None:
    assert search(words) == []


def test_search_takes_one_query(mjolby: None) -> None:
    search("")
    with CaptureQueriesContext(connection) as queries:
        search("buss")
    assert len(queries) == 1


def test_same_document_is_the_same_version(mjolby: None) -> None:
    school_transport()
    changed = copy.deepcopy(DOCUMENT)
    changed["title"]["sv"] = "Ansökan om skolskjuts och resor"
    school_transport(document=changed)
    assert list(Version.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert published("skolskjuts").version_number == 2


def test_document_is_loaded_once_and_a_changed_one_anew() -> None:
    found = loaded_from(DOCUMENT)
    assert loaded_from(copy.deepcopy(DOCUMENT)) is found
    assert found.sha256 == load(DOCUMENT).sha256
    changed = DOCUMENT | {"title": {"sv": "Resor", "en": "Travels"}}
    assert loaded_from(changed).title.to("sv") == "Resor"
    assert loaded_from(DOCUMENT).title.to("sv") != "Resor"


@pytest.mark.parametrize("wrong", [{"minutes": 1.5}, {"format": {1, 2}}, {"pages": []}])
def test_document_that_is_none_is_refused_each_time(wrong: dict[str, object]) -> None:
    for _ in range(2):
        with pytest.raises(DefinitionError):
            loaded_from(DOCUMENT | wrong)


def test_e_service_of_another_municipality_is_not_found(mjolby: None) -> None:
    with open_scope(cast.municipality("norrkoping")):
        assert search("") == []
        with pytest.raises(NotFoundError):
            published("skolskjuts")


def test_municipalities_have_their_own_values_of_one_definition(mjolby: None) -> None:
    ours = published("skolskjuts")
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping")
        theirs = published("skolskjuts")
    assert ours.definition.sha256 == theirs.definition.sha256
    assert ours.parameters != theirs.parameters


def test_missing_parameter_stops_publishing(mjolby: None) -> None:
    service = published("skolskjuts")
    with pytest.raises(InvalidInputError):
        publish(
            slug="skolskjuts",
            document=DOCUMENT,
            parameters={},
            unit=cast.unit(),
            by=cast.staff_actor(Role.SERVICE_DEVELOPER),
        )
    assert published("skolskjuts").version_id == service.version_id
