"""What was put in the wrong case is struck through: hidden everywhere, kept, and read on record."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token
from tests.taking_support import PAGE

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import case_package, findable, letters, parts, readers
from samtjanst.kernel import clock, ids
from samtjanst.kernel.errors import ConflictError, InvalidInputError, NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, CaseEvent, Letter, Struck
from samtjanst.running.cases.types import DecisionDraft, DisclosureDraft

pytestmark = pytest.mark.django_db
SECRET = "Gäller egentligen grannens sjukdom"
WHY = "Hamnade i fel ärende."
GRANTED = DecisionDraft("granted", "Beviljas", "Vägen är lång.", ("10 kap. 32 § skollagen",))


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def reference(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        services.take(reference=(made := complete_case()), by=cast.staff_actor())
    return made


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def _desk(reference: str, part: str = "") -> str:
    return f"/handlaggning/arenden/{reference}/{part}"


def _note(reference: str, text: str = SECRET) -> Any:
    services.write_note(reference=reference, text=text, by=cast.staff_actor())
    return CaseEvent.objects.filter(what="noted").latest("at", "id").id


def _came(hanna: Client, reference: str, **more: Any) -> None:
    """An e-mail of the party's own, put in the case with a file."""
    party = Case.objects.get(reference=reference)
    to = cases.get_case(cast.staff_actor(), party.reference).parties[0].citizen_id
    data = {"channel": "email", "came_on": clock.today().isoformat(), "text": SECRET, "to": to,
            "files": SimpleUploadedFile("sjukdom.pdf", PAGE)}  # fmt: skip
    assert hanna.post(_desk(reference, "kom-fel/"), data | more).status_code == 302


def _decide(reference: str) -> None:
    revision = Case.objects.get(reference=reference).revision
    by = cast.staff_actor()
    services.decide(reference=reference, draft=GRANTED, revision=revision, by=by)


def _all_of(reference: str) -> str:
    """What an extract, the interface and the search have of the case, in one text."""
    by = cast.staff_actor()
    case = cases.get_case(by, reference)
    lines = [line for part in parts.parts_of(case, by=by) for line in (part.label, *part.lines)]
    notes = [str(one["text"]) for one in case_package.notes(reference=reference, by=by)]
    found = findable.beside(case=case, snapshots=[], by=by)
    named = found.files.letters or ()
    return "\n".join([*lines, *notes, *found.texts, *found.letters, *named])


def test_note_is_struck_with_a_reason_and_hidden_everywhere(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    with open_scope(mjolby):
        key = _note(reference)
        assert SECRET in _all_of(reference)
    path = _desk(reference, f"stryk/anteckning/{key}/")
    assert path in hanna.get(_desk(reference)).content.decode()
    assert SECRET in hanna.get(path).content.decode()
    empty = hanna.post(path, {"reason": " "})
    assert empty.status_code == 422
    assert "Skriv varför det stryks" in empty.content.decode()
    page = hanna.post(path, {"reason": WHY}, follow=True).content.decode()
    assert SECRET not in page
    for told in ("Det är struket.", "Struken", "En anteckning ströks", WHY):
        assert told in page
    assert hanna.get(path).status_code == hanna.post(path, {"reason": WHY}).status_code == 404
    with open_scope(mjolby):
        assert SECRET not in _all_of(reference)
        assert parts.STRUCK in _all_of(reference)
        assert AuditEvent.objects.filter(action="case.note_struck").count() == 1
    hanna.post("/sprak/", {"language": "en", "next": "/"})
    page = hanna.get(_desk(reference)).content.decode()
    assert "A note was struck through" in page


def test_what_came_in_is_struck_with_its_files_and_the_party_sees_it_no_more(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    with open_scope(mjolby):
        anna = browser(token=citizen_token())
        _came(hanna, reference)
        letter = Letter.objects.get()
        file_id = letters.shown(
            case=cases.get_case(cast.staff_actor(), reference), by=cast.staff_actor()
        )[0].files[0].id  # fmt: skip
    mine = f"/mina-arenden/{reference}/meddelanden/"
    assert SECRET in anna.get(mine).content.decode()
    path = _desk(reference, f"stryk/handling/{letter.id}/")
    assert path in hanna.get(_desk(reference, "meddelanden/")).content.decode()
    assert hanna.post(path, {"reason": WHY}).status_code == 302
    for client, page in ((anna, mine), (hanna, _desk(reference, "meddelanden/"))):
        text = client.get(page).content.decode()
        assert SECRET not in text
        assert "sjukdom.pdf" not in text
    of_letter = _desk(reference, f"meddelanden/{letter.id}/{file_id}/")
    assert hanna.get(of_letter).status_code == 404
    assert anna.get(f"{mine}{letter.id}/{file_id}/").status_code == 404
    with open_scope(mjolby):
        assert SECRET not in _all_of(reference)
        assert "sjukdom.pdf" not in _all_of(reference)
    struck = _desk(reference, "historik/struket/")
    page = hanna.get(struck).content.decode()
    for told in (SECRET, "sjukdom.pdf", WHY, "Hanna Handläggare"):
        assert told in page
    assert hanna.get(f"{struck}{letter.id}/{file_id}/").status_code == 200
    with open_scope(mjolby):
        assert AuditEvent.objects.filter(action="case.struck.read").count() == 1
        chief = cast.staff_actor(Role.MANAGER)
        read = readers.readers(reference=reference, by=chief)
        assert "sjukdom.pdf" in {one.file for one in read}  # the log goes on naming it


def test_what_was_sent_or_written_by_a_party_stands_and_says_why(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    with open_scope(mjolby):
        by, anna = cast.staff_actor(), cast.citizen_actor()
        to = anna.id
        assert to
        sent = services.write_to_party(reference=reference, citizen_id=to, text="Hej", by=by)
        hers = services.write_to_handler(reference=reference, text="Hej", by=anna)
        later = services.write_later(
            reference=reference, citizen_id=to, text="Hej", wait=timedelta(minutes=5), by=by
        )
    for key, why in ((sent, "Det har skickats till parten"), (hers, "Det kommer från parten"),
                     (later, "Ångra det i stället")):  # fmt: skip
        path = _desk(reference, f"stryk/handling/{key}/")
        page = hanna.get(path).content.decode()
        assert why in page
        assert 'name="reason"' not in page
        assert hanna.post(path, {"reason": WHY}).status_code == 422
    with open_scope(mjolby):
        assert not Struck.objects.exists()


def test_what_a_decision_rests_on_or_an_extract_held_stands(
    mjolby: Municipality, reference: str, hanna: Client
) -> None:
    with open_scope(mjolby):
        by, before = cast.staff_actor(), _note(reference)
        _decide(reference)
        after = _note(reference, "Efteråt")
        with pytest.raises(InvalidInputError) as told:
            services.strike_note(reference=reference, event_id=before, reason=WHY, by=by)
        assert "hör till underlaget" in told.value.problems[""][0]
        services.strike_note(reference=reference, event_id=after, reason=WHY, by=by)
        other = complete_case()
        services.take(reference=other, by=by)
        given = _note(other)
        draft = DisclosureDraft(ids.new_id(), clock.today(), given=1)
        services.give_out(reference=other, draft=draft, by=by)
        with pytest.raises(InvalidInputError) as told:
            services.strike_note(reference=other, event_id=given, reason=WHY, by=by)
        assert "lämnades ut" in told.value.problems[""][0]


def test_nobody_else_strikes_and_the_row_stands_untouched(
    mjolby: Municipality, reference: str
) -> None:
    with open_scope(mjolby):
        by, key = cast.staff_actor(), _note(reference)
        other = complete_case()
        for wrong in (other, "SKJ-finns-inte"):
            with pytest.raises(NotFoundError):
                services.strike_note(reference=wrong, event_id=key, reason=WHY, by=by)
        event = CaseEvent.objects.exclude(what="noted").latest("at").id
        for absent in (event, ids.new_id()):
            with pytest.raises(NotFoundError):
                services.strike_note(reference=reference, event_id=absent, reason=WHY, by=by)
        with pytest.raises(NotFoundError):
            services.strike_note(
                reference=reference, event_id=key, reason=WHY, by=cast.citizen_actor()
            )
        held = bytes(CaseEvent.objects.get(id=key).text)
        services.strike_note(reference=reference, event_id=key, reason=WHY, by=by)
        assert bytes(CaseEvent.objects.get(id=key).text) == held
        assert WHY.encode() not in bytes(Struck.objects.get().reason)
        with pytest.raises(InvalidInputError):
            services.strike_note(reference=reference, event_id=key, reason=WHY, by=by)
        with pytest.raises(DatabaseError), transaction.atomic():
            Struck.objects.all().delete()
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping")
        complete_case()
        there = browser("norrkoping", staff_token(cast.staff()))
        with pytest.raises(NotFoundError):
            services.strike_note(
                reference=reference, event_id=key, reason=WHY, by=cast.staff_actor()
            )
        assert cases.struck_of(Case.objects.get().id) == []
    assert SECRET not in there.get(_desk(reference, "historik/struket/")).content.decode()


def test_a_decision_that_is_about_to_leave_keeps_what_it_rests_on(
    mjolby: Municipality, reference: str
) -> None:
    with open_scope(mjolby):
        by, key = cast.staff_actor(), _note(reference)
        revision = Case.objects.get(reference=reference).revision
        services.decide_later(
            reference=reference, draft=GRANTED, revision=revision, wait=timedelta(minutes=1), by=by
        )
        with pytest.raises(ConflictError):
            services.strike_note(reference=reference, event_id=key, reason=WHY, by=by)
