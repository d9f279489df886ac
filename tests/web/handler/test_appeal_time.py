"""The days of an appeal: none before the decision, late ones by who is sure, rejections anew."""

from datetime import timedelta

import pytest
from tests import cast
from tests.staff_support import browser, citizen_token, staff_token
from tests.web.handler.test_law import _decided, _town

from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.cases.models import Appeal, CaseParty
from samtjanst.running.cases.types import AppealState

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby() -> Municipality:
    return _town()


def test_late_appeal_is_taken_up_only_by_somebody_who_is_sure_and_days_follow_the_decision(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        with clock.shifted(timedelta(days=-60)):
            reference = _decided()
        hanna, citizen = browser(token=staff_token(cast.staff())), cast.citizen()
    desk = f"/handlaggning/arenden/{reference}/"
    paper = {"to": str(citizen.id), "received_on": clock.today().isoformat(), "text": "Brev."}
    assert hanna.post(f"{desk}overklagande/", paper).status_code == 302
    with open_scope(mjolby):
        path = f"{desk}overklagande/{Appeal.objects.get().id}/"
    learned = (clock.today() - timedelta(days=50)).isoformat()
    before = (clock.today() - timedelta(days=61)).isoformat()
    reject = {"too_late": "1", "learned_on": before, "rejection": "Det kom för sent."}
    wrong = hanna.post(path, reject)  # a slip of the pen, by which it would be rejected
    assert wrong.status_code == 422
    assert "Välj en dag från beslutets dag" in wrong.content.decode()
    asked = hanna.post(path, {"in_time": "1", "learned_on": learned})
    assert asked.status_code == 422
    for told in ("Det kom för sent: sista dagen var", "Det ska tas upp ändå"):
        assert told in asked.content.decode()
    assert "Det ska avvisas ändå" not in asked.content.decode()
    sure = {"in_time": "1", "learned_on": learned, "is_sure": "1"}
    assert hanna.post(path, sure).status_code == 302
    assert "Överklagandet kom efter sista dagen men tas upp" in hanna.get(desk).content.decode()
    with open_scope(mjolby):
        assert Appeal.objects.get().state == AppealState.TIMELY


def test_rejection_can_be_appealed_here_and_its_time_runs_from_when_it_was_read(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        with clock.shifted(timedelta(days=-60)):
            reference = _decided()
            with_time = browser(token=citizen_token())
            assert with_time.get(f"/mina-arenden/{reference}/").status_code == 200
        hanna, anna = browser(token=staff_token(cast.staff())), browser(token=citizen_token())
    own = f"/mina-arenden/{reference}/"
    assert anna.post(f"{own}overklaga/", {"text": "Vägen är farlig."}).status_code == 302
    assert f"{own}overklaga/" not in anna.get(own).content.decode()
    with open_scope(mjolby):
        first = Appeal.objects.get()
    learned = clock.today() - timedelta(days=60)
    assert first.learned_on == learned
    reject = {"too_late": "1", "learned_on": learned.isoformat(), "rejection": "Det kom för sent."}
    path = f"/handlaggning/arenden/{reference}/overklagande/{first.id}/"
    assert hanna.post(path, reject).status_code == 302
    with open_scope(mjolby):
        part = CaseParty.objects.get(citizen_id=cast.citizen().id)
        assert part.decision_read_at is None  # what is new has not been opened
    assert f"{own}overklaga/" in anna.get(own).content.decode()
    assert anna.post(f"{own}overklaga/", {"text": "Det kom i tid."}).status_code == 302
    with open_scope(mjolby):
        second = Appeal.objects.exclude(id=first.id).get()
        assert second.learned_on == clock.today()
