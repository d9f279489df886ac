"""Documents of an older format are read as if they had been written in the newest one.

One pure step leads from each format to the next; a document takes as many as it needs. What is
stored stays as it is, with its SHA-256: only reading migrates. A document of a newer format than
this program knows is left as it is, for the reader to refuse.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from samtjanst.capabilities.formkit import model
from samtjanst.capabilities.formkit.texts import Text, Told

Step = Callable[[dict[str, Any]], dict[str, Any]]
# From each older format: the format that the step leads to, and the step. A step gets a document
# that nobody has checked, changes what the newer format says otherwise, and leaves faults to the
# reader. The first step will be written with the second format.
STEPS: dict[str, tuple[str, Step]] = {}
_FORM = re.compile(r"([a-z-]+)/([1-9][0-9]{0,8})")
_WRONG = Text("formatet ska vara ”{format}”", "the format must be “{format}”")
_NEWER = Text(
    "formatet ”{found}” är nyare än det här programmet, som läser till och med ”{format}”",
    "the format “{found}” is newer than this program, which reads up to “{format}”",
)


def forward(
    document: Mapping[str, Any], steps: Mapping[str, tuple[str, Step]] | None = None
) -> Mapping[str, Any]:
    """The document in the newest format; the very same when it is that already, or no older one.

    ``steps`` are those of another sort of document. Never changes what it is given.
    """
    made, known_steps = document, STEPS if steps is None else steps
    for _ in known_steps:
        known = known_steps.get(str(made.get("format")))
        if known is None:
            break
        newer, step = known
        made = {**step(_copied(made)), "format": newer}
    return made


def fault(found: Any, newest: str = model.FORMAT) -> Told:
    """Why a document of a format cannot be read: it is newer, or something else altogether."""
    given, known = (_FORM.fullmatch(one) if isinstance(one, str) else None
                    for one in (found, newest))  # fmt: skip
    if given and known and given[1] == known[1] and int(given[2]) > int(known[2]):
        return _NEWER.told(found=str(found)[:60], format=newest)
    return _WRONG.told(format=newest)


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_copied(inner) for inner in value]
    return value
