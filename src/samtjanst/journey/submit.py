"""Making a filing ready to be signed: checked, the parties found, sealed, the room opened.

Where an e-service asks for no signature, it is handed in at once instead.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from samtjanst.building.definitions import levels
from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit import parties as formkit_parties
from samtjanst.capabilities.formkit import present
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.formkit.origins import origins
from samtjanst.capabilities.signing import services as signing_services
from samtjanst.capabilities.signing.types import Party, RoomRule
from samtjanst.foundation.audit.services import one_insert
from samtjanst.foundation.files.types import FileInfo
from samtjanst.foundation.people import sessions
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.services import remember_citizen, set_contact
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.queries import current
from samtjanst.journey import confirm, fee_due, hand_in, neighbours, represent
from samtjanst.journey.answer import Work, evaluated, refreshed
from samtjanst.journey.sealed import code_of, named_in
from samtjanst.kernel import clock
from samtjanst.kernel.canonical import canonical_bytes, digest_bytes
from samtjanst.kernel.errors import InvalidInputError, TransitionError
from samtjanst.kernel.identity import Identity, parse_identity, read_identity
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing import services as filing_services
from samtjanst.running.filing.types import ORIGINS, SEAL_FORMAT, next_state

# The rule by which the text that people sign is made from a sealed filing. A change of the
# rule gets a new name, so that old signatures can always be explained.
TEXT_RULE = "samtjanst-text/1"
# The same, and how many have to sign: only where not all of them do, or they sign in turn.
TEXT_RULE_OF_SOME = "samtjanst-text/2"
# As the second, and that guardians sign beside those who are named.
TEXT_RULE_WITH_GUARDIANS = "samtjanst-text/3"
# As the third, and that the owners of what lies beside sign, too.
TEXT_RULE_WITH_NEIGHBOURS = "samtjanst-text/4"
LONGEST_TEXT = 20_000  # bytes; the e-ID takes 40,000 characters of base64


@dataclass(frozen=True, slots=True)
class Ready:
    """What is sealed and waits for the applicant: her own request, and :func:`seen` of it."""

    request_id: uuid.UUID
    seen: str


def prepare(*, filing_id: uuid.UUID, by: Actor, read: str = "") -> Ready | None:
    """Seal the filing as it is now and open its signing room; None when it is handed in instead.

    Guardians are looked up again, since custody can have changed while the draft lay; what the
    register says is kept even when the filing cannot be sealed, so that the applicant sees why.

    Where the e-service asks for no signature it has arrived now (FL 22 §), and the case can be
    handled. ``read`` is :func:`seen` of what was on the applicant's screen: nothing else is taken.

    Raises:
        InvalidInputError: something is missing or wrong; by question. ``seen`` is among them when
            what she hands in is not what she has read.
        NotFoundError: not the actor's own.
        LevelError: she is logged in at a lower level than handing in demands.
        TransitionError: it has been signed or handed in.
        ConflictError: the answers were changed in another window meanwhile.
    """
    filing = filings.open_filing(by, filing_id)
    next_state(filing.state, "seal")  # before the register is asked
    if filing.newer_id:
        raise TransitionError(
            "filing", filing.state, "seal"
        )  # it goes on with the newer version first
    demanded = levels.demanded(definition_of(filing.version_id), filing.confidentiality)
    levels.refuse_below(demanded[1], by=by)
    filing = neighbours.gathered(refreshed(filing, by=by, fresh=True), by=by)
    with transaction.atomic(), one_insert():
        work = evaluated(filing, by)
        refuse_unsound(work)
        if work.definition.signing.is_signed:
            return Ready(seal_and_open(work=work, by=by), seen(work))
        _hand_in(work, read, by)
        return None


def refuse_unsound(work: Work) -> None:
    """Let only a complete filing go on.

    Raises:
        InvalidInputError: by question, what is missing or wrong.
    """
    if not work.evaluation.complete:
        stopped = {stop.page_id: [stop.message.to("sv")] for stop in work.evaluation.stops}
        raise InvalidInputError(stopped | work.evaluation.errors())
    represented = represent.of_work(work)
    if represented and represented.ended:
        raise InvalidInputError({"represents": [represent.why_not(represented)]})


def refuse_unread(work: Work, read: str) -> None:
    """Take only what has been read; ``read`` is :func:`seen` of what was on the screen.

    Raises:
        InvalidInputError: under "seen".
    """
    if read != seen(work):
        raise InvalidInputError({"seen": [gettext("Något har ändrats sedan du läste.")]})


def _hand_in(work: Work, read: str, by: Actor) -> None:
    refuse_unread(work, read)
    _keep_contact(work, by)
    proof = sessions.proof_of(by.session_id)
    # What shows that she was logged in, where the e-ID's answer can be judged afterwards.
    shown = {represent.PROOF: proof} if proof else {}
    how = {"level": by.assurance_level, "at": _now(), **shown}
    seal_unsigned(work=work, more={represent.CONFIRMED: how}, by=by)
    who = read_identity(code_of(work.filing.facts["applicant"]))
    confirm.note_key(proof=proof, who=who, subject=("filing", work.filing.id), by=by)


def seal_unsigned(*, work: Work, more: Mapping[str, Any] | None = None, by: Actor) -> None:
    """Seal what nobody signs, with ``more`` about how it was handed in: it has arrived."""
    filing_services.seal(
        filing_id=work.filing.id,
        content={**_content(work, parties(work), by), **(more or {})},
        revision=work.filing.revision,
        by=by,
    )
    hand_in.confirmed(filing_id=work.filing.id, by=by)


def _now() -> str:
    return clock.local(clock.now()).isoformat(timespec="seconds")


def seal_and_open(*, work: Work, by: Actor) -> uuid.UUID:
    """Seal the filing and open its signing room; the key of the applicant's own request."""
    filing_id = work.filing.id
    plan = parties(work)
    _keep_contact(work, by)
    subject = ("filing", filing_id)
    # The room is locked before the filing, as when somebody signs.
    signing_services.cancel_room(subject=subject, by=by)
    content = _content(work, plan, by)
    snapshot = filing_services.seal(
        filing_id=filing_id, content=content, revision=work.filing.revision, by=by
    )
    rule = work.definition.signing
    requests = signing_services.open_room(
        subject=subject,
        label=work.definition.title.to("sv"),
        unit_id=work.filing.unit_id,
        digest=snapshot.sha256,
        visible_text=visible_text(work, snapshot.sha256, plan),
        hidden_data=hidden_data(filing_id, snapshot.sha256, plan),
        parties=[_party(work, due) for due in plan.to_sign],
        rule=RoomRule(
            mode=rule.mode.value,
            reminders_days=rule.reminders_days,
            expires_days=rule.expires_days,
            needed=plan.needed if _is_special(plan) else None,
            in_turn=plan.in_turn and _is_special(plan),
        ),
        by=by,
    )
    return next(request.id for request in requests if request.citizen_id == by.citizen_id)


def parties(work: Work) -> formkit_parties.PartyPlan:
    """Who must sign the filing as it is now (it must be complete)."""
    return formkit_parties.due(work.definition, work.evaluation.values, work.context)


def seen(work: Work) -> str:
    """A digest of what the check page shows, to tell whether it is what is sealed afterwards."""
    plan = parties(work)
    shown = {
        "answers": work.evaluation.values,
        # Neighbours are looked up when she hands in, and not told to her.
        "parties": [[p.role, p.code] for p in plan.parties if p not in plan.neighbours],
        "by_official": plan.by_official,
        **fee_due.sealed(work),
        # Not when it was so: the register is asked again before it is sealed.
        "represents": {**(_represented(work) or {}), "at": "", "proof": ""},
    }
    return digest_bytes(canonical_bytes(shown))


def visible_text(work: Work, sha256: str, plan: formkit_parties.PartyPlan) -> str:
    """What the person sees in the app and signs: every question and answer, and the digest."""
    head = f"{work.definition.title.to('sv')}\n{current().name}\n"
    tail = f"\nKontrollsumma (SHA-256): {sha256}\n"
    body = "\n".join((*_lines(work), *_who_signs(plan)))
    room = LONGEST_TEXT - len((head + tail).encode())
    if len(body.encode()) > room:
        body = "Ansökan är lång. Du har läst den på skärmen; kontrollsumman hör till den."
    return f"{head}\n{body}\n{tail}"


def hidden_data(filing_id: uuid.UUID, sha256: str, plan: formkit_parties.PartyPlan) -> bytes:
    """What is signed besides the text: which sealed filing it is about."""
    rule = TEXT_RULE
    if _is_special(plan):
        rule = TEXT_RULE_WITH_GUARDIANS if plan.guardians else TEXT_RULE_OF_SOME
        rule = TEXT_RULE_WITH_NEIGHBOURS if plan.neighbours else rule
    return canonical_bytes({"rule": rule, "filing": str(filing_id), "sha256": sha256})


def _is_special(plan: formkit_parties.PartyPlan) -> bool:
    return not plan.by_official and (plan.needed is not None or plan.in_turn)


def _who_signs(plan: formkit_parties.PartyPlan) -> Iterator[str]:
    if not _is_special(plan):
        return
    count, turn = len(plan.named), ", en i taget" if plan.in_turn else ""
    yield "\nUNDERSKRIFTER"
    if plan.neighbours:
        yield f"Grannar som skriver under, alla: {len(plan.neighbours)}"
    if not plan.guardians:
        yield f"Skriver under utöver den sökande: {plan.needed or count} av {count}{turn}"
        return
    yield "Varje vårdnadshavare skriver under"
    wanted = f"{plan.needed or count} av {count}{turn}"
    yield f"Av dem som den sökande har angett skriver under: {wanted}"


def _lines(work: Work) -> list[str]:
    context = represent.context_of(work)
    sections = present.summary(work.definition, work.evaluation.values, context)
    lines: list[str] = []
    for section in sections:
        lines.append(f"\n{section.title.upper()}")
        lines += [f"{row.label}: {'; '.join(row.lines)}" for row in section.rows]
    return lines


def _party(work: Work, due: formkit_parties.Party) -> Party:
    identity = parse_identity(due.code, today=clock.today())
    # The applicant is known: it is her filing, and what the register says of her is kept.
    is_applicant = identity.code == code_of(work.filing.facts["applicant"])
    return Party(
        role=due.role,
        identity=identity,
        name=due.name,
        citizen_id=work.filing.citizen_id if is_applicant else _reached(identity, due),
        is_protected=due.protected,
    )


def _reached(identity: Identity, due: formkit_parties.Party) -> uuid.UUID:
    """The key of somebody who is asked; the applicant's address for her, where none is known."""
    citizen_id = _citizen_id(identity, due)
    if due.email and not due.protected and not identity_of(citizen_id).email:
        set_contact(citizen_id=citizen_id, email=due.email, phone=identity_of(citizen_id).phone)
    return citizen_id


def _citizen_id(identity: Identity, due: formkit_parties.Party) -> uuid.UUID:
    citizen = remember_citizen(
        identity=identity,
        name=due.name,
        given_name=due.name.split(" ")[0],
        is_protected=due.protected or None,
    )
    return citizen.id


def _represented(work: Work) -> dict[str, Any] | None:
    found = represent.of_work(work)
    if found is None:
        return None
    # Whether she signs for a company alone; absent where it is not asked.
    return {k: v for k, v in asdict(found).items() if k != "alone" or v is not None}


def _special(plan: formkit_parties.PartyPlan) -> dict[str, Any]:
    return {"needed": plan.needed, "of": len(plan.named), "in_turn": plan.in_turn}


def _files_in(work: Work) -> list[FileInfo]:
    # What was attached to a question that is no longer asked is not part of what is signed.
    values = work.evaluation.values
    asked = (q.id for q in work.definition.questions() if q.kind is Kind.FILE)
    wanted = {key for question in asked for key in values.get(question) or ()}
    # Nor is it a question that the pages are of from which staff has taken it down.
    wanted |= {*(work.filing.facts.get(represent.TAKEN_DOWN) or {}).get("papers", ())}
    return [info for info in work.files if info.id in wanted]


def _keep_contact(work: Work, by: Actor) -> None:
    by_kind = {
        question.kind.value: work.evaluation.values.get(question.id)
        for question in work.definition.questions()
    }
    email, phone = by_kind.get("email"), by_kind.get("phone")
    if by.citizen_id and (email or phone):
        set_contact(citizen_id=by.citizen_id, email=str(email or ""), phone=str(phone or ""))


def _content(work: Work, plan: formkit_parties.PartyPlan, by: Actor) -> dict[str, Any]:
    filing, applicant = work.filing, work.filing.facts["applicant"]
    prepared = filing.facts.get(represent.PREPARED)
    taken = filing.facts.get(represent.TAKEN_DOWN)
    found = origins(work.definition, work.evaluation.values, work.context)
    return {
        # Where answers came from that look-ups are about; absent when there are none.
        **({ORIGINS: {name: asdict(one) for name, one in found.items()}} if found else {}),
        # Which system filled it in for the applicant, and when; absent when nobody did.
        **({represent.PREPARED: prepared} if prepared else {}),
        # What is to be paid; absent where nothing is.
        **fee_due.sealed(work),
        # By which channel staff took it down for the applicant; absent when she did it herself.
        **({represent.TAKEN_DOWN: taken} if taken else {}),
        # At which level the applicant was logged in, 0 for not; the signature has its own.
        "login": {"level": by.assurance_level if by.is_citizen else 0},
        # Owners of what lies beside whom an official has to reach; absent where there are none.
        **({neighbours.BY_HAND: [asdict(o) for o in plan.by_hand]} if plan.by_hand else {}),
        # How many of those who are named have to sign; absent when all do, at once.
        **({"signatories": _special(plan)} if _is_special(plan) else {}),
        "format": SEAL_FORMAT,
        "municipality": current().slug,
        "e_service": filing.slug,
        "version": {"id": str(filing.version_id), "sha256": work.definition.sha256},
        "filing": str(filing.id),
        "applicant": named_in(applicant),
        "answers": work.evaluation.values,
        # For whom the applicant acts: what shows it, and when that was so; null for herself.
        "represents": _represented(work),
        "parameters": dict(work.context.parameters),
        "files": [
            {
                "id": info.id,
                "name": info.name,
                "content_type": info.content_type,
                "size": info.size,
                "sha256": info.sha256,
            }
            for info in _files_in(work)
        ],
        "parties": [
            {
                "role": party.role,
                "personal_number": party.personal_number,
                "name": party.name,
                "source": party.source,
                "protected": party.protected,
                # With another country's e-ID; absent of everybody with a number.
                **({"foreign": party.foreign} if party.foreign else {}),
                # What a neighbour owns; absent of everybody else.
                **({"estate": party.estate} if party.estate else {}),
            }
            for party in plan.parties
        ],
        # Which decisions the rules of the version leave open with these answers.
        "outcomes": list(work.evaluation.outcomes),
        "dead": [
            {"name": party.name, "source": party.source, "at": filing.facts["gathered_at"]}
            for party in plan.dead
        ],
        # Why an official must see to the other guardian's consent; "" when all are asked.
        "joint_signing": plan.by_official,
        "sealed_at": _now(),
    }
