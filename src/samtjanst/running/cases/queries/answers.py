"""Answers that lists know: how they are found without being readable, and what columns show.

An answer is found by keyed hashes like every word of a case (decision 0009). A number or a day
has one hash for each of the halves, quarters, eighths … of the whole line that it lies in, so
that from–to is asked by the few of them that make up the distance.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping

from samtjanst.capabilities.formkit.listing import SPAN_BITS, ListedAnswer
from samtjanst.foundation.keys.services import decrypt, encrypt
from samtjanst.running.cases.models import CaseSearch
from samtjanst.running.cases.queries import words
from samtjanst.running.cases.types import Searchable, Wanted

MOST_WORDS = 40  # different words of one answer that can be found
_LAST = (1 << SPAN_BITS) - 1


def entries(what: Searchable) -> Iterator[tuple[str, str]]:
    """What the answers of a case are found by."""
    for answer in what.answers:
        of = f"{what.service}:{answer.question}"
        yield from (("answer-is", f"{of}:{one}") for one in answer.ids)
        for word in words.unique([answer.words])[:MOST_WORDS]:
            yield from (("answer-start", f"{of}:{word[:end]}") for end in range(1, len(word) + 1))
        if answer.place is not None:
            for level in range(SPAN_BITS + 1):
                yield ("answer-span", f"{of}:{level}:{answer.place >> level}")


def kept(case_id: uuid.UUID, answers: Iterable[ListedAnswer]) -> bytes:
    """What columns show, encrypted; nothing when there is nothing to show."""
    shown = {answer.question: answer.shown for answer in answers if answer.shown}
    return encrypt(_context(case_id), json.dumps(shown).encode()) if shown else b""


def answers_of(case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Mapping[str, str]]:
    """The marked answers of cases that the caller may see, in words; one query."""
    rows = CaseSearch.objects.filter(case_id__in=list(case_ids)).exclude(answers=b"")
    found = rows.values_list("case_id", "answers")
    return {key: json.loads(decrypt(_context(key), bytes(held))) for key, held in found}


def groups(service: str, one: Wanted) -> Iterator[list[int]]:
    """What is wanted of an answer: groups of hashes, of each of which a case has one."""
    of = f"{service}:{one.question}"
    if one.ids:
        yield [words.token("answer-is", f"{of}:{key}") for key in one.ids]
    for word in words.unique([one.words]):
        yield [words.token("answer-start", f"{of}:{word}")]
    if one.low is not None or one.high is not None:
        low, high = one.low or 0, _LAST if one.high is None else one.high
        found = [words.token("answer-span", f"{of}:{at}:{place}") for at, place in spans(low, high)]
        yield found or [0]  # from what is after to: nothing is between


def spans(low: int, high: int) -> Iterator[tuple[int, int]]:
    """The fewest halves, quarters, eighths … that make up a distance: level and place."""
    level = 0
    while low <= high:
        if low & 1:
            yield level, low
            low += 1
        if not high & 1:
            yield level, high
            high -= 1
        low, high, level = low >> 1, high >> 1, level + 1


def _context(case_id: uuid.UUID) -> str:
    return f"case-answers:{case_id}"
