"""Slots of texts that are written to people in a case: ``{namn}``, ``{ärendenummer}`` and the like.

What is known of the case is filled in when the text is written. The names are in Swedish, with
letters and blanks that no id of a parameter has, so that the two are never taken for each other
(``namn`` is the one exception: a case's own wins).
"""

import re

NAMES = ("namn", "ärendenummer", "e-tjänst", "gäller", "handläggare", "klart senast")
SLOT = re.compile(r"\{([a-zåäö][a-zåäö0-9_ -]{1,39})\}")


def names_in(text: str) -> tuple[str, ...]:
    """The names in the slots of a text, each once, in order."""
    return tuple(dict.fromkeys(SLOT.findall(text)))
