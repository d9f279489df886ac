"""Waiting for what the worker does, as long as it takes on a busy machine."""

import re
import threading
import time
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from tests.town import Town

Found = TypeVar("Found")
PATIENCE = 120.0  # seconds
_BREATH = 0.1  # seconds between two looks


def until(look: Callable[[], Found | None]) -> Found:
    """What is found, as soon as it is there."""
    give_up, pause = time.monotonic() + PATIENCE, threading.Event()
    while time.monotonic() < give_up:
        if found := look():
            return found
        pause.wait(_BREATH)
    raise AssertionError(f"nothing came: {look}")


def mails_to(town: Town, address: str, count: int) -> list[dict[str, str]]:
    """The mails to an address, newest first, when there are that many."""
    assert town.mail
    box = town.mail.box

    def there() -> list[dict[str, str]] | None:
        found = [mail for mail in box.mails() if address in mail["to"]]
        return found if len(found) >= count else None

    return until(there)


def path_in(mail: dict[str, str]) -> str:
    """The path of the one address in a mail."""
    (address,) = re.findall(r"https?://\S+", mail["text"])
    return urlsplit(str(address)).path
