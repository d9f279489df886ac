"""What somebody uploads is what it says, is clean, and belongs to one owner."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests import cast

from samtjanst.foundation.files import queries, services, sniff
from samtjanst.foundation.files.types import Limits, ScanState
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel.errors import InvalidInputError, NotFoundError, TamperedError

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nintyg"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
LIMITS = Limits(frozenset({sniff.PDF, sniff.JPEG}), max_bytes=1000, max_files=2)
OWNER = ("filing", uuid.UUID(int=1))


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Actor]:
    with open_scope(cast.municipality(storage=str(tmp_path / "files"))):
        yield cast.citizen_actor()


def _store(by: Actor, content: bytes = PDF, name: str = "intyg.pdf") -> str:
    return services.store_upload(owner=OWNER, name=name, content=content, limits=LIMITS, by=by).id


def test_file_comes_back_as_it_was(anna: Actor) -> None:
    info, content = services.read(file_id=_store(anna), owner=OWNER, by=anna)
    assert (content, info.name, info.scan_state) == (PDF, "intyg.pdf", ScanState.CLEAN)


def test_stored_bytes_say_nothing(anna: Actor, tmp_path: Path) -> None:
    _store(anna)
    kept = [path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert kept
    assert all(b"intyg" not in content for content in kept)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "tom"),
        (PDF + b"x" * 1000, "stor"),
        (b"MZ\x90\x00 a program", "Filtypen"),
        (b"<html><script>", "Filtypen"),
        (b"%PDF-1.7\n" + EICAR, "skadlig"),
    ],
)
def test_unfit_file_is_refused_with_a_clear_text(anna: Actor, content: bytes, word: str) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        _store(anna, content)
    assert word in refusal.value.problems[""][0]
    assert queries.infos(OWNER) == []


def test_one_file_too_many_is_refused(anna: Actor) -> None:
    _store(anna)
    _store(anna)
    with pytest.raises(InvalidInputError):
        _store(anna)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\fil.exe", "fil.pdf"),
        ("..", "fil.pdf"),
        ("in\r\ntyg\x00.pdf", "intyg.pdf"),
        ("läkar\u202egpj.pdf", "läkargpj.pdf"),
        ("x" * 500, "x" * 120 + ".pdf"),
    ],
)
def test_name_is_made_safe(name: str, safe: str) -> None:
    assert services.safe_name(name, sniff.PDF) == safe


def test_file_of_another_owner_is_not_found(anna: Actor) -> None:
    stranger = ("filing", uuid.UUID(int=2))
    with pytest.raises(NotFoundError):
        services.read(file_id=_store(anna), owner=stranger, by=anna)


def test_file_of_another_municipality_is_not_found(anna: Actor, tmp_path: Path) -> None:
    key = _store(anna)
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "files"))):
        for owner in (OWNER, ("filing", uuid.UUID(int=3))):
            with pytest.raises(NotFoundError):
                services.read(file_id=key, owner=owner, by=cast.citizen_actor())


def test_file_is_kept_unopened_while_the_scanner_is_down(anna: Actor) -> None:
    bind(port=Port.SCAN, adapter="demo_failing", settings={"failure": "temporary"})
    key = _store(anna)
    assert queries.infos(OWNER)[0].scan_state is ScanState.PENDING
    with pytest.raises(NotFoundError):
        services.read(file_id=key, owner=OWNER, by=anna)
    bind(port=Port.SCAN, adapter="demo", settings={})
    services.scan_later({"file": key})
    assert services.read(file_id=key, owner=OWNER, by=anna)[1] == PDF


def test_changed_content_is_noticed(anna: Actor, tmp_path: Path) -> None:
    key = _store(anna)
    for path in (tmp_path / "files").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(TamperedError):
        services.read(file_id=key, owner=OWNER, by=anna)
