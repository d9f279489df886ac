"""BankID, the mail server, the storage or the scanner is down: told plainly, nothing lost."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast
from tests.town import (
    ANNA,
    BO,
    PDF,
    Town,
    fill_in,
    page_text,
    post,
    prepare,
    reference_in,
    request_for,
    words,
)

from samtjanst.foundation.files.models import StoredFile
from samtjanst.foundation.jobs.models import Job
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock

SERVICE_FAULTS = (
    "down", "maintenance", "internal", "timeout", "too_many", "unauthorized", "dropped",
    "malformed", "huge",
)  # fmt: skip
PROOF_FAULTS = (
    "tampered", "other_text", "wrong_person", "wrong_function", "wrong_party", "policy",
    "expired", "revoked", "forged_answer", "nonce",
)  # fmt: skip


@pytest.mark.parametrize("fault", SERVICE_FAULTS)
def test_login_when_bankid_fails_says_so(mjolby: Town, fault: str) -> None:
    mjolby.bank.bank.set_fault(fault)
    answer = mjolby.browser().post("/logga-in/", {"next": "/mina-arenden/"})
    assert answer.status_code == 503
    assert "BankID svarar inte" in words(answer)
    mjolby.bank.bank.set_fault("none")
    mjolby.login(ANNA)


@pytest.mark.parametrize("fault", SERVICE_FAULTS)
def test_bankid_that_fails_halfway_ends_the_order_with_a_text(mjolby: Town, fault: str) -> None:
    anna = mjolby.browser()
    order = anna.post("/logga-in/", {"next": ""})["Location"]
    mjolby.bank.bank.set_fault(fault)
    page = page_text(anna, order)
    assert "BankID svarar inte" in page or "Försök igen" in page
    mjolby.bank.bank.set_fault("none")
    anna.post(f"{order}avbryt/")
    mjolby.login(ANNA, client=anna)


def test_signing_when_bankid_is_down_keeps_the_sealed_application(mjolby: Town) -> None:
    anna = mjolby.login(ANNA)
    request = prepare(anna, fill_in(anna, mjolby.answers()))
    mjolby.bank.bank.set_fault("down")
    answer = anna.post(f"{request}starta/")
    assert answer.status_code == 503
    assert "Inget har gått förlorat" in words(answer)
    mjolby.bank.bank.set_fault("none")
    assert "har kommit in" in page_text(anna, mjolby.sign(anna, request, ANNA))


@pytest.mark.parametrize("fault", PROOF_FAULTS)
def test_signature_that_does_not_hold_hands_nothing_in(mjolby: Town, fault: str) -> None:
    anna = mjolby.login(ANNA)
    request = prepare(anna, fill_in(anna, mjolby.answers()))
    started = anna.post(f"{request}starta/")
    mjolby.bank.bank.set_fault(fault, times=1)
    mjolby.play(ANNA)
    page = anna.get(started["Location"])
    assert page.status_code == 200
    assert "gick inte att bekräfta" in words(page)
    assert "inte inskickad" in page_text(anna, "/mina-arenden/")
    assert "har kommit in" in page_text(anna, mjolby.sign(anna, request, ANNA))


def test_somebody_elses_bankid_cannot_sign_for_another(mjolby: Town) -> None:
    anna = mjolby.login(ANNA)
    request = prepare(anna, fill_in(anna, mjolby.answers()))
    started = anna.post(f"{request}starta/")
    mjolby.play(BO)
    assert anna.get(started["Location"]).status_code == 200
    assert "inte inskickad" in page_text(anna, "/mina-arenden/")


def _waiting_case(town: Town) -> str:
    with open_scope(town.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    anna = town.login(ANNA)
    town.apply(anna)
    return reference_in(page_text(anna, "/mina-arenden/"))


@pytest.mark.parametrize(
    ("port", "state"), [("later", "queued"), ("refuse", "parked"), ("closed", "queued")]
)
def test_mail_that_cannot_go_out_does_not_stop_the_case(town: Town, port: str, state: str) -> None:
    assert town.mail
    if port == "closed":
        nowhere = town.mail.settings | {"port": 9, "timeout": 1}
        town.bind(Port.CHANNEL, "smtp", nowhere, "email")
    else:
        town.mail.box.mode = port
    reference = _waiting_case(town)
    town.work()
    with open_scope(town.row):
        jobs = list(Job.objects.filter(name="messages.send"))
    assert jobs
    assert {job.state for job in jobs} == {state}
    assert all(job.attempts == 1 and job.problem for job in jobs)
    bo = town.login(BO)
    town.sign(bo, request_for(bo), BO)
    assert "Komplett" in page_text(bo, f"/mina-arenden/{reference}/")


def test_parked_mail_is_seen_by_operations_and_started_again(town: Town) -> None:
    assert town.mail
    town.mail.box.mode = "refuse"
    reference = _waiting_case(town)
    town.work()
    with open_scope(town.row):
        cast.staff(Role.ADMINISTRATOR, name="Ada")
    ada = town.login(cast.HANDLER.digits, "/handlaggning/logga-in/")
    page = page_text(ada, "/drift/")
    assert "Har stannat" in page
    assert "Jobb som har stannat" in page
    assert "Starta om" in page
    assert "E-postservern tog inte emot meddelandet. (smtp_" in page
    assert "bo@exempel.invalid" not in page
    town.mail.box.mode = "up"
    with open_scope(town.row):
        parked = list(Job.objects.filter(state="parked").values_list("id", flat=True))
    for job in parked:
        assert ada.post(f"/drift/jobb/{job}/starta-om/").status_code == 302
        assert ada.post(f"/drift/jobb/{job}/starta-om/").status_code == 404  # once is enough
    town.work()
    assert "Inget har stannat" in page_text(ada, "/drift/")
    letters = town.mail.box.mails()
    assert {letter["to"] for letter in letters} >= {"bo@exempel.invalid"}
    assert len({letter["message_id"] for letter in letters}) == len(letters)
    assert reference not in "".join(letter["text"] for letter in letters)


def test_mail_is_tried_ten_times_ever_more_seldom_and_then_parked(town: Town) -> None:
    assert town.mail
    town.mail.box.mode = "later"
    _waiting_case(town)
    waits, state = [], ""
    for _ in range(10):
        town.work()
        with open_scope(town.row):
            job = Job.objects.filter(name="messages.send").order_by("created_at").first()
            assert job
            state = job.state
            waits.append((job.run_at - clock.now()).total_seconds())
            Job.objects.update(run_at=clock.now())
    assert state == "parked"
    assert waits[:9] == sorted(waits[:9])
    assert waits[0] < 6
    assert waits[8] > 600


def _attach(town: Town, content: bytes = PDF) -> str:
    anna = town.login(ANNA)
    pages = town.answers()
    pages["the_reason"]["medical_certificate"] = SimpleUploadedFile("intyg.pdf", content)
    filing = fill_in(anna, {key: pages[key] for key in ("the_child", "the_school")})
    return words(post(anna, f"{filing}sida/the_reason/", pages["the_reason"]))


def test_full_or_missing_storage_is_told_at_the_file(mjolby: Town, tmp_path: Path) -> None:
    mjolby.bind(Port.STORAGE, "demo_failing", {"failure": "temporary"})
    assert "Vi kunde inte ta emot filen just nu. Försök igen om en stund." in _attach(mjolby)
    with open_scope(mjolby.row):
        assert not StoredFile.objects.exists()


def test_text_is_kept_when_the_storage_refuses_the_file(mjolby: Town) -> None:
    mjolby.bind(Port.STORAGE, "demo_failing", {"failure": "rejected"})
    assert "Ella kan inte gå långt" in _attach(mjolby)


def test_file_is_kept_unopened_while_the_scanner_is_down(mjolby: Town) -> None:
    mjolby.bind(Port.SCAN, "demo_failing", {"failure": "temporary"})
    _attach(mjolby)
    mjolby.work()
    with open_scope(mjolby.row):
        assert StoredFile.objects.get().scan_state == "pending"
    mjolby.bind(Port.SCAN, "demo", {})
    with clock.shifted(timedelta(minutes=5)):
        mjolby.work()
    with open_scope(mjolby.row):
        assert StoredFile.objects.get().scan_state == "clean"
