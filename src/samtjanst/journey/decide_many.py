"""The same decision in many cases at once, each made, proposed or sent to be signed by itself.

What one writes for all of them is filled in for each. Each decision is the case's own: checked,
given by the right that the delegation has for it, and signed by itself (decision 0053).
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from samtjanst.building.definitions.queries import definition_of
from samtjanst.capabilities.formkit.texts import Text
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import decide, decision_texts, sign_decision
from samtjanst.journey.decide import Choice, Proposal, Way
from samtjanst.kernel.errors import InvalidInputError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases.types import TRANSITIONS, CaseView, DecisionDraft

MOST_TRIED = 10  # cases that a decision is tried on before it is sent


@dataclass(frozen=True, slots=True)
class Together:
    """The cases that can be decided together, and those that cannot: the number and why."""

    cases: tuple[CaseView, ...]
    left: tuple[tuple[str, str], ...]


def together(references: Iterable[str], *, by: Actor) -> Together:
    """Which of the chosen cases can be decided together now: of one e-service, and the actor's.

    The same queries however many they are. The e-service is that of the first that can be decided.
    """
    wanted = tuple(dict.fromkeys(references))
    known = {case.reference: case for case in cases.cases_in_reach(by, wanted)}
    proposed = cases.proposed_among(one.id for one in known.values())
    hers = {key: cases.acts_in(by, key) for key in {one.handler_id for one in known.values()}}
    found: list[CaseView] = []
    left: list[tuple[str, str]] = []
    for reference in wanted:
        case = known.get(reference)
        if case is None:
            why = _("Ärendet finns inte.")
        else:
            why = _hindrance(case, is_hers=hers[case.handler_id], is_proposed=case.id in proposed)
        if not why and case and found and _service(case) != _service(found[0]):
            why = _("Det hör till en annan e-tjänst än de övriga.")
        if why or case is None:
            left.append((reference, why))
        else:
            found.append(case)
    return Together(tuple(found), tuple(left))


def choices(case: CaseView) -> tuple[Choice, ...]:
    """The outcomes of the case's version, with texts whose slots are filled in for each case."""
    return tuple(
        Choice(
            outcome.id,
            str(outcome.title),
            tuple(
                (f"{outcome.id}.{b.id}", str(b.title), b.text.sv) for b in outcome.standard_texts
            ),
            outcome.appealable,
        )
        for outcome in definition_of(case.version_id).handling.outcomes
    )


def with_text(case: CaseView, wish: Proposal, text_id: str) -> Proposal:
    """The wish with one of the version's own texts added to the reasons, its slots unfilled."""
    for choice in choices(case):
        for key, _title, text in choice.texts:
            if key == text_id:
                parts = (wish.reasons.strip(), text)
                reasons = "\n\n".join(part for part in parts if part)
                return replace(wish, outcome=choice.id, reasons=reasons)
    return wish


def tried(
    found: Sequence[CaseView], wish: Proposal, *, by: Actor
) -> tuple[CaseView, DecisionDraft]:
    """One of the cases, and the decision as it would be there; nothing is written.

    What stands in the way in one case only does not stop the others: a few are tried.

    Raises:
        InvalidInputError: it can be made in none of them; by field, of the first.
    """
    first: InvalidInputError | None = None
    for case in found[:MOST_TRIED]:
        try:
            return case, _draft(case, wish, by)
        except InvalidInputError as error:
            first = first or error
    raise first or InvalidInputError({"": [_("Inget av ärendena kan beslutas nu.")]})


def send(
    *, reference: str, wish: Proposal, approvers: Sequence[uuid.UUID], revision: int, by: Actor
) -> Way:
    """Make the decision in one of the cases, propose it or send it to be signed: the way it goes.

    Raises:
        NotFoundError, ConflictError, TransitionError: as decide.decide and sign_decision.send;
            ConflictError also when something has happened in the case since it was chosen.
        InvalidInputError: why it cannot be made in this case, by field.
    """
    case = cases.get_case(by, reference)
    decide.require_decidable(case=case, by=by)
    made = _draft(case, wish, by)
    own = _filled(case, wish)
    if decide.way_of(case=case, made=made, by=by)[0] is not Way.SIGNED:
        return decide.decide(reference=reference, proposal=own, revision=revision, by=by)
    many = sign_decision.wanted(case, made)
    sign_decision.send(
        reference=reference, proposal=own, approvers=approvers[:many], revision=revision, by=by
    )
    return Way.SIGNED


def _draft(case: CaseView, wish: Proposal, by: Actor) -> DecisionDraft:
    if wish.outcome and wish.outcome not in {one.id for one in decide.choices(case)}:
        told = _("E-tjänstens regler lämnar inte det beslutet öppet med svaren i ärendet.")
        raise InvalidInputError({"outcome": [told]})
    return decide.draft(reference=case.reference, proposal=_filled(case, wish), by=by)


def _filled(case: CaseView, wish: Proposal) -> Proposal:
    return replace(wish, reasons=decision_texts.filled(case, Text(wish.reasons)))


def _service(case: CaseView) -> str:
    return definition_of(case.version_id).id


def _hindrance(case: CaseView, *, is_hers: bool, is_proposed: bool) -> str:
    """Why the actor cannot decide the case now, in words; "" when she can."""
    if (case.state, "decide") not in TRANSITIONS:
        return _("Det går inte i det läge som ärendet är i.")
    if not is_hers:
        return _("Någon annan handlägger det. Ta över det först.")
    if is_proposed or case.decision_leaves_at:
        return _("Ett beslut i ärendet väntar redan.")
    return ""
