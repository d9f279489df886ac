"""The owners of what lies beside whom an official has to reach, as a case tells of them."""

from collections.abc import Iterable

from samtjanst.capabilities.formkit.context import NeighbourFacts
from samtjanst.journey.neighbours import BY_HAND
from samtjanst.running.filing.types import SealedSnapshot

# In the words of the case: they stand in its story, which is written once, in Swedish.
REASONS = {
    "organisation": "ägs av {name}",
    "dead": "ägaren har avlidit, så dödsboet får svara",
    "minor": "ägaren är inte myndig, så vårdnadshavare eller god man får svara",
    "emigrated": "ägaren har flyttat utomlands och har ingen adress här",
    "unknown": "ägaren finns inte i folkbokföringen",
    "no_number": "ägaren har inget svenskt personnummer",
    "nobody": "ingen ägare är registrerad",
    "protected": "En ägare har skyddade personuppgifter. Vilken fastighet det är står inte här.",
    "held": "är inte tillfrågad, eftersom du tar hand om alla underskrifter",
    "unanswered": "Registren svarade inte när ansökan lämnades in. Ingen granne är tillfrågad.",
    "missing": "finns inte i fastighetsregistret, så grannarna är inte kända",
    "alone": "registret visar ingen fastighet intill",
    "many": "Grannarna är fler än vad som frågas automatiskt. Ingen granne är tillfrågad.",
}


def by_hand(snapshot: SealedSnapshot) -> list[NeighbourFacts]:
    """Those in a sealed filing; none where no neighbours sign, or all of them are asked."""
    return [NeighbourFacts(**one) for one in snapshot.content.get(BY_HAND) or ()]


def lines(found: Iterable[NeighbourFacts]) -> list[str]:
    """A line for each, in the words of the case."""
    return [_line(one) for one in found]


def in_words(found: Iterable[NeighbourFacts]) -> str:
    """All of them, for the story of the case."""
    return "; ".join(line.removesuffix(".") for line in lines(found))


def _line(one: NeighbourFacts) -> str:
    told = REASONS[one.status].format(name=one.name or "en organisation")
    return f"{one.estate}: {told}" if one.estate else told
