"""Where the kinds that hold other questions find the behaviours of those."""

from samtjanst.capabilities.formkit.kinds.base import Behaviour
from samtjanst.capabilities.formkit.model import Kind

KNOWN: dict[Kind, Behaviour] = {}


def behaviour_of(kind: Kind) -> Behaviour:
    """The behaviour of a kind."""
    return KNOWN[kind]
