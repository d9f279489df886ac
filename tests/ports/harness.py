"""What the contract suites need of each adapter: real servers, and ways to disturb them.

A harness stands for one adapter of one port. ``settings`` makes it work. Each of
``disturbances`` is a context in which the outside system is down, slow or talks nonsense.
Each of ``misconfigured`` holds settings that somebody has got wrong.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests import seals
from tests.listener import listening
from tests.ports import channels, payments, systems
from tests.ports.made import PATIENT, Harness, modes
from tests.simulators_support import walk_saml, walk_through

from samtjanst.simulators import authority
from samtjanst.simulators.bankid import server as bankid
from samtjanst.simulators.bankid.faults import SERVICE
from samtjanst.simulators.bankid.orders import person
from samtjanst.simulators.bolagsverket import server as bolagsverket
from samtjanst.simulators.clamd import server as clamd
from samtjanst.simulators.geodata import server as geodata
from samtjanst.simulators.lantmateriet import server as lantmateriet
from samtjanst.simulators.meters import server as meters
from samtjanst.simulators.minaombud import server as minaombud
from samtjanst.simulators.navet import server as navet
from samtjanst.simulators.oidc import directory as oidc_directory
from samtjanst.simulators.oidc import server as oidc
from samtjanst.simulators.saml import server as saml
from samtjanst.simulators.saml.lies import LIES


@contextmanager
def started(port: str, name: str, folder: Path) -> Iterator[Harness]:
    """The harness of an adapter, its servers running."""
    harness = HARNESSES[port][name](port, name, folder)
    try:
        yield harness
    finally:
        for close in harness.closed:
            close()


def _bankid(port: str, name: str, folder: Path) -> Harness:
    running = bankid.start(folder)
    bank, settings = running.bank, running.settings | {"timeout": PATIENT}
    bank.lifetimes.delay = 0.8

    @contextmanager
    def fault(kind: str) -> Iterator[None]:
        before = set(bank.orders)
        bank.set_fault(kind)
        yield
        bank.set_fault("none")
        if kind == "slow":  # what was given up here goes on there, and is in the way of the next
            time.sleep(bank.lifetimes.delay)
            for late in set(bank.orders) - before:
                bank.cancel(late)

    def complete(order: dict[str, Any], number: str) -> None:
        who = person(number)
        if who is None:
            raise LookupError(number)
        bank.complete(bank.orders[order["order_ref"]], who)

    temporary = set(SERVICE) - {"unauthorized"}
    return Harness(
        port,
        name,
        settings,
        {kind: partial(fault, kind) for kind in sorted(temporary)},
        {
            "no address": settings | {"base_url": ""},
            "no certificate": settings | {"client_certificate": "/nowhere"},
            "wrong path": settings | {"base_url": f"{settings['base_url']}/x"},
            "wrong root": settings | {"server_root": _another_root(folder / "other")},
        },
        complete=complete,
        closed=[running.stop],
    )


def _oidc(port: str, name: str, folder: Path) -> Harness:
    running = oidc.start(folder)
    running.directory.delay = 0.8
    settings = running.settings | {"timeout": PATIENT}

    return Harness(
        port,
        name,
        settings,
        modes(running.directory, oidc_directory.DISTURBED),
        {
            "no issuer": settings | {"issuer": ""},
            "no encryption": settings | {"issuer": "http://idp.example"},
            "another issuer": settings | {"issuer": f"{settings['issuer']}/x"},
            "no client": settings | {"client_id": ""},
            "levels that are none": settings | {"levels": {"a": "high"}},
            "no authorities": settings | {"trusted_authorities": "/nowhere"},
        },
        come_back=lambda url, who: dict(parse_qsl(urlsplit(walk_through(url, who)).query)),
        break_off=lambda started: {"error": "access_denied", "state": started.handle},
        bent=(
            {"code": ""},
            {"code": "x"},
            {"code": "x" * 9_000},
            {"state": ""},
            {"iss": "https://ond.example"},
        ),
        hidden=lambda kept: [kept["verifier"], settings["client_secret"]],
        lies=modes(running.directory, oidc_directory.LIES),
        closed=[running.stop],
    )


def _saml(port: str, name: str, folder: Path) -> Harness:
    running = saml.start(folder)
    settings = running.settings
    weak = (authority.make_root(authority.name_of(common_name="x")), running.directory.stranger)

    return Harness(
        port,
        name,
        settings,
        {},  # it is met through the browser only
        {
            "no name": settings | {"entity_id": ""},
            "no encryption": settings | {"idp_sso_url": "http://idp.example/sso"},
            "no certificate of theirs": settings | {"idp_certificates": "/nowhere"},
            "a certificate that is none": settings | {"idp_certificates": "-----BEGIN X-----"},
            "a key that cannot open": settings | {"key": weak[0].key_pem.decode()},
            "another's key": settings | {"key": weak[1].key_pem.decode()},
            "half of the next": settings | {"next_key": weak[1].key_pem.decode()},
            "levels that are none": settings | {"levels": {"a": "high"}},
            "a word for a truth": settings | {"signed_assertions": "no"},
            "weaker encryption": settings | {"encryption": "any"},
        },
        come_back=lambda url, who: walk_saml(url, who)[1],
        break_off=lambda started: walk_saml(started.url, "")[1],
        bent=(
            {"SAMLResponse": ""},
            {"SAMLResponse": "x"},
            {"SAMLResponse": "PHg+"},
            {"SAMLResponse": "A" * 400_000},
            {"RelayState": ""},
            {"RelayState": "https://ond.example"},
        ),
        hidden=lambda _kept: settings["key"].splitlines()[1:4],
        lies=modes(running.directory, LIES),
        closed=[running.stop],
    )


def _navet(port: str, name: str, folder: Path) -> Harness:
    running = navet.start(folder)
    settings = running.settings | {"timeout": PATIENT}
    running.register.delay = 0.8

    return Harness(
        port,
        name,
        settings,
        modes(running.register, navet.MODES),
        {
            "no address": settings | {"base_url": ""},
            "no certificate": settings | {"client_certificate": "/nowhere"},
            "wrong path": settings | {"base_url": f"{settings['base_url']}/x"},
            "wrong root": settings | {"server_root": _another_root(folder / "other")},
        },
        closed=[running.stop],
    )


def _bolagsverket(port: str, name: str, folder: Path) -> Harness:
    running = bolagsverket.start(folder)
    settings = running.settings | {"timeout": PATIENT}
    running.register.delay = 0.8

    return Harness(
        port,
        name,
        settings,
        modes(running.register, bolagsverket.MODES),
        {
            "no address": settings | {"base_url": ""},
            "no web address": settings | {"base_url": "bolagsverket"},
            "wrong path": settings | {"base_url": f"{settings['base_url']}/x"},
            "wrong secret": settings | {"client_secret": "x"},
            "trust that is not there": settings | {"trusted_authorities": "/nowhere"},
        },
        closed=[running.stop],
    )


def _minaombud(port: str, name: str, folder: Path) -> Harness:
    running = minaombud.start(folder)
    settings = running.settings | {"timeout": PATIENT}
    running.register.delay = 0.8
    lies = ("tampered", "no_algorithm", "unknown_key", "stale", "withdrawn", "another")
    disturbed = ("down", "slow", "dropped", "busy", "nonsense")
    return Harness(
        port,
        name,
        settings,
        modes(running.register, disturbed),
        {
            "no address": settings | {"base_url": ""},
            "wrong path": settings | {"base_url": f"{settings['base_url']}/x"},
            "wrong secret": settings | {"client_secret": "x"},
            "a key that is none": settings | {"key": "x"},
            "a certificate that is none": settings | {"certificate": "x"},
            "not the registered issuer": settings | {"issuer": "https://x.invalid"},
            "another's number": settings | {"third_party": "2120000000"},
            "no powers": settings | {"powers": {}},
        },
        lies=modes(running.register, lies),
        closed=[running.stop],
    )


def _lantmateriet(port: str, name: str, folder: Path) -> Harness:
    running = lantmateriet.start(folder)
    settings = running.settings | {"timeout": PATIENT}
    running.register.delay = 0.8

    return Harness(
        port,
        name,
        settings,
        modes(running.register, lantmateriet.MODES),
        {
            "no address": settings | {"base_url": ""},
            "no web address": settings | {"base_url": "lantmateriet"},
            "wrong path": settings | {"base_url": f"{settings['base_url']}/x"},
            "wrong secret": settings | {"client_secret": "x"},
            "no token address": settings | {"token_url": f"{settings['token_url']}/x"},
            "trust that is not there": settings | {"trusted_authorities": "/nowhere"},
        },
        closed=[running.stop],
    )


def _wms(port: str, name: str, folder: Path) -> Harness:
    running = geodata.start(folder)
    settings = running.settings | {"timeout": PATIENT}
    running.service.delay = 0.8
    return Harness(
        port,
        name,
        settings,
        modes(running.service, geodata.MODES),
        {
            "no address": settings | {"url": ""},
            "wrong path": settings | {"url": f"{settings['url']}/x"},
            "layer that is not there": settings | {"layers": "flygbild"},
            "format of another kind": settings | {"format": "image/tiff"},
            "user without password": settings | {"user": "samtjanst"},
        },
        closed=[running.stop],
    )


def _json(port: str, name: str, folder: Path) -> Harness:
    running = meters.start(folder)
    settings = running.settings | {"timeout": PATIENT}
    running.register.delay = 0.8
    lasting = {"page", "redirect", "crafted", "drip", "drip_headers"}  # wrong set-up; own tests

    return Harness(
        port,
        name,
        settings,
        modes(running.register, set(meters.TITLES) - lasting),
        {
            "no host": settings | {"allowed_hosts": ""},
            "a host that is none": settings | {"allowed_hosts": "https://a.example/"},
            "an address without a port": settings | {"allowed_hosts": "127.0.0.1"},
            "trust that is not there": settings | {"trusted_authorities": "/nowhere"},
        },
        outside=running.address,
        secret=running.register.secret,
        closed=[running.stop],
    )


def _clamd(port: str, name: str, _folder: Path) -> Harness:
    running = clamd.start()
    running.daemon.largest, running.daemon.delay = 200_000, 0.8
    settings = running.settings | {"timeout": PATIENT}

    return Harness(
        port,
        name,
        settings,
        modes(running.daemon, clamd.MODES),
        {"no address": {}, "wrong address": {"address": "clamd"}, "wrong port": {"address": "a:0"}},
        largest=running.daemon.largest,
        closed=[running.stop],
    )


def _demo_scanner(port: str, name: str, _folder: Path) -> Harness:
    return Harness(port, name, {}, {}, {})  # works in this very process, without settings


def _folder(port: str, name: str, folder: Path) -> Harness:
    place = folder / "files"

    return Harness(
        port,
        name,
        {"path": str(place)},
        {},
        {
            "no path": {},
            "relative path": {"path": "files"},
            "not mounted": {"path": str(folder / "a" / "b" / "c")},
        },
    )


def _webhooks(port: str, name: str, _folder: Path) -> Harness:
    stack = ExitStack()
    listener = stack.enter_context(listening())
    settings = {"inner_networks": "127.0.0.0/8", "timeout": PATIENT}

    @contextmanager
    def mode(kind: str) -> Iterator[None]:
        listener.mode = kind
        yield
        listener.mode = "200"

    kinds = ("302", "400", "404", "429", "500", "503", "slow", "nonsense", "drops")
    return Harness(
        port,
        name,
        settings,
        {kind: partial(mode, kind) for kind in kinds},
        {
            "networks that are none": settings | {"inner_networks": "here"},
            "trust that is not there": settings | {"trusted_authorities": "/nowhere"},
        },
        received=lambda: [
            {"id": headers["webhook-id"], "body": body.decode()} for headers, body in listener.heard
        ],
        outside=listener.url,
        closed=[stack.close],
    )


def _another_root(folder: Path) -> str:
    root = authority.make_root(authority.name_of(common_name="Another root"))
    root.write(folder, "root")
    return str(folder / "root.pem")


def _pades(port: str, name: str, _folder: Path) -> Harness:
    settings = seals.settings_of(seals.made())
    another = {"key": seals.settings_of(seals.made())["key"]}
    wrong = {"no key": settings | {"key": ""}, "another's key": settings | another}
    return Harness(port, name, settings, {}, wrong)


HARNESSES: dict[str, dict[str, Callable[[str, str, Path], Harness]]] = {
    "identity": {"bankid": _bankid},
    "login": {"oidc": _oidc, "saml": _saml},
    "signing": {"bankid": _bankid},
    "register": {"navet": _navet},
    "company_register": {"bolagsverket": _bolagsverket},
    "mandate": {"minaombud": _minaombud},
    "property_register": {"lantmateriet": _lantmateriet, "lantmateriet_next": _lantmateriet},
    "map_ground": {"wms": _wms},
    "lookup": {"json": _json},
    "channel": {
        "smtp": channels.smtp,
        "sms": channels.text_messages,
        "minameddelanden": channels.mailbox,
    },
    "storage": {"folder": _folder},
    "scan": {"clamd": _clamd, "demo": _demo_scanner},
    "business_system": {
        "rest": systems.rest_system,
        "folder": systems.drop_folder_system,
        "sftp": systems.sftp_system,
        "soap": systems.soap_system,
        "earchive": systems.archive,
    },
    "webhook": {"https": _webhooks},
    "seal": {"pades": _pades},
    "payment": {"swish": payments.swish},
}
