"""The product as people meet it: live server, simulators, mail catcher, worker, Chromium."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from procrastinate.contrib.django import app
from pytest_django.live_server_helper import LiveServer
from tests.browser.steps import Person
from tests.simulators_support import bankid
from tests.town import Town, found

from samtjanst.simulators.bankid.server import Running as Bank
from samtjanst.simulators.mail import server as mail_server
from samtjanst.simulators.navet import server as navet_server

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*FLAGS])
        yield opened
        opened.close()


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
def town(
    committed_db: None,
    bank: Bank,
    register: navet_server.Running,
    mail: mail_server.Running,
    tmp_path: Path,
) -> Town:
    """Mjölby with the population register, BankID and mail; the mail box is empty."""
    bank.bank.reset()
    for letter in mail.box.folder.glob("*.eml"):
        letter.unlink()
    return found("mjolby", bank, tmp_path, register=register, mail=mail)


@pytest.fixture
def worker(town: Town) -> Iterator[None]:
    """The real worker, which hears of jobs as they are committed."""
    with _working():
        yield


@contextmanager
def _working() -> Iterator[None]:
    loop, started = asyncio.new_event_loop(), threading.Event()
    tasks: list[asyncio.Task[None]] = []

    async def run() -> None:
        # An app of its own: the web in this process goes on committing jobs with its own.
        at_work = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        async with at_work.open_async():
            started.set()
            await at_work.run_worker_async(
                concurrency=1, fetch_job_polling_interval=1, install_signal_handlers=False
            )

    def live() -> None:
        asyncio.set_event_loop(loop)
        tasks.append(loop.create_task(run()))
        with pytest.MonkeyPatch.context():
            loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))

    thread = threading.Thread(target=live, daemon=True)
    thread.start()
    assert started.wait(10)
    yield
    loop.call_soon_threadsafe(tasks[0].cancel)
    thread.join(20)
    assert not thread.is_alive()


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
        self.contexts: list[BrowserContext] = []

    def person(self, *, scripts: bool = True, width: int = 360) -> Person:
        """Somebody with a browser of her own."""
        context = self.chromium.new_context(
            viewport={"width": width, "height": 740}, locale="sv-SE", java_script_enabled=scripts
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        return Person(context.new_page(), self.town, self.address)
