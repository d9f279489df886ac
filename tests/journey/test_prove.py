"""Whatever is touched of what proves a signature, the check again says which part, and why."""

import base64
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from tests import cast
from tests.journey.failure.conftest import _bank, bank, mjolby  # noqa: F401 - fixtures
from tests.simulators_support import bankid
from tests.town import ANNA, BO, Town, page_text, request_for

from samtjanst.capabilities.signing.models import Evidence, Room, SignatureRequest
from samtjanst.capabilities.signing.types import CHAIN_START
from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey.proof_texts import CHECKS, KEPT, WHY_NOT
from samtjanst.journey.prove import check_again
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import digest_bytes
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases.models import Case
from samtjanst.running.filing.models import Snapshot
from samtjanst.simulators.bankid import completion, trust
from samtjanst.simulators.bankid.server import RELYING_PARTY
from samtjanst.simulators.personas import person

Value = dict[str, Any]
Told = list[dict[str, str]]
SOUND: Told = [{}, {}]


@pytest.fixture
def place(mjolby: Town) -> Iterator[Town]:  # noqa: F811 - the fixture
    """A case that Anna and Bo have signed."""
    with open_scope(mjolby.row):
        cast.citizen(cast.OTHER_GUARDIAN)
    anna, bo = mjolby.login(ANNA), mjolby.login(BO)
    mjolby.apply(anna)
    mjolby.sign(bo, request_for(bo), BO)
    with open_scope(mjolby.row):
        yield mjolby


def _told() -> Told:
    """What did not hold, per signature."""
    found = check_again(reference=Case.objects.get().reference, by=cast.staff_actor())
    told = [{c.name: c.detail for c in one.checks if not c.held} for one in found.signatures]
    assert found.holds == (told == SOUND)
    for faults in told:
        assert set(faults) <= KEPT.keys() | CHECKS.keys()
    return told


@contextmanager
def _touched() -> Iterator[None]:
    """Somebody with the database in her hands; all of it is taken back afterwards."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; RESET ROLE")
            cursor.execute("SET session_replication_role = replica")
        yield
        transaction.set_rollback(True)


def _rewrite(place: int, change: Callable[[Value], object]) -> None:
    """Change a proof as somebody who also has the keys, and make the chain fit again."""
    before = CHAIN_START
    for number, row in enumerate(Evidence.objects.order_by("place")):
        value = json.loads(decrypt(f"evidence:{row.id}", bytes(row.content)))
        if number == place:
            change(value)
        raw = json.dumps(value, sort_keys=True).encode()
        before = digest_bytes(before.encode() + raw)
        content = encrypt(f"evidence:{row.id}", raw)
        Evidence.objects.filter(id=row.id).update(content=content, record_hash=before)


def _data(value: Value) -> Value:
    found: Value = value["evidence"]["collect"]["completionData"]
    return found


def _in_xml(old: bytes, new: bytes) -> Callable[[Value], None]:
    def change(value: Value) -> None:
        data = _data(value)
        xml = base64.b64decode(data["signature"])
        assert old in xml
        data["signature"] = base64.b64encode(xml.replace(old, new, 1)).decode()

    return change


def _anew(place: Town, flaw: str, number: str = BO) -> Callable[[Value], None]:
    """The bank makes the whole signature again, with a flaw."""

    def change(value: Value) -> None:
        signer = person(number)
        assert signer
        sent, signers = value["evidence"]["sent"], place.bank.bank.signers
        made = completion.make(signers, signer, "sign", sent, RELYING_PARTY, flaw)
        value["evidence"]["collect"]["completionData"] = made

    return change


def _step_of(place: Town, change: Callable[[Value], object]) -> dict[str, str]:
    """What is told of Bo's signature when his proof has been changed; Anna's still holds."""
    with _touched():
        _rewrite(1, change)
        annas, bos = _told()
    assert annas == {}
    return bos


def test_sound_signatures_hold_also_years_later_and_the_check_is_on_record(place: Town) -> None:
    assert _told() == SOUND
    with clock.shifted(timedelta(days=3650)):
        assert _told() == SOUND
    event = AuditEvent.objects.filter(action="signing.checked").latest("id")
    assert event.details == {"signatures": 2, "held": 2}


def test_each_part_of_the_signature_that_is_changed_is_told_with_its_reason(place: Town) -> None:
    _changed_parts(place)
    _flaws(place)
    _answers(place)


def _changed_parts(place: Town) -> None:
    signed = "does not verify"
    for change, told in (
        (_in_xml(b"<SignatureValue>", b"<SignatureValue>AAAA"), {"signature": signed}),
        (_in_xml(b"wysiwys", b"wysiwyg"), {"signature": signed}),
        (_in_xml(b"<funcId>Signing", b"<funcId>Sighing"),
         {"signature": signed, "function": "made for another use"}),
        (_in_xml(b"<usrVisibleData", b"<x/><usrVisibleData"), {"signature": signed}),
        (_in_xml(b"#rsa-sha256", b"#hmac-sha256"),
         {"structure": "algorithm not allowed", "signature": signed}),
        (_in_xml(b"<Signature ", b"<!DOCTYPE x><Signature "), None),
    ):  # fmt: skip
        found = _step_of(place, change)
        found.pop("ocsp_nonce", None)  # demanded only where the setting says so
        if told is None:
            assert found["document"] == "declaration"
        else:
            assert found == told


def _flaws(place: Town) -> None:
    for flaw, told in {
        "expired": {"chain": "not valid at the time of signing"},
        "policy": {"policy": "certificate policy not allowed"},
        "revoked": {"ocsp": "the certificate was not good"},
        "forged_answer": {"ocsp": "not issued by the next"},
        "wrong_person": {"signatory": "another person"},
        "other_text": {"content": "another text"},
        "wrong_function": {"function": "made for another use"},
        "wrong_party": {"content": "made for another relying party"},
        "nonce": {"ocsp_nonce": "the answer is not bound to the signature"},
    }.items():
        assert _step_of(place, _anew(place, flaw)) == told, flaw
    assert _step_of(place, _anew(place, "")) == {}  # with the bank's own keys it would hold


def _answers(place: Town) -> None:
    signers = place.bank.bank.signers
    anna = person(ANNA)
    assert anna

    def about_anna(value: Value) -> None:
        data = _data(value)
        data["ocspResponse"] = trust.answer(signers, signers.of(anna, "Signing"), data["signature"])

    assert _step_of(place, about_anna) == {"ocsp": "about another certificate"}

    def outdated(value: Value) -> None:
        bo, data = person(BO), _data(value)
        assert bo
        with clock.shifted(timedelta(hours=-1)):
            user = signers.of(bo, "Signing")
            data["ocspResponse"] = trust.answer(signers, user, data["signature"])

    assert _step_of(place, outdated) == {"ocsp": "an old answer"}

    def another_day(value: Value) -> None:
        times = {"started_at": "2026-01-01T10:00:00Z", "collected_at": "2026-01-01T10:01:00Z"}
        value["evidence"] |= times

    assert _step_of(place, another_day) == {"ocsp": "answered at another time"}
    assert _step_of(place, lambda value: _data(value).pop("ocspResponse"))["ocsp"] == (
        "no ocspResponse"
    )


def test_certificates_of_another_bank_are_told(place: Town, tmp_path: Any) -> None:
    with bankid(tmp_path) as other:
        there = Town(place.row, other)
        assert _step_of(there, _anew(there, ""))["chain"] == "not issued by the next"
        place.bind(Port.SIGNING, "bankid", other.settings | {"environment": "test"})
        assert [one["chain"] for one in _told()] == ["not issued by the next"] * 2


def test_what_was_handed_in_and_what_was_shown_are_held_against_the_proof(place: Town) -> None:
    with _touched():  # other content under the same digest
        row = Snapshot.objects.get(is_void=False)
        raw = decrypt(f"snapshot:{row.id}", bytes(row.content)).replace(b"Ella", b"Elsa")
        Snapshot.objects.filter(id=row.id).update(content=encrypt(f"snapshot:{row.id}", raw))
        fault = {"snapshot": "changed after it was handed in", "digest": "about another document"}
        assert _told() == [fault] * 2
    with _touched():  # and with the digest changed to fit
        Snapshot.objects.filter(id=row.id).update(
            content=encrypt(f"snapshot:{row.id}", raw), sha256=digest_bytes(raw)
        )
        assert _told() == [{"digest": "about another document"}] * 2
    with _touched():  # the text that the room says was shown
        room = Room.objects.get()
        shown = json.loads(decrypt(f"room:{room.id}", bytes(room.content)))
        shown["visible_text"] += "\nOch en sak till"
        content = encrypt(f"room:{room.id}", json.dumps(shown).encode())
        Room.objects.update(content=content)
        assert _told() == [{"text": "differs", "content": "another text"}] * 2
        Room.objects.update(content=b"\x01" * 80)
        assert [one["text"] for one in _told()] == ["unreadable"] * 2
    text = _step_of(place, lambda value: value.update(visible_text="Något annat"))
    assert text == {"text": "differs"}
    hidden = _step_of(place, lambda value: value.update(hidden_data="e30="))
    assert hidden == {"digest": "the document is not named", "text": "differs"}
    digest = _step_of(place, lambda value: value.update(digest="0" * 64))
    assert digest == {"digest": "about another document"}


def test_proofs_that_are_swapped_removed_or_changed_are_told(place: Town) -> None:
    rows = list(Evidence.objects.order_by("place"))
    one, two = rows
    with _touched():  # the sealed contents trade places
        Evidence.objects.filter(id=one.id).update(content=bytes(two.content))
        Evidence.objects.filter(id=two.id).update(content=bytes(one.content))
        assert _told() == [{"record": "unreadable"}] * 2
    with _touched():  # the whole rows trade owners
        spare = uuid.uuid4()
        SignatureRequest.objects.filter(id=one.request_id).update(role="swap")
        with connection.cursor() as cursor:
            for old, new in ((one, spare), (two, one.request_id), (one, two.request_id)):
                cursor.execute(
                    "UPDATE signing_evidence SET request_id = %s WHERE id = %s", [new, old.id]
                )
        assert _told() == [{"signatory": "another person"}] * 2
    with _touched():
        Evidence.objects.filter(id=one.id).update(record_hash="0" * 64)
        assert _told() == [{"record": "out of its place"}] * 2
    with _touched():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM signing_evidence WHERE id = %s", [one.id])
        assert _told() == [{"record": "missing"}, {"record": "out of its place"}]
    assert _told() == SOUND


def test_handler_reads_the_result_and_nobody_else_can_ask(place: Town) -> None:
    reference = Case.objects.get().reference
    hanna = place.handler()
    desk = f"/handlaggning/arenden/{reference}/"
    assert "Kontrollera underskrifterna igen" in page_text(hanna, desk)
    told = page_text(hanna, f"{desk}underskrifter/")
    assert "Allt stämmer." in told
    assert str(KEPT["snapshot"]) in told
    with _touched():
        _rewrite(1, _anew(place, "revoked"))
        told = page_text(hanna, f"{desk}underskrifter/")
        assert "Något stämmer inte." in told
        assert str(WHY_NOT["the certificate was not good"]) in told
    for stranger in (
        cast.staff_actor(Role.HANDLER, "Socialförvaltningen"),
        cast.citizen_actor(),
    ):
        with pytest.raises(NotFoundError):
            check_again(reference=reference, by=stranger)
    with open_scope(cast.municipality("norrkoping")), pytest.raises(NotFoundError):
        check_again(reference=reference, by=cast.staff_actor())
