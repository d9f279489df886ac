"""Browsers that are logged in already: the log-in itself is tested elsewhere."""

from django.test import Client
from tests import cast

from samtjanst.foundation.people.middleware import COOKIE
from samtjanst.foundation.people.sessions import sign_in_staff
from samtjanst.foundation.people.types import Role
from samtjanst.kernel.personal_number import PersonalNumber


def staff(role: Role = Role.HANDLER, slug: str = "mjolby") -> Client:
    """A member of staff of the municipality whose scope is open."""
    opened = sign_in_staff(
        old=cast.session(), staff=cast.staff(role), assurance_level=3, method="bankid"
    )
    return _client(slug, opened.token)


def citizen(number: PersonalNumber = cast.APPLICANT, slug: str = "mjolby") -> Client:
    """A citizen in the municipality whose scope is open."""
    return _client(slug, cast.logged_in(number).token)


def _client(slug: str, token: str) -> Client:
    client = Client(SERVER_NAME=f"{slug}.localhost", SERVER_PORT="8000")
    client.cookies[COOKIE] = token
    return client
