"""The population register is down, slow or talks nonsense: nobody is stopped."""

import re
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from tests import cast
from tests.town import (
    ANNA,
    BO,
    Town,
    fill_in,
    page_text,
    post,
    prepare,
    reference_in,
    start,
    stated_answers,
    words,
)

from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.simulators import serving

DOWN = "Vi når inte folkbokföringen just nu. Skriv uppgifterna själv."


@pytest.mark.parametrize("mode", ["down", "fault", "slow"])
def test_register_that_does_not_answer_lets_the_person_type(town: Town, mode: str) -> None:
    assert town.register
    town.register.register.mode = mode
    anna = town.login(ANNA)
    started = time.monotonic()
    filing = start(anna)
    assert time.monotonic() - started < 9  # one time-out, not one for every relative
    page = page_text(anna, f"{filing}sida/the_child/")
    assert DOWN in page
    assert 'name="child.name"' in page


def test_own_statement_is_marked_for_the_handler(town: Town) -> None:
    assert town.register
    with open_scope(town.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    town.register.register.mode = "down"
    anna = town.login(ANNA)
    filing = fill_in(anna, stated_answers())
    check = page_text(anna, f"{filing}kontrollera/")
    assert "Egen uppgift" in check
    town.sign(anna, prepare(anna, filing), ANNA)
    hanna = town.handler()
    waiting = page_text(hanna, "/handlaggning/lista/vantar/")
    case = page_text(hanna, f"/handlaggning/arenden/{reference_in(waiting)}/")
    assert "Egen uppgift" in re.sub(r"<[^>]+>", "", case)


def test_register_that_comes_back_asks_for_a_child_of_the_list(town: Town) -> None:
    assert town.register
    town.register.register.mode = "down"
    anna = town.login(ANNA)
    filing = fill_in(anna, stated_answers())
    town.register.register.mode = "up"
    told = anna.post(f"{filing}kontrollera/")
    assert told.status_code == 422
    assert "Välj barnet i listan" in words(told)
    assert "Ella Provsson" in page_text(anna, f"{filing}sida/the_child/")
    answer = post(anna, f"{filing}sida/the_child/", town.answers()["the_child"])
    assert answer.status_code == 302, words(answer)
    assert anna.post(f"{filing}kontrollera/").status_code == 302


def test_register_that_goes_down_before_signing_is_not_needed_again(town: Town) -> None:
    assert town.register
    anna = town.login(ANNA)
    filing = fill_in(anna, town.answers())
    town.register.register.mode = "down"
    town.sign(anna, prepare(anna, filing), ANNA)
    bo = town.login(BO)
    assert "Väntar på din underskrift" in page_text(bo, "/mina-arenden/")


NONSENSE = {
    "empty": b"",
    "binary": bytes(range(256)) * 40,
    "html": b"<html><body>Hej</body></html>",
    "other xml": b"<?xml version='1.0'?><a><b/></a>",
    "entities": b"<!DOCTYPE a [<!ENTITY x 'xxxxxxxxxx'>]><a>" + b"&x;" * 1000 + b"</a>",
    "huge": b"<a>" + b"x" * 12_000_000 + b"</a>",
    "json": b'{"namn": "Anna"}',
}


@pytest.fixture
def liar(town: Town) -> Iterator[list[bytes]]:
    """A server behind Navet's own certificate that answers with whatever it is told to."""
    from pathlib import Path

    from samtjanst.simulators.navet import server

    assert town.register
    says = [b""]

    class Wire(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(200)
            self.send_header("Content-Type", "text/xml")
            self.send_header("Content-Length", str(len(says[0])))
            self.end_headers()
            self.wfile.write(says[0])

        def log_message(self, *_args: object) -> None:
            pass

    folder = Path(str(town.register.settings["server_root"])).parent
    service = ThreadingHTTPServer(("127.0.0.1", 0), Wire)
    service.socket = server._certificates(folder).wrap_socket(service.socket, server_side=True)
    serving.in_background(service)
    url = f"https://127.0.0.1:{service.server_address[1]}{server.PATH}"
    town.bind(Port.REGISTER, "navet", town.register.settings | {"base_url": url, "timeout": 2})
    yield says
    service.shutdown()
    service.server_close()


@pytest.mark.parametrize("kind", list(NONSENSE))
def test_nonsense_from_the_register_is_as_no_answer(
    town: Town, liar: list[bytes], kind: str
) -> None:
    liar[0] = NONSENSE[kind]
    anna = town.login(ANNA)
    assert DOWN in page_text(anna, f"{start(anna)}sida/the_child/")
