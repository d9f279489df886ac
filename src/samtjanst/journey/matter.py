"""A sealed filing and the people in it, as the steps that follow a hand-in read it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from samtjanst.capabilities.formkit import following
from samtjanst.capabilities.formkit.context import TakenDownFacts
from samtjanst.capabilities.formkit.parties import SIGNATORY
from samtjanst.foundation.people.queries import known_by_identity, open_identity
from samtjanst.foundation.people.services import remember_citizen
from samtjanst.foundation.people.types import CitizenIdentity
from samtjanst.journey import represent
from samtjanst.journey.sealed import code_of
from samtjanst.kernel import clock
from samtjanst.kernel.errors import NotFoundError
from samtjanst.kernel.identity import Identity, read_identity
from samtjanst.running.cases.types import PartyInput
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.types import SealedSnapshot


@dataclass(frozen=True, slots=True)
class Matter:
    """A sealed filing and the people in it, read once."""

    snapshot: SealedSnapshot
    parties: tuple[tuple[PartyInput, CitizenIdentity], ...]

    @property
    def filing_id(self) -> uuid.UUID:
        """The filing's key."""
        return self.snapshot.filing_id

    @property
    def is_lost(self) -> bool:
        """Whether a guardian has emigrated without a trace, or is unknown to the register."""
        return following.is_lost(self.snapshot.content.get("joint_signing", ""))

    @property
    def version_id(self) -> uuid.UUID:
        """The version of the e-service that it is pinned to."""
        return uuid.UUID(self.snapshot.content["version"]["id"])

    @property
    def taken_down(self) -> TakenDownFacts | None:
        """How staff has received it for the applicant; None for what she has handed in herself."""
        return represent.taken_down_in(self.snapshot.content)

    def arrived_at(self, now: datetime) -> datetime:
        """When it arrived: on paper, on the day that it came; else now (FL 22 §)."""
        told = self.taken_down
        day = date.fromisoformat(told.arrived_on) if told else clock.local(now).date()
        return now if day >= clock.local(now).date() else clock.starts(day)

    @property
    def signatories(self) -> Mapping[str, Any]:
        """How many of those who are named have to sign; {} where all do, at once."""
        found: Mapping[str, Any] = self.snapshot.content.get("signatories") or {}
        return found

    @property
    def complete(self) -> str:
        """The notice that it is complete: everybody has signed, or enough have."""
        return following.completion(some_are_enough=bool(self.signatories.get("needed")))

    @property
    def enough(self) -> str:
        """How many have to sign, for the time line."""
        return f"{self.signatories['needed']} av {self.signatories['of']}"

    @property
    def at_first(self) -> tuple[tuple[PartyInput, CitizenIdentity], ...]:
        """Those who are parties when it arrives: in turn, the others are when they are asked."""
        named = [party for party in self.parties if party[0].role == SIGNATORY]
        wait = named[1:] if self.signatories.get("in_turn") else []
        return tuple(party for party in self.parties if party not in wait)


def matter_of(filing_id: uuid.UUID) -> Matter:
    """The standing sealed filing, for a step that has its own permission.

    Raises:
        NotFoundError: there is none.
    """
    snapshot = filings.standing_snapshot(filing_id)
    if snapshot is None:
        raise NotFoundError
    # A guardian of whom only the name is known is in the filing, but can have no account.
    # Those whom a protected applicant has named are no parties: an official sees to them.
    official = SIGNATORY if snapshot.content.get("joint_signing") else ""
    asked = [party for party in snapshot.content["parties"] if party["role"] != official]
    named = [party for party in asked if code_of(party)]
    known = known_by_identity(read_identity(code_of(party)) for party in named)
    parties = ((party, _citizen_of(party, known)) for party in named)
    return Matter(
        snapshot,
        tuple(
            (PartyInput(party["role"], who.id, party["protected"]), who) for party, who in parties
        ),
    )


def _citizen_of(
    party: Mapping[str, Any], known: Mapping[Identity, CitizenIdentity]
) -> CitizenIdentity:
    identity = read_identity(code_of(party))
    found = known.get(identity)
    if found and found.name and (found.is_protected or not party["protected"]):
        return found
    row = remember_citizen(
        identity=identity,
        name=party["name"],
        given_name=party["name"].split(" ")[0],
        is_protected=party["protected"] or None,
    )
    return open_identity(row)
