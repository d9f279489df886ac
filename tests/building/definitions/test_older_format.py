"""What was stored in an older format is read in the newest and stays as it was."""

from collections.abc import Iterator

import pytest
from django.db import connection
from tests import cast
from tests.capabilities.formkit import sample
from tests.journey_support import school_transport
from tests.older_format import old_document, older_formats

from samtjanst.building.definitions.models import Version
from samtjanst.building.definitions.queries import published
from samtjanst.building.definitions.queries import workshop as reads
from samtjanst.building.definitions.services import workshop
from samtjanst.capabilities.formkit import load, model
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import canonical

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby() -> Iterator[None]:
    with older_formats(), open_scope(cast.municipality()):
        school_transport(document=old_document())
        yield


@pytest.mark.usefixtures("mjolby")
def test_version_of_an_older_format_keeps_its_bytes_and_digest() -> None:
    digest = canonical.digest(old_document())
    newest = load(sample.document()).document
    row = Version.objects.get()
    assert (row.sha256, row.document) == (digest, newest)
    assert published("skolskjuts").definition.sha256 == digest
    assert published("skolskjuts").definition.document == newest
    with connection.cursor() as cursor:
        cursor.execute("SELECT document->>'format' FROM definitions_version")
        assert cursor.fetchall() == [(old_document()["format"],)]


@pytest.mark.usefixtures("mjolby")
def test_next_version_is_made_in_the_newest_format() -> None:
    elin = cast.staff_actor(Role.SERVICE_DEVELOPER)
    workshop.start_draft(slug="skolskjuts", by=elin)
    document = reads.draft_of(elin, "skolskjuts").document
    assert document["format"] == model.FORMAT
    assert load(document).document == load(sample.document()).document
