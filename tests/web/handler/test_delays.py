"""The law's clock: working days, supplements, delay notices, and being asked to decide."""

from datetime import date, datetime, timedelta

import pytest
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import alarms
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, DecisionRequest, Letter
from samtjanst.running.cases.queries import delays as delay_queries
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.types import Asked, DecisionDraft, RequestState

pytestmark = pytest.mark.django_db
GRANTED = DecisionDraft("granted", "Bifall", "Vägen är lång.", ("10 kap. 32 § skollagen",))
REASON = "Vi väntar på ett intyg från skolan."


@pytest.fixture
def mjolby() -> Municipality:
    return _furnished("mjolby")


def _furnished(slug: str) -> Municipality:
    row = cast.municipality(slug)
    with open_scope(row):
        school_transport(slug)
    return row


def _taken(days_ago: int = 0) -> str:
    with clock.shifted(timedelta(days=-days_ago)):
        reference = complete_case()
        services.take(reference=reference, by=cast.staff_actor())
    return reference


def _decide(reference: str) -> None:
    by = cast.staff_actor()
    revision = cases.get_case(by, reference).revision
    services.decide(reference=reference, draft=GRANTED, revision=revision, by=by)


def test_time_in_working_days_leaves_out_holidays_and_eves() -> None:
    row = Case(target_days=5, in_working_days=True)
    before_christmas = datetime(2026, 12, 22, 12, tzinfo=clock.STOCKHOLM)
    assert rows.due_from(row, before_christmas) == date(2027, 1, 4)
    row.due = date(2026, 12, 23)
    # Christmas Eve to New Year's Day holds three working days, so that the limit moves as many.
    assert rows.moved(row, date(2026, 12, 24), date(2026, 12, 30)) == date(2026, 12, 30)
    assert rows.moved(row, date(2026, 12, 24), date(2026, 12, 24)) == date(2026, 12, 23)


@pytest.mark.parametrize("restarts", [True, False])
def test_time_restarts_or_goes_on_when_a_supplement_has_come(
    mjolby: Municipality, *, restarts: bool
) -> None:
    with open_scope(mjolby):
        reference, by = _taken(days_ago=10), cast.staff_actor()
        Case.objects.update(restarts=restarts)
        first = Case.objects.get().due
        asked = Asked(clock.today() + timedelta(days=9), "Karta.", extras=(("text", "Karta"),))
        supplement = services.ask(reference=reference, asked=asked, by=by)
        with clock.shifted(timedelta(days=4)):
            anna = cast.citizen_actor()
            snapshot_id = Case.objects.get().snapshot_id
            services.answer(supplement_id=supplement.id, snapshot_id=snapshot_id, by=anna)
            anew = rows.due_from(Case.objects.get(), clock.now())
        due = Case.objects.get().due
        assert first
        assert due == (anew if restarts else first + timedelta(days=4))


def test_parties_read_why_it_takes_longer_and_their_forecast_moves(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        reference = _taken(days_ago=40)
        hanna, anna = browser(token=staff_token(cast.staff())), browser(token=citizen_token())
    desk, own = f"/handlaggning/arenden/{reference}/", f"/mina-arenden/{reference}/"
    assert "Berätta att beslutet dröjer" in hanna.get(desk).content.decode()
    until = (clock.today() + timedelta(days=30)).isoformat()
    for data in ({"until": until}, {"reason": REASON, "until": "2020-01-01"}, {"reason": REASON}):
        assert hanna.post(f"{desk}fordrojning/", data).status_code == 422
    told = hanna.post(f"{desk}fordrojning/", {"until": until, "reason": REASON}, follow=True)
    assert "Parterna får ett meddelande om varför det dröjer." in told.content.decode()
    assert "Berätta att beslutet dröjer" not in told.content.decode()
    assert REASON in anna.get(f"{own}meddelanden/").content.decode()
    with open_scope(mjolby):
        assert Letter.objects.count() == 1
        assert REASON not in str(Message.objects.get(template="letter_sent").__dict__)
        assert cases.my_case(cast.citizen_actor(), reference).told_until == date.fromisoformat(
            until
        )


def test_party_asks_once_after_six_months_and_a_refusal_can_be_appealed(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        early, reference = _taken(days_ago=100), _taken(days_ago=190)
        hanna, anna = browser(token=staff_token(cast.staff())), browser(token=citizen_token())
        other = browser(token=citizen_token(cast.OTHER_GUARDIAN))
    path = f"/mina-arenden/{reference}/begar-avgorande/"
    assert "begar-avgorande" not in anna.get(f"/mina-arenden/{early}/").content.decode()
    assert anna.get(f"/mina-arenden/{early}/begar-avgorande/").status_code == 404
    assert anna.post(f"/mina-arenden/{early}/begar-avgorande/").status_code == 409
    assert other.post(path).status_code == 404
    assert path in anna.get(f"/mina-arenden/{reference}/").content.decode()
    assert anna.get(path).status_code == 200
    assert anna.post(path).status_code == 302
    assert anna.post(path).status_code == 409
    desk = f"/handlaggning/arenden/{reference}/"
    with open_scope(mjolby):
        request = DecisionRequest.objects.get()
        assert request.answer_by == clock.today() + timedelta(weeks=4)
    assert request.answer_by.isoformat() in hanna.get(desk).content.decode()
    refuse = f"{desk}avgor/{request.id}/"
    assert hanna.get(refuse).status_code == 200
    assert hanna.post(refuse, {"reasons": " "}).status_code == 422
    assert hanna.post(refuse, {"reasons": REASON}).status_code == 302
    assert hanna.post(refuse, {"reasons": REASON}).status_code == 404
    page = anna.get(f"/mina-arenden/{reference}/").content.decode()
    assert REASON in page
    assert "förvaltningsrätten" in page
    assert "begar-avgorande" not in page


def test_request_on_paper_is_registered_and_its_four_weeks_run_from_the_day_it_came(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        early, reference = _taken(days_ago=100), _taken(days_ago=200)
        hanna, anna = browser(token=staff_token(cast.staff())), browser(token=citizen_token())
        party = str(cast.citizen().id)
    desk, came = f"/handlaggning/arenden/{reference}/", clock.today() - timedelta(days=8)
    path = f"{desk}begaran-att-avgora/"
    assert path in hanna.get(desk).content.decode()
    assert hanna.get(path).status_code == 200
    young = f"/handlaggning/arenden/{early}/"
    assert "begaran-att-avgora" not in hanna.get(young).content.decode()
    assert hanna.get(f"{young}begaran-att-avgora/").status_code == 404
    sent = {"to": party, "came_on": came.isoformat(), "text": "Jag vill ha ett beslut nu."}
    assert hanna.post(f"{young}begaran-att-avgora/", sent).status_code == 422
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    too_early = (clock.today() - timedelta(days=60)).isoformat()
    for wrong in ({"to": "x"}, *({"came_on": day} for day in (tomorrow, too_early, "trams", ""))):
        answer = hanna.post(path, sent | wrong)
        assert answer.status_code == 422
        assert "Jag vill ha ett beslut nu." in answer.content.decode()
    page = hanna.post(path, sent, follow=True).content.decode()
    answer_by = came + timedelta(weeks=4)
    assert "Begäran är registrerad." in page
    assert answer_by.isoformat() in page.split("Besluta i ärendet eller avslå begäran senast")[1]
    assert "En begäran att avgöra ärendet, på papper eller med e-post, registrerades." in page
    again = hanna.post(path, sent)
    assert again.status_code == 422
    assert "Parten har redan begärt att ärendet avgörs." in again.content.decode()
    with open_scope(mjolby):
        asked = DecisionRequest.objects.get()
        assert (asked.answer_by, clock.local(asked.asked_at).date()) == (answer_by, came)
        assert Letter.objects.count() == 1
        assert alarms.alarm_due() == 1  # the day of the first alarm has been
        registrar = browser(token=staff_token(cast.staff(Role.REGISTRAR)))
    own = f"/mina-arenden/{reference}/"
    assert "Du begärde den" in anna.get(own).content.decode()
    assert "Jag vill ha ett beslut nu." in anna.get(f"{own}meddelanden/").content.decode()
    assert anna.post(f"{own}begar-avgorande/").status_code == 409  # once
    diary = registrar.get(f"/handlaggning/diarium/?fran={came}&till={came}").content.decode()
    assert "Begäran att ärendet avgörs" in diary


def test_request_on_paper_is_registered_by_handlers_here_alone(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        reference, party = _taken(days_ago=200), str(cast.citizen().id)
        decided, other = _taken(days_ago=200), cast.citizen(cast.OUTSIDER)
        _decide(decided)
        registrar = browser(token=staff_token(cast.staff(Role.REGISTRAR)))
    with open_scope(_furnished("norrkoping")):
        far = browser("norrkoping", staff_token(cast.staff()))
    sent = {"to": party, "came_on": clock.today().isoformat(), "text": "Beslut, tack."}
    path = f"/handlaggning/arenden/{reference}/begaran-att-avgora/"
    for outside in (registrar, far):
        assert outside.get(path).status_code == outside.post(path, sent).status_code == 404
    with open_scope(mjolby):
        hanna = browser(token=staff_token(cast.staff()))
    assert hanna.post(path, sent | {"to": str(other.id)}).status_code == 422
    late = f"/handlaggning/arenden/{decided}/begaran-att-avgora/"
    assert (hanna.get(late).status_code, hanna.post(late, sent).status_code) == (404, 409)
    with open_scope(mjolby):
        assert not DecisionRequest.objects.exists()
        assert not Letter.objects.exists()


def test_decision_answers_what_was_asked(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        reference, anna = _taken(days_ago=190), cast.citizen_actor()
        services.ask_to_decide(reference=reference, by=anna)
        with pytest.raises(ConflictError):
            services.ask_to_decide(reference=reference, by=anna)
        _decide(reference)
        assert DecisionRequest.objects.get().state == RequestState.DECIDED


def test_usual_time_is_told_when_there_are_enough_decisions_of_the_municipality(
    mjolby: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delay_queries, "FEWEST_DECISIONS", 3)
    with open_scope(_furnished("norrkoping")):
        for _ in range(3):
            _decide(_taken(days_ago=50))
    with open_scope(mjolby):
        for days in (2, 4):
            _decide(_taken(days))
        assert cases.usual_time("skolskjuts") is None
        _decide(_taken(12))
        usual = cases.usual_time("skolskjuts")
        assert usual
        assert (usual.half, usual.most, usual.count) == (4, 10, 3)
        assert cases.usual_time("annan") is None
        _taken()
        anna = browser(token=citizen_token())
        reference = Case.objects.get(state="in_progress").reference
    page = anna.get(f"/mina-arenden/{reference}/").content.decode()
    assert "hälften fått beslut inom 4 dagar, och nio av tio inom 10 dagar" in page
