"""What differs between two versions of a definition document, and how two drafts become one.

Everything is compared on stable ids, so that a question that moves is a question that moves.
``changes(before, after)`` is a typed list, ``said(change, before, after)`` one plain Swedish
sentence; ``merge(base, theirs, mine)`` never loses a change silently,
``choose`` merges when somebody has said whose change counts where they are in conflict.
"""

from samtjanst.capabilities.formkit.compare.changes import Change, ChangeKind, changes
from samtjanst.capabilities.formkit.compare.choosing import Side, choose
from samtjanst.capabilities.formkit.compare.merging import Conflict, Merged, merge
from samtjanst.capabilities.formkit.compare.parts import MISSING, Path
from samtjanst.capabilities.formkit.compare.words import place_of, said, stands

__all__ = [
    "MISSING",
    "Change",
    "ChangeKind",
    "Conflict",
    "Merged",
    "Path",
    "Side",
    "changes",
    "choose",
    "merge",
    "place_of",
    "said",
    "stands",
]
