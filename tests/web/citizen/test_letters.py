"""Messages in the case: kept with it, seen by the two it is between, told without content."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast
from tests.handling_support import complete_case, hand_in_application, person, reference_of, sign
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.running.cases.models import Letter, LetterTemplate

pytestmark = pytest.mark.django_db
SECRET = "Barnet behöver liggande transport."
ANSWER = "Tack, här är intyget."


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
    return row


def test_messages_go_both_ways_with_files_and_marks_and_a_notice_without_content(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        anna = cast.citizen()
        filing_id = hand_in_application(other=(bo := person(cast.OTHER_GUARDIAN, "Bo Provsson")))
        sign(filing_id, bo)
        reference = reference_of(filing_id)
        hanna, mine, other = (
            browser(token=staff_token(cast.staff())),
            browser(token=citizen_token()),
            browser(token=citizen_token(cast.OTHER_GUARDIAN)),
        )
    desk, own = f"/handlaggning/arenden/{reference}/", f"/mina-arenden/{reference}/"
    sent = hanna.post(f"{desk}meddelanden/", {"to": str(anna.id), "text": SECRET}, follow=True)
    assert "Meddelandet är skickat" in sent.content.decode()
    with open_scope(mjolby):
        notice = Message.objects.get(template="letter_sent")
    assert SECRET not in f"{notice.__dict__}"
    assert "Nytt meddelande" in mine.get(own).content.decode()
    assert SECRET in mine.get(f"{own}meddelanden/").content.decode()
    assert "Nytt meddelande</" not in mine.get(own).content.decode().replace("<label", "")
    # It is between the municipality and her alone.
    assert SECRET not in other.get(f"{own}meddelanden/").content.decode()
    pdf = SimpleUploadedFile("intyg.pdf", b"%PDF-1.7\nintyg")
    assert mine.post(f"{own}meddelanden/", {"text": ANSWER, "files": [pdf]}).status_code == 302
    assert "Nytt från en part" in hanna.get(desk).content.decode()
    page = hanna.get(f"{desk}meddelanden/").content.decode()
    assert ANSWER in page
    assert "intyg.pdf" in page
    assert "Nytt från en part" not in hanna.get(desk).content.decode()
    with open_scope(mjolby):
        letter = Letter.objects.get(staff=None)
    href = page.split(f"meddelanden/{letter.id}/")[1].split("/")[0]
    assert hanna.get(f"{desk}meddelanden/{letter.id}/{href}/").content == b"%PDF-1.7\nintyg"
    assert mine.get(f"{own}meddelanden/{letter.id}/{href}/").status_code == 200
    assert other.get(f"{own}meddelanden/{letter.id}/{href}/").status_code == 404
    assert hanna.get(f"{desk}dokument.pdf").status_code == 200


def test_nothing_is_kept_of_what_is_refused(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        reference, anna = complete_case(), cast.citizen()
        hanna, mine = browser(token=staff_token(cast.staff())), browser(token=citizen_token())
    desk, own = f"/handlaggning/arenden/{reference}/", f"/mina-arenden/{reference}/"
    evil = SimpleUploadedFile("x.exe", b"MZ\x90\x00")
    for text, files in ((" ", []), ("x" * 10_001, []), ("Hej", [evil])):
        data = {"text": text, "files": files}
        assert mine.post(f"{own}meddelanden/", data).status_code == 422
        assert hanna.post(f"{desk}meddelanden/", data | {"to": anna.id}).status_code == 422
    assert hanna.post(f"{desk}meddelanden/", {"text": "Hej", "to": "x"}).status_code == 422
    with open_scope(mjolby):
        assert not Letter.objects.exists()
        assert not Message.objects.filter(template="letter_sent").exists()


def test_messages_do_not_exist_for_others(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        reference = complete_case()
        outsider = browser(token=citizen_token(cast.OTHER_GUARDIAN))
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping")
        far, abroad = (
            browser("norrkoping", staff_token(cast.staff())),
            browser("norrkoping", citizen_token()),
        )
    for one in (outsider, abroad):
        address = f"/mina-arenden/{reference}/meddelanden/"
        assert one.get(address).status_code == one.post(address, {"text": "x"}).status_code == 404
    address = f"/handlaggning/arenden/{reference}/meddelanden/"
    assert far.get(address).status_code == far.post(address, {"text": "x"}).status_code == 404
    with open_scope(mjolby):
        assert not Letter.objects.exists()


def test_templates_fill_what_is_known_and_what_is_not_is_never_sent(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        reference, anna = complete_case(), cast.citizen()
        unit = cast.unit()
        hanna = browser(token=staff_token(cast.staff()))
    new = {"unit": str(unit.id), "name": "Hälsning", "text": "Hej {namn}! {handläggare} {okänt}"}
    assert hanna.post("/handlaggning/mallar/", new | {"text": " "}).status_code == 422
    assert hanna.post("/handlaggning/mallar/", new | {"unit": "x"}).status_code == 404
    assert hanna.post("/handlaggning/mallar/", new).status_code == 302
    assert hanna.post("/handlaggning/mallar/", new).status_code == 302
    with open_scope(mjolby):
        template = LetterTemplate.objects.get()
    desk = f"/handlaggning/arenden/{reference}/meddelanden/"
    data = {"to": str(anna.id), "text": "Inledning.", "use": str(template.id)}
    page = hanna.post(desk, data).content.decode()
    assert "Inledning.\n\nHej Anna Provsson! {handläggare} {okänt}" in page
    assert "{handläggare}, {okänt}" in page
    sent = {"to": str(anna.id), "text": "Hej {handläggare}"}
    assert hanna.post(desk, sent).status_code == 422
    assert hanna.post(desk, data | {"use": "nonsense"}).status_code == 200
    with open_scope(cast.municipality("norrkoping")):
        school_transport("norrkoping")
        far = browser("norrkoping", staff_token(cast.staff()))
    assert "Hälsning" not in far.get("/handlaggning/mallar/").content.decode()
    assert far.post("/handlaggning/mallar/", {"ta_bort": str(template.id)}).status_code == 404
    assert hanna.post("/handlaggning/mallar/", {"ta_bort": str(template.id)}).status_code == 302
    with open_scope(mjolby):
        assert not LetterTemplate.objects.exists()
        assert not Letter.objects.exists()
