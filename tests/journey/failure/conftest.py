"""Simulators for the whole run, and towns that use them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.journey_support import DOCUMENT
from tests.simulators_support import bankid
from tests.town import Town, found

from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.simulators.bankid.server import Running as Bank
from samtjanst.simulators.mail import server as mail_server
from samtjanst.simulators.navet import server as navet_server


@pytest.fixture(scope="session")
def _bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bank]:
    with bankid(tmp_path_factory.mktemp("bankid")) as running:
        yield running


@pytest.fixture
def bank(_bank: Bank) -> Iterator[Bank]:
    yield _bank
    _bank.bank.reset()


@pytest.fixture(scope="session")
def _register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[navet_server.Running]:
    running = navet_server.start(tmp_path_factory.mktemp("navet"))
    yield running
    running.stop()


@pytest.fixture
def register(_register: navet_server.Running) -> Iterator[navet_server.Running]:
    yield _register
    _register.register.mode = "up"
    _register.register.asked.clear()


@pytest.fixture(scope="session")
def _mail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[mail_server.Running]:
    running = mail_server.start(tmp_path_factory.mktemp("mail"))
    yield running
    running.stop()


@pytest.fixture
def mail(_mail: mail_server.Running) -> Iterator[mail_server.Running]:
    yield _mail
    _mail.box.mode = "up"
    for letter in _mail.box.folder.glob("*.eml"):
        letter.unlink()


@pytest.fixture
def mjolby(db: None, bank: Bank, tmp_path: Path) -> Town:
    """A town without a register: everything is the applicant's own statement."""
    return found("mjolby", bank, tmp_path)


@pytest.fixture
def town(
    db: None,
    bank: Bank,
    register: navet_server.Running,
    mail: mail_server.Running,
    tmp_path: Path,
) -> Town:
    """A town with everything."""
    return found("mjolby", bank, tmp_path, register=register, mail=mail)


@pytest.fixture
def document() -> dict[str, Any]:
    """The definition of a committed town's e-service; a test can say another."""
    return DOCUMENT


@pytest.fixture
def committed_town(
    _committed_folder: Path,
    bank: Bank,
    register: navet_server.Running,
    mail: mail_server.Running,
    document: dict[str, Any],
) -> Town:
    """A town with everything, really in the database: other processes and threads see it.

    Bo has logged in before and said where to write to him.
    """
    town = found("mjolby", bank, _committed_folder, register=register, mail=mail, document=document)
    with open_scope(town.row):
        cast.citizen(cast.OTHER_GUARDIAN)
        cast.staff()
    return town


@pytest.fixture
def _committed_folder(committed_db: None, tmp_path: Path) -> Path:
    return tmp_path
