"""What waits for an official's signature, and her own decisions that wait: page by page."""

import copy
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.authenticator import Authenticator
from tests.handling_support import complete_case
from tests.journey_support import DOCUMENT, school_transport
from tests.official_support import SIGN, Official, colleague, official, send
from tests.staff_support import browser, staff_token
from tests.statements import statements

from samtjanst.capabilities.signing.models import Room
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope, put_unit
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Proposal

pytestmark = pytest.mark.django_db
DAY = "/handlaggning/min-dag/"
QUERIES = 6


@pytest.fixture
def mjolby() -> Municipality:
    return _town("mjolby")


def _town(slug: str) -> Municipality:
    row, document = cast.municipality(slug), copy.deepcopy(DOCUMENT)
    document["handling"] |= {"decision_signed": True}
    with open_scope(row):
        school_transport(slug, document)
    return row


def _sent(hanna: Official, count: int) -> list[str]:
    """Decisions that she is to sign, the oldest first."""
    found = [complete_case() for _ in range(count)]
    for reference in found:
        services.take(reference=reference, by=cast.staff_actor())
        assert send(hanna, reference).status_code == 302
    return found


def _parts(hanna: Official, query: str = "") -> tuple[str, str]:
    """What waits for her, and what she waits for."""
    answer = hanna.client.get(f"{SIGN}{query}")
    assert answer.status_code == 200
    mine, _, own = answer.content.decode().partition('aria-labelledby="egna"')
    return mine, own


def _listed(part: str) -> list[str]:
    return re.findall(r'work__case"[^>]*>([^<]+)</a>', part)


def test_every_decision_stands_on_one_page_and_a_page_takes_the_same_queries(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        hanna, kim = official(cast.staff()), colleague("Kim")
        first = _sent(hanna, 1)
    there, theirs = _neighbour()

    def asks(query: str = "") -> int:
        with CaptureQueriesContext(connection) as seen:
            assert hanna.client.get(f"{SIGN}{query}").status_code == 200
        return statements(seen)

    assert 'aria-label="Sidor' not in hanna.client.get(SIGN).content.decode()
    assert asks() == QUERIES
    with open_scope(mjolby):
        sent = first + _sent(hanna, 31)
    assert asks() == QUERIES
    assert asks("?sida=2&egna=2") == QUERIES
    for part in _parts(hanna):
        assert _listed(part) == sent[:30]
        assert '<span class="quiet">32</span>' in part
    for part in _parts(hanna, "?sida=2&egna=2"):
        assert _listed(part) == sent[30:]
    assert [_listed(part) for part in _parts(kim)] == [[], []]
    assert [_listed(part) for part in _parts(there)] == [theirs, theirs]


def test_each_list_keeps_its_own_place_and_what_cannot_be_signed_is_not_counted(
    mjolby: Municipality,
) -> None:
    _there, theirs = _neighbour()
    with open_scope(mjolby):
        hanna = official(cast.staff())
        sent = _sent(hanna, 32)
    mine, own = _parts(hanna, "?egna=2")
    assert (_listed(mine), _listed(own)) == (sent[:30], sent[30:])
    assert 'href="?egna=2&amp;sida=2#mina" rel="next"' in mine
    assert 'href="?egna=1#egna" rel="prev"' in own
    for part in _parts(hanna, "?sida=3&egna=3"):
        assert "Här finns inga fler." in part
    for nonsense in ("?sida=0", "?sida=-1", "?sida=x&egna=<b>", f"?sida={'9' * 40}"):
        assert _listed(_parts(hanna, nonsense)[0]) == sent[:30]
    day = hanna.client.get(DAY).content.decode()
    to_sign = day.partition('aria-labelledby="underskrift"')[2].partition("</section>")[0]
    assert _listed(to_sign) == sent[:30]
    assert '<span class="quiet">32</span>' in to_sign
    assert "Allt som väntar på underskrift" in day
    with open_scope(mjolby):  # the case has ended; its room stands until its time is out
        Proposal.objects.filter(case__reference=sent[0]).update(state="withdrawn")
        Proposal.objects.filter(case__reference=sent[1]).update(state="withdrawn")
        assert Room.objects.filter(subject_kind="decision", state="open").count() == 32
    for part in _parts(hanna):
        assert _listed(part) == sent[2:]
        assert '<span class="quiet">30</span>' in part
        assert "Sidor" not in part
        assert theirs[0] not in part
    assert "Allt som väntar på underskrift" not in hanna.client.get(DAY).content.decode()


def _neighbour() -> tuple[Official, list[str]]:
    """The same person in another municipality, and the decisions that wait for her there."""
    with open_scope(_town("norrkoping")):
        account, host = cast.staff(), "norrkoping.localhost"
        put_unit(name=cast.UNIT, staff_level=2)
        client = browser("norrkoping", token=staff_token(account))
        there = Official(account, client, Authenticator(f"http://{host}", host))
        return there, _sent(there, 2)
