"""A municipality with an e-service developer, and an e-service that can be published."""

import pytest
from django.test import Client
from tests import cast
from tests.web.studio import support
from tests.web.studio.making import ready_service

from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope


@pytest.fixture
def mjolby() -> Municipality:
    row = cast.municipality()
    with open_scope(row):
        cast.staff()
    return row


@pytest.fixture
def elin(mjolby: Municipality) -> Client:
    return support.client(mjolby)


@pytest.fixture
def home(elin: Client, mjolby: Municipality) -> str:
    return ready_service(elin, mjolby)
