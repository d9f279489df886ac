"""Before and after a decision: being heard, a second reader, delegation, appeals."""

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import complete_case, hand_in_application, person, reference_of, sign
from tests.journey_support import DOCUMENT, school_transport
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import decide
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Appeal, Case, Decision, Delegation, Hearing, Proposal
from samtjanst.running.cases.types import AppealState, CaseState

pytestmark = pytest.mark.django_db
GRANTED = {"outcome": "granted", "reasons": "Vägen är lång.", "legal_basis": "sl_10_32_1"}
REFUSED = GRANTED | {"outcome": "refused", "reasons": "Vägen är kort.", "hearing": "given"}
TEXT = "Vi överväger avslag: vägen är 900 meter."
COLLEAGUE = PersonalNumber("198001012385")


def _town(slug: str = "mjolby", **handling: Any) -> Municipality:
    row = cast.municipality(slug)
    document = copy.deepcopy(DOCUMENT)
    document["handling"] |= handling
    with open_scope(row):
        school_transport(slug, document)
    return row


@pytest.fixture
def mjolby() -> Municipality:
    return _town()


def _colleague(role: Role = Role.MANAGER) -> StaffAccount:
    roles = {role: cast.unit()}
    return put_staff(number=COLLEAGUE, name="Kim Chef", email="kim@exempel.invalid", roles=roles)


def _taken(reference: str = "") -> tuple[Client, str]:
    reference = reference or complete_case()
    services.take(reference=reference, by=cast.staff_actor())
    return browser(token=staff_token(cast.staff())), reference


def _post(client: Client, reference: str, **data: Any) -> tuple[int, str]:
    revision = Case.objects.get(reference=reference).revision
    path = f"/handlaggning/arenden/{reference}/beslut/"
    answer = client.post(path, {"revision": revision, **data})
    return answer.status_code, answer.content.decode()


def test_adverse_decision_waits_until_the_party_has_been_heard(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        hanna, reference = _taken()
        anna, stranger = (
            browser(token=citizen_token()),
            browser(token=citizen_token(cast.OTHER_GUARDIAN)),
        )
        citizen = cast.citizen()
    desk, own = f"/handlaggning/arenden/{reference}/", f"/mina-arenden/{reference}/meddelanden/"
    due = (clock.today() + timedelta(days=14)).isoformat()
    whole = {"to": str(citizen.id), "text": TEXT, "due": due}
    assert hanna.get(f"{desk}yttrande/").status_code == 200
    wrongs: list[dict[str, Any]] = [{"to": []}, {"text": ""}, {"due": clock.today().isoformat()}]
    for wrong in wrongs:
        assert hanna.post(f"{desk}yttrande/", whole | wrong).status_code == 422
    assert hanna.post(f"{desk}yttrande/", whole).status_code == 302
    assert hanna.post(f"{desk}yttrande/", whole).status_code == 409
    with open_scope(mjolby):
        assert TEXT not in str(Message.objects.get(template="letter_sent").__dict__)
        status, page = _post(hanna, reference, **REFUSED)
        assert status == 422
        assert f"till och med {due}" in page
        assert _post(hanna, reference, **GRANTED)[0] == 200
    assert "svara senast" in anna.get(f"/mina-arenden/{reference}/").content.decode()
    assert TEXT in anna.get(own).content.decode()
    assert stranger.post(own, {"avstar": "1"}).status_code == 404
    assert anna.post(own, {"text": "Vägen är farlig."}).status_code == 302
    assert anna.post(own, {"avstar": "1"}).status_code == 404
    page = hanna.get(desk).content.decode()
    assert "Har svarat" in page
    assert "Vägen är farlig." in page
    with open_scope(mjolby):
        assert _post(hanna, reference, **REFUSED)[0] == 200
        assert _post(hanna, reference, **REFUSED, send="1")[0] == 302


def test_hearing_is_over_when_its_day_has_passed_or_it_is_waived(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        bo = person(cast.OTHER_GUARDIAN, "Bo Provsson")
        sign(filing_id := hand_in_application(other=bo), bo)
        hanna, reference = _taken(reference_of(filing_id))
        by, due = cast.staff_actor(), clock.today() + timedelta(days=5)
        for citizen_id in (cast.citizen().id, bo.id or cast.citizen().id):
            letter_id = services.write_to_party(
                reference=reference, citizen_id=citizen_id, text=TEXT, by=by
            )
            services.hear(reference=reference, letter_id=letter_id, due=due, by=by)
        services.waive(reference=reference, by=bo)
        assert _post(hanna, reference, **REFUSED)[0] == 422
        with clock.shifted(timedelta(days=6)):
            late = browser(token=staff_token(cast.staff()))
            assert _post(late, reference, **REFUSED)[0] == 200
        assert _post(hanna, reference, **(REFUSED | {"hearing": "own_only"}), send="1")[0] == 302
        assert sorted(Hearing.objects.values_list("state", flat=True)) == ["closed", "waived"]


def test_heard_outside_the_platform_says_when_and_how(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        hanna, reference = _taken()
        status, page = _post(hanna, reference, **REFUSED)
        assert status == 422
        assert "Skriv när och hur parten fick yttra sig." in page
        assert _post(hanna, reference, **REFUSED, hearing_note="Per telefon i dag")[0] == 200


def test_second_reader_approves_what_the_handler_decides(mjolby: Municipality) -> None:
    with open_scope(_town(second_reader="adverse")):
        hanna, reference = _taken()
        kim = browser(token=staff_token(_colleague(Role.HANDLER)))
        sent = REFUSED | {"hearing": "own_only"}
        _status, page = _post(hanna, reference, **sent)
        assert "Skicka för godkännande" in page
        assert _post(hanna, reference, **sent, send="1")[0] == 302
        assert Case.objects.get().state == CaseState.IN_PROGRESS
        assert _post(hanna, reference, **sent, send="1")[0] == 409
        proposal = Proposal.objects.get()
    desk = f"/handlaggning/arenden/{reference}/"
    path = f"{desk}godkann/{proposal.id}/"
    assert hanna.get(path).status_code == hanna.post(path, {"approve": "1"}).status_code == 404
    assert reference in kim.get("/handlaggning/lista/godkanns/").content.decode()
    assert reference not in hanna.get("/handlaggning/lista/godkanns/").content.decode()
    assert "Vägen är kort." in kim.get(path).content.decode()
    assert kim.post(path, {"send_back": "1"}).status_code == 422
    for _ in range(2):  # the same form, sent twice
        assert kim.post(path, {"send_back": "1", "note": "Skriv mer."}).status_code == 302
    assert "Skriv mer." in hanna.get(desk).content.decode()
    with open_scope(mjolby):
        assert _post(hanna, reference, **sent, send="1")[0] == 302
        proposal = Proposal.objects.get(state="open")
        services.write_note(reference=reference, text="Nytt", by=cast.staff_actor())
    path = f"{desk}godkann/{proposal.id}/"
    assert "Något har hänt i ärendet" in kim.get(path).content.decode()
    assert kim.post(path, {"approve": "1"}).status_code == 409
    assert hanna.post(f"{desk}ta-tillbaka/").status_code == 302
    with open_scope(mjolby):
        assert _post(hanna, reference, **sent, send="1")[0] == 302
        path = f"{desk}godkann/{Proposal.objects.get(state='open').id}/"
    assert kim.post(path, {"approve": "1"}).status_code == 302
    assert kim.post(path, {"approve": "1"}).status_code == 409
    with open_scope(mjolby):
        decision = cases.decision_of(Case.objects.get().id)
        assert decision
        assert decision.decided_by == "Hanna Handläggare"
        assert decision.others == "Läst och godkänt: Kim Chef"
        assert Message.objects.filter(template="decision_made").count() == 1


def test_amount_over_the_delegation_goes_to_the_one_who_may(mjolby: Municipality) -> None:
    with open_scope(_town(amount=True)):
        hanna, reference = _taken()
        kim = browser(token=staff_token(_colleague()))
        unit = cast.unit()
    line = {"unit": str(unit.id), "point": "4.1", "title": "Skolskjuts", "slug": "skolskjuts",
            "adverse": "1"}  # fmt: skip
    assert hanna.post("/handlaggning/delegation/", line).status_code == 404
    for wrong in ({"point": ""}, {"who": "administrator"}, {"most": "tusen"}):
        data = line | {"who": "handler"} | wrong
        assert kim.post("/handlaggning/delegation/", data).status_code == 422
    for who, most in (("handler", "10 000"), ("manager", "")):
        data = line | {"who": who, "most": most}
        assert kim.post("/handlaggning/delegation/", data).status_code == 302
    assert "högst 10\xa0000 kronor" in kim.get("/handlaggning/delegation/").content.decode()
    with open_scope(mjolby):
        assert _post(hanna, reference, **GRANTED)[0] == 422
        assert _post(hanna, reference, **GRANTED, amount="10 001", send="1")[0] == 302
        proposal = Proposal.objects.get()
        assert proposal.needs == "delegate"
    path = f"/handlaggning/arenden/{reference}/godkann/{proposal.id}/"
    assert kim.post(path, {"approve": "1"}).status_code == 302
    with open_scope(mjolby):
        decision = cases.decision_of(Case.objects.get().id)
        assert decision
        found = (decision.decided_by, decision.prepared_by, decision.amount, decision.point)
        assert found == ("Kim Chef", "Hanna Handläggare", 10_001, "4.1")
        again, other = _taken()
        assert _post(again, other, **GRANTED, amount="10000", send="1")[0] == 302
        assert Decision.objects.get(case__reference=other).point == "4.1"


def test_what_nobody_is_delegated_is_registered_as_the_boards_own(mjolby: Municipality) -> None:
    with open_scope(cast.municipality("norrkoping")):
        far = browser("norrkoping", token=staff_token(_colleague()))
    with open_scope(_town(amount=True)):
        kim = browser(token=staff_token(_colleague()))
        line = {"unit": str(cast.unit().id), "point": "4.1", "title": "Alla", "who": "manager",
                "most": "10000", "adverse": "1"}  # fmt: skip
        assert kim.post("/handlaggning/delegation/", line).status_code == 302
        hanna, reference = _taken()
        made = GRANTED | {"amount": "10001"}
        assert "Lägg fram för nämnden" in _post(hanna, reference, **made)[1]
        assert _post(hanna, reference, **made, send="1")[0] == 302
        path = f"/handlaggning/arenden/{reference}/godkann/{Proposal.objects.get().id}/"
    today = clock.today().isoformat()
    given = {"register": "1", "board": "Utbildningsnämnden", "on": today, "paragraph": "§ 45"}
    page = kim.get(path).content.decode()
    assert "Registrera nämndens beslut" in page
    assert "Godkänn och besluta" not in page
    assert kim.post(path, {"approve": "1"}).status_code == 404
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    for wrong in ({"board": ""}, {"paragraph": "§"}, {"on": tomorrow}, {"on": ""}):
        assert kim.post(path, given | wrong).status_code == 422
    assert hanna.post(path, given).status_code == far.post(path, given).status_code == 404
    assert kim.post(path, {"note": "Nämnden vill ha andra skäl."}).status_code == 302
    desk = f"/handlaggning/arenden/{reference}/"
    assert GRANTED["reasons"] in hanna.get(f"{desk}beslut/").content.decode()  # to go on with
    with open_scope(mjolby):
        again = made | {"reasons": "Nämndens skäl.", "to_board": "1"}
        assert _post(hanna, reference, **again)[0] == 302
        proposal = Proposal.objects.get(state="open")
        path = f"{desk}godkann/{proposal.id}/"
        assert kim.post(path, given).status_code == 302
        assert kim.post(path, given).status_code in {404, 409}
        decision = cases.decision_of(Case.objects.get().id)
        assert decision
        assert (decision.decided_by, decision.point) == ("Utbildningsnämnden, § 45", "")
        kim_actor = cast.staff_actor(Role.MANAGER)
        assert cases.decided_between(kim_actor, clock.today(), clock.today()) == ([], False)
        assert Message.objects.filter(template="decision_made").count() == 1
        anna = browser(token=citizen_token())
    for seen in (hanna.get(desk), anna.get(f"/mina-arenden/{reference}/")):
        assert "Utbildningsnämnden, § 45" in seen.content.decode()


def test_board_that_met_before_its_matter_was_proposed_anew_has_its_own_day(
    mjolby: Municipality,
) -> None:
    with open_scope(_town(amount=True)):
        kim, (hanna, reference) = browser(token=staff_token(_colleague())), _taken()
        made = GRANTED | {"amount": "10001", "send": "1", "to_board": "1"}
        assert _post(hanna, reference, **made)[0] == 302
        Proposal.objects.update(made_at=clock.now() - timedelta(days=9))
        case = f"/handlaggning/arenden/{reference}/"
        first = Proposal.objects.get().id
        assert kim.post(f"{case}godkann/{first}/", {"note": "Nytt har kommit."}).status_code == 302
        assert _post(hanna, reference, **made)[0] == 302
        path = f"{case}godkann/{Proposal.objects.get(state='open').id}/"
        given = {"register": "1", "board": "Utbildningsnämnden", "paragraph": "45"}
        early, met = (str(clock.today() - timedelta(days=days)) for days in (10, 2))
        assert kim.post(path, given | {"on": early}).status_code == 422
        assert kim.post(path, given | {"on": met}).status_code == 302
        decision = cases.decision_of(Case.objects.get().id)
        assert decision
        assert str(decision.board_on) == met


def test_list_for_the_board_names_no_party_and_no_other_municipality(
    mjolby: Municipality,
) -> None:
    with open_scope(_town("norrkoping")):
        _decided()
    with open_scope(mjolby):
        reference = _decided()
        kim = browser(token=staff_token(_colleague()))
        hanna = browser(token=staff_token(cast.staff()))
    today = clock.today().isoformat()
    path = f"/handlaggning/delegationsbeslut/?fran={today}&till={today}"
    page = kim.get(path).content.decode()
    assert reference in page
    assert "Provsson" not in page
    table = kim.get(f"{path}&format=csv").content.decode("utf-8-sig")
    assert reference in table
    assert table.count("\n") == 2
    assert kim.get(f"{path}&format=xlsx").content[:2] == b"PK"
    assert reference not in kim.get("/handlaggning/delegationsbeslut/").content.decode()
    assert hanna.get(path).status_code == 404
    assert page.count(reference) == 1
    with open_scope(mjolby):
        assert not Delegation.objects.exists()


def _decided() -> str:
    _hanna, reference = _taken()
    by = cast.staff_actor()
    basis = decide.provisions(cases.get_case(by, reference))[0][0]
    proposal = decide.Proposal("refused", "Vägen är kort.", (basis,), hearing="own_only")
    revision = cases.get_case(by, reference).revision
    decide.decide(reference=reference, proposal=proposal, revision=revision, by=by)
    return reference


def test_appeal_goes_all_the_way_to_the_court(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        reference = _decided()
        hanna, anna = browser(token=staff_token(cast.staff())), browser(token=citizen_token())
        stranger = browser(token=citizen_token(cast.OTHER_GUARDIAN))
    desk, own = f"/handlaggning/arenden/{reference}/", f"/mina-arenden/{reference}/"
    assert f"{own}overklaga/" in anna.get(own).content.decode()
    assert "En part öppnade beslutet" in hanna.get(desk).content.decode()
    assert stranger.post(f"{own}overklaga/", {"text": "Nej"}).status_code == 404
    assert anna.get(f"{own}overklaga/").status_code == 200
    assert anna.post(f"{own}overklaga/", {"text": " "}).status_code == 422
    assert anna.post(f"{own}overklaga/", {"text": "Vägen är farlig."}).status_code == 302
    with open_scope(mjolby):
        appeal = Appeal.objects.get()
        assert (appeal.received_on, appeal.learned_on) == (clock.today(), clock.today())
    path = f"{desk}overklagande/{appeal.id}/"
    assert "Vägen är farlig." in hanna.get(path).content.decode()
    today = clock.today().isoformat()
    assert hanna.post(path, {"keep": "1", "text": "Nej"}).status_code == 409
    assert hanna.post(path, {"in_time": "1"}).status_code == 422
    assert hanna.post(path, {"too_late": "1", "learned_on": today}).status_code == 422
    assert hanna.post(path, {"in_time": "1", "learned_on": today}).status_code == 302
    assert hanna.get(path).status_code == 200
    assert hanna.post(path, {"keep": "1"}).status_code == 422
    assert hanna.post(path, {"trams": "1"}).status_code == 404
    with open_scope(mjolby):
        case = cases.get_case(cast.staff_actor(), reference)
        basis = [key for key, _text in decide.provisions(case)]
    new = {"send": "1", "overklagande": str(appeal.id), "ground": "clearly_wrong",
           "outcome": "granted", "reasons": "Skjuts beviljas.", "revision": case.revision,
           "legal_basis": basis}  # fmt: skip
    assert hanna.post(f"{desk}omprova/", new).status_code == 302
    assert "Skjuts beviljas." in anna.get(own).content.decode()
    assert hanna.post(path, {"hand_over": "1"}).status_code == 422
    court = {"hand_over": "1", "court": "Förvaltningsrätten i Linköping"}
    assert hanna.post(path, court).status_code == 302
    assert hanna.post(path, court).status_code == 409
    assert "Förvaltningsrätten i Linköping" in anna.get(own).content.decode()
    assert hanna.get(f"{desk}dokument.pdf").status_code == 200


def test_appeal_on_paper_that_came_too_late_is_rejected_and_can_be_appealed(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        with clock.shifted(timedelta(days=-60)):
            reference = _decided()
        hanna, anna = browser(token=staff_token(cast.staff())), browser(token=citizen_token())
        citizen = cast.citizen()
    desk = f"/handlaggning/arenden/{reference}/"
    paper = {"to": str(citizen.id), "received_on": clock.today().isoformat(), "text": "Brev."}
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert hanna.get(f"{desk}overklagande/").status_code == 200
    before = (clock.today() - timedelta(days=61)).isoformat()
    for wrong in ({"to": "x"}, *({"received_on": one} for one in (tomorrow, before, "", "trams"))):
        assert hanna.post(f"{desk}overklagande/", paper | wrong).status_code == 422
    assert hanna.post(f"{desk}overklagande/", paper).status_code == 302
    with open_scope(mjolby):
        appeal = Appeal.objects.get()
    learned = (clock.today() - timedelta(days=50)).isoformat()
    data = {"too_late": "1", "learned_on": learned, "rejection": "Det kom efter tre veckor."}
    in_time = {"learned_on": (clock.today() - timedelta(days=5)).isoformat()}
    warned = hanna.post(f"{desk}overklagande/{appeal.id}/", data | in_time)
    assert warned.status_code == 422
    assert "Det kom i tid: sista dagen var" in warned.content.decode()
    with open_scope(mjolby):
        assert Appeal.objects.get().state == AppealState.RECEIVED
    assert hanna.post(f"{desk}overklagande/{appeal.id}/", data).status_code == 302
    page = anna.get(f"/mina-arenden/{reference}/").content.decode()
    assert "Det kom efter tre veckor." in page
    assert page.count("förvaltningsrätten") >= 2
    with open_scope(mjolby):
        assert Appeal.objects.get().state == AppealState.REJECTED
        registrar = browser(token=staff_token(cast.staff(Role.REGISTRAR)))
    days = f"fran={clock.today() - timedelta(days=1)}&till={clock.today() + timedelta(days=1)}"
    diary = registrar.get(f"/handlaggning/diarium/?{days}").content.decode()
    assert "Beslut om avvisat överklagande" in diary


def test_last_day_to_appeal_is_a_working_day() -> None:
    assert cases.last_day_to_appeal(date(2026, 12, 4)) == date(2026, 12, 28)
    assert cases.last_day_to_appeal(date(2026, 11, 2)) == date(2026, 11, 23)
