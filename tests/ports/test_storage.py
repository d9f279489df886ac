"""The contract of a storage."""

import resource
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from tests.ports.made import Harness
from tests.ports.suite import adapters_of, each_misconfigured

from samtjanst.ports.failures import Rejected, Temporary

pytestmark = adapters_of("storage")
KEY = "ab/cd/0123456789abcdef"


@contextmanager
def _no_room() -> Iterator[None]:
    # The system itself refuses every byte, as on a full disk.
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 7, bytes(3_000_000)])
def test_what_is_put_is_got(harness: Harness, content: bytes) -> None:
    harness.make().put(KEY, content)
    assert harness.make().get(KEY) == content


def test_same_key_again_replaces(harness: Harness) -> None:
    storage = harness.make()
    storage.put(KEY, b"first")
    storage.put(KEY, b"second")
    assert storage.get(KEY) == b"second"


def test_missing_key_is_rejected_and_deleting_it_does_nothing(harness: Harness) -> None:
    storage = harness.make()
    storage.put(KEY, b"x")
    for _ in range(2):
        storage.delete(KEY)
    for key in (KEY, "ffff", "ab/cd"):
        with pytest.raises(Rejected, match=r"^missing$"):
            storage.get(key)


@pytest.mark.parametrize(
    "key",
    ["", "/", "/ab", "../ab", "ab/../cd", "ab//cd", "ab/", "AB", "ab cd", "ab\n", "å", "ab\0", "."],
)
def test_key_of_another_form_is_rejected_everywhere(harness: Harness, key: str) -> None:
    storage = harness.make()
    with pytest.raises(Rejected):
        storage.put(key, b"x")
    with pytest.raises(Rejected):
        storage.get(key)
    with pytest.raises(Rejected):
        storage.delete(key)


def test_no_room_is_temporary_and_keeps_what_was(harness: Harness) -> None:
    storage = harness.make()
    storage.put(KEY, b"before")
    with _no_room():
        with pytest.raises(Temporary):
            storage.put(KEY, b"after")
        with pytest.raises(Temporary):
            storage.check()
    assert storage.get(KEY) == b"before"
    storage.check()


def test_readers_and_writers_at_once_see_whole_contents(harness: Harness) -> None:
    storage = harness.make()
    contents = [bytes([number]) * 50_000 for number in range(8)]
    storage.put(KEY, contents[0])

    def work(number: int) -> bool:
        storage.put(KEY, contents[number % 8])
        return storage.get(KEY) in contents

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(64)))


def test_wrong_settings_are_not_configured(harness: Harness) -> None:
    each_misconfigured(harness, lambda made: made.check())
