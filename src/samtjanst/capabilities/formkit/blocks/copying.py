"""Parts that belong to blocks, pasted into another document of the same municipality.

A block follows when all of it does: the copy is then told of newer versions, as where it was
copied. Of one that was copied in part, the parts are just parts.
"""

from dataclasses import dataclass, field

from samtjanst.capabilities.formkit.blocks.content import Use, marked, uses
from samtjanst.capabilities.formkit.editing import pasting
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.editing.pasting import Clip, Names, Pasted
from samtjanst.capabilities.formkit.editing.references import Reference


@dataclass(frozen=True, slots=True)
class Brought:
    """What pasting did; names of the blocks that followed, and of those that did not."""

    pasted: Pasted = field(repr=False)
    blocks: tuple[str, ...] = ()
    loosened: tuple[str, ...] = ()


def paste(document: Document, clip: Clip, page_id: str) -> Brought:
    """As ``pasting.paste``, with the blocks that were copied whole.

    Raises:
        NotFoundError: as ``pasting.paste``.
    """
    done = pasting.paste(document, clip, page_id)
    kept, loosened = [], []
    for use in uses(clip.document):
        names = _names(use, done.names)
        if len(names) == len(use.names):
            done.document, _use_id = marked(done.document, use.mark, names)
            kept.append(use.mark.title)
        elif names:
            loosened.append(use.mark.title)
    return Brought(done, tuple(kept), tuple(loosened))


def _names(use: Use, pasted: Names) -> Names:
    """From what the block holds to what it is called where it was pasted."""
    found = {block: pasted.get(Reference(block.kind, here)) for block, here in use.names.items()}
    return {block: here for block, here in found.items() if here}
