"""A municipality with cases of every kind, in three units: for what lists and search hold."""

import random
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from tests import cast
from tests.handling_support import complete_case, person
from tests.journey_support import school_transport

from samtjanst.building.definitions.models import Version
from samtjanst.capabilities.signing.models import Room
from samtjanst.capabilities.signing.types import RoomState
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor, Grant, Role
from samtjanst.foundation.tenancy.models import Municipality, Unit
from samtjanst.kernel import clock
from samtjanst.running.cases.models import (
    Absence,
    Case,
    CaseLabel,
    CaseParty,
    Label,
    Opinion,
    Proposal,
    Supplement,
)
from samtjanst.running.cases.types import (
    HANDLED_STATES,
    CaseState,
    Needs,
    OpinionState,
    ProposalState,
    SupplementState,
)
from samtjanst.running.filing.models import Filing

CASES = 120
UNITS = (cast.UNIT, "Tekniska kontoret", "Miljökontoret")
TAKEN = (*HANDLED_STATES, CaseState.WAITING_FOR_APPLICANT, CaseState.DECIDED)
# Most are not put aside; of some the day has come.
NOT_ASIDE = (*[None] * 6, clock.today())


def dice(seed: int | str) -> random.Random:
    """Chance that is the same each time."""
    return random.Random(seed)  # noqa: S311 - which cases there are, and no secret


@dataclass
class Town:
    """A municipality with cases of all kinds, and two of its staff."""

    hanna: Actor  # of two of the three units, and of protected ones in the first of them
    hugo: Actor  # away, and covered by Hanna
    units: list[Unit]


def key(who: Actor) -> uuid.UUID:
    """Of somebody who has one."""
    assert who.id
    return who.id


def filled(row: Municipality, chance: random.Random) -> Town:
    """Cases in the municipality, whose scope is open."""
    school_transport(row.slug)
    town = _staffed()
    model = Case.objects.get(reference=complete_case())
    versions = [model.version_id, _other_version(model).id]
    labels = [Label.objects.create(name=name) for name in ("Brådskar", "Ring upp")]
    herself = person(cast.HANDLER, town.hanna.name)
    for serial in range(CASES):
        case = _case(town, chance, model, serial, chance.choice(versions))
        label = chance.choice(labels)
        CaseLabel.objects.create(case=case, label=label, arrived_at=case.arrived_at)
        _beside(town, chance, case)
        if chance.random() < 0.05:
            CaseParty.objects.create(case=case, citizen_id=key(herself), role="guardian")
    return town


def _staffed() -> Town:
    units = [cast.unit(name) for name in UNITS]
    hanna, hugo = cast.staff_actor(), cast.put_other_handler()
    grants = {Grant(Role.HANDLER, unit.id) for unit in units[:2]}
    grants.add(Grant(Role.MANAGER, units[0].id))
    today = clock.today()
    Absence.objects.create(staff_id=key(hugo), cover_id=key(hanna), first=today, last=today)
    return Town(replace(hanna, grants=frozenset(grants)), hugo, units)


def _other_version(model: Case) -> Version:
    row = Version.objects.get(id=model.version_id)
    row.pk, row.slug, row._state.adding = uuid.uuid4(), "fritidshem", True
    row.save()
    return row


def _case(
    town: Town, chance: random.Random, model: Case, serial: int, version_id: uuid.UUID
) -> Case:
    filing, snapshot = Filing.objects.get(id=model.filing_id), model.snapshot
    filing.pk, filing._state.adding = uuid.uuid4(), True
    filing.save()
    snapshot.pk, snapshot.filing_id, snapshot._state.adding = uuid.uuid4(), filing.pk, True
    snapshot.save()
    state = chance.choice(list(CaseState))
    # Many on the same day and at the same time, and some without a limit.
    day = chance.choice([None, *(clock.today() + timedelta(days=n) for n in (-9, -1, 0, 5, 9))])
    return Case.objects.create(
        reference=f"SKJ-{chance.randrange(100):02}-{serial:03}",
        title="Skolskjuts", filing_id=filing.pk, snapshot_id=snapshot.pk, version_id=version_id,
        unit=chance.choice(town.units), state=state.value, target_days=30, due=day,
        handler_id=chance.choice([town.hanna.id, town.hugo.id, None]) if state in TAKEN else None,
        is_protected=chance.random() < 0.2, priority=int(chance.random() < 0.2),
        arrived_at=clock.starts(clock.today() - timedelta(days=chance.randrange(40))),
        trashed_at=clock.now() if chance.random() < 0.1 else None,
        watch_until=chance.choice([*NOT_ASIDE, clock.today() + timedelta(days=3)]),
    )  # fmt: skip


def _to_sign(case: Case, chance: random.Random) -> None:
    """An open room where it waits for signatures, and for some that went on without them."""
    if case.state in TAKEN and chance.random() < 0.3:
        case.unsigned_reason = encrypt(f"case:{case.id}:unsigned", b"Det br\xc3\xa5dskar.")
        case.save(update_fields=["unsigned_reason"])
    if not case.unsigned_reason and case.state != CaseState.WAITING_FOR_SIGNATURE:
        return
    Room.objects.create(
        subject_kind="filing", subject_id=case.filing_id, label="Skolskjuts", unit_id=case.unit_id,
        state=chance.choice([RoomState.OPEN, RoomState.OPEN, RoomState.EXPIRED]).value,
        mode="case_at_once", expires_days=14, digest="", content=b"", opened_at=clock.now(),
        expires_at=datetime.combine(_soon(chance), time(), tzinfo=UTC),
    )  # fmt: skip


def _soon(chance: random.Random) -> date:
    return clock.today() + timedelta(days=chance.randrange(-1, 4))


def _beside(town: Town, chance: random.Random, case: Case) -> None:
    """What others are asked about some of the cases, and what is proposed in some."""
    _to_sign(case, dice(case.reference))
    if chance.random() < 0.1:
        Opinion.objects.create(
            case=case, unit=town.units[2], questions=[], files=[], content=b"", due=_soon(chance),
            is_needed=False, visibility="party", asked_by_id=key(town.hanna), asked_at=clock.now(),
            state=chance.choice([OpinionState.OPEN, OpinionState.ANSWERED]).value,
        )  # fmt: skip
    if chance.random() < 0.1:
        Supplement.objects.create(
            case=case, unit=town.units[2], is_of_party=False, content=b"", due=_soon(chance),
            asked_by_id=key(town.hanna), asked_at=clock.now(),
            state=chance.choice([SupplementState.OPEN, SupplementState.ANSWERED]).value,
        )  # fmt: skip
    if chance.random() < 0.1:
        Proposal.objects.create(
            case=case, needs=Needs.READER.value, state=ProposalState.OPEN.value, content=b"",
            revision=1, made_by_id=key(chance.choice([town.hanna, town.hugo])),
            made_at=clock.now(),
        )  # fmt: skip
