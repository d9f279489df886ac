"""Why something in a case cannot be struck through."""

from enum import StrEnum


class Unstrikable(StrEnum):
    """What stands in the way of striking through a note or what came in."""

    STRUCK = "struck"  # already
    SENT = "sent"  # by the municipality to a party
    LEAVING = "leaving"  # about to be sent: it is taken back instead
    OF_PARTY = "of_party"  # a party has written it herself, or a step of the law was registered
    PROCEDURE = "procedure"  # an appeal, or an answer in a hearing
    DECIDED = "decided"  # it was in the case when that was decided
    GIVEN_OUT = "given_out"  # in an extract
