"""The public's right: a diary without secrets, extracts with masks, and a log of what was given."""

import io
import re
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from django.test import Client
from tests import cast
from tests.capabilities.documents.word_files import of_paragraphs
from tests.handling_support import complete_case, hand_in_application, person, reference_of
from tests.journey_support import school_transport
from tests.pdf_text import bare, text_of
from tests.staff_support import browser, staff_token

from samtjanst.building.definitions.models import EService
from samtjanst.capabilities.documents.checker import faults
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import letters
from samtjanst.kernel import clock
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Case, Disclosure

pytestmark = pytest.mark.django_db
DIARY = "/handlaggning/diarium/"
GROUND = "23 kap. 1 § OSL"


def _town(slug: str = "mjolby", storage: str = "") -> Municipality:
    row = cast.municipality(slug, storage)
    with open_scope(row):
        school_transport(slug)
    return row


def _form(client: Client, path: str) -> tuple[dict[str, str], str]:
    page = client.get(path).content.decode()
    hidden = dict(re.findall(r'name="(key|seen)" value="([^"]+)"', page))
    return hidden, page


def _part(page: str, label: str) -> str:
    found = re.search(
        rf'id="f-([^"]+)">\s*<p class="masking__what"><strong lang="sv"><bdi>{label}', page
    )
    assert found, label
    return found[1]


def _everything(pdf: bytes) -> str:
    """All that can be read out of a file: text, metadata, names, enclosed files, raw streams."""
    found = [text_of(pdf)]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found += [repr(dict(opened.docinfo)), str(opened.open_metadata())]
        for one in opened.objects:
            found.append(repr(one))
            if isinstance(one, pikepdf.Stream):
                is_photo = one.get("/Filter") == "/DCTDecode"
                content = one.read_raw_bytes() if is_photo else one.read_bytes()
                found.append(content.decode("latin-1"))
    return bare("".join(found))


def _page_with(text: str) -> bytes:
    """A one-page PDF that shows a text, with the text in its metadata too."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
                              BaseFont=pikepdf.Name.Helvetica)  # fmt: skip
    for word in text.split():
        page = pdf.add_blank_page(page_size=(300, 300))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 20 Tf 20 150 Td ({word}) Tj ET".encode())
    pdf.docinfo["/Author"] = text
    made = io.BytesIO()
    pdf.save(made)
    return made.getvalue()


def test_diary_has_every_document_and_no_secret() -> None:
    with open_scope(_town("norrkoping")):
        there = [complete_case() for _ in range(3)][-1]
    with open_scope(mjolby := _town()):
        open_case = complete_case()
        bo = person(cast.OTHER_GUARDIAN, "Bo Provsson", protected=True)
        secret = reference_of(hand_in_application(other=bo, protected=True))
        by, anna = cast.staff_actor(), cast.citizen_actor()
        services.write_to_handler(reference=open_case, text="Om lastbilarna.", by=anna)
        with clock.shifted(timedelta(minutes=1)):
            services.write_to_party(reference=open_case, citizen_id=anna.id or uuid.uuid4(),
                                    text="Tack.", by=by)  # fmt: skip
        Case.objects.filter(reference=secret).update(is_protected=True)
        registrar = browser(token=staff_token(cast.staff(Role.REGISTRAR)))
    # Around now, since the minute may lead to another day.
    first, last = clock.today() - timedelta(days=1), clock.today() + timedelta(days=1)
    diary = f"{DIARY}?fran={first}&till={last}"
    page = registrar.get(diary).content.decode()
    for number in (1, 2, 3):
        assert f"{open_case}:{number}" in page
    assert f"{secret}:1" in page
    assert there not in page
    assert page.count("Anna Provsson") == 3, page[page.index("<tbody") :]
    assert page.count("Utelämnat") == 1
    for hidden in ("lastbilarna", "Ella", "Bo Provsson", "1985", "Tack."):
        assert hidden not in page
    assert open_case not in registrar.get(f"{diary}&tjanst=finns-inte").content.decode()
    before = (clock.today() - timedelta(days=9)).isoformat()
    assert open_case not in registrar.get(f"{DIARY}?fran={before}&till={before}").content.decode()
    file = registrar.get(f"{diary}&format=csv").content.decode("utf-8-sig")
    assert file.count(open_case) == 3
    assert "Ella" not in file
    with open_scope(mjolby):
        assert AuditEvent.objects.filter(action="case.exported").count() == 1
        EService.objects.update(confidentiality=3)
    assert "Anna Provsson" not in registrar.get(diary).content.decode()


def test_diary_takes_as_many_statements_at_1_and_30(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    with open_scope(_town()):
        complete_case()
        token = staff_token(cast.staff())
        client, reference = browser(token=token), Case.objects.get().reference
        client.get(DIARY)
        with django_assert_num_queries(9):
            assert client.get(DIARY).status_code == 200
        for _ in range(29):
            services.write_to_handler(reference=reference, text="Hej", by=cast.citizen_actor())
        with django_assert_num_queries(9):
            assert f"{reference}:30" in client.get(DIARY).content.decode()


def test_masked_parts_are_in_no_way_left_in_what_is_given(tmp_path: Path) -> None:
    with open_scope(mjolby := _town(storage=str(tmp_path))):
        reference = complete_case()
        anna = cast.citizen_actor()
        letters.write(
            reference=reference, citizen_id=None, by=anna,
            text="Ella är rädd för lastbilarna. Skolan ligger långt bort.",
            uploads=[
                ("Ellas intyg.pdf", _page_with("Hemlig Offentlig")),
                ("Brev.docx", of_paragraphs(*["Hemligt brev"] * 60)),
            ],
        )  # fmt: skip
        hanna = browser(token=staff_token(cast.staff()))
    path = f"/handlaggning/arenden/{reference}/utlamna/"
    hidden, page = _form(hanna, path)
    pages = _part(page, "Ellas intyg.pdf")
    data = hidden | {
        "ground": GROUND,
        "everywhere": "ella\nStorgatan",
        f"words-{_part(page, 'Anna Provsson')}": "rädd för  lastbilarna",
        f"pages-{pages}": "1",
        f"pages-{_part(page, 'Brev.docx')}": "2",
        "asked_by": "",
    }
    draft = hanna.post(path, data | {"look": ""})
    assert draft.status_code == 200, draft.content.decode()[:2000]
    assert hanna.post(path, data).status_code == 302
    assert hanna.post(path, data).status_code == 302
    with open_scope(mjolby):
        given = Disclosure.objects.get()
        assert given.state == "partly"
        assert b"Storgatan" not in bytes(given.content)
    made = hanna.get(f"{path}{given.id}/fil/").content
    assert faults(made) == []
    read = _everything(made)
    for gone in ("EllaProvsson", "Ellasintyg", "Storgatan", "räddförlastbilarna", "Hemlig", "brev"):
        assert gone not in read, gone
    assert not re.search(r"\bElla", text_of(made))
    assert bare("Skolan ligger långt bort.") in read
    assert bare(f"[Maskat: {GROUND}]") in read
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert "/EmbeddedFiles" not in opened.Root.get("/Names", {})
    log = hanna.get(path).content.decode()
    assert "Någon som inte har sagt sitt namn" in log
    assert GROUND in log
    assert "Ellas intyg.pdf, sida 1" in log
    assert "Brev.docx, sida 2" in log


def test_what_cannot_be_masked_as_said_is_refused_and_nothing_is_given() -> None:
    with open_scope(mjolby := _town()):
        reference = complete_case()
        hanna = browser(token=staff_token(cast.staff()))
    path = f"/handlaggning/arenden/{reference}/utlamna/"
    hidden, page = _form(hanna, path)
    one = _part(page, "Sökande")
    for wrong in (
        {f"whole-{one}": "on"},  # without a provision
        {f"whole-{one}": "on", "ground": "hemligt"},
        {"ground": GROUND, "everywhere": "Finns inte här"},
        {"ground": GROUND, f"words-{one}": "Finns inte här"},
        {"ground": GROUND, f"pages-{one}": "ett"},
        {"asked_on": (clock.today() + timedelta(days=2)).isoformat()},
    ):
        assert hanna.post(path, hidden | wrong).status_code == 422
    with open_scope(mjolby):
        services.write_to_handler(reference=reference, text="Nytt.", by=cast.citizen_actor())
    assert "Något nytt har kommit in" in hanna.post(path, hidden).content.decode()
    with open_scope(mjolby):
        assert not Disclosure.objects.exists()
        Case.objects.update(is_protected=True)
        kim = browser(token=staff_token(cast.staff(Role.MANAGER)))
    _, page = _form(kim, path)
    assert page.count(" checked") == page.count('name="whole-')


def test_refusal_is_on_record_and_a_decision_can_be_appealed(tmp_path: Path) -> None:
    with open_scope(_town("norrkoping")):
        nils = browser("norrkoping", staff_token(cast.staff()))
    with open_scope(mjolby := _town(storage=str(tmp_path))):
        reference = complete_case()
        hanna = browser(token=staff_token(cast.staff()))
    path = f"/handlaggning/arenden/{reference}/utlamna/"
    hidden, _ = _form(hanna, path)
    told = {"key": hidden["key"], "ground": GROUND, "reasons": "Uppgifterna rör en elev."}
    assert hanna.post(f"{path}vagra/", told | {"reasons": ""}).status_code == 422
    assert hanna.post(f"{path}vagra/", told | {"formally": "on"}).status_code == 302
    with open_scope(mjolby):
        line = Disclosure.objects.get()
        registrar = browser(token=staff_token(cast.staff(Role.REGISTRAR)))
    letter = text_of(hanna.get(f"{path}{line.id}/fil/").content)
    for part in ("kammarrätten", "trevecko", GROUND.replace(" ", ""), "Uppgifternarörenelev."):
        assert part in letter
    again = told | {"key": str(uuid.uuid4())}
    assert registrar.post(f"{path}vagra/", again | {"formally": "on"}).status_code == 404
    assert registrar.post(f"{path}vagra/", again).status_code == 302
    log = registrar.get("/handlaggning/utlamnanden/").content.decode()
    assert log.count(reference) >= 2
    assert nils.get("/handlaggning/utlamnanden/").content.decode().count(reference) == 0
    assert nils.get(f"{path}{line.id}/fil/").status_code == 404
