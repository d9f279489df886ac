"""The business systems' harnesses."""

from pathlib import Path

from tests.ports.made import PATIENT, Harness, modes

from samtjanst.simulators.pupils import register as pupil_register
from samtjanst.simulators.pupils import server as pupils_server
from samtjanst.simulators.sftp import server as sftp_server
from samtjanst.simulators.social import office as social_office
from samtjanst.simulators.social import server as social_server


def rest_system(port: str, name: str, folder: Path) -> Harness:
    running = pupils_server.start(folder)
    running.register.delay = 0.8
    settings = running.settings | {"timeout": PATIENT}

    return Harness(
        port,
        name,
        settings,
        modes(running.register, pupil_register.MODES),
        {
            "no address": settings | {"url": ""},
            "no web address": settings | {"url": "ftp://localhost/"},
            "no access": settings | {"token": "another"},
            "trust that is not there": settings | {"trusted_authorities": "/nowhere"},
        },
        closed=[running.stop],
    )


def drop_folder_system(port: str, name: str, folder: Path) -> Harness:
    return Harness(
        port,
        name,
        {"path": str(folder)},
        {},
        {
            "no path": {},
            "relative path": {"path": "files"},
            "not mounted": {"path": str(folder / "a")},
            "no such format": {"path": str(folder), "format": "pdf"},
        },
    )


def sftp_system(port: str, name: str, folder: Path) -> Harness:
    running = sftp_server.start(folder)
    settings = running.settings | {"timeout": PATIENT}
    running.server.delay = 0.8

    return Harness(
        port,
        name,
        settings,
        modes(running.server, sftp_server.MODES),
        {
            "no address": settings | {"host": ""},
            "no key of the server": settings | {"host_key": ""},
            "another server": settings | {"host_key": "ssh-ed25519 QUJD"},
            "key that is none": settings | {"private_key": "-----BEGIN"},
            "nothing to log in with": settings | {"private_key": ""},
            "wrong password": settings | {"private_key": "", "password": "x"},
            "no such folder": settings | {"path": "/away"},
            "no such format": settings | {"format": "pdf"},
        },
        closed=[running.stop],
    )


def archive(port: str, name: str, folder: Path) -> Harness:
    return Harness(
        port,
        name,
        {"path": str(folder)},
        {},
        {
            "no path": {},
            "relative path": {"path": "files"},
            "not mounted": {"path": str(folder / "a")},
            "no such profile": {"path": str(folder), "profile": "3"},
            "far away without a key": {"path": "/", "host": "localhost"},
        },
    )


def soap_system(port: str, name: str, folder: Path) -> Harness:
    running = social_server.start(folder)
    office, settings = running.office, running.settings | {"timeout": PATIENT}
    # Any fields, and nobody gets to what lies in the queue: receipts have tests of their own.
    office.delay, office.pace, office.is_strict = 0.8, None, False

    return Harness(
        port,
        name,
        settings,
        modes(office, social_office.MODES),
        {
            "no address": settings | {"url": ""},
            "no web address": settings | {"url": "ftp://localhost/"},
            "wrong path": settings | {"url": f"{settings['url']}/x"},
            "wrong password": settings | {"password": "another"},
            "no namespace": settings | {"namespace": ""},
            "trust that is not there": settings | {"trusted_authorities": "/nowhere"},
        },
        closed=[running.stop],
    )
