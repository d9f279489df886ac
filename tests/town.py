"""A municipality with real simulators, and the browsers of people who use it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from tests import cast
from tests.journey_support import DOCUMENT, school_transport

from samtjanst import eservices
from samtjanst.foundation.jobs import services as jobs
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.simulators.bankid.server import Running as Bank
from samtjanst.simulators.mail.server import Running as Mail
from samtjanst.simulators.navet.server import Running as Register
from samtjanst.simulators.personas import person

ANNA, BO, STRANGER = "198501012382", "198501012390", "196608253081"
ELLA, NOA = "201801012392", "201103152391"
PDF = b"%PDF-1.7\nintyg"
PAGES = ("the_child", "the_school", "the_reason", "the_journey")


@dataclass
class Town:
    """One municipality. ``register`` and ``mail`` are None where the town has none."""

    row: Municipality
    bank: Bank
    register: Register | None = None
    mail: Mail | None = None
    browsers: list[Client] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"{self.row.slug}.localhost"

    def browser(self, **options: Any) -> Client:
        client = Client(SERVER_NAME=self.host, SERVER_PORT="8000", **options)
        self.browsers.append(client)
        return client

    def login(self, number: str, path: str = "/logga-in/", client: Client | None = None) -> Client:
        client = client or self.browser()
        page = client.post(path, {"next": ""})
        assert page.status_code == 302, words(page)
        self.play(number)
        done = client.get(page["Location"])
        assert done.status_code == 302, words(done)
        return client

    def handler(self) -> Client:
        with open_scope(self.row):
            cast.staff()
        return self.login(cast.HANDLER.digits, "/handlaggning/logga-in/")

    def play(self, number: str) -> None:
        """The person answers in the app."""
        who = person(number)
        assert who
        self.bank.bank.complete(self.bank.bank.waiting()[0], who)

    def sign(self, client: Client, request_path: str, number: str) -> str:
        """Sign; returns where one is sent afterwards."""
        started = client.post(f"{request_path}starta/")
        assert started.status_code == 302, words(started)
        self.play(number)
        done = client.get(started["Location"])
        assert done.status_code == 302, words(done)
        return str(done["Location"])

    def apply(self, client: Client, number: str = ANNA, **changes: Any) -> str:
        """Fill in, check and sign as the applicant; returns the filing's path."""
        filing = fill_in(client, self.answers(**changes))
        self.sign(client, prepare(client, filing), number)
        return filing

    def answers(self, **changes: Any) -> dict[str, dict[str, Any]]:
        """What to post on each page; the child from the register where the town has one."""
        pages = stated_answers(self.row.slug)
        if self.register:
            pages["the_child"] = {"child": ELLA} | {
                k: v for k, v in pages["the_child"].items() if k.startswith("home")
            }
        for page in pages.values():
            page |= {k: changes[k] for k in list(page) if k in changes}
        for page_id, extra in changes.items():
            if page_id in pages:
                pages[page_id] |= extra
        return pages

    def work(self) -> None:
        """Do every job that is due, as the worker would."""
        with open_scope(self.row):
            for job in Job.objects.filter(state="queued").order_by("run_at"):
                jobs.run(job.id)

    def bind(self, port: Port, adapter: str, settings: Mapping[str, Any], name: str = "") -> None:
        with open_scope(self.row):
            bind(port=port, adapter=adapter, settings=settings, name=name)


def found(
    slug: str,
    bank: Bank,
    folder: Path,
    *,
    register: Register | None = None,
    mail: Mail | None = None,
    document: dict[str, Any] | None = None,
) -> Town:
    """A town where school transport can be applied for."""
    row = cast.municipality(slug, storage=str(folder / slug))
    town = Town(row, bank, register, mail)
    settings = bank.settings | {"environment": "test"}
    town.bind(Port.IDENTITY, "bankid", settings)
    town.bind(Port.SIGNING, "bankid", settings)
    if register:
        town.bind(Port.REGISTER, "navet", register.settings | {"timeout": 3})
    if mail:
        town.bind(Port.CHANNEL, "smtp", mail.settings | {"timeout": 2}, "email")
    with open_scope(row):
        school_transport(slug, document)
    return town


def stated_answers(slug: str = "mjolby") -> dict[str, dict[str, Any]]:
    """A whole application in the applicant's own words."""
    return {
        "the_child": {
            "child.name": "Ella Provsson",
            "child.personal_number": "20180101-2392",
            "has_other_guardian": "yes",
            "other_guardian.name": "Bo Provsson",
            "other_guardian.personal_number": "19850101-2390",
            "home_address.street": "Storgatan 1",
            "home_address.postal_code": "595 30",
            "home_address.city": "Mjölby",
        },
        "the_school": {
            "school": first_option("school", slug),
            "placed_school": "yes",
            "school_year": first_option("school_year", slug),
            "start_date": "2027-01-11",
            "alternating": "no",
        },
        "the_reason": {
            "reasons": ["disability"],
            "disability_description": "Ella kan inte gå långt",
            "medical_certificate": SimpleUploadedFile("intyg.pdf", PDF),
        },
        "the_journey": {
            "days_to": ["monday"],
            "time_to": "07:45",
            "email": "anna@exempel.invalid",
            "email.again": "anna@exempel.invalid",
            "phone": "070-123 45 67",
        },
    }


def first_option(question: str, slug: str = "mjolby") -> str:
    if question == "school":
        values = json.loads(eservices.read(f"skolskjuts/parameters/{slug}.json"))
        return str(next(v for v in values.values() if isinstance(v, list))[0]["id"])
    questions = (q for page in DOCUMENT["pages"] for q in page["questions"])
    return str(next(q for q in questions if q["id"] == question)["options"][0]["id"])


def start(client: Client) -> str:
    """A new draft's path."""
    answer = client.post("/e-tjanster/skolskjuts/starta/")
    assert answer.status_code == 302, words(answer)
    return str(answer["Location"])


def fill_in(client: Client, pages: dict[str, dict[str, Any]], filing: str = "") -> str:
    """Answer the pages; returns the filing's path."""
    filing = filing or start(client)
    for page_id, data in pages.items():
        answer = post(client, f"{filing}sida/{page_id}/", data)
        assert answer.status_code == 302, words(answer)
    return filing


def post(client: Client, path: str, data: dict[str, Any], revision: int | None = None) -> Any:
    """Send a page of the form with its present revision, or with a given one."""
    known = revision_of(client, path) if revision is None else revision
    for value in data.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    return client.post(path, {"go": "1", **data, "revision": known})


def revision_of(client: Client, path: str) -> int:
    answer = client.get(path)
    found_in = re.search(r'name="revision" value="(\d+)"', answer.content.decode())
    assert found_in, (answer.status_code, words(answer)[:500])
    return int(found_in[1])


def prepare(client: Client, filing: str) -> str:
    """Go from the check page to the signature; returns its path."""
    asked = client.post(f"{filing}kontrollera/")
    assert asked.status_code == 302, words(asked)
    return str(asked["Location"])


def request_for(client: Client) -> str:
    """The path of what waits for the person's signature."""
    found_in = re.search(r"/underskrift/[0-9a-f-]+/", page_text(client, "/mina-arenden/"))
    assert found_in
    return found_in[0]


def page_text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (answer.status_code, words(answer)[:800])
    return str(answer.content.decode())


def words(answer: HttpResponseBase | Any) -> str:
    """What a person reads of a page: the text of its main part."""
    text = getattr(answer, "content", b"").decode()
    main = re.search(r"<main.*?</main>", text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", main[0] if main else text).split())


def reference_in(text: str) -> str:
    found_in = re.search(r"SKJ-\d{4}-\d{6}-\w", text)
    assert found_in, text[-500:]
    return found_in[0]


def filing_key(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[-1]
