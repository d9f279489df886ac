"""The work lists and the search, as a handler meets them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.handling_support import complete_case, hand_in_application, person, reference_of
from tests.journey_support import school_transport
from tests.staff_support import browser, staff_token
from tests.statements import statements

from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.foundation.tenancy import queries as tenancy
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import hear, index
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case
from samtjanst.running.cases.types import Asked, DecisionDraft, OpinionDraft, View

GRANTED = DecisionDraft("granted", "Bifall", "Vägen är lång.", ("10 kap. 32 § skollagen",))
pytestmark = pytest.mark.django_db
LISTS = [f"/handlaggning/lista/{view}/" for view in View]
# Nothing waits to be paid, and what colleagues propose is not hers: an empty list asks for no
# parties.
QUERIES = [{View.WAITING: 11, View.PAYMENT: 7, View.APPROVE: 7}.get(view, 8) for view in View]


@pytest.fixture
def mjolby() -> Municipality:
    return _furnished("mjolby")


@pytest.fixture
def norrkoping() -> Municipality:
    return _furnished("norrkoping")


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def _furnished(slug: str) -> Municipality:
    row = cast.municipality(slug)
    with open_scope(row):
        school_transport(slug)
    return row


def _child(name: str) -> dict[str, object]:
    return {"child": {"name": name, "personal_number": "201801012392", "protected": False,
                      "source": "navet"}}  # fmt: skip


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def _heads(client: Client, path: str) -> list[str]:
    """The names of the list's columns."""
    found = re.findall(r'<th scope="col">([^<]+)</th>', _text(client, path))
    return [one.strip() for one in found]


def _met(client: Client) -> None:
    """The host is asked for once a minute: just now, and so not among what is counted."""
    tenancy.forget()
    _text(client, "/handlaggning/")


def _search(client: Client, words: str) -> str:
    answer = client.post("/handlaggning/sok/", {"q": words}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        _text(client, path)
    return statements(seen)


def _one_of_each(by: Actor, hanna: Actor) -> None:
    """A case for each list: new, late, taken, supplemented, asked about, decided and lapsed."""
    complete_case(by)
    services.take(reference=(reference := complete_case(by)), by=hanna)
    revision = Case.objects.get(reference=reference).revision
    services.decide(reference=reference, draft=GRANTED, revision=revision, by=hanna)
    with clock.shifted(timedelta(days=-60)):
        services.take(reference=complete_case(by), by=hanna)
    asked = Asked(clock.today() + timedelta(days=9), "Karta saknas.", extras=(("file", "Karta"),))
    services.take(reference=(reference := complete_case(by)), by=hanna)
    services.ask(reference=reference, asked=asked, by=hanna)
    services.take(reference=(reference := complete_case(by)), by=hanna)
    hear.hear(reference=reference, citizens=[by.id or hanna.municipality_id], text="Läs.",
              due=asked.due, uploads=(), by=hanna)  # fmt: skip
    with clock.shifted(timedelta(days=-26)):
        complete_case(by)
    services.take(reference=(reference := complete_case(by)), by=hanna)
    school = OpinionDraft("Var?", (), (), asked.due, is_needed=False, unit_id=cast.unit("Skola").id)
    services.ask_opinion(reference=reference, new=school, who="Skola", by=hanna)
    services.put_aside(reference=reference, until=asked.due, errand="", by=hanna)
    other = cast.citizen_actor(cast.OTHER_GUARDIAN)
    hand_in_application(applicant=by, other=other)
    services.lapse(filing_id=hand_in_application(applicant=by, other=other), by=by)


def test_lists_take_the_same_queries_at_1_and_30_rows(
    mjolby: Municipality, norrkoping: Municipality, hanna: Client
) -> None:
    with open_scope(norrkoping):
        complete_case()
    with open_scope(mjolby):
        anna, actor = cast.citizen_actor(), cast.staff_actor()
        _one_of_each(anna, actor)
    _met(hanna)
    few = [_queries(hanna, path) for path in LISTS]
    with open_scope(mjolby):
        for _ in range(10):
            _one_of_each(anna, actor)
    _met(hanna)
    assert few == QUERIES
    assert [_queries(hanna, path) for path in LISTS] == QUERIES


def test_each_case_is_in_the_lists_where_it_belongs(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        anna, actor = cast.citizen_actor(), cast.staff_actor()
        new = complete_case(anna)
        with clock.shifted(timedelta(days=-31)):
            late = complete_case(anna)
        mine = complete_case(anna)
        services.take(reference=mine, by=actor)
        waiting = reference_of(
            hand_in_application(applicant=anna, other=cast.citizen_actor(cast.OTHER_GUARDIAN))
        )
    where = {
        view: {ref for ref in (new, late, mine, waiting) if ref in _text(hanna, path)}
        for view, path in zip(View, LISTS, strict=True)
    }
    assert where == {
        View.NEW: {new, late},
        View.MINE: {mine},
        View.SUPPLEMENT: set(),
        View.HEARING: set(),
        View.OPINION: set(),
        View.PAYMENT: set(),
        View.ASIDE: set(),
        View.WAITS: {waiting},
        View.SOON: set(),
        View.WAITING: {waiting},
        View.APPROVE: set(),
        View.OVERDUE: {late},
        View.DECIDED: set(),
        View.CLOSED: set(),
        View.ALL: {new, late, mine, waiting},
    }
    assert "1 dag sen" in _text(hanna, "/handlaggning/lista/forsenade/")


def test_next_page_has_the_rest_and_order_is_kept(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        anna = cast.citizen_actor()
        references = [complete_case(anna) for _ in range(31)]
    first = _text(hanna, "/handlaggning/?sortera=nummer")
    assert references[29] in first
    assert references[30] not in first
    assert "sortera=nummer&amp;sida=2" in first
    second = _text(hanna, "/handlaggning/?sortera=nummer&sida=2")
    assert references[30] in second
    assert references[0] not in second
    for nonsense in ("sida=-1", "sida=x", "sida=9999999999999999999", "sok=x"):
        assert references[0] in _text(hanna, f"/handlaggning/?sortera=nummer&{nonsense}")
    assert references[0] in _text(hanna, "/handlaggning/?sortera=%20")


def test_columns_are_chosen_and_kept_with_the_page_and_the_saved_list(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        services.put_label(reference=complete_case(), name="Karta", by=cast.staff_actor())
        [complete_case() for _ in range(30)]
    usual = ["Ärende", "Gäller", "Kom in", "Läge", "Klart senast"]
    address = "/handlaggning/lista/alla/?sortera=nummer"
    assert _heads(hanna, address) == usual
    for nonsense in ("kolumn=trams", "kolumner=", "kolumner=y,x"):
        assert _heads(hanna, f"{address}&{nonsense}") == usual
    chosen = f"{address}&kolumn=marken&kolumn=tjanst&kolumn=enhet&kolumn=sokande&kolumn=kom"
    wanted = ["Ärende", "E-tjänst", "Sökande", "Kom in", "Enhet", "Märkningar"]
    assert _heads(hanna, chosen) == wanted
    page = _text(hanna, chosen)
    for shown in ('<td data-label="Enhet"><span lang="sv">Utbildningsförvaltningen</span>',
                  '<td data-label="Märkningar"><span>Karta</span>',
                  '<td data-label="Sökande"><span><bdi>Anna Provsson</bdi>'):  # fmt: skip
        assert shown in page
    following = page.split('href="?')[-1].split('"')[0].replace("&amp;", "&")
    assert _heads(hanna, f"/handlaggning/lista/alla/?{following}") == wanted
    kept = page.split('name="kolumner" value="')[1].split('"')[0]
    save = {"namn": "Mina kolumner", "kolumner": kept, "sortera": "nummer"}
    day = hanna.post("/handlaggning/lista/alla/spara/", save, follow=True).content.decode()
    saved = day.split('href="/handlaggning/lista/alla/?')[1].split('"')[0].replace("&amp;", "&")
    assert _heads(hanna, f"/handlaggning/lista/alla/?{saved}") == wanted


def test_unknown_list_does_not_exist(hanna: Client) -> None:
    assert hanna.get("/handlaggning/lista/hemliga/").status_code == 404


def test_search_finds_by_number_name_stem_address_and_misspelling(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        anna = cast.citizen_actor()
        sought = complete_case(anna, answers=_child("Tove Åkesson"))
        other = complete_case(anna, answers=_child("Noa Lind") | {"traffic_place": "Backen."})
        index.index_missing()
    for words in ("tove", "Åke", "tove åkesson", "lastbil", "trottoarer", "tove lastbilen"):
        page = _search(hanna, words)
        assert sought in page, words
        assert other not in page, words
    assert "liknar" not in _search(hanna, "tove")
    near = _search(hanna, "åkeson")
    assert sought in near
    assert "liknar" in near
    assert other in _search(hanna, other[-8:-2])  # the serial alone
    assert "Inget ärende hittades" in _search(hanna, "finnsinte")
    assert "Inget ärende hittades" in _search(hanna, "' OR 1=1; --")
    assert {sought, other} <= {r for r in (sought, other) if r in _search(hanna, "storgatan")}


def test_whole_number_goes_straight_to_the_case(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        reference = complete_case()
    answer = hanna.post("/handlaggning/sok/", {"q": f" {reference.lower()} "})
    assert answer["Location"] == f"/handlaggning/arenden/{reference}/"


def test_personal_number_is_found_whole_only(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        reference = complete_case()
        index.index_missing()
    for whole in ("198501012382", "850101-2382", "19850101-2382", "201801012392"):
        assert reference in _search(hanna, whole), whole
    for part in ("19850101", "8501012382x", "2382", "850101-239"):
        assert reference not in _search(hanna, part), part


def test_what_was_looked_for_stands_in_no_address_and_is_ones_own(
    mjolby: Municipality, hanna: Client
) -> None:
    answer = hanna.post("/handlaggning/sok/", {"q": "Ella Provsson"})
    assert "Ella" not in answer["Location"]
    with open_scope(mjolby):
        other = put_staff(
            number=PersonalNumber("198510082392"), name="Olle", email="o@x.invalid",
            roles={Role.HANDLER: cast.unit()},
        )  # fmt: skip
        olle = browser(token=staff_token(other))
    assert olle.get(answer["Location"]).status_code == 404
    assert hanna.get(answer["Location"]).status_code == 200
    with clock.shifted(timedelta(days=1, minutes=1)), open_scope(mjolby):
        assert services.forget_searches() == 1
    assert hanna.get(answer["Location"]).status_code == 404


def test_search_never_crosses_municipality_unit_or_protection(
    mjolby: Municipality, norrkoping: Municipality, hanna: Client
) -> None:
    with open_scope(norrkoping):
        theirs = complete_case(answers=_child("Ronja Rövardotter"))
        index.index_missing()
    with open_scope(mjolby):
        anna = cast.citizen_actor()
        petra = person(PersonalNumber("198602212394"), "Petra Hemlig", protected=True)
        hidden = reference_of(hand_in_application(applicant=anna, other=petra, protected=True))
        index.index_missing()
        boss = put_staff(
            number=PersonalNumber("198510082392"), name="Maja", email="m@x.invalid",
            roles={Role.MANAGER: cast.unit()},
        )  # fmt: skip
        maja = browser(token=staff_token(boss))
        stranger = put_staff(
            number=PersonalNumber("196608253081"), name="Stina", email="s@x.invalid",
            roles={Role.MANAGER: cast.unit("Socialförvaltningen")},
        )  # fmt: skip
        stina = browser(token=staff_token(stranger))
    assert theirs not in _search(hanna, "ronja")
    for words in ("Petra", "Hemlig", hidden, "skolskjuts", "198602212394"):
        for client in (hanna, stina):
            found = client.post("/handlaggning/sok/", {"q": words}, follow=True).content.decode()
            assert f"arenden/{hidden}" not in found, words
    assert hidden not in _text(hanna, "/handlaggning/lista/alla/")
    # Who has the right finds it by its number, not by the person's name or number.
    assert hidden in _text(maja, "/handlaggning/lista/alla/")
    assert "Petra" not in _text(maja, "/handlaggning/lista/alla/")
    assert hidden in _search(maja, hidden)
    for words in ("Petra", "198602212394"):
        assert f"arenden/{hidden}" not in _search(maja, words)
