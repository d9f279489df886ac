"""Which processes there are, on which ports, with which settings."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass

from samtjanst.project.supervisor import health
from samtjanst.project.supervisor.child import Program
from samtjanst.project.supervisor.folder import DataFolder

Environment = Mapping[str, str]
_MANAGE = ("-m", "samtjanst.project.manage")
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


def choose_ports(wanted: int) -> Ports:
    """The wanted port for the web, or the next free one, and free ones for the simulators."""
    web = health.free_ports(wanted, 1)[0]
    return Ports(web, *health.free_ports(wanted + _FIRST_SIMULATOR_PORT, 6))


def addresses(folder: DataFolder, ports: Ports) -> dict[str, dict[str, str | int]]:
    """Where the simulators are, for the demo data's adapter settings."""
    return {
        "bankid": {
            "base_url": f"https://localhost:{ports.bankid}",
            "control_url": f"http://localhost:{ports.bankid_control}",
            "dir": str(folder.simulator("bankid")),
        },
        "navet": {
            "base_url": f"https://localhost:{ports.navet}",
            "control_url": f"http://localhost:{ports.navet_control}",
            "dir": str(folder.simulator("navet")),
        },
        "mail": {
            "smtp_port": ports.smtp,
            "control_url": f"http://localhost:{ports.mail_control}",
        },
    }


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
    ]


def preparations() -> list[Program]:
    """What has to end well before the product is started."""
    return [
        _once("migrate", "Database tables", "migrate", "--no-input"),
        _once("static", "Static files", "collectstatic", "--no-input", "--verbosity", "0"),
        _once("demo", "Demo data", "load_demo"),
    ]


def product(ports: Ports) -> list[Program]:
    """Worker and web."""
    web = (
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
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
