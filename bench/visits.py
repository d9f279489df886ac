"""What the visitors do, request by request; every answer is checked and measured."""

import json
import os
import random
import re
import time
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bench import forms, wide
from bench.client import Answer, Browser, Fields

# Invented adults of the simulated population, without children or protection that would
# make one visitor's pages differ from another's.
PEOPLE = (
    "196608253081", "198501012390", "198005012391", "197904012395", "198307012396", "198501012382",
)  # fmt: skip
HANDLER = "197001012397"
_REVISION = 'name="revision" value="(\\d+)"'
_SEEN = 'name="seen" value="([^"]+)"'
_ORDER = "autostarttoken=([0-9a-f-]+)"


@dataclass(slots=True)
class Samples:
    """Milliseconds, milliseconds of the web's processor time, and statements, by step.

    Of lists also how many cases were on the page.
    """

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    cpu: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    queries: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    rows: dict[str, int] = field(default_factory=dict)


class Visitor:
    """One person in one browser."""

    def __init__(self, port: int, host: str, control: int, number: int) -> None:
        self.browser = Browser(port, host)
        self.control, self.person = control, PEOPLE[number % len(PEOPLE)]
        self.samples = Samples()
        self.filing, self.revision = "", 0

    def prepare(self, scenario: str) -> None:
        """Log in, and open the draft that a scenario of one page keeps saving."""
        if scenario.startswith("floor"):
            return
        if scenario == "api":
            self.connect()
            return
        if scenario == "work":
            self.sign_in("/handlaggning/logga-in/", HANDLER)
            return
        self.sign_in("/logga-in/", self.person)
        if scenario in {"save", "save_wide"}:
            self.start("bred" if scenario == "save_wide" else "jamforelse")

    def sign_in(self, path: str, person: str) -> None:
        """Log in with the e-ID."""
        self.get("login_page", path)
        order = self.post("login_start", path, {"next": ""}, 302).location
        self.play(self.get("login_order", order).find(_ORDER), person)
        time.sleep(1.1)  # the product asks the e-ID at most once a second
        self.get("login_done", order, 302)

    def connect(self) -> None:
        """Get a token, as the system that ``bench.connected`` has connected."""
        given = json.loads(os.environ["BENCH_CLIENT"])
        form = {"grant_type": "client_credentials", **given}
        told = json.loads(self.post("token", "/api/v1/token", form, 200).body)
        self.browser.bearer = told["access_token"]

    def start(self, slug: str) -> None:
        """Start a draft."""
        self.get("service", f"/e-tjanster/{slug}/")
        self.filing = self.post("start", f"/e-tjanster/{slug}/starta/", {}, 302).location
        self.revision = 0

    def save(self, page: str, data: Fields) -> Answer:
        """Save a page as a browser does."""
        path = f"{self.filing}sida/{page}/"
        fields = {**data, "revision": str(self.revision), "go": "1"}
        answer = self.post("save_page", path, fields, 302)
        self.revision += 1
        return answer

    def get(self, step: str, path: str, status: int = 200) -> Answer:
        """Fetch and measure."""
        return self._kept(step, path, self.browser.get(path), status)

    def post(
        self, step: str, path: str, data: Fields, status: int, *, parts: bool = False
    ) -> Answer:
        """Send and measure."""
        return self._kept(step, path, self.browser.post(path, data, parts=parts), status)

    def play(self, order: str, person: str) -> None:
        """Do in the app what the person would do."""
        data = urllib.parse.urlencode({"order": order, "person": person}).encode()
        if not self._told("complete", data)["done"]:
            raise LookupError("the app could not complete the order")

    def waiting_order(self) -> str:
        """The signature that waits in this person's app."""
        orders: list[dict[str, str]] = self._told("orders")
        return next(one["ref"] for one in orders if one["signatory"] == self.person)

    def _told(self, action: str, data: bytes | None = None) -> Any:
        url = f"http://127.0.0.1:{self.control}/_sim/{action}"
        with urllib.request.urlopen(url, data, timeout=30) as answer:
            return json.load(answer)

    def _kept(self, step: str, path: str, answer: Answer, status: int) -> Answer:
        if answer.status != status:
            raise LookupError(f"{step} {path}: {answer.status}, not {status}")
        self.samples.times[step].append(answer.took)
        self.samples.cpu[step].append(answer.cpu)
        self.samples.queries[step].append(answer.queries)
        return answer


def floor(visitor: Visitor) -> None:
    """The bare view, with the same bytes as a page of the form."""
    fields = {**forms.answers()["what"], "revision": "0", "go": "1"}
    visitor.post("floor", "/bench/floor", fields, 200)


def floor_parts(visitor: Visitor) -> None:
    """The same, sent as a form that can hold files."""
    fields = {**forms.answers()["what"], "revision": "0", "go": "1"}
    visitor.post("floor", "/bench/floor", fields, 200, parts=True)


def save(visitor: Visitor) -> None:
    """The middle page, again and again."""
    visitor.save("what", forms.answers()["what"])


def save_wide(visitor: Visitor) -> None:
    """A page of 200 questions and 100 rules."""
    visitor.save("only", wide.posted())


def submission(visitor: Visitor) -> None:
    """From the start to the receipt and the list of one's own cases."""
    # Another of her browsers each time: one and the same may start the e-ID only so often.
    visitor.browser.cookies.pop("samtjanst-enhet", None)
    visitor.start("jamforelse")
    for page, data in forms.answers().items():
        shown = visitor.get("show_page", f"{visitor.filing}sida/{page}/")
        visitor.revision = int(shown.find(_REVISION))
        visitor.save(page, data)
    check = f"{visitor.filing}kontrollera/"
    seen = visitor.get("check", check).find(_SEEN)
    # One press: what was on the screen is sealed, and the e-ID is asked.
    order = visitor.post("seal_and_ask", check, {"seen": seen}, 302).location
    # Signed before the page with the code is shown, since the product then asks the e-ID at once
    # and not again for a second.
    visitor.play(visitor.waiting_order(), visitor.person)
    receipt = visitor.get("hand_in", order, 302).location
    visitor.get("receipt", receipt)
    visitor.get("my_cases", "/mina-arenden/")


LISTS = {
    "list: new": "lista/nya/",
    "list: mine": "lista/mina/",
    "list: waiting": "lista/vantar/",
    "list: overdue": "lista/forsenade/",
    "list: decided": "lista/avgjorda/",
    "list: all": "lista/alla/",
    "all, page 20": "lista/alla/?sida=20",
    "all, by time limit": "lista/alla/?sortera=klart",
    "all, by number": "lista/alla/?sortera=nummer",
    "all, one e-service": "lista/alla/?tjanst=parkering",
    "all, one label": "lista/alla/?markning=Brådskar",
    "new, urgent": "lista/nya/?brattom=1",
    "decided, nobody's": "lista/avgjorda/?handlaggare=ingen",
    "all, some months": "lista/alla/?fran=2026-01-01&till=2026-03-31",
}
SEARCHES = {
    "search: a full name": "Karin Nyström",
    "search: a common word": "platsen",
    "search: beginning": "nys",
    "search: misspelt": "Nysrtöm",
    "search: number": "195001022386",
    "search: nothing": "xylofon",
}
_CASE = 'href="(/handlaggning/arenden/[^"/]+/)"'


def work(visitor: Visitor) -> None:
    """Every list, filter, order and search of a handler, and cases from here and there."""
    for step, path in LISTS.items():
        quoted = urllib.parse.quote(f"/handlaggning/{path}", safe="/?=&")
        visitor.samples.rows[step] = len(_cases_on(visitor.get(step, quoted)))
    for step, text in SEARCHES.items():
        found = visitor.post(f"{step}, asked", "/handlaggning/sok/", {"q": text}, 302).location
        visitor.samples.rows[step] = len(_cases_on(visitor.get(step, found)))
    keys: list[bytes] = []
    for page in (1, 2, 3):
        keys += _cases_on(visitor.get("(list)", f"/handlaggning/lista/alla/?sida={page}"))
    for case in random.sample(keys, min(8, len(keys))):
        visitor.get("case page", case.decode())
    visitor.get("other cases of parties", f"{keys[-1].decode()}andra/")


def _cases_on(page: Answer) -> list[bytes]:
    return list(dict.fromkeys(re.findall(_CASE.encode(), page.body)))


API = {
    "api: 100 cases": "cases?limit=100",
    "api: 100 cases, decided": "cases?limit=100&state=decided",
    "api: 100 cases, one e-service": "cases?limit=100&e_service=parkering",
    "api: 100 changes": "changes?limit=100",
}


def api(visitor: Visitor) -> None:
    """What a connected system asks for: lists from the start and further on, and whole cases."""
    for step, path in API.items():
        found = json.loads(visitor.get(step, f"/api/v1/{path}").body)
        for _ in range(3):  # where a system that has read for long stands
            after = urllib.parse.quote(found["cursor"])
            further = visitor.get(f"{step}, further on", f"/api/v1/{path}&after={after}")
            found = json.loads(further.body)
    found = json.loads(visitor.get("(list)", "/api/v1/cases?limit=100").body)
    for one in random.sample(found["items"], 8):
        visitor.get("api: a whole case", f"/api/v1/cases/{one['reference']}")


def portal(visitor: Visitor) -> None:
    """The first page and a search."""
    visitor.get("portal", "/")
    visitor.get("search", "/?q=skjuts")


SCENARIOS: dict[str, Callable[[Visitor], None]] = {
    "floor": floor,
    "floor_parts": floor_parts,
    "save": save,
    "save_wide": save_wide,
    "submission": submission,
    "portal": portal,
    "work": work,
    "api": api,
}
