"""Start in order, keep alive, stop in order."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from samtjanst.project import postgres
from samtjanst.project.supervisor import plan, screen
from samtjanst.project.supervisor.child import Child, Program
from samtjanst.project.supervisor.folder import CannotStartError, DataFolder

_PATIENCE = 60.0  # seconds for a process to get ready
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """Raised in the main thread by Ctrl-C or a signal to end."""


class Supervisor:
    """One running instance of the product."""

    def __init__(self, folder: DataFolder, port: int) -> None:
        self._folder = folder
        self._port = port
        self._database: postgres.Server | None = None
        self._children: list[Child] = []

    def run(self) -> None:
        """Start everything, then keep it alive until asked to stop.

        Raises:
            CannotStartError: a part did not start; everything else has been stopped.
        """
        with _signals_raise():
            try:
                self._start()
                while True:
                    self._tend()
                    time.sleep(0.2)
            except StopRequested:
                screen.say("")
            finally:
                self._stop()

    def _start(self) -> None:
        self._folder.set_aside_large_logs()
        ports = plan.choose_ports(self._port)
        if ports.web != self._port:
            screen.line(f"Port {self._port} is taken; using {ports.web}")
        dsn_app, dsn_owner = self._open_database()
        environment = plan.environment(self._folder, ports, dsn_app, dsn_owner)
        outside = self._start_all(plan.simulators(self._folder, ports), environment)
        files = self._start_all(plan.files(), environment)
        self._prepare(environment, outside)
        for child in files:
            self._finish(child)
        for child in self._start_all(plan.product(ports), environment):
            self._await(child)
        logs = str(self._folder.log("web").parent)
        screen.say(screen.summary(ports, screen.municipalities(dsn_owner), logs))

    def _open_database(self) -> tuple[str, str]:
        given = os.environ.get("DATABASE_URL")
        if given:
            return given, os.environ.get("MIGRATION_DATABASE_URL", given)
        with screen.step("Database"):
            server = self._own_database()
        return server.dsn_app, server.dsn_owner

    def _own_database(self) -> postgres.Server:
        try:
            server = postgres.ensure(self._folder.postgres)
            if not server.started:
                # Left by an instance that was killed, and about to end with it: take over.
                server.stop()
                server = postgres.ensure(self._folder.postgres)
        except postgres.DatabaseStartError as error:
            raise CannotStartError(str(error)) from error
        self._database = server
        return server

    def _prepare(self, environment: plan.Environment, outside: list[Child]) -> None:
        for program in plan.preparations():
            if program.name == "demo":
                for child in outside:
                    self._await(child)
            with screen.step(program.title):
                self._run_once(program, environment)

    def _run_once(self, program: Program, environment: plan.Environment) -> None:
        child = Child(program, self._folder.log(program.name), environment)
        # Kept while it runs, so that a request to stop takes it down too.
        self._children.append(child)
        child.start()
        self._end_of(child)

    def _finish(self, child: Child) -> None:
        with screen.step(child.program.title):
            self._end_of(child)

    def _end_of(self, child: Child) -> None:
        if child.await_end():
            raise _failed(child)
        self._children.remove(child)

    def _start_all(self, programs: list[Program], environment: plan.Environment) -> list[Child]:
        started = []
        for program in programs:
            child = Child(program, self._folder.log(program.name), environment)
            self._children.append(child)
            child.start()
            started.append(child)
        return started

    def _await(self, child: Child) -> None:
        deadline = time.monotonic() + _PATIENCE
        with screen.step(child.program.title):
            while not child.program.is_ready():
                if child.code is not None or time.monotonic() > deadline:
                    raise _failed(child)
                time.sleep(0.05)

    def _tend(self) -> None:
        if self._database and not self._database.is_running:
            screen.line("The database ended; starting it again")
            with suppress(CannotStartError):
                self._own_database()
        for child in self._children:
            news = child.tend()
            if news:
                screen.line(f"{news} (see {child.log})")

    def _stop(self) -> None:
        # From the outside in: nobody is let in any more before anything they need is taken away.
        _ignore_further_signals()
        for child in reversed(self._children):
            child.ask_to_end()
        for child in reversed(self._children):
            child.end()
        if self._database:
            self._database.stop()
        screen.say("Everything is stopped.")


def run(folder: DataFolder, port: int, *, fresh: bool) -> None:
    """Run one instance until somebody stops it.

    Raises:
        CannotStartError: it cannot be started, or runs already.
    """
    if fresh and not folder.is_ours():
        raise CannotStartError(f"{folder.root} holds other things; --fresh will not empty it")
    with folder.claimed():
        if fresh:
            with screen.step("Deleting old data"):
                folder.empty()
        Supervisor(folder, port).run()


def _failed(child: Child) -> CannotStartError:
    return CannotStartError(
        f"{child.program.title}: that failed. The end of {child.log}:\n{child.last_words()}"
    )


@contextmanager
def _signals_raise() -> Iterator[None]:
    before = {number: signal.signal(number, _on_signal) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _on_signal(_number: int, _frame: FrameType | None) -> None:
    raise StopRequested


def _ignore_further_signals() -> None:
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
