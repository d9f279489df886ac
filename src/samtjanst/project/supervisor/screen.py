"""What the person at the terminal sees."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg

from samtjanst.project.supervisor.plan import Ports
from samtjanst.simulators import personas

# Each shows something else of the journey; all others stand on the BankID simulator's page.
_SHOWN = (personas.ANNA, personas.BO, personas.IVAR, personas.PETRA, personas.TEOFIL)


@contextmanager
def step(title: str) -> Iterator[None]:
    """A line that says what is being done, and how long it took when it is done."""
    begun = time.monotonic()
    _write(f"  {title:<18} … ")
    try:
        yield
    except BaseException:
        _write("not done\n")
        raise
    _write(f"ready ({time.monotonic() - begun:.1f} s)\n")


def line(text: str) -> None:
    """One line of news."""
    _write(f"  {time.strftime('%H:%M:%S')} {text}\n")


def say(text: str) -> None:
    """Plain text."""
    _write(f"{text}\n")


def municipalities(dsn_owner: str) -> list[tuple[str, str]]:
    """Name and local host name of every municipality in the database."""
    with psycopg.connect(dsn_owner) as connection:
        found = connection.execute(
            "SELECT m.name, h.name FROM tenancy_hostname h"
            " JOIN tenancy_municipality m ON m.id = h.municipality_id"
            " WHERE h.name LIKE '%.localhost' ORDER BY m.name"
        ).fetchall()
    return [(str(name), str(host)) for name, host in found]


def summary(ports: Ports, places: Sequence[tuple[str, str]], logs: str) -> str:
    """The box at the end: where to go and who to log in as."""
    rows = [
        "Samtjänst is running.",
        "",
        "Portals",
        *(f"  {name:<24} http://{host}:{ports.web}/" for name, host in places),
        "",
        "For staff (Mjölby)",
        f"  {'Handler’s desk':<24} http://mjolby.localhost:{ports.web}/handlaggning/",
        f"  {'Operations':<24} http://mjolby.localhost:{ports.web}/drift/",
        "",
        "Outside world (simulated)",
        f"  {'BankID':<24} http://127.0.0.1:{ports.bankid_control}/",
        f"  {'Population register':<24} http://127.0.0.1:{ports.navet_control}/",
        f"  {'Mail catcher':<24} http://127.0.0.1:{ports.mail_control}/",
        f"  {'Pupil register':<24} http://127.0.0.1:{ports.pupils_control}/",
        f"  {'Staff directory':<24} http://127.0.0.1:{ports.oidc_control}/",
        f"  {'Companies register':<24} http://127.0.0.1:{ports.bolagsverket_control}/",
        f"  {'Powers of attorney':<24} http://127.0.0.1:{ports.minaombud_control}/",
        f"  {'Social services':<24} http://127.0.0.1:{ports.social_control}/",
        f"  {'Land register':<24} http://127.0.0.1:{ports.lantmateriet_control}/",
        f"  {'Water meters':<24} http://127.0.0.1:{ports.meters_control}/",
        f"  {'Map service':<24} http://127.0.0.1:{ports.geodata_control}/",
        f"  {'Swish':<24} http://127.0.0.1:{ports.swish_control}/",
        f"  {'Text messages':<24} http://127.0.0.1:{ports.sms_control}/",
        f"  {'Mailboxes':<24} http://127.0.0.1:{ports.minameddelanden_control}/",
        "",
        "Log in with BankID as (choose on the BankID page above)",
        *_people(),
        "",
        f"Logs: {logs}",
        "Stop with Ctrl-C. Your data stays; start with --fresh to begin again.",
    ]
    return _boxed(rows)


def _people() -> list[str]:
    shown = [one for one in personas.people() if one.staff or one.personal_number in _SHOWN]
    return [f"  {one.personal_number}  {one.name:<18} {one.label}" for one in shown]


def _boxed(rows: Sequence[str]) -> str:
    width = max(len(row) for row in rows)
    edge = "─" * (width + 2)
    body = "\n".join(f"│ {row:<{width}} │" for row in rows)
    return f"\n╭{edge}╮\n{body}\n╰{edge}╯"


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
