"""What a document of words consists of, when it is set anew on our pages."""

from dataclasses import dataclass
from typing import Literal

from samtjanst.capabilities.documents.pictures import Picture

Kind = Literal["heading", "text", "item", "table", "picture"]
MOST_PASSAGES = 4000


@dataclass(frozen=True, slots=True)
class Passage:
    """One heading, paragraph, list item, table or picture, in the document's order.

    ``level`` is 1–3 for a heading and the depth of a list item; ``mark`` is what stands before an
    item ("1.", "•"); ``rows`` are a table's cells, each row as long as the first, and
    ``has_head`` says that the first of them names the columns.
    """

    kind: Kind
    text: str = ""
    level: int = 1
    mark: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    has_head: bool = False
    picture: Picture | None = None
