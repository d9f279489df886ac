"""What the interface says of where a case stands, and of an e-service's own process."""

from datetime import date, datetime

from ninja import Field, Schema

from samtjanst.running.cases.types import CaseState

PLAIN = r"^[^\x00-\x1f\x7f]*$"
OWN_STATUS = Field(description="Its id in the e-service's own process; null without one")


class Step(Schema):
    """A step of the e-service's own process that the caller may take now."""

    id: str
    title: str
    to: str


class NewStep(Schema):
    """A step to be taken: from which status, so that it is not taken from another."""

    step: str = Field(max_length=64, pattern=PLAIN)
    status: str = Field(max_length=64, pattern=PLAIN)


class StepTaken(Schema):
    """The status that the case has now."""

    process_status: str


class Waiting(Schema):
    """A signature that is missing; in the state "queued" the person is asked in her turn."""

    role: str
    state: str
    since: datetime | None


class Status(Schema):
    """Where a case stands.

    ``still_needed`` is how many of those waited for have to sign, where not all do; else null.
    """

    reference: str
    state: CaseState
    process_status: str | None = OWN_STATUS
    steps: list[Step]
    revision: int
    due: date | None
    waiting_for: list[Waiting]
    still_needed: int | None
