"""Outside systems that answer twice: the next person's question never gets the former's answer.

The simulators are made to keep their connections and to send each answer twice. On a connection
that is used again, the second answer to one person would be read as the answer to the next.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.architecture import house
from tests.ports.listed import adapter
from tests.ports.made import PATIENT
from tests.simulators_support import walk_through

from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.ports.channel import Outgoing
from samtjanst.ports.company_register import CompanyQuery
from samtjanst.ports.failures import Rejected
from samtjanst.ports.identity import OrderState, StartIdentification
from samtjanst.ports.login import StartLogin
from samtjanst.ports.mandate import MandateQuery
from samtjanst.ports.property_register import OwnerQuery, PropertyQuery
from samtjanst.ports.register import PersonQuery
from samtjanst.simulators import serving
from samtjanst.simulators.bankid import server as bankid
from samtjanst.simulators.bankid.orders import person
from samtjanst.simulators.bolagsverket import companies
from samtjanst.simulators.bolagsverket import server as bolagsverket
from samtjanst.simulators.lantmateriet import places
from samtjanst.simulators.lantmateriet import server as lantmateriet
from samtjanst.simulators.minameddelanden import server as minameddelanden
from samtjanst.simulators.minaombud import server as minaombud
from samtjanst.simulators.navet import server as navet
from samtjanst.simulators.oidc import server as oidc
from samtjanst.simulators.personas import ANNA, BERI, BO, IVAR, MAJA, TEOFIL
from samtjanst.simulators.sms import server as sms

pytestmark = pytest.mark.enable_socket
Start = Callable[[Any], Any]
HANNA = "197001012397"
ROUNDS = 3


def _twice(handler: type[BaseHTTPRequestHandler]) -> type[BaseHTTPRequestHandler]:
    class Twice(handler):  # type: ignore[valid-type, misc]
        protocol_version = "HTTP/1.1"
        wbufsize = 0
        wfile: Any

        def handle_one_request(self) -> None:
            wire, self.wfile = self.wfile, io.BytesIO()
            try:
                super().handle_one_request()
                told = self.wfile.getvalue()
            finally:
                self.wfile = wire
            # A page is for a browser, which has a connection of its own.
            self.wfile.write(told if b"text/html" in told else told * 2)

    return Twice


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Start]:
    """Starts the simulator of a module; from then on it answers twice."""
    running: list[serving.Running] = []

    def start(module: Any) -> serving.Running:
        one: serving.Running = module.start(tmp_path / str(len(running)))
        running.append(one)
        service = one.doors.service
        service.RequestHandlerClass = _twice(service.RequestHandlerClass)  # type: ignore[arg-type]
        return one

    yield start
    for one in running:
        one.stop()


def _made(port: str, name: str, running: serving.Running) -> Any:
    return adapter(port, name)(running.settings | {"timeout": PATIENT})


def test_person_of_the_population_register_is_the_one_who_was_asked_about(begun: Start) -> None:
    register = _made("register", "navet", begun(navet))
    for number in (ANNA, BO, TEOFIL) * ROUNDS:
        found = register.look_up(PersonQuery(PersonalNumber(number), "test", "1"))
        assert found.personal_number == PersonalNumber(number)


def test_company_is_the_one_that_was_asked_about(begun: Start) -> None:
    register = _made("company_register", "bolagsverket", begun(bolagsverket))
    asked = [(companies.PROVCYKEL, "Provcykel AB"), (companies.TRAVAROR, "Provsågen Trävaror AB")]
    named = {
        (number, one.name)
        for number, _name in asked * ROUNDS
        for one in register.look_up(CompanyQuery(number, "test", "1"))
    }
    assert len(named) == len(asked)


@pytest.mark.parametrize("name", ["lantmateriet", "lantmateriet_next"])
def test_owners_are_those_of_the_property_that_was_asked_about(begun: Start, name: str) -> None:
    register = _made("property_register", name, begun(lantmateriet))
    told = set()
    for designation in (places.FISKEN, places.FARM) * ROUNDS:
        found = register.property_of(PropertyQuery(designation, "test", "1"))
        assert found.designation == designation
        owners = register.owners(OwnerQuery(found.id, "test", "1"))
        told.add((designation, tuple(str(one.person) for one in owners)))
    assert len(told) == 2
    assert len({names for _designation, names in told}) == 2


def test_power_is_the_one_of_the_person_who_was_asked_about(begun: Start) -> None:
    register = _made("mandate", "minaombud", begun(minaombud))
    asked = MandateQuery(BERI, companies.PROVCYKEL, minaombud.POWER, "test", "1")
    for _ in range(ROUNDS):
        assert register.find(asked).principal_name == "Provcykel AB"
        assert register.find(replace(asked, principal=TEOFIL)).principal_name == "Teofil Testsson"
        assert register.find(replace(asked, holder=TEOFIL)) is None


def test_order_of_the_e_id_is_the_persons_own(begun: Start) -> None:
    running = begun(bankid)
    provider = _made("identity", "bankid", running)
    wish = StartIdentification(
        "198.51.100.24",
        "Logga in",
        "http://mjolby.localhost/klar",
        "localhost",
        "Mozilla/5.0",
        "b1946ac92492d234",
    )
    for number in (ANNA, BO) * ROUNDS:
        one, other = [provider.start(wish) for _ in "12"]
        assert one.order["order_ref"] != other.order["order_ref"]
        assert one.launch_url != other.launch_url
        assert provider.collect(other.order).state is OrderState.PENDING
        who = person(number)
        assert who
        running.bank.complete(running.bank.orders[one.order["order_ref"]], who)
        assert provider.collect(one.order).person.personal_number == PersonalNumber(number)
        assert provider.collect(other.order).state is OrderState.PENDING
        provider.cancel(other.order)


def test_who_logs_in_elsewhere_is_the_one_who_did(begun: Start) -> None:
    provider = _made("login", "oidc", begun(oidc))
    for number, name in [(HANNA, "Hanna Handläggare"), (MAJA, "Maja Ledning")] * ROUNDS:
        started = provider.start(StartLogin("https://mjolby.example/logga-in/hos/katalog/klar/"))
        back = dict(parse_qsl(urlsplit(walk_through(started.url, number)).query))
        assert provider.finish(started.kept, back).name == name


def _message(key: str, to: str) -> Outgoing:
    return Outgoing(
        key, to, "Ärendet", "Det finns något att läsa.", "Mjölby", "no-reply@mjolby.example"
    )


def test_text_that_was_refused_is_not_told_as_sent(begun: Start) -> None:
    running = begun(sms)
    channel = _made("channel", "sms", running)
    for turn in range(ROUNDS):
        running.exchange.mode = "up"
        channel.send(_message(f"a{turn}", "+46701740605"))
        running.exchange.mode = "refuses"
        with pytest.raises(Rejected):
            channel.send(_message(f"b{turn}", "+46701740606"))


def test_message_goes_to_the_mailbox_of_the_one_it_is_for(begun: Start) -> None:
    running = begun(minameddelanden)
    channel = _made("channel", "minameddelanden", running)
    for turn in range(ROUNDS):
        channel.send(_message(f"a{turn}", ANNA))
        with pytest.raises(Rejected):
            channel.send(_message(f"b{turn}", IVAR))
    assert {one["to"] for one in running.boxes.letters} == {ANNA}


def test_no_adapter_makes_a_client_of_its_own() -> None:
    adapters = house.PACKAGE / "adapters"
    makers = [one.name for one in adapters.rglob("*.py") if "httpx2.Client(" in one.read_text()]
    assert makers == ["exchange.py"]
