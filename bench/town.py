"""Years of work for two municipalities: ``python -m bench.town [--cases N]``.

Runs in an installation's own environment (see bench.work). Every case has an own filing and an
own sealed snapshot that opens and holds its digest, parties, a signing room, a time line,
messages and the words it is found by; about one in three belongs to a unit that the measured
handler does not reach, and a fourth as many lie in another municipality. What no list and no
case page reads (audit events, evidence of signatures, files) is not made.
"""

import argparse
import random
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django

django.setup()

from django.db import transaction  # noqa: E402 - Django first

from bench import bulk, forms  # noqa: E402
from samtjanst.building.definitions.queries import published  # noqa: E402
from samtjanst.building.definitions.services import publish  # noqa: E402
from samtjanst.capabilities.formkit import Context, evaluate, inputs, present  # noqa: E402
from samtjanst.capabilities.messages.models import Message  # noqa: E402
from samtjanst.capabilities.signing.models import Room, SignatureRequest  # noqa: E402
from samtjanst.foundation.keys.services import encrypt  # noqa: E402
from samtjanst.foundation.people.models import StaffAccount  # noqa: E402
from samtjanst.foundation.people.queries import number_index  # noqa: E402
from samtjanst.foundation.people.services import put_staff, remember_citizen  # noqa: E402
from samtjanst.foundation.people.types import Role, system_actor  # noqa: E402
from samtjanst.foundation.tenancy.models import Unit  # noqa: E402
from samtjanst.foundation.tenancy.queries import all_municipalities  # noqa: E402
from samtjanst.foundation.tenancy.services import open_scope, put_unit  # noqa: E402
from samtjanst.foundation.tenancy.types import scope_id  # noqa: E402
from samtjanst.kernel import clock  # noqa: E402
from samtjanst.kernel.canonical import canonical_bytes, digest_bytes  # noqa: E402
from samtjanst.kernel.ids import reference_number  # noqa: E402
from samtjanst.kernel.personal_number import PersonalNumber, luhn_holds  # noqa: E402
from samtjanst.running.cases.models import (  # noqa: E402
    Case,
    CaseEvent,
    CaseLabel,
    CaseParty,
    CaseSearch,
    Decision,
    Label,
)
from samtjanst.running.cases.queries import tokens_of  # noqa: E402
from samtjanst.running.cases.types import CaseState, Searchable  # noqa: E402
from samtjanst.running.filing.models import Filing, Snapshot  # noqa: E402
from samtjanst.running.filing.types import SEAL_FORMAT, FilingState  # noqa: E402

from bench.visits import HANDLER  # noqa: E402  isort: skip

BATCH = 1000
YEARS = 2
SERVICES = {"jamforelse": "Jämförelseformulär", "parkering": "Parkeringstillstånd",
            "markupplatelse": "Tillstånd att använda mark", "stipendium": "Stipendium"}  # fmt: skip
FIRST = ("Åsa", "Erik", "Karin", "Lars", "Anna", "Nils", "Märta", "Ali", "Sara", "Johan",
         "Elin", "Per", "Maria", "Olle", "Fatima", "Gustav", "Ingrid")  # fmt: skip
LAST = ("Öberg", "Lind", "Berg", "Nyström", "Åkesson", "Hedlund", "Sjö", "Karlsson", "Dahl",
        "Wester", "Eklund", "Hassan", "Holm", "Norén", "Fors", "Ek", "Sandin", "Vik")  # fmt: skip
LABELS = ("Brådskar", "Komplettera", "Fråga jurist", "Ring upp", "Nytt i år")
OPEN_STATES = (CaseState.RECEIVED, CaseState.IN_PROGRESS, CaseState.WAITING_FOR_SIGNATURE)


@dataclass(frozen=True, slots=True)
class Person:
    """A citizen and what every case of hers is found by."""

    id: uuid.UUID
    number: str
    name: str
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """A published e-service with answers to it, as they are sealed."""

    slug: str
    title: str
    version: uuid.UUID
    sha256: str
    answers: dict[str, Any]
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Town:
    """What the cases of one municipality are made of."""

    slug: str
    people: list[Person]
    services: list[Service]
    units: list[Unit]
    staff: dict[uuid.UUID, list[uuid.UUID]]  # by unit
    labels: list[Label]


def main() -> None:
    """Make them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    count: int = parser.parse_args().cases
    known = {one.slug: one for one in all_municipalities()}
    for slug, wanted in (("mjolby", count), ("norrkoping", count // 4)):
        with open_scope(known[slug]):
            fill(slug, wanted)


def fill(slug: str, wanted: int) -> None:
    """Bring the municipality to so many cases."""
    started, chance = time.monotonic(), random.Random(f"{slug}:{wanted}")
    with transaction.atomic():
        made, town = Case.objects.count(), _town(slug, min(wanted, 2000))
    first = made
    while made < wanted:
        size = min(BATCH, wanted - made)
        with transaction.atomic():
            _batch(town, chance, made, size)
        made += size
    print(f"{slug}: {made - first} cases in {time.monotonic() - started:.0f} s")


def _town(slug: str, people: int) -> Town:
    home = Unit.objects.order_by("name").first() or put_unit(name="Nämndkontoret")
    units = [home, put_unit(name="Tekniska kontoret (mätning)")]
    return Town(
        slug=slug,
        people=[_person(place) for place in range(people)],
        services=[_service(name, title, home) for name, title in SERVICES.items()],
        units=units,
        staff={unit.id: list(_staff(place, unit)) for place, unit in enumerate(units)},
        labels=[Label.objects.get_or_create(name=name)[0] for name in LABELS],
    )


def _staff(place: int, unit: Unit) -> Iterator[uuid.UUID]:
    for serial in range(8):
        number = _number(20_000 + place * 8 + serial)
        name = f"{FIRST[serial + place]} {LAST[serial]} (mätning)"
        yield put_staff(number=number, name=name, email="", roles={Role.HANDLER: unit}).id
    if place == 0:  # she who is measured works here
        index = number_index(PersonalNumber(HANDLER))
        yield from StaffAccount.objects.filter(number_index=index).values_list("id", flat=True)


def _person(place: int) -> Person:
    number = _number(place)
    name = f"{FIRST[place % len(FIRST)]} {LAST[place // len(FIRST) % len(LAST)]}"
    row = remember_citizen(identity=number, name=name, given_name=name.split(" ", maxsplit=1)[0])
    found = Searchable(reference="", names=(name,), numbers=(number.digits,))
    return Person(row.id, number.digits, name, tuple(tokens_of(found)))


def _number(place: int) -> PersonalNumber:
    """Among the official test numbers (their serials begin with 238 or 239)."""
    day = date(1950, 1, 1) + timedelta(days=place // 2)
    body = f"{day:%Y%m%d}{238 + place % 2}"
    return PersonalNumber(next(f"{body}{n}" for n in range(10) if luhn_holds(f"{body[2:]}{n}")))


def _service(slug: str, title: str, unit: Unit) -> Service:
    document = {**forms.comparison(), "id": slug, "title": {"sv": title}}
    by = system_actor(scope_id())
    publish(slug=slug, document=document, parameters={}, unit=unit, by=by)
    found, context = published(slug), Context(today=clock.today())
    answers: dict[str, Any] = {}
    for page, fields in forms.answers().items():
        data = {name: [v] if isinstance(v, str) else v for name, v in fields.items()}
        answers |= inputs.read_page(found.definition, page, data, context)
    values = dict(evaluate(found.definition, answers, context).values)
    sections = present.summary(found.definition, values, context)
    lines = [line for section in sections for row in section.rows for line in row.lines]
    words = Searchable(
        reference="",
        short=tuple(line for line in lines if len(line) <= 80),
        texts=(title, *(line for line in lines if len(line) > 80)),
    )
    sha256, tokens = found.definition.sha256, tuple(tokens_of(words))
    return Service(slug, title, found.version_id, sha256, values, tokens)


def _batch(town: Town, chance: random.Random, first: int, size: int) -> None:
    made = [_Made(town, chance, first + place) for place in range(size)]
    bulk.put(one.filing for one in made)
    bulk.put(one.snapshot for one in made)
    bulk.put(one.case for one in made)
    bulk.put(one.party for one in made)
    bulk.put(one.search for one in made)
    bulk.put(one.room for one in made)
    bulk.put(row for one in made for row in one.requests)
    bulk.put(row for one in made for row in one.events)
    bulk.put(row for one in made for row in one.messages)
    bulk.put(row for one in made for row in one.decisions)
    bulk.put(row for one in made for row in one.labels)


class _Made:
    """The rows of one case."""

    def __init__(self, town: Town, chance: random.Random, serial: int) -> None:
        self.town, self.chance = town, chance
        self.person, self.other = chance.sample(town.people, 2)
        self.service = chance.choice(town.services)
        self.unit = town.units[chance.random() > 0.7]
        self.at = datetime.now(UTC) - timedelta(seconds=chance.random() * YEARS * 365 * 86_400)
        self.state = _state(chance, self.at)
        self.waits = self.state in {CaseState.WAITING_FOR_SIGNATURE, CaseState.LAPSED}
        self.filing, self.snapshot = self._filing(), Snapshot(sealed_at=self.at)
        self._seal()
        self.case = self._case(serial)
        self.party = CaseParty(case=self.case, citizen_id=self.person.id, role="applicant",
                               is_protected=self.case.is_protected)  # fmt: skip
        self.search = CaseSearch(
            case=self.case,
            unit_id=self.unit.id,
            arrived_at=self.at,
            is_protected=self.case.is_protected,
            tokens=self._tokens(),
        )
        self.room = self._room()
        self.requests = self._requests()
        self.events, self.decisions = self._events(), self._decisions()
        self.messages = [self._message("application_arrived"), self._message("reminder")]
        label = chance.choice(town.labels)
        self.labels = [CaseLabel(case=self.case, label=label, arrived_at=self.at)]
        self.labels = self.labels if chance.random() < 0.15 else []

    def _filing(self) -> Filing:
        return Filing(
            citizen_id=self.person.id,
            version_id=self.service.version,
            state=FilingState.HANDED_IN.value,
            revision=4,
            started_at=self.at,
            saved_at=self.at,
            expires_at=self.at + timedelta(days=90),
            handed_in_at=self.at,
        )

    def _seal(self) -> None:
        number, name = self.person.number, self.person.name
        party = {"role": "applicant", "personal_number": number, "name": name}
        content = {
            "format": SEAL_FORMAT,
            "municipality": self.town.slug,
            "e_service": self.service.slug,
            "version": {"id": str(self.service.version), "sha256": self.service.sha256},
            "filing": str(self.filing.id),
            "applicant": {"personal_number": number, "name": name},
            "answers": self.service.answers,
            "parameters": {},
            "files": [],
            "parties": [{**party, "source": "register", "protected": False}],
            "joint_signing": "",
            "sealed_at": clock.local(self.at).isoformat(timespec="seconds"),
        }
        raw = canonical_bytes(content)
        self.snapshot.filing_id, self.snapshot.sha256 = self.filing.id, digest_bytes(raw)
        self.snapshot.content = encrypt(f"snapshot:{self.snapshot.id}", raw)

    def _case(self, serial: int) -> Case:
        completed = None if self.waits else self.at
        handler = None
        if self.state in {CaseState.IN_PROGRESS, CaseState.DECIDED}:
            handler = self.chance.choice(self.town.staff[self.unit.id])
        return Case(
            reference=reference_number("MAT", clock.local(self.at).year, serial + 1),
            title=self.service.title,
            filing_id=self.filing.id,
            snapshot_id=self.snapshot.id,
            version_id=self.service.version,
            unit_id=self.unit.id,
            handler_id=handler,
            state=self.state.value,
            is_protected=self.chance.random() < 0.01,
            target_days=30,
            arrived_at=self.at,
            completed_at=completed,
            due=clock.local(self.at).date() + timedelta(days=30) if completed else None,
            priority=int(self.chance.random() < 0.03),
            revision=3,
        )

    def _tokens(self) -> list[int]:
        # Its number as a whole; what it begins with is left out, to be done within minutes.
        own = () if self.case.is_protected else self.person.tokens
        return sorted({*self.service.tokens, *own})

    def _room(self) -> Room:
        ended = CaseState.LAPSED, CaseState.WAITING_FOR_SIGNATURE
        states = dict(zip(ended, ("expired", "open"), strict=True))
        room = Room(
            subject_kind="filing",
            subject_id=self.filing.id,
            label=self.service.title,
            unit_id=self.unit.id,
            state=states.get(self.state, "complete"),
            mode="arrives_at_once",
            reminders_days=[3, 7],
            expires_days=30,
            digest=self.snapshot.sha256,
            opened_at=self.at,
            invited_at=self.at,
            # Far away: no schedule of a running worker ends them during a measurement.
            expires_at=self.at + timedelta(days=9000),
        )
        content = {"visible_text": f"{self.service.title}\n{self.snapshot.sha256}"}
        raw = canonical_bytes({**content, "hidden_data": ""})
        room.content = encrypt(f"room:{room.id}", raw)
        return room

    def _requests(self) -> list[SignatureRequest]:
        signed = {"state": "signed", "signed_at": self.at}
        asked = {"state": "invited", "invited_at": self.at, "reminders": 2}
        parts = [(self.person, "applicant", signed)]
        parts += [(self.other, "other_guardian", asked)] if self.waits else []
        return [
            SignatureRequest(room=self.room, citizen_id=person.id, role=role, place=place, **fields)
            for place, (person, role, fields) in enumerate(parts)
        ]

    def _events(self) -> list[CaseEvent]:
        names = ["arrived"] if self.waits else ["arrived", "completed"]
        names += ["taken"] if self.case.handler_id else []
        names += ["decided"] if self.state is CaseState.DECIDED else []
        return [
            CaseEvent(case=self.case, at=self.at + timedelta(hours=place), what=what)
            for place, what in enumerate(names)
        ]

    def _decisions(self) -> list[Decision]:
        if self.state is not CaseState.DECIDED:
            return []
        decided = {"decided_at": self.at + timedelta(days=9), "decided_by_id": self.case.handler_id}
        row = Decision(case=self.case, outcome="granted", **decided)
        content = {
            "title": "Bifall",
            "reasons": "Villkoren är uppfyllda.",
            "legal_basis": ["10 kap. 32 § skollagen (2010:800)"],
            "appeal_text": "",
            "others": "",
        }
        row.content = encrypt(f"decision:{row.id}", canonical_bytes(content))
        return [row]

    def _message(self, template: str) -> Message:
        return Message(
            citizen_id=self.person.id,
            template=template,
            subject_kind="filing",
            subject_id=str(self.filing.id),
            path="/mina-arenden/",
            state="sent",
            created_at=self.at,
            sent_at=self.at,
        )


def _state(chance: random.Random, at: datetime) -> CaseState:
    """Old cases are nearly all decided; of this spring's most are being handled."""
    if at < datetime.now(UTC) - timedelta(days=60):
        return chance.choices((CaseState.DECIDED, CaseState.LAPSED, *OPEN_STATES[1:]),
                              (92, 4, 3, 1))[0]  # fmt: skip
    return chance.choices((CaseState.DECIDED, *OPEN_STATES), (15, 30, 40, 15))[0]


if __name__ == "__main__":
    main()
