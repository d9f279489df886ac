"""A decision is changed, holds for a time, is appealed against in time or too late."""

import io
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client
from tests import cast
from tests.capabilities.paper import typesetter
from tests.handling_support import complete_case, person
from tests.journey_support import school_transport
from tests.pdf_text import bare, text_of
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import appeal, court, decide, reconsider
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError, TransitionError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Appeal, Case, CaseParty, Decision
from samtjanst.running.cases.types import ChangeGround, DecisionDraft, DelegationView

pytestmark = pytest.mark.django_db
DENIED = DecisionDraft("rejected", "Avslag", "Vägen är kort.", ("10 kap. 32 § skollagen",),
                       appeal_text="Skriv till kommunen.", is_adverse=True)  # fmt: skip


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def decided(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        hanna = cast.staff_actor()
        services.take(reference=(reference := complete_case()), by=hanna)
        revision = Case.objects.get().revision
        services.decide(reference=reference, draft=DENIED, revision=revision, by=hanna)
        return reference


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


@pytest.fixture
def anna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=citizen_token())


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def _granted(reference: str) -> dict[str, Any]:
    case = cases.get_case(cast.staff_actor(), reference)
    outcome = next(one.id for one in decide.choices(case) if not one.appealable)
    return {
        "outcome": outcome,
        "reasons": "Vägen är farlig.",
        "ground": "clearly_wrong",
        "legal_basis": decide.provisions(case)[0][0],
        "revision": str(case.revision),
    }


def _change(reference: str, appeal_id: Any = None, **more: str) -> None:
    form = _granted(reference) | more
    proposal = decide.Proposal(form["outcome"], form["reasons"], (form["legal_basis"],),
                               valid_to=form.get("valid_to", ""))  # fmt: skip
    reconsider.change(
        reference=reference,
        proposal=proposal,
        ground=ChangeGround.CLEARLY_WRONG,
        appeal_id=appeal_id,
        revision=int(form["revision"]),
        by=cast.staff_actor(),
    )


def _appeal(reference: str, days: int = 0) -> Any:
    with clock.shifted(timedelta(days=days)):
        return appeal.appeal(reference=reference, text="Vägen är farlig.",
                             uploads=[("karta.pdf", typesetter.pdf("Kartbild"))],
                             by=cast.citizen_actor())  # fmt: skip


def test_new_decision_holds_in_the_place_of_the_old_which_is_kept(
    mjolby: Municipality, hanna: Client, anna: Client, decided: str
) -> None:
    _page(anna, f"/mina-arenden/{decided}/")  # she has opened the first one
    address = f"/handlaggning/arenden/{decided}/omprova/"
    assert address in _page(hanna, f"/handlaggning/arenden/{decided}/")
    assert "Vägen är kort." in _page(hanna, address)
    with open_scope(mjolby):
        form = _granted(decided)
    empty = hanna.post(address, {"reasons": "Det jag skrev."})
    assert empty.status_code == 422
    for told in ("Välj varför beslutet ändras.", "Välj vad du beslutar.", "Det jag skrev."):
        assert told in empty.content.decode()
    checked = hanna.post(address, form | {"check": "1"}).content.decode()
    assert "Beslutet är inte ändrat än" in checked
    with open_scope(mjolby):
        assert Decision.objects.count() == 1
    page = hanna.post(address, form | {"send": "1"}, follow=True).content.decode()
    for told in ("Beslutet är ändrat.", "Vägen är farlig.", "Tidigare beslut", "Vägen är kort.",
                 "Beslutet omprövades och ändrades"):  # fmt: skip
        assert told in page
    with open_scope(mjolby):
        first, second = Decision.objects.order_by("decided_at")
        assert (second.replaces_id, second.ground) == (first.id, "clearly_wrong")
        now = cases.decision_of(Case.objects.get().id)
        assert now
        assert now.reasons == "Vägen är farlig."
        assert CaseParty.objects.get().decision_read_at is None  # the time is counted anew
        assert Message.objects.filter(template="decision_made").exists()
    mine = _page(anna, f"/mina-arenden/{decided}/")
    assert mine.index("Vägen är farlig.") < mine.index("Tidigare beslut") < mine.index("är kort.")
    old = anna.get(f"/mina-arenden/{decided}/beslut/{first.id}.pdf")
    assert bare("Vägen är kort.") in text_of(old.content)
    assert bare("Vägen är farlig.") in text_of(
        anna.get(f"/mina-arenden/{decided}/beslut.pdf").content
    )
    whole = hanna.get(f"/handlaggning/arenden/{decided}/dokument.pdf").content
    assert bare("Tidigare beslut, gäller inte längre") in text_of(whole)
    assert hanna.post(address, form | {"send": "1"}).status_code == 409  # sent twice


def test_a_change_of_what_has_changed_since_or_is_not_decided_is_refused(
    mjolby: Municipality, decided: str
) -> None:
    with open_scope(mjolby):
        with pytest.raises(ConflictError):
            _change(decided, revision="1")
        services.take(reference=(going := complete_case()), by=cast.staff_actor())
        with pytest.raises(TransitionError):
            _change(going)
        with pytest.raises(NotFoundError):
            reconsider.draft(reference=decided, proposal=decide.Proposal("", "", ()), ground=None,
                             by=cast.staff_actor(unit_name="Bygg"))  # fmt: skip


def test_nobody_changes_alone_what_the_delegation_does_not_give_her(
    mjolby: Municipality, decided: str
) -> None:
    with open_scope(mjolby):
        boss = cast.staff_actor(Role.MANAGER)
        given = DelegationView(uuid.uuid4(), cast.unit().id, "", "4.1", "Skolskjuts", "", "manager",
                               None, "", covers_adverse=True, most=None)  # fmt: skip
        services.put_delegation(given=given, by=boss)
        _change(decided)
        assert Decision.objects.count() == 1  # it is proposed: test_reconsider_demands.py


def test_decision_holds_for_a_time_and_is_listed_before_it_runs_out(
    mjolby: Municipality, hanna: Client, anna: Client, decided: str
) -> None:
    elsewhere = cast.municipality("norrkoping")
    with open_scope(elsewhere):
        school_transport("norrkoping")
        Decision.objects.update(valid_to=clock.today())
    last = clock.today() + timedelta(days=40)
    listed = "/handlaggning/beslut-som-loper-ut/"
    assert decided not in _page(hanna, listed)
    with open_scope(mjolby):
        wrong = (clock.today() - timedelta(days=1)).isoformat()
        for day in (wrong, "2027-13-01"):
            with pytest.raises(InvalidInputError) as refused:
                _change(decided, valid_to=day)
            assert list(refused.value.problems) == ["valid_to"]
        _change(decided, valid_to=last.isoformat())
        petra = person(PersonalNumber("198602212394"), "Petra Hemlig", protected=True)
        hidden = complete_case(other=petra, protected=True)
        services.take(reference=hidden, by=cast.staff_actor(Role.MANAGER))
    assert decided in _page(hanna, listed)
    assert decided not in _page(hanna, f"{listed}?dagar=30")
    assert f"Gäller till och med <time>{last}" in _page(hanna, f"/handlaggning/arenden/{decided}/")
    assert last.isoformat() in _page(anna, f"/mina-arenden/{decided}/")
    pdf = anna.get(f"/mina-arenden/{decided}/beslut.pdf").content
    assert bare(f"Gäller till och med{last}") in text_of(pdf)
    with clock.shifted(timedelta(days=45)):
        with open_scope(mjolby):
            late = browser(token=staff_token(cast.staff()))
        assert "Har gått ut" in _page(late, listed)
    with open_scope(mjolby):
        _change(decided)  # what has been replaced runs out no more
    assert decided not in _page(hanna, listed)


def test_too_late_appeal_is_rejected_by_a_decision_of_its_own(
    mjolby: Municipality, hanna: Client, anna: Client, decided: str
) -> None:
    _page(anna, f"/mina-arenden/{decided}/")
    with open_scope(mjolby):
        other = person(cast.OTHER_GUARDIAN, "Bo Provsson")
        CaseParty(case=Case.objects.get(), citizen_id=other.id or mjolby.id, role="guardian").save()
        appeal_id = _appeal(decided, days=60)
    with clock.shifted(timedelta(days=61)):
        with open_scope(mjolby):
            hanna, bo = (
                browser(token=staff_token(cast.staff())),
                browser(token=citizen_token(cast.OTHER_GUARDIAN)),
            )
            anna = browser(token=citizen_token())
        day = (clock.today() - timedelta(days=61)).isoformat()
        wish = {"learned_on": day, "rejection": "Det kom två månader senare.", "too_late": "1"}
        page = hanna.post(f"/handlaggning/arenden/{decided}/overklagande/{appeal_id}/", wish,
                          follow=True).content.decode()  # fmt: skip
        assert "Beslut: överklagandet avvisas" in page
        with open_scope(mjolby):
            made = Decision.objects.get(kind="rejection")
            assert made.appellant_id == cast.citizen().id
            now = cases.decision_of(Case.objects.get().id)
            assert now
            assert now.outcome == "rejected"  # the matter's own decision stands
        assert "ditt överklagande avvisas" in _page(anna, f"/mina-arenden/{decided}/")
        pdf = text_of(anna.get(f"/mina-arenden/{decided}/beslut/{made.id}.pdf").content)
        for told in ("Det kom två månader senare.", "45 § förvaltningslagen (2017:900)"):
            assert bare(told) in pdf
        assert "två månader" not in _page(bo, f"/mina-arenden/{decided}/")
        assert bo.get(f"/mina-arenden/{decided}/beslut/{made.id}.pdf").status_code == 404


def test_appeal_changes_the_decision_and_goes_to_the_court_as_one_ordered_file(
    mjolby: Municipality, hanna: Client, decided: str
) -> None:
    with open_scope(mjolby):
        appeal_id = _appeal(decided)
        by = cast.staff_actor()
        with pytest.raises(NotFoundError):
            court.file(reference=decided, appeal_id=appeal_id, by=by)  # it is not to go there yet
        appeal.judge_time(reference=decided, appeal_id=appeal_id, learned_on=clock.today(),
                          rejection="", by=by)  # fmt: skip
    address = f"/handlaggning/arenden/{decided}/overklagande/{appeal_id}/"
    assert f"omprova/?overklagande={appeal_id}" in _page(hanna, address)
    with open_scope(mjolby):
        _change(decided, appeal_id)
        row = Appeal.objects.get()
        assert row.state == "to_court"
        assert cases.appeals_of(row.case_id)[0].is_changed
    assert "till-domstol.pdf" in _page(hanna, address)
    answer = hanna.get(f"{address}till-domstol.pdf")
    assert answer.status_code == 200
    text = text_of(answer.content)
    order = ["Innehåll", "Överklagandet", "Det överklagade beslutet", "Vägen är kort.",
             "Det nya beslutet", "Vilket barn gäller ansökan?"]  # fmt: skip
    places = [text.rindex(bare(one)) for one in order]
    assert places[1:] == sorted(places[1:])
    with pikepdf.open(io.BytesIO(answer.content)) as opened:
        assert any("karta" in name for name in opened.attachments)
    with open_scope(mjolby):
        stranger = browser(token=staff_token(cast.staff(unit_name="Bygg", name="Kim")))
    assert stranger.get(f"{address}till-domstol.pdf").status_code == 404
