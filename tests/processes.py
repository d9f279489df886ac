"""The product's own processes on the tests' database, and the means to kill them for real."""

import http.client
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields
from pathlib import Path
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.test import Client
from tests.browser.waiting import until

from samtjanst.project.supervisor import health
from samtjanst.project.supervisor.child import Child, Program
from samtjanst.project.supervisor.plan import Ports, product

Headers = dict[str, str]
PATIENCE = 120  # seconds that an answer may take on a busy machine
_FIRST_PORT = 18_300


class Process:
    """Worker or web as ``start.py`` starts them."""

    def __init__(self, program: Program, port: int, folder: Path) -> None:
        self.program, self.port = program, port
        self._child = Child(program, folder / f"{program.name}.log", _environment(port))

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._child.start()
        until(lambda: self.program.is_ready() and self._child.code is None)

    def kill(self) -> None:
        """SIGKILL to it and all that it has started: nothing gets to tidy up."""
        os.killpg(self._child.pid, signal.SIGKILL)
        until(lambda: self._child.code is not None)

    def end(self) -> None:
        """Take it down, if it runs."""
        self._child.end()


@contextmanager
def running(name: str, folder: Path) -> Iterator[Process]:
    """The product's "web" or "worker", started, on a free port."""
    with made(name, folder) as process:
        process.start()
        yield process


@contextmanager
def made(name: str, folder: Path) -> Iterator[Process]:
    """As :func:`running`, not started yet."""
    port = health.free_ports(_FIRST_PORT + os.getpid() % 1000, 1)[0]
    ports = Ports(**dict.fromkeys((field.name for field in fields(Ports)), 0) | {"web": port})
    programs = {one.name: one for one in product(ports)}
    process = Process(programs[name], port, folder)
    try:
        yield process
    finally:
        process.end()


def _environment(port: int) -> dict[str, str]:
    found = connection.settings_dict
    return os.environ | {
        "DATABASE_URL": f"postgresql://samtjanst_app@/{found['NAME']}?host={found['HOST']}",
        "DJANGO_SETTINGS_MODULE": "samtjanst.project.settings",
        "SAMTJANST_PORT": str(port),
    }


class Answer:
    """What a visit over the network leads to, when it does; it goes on in a thread of its own."""

    def __init__(self, address: tuple[str, int], verb: str, path: str, headers: Headers) -> None:
        self.status, self.location, self.text = 0, "", ""
        self._asked = http.client.HTTPConnection(*address, timeout=PATIENCE)
        self._thread = threading.Thread(target=self._ask, args=(verb, path, headers), daemon=True)
        self._thread.start()

    def wait(self) -> "Answer":
        """This, when the answer or the end of the connection has come."""
        self._thread.join(PATIENCE)
        return self

    def _ask(self, verb: str, path: str, headers: Headers) -> None:
        with suppress(OSError, http.client.HTTPException):
            self._asked.request(verb, path, headers=headers)
            answer = self._asked.getresponse()
            self.text = answer.read().decode()
            self.location = urlsplit(answer.headers.get("Location", "")).path
            self.status = answer.status
        self._asked.close()


def visit(client: Client, port: int, path: str, verb: str = "GET") -> Answer:
    """Ask for a page over the network, as the test client's browser would."""
    secret = client.cookies.get("csrftoken")
    headers = {
        "Host": f"{client.defaults['SERVER_NAME']}:{port}",
        "Cookie": client.cookies.output(attrs=[], header="", sep=";").strip(),
        "X-CSRFToken": secret.value if secret else "",
    }
    if verb == "POST":
        headers |= {"Content-Length": "0", "Content-Type": "application/x-www-form-urlencoded"}
    return Answer(("127.0.0.1", port), verb, path, headers)


@contextmanager
def held(table: str) -> Iterator[Callable[[int], list[int]]]:
    """Let nobody write to a table; gives a wait until that many backends stand at something.

    The wait returns the process numbers of the backends that stand at the table itself.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")

        def waiting(count: int) -> list[int]:
            cursor.execute("SELECT DISTINCT pid FROM pg_locks WHERE NOT granted")
            everybody = cursor.fetchall()
            cursor.execute(
                "SELECT pid FROM pg_locks WHERE NOT granted AND relation = %s::regclass", [table]
            )
            here = [int(row[0]) for row in cursor.fetchall()]
            return here if here and len(everybody) >= count else []

        yield lambda count: until(lambda: waiting(count))
