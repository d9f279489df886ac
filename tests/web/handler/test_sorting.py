"""Sorting the work: filters, many at once, labels, notes, files."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import complete_case, hand_in_application, person, reference_of, sign
from tests.journey_support import school_transport
from tests.staff_support import browser, staff_token

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import index, remind
from samtjanst.kernel import clock, ids
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Letter
from samtjanst.running.cases.types import CaseState, CaseView

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby() -> Municipality:
    row = cast.municipality()
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def _olle(unit: str = cast.UNIT) -> StaffAccount:
    return put_staff(
        number=PersonalNumber("198510082392"), name="Olle Andersson", email="o@x.invalid",
        roles={Role.HANDLER: cast.unit(unit)},
    )  # fmt: skip


def _view(mjolby: Municipality, reference: str) -> CaseView:
    with open_scope(mjolby):
        return cases.get_case(cast.staff_actor(), reference)


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def _post(client: Client, path: str, **data: object) -> str:
    answer = client.post(f"/handlaggning/{path}", data, follow=True)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_filters_narrow_and_nonsense_narrows_nothing(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        actor = cast.staff_actor()
        with clock.shifted(timedelta(days=-20)):
            old = complete_case()
        new, taken = complete_case(), complete_case()
        services.take(reference=taken, by=actor)
        services.put_label(reference=new, name="Väntar karta", by=actor)
        everything = {old, new, taken}
    day = (clock.today() - timedelta(days=10)).isoformat()
    expected = {
        f"fran={day}": {new, taken},
        f"till={day}": {old},
        f"klart={(clock.today() + timedelta(days=15)).isoformat()}": {old},
        "lage=in_progress": {taken},
        "handlaggare=ingen": {old, new},
        f"handlaggare={actor.id}": {taken},
        "markning=V%C3%A4ntar+karta": {new},
        "tjanst=skolskjuts": everything,
        "tjanst=annat": set(),
        "brattom=1": set(),
        "fran=2026-13-45&lage=x&enhet=x&handlaggare=y": everything,
        "fran=0001-01-01&till=9999-12-31": everything,
        "markning=&tjanst=": everything,
    }
    for query, wanted in expected.items():
        page = _text(hanna, f"/handlaggning/lista/alla/?{query}")
        assert {ref for ref in everything if f"arenden/{ref}/" in page} == wanted, query


def test_each_of_many_succeeds_or_fails_by_itself(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        good = [complete_case() for _ in range(2)]
        waiting = reference_of(hand_in_application(other=cast.citizen_actor(cast.OTHER_GUARDIAN)))
    page = _post(hanna, "lista/nya/flera/", gor="ta", arende=[*good, waiting, "SKJ-finns-inte"])
    assert "Det är gjort i 2 ärenden." in page
    assert "2 ärenden ändrades inte." in page
    assert "Det går inte i det läge som ärendet är i." in page
    assert "Ärendet finns inte." in page
    assert all(_view(mjolby, ref).state is CaseState.IN_PROGRESS for ref in good)
    assert _view(mjolby, waiting).state is CaseState.WAITING_FOR_SIGNATURE
    assert hanna.post("/handlaggning/lista/nya/flera/", {"gor": "radera"}).status_code == 404


def test_many_are_written_to_once_and_each_succeeds_or_fails_by_itself(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        good = [complete_case() for _ in range(2)]
        waiting = reference_of(hand_in_application(other=cast.citizen_actor(cast.OTHER_GUARDIAN)))
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping")
        complete_case()  # has the number of the first one here
    listed = _text(hanna, "/handlaggning/lista/alla/")
    once = listed.split('name="engang" value="')[1].split('"')[0]
    wish = {"gor": "skriv", "arende": [*good, "SKJ-finns-inte"], "engang": once}
    told = _post(hanna, "lista/alla/flera/", text="Hej {namn}, om {ärendenummer}.", **wish)
    again = _post(hanna, "lista/alla/flera/", text="Hej {namn}, om {ärendenummer}.", **wish)
    for page in (told, again):
        assert "Det är gjort i 2 ärenden." in page
        assert "Ärendet finns inte." in page
    with open_scope(mjolby):
        assert Letter.objects.count() == len(good)
        me = cast.staff_actor()
        [letter] = cases.letters_of(cases.get_case(me, good[0]), me)
        assert letter.text == f"Hej Anna Provsson, om {good[0]}."
    broken = _post(hanna, "lista/alla/flera/", gor="mark", arende=good, marke="bus\x00")
    assert "2 ärenden ändrades inte." in broken
    assert broken.count("Ange numret F-") == 2  # each by itself, and nothing is left hanging
    slots = _post(hanna, "lista/alla/flera/", gor="skriv", arende=good, text="Hej {okänt}")
    assert "Fyll i eller ta bort {okänt}." in slots
    without = _post(hanna, "lista/alla/flera/", gor="avsluta", arende=[waiting])
    assert "Skriv varför ärendet avslutas" in without
    closed = {"gor": "avsluta", "arende": [waiting, good[0]], "text": "Ingen har skrivit under."}
    page = _post(hanna, "lista/alla/flera/", **closed)
    assert "Det är gjort i 1 ärende." in page
    assert "Det går inte i det läge som ärendet är i." in page
    assert _view(mjolby, waiting).state is CaseState.LAPSED
    again = _post(hanna, "lista/alla/flera/", gor="fraga_igen", arende=[waiting])
    assert "Det är gjort i 1 ärende." in again
    goes = {"gor": "utan_underskrift", "arende": [waiting], "text": "Den andra är död."}
    assert "Det är gjort i 1 ärende." in _post(hanna, "lista/alla/flera/", **goes)
    assert _view(mjolby, waiting).state is CaseState.IN_PROGRESS
    with open_scope(cast.municipality("norrkoping")):
        assert not Letter.objects.exists()


def test_form_that_is_being_done_is_not_done_again(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        reference, form = complete_case(), ids.new_id()
        assert services.begin_batch(key=form, action="ta", by=cast.staff_actor())
    wish = {"gor": "ta", "arende": [reference], "engang": str(form)}
    answer = hanna.post("/handlaggning/lista/nya/flera/", wish)
    assert answer.status_code == 409
    assert _view(mjolby, reference).state is CaseState.RECEIVED
    with open_scope(mjolby), clock.shifted(timedelta(days=2)):
        assert services.forget_batches() == 1


def test_whole_list_is_chosen_with_its_filters(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        marked, other = complete_case(), complete_case()
        services.put_label(reference=marked, name="Karta", by=cast.staff_actor())
    _post(hanna, "lista/nya/flera/", gor="brattom", alla="1", markning="Karta")
    assert (_view(mjolby, marked).priority, _view(mjolby, other).priority) == (1, 0)


def test_case_is_given_only_to_who_may_handle_it(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        reference, stranger = complete_case(), _olle("Socialförvaltningen")
    told = _post(hanna, f"arenden/{reference}/fordela/", till_handlaggare=stranger.id)
    assert "Det gick inte." in told
    assert _view(mjolby, reference).handler == ""
    with open_scope(mjolby):
        olle = _olle()
    told = _post(hanna, f"arenden/{reference}/fordela/", till_handlaggare=olle.id)
    assert "Ärendet är fördelat." in told
    assert _view(mjolby, reference).handler == "Olle Andersson"
    _post(hanna, f"arenden/{reference}/lagg-tillbaka/")
    assert _view(mjolby, reference).state is CaseState.RECEIVED


def test_labels_notes_and_priority_on_the_case(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        reference = complete_case()
    case = f"arenden/{reference}/"
    for _ in range(2):  # a second press changes nothing
        assert "Karta" in _post(hanna, f"{case}mark/", marke="  Karta ")
    assert _view(mjolby, reference).labels == ("Karta",)
    assert "Det gick inte." in _post(hanna, f"{case}mark/", marke="x" * 41)
    assert "Bråttom" in _post(hanna, f"{case}mark/", brattom="ja")
    _post(hanna, f"{case}mark/", ta_bort="Karta")
    assert _view(mjolby, reference).labels == ()
    hostile = "<script>alert(1)</script> Mamman ringde om ögonläkaren"
    page = _post(hanna, f"{case}anteckna/", anteckning=hostile)
    assert "&lt;script&gt;" in page
    assert "Det gick inte." in _post(hanna, f"{case}anteckna/", anteckning=" ")
    with open_scope(mjolby):
        index.index_missing()
        note = AuditEvent.objects.filter(action="case.noted").get()
    assert "ögonläkaren" not in str(note.details)
    found = hanna.post("/handlaggning/sok/", {"q": "ögonläkare"}, follow=True).content.decode()
    assert reference in found


def test_files_hold_what_the_list_holds_and_leave_a_trace(
    mjolby: Municipality, hanna: Client
) -> None:
    formula = {"child": {"name": "=cmd|'/c calc'!A1", "protected": False, "source": "x"}}
    with open_scope(mjolby):
        reference = complete_case(answers=formula)
        petra = person(PersonalNumber("198602212394"), "Petra Hemlig", protected=True)
        hidden = reference_of(hand_in_application(other=petra, protected=True))
        boss = put_staff(
            number=PersonalNumber("198510082392"), name="Maja", email="m@x.invalid",
            roles={Role.MANAGER: cast.unit()},
        )  # fmt: skip
        maja = browser(token=staff_token(boss))
    for client in (hanna, maja):
        text = client.post("/handlaggning/lista/alla/ta-ut/", {"format": "csv"}).content
        assert text.startswith(b"\xef\xbb\xbf")
        assert reference in text.decode()
        assert "\"'=cmd" in text.decode()
        assert hidden not in text.decode()
    book = hanna.post("/handlaggning/lista/alla/ta-ut/", {"format": "xlsx"}).content
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert reference in parts.read("xl/sharedStrings.xml").decode()
    with open_scope(mjolby):
        traces = AuditEvent.objects.filter(action="case.exported").values_list("details", flat=True)
        assert [trace["count"] for trace in traces] == [1, 1, 1]
    assert hanna.get("/handlaggning/lista/alla/ta-ut/")["Location"] == "/handlaggning/lista/alla/"


def test_related_cases_are_those_in_reach(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        first, second = complete_case(), complete_case()
        others = complete_case(cast.citizen_actor(cast.OUTSIDER))
        petra = person(PersonalNumber("198602212394"), "Petra Hemlig", protected=True)
        hidden = reference_of(hand_in_application(other=petra, protected=True))
    page = _text(hanna, f"/handlaggning/arenden/{first}/andra/")
    assert second in page
    assert others not in page
    assert hidden not in page


def test_related_cases_come_ten_at_a_time_each_once(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping")
        complete_case()  # of the same person
    with open_scope(mjolby):
        first, *others = [complete_case() for _ in range(13)]
    path = f"/handlaggning/arenden/{first}/andra/"
    pages = [hanna.get(f"{path}{page}").content.decode() for page in ("", "?sida=2", "?sida=3")]
    told = [re.findall(r">(SKJ-[\w-]+)</a><span", page) for page in pages]
    assert told == [others[:1:-1], others[1::-1], []]
    assert "?sida=2" in pages[0]
    assert "?sida=3" not in pages[1]
    assert "Här finns inga fler." in pages[2]
    assert hanna.get(f"{path}?sida=x").content.decode().count("</a><span") == 10


def test_late_signature_and_expiry_change_nothing_once_handled(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        actor, bo = cast.staff_actor(), cast.citizen_actor(cast.OTHER_GUARDIAN)
        signed, expired = (hand_in_application(other=bo) for _ in range(2))
        for filing_id in (signed, expired):
            services.take_unsigned(reference=reference_of(filing_id), reason="Ja", by=actor)
        before = cases.get_case(actor, reference_of(signed))
        sign(signed, bo)
        with clock.shifted(timedelta(days=31)):
            assert remind.expire_due() == 1
        for filing_id in (signed, expired):
            after = cases.get_case(actor, reference_of(filing_id))
            assert (after.state, after.due) == (CaseState.IN_PROGRESS, before.due)
