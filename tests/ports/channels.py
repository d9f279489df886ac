"""Harnesses of the channels by which people are told."""

from pathlib import Path

from tests.ports.made import PATIENT, Harness, modes

from samtjanst.simulators import personas
from samtjanst.simulators.mail import server as mail
from samtjanst.simulators.minameddelanden import server as minameddelanden
from samtjanst.simulators.sms import server as sms


def smtp(port: str, name: str, folder: Path) -> Harness:
    """E-mail."""
    running = mail.start(folder)
    settings = running.settings | {"timeout": PATIENT}
    running.box.delay = 0.8

    return Harness(
        port,
        name,
        settings,
        modes(running.box, ("later", "slow", "dropped")),
        {
            "no host": settings | {"host": ""},
            "wrong port": settings | {"port": "x"},
            "encryption that is not offered": settings | {"encryption": "starttls"},
            "login in the clear": settings | {"user": "u", "password": "p"},
        },
        received=running.box.mails,
        closed=[running.stop],
    )


def text_messages(port: str, name: str, folder: Path) -> Harness:
    """Text messages."""
    running = sms.start(folder)
    running.exchange.delay = 0.8
    settings = running.settings | {"timeout": PATIENT}
    return Harness(
        port,
        name,
        settings,
        modes(running.exchange, sms.TITLES),
        {
            "no address": settings | {"url": ""},
            "wrong password": settings | {"password": "x"},
            "a sender that no phone shows": settings | {"sender": "Mjölby kommun"},
        },
        received=lambda: running.exchange.sent,
        addressed="+46701740605",
        closed=[running.stop],
    )


def mailbox(port: str, name: str, folder: Path) -> Harness:
    """Mailboxes for post from authorities."""
    running = minameddelanden.start(folder)
    running.boxes.delay = 0.8
    settings = running.settings | {"timeout": PATIENT}
    meant = {"undelivered", "fault"}
    return Harness(
        port,
        name,
        settings,
        modes(running.boxes, [one for one in minameddelanden.TITLES if one not in meant]),
        {
            "no address": settings | {"register_url": ""},
            "no key": settings | {"signing_key": "/nowhere"},
            "a key that is none": settings | {"signing_key": settings["signing_certificate"]},
            "no organisation": settings | {"organisation_number": "212000"},
        },
        received=lambda: running.boxes.letters,
        addressed=personas.ANNA,
        closed=[running.stop],
    )
