"""Several parties are asked for the same at once, each answers for herself, and the case waits."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests import inquiry_support as asking
from tests.handling_support import hand_in_application, person, reference_of, sign
from tests.inquiry_support import WHY
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import supplement
from samtjanst.kernel import clock, ids
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, Supplement
from samtjanst.running.cases.types import CaseState, DecisionDraft

pytestmark = pytest.mark.django_db
GRANTED = DecisionDraft("granted", "Beviljas", "Vägen är lång.", ("10 kap. 32 § skollagen",))


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def reference(mjolby: Municipality) -> str:
    """A case of two guardians, whom Hanna asks both for the same."""
    with open_scope(mjolby):
        olof = person(cast.OTHER_GUARDIAN, "Olof Provsson")
        filing = hand_in_application(other=olof)
        sign(filing, olof)
        reference = reference_of(filing)
        services.take(reference=reference, by=cast.staff_actor())
    return reference


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


@pytest.fixture
def anna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=citizen_token())


@pytest.fixture
def olof(mjolby: Municipality, reference: str) -> Client:
    with open_scope(mjolby):
        return browser(token=citizen_token(cast.OTHER_GUARDIAN))


def _parties(mjolby: Municipality) -> list[str]:
    with open_scope(mjolby):
        other = person(cast.OTHER_GUARDIAN, "Olof Provsson")
        return [str(cast.citizen_actor().id), str(other.id)]


def _ask(mjolby: Municipality, hanna: Client, reference: str) -> None:
    wish = asking.wish(mjolby, whom="party", party=_parties(mjolby))
    assert asking.ask(hanna, reference, wish).status_code == 302


def _answer(mjolby: Municipality, number: PersonalNumber, reference: str, *, days: int) -> None:
    """Some days later, logged in anew."""
    address = f"/mina-arenden/{reference}/komplettering/"
    with clock.shifted(timedelta(days=days)):
        with open_scope(mjolby):
            who = browser(token=citizen_token(number))
        asking.fill(who, address)
        assert who.post(f"{address}kontrollera/").status_code == 302


def _stands(mjolby: Municipality, reference: str) -> tuple[CaseState, date | None]:
    with open_scope(mjolby):
        row = Case.objects.get(reference=reference)
        return CaseState(row.state), row.due


def _key(mjolby: Municipality, *, is_applicant: bool) -> str:
    with open_scope(mjolby):
        return str(Supplement.objects.get(citizen__isnull=is_applicant).id)


def test_each_is_asked_and_answers_for_herself_and_the_case_waits_for_the_last(
    mjolby: Municipality, reference: str, hanna: Client, olof: Client
) -> None:
    _state, due = _stands(mjolby, reference)
    assert due
    page = hanna.get(f"{asking.desk(reference)}komplettering/").content.decode()
    assert "En eller flera parter, samma fråga till var och en" in page
    _ask(mjolby, hanna, reference)
    with open_scope(mjolby):
        told = Message.objects.filter(template="supplement_asked")
        assert {str(one.citizen_id) for one in told} == set(_parties(mjolby))
    page = hanna.get(asking.desk(reference)).content.decode()
    assert "Vänta på att den sökande kompletterar" in page
    assert "Vänta på att <bdi>Olof Provsson</bdi> kompletterar" in page
    _answer(mjolby, cast.APPLICANT, reference, days=3)
    assert _stands(mjolby, reference) == (CaseState.WAITING_FOR_APPLICANT, due)
    page = hanna.get(asking.desk(reference)).content.decode()
    assert "Vänta på att den sökande kompletterar" not in page
    assert "Vänta på att <bdi>Olof Provsson</bdi> kompletterar" in page
    # What Anna wrote is not put in his mouth.
    assert (
        asking.ANSWER not in olof.get(f"/mina-arenden/{reference}/komplettering/").content.decode()
    )
    _answer(mjolby, cast.OTHER_GUARDIAN, reference, days=5)
    assert _stands(mjolby, reference) == (CaseState.IN_PROGRESS, due + timedelta(days=5))
    with open_scope(mjolby):
        assert Supplement.objects.filter(state="answered").count() == 2


def test_case_goes_on_when_the_time_of_the_last_is_out(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    _state, due = _stands(mjolby, reference)
    assert due
    _ask(mjolby, hanna, reference)
    later = (clock.today() + timedelta(days=20)).isoformat()
    change = f"{asking.desk(reference)}komplettering/andra/"
    of_olof = _key(mjolby, is_applicant=False)
    assert hanna.post(change, {"begaran": of_olof, "due": later}).status_code == 302
    with open_scope(mjolby), clock.shifted(timedelta(days=13)):
        assert supplement.remind_due() == 1  # of Anna, whose day is near
    with open_scope(mjolby), clock.shifted(timedelta(days=16)):
        assert supplement.pass_due() == 1
    assert _stands(mjolby, reference) == (CaseState.WAITING_FOR_APPLICANT, due)
    assert "gick ut" in hanna.get(asking.desk(reference)).content.decode()
    with open_scope(mjolby), clock.shifted(timedelta(days=19)):
        assert supplement.remind_due() == 1
    with open_scope(mjolby), clock.shifted(timedelta(days=25)):
        assert supplement.pass_due() == 1
    assert _stands(mjolby, reference) == (CaseState.IN_PROGRESS, due + timedelta(days=20))
    _answer(mjolby, cast.APPLICANT, reference, days=26)  # late, and taken all the same
    assert _stands(mjolby, reference) == (CaseState.IN_PROGRESS, due + timedelta(days=20))


def test_requests_are_taken_back_one_by_one_and_one_has_to_be_named(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    _ask(mjolby, hanna, reference)
    change = f"{asking.desk(reference)}komplettering/andra/"
    assert hanna.post(change, {"ta_tillbaka": "1"}).status_code == 404
    with open_scope(mjolby), pytest.raises(NotFoundError):
        services.withdraw(reference=reference, by=cast.staff_actor())
    keys = [_key(mjolby, is_applicant=one) for one in (True, False)]
    assert hanna.post(change, {"ta_tillbaka": "1", "begaran": keys[0]}).status_code == 302
    assert _stands(mjolby, reference)[0] == CaseState.WAITING_FOR_APPLICANT
    assert hanna.post(change, {"ta_tillbaka": "1"}).status_code == 302  # the one that is left
    assert _stands(mjolby, reference)[0] == CaseState.IN_PROGRESS


def test_nobody_is_asked_twice_and_all_are_asked_or_none(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    anna, olof = _parties(mjolby)
    for wrong in ([], ["x"], [olof, str(ids.new_id())]):
        wish = asking.wish(mjolby, whom="party", party=wrong)
        answer = asking.ask(hanna, reference, wish)
        assert answer.status_code == 422, wrong
        assert WHY in answer.content.decode()
    with open_scope(mjolby):
        assert not Supplement.objects.exists()
    only = asking.wish(mjolby, whom="party", party=[olof, olof])
    assert asking.ask(hanna, reference, only).status_code == 302
    both = asking.ask(hanna, reference, asking.wish(mjolby, whom="party", party=[anna, olof]))
    assert "Någon av dem har redan fått en fråga." in both.content.decode()
    # The applicant can be asked beside him.
    assert asking.ask(hanna, reference, asking.wish(mjolby, whom="applicant")).status_code == 302
    with open_scope(mjolby):
        assert Supplement.objects.filter(state="open").count() == 2


def test_decision_closes_what_all_were_asked_for(
    mjolby: Municipality, reference: str, hanna: Client, anna: Client, olof: Client
) -> None:
    _ask(mjolby, hanna, reference)
    page = anna.get(f"/mina-arenden/{reference}/").content.decode()
    assert "Komplettera ärendet" in page
    assert "Komplettera ärendet" in olof.get(f"/mina-arenden/{reference}/").content.decode()
    with open_scope(mjolby):
        row = Case.objects.get(reference=reference)
        services.decide(
            reference=reference, draft=GRANTED, revision=row.revision, by=cast.staff_actor()
        )
        assert not Supplement.objects.exclude(state="closed").exists()
