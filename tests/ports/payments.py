"""The payment services' harnesses."""

from pathlib import Path

from tests.ports.made import PATIENT, Harness, modes

from samtjanst.simulators import authority
from samtjanst.simulators.swish import server as swish_server

DISTURBED = ("down", "slow", "dropped", "busy", "nonsense")
LIES = ("another", "other_payee", "other_currency")


def swish(port: str, name: str, folder: Path) -> Harness:
    running = swish_server.start(folder)
    running.swish.delay, running.swish.calls = 0.8, 1
    settings = running.settings | {"timeout": PATIENT}
    others = authority.make_root(authority.name_of(common_name="Another root"))
    others.write(folder, "other")

    def end(order: dict[str, str], code: str) -> None:
        assert running.swish.end(running.swish.orders[order["instruction"]], code)

    return Harness(
        port,
        name,
        settings,
        modes(running.swish, DISTURBED),
        {
            "no address": settings | {"base_url": ""},
            "no encryption": settings | {"base_url": "http://127.0.0.1/swish-cpcapi/api"},
            "wrong path": settings | {"base_url": f"{settings['base_url']}/x"},
            "a number that is none": settings | {"payee": "46701234567"},
            "no certificate": settings | {"client_certificate": "/nowhere"},
            "another's key": settings | {"client_key": str(folder / "other.key")},
            "another's root": settings | {"trusted_authorities": str(folder / "other.pem")},
            "nowhere to call back": settings | {"callback_base": ""},
        },
        complete=end,
        lies=modes(running.swish, (*LIES, "other_amount", "late")),
        received=lambda: [{"asked": one} for one in running.swish.asked],
        closed=[running.stop],
    )
