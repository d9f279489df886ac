"""Where a case, and a request for a supplement, stands."""

from enum import StrEnum

from samtjanst.kernel.errors import TransitionError


class CaseState(StrEnum):
    """Where a case stands."""

    WAITING_FOR_SIGNATURE = "waiting_for_signature"
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    WAITING_FOR_APPLICANT = "waiting_for_applicant"  # asked to supplement; our time stands still
    DECIDED = "decided"
    LAPSED = "lapsed"  # never completed: somebody declined, or time ran out
    WITHDRAWN = "withdrawn"  # the applicant took it back before it was decided


# Ended without a decision.
CLOSED = (CaseState.LAPSED, CaseState.WITHDRAWN)
OVER = frozenset({CaseState.DECIDED, *CLOSED})


TRANSITIONS: dict[tuple[CaseState, str], CaseState] = {
    (CaseState.WAITING_FOR_SIGNATURE, "complete"): CaseState.RECEIVED,
    (CaseState.WAITING_FOR_SIGNATURE, "lapse"): CaseState.LAPSED,
    (CaseState.WAITING_FOR_SIGNATURE, "decline"): CaseState.WAITING_FOR_SIGNATURE,
    (CaseState.WAITING_FOR_SIGNATURE, "ask_again"): CaseState.WAITING_FOR_SIGNATURE,
    (CaseState.LAPSED, "ask_again"): CaseState.WAITING_FOR_SIGNATURE,
    (CaseState.WAITING_FOR_SIGNATURE, "close"): CaseState.LAPSED,
    (CaseState.WAITING_FOR_SIGNATURE, "extend"): CaseState.WAITING_FOR_SIGNATURE,
    (CaseState.WAITING_FOR_SIGNATURE, "take_unsigned"): CaseState.IN_PROGRESS,
    # What happens with signatures that were not waited for is noted, and changes nothing.
    **{
        (state, event): state
        for state in (
            CaseState.IN_PROGRESS,
            CaseState.WAITING_FOR_APPLICANT,
            CaseState.DECIDED,
        )
        for event in ("complete", "decline", "lapse")
    },
    (CaseState.RECEIVED, "assign"): CaseState.IN_PROGRESS,
    (CaseState.IN_PROGRESS, "assign"): CaseState.IN_PROGRESS,
    (CaseState.IN_PROGRESS, "release"): CaseState.RECEIVED,
    # Whoever had it has left.
    (CaseState.IN_PROGRESS, "vacate"): CaseState.RECEIVED,
    (CaseState.WAITING_FOR_APPLICANT, "vacate"): CaseState.WAITING_FOR_APPLICANT,
    (CaseState.RECEIVED, "take"): CaseState.IN_PROGRESS,
    (CaseState.IN_PROGRESS, "take"): CaseState.IN_PROGRESS,
    (CaseState.IN_PROGRESS, "decide"): CaseState.DECIDED,
    (CaseState.IN_PROGRESS, "ask"): CaseState.WAITING_FOR_APPLICANT,
    # Another party, or another at the same time: the case waits till all have answered.
    (CaseState.WAITING_FOR_APPLICANT, "ask"): CaseState.WAITING_FOR_APPLICANT,
    (CaseState.WAITING_FOR_APPLICANT, "assign"): CaseState.WAITING_FOR_APPLICANT,
    (CaseState.WAITING_FOR_APPLICANT, "take"): CaseState.WAITING_FOR_APPLICANT,
    (CaseState.WAITING_FOR_APPLICANT, "decide"): CaseState.DECIDED,
    (CaseState.WAITING_FOR_APPLICANT, "supplement"): CaseState.IN_PROGRESS,
    (CaseState.WAITING_FOR_APPLICANT, "withdraw"): CaseState.IN_PROGRESS,
    (CaseState.WAITING_FOR_APPLICANT, "pass"): CaseState.IN_PROGRESS,
    (CaseState.WAITING_FOR_APPLICANT, "extend"): CaseState.WAITING_FOR_APPLICANT,
    # The time has passed, and the request still stands: what comes late is taken.
    (CaseState.IN_PROGRESS, "supplement"): CaseState.IN_PROGRESS,
    (CaseState.IN_PROGRESS, "withdraw"): CaseState.IN_PROGRESS,
    (CaseState.IN_PROGRESS, "extend"): CaseState.WAITING_FOR_APPLICANT,
    (CaseState.RECEIVED, "supplement"): CaseState.RECEIVED,
    (CaseState.RECEIVED, "withdraw"): CaseState.RECEIVED,
    # Another unit takes it over, where it is nobody's at first.
    (CaseState.RECEIVED, "move"): CaseState.RECEIVED,
    (CaseState.IN_PROGRESS, "move"): CaseState.RECEIVED,
    (CaseState.WAITING_FOR_APPLICANT, "move"): CaseState.WAITING_FOR_APPLICANT,
    # The applicant takes her application back (what is asked of others is "withdraw").
    **{
        (state, "retract"): CaseState.WITHDRAWN
        for state in (
            CaseState.WAITING_FOR_SIGNATURE,
            CaseState.RECEIVED,
            CaseState.IN_PROGRESS,
            CaseState.WAITING_FOR_APPLICANT,
        )
    },
    # In the trash it keeps its place, to come back to.
    **{
        (state, "trash"): state
        for state in (CaseState.RECEIVED, CaseState.IN_PROGRESS, CaseState.LAPSED)
    },
}


def next_state(state: str, event: str) -> CaseState:
    """The state after an event. Raises TransitionError when it is not possible."""
    try:
        return TRANSITIONS[CaseState(state), event]
    except KeyError:
        raise TransitionError("case", state, event) from None


# Complete, and not finished: the time limit runs.
HANDLED_STATES = (CaseState.RECEIVED, CaseState.IN_PROGRESS)


RETRACTABLE = frozenset(state for state, event in TRANSITIONS if event == "retract")
MAY_RETRACT = ("applicant", "principal")  # roles of those whose own application it is
TRASHABLE = frozenset(state for state, event in TRANSITIONS if event == "trash")


class SupplementState(StrEnum):
    """Where a request for a supplement stands."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"  # the case was decided without it


SUPPLEMENT_TRANSITIONS: dict[tuple[SupplementState, str], SupplementState] = {
    (SupplementState.OPEN, "supplement"): SupplementState.ANSWERED,
    (SupplementState.OPEN, "withdraw"): SupplementState.WITHDRAWN,
    (SupplementState.OPEN, "extend"): SupplementState.OPEN,
    (SupplementState.OPEN, "pass"): SupplementState.OPEN,
    (SupplementState.OPEN, "decide"): SupplementState.CLOSED,
}


def next_supplement_state(state: str, event: str) -> SupplementState:
    """The state after an event. Raises TransitionError when it is not possible."""
    try:
        return SUPPLEMENT_TRANSITIONS[SupplementState(state), event]
    except KeyError:
        raise TransitionError("supplement", state, event) from None


class RequestState(StrEnum):
    """Where a party's request that the case be decided (FL 12 §) stands."""

    OPEN = "open"
    DECIDED = "decided"
    REFUSED = "refused"


REQUEST_TRANSITIONS: dict[tuple[RequestState, str], RequestState] = {
    (RequestState.OPEN, "decide"): RequestState.DECIDED,
    (RequestState.OPEN, "refuse"): RequestState.REFUSED,
}


def next_request_state(state: str, event: str) -> RequestState:
    """The state after an event. Raises TransitionError when it is not possible."""
    try:
        return REQUEST_TRANSITIONS[RequestState(state), event]
    except KeyError:
        raise TransitionError("decision request", state, event) from None


class HearingState(StrEnum):
    """Where a party's chance to comment before a decision (FL 25 §) stands."""

    OPEN = "open"
    ANSWERED = "answered"
    WAIVED = "waived"  # she has nothing to add
    CLOSED = "closed"  # the case was decided without it


HEARING_TRANSITIONS: dict[tuple[HearingState, str], HearingState] = {
    (HearingState.OPEN, "answer"): HearingState.ANSWERED,
    (HearingState.OPEN, "waive"): HearingState.WAIVED,
    (HearingState.OPEN, "decide"): HearingState.CLOSED,
}


def next_hearing_state(state: str, event: str) -> HearingState:
    """The state after an event. Raises TransitionError when it is not possible."""
    try:
        return HEARING_TRANSITIONS[HearingState(state), event]
    except KeyError:
        raise TransitionError("hearing", state, event) from None


class ProposalState(StrEnum):
    """Where a proposed decision that somebody else must approve stands."""

    OPEN = "open"
    APPROVED = "approved"
    RETURNED = "returned"  # with what is to be changed
    WITHDRAWN = "withdrawn"


PROPOSAL_TRANSITIONS: dict[tuple[ProposalState, str], ProposalState] = {
    (ProposalState.OPEN, "approve"): ProposalState.APPROVED,
    (ProposalState.OPEN, "return"): ProposalState.RETURNED,
    (ProposalState.OPEN, "withdraw"): ProposalState.WITHDRAWN,
    # The decision in force is to stand: the change of it is not gone on with.
    (ProposalState.RETURNED, "drop"): ProposalState.WITHDRAWN,
}


def next_proposal_state(state: str, event: str) -> ProposalState:
    """The state after an event. Raises TransitionError when it is not possible."""
    try:
        return PROPOSAL_TRANSITIONS[ProposalState(state), event]
    except KeyError:
        raise TransitionError("proposal", state, event) from None


class AppealState(StrEnum):
    """Where an appeal stands."""

    RECEIVED = "received"
    TIMELY = "timely"  # to be reconsidered before it goes to the court (FL 37-38 §§)
    REJECTED = "rejected"  # came too late (FL 45 §)
    TO_COURT = "to_court"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"


APPEAL_TRANSITIONS: dict[tuple[AppealState, str], AppealState] = {
    (AppealState.RECEIVED, "accept"): AppealState.TIMELY,
    (AppealState.RECEIVED, "reject"): AppealState.REJECTED,
    (AppealState.RECEIVED, "withdraw"): AppealState.WITHDRAWN,
    (AppealState.TIMELY, "reconsider"): AppealState.TO_COURT,
    (AppealState.TIMELY, "withdraw"): AppealState.WITHDRAWN,
    (AppealState.TO_COURT, "hand_over"): AppealState.HANDED_OVER,
    (AppealState.TO_COURT, "withdraw"): AppealState.WITHDRAWN,
}


def next_appeal_state(state: str, event: str) -> AppealState:
    """The state after an event. Raises TransitionError when it is not possible."""
    try:
        return APPEAL_TRANSITIONS[AppealState(state), event]
    except KeyError:
        raise TransitionError("appeal", state, event) from None
