"""Two people at one case: who has it open is seen, ends by itself, and can be taken over."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, staff_token
from tests.web.handler.test_law import COLLEAGUE

from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.queries import grants_of
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Actor, ActorKind, Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, TransitionError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, CaseLease, Decision, Delegation, Proposal
from samtjanst.running.cases.types import DecisionDraft

GRANTED = DecisionDraft("granted", "Bifall", "Vägen är lång.", ("10 kap. 32 § skollagen",))


def _town() -> Municipality:
    row = cast.municipality()
    with open_scope(row):
        school_transport()
    return row


def _kim() -> Actor:
    roles = {Role.HANDLER: cast.unit()}
    row = put_staff(number=COLLEAGUE, name="Kim Kollega", email="k@exempel.invalid", roles=roles)
    grants = grants_of(row.id)
    return Actor(ActorKind.STAFF, row.municipality_id, row.id, 3, grants, name=row.name)


@pytest.mark.django_db
def test_lease_ends_by_itself_and_is_taken_over_on_purpose_only() -> None:
    with open_scope(_town()):
        reference, hanna, kim = complete_case(), cast.staff_actor(), _kim()
        assert services.open_to_change(reference=reference, by=hanna) is None
        assert services.open_to_change(reference=reference, by=hanna) is None
        held = services.open_to_change(reference=reference, by=kim)
        assert held
        assert held.name == "Hanna Handläggare"
        with clock.shifted(timedelta(minutes=11)):
            assert services.open_to_change(reference=reference, by=kim) is None
        assert services.open_to_change(reference=reference, by=hanna, take_over=True) is None
        assert CaseLease.objects.get().staff_id == hanna.id
        services.let_go(reference=reference, by=kim)
        services.let_go(reference=reference, by=hanna)
        assert not CaseLease.objects.exists()


@pytest.mark.django_db
def test_colleague_sees_who_has_it_open_and_what_is_posted_meanwhile_is_refused() -> None:
    with open_scope(mjolby := _town()):
        reference, hanna, kim = complete_case(), cast.staff_actor(), _kim()
        services.take(reference=reference, by=hanna)
        mine = browser(token=staff_token(cast.staff()))
        assert mine.get(f"/handlaggning/arenden/{reference}/beslut/").status_code == 200
        assert not CaseLease.objects.exists()  # to look takes nothing
        services.open_to_change(reference=reference, by=kim)
    desk = f"/handlaggning/arenden/{reference}/"
    assert "Kim Kollega</bdi> har ärendet öppet" in mine.get(desk).content.decode()
    assert "Kim Kollega</bdi> har ärendet öppet" in mine.get(f"{desk}beslut/").content.decode()
    assert mine.post(f"{desk}beslut/", {"outcome": "granted"}).status_code == 409
    assert "Kim Kollega</bdi> har tagit över" in mine.post(f"{desk}oppet/").content.decode()
    for back, to in ((f"{desk}beslut/", f"{desk}beslut/"), ("//ond.example/", desk)):
        answer = mine.post(f"{desk}ta-over/", {"tillbaka": back})
        assert (answer.status_code, answer["Location"]) == (302, to)
    assert mine.post(f"{desk}oppet/").status_code == 204
    page = mine.get(f"{desk}beslut/").content.decode()
    assert "har ärendet öppet" not in page
    with open_scope(mjolby):
        assert CaseLease.objects.get().staff_id == hanna.id


@pytest.mark.django_db
def test_who_may_not_make_the_proposal_a_decision_does_not_hold_the_case() -> None:
    with open_scope(cast.municipality("norrkoping")):
        far = browser("norrkoping", token=staff_token(cast.staff()))
    with open_scope(mjolby := _town()):
        reference, kim = complete_case(), _kim()
        services.take(reference=reference, by=cast.staff_actor())
        path = _delegated(reference, "manager")
        reader = browser(token=staff_token(StaffAccount.objects.get(name=kim.name)))
        manager = browser(token=staff_token(_mia()))
    keeps_open = f"/handlaggning/arenden/{reference}/oppet/"
    page = reader.get(path).content.decode()
    assert "Delegationen låter inte dig heller" in page
    assert keeps_open not in page
    for given in ({"approve": "1"}, {"register": "1"}):
        assert reader.post(path, given).status_code == far.post(path, given).status_code == 404
    with open_scope(mjolby):
        assert not CaseLease.objects.exists()
    page = manager.get(path).content.decode()
    assert keeps_open in page
    assert "har ärendet öppet" not in page
    assert manager.post(path, {"register": "1"}).status_code == 404
    assert reader.post(path, {"note": ""}).status_code == 422  # hers to send back: she has it open
    assert "Kim Kollega</bdi> har ärendet öppet" in manager.get(path).content.decode()
    assert manager.post(path, {"approve": "1"}).status_code == 409
    assert reader.post(path, {"note": "Skriv mer."}).status_code == 302
    assert keeps_open not in manager.get(path).content.decode()  # answered: nothing to change
    with open_scope(mjolby):
        assert not CaseLease.objects.exists()


def _delegated(reference: str, role: str) -> str:
    """Propose what the delegation lets others decide; where they read it."""
    Delegation.objects.create(unit=cast.unit(), point="4.1", title="Allt", role=role)
    data = {"revision": Case.objects.get().revision, "send": "1", "outcome": "granted",
            "reasons": "Vägen är lång.", "legal_basis": "sl_10_32_1"}  # fmt: skip
    desk = f"/handlaggning/arenden/{reference}/"
    assert browser(token=staff_token(cast.staff())).post(f"{desk}beslut/", data).status_code == 302
    return f"{desk}godkann/{Proposal.objects.get().id}/"


def _mia() -> StaffAccount:
    number, roles = PersonalNumber("198001032399"), {Role.MANAGER: cast.unit()}
    return put_staff(number=number, name="Mia Chef", email="m@exempel.invalid", roles=roles)


def test_of_two_who_decide_in_the_same_moment_one_does(committed_db: None) -> None:
    mjolby = _town()
    with open_scope(mjolby):
        reference, hanna = complete_case(), cast.staff_actor()
        services.take(reference=reference, by=hanna)
        revision = cases.get_case(hanna, reference).revision
    start, told = threading.Barrier(2), []

    def decide() -> None:
        try:
            with open_scope(mjolby):
                start.wait(timeout=60)
                services.decide(reference=reference, draft=GRANTED, revision=revision, by=hanna)
            told.append("decided")
        except (ConflictError, TransitionError):
            told.append("refused")
        finally:
            connections.close_all()

    both = [threading.Thread(target=decide) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=60)
    assert sorted(told) == ["decided", "refused"]
    with open_scope(mjolby):
        assert Decision.objects.count() == 1
        assert Case.objects.get().state == "decided"
