"""Files that are too large, too many, lying, infected or oddly named."""

import socket
import socketserver
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
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
    start,
    words,
)

from samtjanst.foundation.files.models import StoredFile
from samtjanst.foundation.files.queries import infos
from samtjanst.foundation.files.services import read
from samtjanst.foundation.people.types import system_actor
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel.errors import NotFoundError
from samtjanst.simulators import serving

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MB = 1024 * 1024
FIELD = "medical_certificate"


@pytest.fixture
def draft(mjolby: Town) -> tuple[Client, str]:
    anna = mjolby.login(ANNA)
    pages = mjolby.answers()
    return anna, fill_in(anna, {key: pages[key] for key in ("the_child", "the_school")})


def _send(draft: tuple[Client, str], *files: SimpleUploadedFile, **more: Any) -> Any:
    anna, filing = draft
    data = {"reasons": ["disability"], "disability_description": "Långt", FIELD: list(files)}
    return post(anna, f"{filing}sida/the_reason/", data | more)


def _names(town: Town) -> list[str]:
    with open_scope(town.row):
        owners = set(StoredFile.objects.values_list("owner_kind", "owner_id"))
        return [info.name for owner in owners for info in infos(owner)]


def _zip(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("tom.pdf", b"", "Filen är tom"),
        ("stor.pdf", PDF + bytes(26 * MB), "Filen är för stor"),
        ("bild.jpg", b"MZ\x90\x00 program", "Filtypen går inte att använda"),
        ("intyg.pdf", b"<html><script>alert(1)</script>", "Filtypen går inte att använda"),
        ("intyg.pdf", b"<svg onload=alert(1)>", "Filtypen går inte att använda"),
        ("intyg.docx", _zip("word/document.xml", "word/vbaProject.bin"), "Filtypen"),
        ("intyg.docx", _zip("../../etc/passwd"), "Filtypen"),
        ("intyg.pdf", b"x" * 2000 + b"%PDF-1.7", "Filtypen"),
        ("virus.pdf", b"%PDF-1.7\n" + EICAR, "skadlig kod"),
    ],
)
def test_unfit_file_is_told_at_its_question_and_the_text_stays(
    mjolby: Town, draft: tuple[Client, str], name: str, content: bytes, told: str
) -> None:
    answer = _send(draft, SimpleUploadedFile(name, content))
    assert answer.status_code == 422
    assert told in words(answer)
    assert f'href="#f-{FIELD}"' in answer.content.decode()
    assert "Långt" in answer.content.decode()
    assert _names(mjolby) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../x", "x.pdf"),
        ("..\\..\\x.exe", "x.pdf"),
        ("C:\\Users\\anna\\intyg.pdf", "intyg.pdf"),
        ("intyg.pdf\x00.exe", "intyg.pdf.pdf"),
        ("\u202egpj.fdp", "gpj.pdf"),
        ("läkarintyg 🙂.PDF", "läkarintyg 🙂.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("a" * 500 + ".pdf", "a" * 120 + ".pdf"),
        ("<script>alert(1)</script>.pdf", "script_.pdf"),
        (".htaccess", "htaccess.pdf"),
        ('a"; filename="b.html', 'a"; filename="b.pdf'),
        ("....", "fil.pdf"),
    ],
)
def test_file_name_is_made_harmless(
    mjolby: Town, draft: tuple[Client, str], given: str, kept: str
) -> None:
    upload = SimpleUploadedFile("x.pdf", PDF)
    vars(upload)["_name"] = given  # past Django's own cleaning, as another client sends it
    answer = _send(draft, upload)
    assert answer.status_code in {302, 422}, words(answer)
    names = _names(mjolby)
    assert len(names) == 1
    assert names[0].endswith(".pdf")
    assert not set(names[0]) & set("/\\\x00\u202e\r\n")
    if "script" not in given and "filename" not in given:
        assert names == [kept]


def test_wrong_extension_is_put_right_by_what_the_file_is(
    mjolby: Town, draft: tuple[Client, str]
) -> None:
    assert _send(draft, SimpleUploadedFile("intyg.exe", PDF)).status_code == 302
    assert _names(mjolby) == ["intyg.pdf"]


def test_files_beyond_the_questions_limit_are_told(mjolby: Town, draft: tuple[Client, str]) -> None:
    many = [SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(15)]
    answer = _send(draft, *many)
    assert answer.status_code == 422
    assert "Du kan bifoga högst" in words(answer)
    assert 1 <= len(_names(mjolby)) <= 10


def test_thousand_files_at_once_are_refused_plainly(
    mjolby: Town, draft: tuple[Client, str]
) -> None:
    answer = _send(draft, *[SimpleUploadedFile(f"{n}.pdf", PDF) for n in range(1000)])
    assert answer.status_code == 413
    assert "20 filer" in words(answer)
    assert _names(mjolby) == []


def test_sixty_megabytes_are_refused_plainly(mjolby: Town, draft: tuple[Client, str]) -> None:
    answer = _send(draft, SimpleUploadedFile("film.pdf", PDF + bytes(60 * MB)))
    assert answer.status_code == 413
    assert "Högst 30 MB" in words(answer)
    assert "finns kvar" in words(answer)
    assert "Föregående sida" in page_text(draft[0], f"{draft[1]}sida/the_reason/")


@pytest.mark.parametrize("question", ["child", "finns_inte", "disability_description", "../x", ""])
def test_file_under_another_questions_name_is_left_alone(
    mjolby: Town, draft: tuple[Client, str], question: str
) -> None:
    before = page_text(draft[0], f"{draft[1]}sida/the_child/")
    answer = _send(draft, **{question or "x": SimpleUploadedFile("x.pdf", PDF)})
    assert answer.status_code in {200, 302, 404, 422}
    assert _names(mjolby) == []
    child = 'name="child.name" type="text" value="Ella Provsson"'
    assert (child in before) == (child in page_text(draft[0], f"{draft[1]}sida/the_child/"))


@pytest.mark.parametrize("remove", ["", "x", ":", "child:x", f"{FIELD}:x", f"{FIELD}:\x00"])
def test_removing_what_is_not_there_changes_nothing(
    mjolby: Town, draft: tuple[Client, str], remove: str
) -> None:
    anna, filing = draft
    _send(draft, SimpleUploadedFile("intyg.pdf", PDF))
    post(anna, f"{filing}sida/the_reason/", {"reasons": ["disability"], "remove": remove})
    assert _names(mjolby) == ["intyg.pdf"]
    assert "Ella Provsson" in page_text(anna, f"{filing}sida/the_child/")


def test_file_that_no_longer_belongs_is_not_handed_in(
    mjolby: Town, draft: tuple[Client, str]
) -> None:
    anna, filing = draft
    _send(draft, SimpleUploadedFile("intyg.pdf", PDF))
    pages = mjolby.answers()
    other = {"reasons": ["other"], "other_reason": "Annat"}
    assert post(anna, f"{filing}sida/the_reason/", other).status_code == 302
    fill_in(anna, {"the_journey": pages["the_journey"]}, filing)
    mjolby.sign(anna, prepare(anna, filing), ANNA)
    hanna = mjolby.handler()
    waiting = page_text(hanna, "/handlaggning/lista/vantar/")
    case = page_text(hanna, f"/handlaggning/arenden/{reference_in(waiting)}/")
    assert "intyg.pdf" not in case


class _Clamd(socketserver.BaseRequestHandler):
    """Speaks INSTREAM as clamd does, and finds the test string."""

    def handle(self) -> None:
        if self._take(10) != b"zINSTREAM\0":
            return
        content = b""
        while size := int.from_bytes(self._take(4), "big"):
            content += self._take(size)
        found = EICAR in content
        self.request.sendall(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")

    def _take(self, size: int) -> bytes:
        got = b""
        while len(got) < size and (part := self.request.recv(size - len(got))):
            got += part
        return got


@pytest.fixture
def clamd(mjolby: Town) -> Iterator[str]:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Clamd)
    server.daemon_threads = True
    serving.in_background(server)
    address = f"127.0.0.1:{server.server_address[1]}"
    mjolby.bind(Port.SCAN, "clamd", {"address": address, "timeout": 2})
    yield address
    server.shutdown()
    server.server_close()


def test_clamd_stops_the_virus_and_lets_the_clean_file_through(
    mjolby: Town, clamd: str, draft: tuple[Client, str]
) -> None:
    refused = _send(draft, SimpleUploadedFile("virus.pdf", b"%PDF-1.7\n" + EICAR))
    assert "skadlig kod" in words(refused)
    assert _send(draft, SimpleUploadedFile("intyg.pdf", PDF)).status_code == 302
    assert _names(mjolby) == ["intyg.pdf"]


def test_virus_found_later_is_never_given_out(mjolby: Town, draft: tuple[Client, str]) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"127.0.0.1:{closed.getsockname()[1]}"
    mjolby.bind(Port.SCAN, "clamd", {"address": nobody, "timeout": 1})
    _send(draft, SimpleUploadedFile("virus.pdf", b"%PDF-1.7\n" + EICAR))
    mjolby.bind(Port.SCAN, "demo", {})
    mjolby.work()
    with open_scope(mjolby.row):
        row = StoredFile.objects.get()
        assert row.scan_state == "infected"
        with pytest.raises(NotFoundError):
            read(
                file_id=row.id,
                owner=(row.owner_kind, row.owner_id),
                by=system_actor(mjolby.row.id),
            )
    assert "skadlig kod" in page_text(draft[0], f"{draft[1]}sida/the_reason/?visa-fel=1")


def test_nothing_is_uploaded_to_somebody_elses_draft(
    mjolby: Town, draft: tuple[Client, str]
) -> None:
    bo = mjolby.login(BO)
    upload = SimpleUploadedFile("intyg.pdf", PDF)
    path = f"{draft[1]}sida/the_reason/"
    assert bo.post(path, {FIELD: upload, "revision": 0}).status_code == 404
    assert start(bo) != draft[1]
    assert _names(mjolby) == []
