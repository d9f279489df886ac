"""Browsers and a municipality with BankID, for tests of login."""

from typing import Any

from django.test import Client
from tests import cast

from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.simulators.bankid.orders import Order, person
from samtjanst.simulators.bankid.server import Running
from samtjanst.simulators.personas import ANNA

COOKIE, DEVICE = "samtjanst", "samtjanst-enhet"


def municipality(bank: Running, slug: str = "mjolby", **settings: Any) -> Municipality:
    """A municipality whose citizens log in with the simulated BankID."""
    row = cast.municipality(slug)
    with open_scope(row):
        for port in (Port.IDENTITY, Port.SIGNING):
            bind(port=port, adapter="bankid", settings=bank.settings | settings)
    return row


def browser(slug: str = "mjolby", **headers: str) -> Client:
    """A browser that knows nothing yet."""
    return Client(SERVER_NAME=f"{slug}.localhost", SERVER_PORT="8000", headers=headers)


def begin(client: Client, next_path: str = "", path: str = "/logga-in/") -> str:
    """Start a login; the path of the order's page."""
    answer = client.post(path, {"next": next_path})
    assert answer.status_code == 302, answer.content.decode()[-500:]
    return str(answer["Location"])


def key_of(page: str) -> str:
    """The order's key in the page's path."""
    return page.rstrip("/").rsplit("/", 1)[-1]


def poll_path(page: str) -> str:
    """What the page asks for every other second."""
    return f"/eid/{key_of(page)}/status/"


def code_path(page: str) -> str:
    """The code that the page shows."""
    return f"/eid/{key_of(page)}/kod.svg"


def order(bank: Running) -> Order:
    """The order that was started last, as the bank has it."""
    return bank.bank.waiting()[0]


def play(bank: Running, number: str = ANNA) -> None:
    """The person identifies herself in the app."""
    who = person(number)
    assert who
    bank.bank.complete(order(bank), who)


def text(client: Client, path: str, status: int = 200) -> str:
    """The page's content."""
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[-500:]
    return answer.content.decode()


def logged_in_as(client: Client) -> bool:
    """Whether the browser gets a page that only somebody logged in gets."""
    return client.get("/mina-arenden/").status_code == 200
