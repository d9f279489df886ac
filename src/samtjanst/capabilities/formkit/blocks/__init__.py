"""Blocks: parts of a form that are kept under a name, used in many, and kept up to date.

``taken_out(document, clip)`` makes a block of a page or some questions; ``put_in`` puts one into
another document, which then remembers it (``uses``); ``upgraded`` gives the parts as they stand
there what has changed in a newer block, and tells exactly what cannot be both.
"""

from samtjanst.capabilities.formkit.blocks.content import (
    Block,
    Mark,
    PutIn,
    Taken,
    Use,
    faults,
    left_alone,
    marked,
    put_in,
    taken_out,
    use,
    uses,
)
from samtjanst.capabilities.formkit.blocks.copying import Brought, paste
from samtjanst.capabilities.formkit.blocks.files import Carried, forward, read, written
from samtjanst.capabilities.formkit.blocks.upgrading import (
    Upgrade,
    changed_here,
    clip_of,
    upgraded,
)

__all__ = [
    "Block",
    "Brought",
    "Carried",
    "Mark",
    "PutIn",
    "Taken",
    "Upgrade",
    "Use",
    "changed_here",
    "clip_of",
    "faults",
    "forward",
    "left_alone",
    "marked",
    "paste",
    "put_in",
    "read",
    "taken_out",
    "upgraded",
    "use",
    "uses",
    "written",
]
