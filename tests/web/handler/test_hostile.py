"""Too much at once, and days that nobody wrote down: told plainly, and nothing is half kept."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.foundation.files.models import StoredFile
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel.working_days import add_working_days, is_working_day
from samtjanst.running.cases.models import Letter, Supplement

pytestmark = pytest.mark.django_db


def test_message_of_a_megabyte_and_five_hundred_attachments_are_refused_whole() -> None:
    with open_scope(mjolby := cast.municipality()):
        school_transport()
        reference = complete_case()
        anna, hanna = browser(token=citizen_token()), browser(token=staff_token(cast.staff()))
        to = str(cast.citizen().id)
    mine = f"/mina-arenden/{reference}/meddelanden/"
    desk = f"/handlaggning/arenden/{reference}/meddelanden/"
    long = "å" * 1_000_000
    assert anna.post(mine, {"text": long}).status_code == 422
    assert hanna.post(desk, {"text": long, "to": to}).status_code == 422
    for number, status in ((6, 422), (500, 413)):
        files = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.4") for n in range(number)]
        assert anna.post(mine, {"text": "Hej", "files": files}).status_code == status
    asked = {"text": long, "questions": ["school"], "due": "2026-12-24"}
    assert hanna.post(f"/handlaggning/arenden/{reference}/komplettering/", asked).status_code != 302
    with open_scope(mjolby):
        assert not Letter.objects.exists()
        assert not Supplement.objects.exists()
        assert not StoredFile.objects.filter(owner_kind="case_letter").exists()


def test_no_year_lacks_its_holidays() -> None:
    # They are computed from the law: there is no table that somebody can forget to fill in.
    for year in (1990, 2026, 2031, 2099, 2400):
        assert not is_working_day(date(year, 12, 24))
        assert add_working_days(date(year, 12, 23), 1) > date(year, 12, 26)
