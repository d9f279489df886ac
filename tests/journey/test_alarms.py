"""Set days of the law: alarms while a request to decide waits, a reminder before a hearing ends."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport

from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import alarms, hear
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.kernel.working_days import add_working_days
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import CaseLease, DecisionRequest, Hearing

pytestmark = pytest.mark.django_db


def test_request_to_decide_sounds_on_set_days_until_it_is_answered() -> None:
    with open_scope(cast.municipality("norrkoping")):
        assert alarms.alarm_due() == 0
    with open_scope(cast.municipality()):
        school_transport()
        reference, hanna = complete_case(), cast.staff_actor()
        services.take(reference=reference, by=hanna)
        case = cases.get_case(hanna, reference)
        DecisionRequest(
            case_id=case.id, citizen_id=cast.citizen().id, asked_at=clock.now(),
            answer_by=clock.today() + timedelta(weeks=4),
        ).save(force_insert=True)  # fmt: skip
        told = []
        for day in (6, 7, 7, 16, 20, 27, 40):
            with clock.shifted(timedelta(days=day)):
                told.append(alarms.alarm_due())
        assert told == [0, 1, 0, 1, 0, 1, 0]
        jobs = Job.objects.filter(name=alarms.ALARM_JOB)
        assert {job.payload["staff"] for job in jobs} == {str(hanna.id)}
        assert reference not in str([job.payload for job in jobs])
        DecisionRequest.objects.update(state="refused", alarms=0)
        with clock.shifted(timedelta(days=27)):
            assert alarms.alarm_due() == 0


def test_party_is_reminded_once_before_her_time_to_comment_ends() -> None:
    with open_scope(cast.municipality()):
        school_transport()
        reference, anna, hanna = complete_case(), cast.citizen_actor(), cast.staff_actor()
        services.take(reference=reference, by=hanna)
        due = add_working_days(clock.today(), 6)
        hear.hear(
            reference=reference, citizens=[anna.id] if anna.id else [], text="Vi överväger avslag.",
            due=due, uploads=[], by=hanna,
        )  # fmt: skip
        assert hear.remind_due() == 0
        with clock.shifted(add_working_days(clock.today(), 5) - clock.today()):
            assert (hear.remind_due(), hear.remind_due()) == (1, 0)
        assert Message.objects.filter(template="hearing_reminder").count() == 1
        assert Hearing.objects.get().reminded_at
        assert not CaseLease.objects.exists()


def test_account_without_a_number_does_not_handle_the_case_of_its_namesake() -> None:
    with open_scope(cast.municipality()):
        school_transport()
        reference = complete_case()
        for name, is_refused in (("Provsson  anna", True), ("Hanna Handläggare", False)):
            account = cast.staff(name=name)
            by = cast.staff_actor()
            StaffAccount.objects.filter(id=account.id).update(number_index="", name=name)
            by = replace(by, name=name)
            if is_refused:
                with pytest.raises(NotFoundError):
                    cases.get_case(by, reference)
                with pytest.raises(NotFoundError):
                    cases.read_desk(by, reference)
                with pytest.raises(NotFoundError):
                    services.take(reference=reference, by=by)
                with pytest.raises(InvalidInputError):
                    services.assign(reference=reference, staff_id=account.id, by=cast.staff_actor())
            else:
                assert cases.read_desk(by, reference)[0].reference == reference
