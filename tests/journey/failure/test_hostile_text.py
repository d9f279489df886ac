"""Whatever people type or paste: kept, or refused plainly, and shown as it was read."""

import html
import re
import unicodedata
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from tests import cast
from tests.journey_support import DOCUMENT
from tests.town import (
    ANNA,
    BO,
    Town,
    fill_in,
    page_text,
    post,
    prepare,
    reference_in,
    request_for,
    start,
    words,
)

from samtjanst.capabilities.documents import checker
from samtjanst.foundation.tenancy.services import open_scope

TEXTS = {
    "emoji": "Ella 🧒🏽 åker 👨‍👩‍👧‍👦 med 🚌🇸🇪",
    "right-to-left": "نص عربي مع כתב עברי och svenska 123",
    "combining": "Zoe\u0308 e\u0301 a\u030a n\u0303 " + "o" + "\u0336" * 8,
    "markup": "<script>alert(1)</script> & <b>fet</b> \"'{{ 7*7 }}{% url 'x' %}",
    "quotes": "'; DROP TABLE cases_case; -- \\ %s %(x)s {0}",
    "lines": "rad ett\r\nrad två\r\rrad fyra\n",
    "typst": '#import "x": * #read("/etc/passwd") $x$ @ref *fet* `kod` \\u{41} //k /*k*/',
    "spaces": "  mellan\u00a0rum\u2003och\u200bnoll\ufeff  ",
    "rare": "𠮷野家 ﷽ ℌ𝔢𝔧 ǅ ﬁ ẞ",
}
CONTROLS = ("\x00", "a\x00b", "a\x07b", "\x1b[31mrött", "\x85", "a\x0bb")
LONG = {"ascii": "x" * 100_000, "emoji": "🙂" * 100_000, "rtl": "ا" * 100_000}


@pytest.fixture
def anna(mjolby: Town) -> Client:
    return mjolby.login(ANNA)


def _typed(town: Town, text: str) -> dict[str, dict[str, Any]]:
    return town.answers(disability_description=text)


def _shown(page: str) -> str:
    return html.unescape(re.sub(r"<br ?/?>|</?(bdi|span|p)[^>]*>", "", page))


def test_text_comes_through_the_whole_journey(mjolby: Town, anna: Client) -> None:
    text = "\n".join(TEXTS.values())
    kept = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    with open_scope(mjolby.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    filing = fill_in(anna, _typed(mjolby, text))
    form = page_text(anna, f"{filing}sida/the_reason/")
    assert kept.strip() in html.unescape(form)
    assert "<script>alert" not in form
    check = page_text(anna, f"{filing}kontrollera/")
    for line in kept.split("\n"):
        assert line.strip() in _shown(check)
    assert "<script>alert" not in check
    mjolby.sign(anna, prepare(anna, filing), ANNA)
    bo = mjolby.login(BO)
    request = request_for(bo)
    signed = _shown(page_text(bo, request))
    for line in kept.split("\n"):
        assert line.strip() in signed
    mjolby.sign(bo, request, BO)
    hanna = mjolby.handler()
    reference = reference_in(page_text(hanna, "/handlaggning/"))
    case = page_text(hanna, f"/handlaggning/arenden/{reference}/")
    for line in kept.split("\n"):
        assert line.strip() in _shown(case)
    assert "<script>alert" not in case
    document = hanna.get(f"/handlaggning/arenden/{reference}/dokument.pdf")
    assert document.content.startswith(b"%PDF")
    assert checker.faults(document.content) == []


def test_direction_overrides_are_kept_but_never_shown(mjolby: Town, anna: Client) -> None:
    filing = fill_in(anna, _typed(mjolby, "abc\u202edcba\u2066x"))
    check = page_text(anna, f"{filing}kontrollera/")
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(check)
    assert "abcdcbax" in _shown(check)


@pytest.mark.parametrize("text", CONTROLS)
def test_control_characters_are_told_and_never_shown(mjolby: Town, anna: Client, text: str) -> None:
    pages = _typed(mjolby, text)
    filing = fill_in(anna, {key: pages[key] for key in ("the_child", "the_school")})
    answer = post(anna, f"{filing}sida/the_reason/", pages["the_reason"])
    assert answer.status_code == 422
    assert not set(answer.content.decode()) & set("\x00\x07\x1b\x85\x0b")
    assert "tecken" in words(answer) or not text.strip()


TEXT_FIELDS = {
    "the_child": (
        "child.name", "child.personal_number", "other_guardian.name",
        "other_guardian.personal_number", "home_address.street", "home_address.postal_code",
        "home_address.city", "home_address.care_of",
    ),
    "the_school": ("school", "school_year", "start_date"),
    "the_reason": ("disability_description", "reasons"),
    "the_journey": ("time_to", "email", "email.again", "phone", "days_to"),
}  # fmt: skip


@pytest.mark.parametrize("kind", list(LONG))
@pytest.mark.parametrize("page", list(TEXT_FIELDS))
def test_hundred_thousand_characters_in_every_field_are_refused_plainly(
    mjolby: Town, anna: Client, page: str, kind: str
) -> None:
    pages = mjolby.answers()
    filing = start(anna)
    for before in list(TEXT_FIELDS)[: list(TEXT_FIELDS).index(page)]:
        fill_in(anna, {before: pages[before]}, filing)
    data = pages[page] | dict.fromkeys(TEXT_FIELDS[page], LONG[kind])
    answer = post(anna, f"{filing}sida/{page}/", data)
    assert answer.status_code == 422, words(answer)[:300]
    assert "Det finns fel" in answer.content.decode() or 'role="alert"' in answer.content.decode()
    assert anna.get(f"{filing}sida/{page}/").status_code == 200
    assert post(anna, f"{filing}sida/{page}/", pages[page]).status_code == 302


@pytest.mark.parametrize("nasty", [*CONTROLS, LONG["emoji"][:3000], "\ud800", "%00", "'\"><x"])
def test_search_words_never_break_the_portal(mjolby: Town, nasty: str) -> None:
    asked = quote(nasty.encode("utf-8", "surrogatepass"))
    answer = mjolby.browser().get(f"/?q={asked}")
    assert answer.status_code == (400 if nasty in CONTROLS and nasty != "\x85" else 200)
    assert answer.status_code == 200 or "Det gick inte att läsa" in words(answer)
    assert not set(answer.content.decode()) & set("\x00\x07\x1b\x0b")


@pytest.mark.parametrize("query", ["sida=" + "9" * 40, "sida=-1", "sida=0", "q=%27%25"])
def test_handlers_list_takes_any_query(mjolby: Town, query: str) -> None:
    assert mjolby.handler().get(f"/handlaggning/lista/nya/?{query}").status_code == 200


@pytest.mark.parametrize(
    "target", ["/a%00b", "/" + "x" * 5000, "//evil.invalid", "/\\evil.invalid", "javascript:x"]
)
def test_where_to_go_after_login_takes_anything(mjolby: Town, target: str) -> None:
    anna = mjolby.browser()
    order = anna.post("/logga-in/", {"next": target.replace("%00", "\x00")})
    assert order.status_code == 302
    mjolby.play(ANNA)
    assert anna.get(order["Location"])["Location"] == "/mina-arenden/"


@pytest.mark.parametrize("revision", ["9" * 5000, "-1", "x", "", "1.5", "٣", "\x00"])
def test_odd_revision_is_an_old_one(mjolby: Town, anna: Client, revision: str) -> None:
    filing = fill_in(anna, {"the_child": mjolby.answers()["the_child"]})
    page = f"{filing}sida/the_school/"
    answer = anna.post(page, {**mjolby.answers()["the_school"], "revision": revision, "go": "1"})
    assert answer.status_code == 409
    assert "ändrats i en annan flik" in words(answer)


def test_decision_takes_odd_text_and_revision(mjolby: Town, anna: Client) -> None:
    mjolby.apply(anna, has_other_guardian="no")
    hanna = mjolby.handler()
    case = f"/handlaggning/arenden/{reference_in(page_text(hanna, '/handlaggning/'))}/"
    hanna.post(f"{case}ta/")
    handling = DOCUMENT["handling"]
    decision = {
        "outcome": handling["outcomes"][0]["id"],
        "legal_basis": handling["legal_basis"][0]["id"],
        "reasons": TEXTS["typst"] + TEXTS["right-to-left"] + "\x00\x1b\u202e",
        "send": "1",
    }
    for revision in ("9" * 5000, "-1", "x", ""):
        old = decision | {"revision": revision, "reasons": "Skäl"}
        assert hanna.post(f"{case}beslut/", old).status_code == 409
    page = page_text(hanna, f"{case}beslut/")
    found = re.search(r'name="revision" value="(\d+)"', page)
    assert found
    answer = hanna.post(f"{case}beslut/", decision | {"revision": found[1]})
    assert answer.status_code == 422
    assert "tecken" in words(answer)
    assert not set(answer.content.decode()) & set("\x00\x1b\u202e")
    clean = decision | {"revision": found[1], "reasons": TEXTS["typst"] + TEXTS["right-to-left"]}
    assert hanna.post(f"{case}beslut/", clean).status_code == 302
    letter = anna.get(case.replace("handlaggning/arenden", "mina-arenden") + "beslut.pdf")
    assert letter.content.startswith(b"%PDF")


@pytest.mark.parametrize("reason", ["", "   ", "\u200b", "x" * 100_000, "a\x00b"])
def test_odd_reason_for_declining_is_told(mjolby: Town, anna: Client, reason: str) -> None:
    with open_scope(mjolby.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    mjolby.apply(anna)
    bo = mjolby.login(BO)
    request = request_for(bo)
    answer = bo.post(f"{request}avbojd/", {"reason": reason})
    assert answer.status_code == 422, words(answer)
    assert "\x00" not in answer.content.decode()
    answer = bo.post(f"{request}avbojd/", {"reason": TEXTS["markup"] + TEXTS["emoji"]})
    assert answer.status_code == 302


def test_form_without_files_is_sent_plainly_and_takes_ten_long_texts(
    mjolby: Town, anna: Client
) -> None:
    filing = fill_in(anna, {"the_child": mjolby.answers()["the_child"]})
    page = f"{filing}sida/the_school/"
    shown = page_text(anna, page)
    assert "multipart" not in shown
    assert 'enctype="multipart/form-data"' in page_text(anna, f"{filing}sida/the_reason/")
    found = re.search(r'name="revision" value="(\d+)"', shown)
    assert found
    long = {f"more{number}": LONG["emoji"] for number in range(10)}
    data = {**mjolby.answers()["the_school"], **long, "revision": found[1], "go": "1"}
    answer = anna.post(
        page, urlencode(data, doseq=True), content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 302
