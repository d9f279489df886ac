"""Values of handing a case over to another unit."""

from enum import StrEnum


class MoveGround(StrEnum):
    """Why the other unit may see what is in the case.

    Secrecy holds between independent branches of one authority (OSL 8 kap. 2 §); the ground is
    what makes it no hindrance here.
    """

    SAME_BRANCH = "same_branch"  # no boundary of secrecy is crossed
    CONSENT = "consent"  # of the person whom it protects (OSL 10 kap. 1 §, 12 kap. 2 §)
    NO_HARM = "no_harm"  # tried, and it is clear that it can be told (the rule's own condition)
    DUTY = "duty"  # a law or ordinance says that it is to be told (OSL 10 kap. 28 §)
