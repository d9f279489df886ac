"""Who sees to an e-service's cases, what is missing, and whose rule gets what is new."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from tests import cast
from tests.capabilities.formkit import process_sample
from tests.journey_support import DOCUMENT, school_transport

from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey.manned import Gap, Manned, manned
from samtjanst.kernel.errors import NotAllowedError, NotFoundError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases.models import AssignmentRule, Delegation

pytestmark = pytest.mark.django_db
CHIEF = PersonalNumber("196408233234")


@pytest.fixture(autouse=True)
def mjolby() -> Iterator[None]:
    with open_scope(cast.municipality("norrkoping")):
        cast.staff()
        school_transport("norrkoping")
        rule(name="Grannens", staff=[cast.staff().id])
        Delegation(unit=cast.unit(), point="9.9", title="Grannens", role="handler").save()
    with open_scope(cast.municipality()):
        school_transport()
        yield


@pytest.fixture
def elin() -> Actor:
    return cast.staff_actor(Role.SERVICE_DEVELOPER)


def found(elin: Actor, document: dict[str, Any] | None = None) -> Manned:
    return manned(slug="skolskjuts", document=document or DOCUMENT, by=elin)


def chief() -> StaffAccount:
    roles = {Role.MANAGER: cast.unit()}
    return put_staff(number=CHIEF, name="Kim Chef", email="kim@exempel.invalid", roles=roles)


def handler() -> StaffAccount:
    return put_staff(
        number=PersonalNumber("197001012397"),
        name="Hanna Handläggare",
        email="hanna@exempel.invalid",
        roles={Role.HANDLER: cast.unit()},
    )


def rule(**more: Any) -> None:
    place = AssignmentRule.objects.count()
    AssignmentRule(**{"unit": cast.unit(), "place": place, "name": "Regel", **more}).save()


def test_names_are_those_of_the_unit_and_nobody_elses(elin: Actor) -> None:
    assert found(elin).gaps == (Gap.NO_HANDLER, Gap.NO_MANAGER)
    chief()
    handler()
    told = found(elin)
    assert (told.handlers, told.managers) == (("Hanna Handläggare", "Kim Chef"), ("Kim Chef",))
    assert (told.gaps, told.points, told.routed) == ((), (), ())


def test_delegation_that_gives_nobody_the_right_is_told(elin: Actor) -> None:
    chief()
    Delegation(unit=cast.unit(), point="1.1", title="Annat", slug="annat", role="manager").save()
    assert found(elin).gaps == (Gap.NOBODY_DECIDES,)
    point = {"point": "1.2", "title": "Bifall", "role": "handler", "covers_adverse": False}
    Delegation(unit=cast.unit(), **point).save()
    assert found(elin).gaps == (Gap.ADVERSE_TO_BOARD,)
    Delegation(unit=cast.unit(), point="1.3", title="Avslag", role="manager").save()
    assert found(elin).gaps == ()
    assert [one.point for one in found(elin).points] == ["1.2", "1.3"]


def test_second_reader_needs_two_and_steps_of_others_are_told(elin: Actor) -> None:
    chief()
    document = process_sample.document()
    document["handling"]["second_reader"] = "always"
    told = found(elin, document)
    assert told.gaps == (Gap.NO_SECOND_READER,)
    assert ("manager",) in [who for _title, _at, who in told.steps]
    handler()
    assert found(elin, document).gaps == ()


def test_rules_are_judged_by_the_form_and_by_who_is_there(elin: Actor) -> None:
    kim = [chief().id]
    rule(name="Ja", slug="skolskjuts", question="placed_school", values=["Ja"], staff=kim)
    rule(name="Borta", slug="skolskjuts", question="borta", values=["x"], staff=kim)
    rule(name="Skäl", slug="skolskjuts", question="reasons", values=["finns inte"], staff=kim)
    rule(name="Ingen", letters="A-K", staff=[uuid.uuid4()])
    rule(name="Alla", staff=kim)
    rule(name="För sent", slug="skolskjuts", staff=kim)
    rule(name="Andras", slug="annat", staff=kim)
    told = {one.rule.name: one.gaps for one in found(elin).routed}
    assert told == {
        "Ja": (),
        "Borta": (Gap.QUESTION_GONE,),
        "Skäl": (Gap.VALUE_GONE,),
        "Ingen": (Gap.NOBODY_THERE,),
        "Alla": (),
        "För sent": (Gap.NEVER_REACHED,),
    }
    assert Gap.SOME_ARE_NOBODYS not in found(elin).routing_gaps


def test_cases_that_no_rule_fits_are_told(elin: Actor) -> None:
    rule(letters="A-K", staff=[chief().id])
    assert found(elin).routing_gaps == (Gap.SOME_ARE_NOBODYS,)


def test_only_the_workshop_sees_it_and_only_its_own_municipality(elin: Actor) -> None:
    with pytest.raises(NotAllowedError):
        manned(slug="skolskjuts", document=DOCUMENT, by=cast.citizen_actor())
    with pytest.raises(NotFoundError):
        manned(slug="finns-inte", document=DOCUMENT, by=elin)


def test_half_made_document_is_judged_all_the_same(elin: Actor) -> None:
    assert found(elin, {"pages": [], "process": None, "handling": None}).steps == ()
