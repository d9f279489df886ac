"""Nobody handles her own case (FL 16-18 §§): as staff it does not exist for her."""

import importlib
from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.handling_support import complete_case, hand_in_application, person, reference_of
from tests.journey_support import school_transport
from tests.staff_support import browser, staff_token

from samtjanst.foundation.people.models import Citizen, StaffAccount
from samtjanst.foundation.people.queries import citizen_by_identity, grants_of
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.sessions import sign_in_citizen
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import index
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case
from samtjanst.running.cases.types import CaseState, Filters, Selection, View

pytestmark = pytest.mark.django_db
NAME = "Hanna Handläggare"
QUERIES = 14  # of a list, the counts and what needs somebody now
COLLEAGUE = PersonalNumber("199001012385")
GETS = ("", "beslut/", "dokument.pdf", "andra/", "ta-utan-underskrift/")
POSTS = ("ta/", "ta-utan-underskrift/", "paminn/", "fordela/", "lagg-tillbaka/", "mark/",
         "anteckna/", "beslut/")  # fmt: skip


@pytest.fixture
def mjolby() -> Municipality:
    row = cast.municipality()
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def own(mjolby: Municipality) -> str:
    """A case that the handler has applied for herself."""
    with open_scope(mjolby):
        return complete_case(person(cast.HANDLER, NAME))


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def test_own_case_answers_as_an_absent_one_on_every_address(own: str, hanna: Client) -> None:
    absent = hanna.get("/handlaggning/arenden/SKJ-2026-999999-X/")
    for rest in GETS:
        answer = hanna.get(f"/handlaggning/arenden/{own}/{rest}")
        assert answer.status_code == absent.status_code == 404, rest
    for rest in POSTS:
        data = {"reason": "Ja", "note": "Ja", "label": "Ja"}
        assert hanna.post(f"/handlaggning/arenden/{own}/{rest}", data).status_code == 404, rest


def test_own_case_is_in_no_list_count_search_or_export(
    mjolby: Municipality, own: str, hanna: Client
) -> None:
    with open_scope(mjolby):
        other = complete_case()
        me = cast.staff_actor()
        index.index_missing()
        for view in View:
            rows = cases.every(me, Selection(view=view), 100)
            assert own not in [row.reference for row in rows], view
        assert cases.counts(me)[View.NEW] == 1
        assert cases.reference_in_reach(me, own) == ""
        named = cases.work_list(me, Selection(view=View.ALL, text="Ella"))
        assert [row.reference for row in named.rows] == [other]
    assert own not in hanna.get("/handlaggning/lista/alla/").content.decode()


def test_other_guardian_is_a_party_too(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        me = person(cast.HANDLER, NAME)
        reference = reference_of(hand_in_application(other=me))
    assert hanna.get(f"/handlaggning/arenden/{reference}/").status_code == 404


def test_party_reads_it_as_a_citizen(mjolby: Municipality, own: str) -> None:
    with open_scope(mjolby):
        person(cast.HANDLER, NAME)
        me = citizen_by_identity(cast.HANDLER)
        assert me
        opened = sign_in_citizen(old=cast.session(), citizen=me, assurance_level=3, method="bankid")
        citizen = browser(token=opened.token)
    assert own in citizen.get("/mina-arenden/").content.decode()


def test_colleague_handles_it_and_cannot_give_it_to_the_party(
    mjolby: Municipality, own: str
) -> None:
    with open_scope(mjolby):
        me = cast.staff_actor()
        row = put_staff(
            number=COLLEAGUE, name="Karl", email="karl@exempel.invalid",
            roles={Role.MANAGER: cast.unit()},
        )  # fmt: skip
        karl = replace(me, id=row.id, grants=grants_of(row.id))
        assert cases.get_case(karl, own).reference == own
        with pytest.raises(InvalidInputError):
            services.assign(reference=own, staff_id=me.id or row.id, by=karl)
        with pytest.raises(NotFoundError):
            cases.get_case(me, own)


def test_party_and_colleagues_without_the_right_are_not_offered_for_the_case(
    mjolby: Municipality, own: str
) -> None:
    with open_scope(mjolby):
        cast.staff()
        for number, name, role, unit in (
            (COLLEAGUE, "Karl", Role.MANAGER, cast.UNIT),
            (cast.OTHER_GUARDIAN, "Elin Byggare", Role.SERVICE_DEVELOPER, cast.UNIT),
            (cast.OUTSIDER, "Stina", Role.MANAGER, "Socialförvaltningen"),
        ):
            put_staff(number=number, name=name, email="", roles={role: cast.unit(unit)})
        with open_scope(cast.municipality("norrkoping")):
            put_staff(number=COLLEAGUE, name="Nils", email="", roles={Role.MANAGER: cast.unit()})
        karl = put_staff(number=COLLEAGUE, name="Karl", email="", roles={Role.MANAGER: cast.unit()})
        manager = replace(cast.staff_actor(), id=karl.id, grants=grants_of(karl.id))
        found = cases.get_case(manager, own)
        assert [name for _key, name in cases.colleagues(found)] == ["Karl"]
        other = cases.get_case(manager, complete_case())
        assert [name for _key, name in cases.colleagues(other)] == [NAME, "Karl"]


def test_same_person_in_another_municipality_bars_nothing_here(
    mjolby: Municipality, own: str
) -> None:
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping")
        reference = complete_case()
        assert reference == own  # each municipality counts for itself
        assert cases.get_case(cast.staff_actor(), reference).reference == reference


def test_namesakes_case_is_in_no_list_count_search_batch_or_day(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        own, other = complete_case(), complete_case(person(cast.OTHER_GUARDIAN, "Bo Provsson"))
        index.index_missing()
        me = _without_number("Provsson anna")
        for selection in (
            Selection(View.NEW),
            Selection(View.ALL, text="skolskjuts"),
            Selection(View.ALL, text="Provsson"),
            Selection(View.ALL, filters=Filters(state=CaseState.RECEIVED)),
        ):
            page = cases.work_list(me, selection)
            assert [row.reference for row in page.rows] == [other], selection
            assert [row.reference for row in cases.every(me, selection, 1)] == [other]
        assert cases.counts(me)[View.NEW] == 1
        assert cases.related(me, cases.get_case(me, other).id) == ([], False)
        Case.objects.update(handler=me.id, state=CaseState.IN_PROGRESS, due=clock.today())
        assert [one.reference for one in cases.needed(me)] == [other]
        assert {one.reference for one in cases.news(me)} == {other}
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping")
        elsewhere = complete_case()  # she is a namesake there too, with a number
        assert [row.reference for row in cases.every(cast.staff_actor(), Selection(), 9)] == [
            elsewhere
        ]
    shown = hanna.get("/handlaggning/lista/alla/").content.decode()
    assert f"/arenden/{other}/" in shown
    assert f"/arenden/{own}/" not in shown


def test_namesakes_cost_no_query_in_lists_however_many(mjolby: Municipality) -> None:
    counts: list[int] = []
    with open_scope(mjolby):
        complete_case()
        me = _without_number("Anna Provsson")
        for more in (1, 29):
            for _number in range(more):
                complete_case(person(cast.OTHER_GUARDIAN, "Bo Provsson"))
            with CaptureQueriesContext(connection) as asked:
                cases.work_list(me, Selection(View.NEW))
                cases.counts(me)
                cases.needed(me)
            counts.append(len(asked))
        assert len(cases.work_list(me, Selection(View.NEW)).rows) == 30
    assert counts == [QUERIES, QUERIES]


def test_namesake_without_a_number_is_not_offered_for_the_case(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        for number, name in ((COLLEAGUE, "Anna-Provsson"), (cast.OUTSIDER, "Anna Provsson")):
            put_staff(number=number, name=name, email="", roles={Role.HANDLER: cast.unit()})
        StaffAccount.objects.filter(name="Anna-Provsson").update(number_index="")
        found = cases.get_case(cast.staff_actor(), complete_case())
        assert [name for _key, name in cases.colleagues(found)] == ["Anna Provsson", NAME]


def test_colleague_of_the_readers_own_name_is_news(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        reference, me = complete_case(), cast.staff_actor()
        row = put_staff(number=COLLEAGUE, name=NAME, email="", roles={Role.MANAGER: cast.unit()})
        services.take(reference=reference, by=me)
        assert "taken" not in {one.what for one in cases.news(me)}
        namesake = replace(me, id=row.id, grants=grants_of(row.id))
        services.write_note(reference=reference, text="Ring i morgon.", by=namesake)
        assert "noted" in {one.what for one in cases.news(me)}


def test_names_known_before_the_index_are_filled_in_each_municipality() -> None:
    step = importlib.import_module("samtjanst.foundation.people.migrations.0015_name_index")
    held: dict[str, str] = {}
    for slug in ("mjolby", "norrkoping"):
        with open_scope(cast.municipality(slug)):
            citizen = person(cast.OTHER_GUARDIAN, "Bo Provsson")
            held[slug] = Citizen.objects.get(id=citizen.id or "").name_index
            Citizen.objects.update(name_index="")
    step.fill(apps, None)
    for slug, kept in held.items():
        with open_scope(cast.municipality(slug)):
            assert list(Citizen.objects.values_list("name_index", flat=True)) == [kept]
    assert len(set(held.values()) - {""}) == len(held)  # each municipality's own


def _without_number(name: str) -> Actor:
    me = replace(cast.staff_actor(), name=name)
    StaffAccount.objects.filter(id=me.id or "").update(number_index="", name=name)
    return me
