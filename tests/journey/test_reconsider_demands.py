"""A decision in the place of another is demanded the same as the first: read, delegated, signed."""

import copy
import uuid
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import DOCUMENT, school_transport
from tests.official_support import colleague, official
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.capabilities.messages.models import Message
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import appeal, decide, prove
from samtjanst.kernel import clock
from samtjanst.kernel.errors import ConflictError
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Appeal, Case, Decision, Proposal
from samtjanst.running.cases.types import ChangeGround, DecisionDraft, DelegationView

pytestmark = pytest.mark.django_db
DENIED = DecisionDraft("rejected", "Avslag", "Vägen är kort.", ("10 kap. 32 § skollagen",),
                       appeal_text="Skriv till kommunen.", is_adverse=True)  # fmt: skip
NEW = "Vägen är farlig."


def _town(slug: str = "mjolby", **handling: Any) -> Municipality:
    row = cast.municipality(slug)
    document = copy.deepcopy(DOCUMENT)
    document["handling"] |= handling
    with open_scope(row):
        school_transport(slug, document)
    return row


def _decided() -> str:
    """A case that Hanna has decided, before anything else was demanded."""
    hanna = cast.staff_actor()
    services.take(reference=(reference := complete_case()), by=hanna)
    revision = Case.objects.get(reference=reference).revision
    services.decide(reference=reference, draft=DENIED, revision=revision, by=hanna)
    return reference


def _chief() -> StaffAccount:
    return put_staff(number=PersonalNumber("198510082392"), name="Kim Chef",
                     email="kim@exempel.invalid", roles={Role.MANAGER: cast.unit()})  # fmt: skip


def _desk(reference: str, part: str = "") -> str:
    return f"/handlaggning/arenden/{reference}/{part}"


def _form(reference: str, **more: str) -> dict[str, str]:
    case = cases.get_case(cast.staff_actor(), reference)
    outcome = next(one.id for one in decide.choices(case) if not one.appealable)
    return {
        "outcome": outcome, "reasons": NEW, "ground": "clearly_wrong",
        "legal_basis": decide.provisions(case)[0][0], "revision": str(case.revision),
    } | more  # fmt: skip


def _change(client: Client, reference: str, **more: str) -> Any:
    return client.post(_desk(reference, "omprova/"), _form(reference, **more))


def _told() -> int:
    return Message.objects.filter(template="decision_made").count()


def _in_force(reference: str) -> Any:
    found = cases.decision_of(Case.objects.get(reference=reference).id)
    assert found
    return found


def test_second_reader_reads_the_change_and_the_old_one_holds_till_then() -> None:
    with open_scope(town := _town(second_reader="always")):
        reference = _decided()
        hanna, kim = browser(token=staff_token(cast.staff())), browser(token=staff_token(_chief()))
        anna = browser(token=citizen_token())
        page = _change(hanna, reference).content.decode()
        assert "Skicka för godkännande" in page
        assert "Det förra gäller till dess." in page
        assert _change(hanna, reference, send="1").status_code == 302
        assert _change(hanna, reference, send="1").status_code == 409  # one at a time
        assert (_in_force(reference).reasons, _told()) == (DENIED.reasons, 0)
        first = Proposal.objects.get()
    path = _desk(reference, f"godkann/{first.id}/")
    assert hanna.post(path, {"approve": "1"}).status_code == 404  # nobody reads her own
    assert reference in kim.get("/handlaggning/lista/godkanns/").content.decode()
    assert reference in kim.get("/handlaggning/min-dag/").content.decode()
    page = kim.get(path).content.decode()
    for words in (NEW, "uppenbart felaktigt", "ersätta det beslut som gäller nu"):
        assert words in page
    assert kim.post(path, {"note": "Skriv mer."}).status_code == 302
    assert "Skriv mer." in hanna.get(_desk(reference)).content.decode()
    assert NEW in hanna.get(_desk(reference, "omprova/")).content.decode()  # to go on with
    assert NEW not in anna.get(f"/mina-arenden/{reference}/").content.decode()
    with open_scope(town):
        assert _change(hanna, reference, send="1").status_code == 302
        second = Proposal.objects.get(state="open")
    path = _desk(reference, f"godkann/{second.id}/")
    assert kim.post(path, {"approve": "1"}).status_code == 302
    assert kim.post(path, {"approve": "1"}).status_code == 409
    with open_scope(town):
        made = _in_force(reference)
        assert (made.reasons, made.decided_by) == (NEW, "Hanna Handläggare")
        assert made.others == "Läst och godkänt: Kim Chef"
        assert made.ground == ChangeGround.CLEARLY_WRONG
        assert Decision.objects.count() == 2
        assert _told() > 0
    assert NEW in anna.get(f"/mina-arenden/{reference}/").content.decode()


def test_change_goes_to_who_is_delegated_or_to_the_board_and_ends_the_appeal() -> None:
    with open_scope(town := _town(amount=True)):
        reference = _decided()
        anna, chief = cast.citizen_actor(), _chief()
        hanna, kim = browser(token=staff_token(cast.staff())), browser(token=staff_token(chief))
        given = DelegationView(uuid.uuid4(), cast.unit().id, "", "4.1", "Skolskjuts", "", "manager",
                               None, "", covers_adverse=True, most=10_000)  # fmt: skip
        services.put_delegation(given=given, by=cast.staff_actor(Role.MANAGER))
        assert _change(hanna, reference, amount="100", send="1").status_code == 302
        one = Proposal.objects.get()
        assert one.needs == "delegate"
        assert hanna.post(_desk(reference, "ta-tillbaka/")).status_code == 302
        anna_reads = browser(token=citizen_token())
        anna_reads.get(f"/mina-arenden/{reference}/")
        key = appeal.appeal(reference=reference, text="Fel.", uploads=[], by=anna)
        appeal.judge_time(reference=reference, appeal_id=key, learned_on=clock.today(),
                           rejection="", by=cast.staff_actor())  # fmt: skip
        form = {"amount": "10001", "overklagande": str(key), "send": "1"}
        assert "Lägg fram för nämnden" in _change(hanna, reference, amount="10001").content.decode()
        assert _change(hanna, reference, **form).status_code == 302
        board = Proposal.objects.get(state="open")
    path = _desk(reference, f"godkann/{board.id}/")
    minutes = {"register": "1", "board": "Utbildningsnämnden", "on": clock.today().isoformat(),
               "paragraph": "45"}  # fmt: skip
    assert (
        hanna.post(path, minutes).status_code == kim.post(path, {"approve": "1"}).status_code == 404
    )
    with open_scope(town):
        assert Appeal.objects.get().state != "changed"
    assert kim.post(path, minutes).status_code == 302
    with open_scope(town):
        made = _in_force(reference)
        assert (made.reasons, made.decided_by) == (NEW, "Utbildningsnämnden, § 45")
        assert made.board_on == clock.today()
        assert "Beslutet omprövades och ändrades" in hanna.get(_desk(reference)).content.decode()


def test_change_is_signed_where_decisions_are_and_made_with_the_last_signature() -> None:
    with open_scope(_town(decision_signed=True, approvers=1)):
        reference, hanna, lo = _decided(), official(cast.staff()), colleague("Lo")
        page = _change(hanna.client, reference).content.decode()
        assert "Skicka för underskrift" in page
        assert _change(hanna.client, reference, send="1").status_code == 422
        form = {"send": "1", "approvers": str(lo.account.id)}
        sent = _change(hanna.client, reference, **form)
        assert sent["Location"] == hanna.path()
        hanna.show()
        assert _in_force(reference).reasons == DENIED.reasons
        lo.show()
        made = _in_force(reference)
        assert (made.reasons, made.decided_by) == (NEW, "Hanna Handläggare")
        assert made.replaces_id
        case = cases.get_case(cast.staff_actor(), reference)
        found = list(prove.of_decision(case, by=cast.staff_actor()))
        assert [(one.role, one.holds) for one in found] == [("decider", True), ("approver", True)]


def test_nothing_changes_in_a_hurry_or_from_elsewhere() -> None:
    with open_scope(_town("norrkoping", second_reader="always")):
        far = browser("norrkoping", staff_token(_chief()))
    with open_scope(_town(second_reader="always")):
        reference = _decided()
        hanna, kim = browser(token=staff_token(cast.staff())), browser(token=staff_token(_chief()))
        _change(hanna, reference, send="1")
        one = Proposal.objects.get()
        path = _desk(reference, f"godkann/{one.id}/")
        assert far.post(path, {"approve": "1"}).status_code == 404
        services.write_note(reference=reference, text="Nytt.", by=cast.staff_actor())
        assert kim.post(path, {"approve": "1"}).status_code == 409  # it has not been read so
        draft = DecisionDraft("granted", "Bifall", NEW, ("10 kap. 32 § skollagen",))
        with pytest.raises(ConflictError):
            services.change_decision(
                reference=reference, draft=draft, ground=ChangeGround.CLEARLY_WRONG,
                revision=Case.objects.get().revision, by=cast.staff_actor(),
            )  # fmt: skip
        assert Decision.objects.count() == 1


def _returned(town: Municipality, reference: str, hanna: Client, kim: Client) -> None:
    """Hanna proposes a change, and Kim sends it back."""
    with open_scope(town):
        assert _change(hanna, reference, send="1").status_code == 302
        key = Proposal.objects.get(state="open").id
    answer = kim.post(_desk(reference, f"godkann/{key}/"), {"note": "Skriv mer."})
    assert answer.status_code == 302


def test_change_that_is_sent_back_needs_whoever_proposed_it_until_it_is_gone_on_with() -> None:
    day = "/handlaggning/min-dag/"
    with open_scope(town := _town(second_reader="always")):
        reference = _decided()
        hanna, kim = browser(token=staff_token(cast.staff())), browser(token=staff_token(_chief()))
    _returned(town, reference, hanna, kim)
    page = hanna.get(day).content.decode()
    assert "Förslag som har skickats tillbaka" in page
    assert reference in page
    assert "Förslag som har skickats tillbaka" not in kim.get(day).content.decode()
    page = hanna.get(_desk(reference)).content.decode()
    assert "Skriv om förslaget" in page
    assert "Låt beslutet stå" in page
    assert "Det finns inget mer att göra" not in page
    assert "Låt beslutet stå" not in kim.get(_desk(reference)).content.decode()
    with open_scope(town):
        assert _change(hanna, reference, send="1").status_code == 302  # anew
    assert "Förslag som har skickats tillbaka" not in hanna.get(day).content.decode()
    with open_scope(town):
        key = Proposal.objects.get(state="open").id
    assert kim.post(_desk(reference, f"godkann/{key}/"), {"approve": "1"}).status_code == 302
    assert "Förslag som har skickats tillbaka" not in hanna.get(day).content.decode()


def test_decision_is_let_stand_when_the_change_of_it_was_sent_back() -> None:
    day = "/handlaggning/min-dag/"
    with open_scope(town := _town(second_reader="always")):
        reference = _decided()
        hanna, kim = browser(token=staff_token(cast.staff())), browser(token=staff_token(_chief()))
    drop = _desk(reference, "omprova/lat-sta/")
    assert hanna.post(drop).status_code == 404  # nothing was proposed
    _returned(town, reference, hanna, kim)
    assert kim.post(drop).status_code == 404  # not hers
    page = hanna.post(drop, follow=True).content.decode()
    assert "Beslutet står. Förslaget att ändra det är nedlagt." in page
    assert "Förslaget att ändra beslutet lades ned" in page
    assert "Låt beslutet stå" not in page
    assert hanna.post(drop).status_code == 404
    assert "Förslag som har skickats tillbaka" not in hanna.get(day).content.decode()
    with open_scope(town):
        assert _in_force(reference).reasons == DENIED.reasons


def test_change_by_somebody_else_ends_what_was_sent_back() -> None:
    day = "/handlaggning/min-dag/"
    with open_scope(town := _town(second_reader="always")):
        reference = _decided()
        hanna, kim = browser(token=staff_token(cast.staff())), browser(token=staff_token(_chief()))
    _returned(town, reference, hanna, kim)
    with open_scope(town):
        made = DecisionDraft("granted", "Beviljas", NEW, ("10 kap. 32 § skollagen",))
        revision = Case.objects.get(reference=reference).revision
        services.change_decision(
            reference=reference,
            draft=made,
            ground=ChangeGround.CLEARLY_WRONG,
            revision=revision,
            by=cast.staff_actor(),
        )
    assert "Förslag som har skickats tillbaka" not in hanna.get(day).content.decode()
