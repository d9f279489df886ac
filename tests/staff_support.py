"""Browsers in which somebody has logged in, without the e-ID in between."""

from django.test import Client
from tests import cast

from samtjanst.foundation.people.middleware import COOKIE
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.sessions import sign_in_staff
from samtjanst.kernel.personal_number import PersonalNumber


def browser(slug: str = "mjolby", token: str = "") -> Client:
    """A browser at the municipality's host."""
    client = Client(SERVER_NAME=f"{slug}.localhost", SERVER_PORT="8000")
    if token:
        client.cookies[COOKIE] = token
    return client


def staff_token(account: StaffAccount) -> str:
    """The secret of a session of the member of staff; its municipality's scope is open."""
    opened = sign_in_staff(old=cast.session(), staff=account, assurance_level=3, method="bankid")
    return opened.token


def citizen_token(number: PersonalNumber = cast.APPLICANT) -> str:
    """The secret of a session of the citizen."""
    return cast.logged_in(number).token
