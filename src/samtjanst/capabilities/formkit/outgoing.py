"""Which notices an e-service sends: when, by which template, to whom. Of a draft too.

Read from the document as it stands, so that an e-service that is being made can be shown. The
order of things is that of :mod:`following`; what each notice says belongs to the platform.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from samtjanst.capabilities.formkit.fees import FeeWhen
from samtjanst.capabilities.formkit.following import DECISION, FEE_DUE, INVITATION, TO_PAY
from samtjanst.capabilities.formkit.model import Confirmation, SigningMode
from samtjanst.capabilities.formkit.texts import Text, Told

APPLICANT = Told("Den sökande", "The applicant")
SIGNERS = Told("De som ska skriva under", "Those who are to sign")
EVERYBODY = Told("Alla parter", "All parties")
_CHOSEN = Told("Den som handläggaren skriver till", "Whom the official writes to")
HANDED_IN = Told("När den sökande har lämnat in", "When the applicant has handed in")
_REMINDED = Text("Efter {days} arbetsdagar utan underskrift", "After {days} working days unsigned")
_EXPIRED = Text(
    "Efter {days} dagar utan alla underskrifter", "After {days} days without all signatures"
)
_DECLINED = Told("När någon inte vill skriva under", "When somebody will not sign")
_ALL_SIGNED = Told("När underskrifterna är klara", "When the signatures are there")
_ASKED = Told("När handläggaren begär komplettering", "When the official asks for a supplement")
_SUPPLEMENT_LATE = Told(
    "Två arbetsdagar innan tiden för att komplettera går ut",
    "Two working days before the time to supplement runs out",
)
_SUPPLEMENTED = Told("När kompletteringen har kommit in", "When the supplement has come in")
_FEE = Told(
    "När den sökande har lämnat in och en avgift ska betalas",
    "When the applicant has handed in and a fee is to be paid",
)
_FEE_LATE = Told(
    "Tre dagar innan tiden att betala går ut", "Three days before the time to pay runs out"
)
_FEE_PAID = Told("När avgiften är betald", "When the fee is paid")
_FEE_EXPIRED = Told("När tiden att betala har gått ut", "When the time to pay has run out")
_HEARD = Told("När en part får yttra sig före beslut", "When a party may comment before a decision")
_WRITTEN = Told("När handläggaren skriver", "When the official writes")
_BY_ITSELF = Text("Av sig självt i statusen ”{status}”", "By itself in the status “{status}”")
_DECIDED = Told("När beslutet är fattat", "When the decision is made")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One notice. ``words`` are what is then read in the case, where the e-service says them."""

    when: Told
    template: str
    to: Told
    words: str = ""


def outgoing(document: Mapping[str, Any]) -> list[Outgoing]:
    """The notices, in the order in which a case comes to them."""
    signing, joint = _part(document, "signing"), is_joint(document)
    return [
        *_handed_in(signing, is_joint=joint),
        *_fee(_part(document, "fee")),
        *(_signing(signing) if joint else ()),
        Outgoing(_ASKED, "supplement_asked", APPLICANT),
        Outgoing(_SUPPLEMENT_LATE, "supplement_reminder", APPLICANT),
        Outgoing(_SUPPLEMENTED, "supplement_received", APPLICANT),
        Outgoing(_WRITTEN, "letter_sent", _CHOSEN),
        Outgoing(_HEARD, "letter_sent", _CHOSEN),
        *_of_process(document),
        Outgoing(_DECIDED, DECISION, EVERYBODY),
    ]


def is_joint(document: Mapping[str, Any]) -> bool:
    """Whether somebody can have to sign beside the applicant."""
    signing = _part(document, "signing")
    who = _part(signing, "signatories")
    is_signed = signing.get("confirmation", "signature") == Confirmation.SIGNATURE
    by_rule = any(_part(one, "target").get("party") for one in document.get("rules") or ())
    by_word = any(who.get(name) for name in ("guardians_of", "named_in", "neighbours_of"))
    return is_signed and (by_word or by_rule)


def lacks_reminder(document: Mapping[str, Any]) -> bool:
    """Whether others are to sign, and nobody reminds them."""
    signing = _part(document, "signing")
    return is_joint(document) and not signing.get("reminders_days")


def _handed_in(signing: Mapping[str, Any], *, is_joint: bool) -> Iterator[Outgoing]:
    if signing.get("confirmation") == Confirmation.LOGIN:
        yield Outgoing(HANDED_IN, "application_received", APPLICANT)
    elif not is_joint:
        yield Outgoing(HANDED_IN, "application_complete", APPLICANT)
    else:
        own = signing.get("mode") == SigningMode.OWN_SPACE_UNTIL_SIGNED
        told = "application_signed" if own else "application_arrived"
        yield Outgoing(HANDED_IN, told, APPLICANT)
        yield Outgoing(HANDED_IN, INVITATION, SIGNERS)


def _fee(fee: Mapping[str, Any]) -> Iterator[Outgoing]:
    if not fee:
        return
    is_first = fee.get("when") == FeeWhen.BEFORE
    yield Outgoing(_FEE, TO_PAY if is_first else FEE_DUE, APPLICANT)
    yield Outgoing(_FEE_LATE, "fee_reminder", APPLICANT)
    yield Outgoing(_FEE_PAID, "fee_paid", APPLICANT)
    yield Outgoing(_FEE_EXPIRED, "fee_expired", APPLICANT)


def _signing(signing: Mapping[str, Any]) -> Iterator[Outgoing]:
    for days in signing.get("reminders_days") or ():
        yield Outgoing(_REMINDED.told(days=days), "sign_reminder", SIGNERS)
    yield Outgoing(_DECLINED, "sign_declined", APPLICANT)
    expires = signing.get("expires_days") or 0
    yield Outgoing(_EXPIRED.told(days=expires), "sign_expired", APPLICANT)
    some = _part(signing, "signatories").get("needed")
    yield Outgoing(_ALL_SIGNED, "application_enough" if some else "application_complete", EVERYBODY)


def _of_process(document: Mapping[str, Any]) -> Iterator[Outgoing]:
    for phase in _part(document, "process").get("phases") or ():
        for status in phase.get("statuses") or ():
            for one in status.get("automatic") or ():
                if words := _part(one, "message").get("sv"):
                    title = str(_part(status, "title").get("sv") or status.get("id", ""))
                    when = _BY_ITSELF.told(status=title)
                    yield Outgoing(when, "letter_sent", EVERYBODY, str(words))


def _part(inside: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = inside.get(name)
    return found if isinstance(found, Mapping) else {}
