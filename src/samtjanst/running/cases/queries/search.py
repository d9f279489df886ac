"""Finding cases by words, without readable words in the index.

Each word is kept as a keyed hash of the municipality's own: of its Swedish stem, of its
beginnings (short values such as names and addresses), of its spellings with one letter left
out (names), and of the whole of a personal number. What is looked for is hashed in the same
way. A letter left out on both sides finds a name with one letter wrong, missing or too many.
"""

import json
import uuid
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from samtjanst.foundation.access.services import can, units_with
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.keys.services import decrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import rules
from samtjanst.running.cases.models import Case, CaseSearch, WorkSearch
from samtjanst.running.cases.queries import answers
from samtjanst.running.cases.queries.words import (
    called,
    designation,
    token,
    unique,
    whole_number,
    words_of,
)
from samtjanst.running.cases.types import FileWords, Filters, Searchable

MOST_HITS = 1000
MOST_FITTING = 5000  # cases that a list narrowed by an answer, a party or a property looks through
MOST_WORDS = 3000  # different words of one case that can be found
MOST_FILE_WORDS = 3000  # different words of all the files of one case
LONGEST_QUERY = 200
EDITION = 2  # one more when cases are found by more than before: those that stand are made anew


# Hashes, of which a case has at least one of each group, and the units to look in.
_Sought = tuple[list[list[int]], Collection[uuid.UUID]]


@dataclass(frozen=True, slots=True)
class Hits:
    """Keys of found cases, newest first."""

    case_ids: tuple[uuid.UUID, ...] = ()
    is_near: bool = False
    is_cut: bool = False
    most: int = 0  # how many are looked through, where that is not MOST_HITS


def find(actor: Actor, text: str, most: int = MOST_HITS) -> Hits:
    """The latest cases that all words fit, or else those whose names are spelt nearly so."""
    text = text.strip()[:LONGEST_QUERY]
    units = units_with(actor, Permission.CASE_READ)
    if number := whole_number(text):
        return _found(actor, [([[token("number", number)]], units)], [], most)
    words = words_of(text)[:8]
    if not words:
        return Hits()
    near = [[token("near", spelt) for spelt in _spellings(word)] for word in words if _long(word)]
    return _found(actor, _by_words(actor, words), near, most)


def groups_of(chosen: Filters) -> list[list[int]]:
    """The hashes that narrow a list; a case has at least one of each group."""
    groups = []
    if chosen.service:
        groups = [g for one in chosen.answers for g in answers.groups(chosen.service, one)]
    if chosen.party and not whole_number(chosen.party):
        groups += [[token("party", word)] for word in unique([chosen.party])[:8]] or [[0]]
    if chosen.estate:
        groups.append([token("property", designation(chosen.estate))])
    return groups


def fitting(actor: Actor, groups: list[list[int]]) -> Hits:
    """The latest cases that have one of each group of hashes."""
    found = _search(actor, groups, MOST_FITTING)
    return Hits(tuple(found[:MOST_FITTING]), is_cut=len(found) > MOST_FITTING, most=MOST_FITTING)


def reference_in_reach(actor: Actor, text: str) -> str:
    """The reference number that the text is, when it is a case's that the actor may read."""
    row = Case.objects.filter(reference=text.strip().upper()[:30]).first()
    return row.reference if row and can(actor, Permission.CASE_READ, row) else ""


def search_text(actor: Actor, search_id: uuid.UUID) -> str:
    """What the actor looked for.

    Raises:
        NotFoundError: forgotten, or somebody else's.
    """
    row = WorkSearch.objects.filter(id=search_id, staff_id=actor.id).first()
    if row is None:
        raise NotFoundError
    return decrypt(f"search:{row.id}", bytes(row.text)).decode()


def tokens_of(what: Searchable) -> list[int]:
    """Everything that a case can be found by, hashed."""
    return sorted({token(kind, word) for kind, word in _entries(what)})


def file_tokens_of(files: FileWords) -> list[int] | None:
    """Everything that the files of a case can be found by, hashed; None when it is as it was."""
    if files.texts is None:
        return None
    seen = unique(files.texts)[:MOST_FILE_WORDS]
    sent = unique(files.letters or ())[: MOST_FILE_WORDS - len(seen)]
    kinds = [*(("stem", one) for one in _forms(seen)), *(("letter", one) for one in _forms(sent))]
    return sorted({token(kind, word) for kind, word in kinds})


def file_set(case_id: uuid.UUID) -> str:
    """The digest of which files' words the case is found by; "" for none."""
    rows = CaseSearch.objects.filter(case_id=case_id).values_list("file_set", flat=True)
    return rows.first() or ""


def of_service(slug: str, after: uuid.UUID | None, limit: int) -> list[uuid.UUID]:
    """The cases of an e-service in the order of their keys, after one of them."""
    rows = Case.objects.filter(version__slug=slug)
    rows = rows.filter(id__gt=after) if after else rows
    return list(rows.order_by("id").values_list("id", flat=True)[:limit])


def unindexed(limit: int = 500) -> list[uuid.UUID]:
    """Cases that cannot be found by words yet, oldest first; then those found by too little."""
    known = CaseSearch.objects.values("case_id")
    rows = Case.objects.filter(trashed_at=None).exclude(id__in=known).order_by("arrived_at")
    found = list(rows.values_list("id", flat=True)[:limit])
    older = CaseSearch.objects.filter(edition__lt=EDITION).order_by("edition", "id")
    return found + list(older.values_list("case_id", flat=True)[: limit - len(found)])


def _entries(what: Searchable) -> Iterator[tuple[str, str]]:
    yield from answers.entries(what)
    yield from (("number", digits) for digits in what.numbers)
    whole = what.reference.replace("-", "").casefold()
    serial = what.reference.split("-")[2] if what.reference.count("-") >= 2 else ""
    for word in unique(what.parties):
        yield from (("party", word[:end]) for end in range(1, len(word) + 1))
    yield from (("property", name) for full in what.properties for name in called(full))
    for part in (whole, serial, serial.lstrip("0")):
        yield from (("start", part[:end]) for end in range(1, len(part) + 1))
    short = unique(what.names + what.short)
    yield from (("start", word[:end]) for word in short for end in range(1, len(word) + 1))
    for word in unique(what.names):
        if _long(word):
            yield from (("near", spelt) for spelt in _spellings(word))
    words = unique((*what.names, *what.short, *what.texts))[:MOST_WORDS]
    yield from (("stem", form) for form in _forms(words))
    sent = unique(what.letters)[:MOST_WORDS]
    yield from (("letter", form) for form in _forms(sent))


def _by_words(actor: Actor, words: list[str]) -> list[_Sought]:
    """Where she may read messages, what stands in them is found too."""
    forms = [{word, stem} - {""} for word, stem in zip(words, _stems(words), strict=True)]
    start = [token("start", word) for word in words]
    seen = [[at, *(token("stem", f) for f in of)] for at, of in zip(start, forms, strict=True)]
    sent = [[*of, *(token("letter", f) for f in fs)] for of, fs in zip(seen, forms, strict=True)]
    read = units_with(actor, Permission.CASE_READ)
    writes = read & units_with(actor, Permission.CASE_WRITE)
    return [(sent, writes), (seen, read - writes)]


def _forms(words: list[str]) -> set[str]:
    """The word itself too: the stemmer takes "trottoarer" to "trottoar", but that to "trotto"."""
    return {*words, *_stems(words)} - {""}


def _search(
    actor: Actor,
    words: list[list[int]],
    most: int = MOST_HITS,
    units: Collection[uuid.UUID] | None = None,
) -> list[uuid.UUID]:
    units = units_with(actor, Permission.CASE_READ) if units is None else units
    return [key for key, _, is_own in _asked(actor, [(words, units)], [], most) if not is_own]


def _found(actor: Actor, sought: list[_Sought], near: list[list[int]], most: int) -> Hits:
    found = _asked(actor, sought, near, most)
    number = Counter(place for _, place, _ in found)
    return Hits(
        tuple(key for key, _, is_own in found if not is_own),
        is_near=any(place == len(sought) and not is_own for _, place, is_own in found),
        is_cut=any(count > most for count in number.values()),
    )


def _asked(
    actor: Actor, sought: list[_Sought], near: list[list[int]], most: int
) -> list[tuple[uuid.UUID, int, bool]]:
    """The keys of what fits, the place of what it fits, and whether it is the reader's own.

    Of each the newest ``most`` and one; of what is ``near``, in the place after the last, when
    nothing else fits. One query.
    """
    protected = list(units_with(actor, Permission.PROTECTED_READ))
    is_own, params = _is_own(actor)
    one = (
        f"SELECT found, %s, {is_own}"  # noqa: S608 - Django's own SQL
        " FROM cases_search(%s::jsonb, %s::uuid[], %s::uuid[], %s) AS found"
    )
    parts = [*sought, (near, units_with(actor, Permission.CASE_READ))]
    values = [
        [place, *params, json.dumps(of), [*where], protected, most + 1]
        for place, (of, where) in enumerate(parts)
    ]
    exact = " UNION ALL ".join([one] * len(sought))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH exact (key, place, is_own) AS MATERIALIZED ({exact})"  # noqa: S608 - Django's own SQL
            f" SELECT * FROM exact UNION ALL SELECT * FROM ({one}) AS near"
            " WHERE NOT EXISTS (SELECT 1 FROM exact WHERE NOT is_own)",
            [value for given in values for value in given],
        )
        return list(cursor.fetchall())


def _is_own(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """Whether a found case is, or may be, the reader's own."""
    if not actor.is_staff:
        return "false", ()
    own, params = rules.own_parts(actor).values("case_id").query.sql_with_params()
    return f"found IN ({own})", params


def _stems(words: list[str]) -> list[str]:
    """The Swedish stem of each word, by PostgreSQL's own dictionary; "" for a stop word."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((ts_lexize('swedish_stem', word))[1], '')"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS given(word, place) ORDER BY place",
            [words],
        )
        return [row[0] for row in cursor.fetchall()]


def _spellings(word: str) -> list[str]:
    return [word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]


def _long(word: str) -> bool:
    return 4 <= len(word) <= 20 and not word.isdigit()
