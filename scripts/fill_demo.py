"""Let the demo's families hand in a morning's applications, so that the desk has work on it.

    python3 start.py --fresh                  in one window
    python scripts/fill_demo.py               in another
    python scripts/fill_demo.py --port 8470   when the demo has another port

Everything is done over HTTP as people would do it: they log in, answer, hand in and sign with
the simulated BankID; Hanna takes some of it. Run it again and there is as much again.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.client import Fields  # noqa: E402 - the address of the bench comes first
from bench.visits import Visitor  # noqa: E402

from samtjanst.kernel import clock  # noqa: E402
from samtjanst.simulators import personas as cast  # noqa: E402

HOST, SERVICE = "mjolby.localhost", "skolskjuts"
WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday"]
BOTH_SIGNED, ONE_SIGNED = True, False
_ORDER = "autostarttoken=([0-9a-f-]+)"
_SEEN = 'name="seen" value="([^"]+)"'
_WAITING = r'href="(/underskrift/[^"]+)"'
_CASE = r'href="(/handlaggning/arenden/[^"/]+/)"'
_TAKEN = 3  # of what has come in, Hanna has begun with these
_INPUT = re.compile(r"<input[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Application:
    """Who asks for whom, and why."""

    guardian: str
    child: str
    school: str
    year: str
    reason: dict[str, str]
    days: tuple[str, ...] = tuple(WEEK)
    other: str = ""  # the guardian who signs too
    other_signs: bool = BOTH_SIGNED


FAR = {"reasons": "distance", "distance": "7"}
ROAD = {"reasons": "traffic", "traffic_place": "Riksvägen saknar trottoar och belysning."}
OTHER = {"reasons": "other", "other_reason": "Skolan har flyttat till andra sidan staden."}
APPLICATIONS = (
    Application(cast.ANNA, cast.ELLA, "blaklintskolan", "1", FAR, other=cast.BO),
    Application(cast.ANNA, cast.NOA, "vastra_skolan", "9", FAR),
    Application(cast.ANNA, cast.TOVE, "egebyskolan", "3", ROAD, other=cast.BO),
    Application(cast.BO, cast.ELLA, "vifolkaskolan", "1", OTHER, other=cast.ANNA,
                other_signs=ONE_SIGNED),
    Application(cast.DISA, cast.VERA, "carlslundskolan", "6", ROAD, ("monday", "friday")),
    Application(cast.DISA, cast.VERA, "lindbladsskolan", "6", FAR),
    Application(cast.SIGNE, cast.ALVIN, "trojenborgsskolan", "7", FAR),
    Application(cast.SIGNE, cast.ALVIN, "normlosa", "7", OTHER, ("wednesday",)),
)  # fmt: skip


class Guardian(Visitor):
    """Somebody who applies or signs."""

    def __init__(self, port: int, control: int, person: str) -> None:
        super().__init__(port, HOST, control, 0)
        self.person = person
        self.sign_in("/logga-in/", person)

    def apply(self, what: Application) -> None:
        """From the start to the receipt."""
        self.browser.cookies.pop("samtjanst-enhet", None)  # another day, another browser
        self.start(SERVICE)
        start = (clock.today() + timedelta(days=45)).isoformat()
        self._page("the_child", {"child": what.child})
        self._page("the_school", {
            "school": what.school, "school_year": what.year, "start_date": start,
            "placed_school": "yes", "alternating": "no",
        })  # fmt: skip
        self._page("the_reason", what.reason)
        days = {"days_to": list(what.days), "days_from": list(what.days)}
        self._page("the_journey", {
            **days, "time_to": "8.10", "time_from": "13.30",
            "email": _email(self.person), "phone": "070-174 06 05",
        })  # fmt: skip
        check = f"{self.filing}kontrollera/"
        seen = self.get("check", check).find(_SEEN)
        self._sign(self.post("seal", check, {"seen": seen}, 302).location)

    def sign_what_waits(self) -> None:
        """Sign everything that others have asked for."""
        own = self.get("own", "/mina-arenden/").body.decode()
        for room in dict.fromkeys(re.findall(_WAITING, own)):
            self.get("room", room)
            self._sign(self.post("ask", f"{room}starta/", {}, 302).location)

    def _sign(self, order: str) -> None:
        self.play(self.waiting_order(), self.person)
        time.sleep(1.1)  # the product asks the e-ID at most once a second
        self.get("signed", order, 302)

    def _page(self, page: str, answers: Fields) -> None:
        shown = self.get("page", f"{self.filing}sida/{page}/").body.decode()
        kept = _filled_in(shown)
        self.revision = int(kept.pop("revision"))
        self.save(page, {**kept, **answers})


def _filled_in(page: str) -> dict[str, str]:
    """What stands in the form's text fields already."""
    found = {}
    for tag in _INPUT.findall(page):
        told = dict(_ATTRIBUTE.findall(tag))
        if told.get("type", "text") in {"text", "email", "tel"} or told.get("name") == "revision":
            found[told.get("name", "")] = unescape(told.get("value", ""))
    return found


def _email(number: str) -> str:
    who = cast.person(number)
    return f"{who.given_name.lower()}@exempel.invalid" if who else ""


def fill(port: int) -> int:
    """Hand in, sign and take; how many applications came in."""
    control = port + 101
    people = {who: Guardian(port, control, who) for who in _everybody()}
    for what in APPLICATIONS:
        people[what.guardian].apply(what)
        if what.other and what.other_signs:
            people[what.other].sign_what_waits()
    hanna = Visitor(port, HOST, control, 0)
    hanna.sign_in("/handlaggning/logga-in/", cast.HANNA)
    new = hanna.get("new", "/handlaggning/lista/nya/").body.decode()
    for case in list(dict.fromkeys(re.findall(_CASE, new)))[:_TAKEN]:
        hanna.get("case", case)
        hanna.post("take", f"{case}ta/", {}, 302)
    return len(APPLICATIONS)


def _everybody() -> list[str]:
    return list(dict.fromkeys(n for one in APPLICATIONS for n in (one.guardian, one.other) if n))


def main() -> None:
    """Read the command line and fill."""
    parser = argparse.ArgumentParser(description="Applications in the running demo.")
    parser.add_argument("--port", type=int, default=8000)
    port: int = parser.parse_args().port
    print(f"{fill(port)} applications are in: http://{HOST}:{port}/handlaggning/")


if __name__ == "__main__":
    main()
