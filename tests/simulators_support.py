"""Simulators as tests start them: real servers on free ports."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samtjanst.simulators.bankid.server import Running, start


@contextmanager
def bankid(folder: Path) -> Iterator[Running]:
    """BankID on loopback."""
    running = start(folder)
    try:
        yield running
    finally:
        running.stop()
