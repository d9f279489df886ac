"""Headers, cookies, forged requests, other hosts, and what may stand in logs and addresses."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests import cast
from tests.journey_support import DOCUMENT
from tests.town import (
    ANNA,
    BO,
    ELLA,
    STRANGER,
    Town,
    fill_in,
    page_text,
    prepare,
    reference_in,
    request_for,
    words,
)

from samtjanst.foundation.people.orders import MOST_STARTS
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.project import logs

# Of everybody in the journey: numbers, names, addresses, what they wrote.
PERSONAL = (
    ANNA, BO, ELLA, STRANGER, cast.HANDLER.digits, "8501012382", "850101-2382", "850101-2390",
    "180101-2392", "Provsson", "Anna", "Ella", "exempel.invalid", "070-123", "701234567",
    "Storgatan", "kan inte gå", "Vägen är lång", "intyg.pdf", "Vill inte",
)  # fmt: skip


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """Everything that is logged at the product's own levels, by us and by libraries."""
    caplog.set_level(logging.INFO)
    told: list[str] = []
    with structlog.testing.capture_logs(processors=[logs.tell_place]) as events:
        yield told
    told += [repr(event) for event in events]
    told += [
        record.getMessage()
        for record in caplog.records
        if record.name not in {"mail.log", *logs.SILENT} and "asyncio" not in record.name
    ]


class Watched(Client):
    """Remembers every address: asked for, sent to, and in the pages."""

    seen: list[str]

    def request(self, **request: Any) -> Any:
        self.seen.append(request["PATH_INFO"] + "?" + request.get("QUERY_STRING", ""))
        answer = super().request(**request)
        self.seen.append(answer.get("Location", ""))
        if answer.get("Content-Type", "").startswith("text/html"):
            page = answer.content.decode()
            self.seen += re.findall(r'(?:href|src|action|hx-\w+)="([^"]*)"', page)
        return answer


@pytest.mark.usefixtures("lines")
def test_no_personal_data_in_logs_or_addresses(
    town: Town, lines: list[str], request: pytest.FixtureRequest
) -> None:
    with open_scope(town.row):
        cast.citizen(cast.OTHER_GUARDIAN)
        cast.staff()
    seen: list[str] = []

    def browser() -> Client:
        client = Watched(SERVER_NAME=town.host, SERVER_PORT="8000")
        client.seen = seen
        return client

    assert town.register
    assert town.mail
    town.register.register.mode = "fault"
    anna = town.login(ANNA, client=browser())
    fill_in(anna, {})
    town.register.register.mode = "up"
    filing = town.apply(anna)
    anna.get(f"{filing}kvitto/")
    anna.get("/?q=Anna+Provsson")  # searched by herself: in her own address only
    seen.pop(-1)
    town.mail.box.mode = "refuse"
    town.work()
    town.mail.box.mode = "up"
    bo = town.login(BO, client=browser())
    request_path = request_for(bo)
    bo.get(request_path)
    town.sign(bo, request_path, BO)
    hanna = town.login(cast.HANDLER.digits, "/handlaggning/logga-in/", client=browser())
    case = f"/handlaggning/arenden/{reference_in(page_text(hanna, '/handlaggning/'))}/"
    hanna.post(f"{case}ta/")
    revision = re.search(r'name="revision" value="(\d+)"', page_text(hanna, f"{case}beslut/"))
    assert revision
    decision = {
        "revision": revision[1],
        "outcome": DOCUMENT["handling"]["outcomes"][0]["id"],
        "legal_basis": DOCUMENT["handling"]["legal_basis"][0]["id"],
        "reasons": "Vägen är lång för Anna Provsson.",
        "send": "1",
    }
    assert hanna.post(f"{case}beslut/", decision).status_code == 302
    for path in (case, f"{case}dokument.pdf", "/handlaggning/lista/avgjorda/"):
        assert hanna.get(path).status_code == 200
    page_text(anna, case.replace("handlaggning/arenden", "mina-arenden"))
    anna.get("/ansokan/Anna-Provsson/")
    town.work()
    own = {"/?q=Anna+Provsson", "/ansokan/Anna-Provsson/?"}
    addresses = [
        address
        for address in seen
        if address not in own and not address.startswith(("mailto:", "tel:"))
    ]
    assert len(addresses) > 300
    for word in PERSONAL:
        assert not [address for address in addresses if word in address]
    for letter in town.mail.box.mails():
        assert not [word for word in PERSONAL if word in letter["text"] + letter["subject"]]
    request.node.stash_lines = lines


@pytest.fixture(autouse=True)
def _nothing_personal_was_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    logged: list[str] = getattr(request.node, "stash_lines", [])
    for word in PERSONAL:
        assert not [line for line in logged if word in line]


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, before + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield before + str(entry.pattern)


def _addresses() -> list[str]:
    """Every address of the product, with made-up keys."""
    key = "00000000-0000-0000-0000-000000000000"
    made = {"uuid": key, "slug": "skolskjuts", "int": "1", "str": "x", "path": "x"}
    return sorted(
        {
            "/" + re.sub(r"<(\w+):\w+>", lambda found: made[found[1]], pattern)
            for pattern in _patterns(get_resolver())
        }
    )


@pytest.fixture
def visitors(mjolby: Town) -> list[Client]:
    with open_scope(mjolby.row):
        cast.staff(Role.ADMINISTRATOR)
    return [
        mjolby.browser(),
        mjolby.login(ANNA),
        mjolby.login(cast.HANDLER.digits, "/handlaggning/logga-in/"),
    ]


def test_every_answer_carries_the_protections(mjolby: Town, visitors: list[Client]) -> None:
    everywhere = [*_addresses(), "/finns-inte/", "/%00", "/?q=%1b"]
    assert len(everywhere) > 30
    for number, client in enumerate(visitors):
        for path in everywhere:
            for answer in (client.get(path), client.get(path, headers={"HX-Request": "true"})):
                if "logga-ut" in path:
                    continue
                assert answer.status_code in {200, 302, 400, 401, 403, 404, 405, 503}, path
                headers = answer.headers
                policy = headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy, path
                assert "unsafe" not in policy
                assert headers["X-Content-Type-Options"] == "nosniff", path
                assert headers["Referrer-Policy"] == "same-origin"
                assert headers["X-Frame-Options"] == "DENY", path
                if number and not path.startswith(("/tema-", "/halsa", "/redo", "/eid/")):
                    assert "no-store" in headers.get("Cache-Control", ""), path


def test_personal_pages_are_never_kept_by_browser_or_proxy(mjolby: Town) -> None:
    anna = mjolby.login(ANNA)
    filing = fill_in(anna, mjolby.answers())
    request = prepare(anna, filing)
    for path in (filing, f"{filing}sida/the_child/", f"{filing}kontrollera/", request):
        assert "no-store" in anna.get(path)["Cache-Control"]
    order = mjolby.browser().post("/logga-in/", {"next": ""})
    assert "no-store" in order["Cache-Control"]


def test_cookies_are_closed_to_scripts_and_other_sites(mjolby: Town, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    anna = mjolby.login(ANNA)
    anna.get("/logga-in/")
    anna.post("/sprak/", {"language": "sv"})
    assert {"samtjanst", "csrftoken", "django_language"} <= set(anna.cookies)
    for cookie in anna.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["secure"], cookie.key
        assert cookie["samesite"] in {"Lax", "Strict"}, cookie.key
        assert not cookie["domain"]
    assert not anna.cookies["samtjanst"]["max-age"]  # gone when the browser is closed


def test_login_gives_a_new_secret_and_ends_the_old(mjolby: Town) -> None:
    anna = mjolby.browser()
    order = anna.post("/logga-in/", {"next": ""})
    before = anna.cookies["samtjanst"].value
    mjolby.play(ANNA)
    anna.get(order["Location"])
    assert anna.cookies["samtjanst"].value != before
    thief = mjolby.browser()
    thief.cookies["samtjanst"] = before
    assert thief.get("/mina-arenden/").status_code == 302
    assert thief.get(order["Location"]).status_code == 404


def test_logged_out_secret_opens_nothing(mjolby: Town) -> None:
    anna = mjolby.login(ANNA)
    thief = mjolby.browser()
    thief.cookies["samtjanst"] = anna.cookies["samtjanst"].value
    assert thief.get("/mina-arenden/").status_code == 200
    anna.post("/logga-ut/")
    assert thief.get("/mina-arenden/").status_code == 302


def test_second_login_in_the_same_browser_ends_the_first(mjolby: Town) -> None:
    anna = mjolby.login(ANNA)
    kept = anna.cookies["samtjanst"].value
    mjolby.login(BO, client=anna)
    old = mjolby.browser()
    old.cookies["samtjanst"] = kept
    assert old.get("/mina-arenden/").status_code == 302


# Another log-in's own page posts here, across sites: told by what was begun in this browser.
ARRIVALS = re.compile(r"/logga-in/hos/[a-z]+/klar/")


def test_post_without_the_forms_secret_changes_nothing(mjolby: Town) -> None:
    strict = Client(SERVER_NAME=mjolby.host, SERVER_PORT="8000", enforce_csrf_checks=True)
    strict.cookies["samtjanst"] = mjolby.login(ANNA).cookies["samtjanst"].value
    for path in _addresses():
        # Systems have no form; what one says of a payment is believed by asking the provider.
        if path.startswith(("/halsa", "/redo", "/scim/", "/betalning/svar/")) or "/api/" in path:
            continue
        answer = strict.post(path, {"x": "1"})
        assert answer.status_code in {403, 405}, (path, answer.status_code)
        if answer.status_code == 403:
            told = words(answer)
            assert ("började inte" if ARRIVALS.fullmatch(path) else "Sidan var för gammal") in told
    assert strict.get("/mina-arenden/").status_code == 200


def test_post_from_another_site_is_refused(mjolby: Town) -> None:
    strict = Client(SERVER_NAME=mjolby.host, SERVER_PORT="8000", enforce_csrf_checks=True)
    page = strict.get("/logga-in/").content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    data = {"next": "", "csrfmiddlewaretoken": token[1]}
    evil = {"Origin": "http://evil.invalid"}
    assert strict.post("/logga-in/", data, headers=evil).status_code == 403
    assert strict.post("/logga-in/", data).status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "//evil.invalid", "https://evil.invalid", "/\\evil.invalid", "\\\\evil.invalid", "///evil",
        "http:evil.invalid", "javascript:alert(1)", "/%09/evil.invalid/\t", " //evil.invalid",
        "https:///evil.invalid", "/logga-in/@evil.invalid\r\nX: y",
    ],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(mjolby: Town, target: str) -> None:
    anna = mjolby.browser()
    order = anna.post("/logga-in/", {"next": target})
    mjolby.play(ANNA)
    sent_to = anna.get(order["Location"])["Location"]
    assert re.fullmatch(r"/(?![/\\])[\x20-\x7e]*", sent_to), sent_to
    back = anna.post("/sprak/", {"language": "sv", "next": target})["Location"]
    assert re.fullmatch(r"/(?![/\\])[\x20-\x7e]*", back), back


@pytest.mark.parametrize(
    "host",
    [
        "evil.invalid", "mjolby.localhost.evil.invalid", "mjolby.localhost@evil.invalid",
        "127.0.0.1",
        "mjolby.localhost:80:80", "", "mjolby.localhost/x", "mjolby\u3002localhost", "x" * 5000,
        "mjolby.localhost\r\nX-Evil: 1", "[::1]",
    ],
)  # fmt: skip
def test_unknown_host_gets_nothing(mjolby: Town, host: str) -> None:
    answer = Client().get("/", headers={"Host": host})
    assert answer.status_code in {400, 404}
    assert "Mjolby" not in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers


def test_forwarded_host_is_not_believed(mjolby: Town) -> None:
    anna = mjolby.browser()
    for header in ("X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL"):
        anna.post("/logga-in/", {"next": ""}, headers={header: "evil.invalid"})
        order = mjolby.bank.bank.waiting()[0]
        assert "evil" not in str(order.body)
        assert str(order.body["returnUrl"]).startswith("http://mjolby.localhost/")


def test_one_browser_cannot_start_logins_without_end(mjolby: Town) -> None:
    anna = mjolby.browser()
    codes = [anna.post("/logga-in/", {"next": f"/?{n}"}).status_code for n in range(20)]
    assert codes[:10] == [302] * 10
    assert codes[-1] == 429
    refused = anna.post("/logga-in/", {"next": ""})
    assert "vänta tio minuter" in words(refused)
    assert len(mjolby.bank.bank.waiting()) == codes.count(302)
    # The neighbour behind the same address is not hindered.
    mjolby.login(BO)


def test_signatures_cannot_be_started_without_end(mjolby: Town) -> None:
    anna = mjolby.login(ANNA)
    request = prepare(anna, fill_in(anna, mjolby.answers()))
    codes = []
    for _ in range(MOST_STARTS):  # with the log-in, one too many
        order = anna.post(f"{request}starta/")
        codes.append(order.status_code)
        if order.status_code == 302:
            anna.post(f"{order['Location']}avbryt/")
    assert codes == [302] * (MOST_STARTS - 1) + [429]


def test_sign_pressed_twice_is_one_order(mjolby: Town) -> None:
    anna = mjolby.login(ANNA)
    request = prepare(anna, fill_in(anna, mjolby.answers()))
    first, second = (anna.post(f"{request}starta/") for _ in range(2))
    assert first["Location"] == second["Location"]


def test_order_that_is_going_on_elsewhere_is_told(mjolby: Town) -> None:
    phone, computer = mjolby.login(ANNA), mjolby.login(ANNA)
    request = prepare(phone, fill_in(phone, mjolby.answers()))
    phone.post(f"{request}starta/")
    answer = computer.post(f"{request}starta/")
    assert answer.status_code == 503
    assert "redan en påbörjad" in words(answer)
    mjolby.sign(computer, request, ANNA)


@pytest.mark.parametrize("kind", ["ours", "database"])
def test_error_page_carries_the_number_that_stands_in_the_log(
    mjolby: Town, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    from samtjanst.web.citizen import portal_views

    error = ValueError if kind == "ours" else OperationalError

    def broken(_words: str) -> Any:
        raise error("Anna Provsson 198501012382")

    monkeypatch.setattr(portal_views, "search", broken)
    visitor = mjolby.browser(raise_request_exception=False)
    with structlog.testing.capture_logs(processors=[logs.tell_place]) as events:
        answer = visitor.get("/")
    assert answer.status_code == (500 if kind == "ours" else 503)
    assert "Content-Security-Policy" in answer.headers
    told = next(event for event in events if event["event"] == "server.error")
    assert told["reference"] in words(answer)
    assert told["kind"] == error.__name__
    assert "portal_views.py" in " ".join(told["place"])
    assert "Provsson" not in str(events) + answer.content.decode()
