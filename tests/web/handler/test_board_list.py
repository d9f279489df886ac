"""The list of decisions for the board: all that are decisions, and never cut in silence."""

import uuid
from datetime import timedelta

import pytest
from tests import cast
from tests.handling_support import complete_case
from tests.staff_support import browser, staff_token
from tests.web.handler.test_law import _colleague, _decided, _town

from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import delays
from samtjanst.kernel import clock
from samtjanst.running.cases import services
from samtjanst.running.cases.models import DecisionRequest
from samtjanst.running.cases.queries import law
from samtjanst.running.cases.types import DisclosureDraft

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby() -> Municipality:
    return _town()


def test_list_for_the_board_has_refusals_too_and_is_never_cut_in_silence(
    mjolby: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_scope(there := _town("norrkoping")):
        _refusals()
    with open_scope(mjolby):
        _refusals()
        _decided()
        kim = browser(token=staff_token(_colleague()))
    today = clock.today().isoformat()
    path = f"/handlaggning/delegationsbeslut/?fran={today}&till={today}"
    told = [law.REQUEST_REFUSED, law.DOCUMENTS_REFUSED, "Avslag"]
    for page in (path, f"{path}&format=csv"):
        text = kim.get(page).content.decode()
        assert [text.count(one) for one in told] == [1, 1, 1]
        assert "Provsson" not in text
        assert "Någon annan" not in text
    assert kim.get("/handlaggning/delegationsbeslut/").content.decode().count("avslås") == 0
    monkeypatch.setattr(law, "MOST_DECIDED", 2)
    cut = kim.get(path)
    assert (cut.status_code, "Perioden har fler än 2 beslut" in cut.content.decode()) == (200, True)
    for kind in ("csv", "xlsx"):
        refused = kim.get(f"{path}&format={kind}")
        assert refused.status_code == 422
        assert "Välj en kortare period" in refused.content.decode()
    with open_scope(there):
        far = browser("norrkoping", staff_token(_colleague()))
    assert far.get(path).content.decode().count("avslås") == 2


def _refusals() -> None:
    """A request to decide that is refused, and one to see documents, once as a decision."""
    by = cast.staff_actor()
    with clock.shifted(timedelta(days=-200)):
        services.take(reference=(reference := complete_case()), by=by)
    services.ask_to_decide(reference=reference, by=cast.citizen_actor())
    asked = DecisionRequest.objects.get()
    delays.refuse(reference=reference, request_id=asked.id, reasons="Vi väntar på läkaren.", by=by)
    for formally in (True, False):
        draft = DisclosureDraft(
            id=uuid.uuid4(), asked_on=clock.today(), asked_by="Någon annan",
            reasons="Rör en elev.", ground="23 kap. 1 § OSL", appeal="Till kammarrätten.",
        )  # fmt: skip
        services.refuse_to_give(reference=reference, draft=draft, formally=formally, by=by)
