"""Which processes there are, on which ports, with which settings."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samtjanst.project.supervisor import health
from samtjanst.project.supervisor.child import Program
from samtjanst.project.supervisor.folder import DataFolder
from samtjanst.simulators.bankid import server as bankid
from samtjanst.simulators.bolagsverket import server as bolagsverket
from samtjanst.simulators.geodata import server as geodata
from samtjanst.simulators.lantmateriet import server as lantmateriet
from samtjanst.simulators.meters import server as meters
from samtjanst.simulators.minameddelanden import server as minameddelanden
from samtjanst.simulators.minaombud import server as minaombud
from samtjanst.simulators.navet import server as navet
from samtjanst.simulators.oidc import server as oidc
from samtjanst.simulators.pupils import server as pupils
from samtjanst.simulators.sms import server as sms
from samtjanst.simulators.social import server as social
from samtjanst.simulators.swish import server as swish

Environment = Mapping[str, str]
_MANAGE = ("-m", "samtjanst.project.manage")
_LOOPBACK = "127.0.0.1"
_FIRST_SIMULATOR_PORT = 100  # above the web's port


@dataclass(frozen=True)
class Ports:
    """The ports on loopback of one instance."""

    web: int
    bankid: int
    bankid_control: int
    navet: int
    navet_control: int
    smtp: int
    mail_control: int
    pupils: int
    pupils_control: int
    bolagsverket: int
    bolagsverket_control: int
    oidc: int
    oidc_control: int
    lantmateriet: int
    lantmateriet_control: int
    social: int
    social_control: int
    minaombud: int
    minaombud_control: int
    meters: int
    meters_control: int
    sms: int
    sms_control: int
    minameddelanden: int
    minameddelanden_control: int
    geodata: int
    geodata_control: int
    swish: int
    swish_control: int


def choose_ports(wanted: int) -> Ports:
    """The wanted port for the web, or the next free one, and free ones for the simulators."""
    web = health.free_ports(wanted, 1)[0]
    return Ports(web, *health.free_ports(wanted + _FIRST_SIMULATOR_PORT, 28))


def addresses(folder: DataFolder, ports: Ports) -> dict[str, dict[str, Any]]:
    """How to reach the simulators: settings for the adapters, and their control pages."""
    controls = {
        "bankid": f"http://{_LOOPBACK}:{ports.bankid_control}",
        "navet": f"http://{_LOOPBACK}:{ports.navet_control}",
        "mail": f"http://{_LOOPBACK}:{ports.mail_control}",
        "pupils": f"http://{_LOOPBACK}:{ports.pupils_control}",
        "bolagsverket": f"http://{_LOOPBACK}:{ports.bolagsverket_control}",
        "oidc": f"http://{_LOOPBACK}:{ports.oidc_control}",
        "social": f"http://{_LOOPBACK}:{ports.social_control}",
        "minaombud": f"http://{_LOOPBACK}:{ports.minaombud_control}",
        "lantmateriet": f"http://{_LOOPBACK}:{ports.lantmateriet_control}",
        "meters": f"http://{_LOOPBACK}:{ports.meters_control}",
        "sms": f"http://{_LOOPBACK}:{ports.sms_control}",
        "minameddelanden": f"http://{_LOOPBACK}:{ports.minameddelanden_control}",
        "geodata": f"http://{_LOOPBACK}:{ports.geodata_control}",
        "swish": f"http://{_LOOPBACK}:{ports.swish_control}",
    }
    reached = {
        "bankid": bankid.settings(
            folder.simulator("bankid"), _LOOPBACK, ports.bankid, controls["bankid"]
        ),
        "navet": navet.settings(folder.simulator("navet"), _LOOPBACK, ports.navet),
        "pupils": pupils.settings(folder.simulator("pupils"), _LOOPBACK, ports.pupils),
        "bolagsverket": bolagsverket.settings(
            folder.simulator("bolagsverket"), _LOOPBACK, ports.bolagsverket
        ),
        "minaombud": minaombud.settings(folder.simulator("minaombud"), _LOOPBACK, ports.minaombud),
        "social": social.settings(folder.simulator("social"), _LOOPBACK, ports.social),
        "lantmateriet": lantmateriet.settings(
            folder.simulator("lantmateriet"), _LOOPBACK, ports.lantmateriet
        ),
        "meters": meters.settings(folder.simulator("meters"), _LOOPBACK, ports.meters),
        "sms": sms.settings(folder.simulator("sms"), _LOOPBACK, ports.sms),
        "minameddelanden": minameddelanden.settings(
            folder.simulator("minameddelanden"), _LOOPBACK, ports.minameddelanden
        ),
        "geodata": geodata.settings(folder.simulator("geodata"), _LOOPBACK, ports.geodata),
        "oidc": oidc.settings(folder.simulator("oidc"), _LOOPBACK, ports.oidc),
        "swish": swish.settings(
            folder.simulator("swish"), _LOOPBACK, ports.swish, controls["swish"]
        ),
        "mail": {"host": _LOOPBACK, "port": ports.smtp, "encryption": "none"},
    }
    told = {
        name: {**values, "control_url": controls[name], "dir": str(folder.simulator(name))}
        for name, values in reached.items()
    }
    return {**told, "web": {"port": ports.web}}  # where those who call back find us


def environment(folder: DataFolder, ports: Ports, dsn_app: str, dsn_owner: str) -> Environment:
    """What every process of the instance is told."""
    told = {
        "DATABASE_URL": dsn_app,
        "MIGRATION_DATABASE_URL": dsn_owner,
        "SAMTJANST_VAR": str(folder.root),
        "SAMTJANST_ENVIRONMENT": os.environ.get("SAMTJANST_ENVIRONMENT", "demo"),
        "SAMTJANST_PORT": str(ports.web),
        "SAMTJANST_SIMULATORS": json.dumps(addresses(folder, ports)),
        "DJANGO_SETTINGS_MODULE": "samtjanst.project.settings",
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **folder.secrets(), **told}


def simulators(folder: DataFolder, ports: Ports) -> list[Program]:
    """The outside world on loopback."""
    return [
        _simulator(folder, "bankid", "BankID simulator", ports.bankid, ports.bankid_control),
        _simulator(folder, "navet", "Navet simulator", ports.navet, ports.navet_control),
        _simulator(folder, "mail", "Mail catcher", ports.smtp, ports.mail_control),
        _simulator(folder, "pupils", "Pupil register", ports.pupils, ports.pupils_control),
        _simulator(folder, "social", "Social services", ports.social, ports.social_control),
        _simulator(folder, "meters", "Water meters", ports.meters, ports.meters_control),
        _simulator(folder, "geodata", "Map service", ports.geodata, ports.geodata_control),
        _simulator(folder, "swish", "Swish", ports.swish, ports.swish_control),
        _simulator(folder, "oidc", "Staff directory", ports.oidc, ports.oidc_control),
        _simulator(folder, "sms", "Text messages", ports.sms, ports.sms_control),
        _simulator(
            folder,
            "minameddelanden",
            "Mailboxes",
            ports.minameddelanden,
            ports.minameddelanden_control,
        ),
        _simulator(
            folder,
            "minaombud",
            "Powers of attorney",
            ports.minaombud,
            ports.minaombud_control,
        ),
        _simulator(
            folder,
            "bolagsverket",
            "Companies register",
            ports.bolagsverket,
            ports.bolagsverket_control,
        ),
        _simulator(
            folder,
            "lantmateriet",
            "Land register",
            ports.lantmateriet,
            ports.lantmateriet_control,
        ),
    ]


def preparations() -> list[Program]:
    """What has to end well, each after the one before, before the product is started."""
    return [
        _once("migrate", "Database tables", "migrate", "--no-input"),
        _once("demo", "Demo data", "load_demo"),
    ]


def files() -> list[Program]:
    """What makes files only, and so can be done while the database is prepared."""
    return [
        _once("static", "Static files", "collectstatic", "--no-input", "--verbosity", "0"),
        _once("texts", "Texts in English", "compile_texts"),
    ]


def product(ports: Ports) -> list[Program]:
    """Worker and web."""
    web = (
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        _LOOPBACK,
        "--port",
        str(ports.web),
        "--workers",
        "1",
        "--no-access-log",
        "samtjanst.project.wsgi:application",
    )
    ready = health.answers(ports.web, "/halsa", f"mjolby.localhost:{ports.web}")
    return [
        Program("worker", "Worker", (*_MANAGE, "worker"), health.at_once),
        Program("web", "Web server", web, ready),
    ]


def _simulator(folder: DataFolder, name: str, title: str, port: int, control: int) -> Program:
    arguments = (
        "-m",
        f"samtjanst.simulators.{name}",
        "--dir",
        str(folder.simulator(name)),
        "--port",
        str(port),
        "--control-port",
        str(control),
    )
    return Program(name, title, arguments, health.listens(port, control), grace=3.0)


def _once(name: str, title: str, *arguments: str) -> Program:
    return Program(name, title, (*_MANAGE, *arguments), health.at_once)
