"""For whom somebody acts: a child, a company, or a person who has given a power of attorney.

Chosen when a filing is started, kept with its facts, judged again when the filing is opened and
when it is handed in. What shows it, and when that was so, goes with the filing to the case.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from samtjanst.capabilities.formkit.context import (
    ConfirmedFacts,
    Context,
    PreparedFacts,
    RepresentedFacts,
    TakenDownFacts,
)
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.kinds.base import inner
from samtjanst.capabilities.formkit.kinds.companies import MISSING
from samtjanst.capabilities.formkit.kinds.people import OWN
from samtjanst.capabilities.formkit.model import ActingPower
from samtjanst.capabilities.formkit.origins import origins
from samtjanst.capabilities.registers.companies import look_up_company
from samtjanst.capabilities.registers.types import CompanyAnswer, Outcome
from samtjanst.foundation.people.queries import identity_of
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import empowered, grounds
from samtjanst.journey.companies import described
from samtjanst.journey.empowered import MANDATE, PERSON, STATED, WITHDRAWN
from samtjanst.journey.look_up import PATIENCE
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.kernel.organisation_number import OrganisationNumber
from samtjanst.ports.company_register import CompanyQuery

if TYPE_CHECKING:
    from samtjanst.journey.answer import Work

SELF, CHILD, COMPANY = "self", "child", "company"
HOW = PREPARED, TAKEN_DOWN = "prepared", "taken_down"
CONFIRMED, PROOF = "confirmed", "proof"
REGISTER = "bolagsverket"
PURPOSE = "the power to act for a company"
# Nobody whom the applicant could be acts for a company of which the register says so.
_ENDS = frozenset({"bankrupt", "deregistered", MISSING})


@dataclass(frozen=True, slots=True)
class Wish:
    """For whom somebody wants to act; ``is_stated`` says that she has given her word for it.

    ``number`` is a company's as it was typed, ``principal`` a person's.
    """

    kind: str = SELF
    number: str = field(default="", repr=False)
    is_stated: bool = False
    principal: str = field(default="", repr=False)


HERSELF = Wish()


def can_be_company(definition: Definition) -> bool:
    """Whether the e-service takes applications for companies."""
    return definition.signing.represents.company is not ActingPower.NEVER


def can_be_person(definition: Definition) -> bool:
    """Whether the e-service takes applications by power of attorney for a person."""
    return definition.signing.represents.person is not ActingPower.NEVER


def judged(
    *, wish: Wish, definition: Definition, reference: str, by: Actor
) -> RepresentedFacts | None:
    """For whom the filing is; None for the applicant herself.

    Raises:
        InvalidInputError: ``number`` for what is wrong with the company, ``principal`` with the
            person, ``stated`` when her word is needed; a company's name is then under ``name``.
        NotFoundError: the e-service does not take it.
    """
    if wish.kind == SELF:
        return None
    if wish.kind == PERSON and can_be_person(definition):
        return _person(wish, definition, reference, by)
    if wish.kind != COMPANY or not can_be_company(definition):
        raise NotFoundError
    found = _company(_number(wish.number, by), definition, reference, by)
    if found.ended:
        raise InvalidInputError({"number": [why_not(found)]})
    if found.source == STATED:
        found = empowered.proven(found=found, definition=definition, reference=reference, by=by)
    if found.source == STATED and definition.signing.represents.company is ActingPower.PROVEN:
        told = _("Registret visar inte att du ensam får företräda företaget, och här krävs det.")
        raise InvalidInputError({"number": [told]})
    if found.source == STATED and not wish.is_stated:
        told = _("Intyga att du får företräda företaget.")
        raise InvalidInputError({"stated": [told], "name": [found.name]})
    return found


def again(
    *, told: Mapping[str, Any], definition: Definition, reference: str, by: Actor, fresh: bool
) -> dict[str, Any]:
    """What holds now of what was told; a register that does not answer changes nothing."""
    before = RepresentedFacts(**told)
    if not fresh:
        return dict(told)
    if before.kind == COMPANY:
        now = _company(before.number, definition, reference, by, fresh=True, before=before)
        if now.ended or before.source != MANDATE:
            return asdict(now)
        left = before.ended if before.ended == WITHDRAWN else ""
        before = replace(before, name=now.name or before.name, status=now.status, ended=left)
    held = empowered.again(before=before, definition=definition, reference=reference, by=by)
    return asdict(held)


def _person(wish: Wish, definition: Definition, reference: str, by: Actor) -> RepresentedFacts:
    found = empowered.person(
        text=wish.principal,
        is_stated=wish.is_stated,
        definition=definition,
        reference=reference,
        by=by,
    )
    if found.ended:
        raise InvalidInputError({"principal": [why_not(found)]})
    return found


def of_work(work: "Work") -> RepresentedFacts | None:
    """For whom the applicant acts in the filing as it is now."""
    told = work.filing.facts.get("represents")
    if not told:
        return _child(work)
    asked = work.definition.signing.signatories.alone_in
    alone = work.evaluation.values.get(asked) if asked else None
    return RepresentedFacts(**{**told, "alone": alone if isinstance(alone, bool) else None})


def of_content(content: Mapping[str, Any]) -> RepresentedFacts | None:
    """For whom the applicant acted in a sealed filing."""
    told = content.get("represents")
    return RepresentedFacts(**told) if told else None


def context_of(work: "Work") -> Context:
    """The filing's context with for whom it is and who filled it in, shown with the answers."""
    return replace(
        work.context,
        represents=of_work(work),
        prepared=prepared_in(work.filing.facts),
        taken_down=taken_down_in(work.filing.facts),
        origins=origins(work.definition, work.evaluation.values, work.context),
    )


def prepared_in(told: Mapping[str, Any]) -> PreparedFacts | None:
    """Which system filled it in, by a filing's facts or sealed content; None for nobody else."""
    found = told.get(PREPARED)
    return PreparedFacts(**found) if found else None


def taken_down_in(told: Mapping[str, Any]) -> TakenDownFacts | None:
    """How staff took it down, by a filing's facts or sealed content; None for nobody else's."""
    found = told.get(TAKEN_DOWN)
    if not found:
        return None
    told = {name: value for name, value in found.items() if name != PROOF}
    return TakenDownFacts(**{**told, "papers": len(found.get("papers") or ())})


def call_proof_in(content: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """When she who telephoned showed who she is (ISO 8601), and the e-ID's answer; "" for never."""
    found = content.get(TAKEN_DOWN) or {}
    return found.get("identified_at", ""), found.get(PROOF) or {}


def gives_word(context: Context) -> bool:
    """Whether her word that she may act for the other is given first when she hands it in."""
    found = context.represents
    if context.prepared is None or found is None:
        return False
    return found.source == STATED and found.kind != CHILD


def confirmed_in(content: Mapping[str, Any]) -> ConfirmedFacts | None:
    """How what is sealed was handed in without a signature; None when it was signed."""
    found = content.get(CONFIRMED)
    return ConfirmedFacts(found["level"], found["at"]) if found else None


def login_proof_in(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The signed answer by which she was logged in when she handed it in; {} without one."""
    proof: Mapping[str, Any] = (content.get(CONFIRMED) or {}).get(PROOF) or {}
    return proof


def why_not(found: RepresentedFacts) -> str:
    """Why the applicant can act for the other no longer; "" when she can."""
    texts = {
        "bankrupt": _(
            "Företaget är i konkurs enligt Bolagsverket. Då är det konkursförvaltaren som "
            "företräder det. Kontakta kommunen om du är konkursförvaltare."
        ),
        "deregistered": _("Företaget är avregistrerat hos Bolagsverket och kan inte ansöka."),
        MISSING: _("Numret finns inte i Bolagsverkets register. Kontrollera det."),
    }
    return texts.get(found.ended, "") or empowered.why_not(found.ended)


def _number(text: str, by: Actor) -> str:
    """Ten digits: an organisation number, or the applicant's own, for her own firm."""
    digits = "".join(text.split()).replace("-", "")
    own = _own_number(by)
    if own and digits in {own, own[2:]}:
        return own[2:]
    try:
        return OrganisationNumber.parse(text).digits
    except ValueError:
        told = _("Skriv organisationsnumret med tio siffror, till exempel 556016-0680.")
        raise InvalidInputError({"number": [told]}) from None


def _own_number(by: Actor) -> str | None:
    """Twelve digits; None of somebody who has no Swedish number, and so no firm by it."""
    if by.citizen_id is None:
        raise NotFoundError
    number = identity_of(by.citizen_id).personal_number
    return number.digits if number else None


def _company(  # noqa: PLR0913 - who asks, about which, why, and what was said before
    number: str,
    definition: Definition,
    reference: str,
    by: Actor,
    *,
    fresh: bool = False,
    before: RepresentedFacts | None = None,
) -> RepresentedFacts:
    own = _own_number(by)
    is_own = own is not None and number == own[2:]
    query = CompanyQuery(own if own and is_own else number, PURPOSE, reference, PATIENCE)
    ground = grounds.of_company(definition)
    answer = look_up_company(query=query, by=by, fresh=fresh, ground=ground)
    if answer.outcome is Outcome.UNAVAILABLE and before:
        return before
    found = _known(answer, is_own=is_own)
    # The register's open part tells who signs only where nobody else can: a person's own firm.
    source = REGISTER if is_own and found["name"] and not found["ended"] else STATED
    at = before.at if before and before.source == source == STATED else _now()
    return RepresentedFacts(COMPANY, source, at, number=number, **found)


def _known(answer: CompanyAnswer, *, is_own: bool) -> dict[str, Any]:
    firms = [one for one in answer.companies if one.is_sole_trader or not is_own]
    if firms:
        told = described(firms[0])
        return {**told, "ended": told["status"] if told["status"] in _ENDS else ""}
    ended = "" if answer.outcome is Outcome.UNAVAILABLE else MISSING
    return {"name": "", "status": ended, "ended": ended}


def _child(work: "Work") -> RepresentedFacts | None:
    """The child that guardians sign for, once it has been chosen."""
    of = work.definition.signing.signatories.guardians_of
    child = work.evaluation.values.get(of) if of else None
    name = inner(child, "name")
    if not name:
        return None
    is_own = inner(child, "source") == OWN
    at = work.filing.facts["gathered_at"]
    return RepresentedFacts(
        CHILD,
        STATED if is_own else "navet",
        clock.local(datetime.fromisoformat(at)).isoformat(timespec="seconds"),
        name="" if isinstance(child, Mapping) and child.get("protected") else name,
        number=inner(child, "personal_number"),
    )


def _now() -> str:
    return clock.local(clock.now()).isoformat(timespec="seconds")
