"""A message, and a decision, can be taken back until it leaves the house."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.files.models import StoredFile
from samtjanst.foundation.jobs import services as jobs
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.queries import grants_of
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Actor, Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import case_package, decide
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import CaseParty, Letter
from samtjanst.running.cases.types import (
    CaseState,
    DecisionDraft,
    DiaryFilter,
    Entry,
    Needs,
    ProposalState,
)

pytestmark = pytest.mark.django_db
TEXT = "Barnet får åka taxi."
PDF = b"%PDF-1.7\nbeslut"
LEAVES = "cases.letter_leaves"
DECISION = "cases.decision_leaves"
REASONS = "Vägen är lång och mörk."
ONCE = "5a0d6f8e-0f5c-4c7b-9f35-6a2f6ad5a001"


@pytest.fixture
def mjolby(tmp_path: Path, settings: Any) -> Municipality:
    settings.UNDO_SECONDS = 30
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def reference(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        return complete_case()


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


@pytest.fixture
def letter(mjolby: Municipality, reference: str, hanna: Client) -> Letter:
    """What Hanna has just written to Anna, with a file."""
    with open_scope(mjolby):
        to = cast.citizen().id
        services.take(reference=reference, by=cast.staff_actor())
    wish = {"to": str(to), "text": TEXT, "files": [SimpleUploadedFile("karta.pdf", PDF)]}
    page = hanna.post(_desk(reference), wish, follow=True).content.decode()
    assert "Till dess kan du ångra." in page
    assert TEXT in page
    assert "Ångra" in page
    with open_scope(mjolby):
        return Letter.objects.get()


def test_waiting_message_is_nowhere_but_on_the_desk_until_it_leaves(
    mjolby: Municipality, reference: str, letter: Letter
) -> None:
    own = f"/mina-arenden/{reference}/"
    with open_scope(mjolby):
        mine, me = browser(token=citizen_token()), cast.staff_actor()
        assert _seen(mine, reference) == (False, False)
        mine.get(f"{own}meddelanden/")  # to look does not mark as read what is not there
        revision = cases.get_case(me, reference).revision
        job = Job.objects.get(name=LEAVES)
        assert job.run_at == letter.leaves_at
        assert (job.run_at - letter.at) == timedelta(seconds=30)
        assert not Message.objects.filter(template="letter_sent").exists()
        assert case_package.letters(reference=reference, by=me) == []
        assert "letter_sent" not in _told(reference)
        assert not _in_diary(me)
        # A worker that was down for an hour loses nothing.
        _run_job()
        _run_job()
        assert _seen(mine, reference) == (True, True)
        left = Letter.objects.get()
        assert left.at - letter.at >= timedelta(hours=1)  # it came in then
        assert Message.objects.filter(template="letter_sent").count() == 1
        assert _told(reference).count("letter_sent") == 1
        assert _in_diary(me)
        assert len(case_package.letters(reference=reference, by=me)) == 1
        # Whoever was deciding meanwhile is not refused for it.
        assert cases.get_case(me, reference).revision == revision


def test_message_is_taken_back_with_its_file_and_the_text_stands_in_the_form(
    mjolby: Municipality, reference: str, hanna: Client, letter: Letter
) -> None:
    page = hanna.post(f"{_desk(reference)}{letter.id}/angra/").content.decode()
    assert "tillbakataget" in page
    assert f">{TEXT}</textarea>" in page
    with open_scope(mjolby):
        assert not Letter.objects.exists()
        assert not StoredFile.objects.exists()
        events = AuditEvent.objects.values_list("action", flat=True)
        assert {"case.letter_written", "case.letter_taken_back"} <= set(events)
        _run_job()
        assert not Message.objects.filter(template="letter_sent").exists()
    assert hanna.post(f"{_desk(reference)}{letter.id}/angra/").status_code == 404


def test_what_has_left_cannot_be_taken_back_nor_by_anybody_else(
    mjolby: Municipality, reference: str, hanna: Client, letter: Letter
) -> None:
    address = f"{_desk(reference)}{letter.id}/angra/"
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping")
        far = browser("norrkoping", staff_token(cast.staff()))
    assert far.post(address).status_code == 404
    with open_scope(mjolby):
        _run_job()
    page = hanna.post(address, follow=True).content.decode()
    assert "har redan skickats" in page
    with open_scope(mjolby):
        assert Letter.objects.filter(leaves_at=None).count() == 1


def test_message_to_somebody_who_is_no_party_any_more_stays_and_is_told(
    mjolby: Municipality, reference: str, hanna: Client, letter: Letter
) -> None:
    with open_scope(mjolby):
        CaseParty.objects.filter(citizen_id=letter.citizen_id).delete()
        _run_job()
        assert Letter.objects.get().leaves_at
        assert not Message.objects.filter(template="letter_sent").exists()
    assert "Skickas inte" in hanna.get(_desk(reference)).content.decode()


def test_waiting_decision_is_known_to_nobody_outside_until_it_leaves(
    mjolby: Municipality, hanna: Client, decided: str
) -> None:
    with open_scope(mjolby):
        mine, me = browser(token=citizen_token()), cast.staff_actor()
        services.write_note(reference=decided, text="Ringt skolan.", by=me)
        with pytest.raises(ConflictError):  # nothing else is done with it meanwhile
            services.release(reference=decided, by=me)
        assert REASONS not in mine.get(f"/mina-arenden/{decided}/").content.decode()
        assert cases.get_case(me, decided).state is CaseState.IN_PROGRESS
        assert not Message.objects.filter(template="decision_made").exists()
        _run_job(DECISION)
        _run_job(DECISION)
        assert REASONS in mine.get(f"/mina-arenden/{decided}/").content.decode()
        assert Message.objects.filter(template="decision_made").count() == 1
        found = cases.decision_of(cases.get_case(me, decided).id)
        assert found
        assert found.decided_by == me.name
        assert _told(decided).count("decided") == 1
    page = hanna.post(f"{_case(decided)}beslut/angra/", follow=True).content.decode()
    assert "redan lämnat huset" in page


def test_decision_is_taken_back_and_what_was_written_stands_in_the_form(
    mjolby: Municipality, hanna: Client, decided: str
) -> None:
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping")
        far = browser("norrkoping", staff_token(cast.staff()))
    assert far.post(f"{_case(decided)}beslut/angra/").status_code == 404
    page = hanna.post(f"{_case(decided)}beslut/angra/", follow=True).content.decode()
    assert "Ärendet är som förut" in page
    form = hanna.get(f"{_case(decided)}beslut/").content.decode()
    assert f">{REASONS}</textarea>" in form
    assert form.count(" checked") == 2  # the outcome, and what it stands on
    with open_scope(mjolby):
        _run_job(DECISION)
        assert cases.get_case(cast.staff_actor(), decided).state is CaseState.IN_PROGRESS
        assert "decided" not in _told(decided)
        events = AuditEvent.objects.values_list("action", flat=True)
        assert {"case.decision_written", "case.decision_taken_back"} <= set(events)


def test_decision_is_stopped_when_a_party_writes_meanwhile(
    mjolby: Municipality, hanna: Client, decided: str
) -> None:
    with open_scope(mjolby):
        services.write_to_handler(reference=decided, text="Vi flyttar.", by=cast.citizen_actor())
        _run_job(DECISION)
        assert not Message.objects.filter(template="decision_made").exists()
    assert "Beslutet skickades inte" in hanna.get(_case(decided)).content.decode()
    assert f">{REASONS}</textarea>" in hanna.get(f"{_case(decided)}beslut/").content.decode()


def test_approved_proposal_waits_too_and_is_a_proposal_again_when_taken_back(
    mjolby: Municipality, reference: str
) -> None:
    with open_scope(mjolby):
        me, boss = cast.staff_actor(), _boss()
        services.take(reference=reference, by=me)
        found = cases.get_case(me, reference)
        draft = DecisionDraft("granted", "Bifall", REASONS, ("10 kap. 32 §",))
        services.propose(
            reference=reference, draft=draft, needs=Needs.READER, revision=found.revision, by=me
        )
        proposal = cases.proposals_of(found.id)[0]
        assert decide.approve(reference=reference, proposal=proposal, by=boss) is decide.Way.LATER
        with pytest.raises(ConflictError):
            services.take_back_decision(reference=reference, by=me)  # not hers
        services.take_back_decision(reference=reference, by=boss)
        assert cases.proposals_of(found.id)[0].state is ProposalState.OPEN
        decide.approve(reference=reference, proposal=proposal, by=boss)
        for job in Job.objects.filter(name=DECISION):
            with clock.shifted(timedelta(hours=1)):
                jobs.run(job.id)
        made = cases.decision_of(found.id)
        assert made
        assert made.decided_by == me.name
        assert cases.proposals_of(found.id)[0].state is ProposalState.APPROVED


def test_messages_of_a_batch_are_taken_back_in_one_go(
    mjolby: Municipality, hanna: Client, reference: str
) -> None:
    with open_scope(mjolby):
        second = complete_case()
    wish = {"gor": "skriv", "arende": [reference, second], "text": TEXT, "engang": ONCE}
    page = hanna.post("/handlaggning/lista/nya/flera/", wish).content.decode()
    assert "Ångra alla meddelanden" in page
    with open_scope(mjolby), clock.shifted(timedelta(hours=1)):
        jobs.run(Job.objects.filter(name=LEAVES).order_by("id")[0].id)
    for _time in range(2):  # the same again tells the same
        answer = hanna.post("/handlaggning/lista/nya/flera/angra/", {"engang": ONCE})
        page = answer.content.decode()
        assert "1 meddelande är tillbakataget" in page
        assert "1 meddelande hade redan skickats" in page
    with open_scope(mjolby):
        assert Letter.objects.count() == 1


@pytest.fixture
def decided(mjolby: Municipality, reference: str, hanna: Client) -> str:
    """Hanna has just sent her decision."""
    with open_scope(mjolby):
        services.take(reference=reference, by=cast.staff_actor())
        revision = cases.get_case(cast.staff_actor(), reference).revision
    wish = {"outcome": "granted", "reasons": REASONS, "legal_basis": "sl_10_32_1", "send": "1"}
    wish |= {"revision": str(revision)}
    page = hanna.post(f"{_case(reference)}beslut/", wish, follow=True).content.decode()
    assert "Ett beslut lämnar huset kl." in page
    assert "Ångra beslutet" in page
    return reference


def _boss() -> Actor:
    row = put_staff(
        number=PersonalNumber("198510082392"), name="Olle Andersson", email="o@x.invalid",
        roles={Role.MANAGER: cast.unit()},
    )  # fmt: skip
    return replace(cast.staff_actor(), id=row.id, name=row.name, grants=grants_of(row.id))


def _case(reference: str) -> str:
    return f"/handlaggning/arenden/{reference}/"


def _run_job(name: str = LEAVES) -> None:
    """An hour later."""
    with clock.shifted(timedelta(hours=1)):
        jobs.run(Job.objects.get(name=name).id)


def _in_diary(actor: Actor) -> bool:
    soon = DiaryFilter(clock.today(), clock.today() + timedelta(days=1))
    return any(one.entry is Entry.LETTER_OUT for one in cases.diary(actor, soon)[0])


def _desk(reference: str) -> str:
    return f"/handlaggning/arenden/{reference}/meddelanden/"


def _told(reference: str) -> list[str]:
    return [one.what for one in cases.timeline(cases.get_case(cast.staff_actor(), reference).id)]


def _seen(client: Client, reference: str) -> tuple[bool, bool]:
    """Whether the party's case says that there is something new, and whether she can read it."""
    own = f"/mina-arenden/{reference}/"
    new = client.get(own).content.decode()
    read = client.get(f"{own}meddelanden/").content.decode()
    return "Nytt meddelande</" in new.replace("<label", ""), TEXT in read
