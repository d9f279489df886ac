"""Every hint and failure has its recommended message, in both languages."""

from dataclasses import replace

import pytest
from tests.adapters.bankid.support import DESKTOP, PHONE, START, order_of

from samtjanst.adapters.bankid import texts
from samtjanst.adapters.bankid.provider import BankIdIdentity
from samtjanst.ports.identity import OrderState
from samtjanst.simulators.bankid import faults
from samtjanst.simulators.bankid.server import Running

PENDING = [
    ("outstandingTransaction", DESKTOP, "RFA1"),
    ("noClient", DESKTOP, "RFA1"),
    ("started", DESKTOP, "RFA15A"),
    ("started", PHONE, "RFA15B"),
    ("userMrtd", DESKTOP, "RFA23"),
    ("userCallConfirm", DESKTOP, "CONFIRM_CALL"),
    ("userSign", DESKTOP, "RFA9"),
    ("somethingNew", DESKTOP, "RFA21"),
]
FAILED = [
    ("userCancel", DESKTOP, "RFA6"),
    ("cancelled", DESKTOP, "RFA3"),
    ("expiredTransaction", DESKTOP, "RFA8"),
    ("certificateErr", DESKTOP, "RFA16"),
    ("startFailed", DESKTOP, "RFA17B"),
    ("startFailed", PHONE, "RFA17A"),
    ("userDeclinedCall", DESKTOP, "DECLINED_CALL"),
    ("notSupportedByUserApp", DESKTOP, "UPDATE_APP"),
    ("transactionRiskBlocked", DESKTOP, "RISK"),
    ("somethingNew", DESKTOP, "RFA22"),
]
REFUSED = [
    ("bankid:alreadyInProgress", "RFA4"),
    ("bankid:canceled", "RFA3"),
    ("bankid:unverified", "UNVERIFIED"),
    ("bankid:invalidParameters", "RFA22"),
    ("bankid:unknown", "RFA22"),
    ("bankid:maintenance", "RFA5"),
    ("bankid:unreachable", "RFA5"),
    ("bankid:unauthorized", "RFA5"),
]
# The gist of BankID's recommendation, which our own wording must carry.
GIST = {
    "RFA1": ("Öppna BankID-appen", "Open the BankID app"),
    "RFA2": ("saknas", "missing"),
    "RFA3": ("avbröts", "interrupted"),
    "RFA4": ("redan en påbörjad", "already been started"),
    "RFA5": ("svarar inte som det ska", "not answering as it should"),
    "RFA6": ("Du avbröt", "You cancelled"),
    "RFA8": ("inget svar", "did not answer"),
    "RFA9": ("säkerhetskod", "security code"),
    "RFA13": ("öppna BankID-appen", "open the BankID app"),
    "RFA14A": ("på den här datorn", "this computer"),
    "RFA14B": ("på den här enheten", "this device"),
    "RFA15A": ("på den här datorn", "this computer"),
    "RFA15B": ("på den här enheten", "this device"),
    "RFA16": ("spärrat eller för gammalt", "blocked or too old"),
    "RFA17A": ("Installera", "Install"),
    "RFA17B": ("skanna", "scan"),
    "RFA18": ("Öppna BankID-appen", "Open the BankID app"),
    "RFA19": ("datorn eller på en annan enhet", "computer or on another device"),
    "RFA20": ("enheten eller på en annan", "device or on another"),
    "RFA21": ("pågår", "In progress"),
    "RFA22": ("gick fel", "went wrong"),
    "RFA23": ("Fotografera", "Photograph"),
    "CONFIRM_CALL": ("Bekräfta samtalet", "Confirm the call"),
    "DECLINED_CALL": ("inget har gjorts", "nothing has been done"),
    "UPDATE_APP": ("Uppdatera", "Update"),
    "RISK": ("Kontakta oss", "Contact us"),
    "TOO_LONG": ("längre än vad BankID kan visa", "longer than BankID can show"),
    "UNVERIFIED": ("inte att bekräfta", "could not be confirmed"),
}


def test_every_message_is_held_here() -> None:
    assert set(GIST) == set(texts.IDS)


def test_every_hint_of_the_simulator_is_held_here() -> None:
    assert {hint for hint, _, _ in PENDING} - {"somethingNew"} == set(faults.PENDING_HINTS)
    assert {hint for hint, _, _ in FAILED} == set(faults.FAIL_HINTS)


@pytest.mark.parametrize("rfa", GIST)
def test_message_carries_the_recommendation_in_both_languages(rfa: str) -> None:
    swedish, english = GIST[rfa]
    assert swedish in texts.text(rfa, "sv")
    assert english in texts.text(rfa, "en")
    assert texts.text(rfa, "en-gb") == texts.text(rfa, "en")


def test_unknown_message_is_the_general_one() -> None:
    assert texts.text("RFA99", "sv") == texts.text("RFA22", "sv")


@pytest.mark.parametrize(("hint", "agent", "told"), PENDING)
def test_pending_hint_has_its_message(server: Running, hint: str, agent: str, told: str) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(replace(START, user_agent=agent))
    order = order_of(server, started.order)
    order.hint = hint  # set at once: the app itself never says "somethingNew"
    progress = identity.collect(started.order)
    assert (progress.state, progress.hint) == (OrderState.PENDING, told)
    assert progress.show_qr is (hint == "outstandingTransaction")


@pytest.mark.parametrize(("hint", "agent", "told"), FAILED)
def test_failed_hint_has_its_message(server: Running, hint: str, agent: str, told: str) -> None:
    identity = BankIdIdentity(server.settings)
    started = identity.start(replace(START, user_agent=agent))
    server.bank.fail(order_of(server, started.order), hint)
    progress = identity.collect(started.order)
    assert (progress.state, progress.hint, progress.show_qr) == (OrderState.FAILED, told, False)


@pytest.mark.parametrize(("code", "told"), REFUSED)
def test_refusal_has_its_message(code: str, told: str) -> None:
    assert texts.refused(code) == told
