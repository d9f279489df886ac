"""The product as people meet it: live server, simulators, mail catcher, worker, Chromium."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer
from tests.browser.person import Looking, NotLooking, Person
from tests.simulators_support import bankid
from tests.town import Town, found

from samtjanst.simulators.bankid.server import Running as Bank
from samtjanst.simulators.mail import server as mail_server
from samtjanst.simulators.navet import server as navet_server

# Milliseconds that a page may take on a busy machine; nothing waits this long when all is well.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bank]:
    with bankid(tmp_path_factory.mktemp("bankid")) as running:
        yield running


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[navet_server.Running]:
    running = navet_server.start(tmp_path_factory.mktemp("navet"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[mail_server.Running]:
    running = mail_server.start(tmp_path_factory.mktemp("mail"))
    yield running
    running.stop()


@pytest.fixture
def document() -> dict[str, Any] | None:
    """The e-service's definition; a test can say another than the shipped one."""
    return None


@pytest.fixture
def folder(committed_db: None, tmp_path: Path) -> Path:
    """Where a town that is really in the database keeps its files."""
    return tmp_path


@pytest.fixture
def town(
    folder: Path,
    bank: Bank,
    register: navet_server.Running,
    mail: mail_server.Running,
    document: dict[str, Any] | None,
) -> Town:
    """Mjölby with the population register, BankID and mail; the mail box is empty."""
    bank.bank.reset()
    for letter in mail.box.folder.glob("*.eml"):
        letter.unlink()
    return found("mjolby", bank, folder, register=register, mail=mail, document=document)


@pytest.fixture
def worker(town: Town) -> Iterator[None]:
    """The real worker in a process of its own, on the tests' database."""
    found = connection.settings_dict
    address = f"postgresql://samtjanst_app@/{found['NAME']}?host={found['HOST']}"
    environment = os.environ | {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "samtjanst.project.settings",
    }
    command = [sys.executable, "-m", "samtjanst.project.manage", "worker"]
    running = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    yield
    running.terminate()
    running.wait(PATIENCE / 1000)


@pytest.fixture
def people(chromium: Browser, town: Town, live_server: LiveServer) -> Iterator["People"]:
    """Opens browsers for people."""
    opened = People(chromium, town, live_server.url.replace("localhost", town.host))
    yield opened
    for context in opened.contexts:
        context.close()


class People:
    """Browsers of people at one town's address."""

    def __init__(self, chromium: Browser, town: Town, address: str) -> None:
        self.chromium, self.town, self.address = chromium, town, address
        self.netloc = urlsplit(address).netloc
        self.contexts: list[BrowserContext] = []

    def person(
        self,
        kind: type[Person] = Person,
        *,
        town: Town | None = None,
        scripts: bool = True,
        width: int = 360,
        eyes: Looking | None = None,
    ) -> Person:
        """Somebody with a browser of her own, in this town or another."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": 740}, locale="sv-SE", java_script_enabled=scripts
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        at = town or self.town
        address = self.address.replace(self.town.host, at.host)
        return kind(context.new_page(), at, address, eyes or NotLooking(), scripts)
