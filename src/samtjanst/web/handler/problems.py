"""What a page with a form tells of what is wrong."""

from collections.abc import Sequence
from typing import Any

Problems = dict[str, list[str]]


def told(problems: Problems, fields: Sequence[str] = ()) -> dict[str, Any]:
    """For the summary at the top and for the fields; nothing when all is well.

    ``fields``: as they stand on the page; the summary has those first, in that order.
    """
    placed = [*fields, *(name for name in problems if name not in fields)]
    listed = [(name, text) for name in placed for text in problems.get(name, ())]
    return {"errors": problems, "problems": listed}
