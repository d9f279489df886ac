"""The assurance level that an e-service demands of whoever logs in to it.

It follows from how the information is classified, where the definition does not say otherwise: a
breach of confidentiality that does little harm (KLASSA 0 or 1) asks of a citizen level 2, all else
level 3, and so does what nobody has classified. Staff need level 3 where the harm is serious (3).
"""

from samtjanst.building.definitions.types import SERIOUS
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.foundation.people.types import LOA2, LOA3, Actor
from samtjanst.kernel.errors import LevelError

_LITTLE_HARM = 1  # KLASSA: the highest confidentiality for which level 2 is enough


def of_class(confidentiality: int | None) -> int:
    """What citizens are asked for, 2 or 3."""
    is_known = confidentiality is not None and confidentiality <= _LITTLE_HARM
    return LOA2 if is_known else LOA3


def demanded(definition: Definition, confidentiality: int | None) -> tuple[int, int]:
    """The levels that citizens need to fill in and to hand in."""
    return definition.signing.login.demanded(of_class(confidentiality))


def is_sensitive(confidentiality: int | None) -> bool:
    """Whether a breach of confidentiality does serious harm (KLASSA 3)."""
    return (confidentiality or 0) >= SERIOUS


def is_enough_for_staff(actor: Actor, confidentiality: int | None) -> bool:
    """Whether a member of staff may reach cases of the class as she is logged in now."""
    return actor.assurance_level >= LOA3 or not is_sensitive(confidentiality)


def refuse_below(level: int, *, by: Actor) -> None:
    """Let a citizen go on who is logged in at the level; systems are no matter of this.

    Raises:
        LevelError: she is logged in at a lower one.
    """
    if by.is_citizen and by.assurance_level < level:
        raise LevelError(level)
