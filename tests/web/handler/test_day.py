"""My day: what needs me, what has happened, kept lists, the note in the morning."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, staff_token
from tests.statements import statements
from tests.web.handler.test_law import COLLEAGUE

from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import day
from samtjanst.kernel import clock
from samtjanst.kernel.working_days import add_working_days
from samtjanst.running.cases import services
from samtjanst.running.cases.models import SavedView

pytestmark = pytest.mark.django_db
PATH = "/handlaggning/min-dag/"


def _town(slug: str = "mjolby") -> Municipality:
    row = cast.municipality(slug)
    with open_scope(row):
        school_transport(slug)
    return row


def _one_of_each() -> list[str]:
    """A late, a soon, an asked-about and an old one that is asked to be decided."""
    by, anna = cast.staff_actor(), cast.citizen_actor()
    found = []
    for days in (40, 28, 0, 200):
        with clock.shifted(timedelta(days=-days)):
            reference = complete_case(anna)
            services.take(reference=reference, by=by)
        found.append(reference)
    services.write_to_handler(reference=found[2], text="Hur går det?", by=anna)
    services.ask_to_decide(reference=found[3], by=anna)
    return found


def test_day_shows_what_needs_me_and_takes_the_same_queries_for_more() -> None:
    with open_scope(far := _town("norrkoping")):
        theirs = _one_of_each()
        abroad = browser("norrkoping", staff_token(cast.staff()))
    with open_scope(mjolby := _town()):
        mine = _one_of_each()
        hanna = browser(token=staff_token(cast.staff()))
        roles = {Role.HANDLER: cast.unit()}
        kim = put_staff(number=COLLEAGUE, name="Kim", email="k@exempel.invalid", roles=roles)
        other = browser(token=staff_token(kim))
    page = hanna.get(PATH).content.decode()
    for heading in ("En part har begärt att ärendet avgörs", "Försenade", "inom tre dagar",
                    "Nya meddelanden från parter", "Meddelande kom in från en part"):  # fmt: skip
        assert heading in page
    assert all(reference in page for reference in mine)
    assert "Inget behöver dig just nu" in other.get(PATH).content.decode()
    assert abroad.get(PATH).content.decode().count(theirs[0]) >= 1
    assert far != mjolby

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert hanna.get(PATH).status_code == 200
        return statements(seen)

    few = queries()
    with open_scope(mjolby):
        for _ in range(3):
            _one_of_each()
    assert queries() == few <= 21


def test_lists_are_kept_shared_and_taken_away() -> None:
    with open_scope(mjolby := _town()):
        hanna = browser(token=staff_token(cast.staff()))
        roles = {Role.HANDLER: cast.unit()}
        kim = put_staff(number=COLLEAGUE, name="Kim", email="k@exempel.invalid", roles=roles)
        other = browser(token=staff_token(kim))
    save = "/handlaggning/lista/alla/spara/"
    assert hanna.post("/handlaggning/lista/trams/spara/", {"namn": "x"}).status_code == 404
    assert "inte" in hanna.post(save, {"namn": " "}, follow=True).content.decode()
    for data in ({"namn": "Mina brådskande", "brattom": "1", "sok": "x", "ond": "1"},
                 {"namn": "Vår skola", "markning": "Blå", "dela": "1"}):  # fmt: skip
        assert hanna.post(save, data).status_code == 302
    page = hanna.get(PATH).content.decode()
    assert '/handlaggning/lista/alla/?brattom=1"' in page
    assert "Vår skola" in page
    page = other.get(PATH).content.decode()
    assert "Vår skola" in page
    assert "Mina brådskande" not in page
    with open_scope(mjolby):
        shared = SavedView.objects.get(name="Vår skola")
    remove = f"{PATH}urval/"
    assert other.post(remove, {"ta_bort": str(shared.id)}).status_code == 404
    assert hanna.post(remove, {"ta_bort": str(shared.id)}).status_code == 302
    assert "Vår skola" not in other.get(PATH).content.decode()


def test_list_is_kept_with_words_for_oneself_and_never_with_a_number() -> None:
    with open_scope(mjolby := _town()):
        hanna = browser(token=staff_token(cast.staff()))
        roles = {Role.HANDLER: cast.unit()}
        kim = put_staff(number=COLLEAGUE, name="Kim", email="k@exempel.invalid", roles=roles)
        other = browser(token=staff_token(kim))
    with open_scope(cast.municipality("norrkoping")):
        there = browser("norrkoping", staff_token(cast.staff()))
    save = "/handlaggning/lista/alla/spara/"

    def sought(words: str) -> str:
        found = hanna.post("/handlaggning/sok/", {"q": words})["Location"]
        return found.partition("sok=")[2]

    told = hanna.post(save, {"namn": "Anna", "sok": sought("Anna Provsson")})["Location"]
    assert told.endswith("besked=sparat")
    with open_scope(mjolby):
        row = SavedView.objects.get(name="Anna")
        assert b"Anna Provsson" not in bytes(row.typed)
        assert "Provsson" not in row.query
    path = f"{PATH}urval/{row.id}/"
    assert path in hanna.get(PATH).content.decode()
    opened = hanna.get(path)["Location"]
    assert "Provsson" not in opened
    assert "Anna Provsson" in hanna.get(opened).content.decode()
    assert other.get(path).status_code == there.get(path).status_code == 404
    shared = hanna.post(save, {"namn": "Vår", "sok": sought("Anna Provsson"), "dela": "1"})
    assert "utan-ord" in shared["Location"]
    for words in ("19850101-2382", "Anna 198501012382", "850101 2382 väg"):
        assert "nummer" in hanna.post(save, {"namn": "Nr", "sok": sought(words)})["Location"]
    with open_scope(mjolby):
        assert not SavedView.objects.filter(name="Nr").exists()
        assert not bytes(SavedView.objects.get(name="Vår").typed)


def test_note_in_the_morning_comes_once_and_says_nothing_of_what(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monday = add_working_days(clock.today(), 1)
    with open_scope(_town()):
        hanna = browser(token=staff_token(cast.staff()))
        _one_of_each()
    hanna.post(f"{PATH}besked/", {"mejl": "1"})
    assert 'value="1" checked' in hanna.get(PATH).content.decode()
    with open_scope(cast.municipality()), clock.shifted(monday - clock.today()):
        assert day.note_due() == 1
        assert day.note_due() == 0
        job = Job.objects.get(name=day.NOTE_JOB)
        assert "SKJ" not in str(job.payload)
    hanna.post(f"{PATH}besked/")
    with open_scope(cast.municipality()), clock.shifted(timedelta(days=5)):
        assert day.note_due() == 0
