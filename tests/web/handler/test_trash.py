"""A case that should never have been one is put away with a reason, and nothing of it is lost."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token
from tests.web.api import support

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import Grant, Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import empty_trash, index, letters
from samtjanst.kernel import clock
from samtjanst.kernel.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    TransitionError,
)
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import Asked, DiaryFilter, Selection, TrashGround, View

pytestmark = pytest.mark.django_db
WHY = "Samma som det andra."
TRASH = "/handlaggning/papperskorg/"
PROTOCOL = f"{TRASH}gallrat/"


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def reference(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        found = complete_case()
        index.index_missing()
        return found


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def test_trashed_case_is_in_no_list_and_comes_back_as_it_was(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    with open_scope(mjolby):
        before = _seen(reference)
        assert before == {"list", "counts", "search", "api"}
    address = f"{_desk(reference)}papperskorg/"
    assert hanna.post(address, {"ground": "double"}).status_code == 422  # nothing without a reason
    assert "Välj varför" in hanna.post(address, {"why": WHY}).content.decode()
    page = hanna.post(address, {"ground": "double", "why": WHY}, follow=True).content.decode()
    assert f"{reference} ligger i papperskorgen" in page
    assert WHY in page
    assert hanna.get(_desk(reference)).status_code == 404
    with open_scope(mjolby):
        assert _seen(reference) == {"removed"}
        assert index.index_missing() == 0
        soon = DiaryFilter(clock.today(), clock.today() + timedelta(days=1))
        registered, _more = cases.diary(cast.staff_actor(), soon)
        assert {line.reference for line in registered} == {reference}  # the registered line stands
        own = browser(token=citizen_token()).get(f"/mina-arenden/{reference}/").content.decode()
        assert "Samma ansökan finns i ett annat ärende" in own
        assert "Blåklintskolan" in own  # all that she handed in
    page = hanna.post(f"{address}ur/", follow=True).content.decode()
    assert "som det var" in page
    assert WHY in page  # in what has happened
    with open_scope(mjolby):
        index.index_missing()
        assert _seen(reference) == before | {"removed"}
        events = AuditEvent.objects.values_list("action", flat=True)
        assert {"case.trashed", "case.untrashed"} <= set(events)


def test_only_what_nobody_has_acted_on_is_trash_and_what_a_party_writes_brings_it_back(
    mjolby: Municipality, reference: str
) -> None:
    with open_scope(mjolby):
        me, anna = cast.staff_actor(), cast.citizen_actor()
        asked = Asked(clock.today() + timedelta(days=9), "Skicka en karta.", ("school",))
        _put(reference, me)
        with pytest.raises(ConflictError):
            _put(reference, me)
        letters.write(reference=reference, citizen_id=None, text="Nej!", uploads=(), by=anna)
        assert cases.get_case(me, reference).trash_ground == ""
        with pytest.raises(InvalidInputError, match="ground"):
            _put(reference, me)  # nobody has read it
        services.mark_read(case_id=cases.get_case(me, reference).id, by=me)
        services.take(reference=reference, by=me)
        _put(reference, me)
        services.take_out_of_trash(reference=reference, by=me)
        assert cases.get_case(me, reference).handler_id == me.id
        with pytest.raises(ConflictError):
            services.take_out_of_trash(reference=reference, by=me)
        services.ask(reference=reference, asked=asked, by=me)
        with pytest.raises(TransitionError):
            _put(reference, me)
        services.withdraw(reference=reference, by=me)
        with pytest.raises(InvalidInputError, match="ground"):
            _put(reference, me)


def test_trash_is_the_units_own_and_takes_as_many_queries_for_more(
    mjolby: Municipality, reference: str, hanna: Client, django_assert_num_queries: Any
) -> None:
    with open_scope(mjolby):
        _put(reference, cast.staff_actor())
    hanna.get(TRASH)  # the first look notes when she was here
    with django_assert_num_queries(5):
        hanna.get(TRASH)
    with open_scope(mjolby):
        for _number in range(29):
            _put(complete_case(), cast.staff_actor())
    with django_assert_num_queries(5):
        assert hanna.get(TRASH).content.decode().count(WHY) == 30
    with open_scope(mjolby):
        far = cast.staff_actor()
        far = replace(far, grants=frozenset({Grant(Role.MANAGER, cast.unit("Bygglov").id)}))
        assert cases.trash(far) == []
        with pytest.raises(NotFoundError):
            services.take_out_of_trash(reference=reference, by=far)
    with open_scope(cast.municipality("norrkoping")):
        assert cases.trash(cast.staff_actor()) == []
        with pytest.raises(NotFoundError):
            services.take_out_of_trash(reference=reference, by=cast.staff_actor())


def test_last_day_is_shown_and_what_went_is_in_the_protocol_of_the_unit(
    mjolby: Municipality, hanna: Client, django_assert_num_queries: Any, settings: Any
) -> None:
    settings.TRASH_DAYS = 90
    with open_scope(mjolby):
        reference = complete_case()
        page = hanna.get(f"{_desk(reference)}papperskorg/").content.decode()
        assert "Efter 90 dagar gallras det, om inget står i vägen." in page
        _put(reference, cast.staff_actor())
        last = clock.today() + timedelta(days=90)
        own = browser(token=citizen_token()).get(f"/mina-arenden/{reference}/").content.decode()
        assert f"finns kvar till och med {last.day} " in own
    assert last.isoformat() in hanna.get(TRASH).content.decode()
    assert "Inget har gallrats" in hanna.get(PROTOCOL).content.decode()
    with open_scope(mjolby), clock.shifted(timedelta(days=91)):
        assert empty_trash.empty() == 1
    with django_assert_num_queries(4):
        page = hanna.get(PROTOCOL).content.decode()
    for told in (reference, last.isoformat(), "Ett ärende har gallrats.", "dubblett"):
        assert told in page
    assert "Provsson" not in page
    assert WHY not in page
    assert reference not in hanna.get(TRASH).content.decode()
    with open_scope(mjolby):
        for _number in range(29):
            _put(complete_case(), cast.staff_actor())
        with clock.shifted(timedelta(days=91)):
            assert empty_trash.empty() == 29
    with django_assert_num_queries(4):
        assert "30 ärenden har gallrats." in hanna.get(PROTOCOL).content.decode()
    with open_scope(cast.municipality("norrkoping")):
        assert cases.disposed(cast.staff_actor()) == ([], 0)


def _put(reference: str, by: Any) -> None:
    services.put_in_trash(reference=reference, ground=TrashGround.DOUBLE, why=WHY, by=by)


def _seen(reference: str) -> set[str]:
    """Where the case shows."""
    me, found = cast.staff_actor(), set()
    if any(row.reference == reference for row in cases.work_list(me, Selection(View.ALL)).rows):
        found.add("list")
    if cases.counts(me)[View.NEW]:
        found.add("counts")
    if cases.work_list(me, Selection(View.ALL, text="Provsson")).rows:
        found.add("search")
    caller = support.caller(support.connect())
    cast.staff()  # who connected it was an administrator
    with clock.shifted(support.LATER):
        told = caller.get("/api/v1/changes?limit=200").json()["items"]
        listed = caller.get("/api/v1/cases").json()["items"]
    if any(one["event"] == "removed" for one in told):
        found.add("removed")
    if listed:
        found.add("api")
    return found


def _desk(reference: str) -> str:
    return f"/handlaggning/arenden/{reference}/"
