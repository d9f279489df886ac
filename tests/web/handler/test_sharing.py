"""New cases shared out by rules, with the reason; nobody away gets one."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from tests import cast
from tests.handling_support import complete_case, hand_in_application
from tests.journey_support import school_transport
from tests.staff_support import browser, staff_token
from tests.web.handler.test_delays import GRANTED
from tests.web.handler.test_law import COLLEAGUE

from samtjanst.foundation.jobs import services as jobs
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.queries import grants_of
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role, system_actor
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.journey import allot, staff
from samtjanst.kernel import clock
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Absence, AssignmentRule, Case
from samtjanst.running.cases.queries import sharing_out
from samtjanst.running.cases.types import Asked, RuleView
from samtjanst.web.handler import named_answers

pytestmark = pytest.mark.django_db
PATH = "/handlaggning/fordelning/"


def _town(slug: str = "mjolby") -> Municipality:
    row = cast.municipality(slug)
    with open_scope(row):
        school_transport(slug)
    return row


def _kim(role: Role = Role.MANAGER) -> StaffAccount:
    roles = {role: cast.unit()}
    return put_staff(number=COLLEAGUE, name="Kim Chef", email="kim@exempel.invalid", roles=roles)


def _post(client: Client, **data: Any) -> int:
    return client.post(PATH, data).status_code


def _row(reference: str) -> Case:
    return Case.objects.get(reference=reference)


def _rule(**more: Any) -> dict[str, Any]:
    return {"unit": str(cast.unit().id), "name": "Alla", "staff": str(cast.staff().id)} | more


def test_first_rule_that_fits_gives_the_case_and_tells_why() -> None:
    with open_scope(mjolby := _town()):
        hanna, kim = cast.staff(), _kim()
        manager, handler = browser(token=staff_token(kim)), browser(token=staff_token(hanna))
        school = _rule(
            name="Blåklint", question="skolskjuts:school", answers="blåklintskolan, mjölby",
            staff=str(kim.id),
        )  # fmt: skip
        area = _rule(name="Norr", question="skolskjuts:home_address", answers="999*\n610*")
        letters, rest = _rule(name="Namn", letters="A-F"), _rule(name="Övriga")
    assert _post(handler, **rest) == 404
    for wrong in ({"name": ""}, {"staff": ""}, {"letters": "1-2"}, {"answers": "utan fråga"}):
        assert _post(manager, **(rest | wrong)) == 422
    assert _post(manager, **(rest | {"unit": "x"})) == 404
    for data in (letters, area, school, rest):
        assert _post(manager, **data) == 302
    page = manager.get(PATH).content.decode()
    assert "<generator" not in page
    assert "Efternamnet börjar på A-F" in page
    with open_scope(mjolby):
        first = complete_case()
        waiting = hand_in_application(other=cast.citizen_actor(cast.OTHER_GUARDIAN))
        job = Job.objects.get(name=services.ALLOT_JOB)  # none for the one that waits
        jobs.run(job.id)
        allot.allot_one(job.payload)
        assert allot.allot_due() == 0
        case = Case.objects.get(reference=first)
        assert case.handler_id == kim.id
        assert Case.objects.get(filing_id=waiting).handler_id is None
        told = [e.text for e in cases.timeline(case.id) if e.what == "allotted"]
        assert told == ["Regeln ”Blåklint”: Kim Chef har minst att göra (0 ärenden)"]
        services.release(reference=first, by=cast.staff_actor())
        assert allot.allot_due() == 0
    assert "Regeln ”Blåklint”" in handler.get(f"/handlaggning/arenden/{first}/").content.decode()


def test_rule_that_asks_for_expertise_gives_only_to_those_who_have_it() -> None:
    with open_scope(cast.municipality("norrkoping")):
        far = cast.staff()
    with open_scope(mjolby := _town()):
        hanna, kim = cast.staff(), _kim()
        manager = browser(token=staff_token(kim))
        rule = _rule(name="Avlopp", expertise="enskilda avlopp", staff="")
    assert _post(manager, **rule) == 422  # nobody has it
    skill = {"kan": "1", "skilled": str(hanna.id), "field": " enskilda  avlopp "}
    assert _post(manager, **(skill | {"field": ""})) == 422
    assert _post(manager, **(skill | {"skilled": str(far.id)})) == 404
    assert _post(manager, **skill) == _post(manager, **skill) == 302  # once is enough
    assert _post(manager, **rule) == 302
    assert "De som kan <bdi>enskilda avlopp</bdi>" in manager.get(PATH).content.decode()
    with open_scope(mjolby):
        references = [complete_case(), complete_case()]
        assert allot.allot_due() == 2
        assert {_row(one).handler_id for one in references} == {hanna.id}  # Kim has less to do
        told = cases.timeline(_row(references[1]).id)[-1].text
        assert told == (
            "Regeln ”Avlopp”: Hanna Handläggare kan enskilda avlopp och har minst att göra"
            " (1 ärenden)"
        )
        held = cases.expertise(cast.staff_actor(Role.MANAGER))
        assert [one.name for one in held] == ["enskilda avlopp"]
    assert _post(manager, ta_bort_kompetens=str(held[0].id)) == 302
    with open_scope(mjolby):
        complete_case()
        assert allot.allot_due() == 0


def test_least_load_is_first_and_somebody_away_is_covered_for() -> None:
    with open_scope(mjolby := _town()):
        hanna, kim = cast.staff(), _kim()
        manager = browser(token=staff_token(kim))
        both = _rule(staff=[str(hanna.id), str(kim.id)])
    assert _post(manager, **both) == 302
    with open_scope(mjolby):
        references = [complete_case() for _ in range(4)]
        assert allot.allot_due() == 4
        given = [Case.objects.get(reference=one).handler_id for one in references]
        assert given == [hanna.id, kim.id, hanna.id, kim.id]
    away = {"borta": "1", "who": str(hanna.id), "first": clock.today().isoformat(),
            "last": (clock.today() + timedelta(days=9)).isoformat()}  # fmt: skip
    assert _post(manager, **(away | {"last": "2020-01-01"})) == 422
    assert _post(manager, **(away | {"cover": str(hanna.id)})) == 422
    assert _post(manager, **(away | {"who": "x"})) == 404
    assert _post(manager, **(away | {"cover": str(kim.id)})) == 302
    assert "Kim Chef</bdi> ersätter" in manager.get(PATH).content.decode()
    with open_scope(mjolby):
        AssignmentRule.objects.update(staff=[hanna.id])
        reference = complete_case()
        assert allot.allot_due() == 1
        case = Case.objects.get(reference=reference)
        assert case.handler_id == kim.id
        assert "ersätter Hanna Handläggare" in cases.timeline(case.id)[-1].text
        with clock.shifted(timedelta(days=10)):
            later = complete_case()
            assert allot.allot_due() == 1
        assert Case.objects.get(reference=later).handler_id == hanna.id
        absence = Absence.objects.get()
    assert _post(manager, ta_bort_franvaro=str(absence.id)) == 302


def test_rules_never_give_a_case_to_somebody_who_may_not_handle_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Those that cannot be given away stay; as many of them as a round takes stop nothing.
    monkeypatch.setattr(sharing_out, "MOST_AT_ONCE", 2)
    with open_scope(_town("norrkoping")):
        far = browser("norrkoping", staff_token(_kim()))
    with open_scope(mjolby := _town()):
        kim, hanna = _kim(), cast.staff()
        manager = browser(token=staff_token(kim))
        rule = _rule()
    assert _post(manager, **rule) == 302
    with open_scope(mjolby):
        row = AssignmentRule.objects.get()
        other = cast.citizen_actor(cast.OTHER_GUARDIAN)
        for _each in range(2):
            hand_in_application(other=other, protected=True)
        complete_case()
        assert allot.allot_due() == 1
        assert not Case.objects.filter(is_protected=True, handler__isnull=False).exists()
        assert Case.objects.get(is_protected=False).handler_id == hanna.id
    assert "Alla</bdi>" not in far.get(PATH).content.decode()
    assert far.post(PATH, {"ta_bort": str(row.id)}).status_code == 404
    assert _post(manager, ta_bort=str(row.id)) == 302
    with open_scope(mjolby):
        assert not AssignmentRule.objects.exists()


def test_cases_of_somebody_who_left_are_new_again_and_given_to_others() -> None:
    with open_scope(_town("norrkoping")):
        far = complete_case()
        services.take(reference=far, by=cast.staff_actor())
    with open_scope(_town()):
        hanna, wanted = cast.staff_actor(), (Role.HANDLER, Role.MANAGER, Role.ADMINISTRATOR)
        roles = dict.fromkeys(wanted, cast.unit())
        row = put_staff(number=COLLEAGUE, name="Kim", email="kim@exempel.invalid", roles=roles)
        kim = replace(hanna, id=row.id, grants=grants_of(row.id), name=row.name)
        taken, asked, decided = (complete_case() for _ in range(3))
        for reference in (taken, asked, decided):
            services.take(reference=reference, by=hanna)
        due = clock.today() + timedelta(days=5)
        missing = Asked(due=due, text="Hur långt är det?", extras=(("text", "Hur långt?"),))
        supplement = services.ask(reference=asked, asked=missing, by=hanna)
        services.decide(reference=decided, draft=GRANTED, revision=_row(decided).revision, by=hanna)
        assert allot.allot_due() == 0
        assert _row(taken).handler_id == hanna.id
        staff.close(staff_id=cast.staff().id, by=kim)
        assert allot.allot_due() == 0  # no rules: they lie among the new ones, for anybody to take
        assert (_row(taken).state, _row(taken).handler_id) == ("received", None)
        assert (_row(asked).state, _row(asked).handler_id) == ("waiting_for_applicant", None)
        assert _row(decided).handler_id == hanna.id
        left = cases.timeline(_row(taken).id)[-1]
        assert (left.what, left.text) == ("vacated", "Hanna Handläggare")
        with clock.shifted(timedelta(days=6)):
            services.pass_time(supplement_id=supplement.id, by=system_actor(scope_id()))
        assert _row(asked).state == "received"
        rule = RuleView(uuid.uuid4(), cast.unit().id, "Allt", "", "", (), "", (row.id,))
        services.put_rule(given=rule, by=kim)
        assert allot.allot_due() == 2
        assert {_row(one).handler_id for one in (taken, asked)} == {row.id}
    with open_scope(Municipality.objects.get(slug="norrkoping")):
        assert _row(far).state == "in_progress"


def test_answers_are_offered_written_and_shown_by_their_names() -> None:
    with open_scope(mjolby := _town()):
        kim = _kim()
        manager = browser(token=staff_token(kim))
        school = _rule(name="Skola", question="skolskjuts:school", staff=str(kim.id))
        chosen = _rule(name="Årskurs", question="skolskjuts:school_year", staff=str(kim.id))
    shown = manager.post(PATH, {**chosen, "visa": "1"}).content.decode()
    assert 'type="checkbox" name="answer" value="f"' in shown
    assert "Förskoleklass (F)" in shown
    assert 'value="Årskurs"' in shown  # nothing typed is lost
    with open_scope(mjolby):
        assert AssignmentRule.objects.count() == 0
    assert _post(manager, **chosen, answer=["f", "1"]) == 302
    assert _post(manager, **school, answers="Blåklintskolan, mjölby") == 302
    wrong = manager.post(PATH, {**school, "answers": "Ingen sådan skola"})
    assert wrong.status_code == 422
    assert "”Ingen sådan skola” är inget av svaren" in wrong.content.decode()
    page = manager.get(PATH).content.decode()
    assert "<bdi>Blåklintskolan, Mjölby</bdi>" in page
    assert "Förskoleklass (F), " in page
    with open_scope(mjolby):
        first, second = AssignmentRule.objects.order_by("place")
        assert first.values == ["f", "1"]
        assert second.values != ["Blåklintskolan, mjölby"]
        reference = complete_case()
        assert allot.allot_due() == 1
        assert _row(reference).handler_id == kim.id


def test_long_list_of_answers_is_searched_by_name() -> None:
    items = [{"id": f"s{n}", "name": f"Skolan {n}"} for n in range(80)]
    names = named_answers.Offered({one["id"]: one["name"] for one in items})
    posted = QueryDict(mutable=True)
    posted.setlist("answer", ["s3"])
    posted["answers"] = " skolan  7 "
    assert names.read(posted) == ("s3", "s7")
    assert names.choices(names.read(posted)) == [
        ("s3", "Skolan 3", True), ("s7", "Skolan 7", True),
    ]  # fmt: skip
    assert names.unknown(("s3", "Sk*", "s99")) == ["”s99” är inget av svaren. Välj bland dem."]
    assert named_answers.offered([], "skolskjuts", "school").names == {}
