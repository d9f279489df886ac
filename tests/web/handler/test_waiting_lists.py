"""What is due and what waits; narrowing by party and property; the ticked cases as a file."""

import copy
import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.handling_support import complete_case, hand_in_application, person, reference_of
from tests.journey_support import DOCUMENT, school_transport
from tests.staff_support import browser, staff_token
from tests.statements import statements

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import hear, index, retract, unsigned
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, CaseSearch
from samtjanst.running.cases.queries import search
from samtjanst.running.cases.types import Asked, OpinionDraft, Selection, Sort, View

pytestmark = pytest.mark.django_db
HOME = "/handlaggning/lista"
ESTATE = {"id": "estate", "kind": "property", "label": {"sv": "Fastighet"}, "required": False}
DAY = timedelta(days=1)


@pytest.fixture
def mjolby() -> Municipality:
    row = cast.municipality()
    made = copy.deepcopy(DOCUMENT)
    made["pages"][0]["questions"].append(ESTATE)
    with open_scope(row):
        school_transport(document=made)
    return row


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def _narrow(client: Client, **typed: str) -> str:
    answer = client.post(f"{HOME}/alla/urval/", typed)
    hidden = [text for name, text in typed.items() if name != "tjanst"]
    assert not any(text in answer["Location"] for text in hidden)
    return _text(client, answer["Location"])


def _each_kind() -> dict[View, str]:
    """A case that waits for each kind of thing, the farthest day first."""
    hanna, today = cast.staff_actor(), clock.today()
    made = {kind: complete_case() for kind in (View.SUPPLEMENT, View.HEARING, View.OPINION)}
    for reference in made.values():
        services.take(reference=reference, by=hanna)
    asked = Asked(today + 9 * DAY, "Karta saknas.", extras=(("file", "Karta"),))
    services.ask(reference=made[View.SUPPLEMENT], asked=asked, by=hanna)
    school = cast.unit("Skola").id
    new = OpinionDraft("Var?", (), (), today + 5 * DAY, is_needed=False, unit_id=school)
    services.ask_opinion(reference=made[View.OPINION], new=new, who="Skola", by=hanna)
    hear.hear(
        reference=made[View.HEARING],
        citizens=[cast.citizen().id],
        text="Läs och yttra dig.",
        due=today + 15 * DAY,
        uploads=(),
        by=hanna,
    )
    other = cast.citizen_actor(cast.OTHER_GUARDIAN)
    made[View.WAITING] = reference_of(hand_in_application(other=other))
    return made


def test_what_waits_is_listed_by_kind_with_its_day(mjolby: Municipality, hanna: Client) -> None:
    with open_scope(mjolby):
        waits, free = _each_kind(), complete_case()
    page = _text(hanna, f"{HOME}/vantande/?sortera=vantar")
    assert free not in page
    places = [page.index(f">{waits[kind]}<") for kind in
              (View.OPINION, View.SUPPLEMENT, View.HEARING, View.WAITING)]  # fmt: skip
    assert places == sorted(places)
    assert (clock.today() + 5 * DAY).isoformat() in page
    for kind, reference in waits.items():
        shown = _text(hanna, f"{HOME}/{kind.value}/")
        assert {one for one in waits.values() if one in shown} == {reference}, kind
    with open_scope(mjolby):
        counts = cases.counts(cast.staff_actor())
    assert [counts[kind] for kind in (View.WAITS, *waits)] == [4, 1, 1, 1, 1]


def test_list_of_all_is_in_the_order_of_waits_and_of_limits_over_all_its_pages(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        hanna, today = cast.staff_actor(), clock.today()
        made = [complete_case() for _ in range(32)]
        for place, reference in enumerate(made[:-1]):  # the last waits for nothing
            services.take(reference=reference, by=hanna)
            day = today + (40 - place) * DAY
            services.put_aside(reference=reference, until=day, errand="", by=hanna)
            Case.objects.filter(reference=reference).update(due=today + (place + 1) * DAY)
        Case.objects.filter(reference=made[-1]).update(due=None)
        orders = {Sort.UNTIL: [*made[-2::-1], made[-1]], Sort.DUE: made}
        for sort, expected in orders.items():
            pages = [
                cases.work_list(hanna, Selection(view=View.ALL, sort=sort, page=number))
                for number in (1, 2)
            ]
            found = [row.reference for page in pages for row in page.rows]
            assert found == expected, sort
            assert [page.has_more for page in pages] == [True, False]


def test_new_case_that_went_on_without_a_signature_still_has_the_day_of_its_room(
    mjolby: Municipality,
) -> None:
    there = cast.municipality("norrkoping")
    for row in (there, mjolby):
        with open_scope(row):
            if row is there:
                school_transport("norrkoping")
            complete_case()  # waits for nothing
            other = cast.citizen_actor(cast.OTHER_GUARDIAN)
            went_on, waits = (reference_of(hand_in_application(other=other)) for _ in range(2))
            hanna = cast.staff_actor()
            unsigned.go_on(reference=went_on, reason="Det brådskar.", by=hanna)
            services.release(reference=went_on, by=hanna)
    with open_scope(mjolby):
        chosen = Selection(view=View.NEW, sort=Sort.UNTIL)
        first, last = cases.work_list(hanna, chosen).rows
        assert (first.reference, waits in {first.reference, last.reference}) == (went_on, False)
        assert first.signing_until is not None
        assert last.signing_until is None


def test_lists_of_what_is_due_and_of_what_has_ended_are_apart(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        with clock.shifted(timedelta(days=-26)):
            soon = complete_case()
        with clock.shifted(timedelta(days=-40)):
            late = complete_case()
        gone, new = complete_case(), complete_case()
        retract.retract(reference=gone, reason="", by=cast.citizen_actor())
    where = {View.SOON: {soon}, View.OVERDUE: {late}, View.CLOSED: {gone}, View.DECIDED: set(),
             View.NEW: {soon, late, new}}  # fmt: skip
    for view, wanted in where.items():
        page = _text(hanna, f"{HOME}/{view.value}/")
        assert {ref for ref in (soon, late, gone, new) if ref in page} == wanted, view
    with open_scope(mjolby):
        counts = cases.counts(cast.staff_actor())
    assert [counts[view] for view in where] == [1, 1, 1, 0, 3]


def test_what_a_handler_who_left_was_waiting_for_is_unassigned(
    mjolby: Municipality, hanna: Client
) -> None:
    with open_scope(mjolby):
        left = _each_kind()[View.SUPPLEMENT]
        Case.objects.filter(reference=left).update(handler=None)
    assert left in _text(hanna, f"{HOME}/nya/")


def test_list_is_narrowed_by_party_and_property(mjolby: Municipality, hanna: Client) -> None:
    elsewhere = cast.municipality("norrkoping")
    with open_scope(elsewhere):
        school_transport("norrkoping")
        complete_case()
        index.index_missing()
    with open_scope(mjolby):
        cajsa = person(PersonalNumber("198602212394"), "Cajsa Storgatan-Ek")
        mine = complete_case(answers={"estate": "MJÖLBY FISKEN 4"})
        hers = complete_case(cajsa, answers={"estate": "MJÖLBY HULTERSTAD 1:2"})
        index.index_missing()
    expected: list[tuple[dict[str, str], set[str]]] = [
        ({"part": "198501012382"}, {mine}),
        ({"part": "860221-2394"}, {hers}),
        ({"part": "860221"}, set()),
        ({"part": "cajsa ek"}, {hers}),
        ({"part": "stor"}, {hers}),  # the name, and not the address that all of them have
        ({"part": "ella"}, set()),  # a child is no party
        ({"fastighet": "fisken 4"}, {mine}),
        ({"fastighet": "Mjölby Hulterstad 1 : 2"}, {hers}),
        ({"fastighet": "hulterstad"}, set()),
        ({"part": "cajsa", "fastighet": "fisken 4"}, set()),
        ({"part": "cajsa", "tjanst": "annat"}, set()),
    ]
    for typed, wanted in expected:
        page = _narrow(hanna, **typed)
        assert {ref for ref in (mine, hers) if f"arenden/{ref}/" in page} == wanted, typed
    assert 'value="cajsa"' in _narrow(hanna, part="cajsa")


def test_protected_party_is_found_by_neither_name_nor_number(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        petra = person(PersonalNumber("198602212394"), "Petra Hemlig", protected=True)
        reference = reference_of(hand_in_application(other=petra, protected=True))
        boss = put_staff(
            number=PersonalNumber("198510082392"), name="Maja", email="m@x.invalid",
            roles={Role.MANAGER: cast.unit()},
        )  # fmt: skip
        maja = browser(token=staff_token(boss))
        index.index_missing()
    assert reference in _text(maja, f"{HOME}/alla/")
    for typed in ("198602212394", "Petra"):
        assert reference not in _narrow(maja, part=typed)


def test_narrowing_takes_the_same_queries_at_1_and_30_rows(
    mjolby: Municipality, hanna: Client
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert "Anna" in _text(hanna, address)
        return statements(seen)

    with open_scope(mjolby):
        complete_case(answers={"estate": "MJÖLBY FISKEN 4"})
        index.index_missing()
    address = hanna.post(f"{HOME}/alla/urval/", {"part": "Anna", "fastighet": "fisken 4"})[
        "Location"
    ]
    _text(hanna, address)
    few = asked()
    with open_scope(mjolby):
        for _ in range(29):
            complete_case(answers={"estate": "MJÖLBY FISKEN 4"})
        index.index_missing()
    assert asked() == few


def test_many_hits_are_cut_and_said_so(
    mjolby: Municipality, hanna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_FITTING", 2)
    with open_scope(mjolby):
        first = complete_case()
        [complete_case() for _ in range(2)]
        index.index_missing()
    page = _narrow(hanna, part="Anna")
    assert "Bara de 2 senaste gås igenom" in page
    assert f"arenden/{first}/" not in page


def test_cases_found_by_too_little_are_made_findable_anew(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        complete_case()
        index.index_missing()
        CaseSearch.objects.update(edition=0, tokens=[])
        assert index.index_missing() == 1
        assert index.index_missing() == 0
        assert CaseSearch.objects.get().tokens


def test_ticked_cases_are_taken_out_each_by_itself(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        good, left = complete_case(), complete_case()
        petra = person(PersonalNumber("198602212394"), "Petra Hemlig", protected=True)
        hidden = reference_of(hand_in_application(other=petra, protected=True))
        boss = put_staff(
            number=PersonalNumber("198510082392"), name="Maja", email="m@x.invalid",
            roles={Role.MANAGER: cast.unit()},
        )  # fmt: skip
        maja, hanna = browser(token=staff_token(boss)), browser(token=staff_token(cast.staff()))
    for client, why in ((maja, "skyddade personuppgifter"), (hanna, "finns inte")):
        wish: dict[str, Any] = {"format": "csv", "arende": [good, hidden, "SKJ-finns-inte"]}
        answer = client.post(f"{HOME}/alla/ta-ut-valda/", wish)
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert [row[0] for row in rows[1:]] == [good, hidden, "SKJ-finns-inte"]
        assert why in rows[2][1]
        assert "Petra" not in answer.content.decode()
        assert left not in answer.content.decode()
    assert hanna.post(f"{HOME}/alla/ta-ut-valda/", {"format": "csv"}).status_code == 302
    book = hanna.post(f"{HOME}/alla/ta-ut-valda/", {"format": "xlsx", "arende": [good]})
    assert book.content.startswith(b"PK")
    with open_scope(mjolby):
        traces = AuditEvent.objects.filter(action="case.exported").values_list("details", flat=True)
        assert [trace["count"] for trace in traces] == [1, 1, 1]
