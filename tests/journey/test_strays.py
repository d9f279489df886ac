"""E-mail, fax and letters that should have come through an e-service: placed, counted, answered."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.handling_support import hand_in_application, reference_of
from tests.journey.failure.conftest import _mail, mail  # noqa: F401 - fixtures
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token
from tests.statements import statements
from tests.taking_support import EICAR, PAGE

from samtjanst.building.definitions.models import EService
from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.files.models import StoredFile
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import letters, strays
from samtjanst.journey.strays import Came
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.models import Letter, Stray
from samtjanst.running.cases.types import DiaryFilter
from samtjanst.running.filing.types import Channel
from samtjanst.simulators.mail.server import Running as Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def reference(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        return reference_of(hand_in_application())


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def _came(**more: Any) -> Came:
    told = {
        "channel": Channel.EMAIL,
        "came_on": clock.today(),
        "text": "Läkarintyg för Ella",
        "sender": "Skolsköterskan",
        "slug": "skolskjuts",
    }
    return Came(**{**told, **more})


def _party(reference: str) -> Any:
    return cases.get_case(cast.staff_actor(), reference).parties[0].citizen_id


def _sent(mail: Mail, stray_id: object) -> list[dict[str, str]]:  # noqa: F811 - the fixture
    bind(port=Port.CHANNEL, adapter="smtp", name="email", settings=mail.settings)
    strays.send_answer({"stray": str(stray_id), "slug": "skolskjuts"})
    return mail.box.mails()


def test_partys_own_email_is_hers_in_the_case_and_she_is_told_the_right_way(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    day = clock.today() - timedelta(days=2)
    with open_scope(mjolby):
        party, anna = _party(reference), browser(token=citizen_token())
    assert "kom-fel" in hanna.get(f"/handlaggning/arenden/{reference}/").content.decode()
    data = {"channel": "email", "came_on": day.isoformat(), "text": "Här är intyget", "to": party}
    page = SimpleUploadedFile("intyg.pdf", PAGE)
    url = f"/handlaggning/arenden/{reference}/kom-fel/"
    assert hanna.get(url).status_code == 200
    assert hanna.post(url, {**data, "answered": "1", "files": page}).status_code == 302
    shown = hanna.get(f"/handlaggning/arenden/{reference}/meddelanden/").content.decode()
    for told in ("Här är intyget", "intyg.pdf", "E-post", day.isoformat()):
        assert told in shown
    with open_scope(mjolby):
        by = cast.staff_actor()
        [one] = letters.shown(case=cases.get_case(by, reference), by=by)
        assert one.letter.is_from_citizen
        assert Message.objects.filter(template="wrong_way").count() == 1
        [count] = cases.wrong_ways(cast.staff_actor(Role.MANAGER))
        assert (count.slug, count.counts) == ("skolskjuts", ((Channel.EMAIL, 1),))
        assert not StoredFile.objects.filter(owner_kind=strays.OWNER).exists()
    mine = anna.get(f"/mina-arenden/{reference}/meddelanden/").content.decode()
    assert "Här är intyget" in mine


def test_somebody_elses_is_seen_by_handlers_only_and_answered_without_content(
    mjolby: Municipality,
    reference: str,
    mail: Mail,  # noqa: F811 - the fixture
) -> None:
    with open_scope(mjolby):
        by, party = cast.staff_actor(), _party(reference)
        stray_id = strays.receive(
            came=_came(email="skola@exempel.invalid", uploads=[("intyg.pdf", PAGE)]), by=by
        )
        [waits] = cases.strays_waiting(by)
        assert waits.told.sender == "Skolsköterskan"
        came = _came(citizen_id=party, sender="Skolsköterskan", is_answered=True)
        strays.place(stray_id=stray_id, reference=reference, came=came, by=by)
        assert cases.strays_waiting(by) == []
        case = cases.get_case(by, reference)
        [one] = letters.shown(case=case, by=by)
        assert one.letter.who == "Skolsköterskan"
        assert one.letter.is_from_outside
        assert [file.name for file in one.files] == ["intyg.pdf"]
        assert letters.shown(case=case, by=cast.citizen_actor()) == []
        lines, _more = cases.diary(by, DiaryFilter(clock.today(), clock.today()))
        assert [line.who for line in lines if line.entry == "letter_in"] == [""]
        with pytest.raises(NotFoundError):
            strays.place(stray_id=stray_id, reference=reference, came=came, by=by)
        [letter] = _sent(mail, stray_id)
        assert letter["to"] == "skola@exempel.invalid"
        assert "/e-tjanster/skolskjuts/" in letter["text"]
        assert "Ella" not in letter["text"]
        assert "intyg" not in letter["text"]
        assert len(_sent(mail, stray_id)) == 1  # the address is kept no longer
        assert Letter.objects.count() == 1


def test_link_to_a_delicate_e_service_does_not_name_it(
    mjolby: Municipality,
    mail: Mail,  # noqa: F811 - the fixture
) -> None:
    with open_scope(mjolby):
        EService.objects.update(confidentiality=3)
        by = cast.staff_actor()
        stray_id = strays.receive(came=_came(email="skola@exempel.invalid"), by=by)
        strays.end(stray_id=stray_id, is_answered=True, by=by)
        [letter] = _sent(mail, stray_id)
        assert "skolskjuts" not in letter["text"]
        [count] = cases.wrong_ways(cast.staff_actor(Role.MANAGER))
        assert count.whole == 1


def test_what_is_wrong_or_hostile_leaves_nothing(mjolby: Municipality, reference: str) -> None:
    with open_scope(mjolby):
        by, party = cast.staff_actor(), _party(reference)
        tomorrow = clock.today() + timedelta(days=1)
        for came, field in (
            (_came(channel=None), "channel"),
            (_came(channel=Channel.PHONE), "channel"),
            (_came(came_on=tomorrow), "came_on"),
            (_came(text=""), "text"),
            (_came(text="x" * 10_001), "text"),
            (_came(sender=""), "sender"),
            (_came(email="ingen"), "email"),
            (_came(uploads=[("virus.pdf", EICAR)]), "files"),
            (_came(uploads=[("program.pdf", b"MZ\x90")]), "files"),
        ):
            with pytest.raises(InvalidInputError) as refused:
                strays.receive(came=came, by=by)
            assert field in refused.value.problems
        for came in (
            _came(),
            _came(citizen_id=party, uploads=[("a.pdf", PAGE), ("virus.pdf", EICAR)]),
        ):
            with pytest.raises(InvalidInputError):
                strays.drop(reference=reference, came=came, by=by)
        assert not Stray.objects.exists()
        assert not Letter.objects.exists()
        assert not StoredFile.objects.filter(owner_kind=strays.OWNER).exists()


def test_other_units_and_municipalities_find_nothing(
    mjolby: Municipality, reference: str, tmp_path: Path
) -> None:
    with open_scope(mjolby):
        party, stray_id = _party(reference), strays.receive(came=_came(), by=cast.staff_actor())
        other = cast.staff_actor(unit_name="Miljöförvaltningen")
        assert cases.strays_waiting(other) == []
        with pytest.raises(NotFoundError):
            strays.opened(stray_id=stray_id, by=other)
        with pytest.raises(NotFoundError):
            strays.receive(came=_came(), by=other)
    with open_scope(cast.municipality("norrkoping", storage=str(tmp_path / "n"))):
        school_transport("norrkoping")
        theirs = cast.staff_actor()
        assert cases.strays_waiting(theirs) == []
        assert cases.wrong_ways(cast.staff_actor(Role.MANAGER)) == []
        came = _came(citizen_id=party)
        with pytest.raises(NotFoundError):
            strays.place(stray_id=stray_id, reference=reference, came=came, by=theirs)


def test_waiting_one_is_placed_by_its_page(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    told = {"sender": "Skolan", "channel": "fax", "slug": "skolskjuts", "text": "Intyg"}
    data = {**told, "came_on": clock.today().isoformat()}
    assert hanna.post("/handlaggning/kom-fel/", {**data, "sender": ""}).status_code == 422
    page = SimpleUploadedFile("fax.pdf", PAGE)
    assert hanna.post("/handlaggning/kom-fel/", {**data, "files": page}).status_code == 302
    with open_scope(mjolby):
        stray_id, party = Stray.objects.get().id, _party(reference)
        file_id = StoredFile.objects.get(owner_kind=strays.OWNER).id
        hanna_again = browser(token=staff_token(cast.staff()))
    assert "Skolan" in hanna_again.get("/handlaggning/kom-fel/").content.decode()
    url = f"/handlaggning/kom-fel/{stray_id}/"
    assert hanna_again.get(f"{url}{file_id}/").content == PAGE
    assert hanna_again.post(url, {"reference": "SKJ-2026-999999-9"}).status_code == 422
    onward = hanna_again.post(url, {"reference": reference.lower()})
    assert onward["Location"].endswith(f"?fran={stray_id}")
    assert "Intyg" in hanna_again.get(onward["Location"]).content.decode()
    sent = {"fran": stray_id, "to": party, "sender": "Skolan"}
    put = hanna_again.post(f"/handlaggning/arenden/{reference}/kom-fel/", sent)
    assert put.status_code == 302
    assert hanna_again.get(url).status_code == 404
    with open_scope(mjolby):
        olga = browser(token=staff_token(cast.staff(Role.MANAGER)))
    assert "Fax 1" in olga.get("/handlaggning/papper/").content.decode()


def test_list_takes_the_same_statement_for_one_as_for_thirty(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        by = cast.staff_actor()
        for more in (1, 29):
            for _one in range(more):
                strays.receive(came=_came(), by=by)
            cases.strays_waiting(by)  # the municipality's key is read once
            with CaptureQueriesContext(connection) as seen:
                found = cases.strays_waiting(by)
            assert statements(seen) == 1
        assert len(found) == 30
