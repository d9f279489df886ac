"""Acting for a colleague who is away, in cases that stay hers."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, staff_token

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Actor, ActorKind, Grant, Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Absence, Case, Decision, Opinion, Proposal, Supplement
from samtjanst.running.cases.types import AbsenceView, DecisionDraft, Needs, View

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOBODY = uuid.UUID(int=0)
DRAFT = DecisionDraft("granted", "Bifall", "Vägen är lång.", ("10 kap. 32 § skollagen",))
FOR_HANNA = "Kim Kollega, för Hanna Handläggare"


@pytest.fixture
def mjolby() -> Municipality:
    row = cast.municipality()
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def taken(mjolby: Municipality) -> str:
    """Hanna's case."""
    with open_scope(mjolby):
        services.take(reference=(reference := complete_case()), by=cast.staff_actor())
        return reference


@pytest.fixture
def kim(mjolby: Municipality) -> StaffAccount:
    """A colleague who covers for Hanna for three days."""
    with open_scope(mjolby):
        row = _account("198602212394", "Kim Kollega")
        boss, away, today = cast.staff_actor(Role.MANAGER), cast.staff().id, clock.today()
        given = AbsenceView(NOBODY, away, "", today, today + 3 * DAY, row.id, "")
        services.put_absence(given=given, by=boss)
        cast.staff()
        return row


def _account(number: str, name: str, unit: str = cast.UNIT) -> StaffAccount:
    return put_staff(
        number=PersonalNumber(number), name=name, email=f"{number}@exempel.invalid",
        roles={Role.HANDLER: cast.unit(unit)},
    )  # fmt: skip


def _actor(row: StaffAccount) -> Actor:
    grants = frozenset({Grant(Role.HANDLER, cast.unit().id)})
    return Actor(ActorKind.STAFF, scope_id(), row.id, 3, grants, name=row.name)


def _desk(reference: str) -> str:
    return f"/handlaggning/arenden/{reference}/"


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def _supplement(client: Client, reference: str) -> Any:
    due = (clock.today() + 9 * DAY).isoformat()
    wish = {"whom": "applicant", "text": "Var?", "questions": ["traffic_place"], "due": due}
    return client.post(f"{_desk(reference)}komplettering/", wish)


def _opinion(client: Client, reference: str, unit: uuid.UUID) -> Any:
    due = (clock.today() + 9 * DAY).isoformat()
    wish = {"whom": "unit", "unit": str(unit), "text": "Går det?", "due": due}
    return client.post(f"{_desk(reference)}be-om-yttrande/", wish)


def test_who_covers_does_what_the_handler_may_and_the_case_stays_hers(
    mjolby: Municipality, taken: str, kim: StaffAccount
) -> None:
    with open_scope(mjolby):
        mine, hanna = browser(token=staff_token(kim)), browser(token=staff_token(cast.staff()))
        school = cast.unit("Elevhälsan").id
    page = _page(mine, _desk(taken))
    for words in ("Du ersätter", "Skriv beslut", "Be om komplettering", "Låt parten yttra sig"):
        assert words in page
    assert _opinion(mine, taken, school).status_code == 302
    assert mine.post(f"{_desk(taken)}anteckna/", {"anteckning": "Ringde."}).status_code == 302
    assert _supplement(mine, taken).status_code == 302
    changed = {"due": (clock.today() + 20 * DAY).isoformat()}
    assert mine.post(f"{_desk(taken)}komplettering/andra/", changed).status_code == 302
    with open_scope(mjolby):
        Opinion.objects.update(is_needed=False)
        row = Case.objects.get(reference=taken)
        services.decide(reference=taken, draft=DRAFT, revision=row.revision, by=_actor(kim))
        row.refresh_from_db()
        assert row.handler_id == cast.staff().id  # it was hers all the time
        assert Decision.objects.get(case=row).decided_by_id == kim.id
        assert Supplement.objects.get().asked_by_id == Opinion.objects.get().asked_by_id == kim.id
        told = AuditEvent.objects.filter(actor_id=kim.id, action__in=[
            "case.decided", "case.supplement_asked", "case.opinion_asked", "case.noted",
        ])  # fmt: skip
        assert {one.details["instead_of"] for one in told} == {str(row.handler_id)}
        assert told.count() == 4
    page = _page(hanna, _desk(taken))
    assert page.count(FOR_HANNA) == 6  # five lines of the time line, and the note
    assert "Kim Kollega, för Hanna Handläggare" in _page(hanna, "/handlaggning/min-dag/")


def test_proposal_of_hers_is_read_by_a_third_and_taken_back_by_either(
    mjolby: Municipality, taken: str, kim: StaffAccount
) -> None:
    with open_scope(mjolby):
        by, row = _actor(kim), Case.objects.get(reference=taken)
        made = {"reference": taken, "draft": DRAFT, "needs": Needs.READER}
        first = services.propose(**made, revision=row.revision, by=by)  # type: ignore[arg-type]
        with pytest.raises(NotFoundError):  # nobody reads her own
            services.approve(reference=taken, proposal_id=first, draft=DRAFT, by=by)
        services.take_back(reference=taken, by=cast.staff_actor())
        row.refresh_from_db()
        again = services.propose(**made, revision=row.revision, by=by)  # type: ignore[arg-type]
        services.approve(reference=taken, proposal_id=again, draft=DRAFT, by=cast.staff_actor())
        assert Decision.objects.get().decided_by_id == kim.id
        assert Proposal.objects.count() == 2


def test_it_ends_with_the_cover_also_while_the_page_is_open(
    mjolby: Municipality, taken: str, kim: StaffAccount
) -> None:
    with open_scope(mjolby):
        mine, school = browser(token=staff_token(kim)), cast.unit("Elevhälsan").id
        row = Case.objects.get(reference=taken)
        assert taken in _page(mine, "/handlaggning/lista/mina/")
        _page(mine, f"{_desk(taken)}komplettering/")
        _page(mine, f"{_desk(taken)}beslut/")
        Absence.objects.update(last=clock.today() - DAY, first=clock.today() - 3 * DAY)
    assert _supplement(mine, taken).status_code == 409
    assert _opinion(mine, taken, school).status_code == 409
    assert "Du ersätter" not in _page(mine, _desk(taken))
    with open_scope(mjolby):
        with pytest.raises(ConflictError):
            services.decide(reference=taken, draft=DRAFT, revision=row.revision, by=_actor(kim))
        assert not Decision.objects.exists()
        assert cases.counts(cast.staff_actor())[View.MINE] == 1
        services.write_note(reference=taken, text="Efteråt.", by=_actor(kim))
        assert cases.timeline(row.id)[-1].instead_of == ""


def test_cover_gives_no_right_that_she_has_not_got_herself(
    mjolby: Municipality, taken: str
) -> None:
    with open_scope(mjolby):
        bo = _account("198510082392", "Bo Bygg", "Bygg")
        namesake = _account("198602212394", "Anna Provsson")  # whose number is not known
        StaffAccount.objects.filter(id=namesake.id).update(number_index="")
        for one in (bo, namesake):
            Absence(staff_id=cast.staff().id, first=clock.today(), last=clock.today(),
                    cover_id=one.id).save()  # fmt: skip
            assert _supplement(browser(token=staff_token(one)), taken).status_code == 404
    north = cast.municipality("norrkoping")
    with open_scope(north):
        school_transport("norrkoping")
        kim = _account("198602212394", "Kim Kollega")
        assert _supplement(browser("norrkoping", staff_token(kim)), taken).status_code == 404
    with open_scope(mjolby):
        assert not Supplement.objects.exists()
