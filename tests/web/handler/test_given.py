"""Files of a case: each is looked at in the browser or saved, and each is counted in pages."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.capabilities.documents.word_files import certificate
from tests.capabilities.paper import typesetter
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.pdf_text import bare, text_of
from tests.staff_support import browser, citizen_token, staff_token
from tests.web.handler.test_opinions import _ask, _rector

from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.running.cases import services
from samtjanst.running.cases.models import PaperCount

pytestmark = pytest.mark.django_db
LETTER = certificate()
PDF = typesetter.pdf("Intyg, sida 1")


@pytest.fixture
def mjolby(tmp_path: Path) -> Municipality:
    row = cast.municipality(storage=str(tmp_path))
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def hanna(mjolby: Municipality) -> Client:
    with open_scope(mjolby):
        return browser(token=staff_token(cast.staff()))


def _case(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        reference = complete_case()
        services.take(reference=reference, by=cast.staff_actor())
    return reference


def _counted(mjolby: Municipality) -> dict[str, int]:
    with open_scope(mjolby):
        return dict(PaperCount.objects.values_list("kind", "pages"))


def _shown(page: str, name: str) -> str:
    """The address behind the word that shows a file."""
    found = re.search(rf'href="([^"]+\?visa)"[^>]*>Visa<span class="ds-sr-only"> {name}', page)
    assert found, name
    return found[1]


def test_files_of_messages_are_looked_at_and_counted(mjolby: Municipality, hanna: Client) -> None:
    reference = _case(mjolby)
    with open_scope(mjolby):
        anna = browser(token=citizen_token())
    own, desk = (
        f"{lead}{reference}/meddelanden/" for lead in ("/mina-arenden/", "/handlaggning/arenden/")
    )
    sent = [SimpleUploadedFile("intyg.pdf", PDF), SimpleUploadedFile("brev.docx", LETTER)]
    assert anna.post(own, {"text": "Här är intyget.", "files": sent}).status_code == 302
    page = hanna.get(desk).content.decode()
    shown = hanna.get(_shown(page, "intyg.pdf"))
    assert (shown["Content-Disposition"][:6], shown.content) == ("inline", PDF)
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    words = hanna.get(_shown(page, "brev.docx"))
    assert (words["Content-Disposition"][:6], words["Content-Type"]) == (
        "inline",
        "application/pdf",
    )
    assert bare("Klarar 200 meter") in text_of(words.content)
    before = _counted(mjolby)["print"]
    assert before >= 2
    saved = hanna.get(_shown(page, "brev.docx").removesuffix("?visa"))
    assert (saved["Content-Disposition"][:10], saved.content) == ("attachment", LETTER)
    assert _counted(mjolby) == {"print": before, "download": 1}


def test_files_of_opinions_are_looked_at_and_counted(mjolby: Municipality, hanna: Client) -> None:
    reference = _case(mjolby)
    desk = f"/handlaggning/arenden/{reference}/"
    with open_scope(mjolby):
        asked, rut = _ask(), browser(token=staff_token(_rector()))
    assert hanna.post(f"{desk}be-om-yttrande/", asked).status_code == 302
    link = re.search(
        r'href="(/handlaggning/yttranden/[^"]+)"',
        rut.get("/handlaggning/yttranden/").content.decode(),
    )
    assert link
    karta = SimpleUploadedFile("karta.pdf", PDF)
    assert rut.post(link[1], {"text": "Ja.", "files": [karta]}).status_code == 302
    address = _shown(hanna.get(desk).content.decode(), "karta.pdf")
    assert hanna.get(address)["Content-Disposition"].startswith("inline")
    assert hanna.get(address.removesuffix("?visa")).content == PDF
    assert _counted(mjolby) == {"print": 1, "download": 1}
    assert rut.get(address).status_code == 404


def test_draft_of_an_extract_counts_as_it_is_looked_at(mjolby: Municipality) -> None:
    reference = _case(mjolby)
    with open_scope(mjolby):
        kim = browser(token=staff_token(cast.staff(Role.MANAGER, name="Kim Chef")))
    path = f"/handlaggning/arenden/{reference}/utlamna/"
    seen = re.search(r'name="seen" value="([^"]+)"', kim.get(path).content.decode())
    assert seen
    looked = kim.post(path, {"seen": seen[1], "look": "1"})
    assert looked["Content-Disposition"].startswith("inline")
    assert _counted(mjolby)["print"] >= 1
