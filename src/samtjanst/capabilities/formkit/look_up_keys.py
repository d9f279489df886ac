"""What can be asked about, for a question that a look-up or a register has an answer to."""

from collections.abc import Mapping
from itertools import takewhile

from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.register_sources import SOURCES
from samtjanst.capabilities.formkit.settings import CHECK, CHOOSE
from samtjanst.capabilities.formkit.texts import Told

# Answers that are one short text.
KEYS = frozenset(
    {
        Kind.TEXT, Kind.INTEGER, Kind.PERSONAL_NUMBER, Kind.ORGANISATION_NUMBER,
        Kind.PROPERTY, Kind.CAR,
    }
)  # fmt: skip
WRONG = Told(
    "frågan som slås upp ska vara av en typ som uppslaget kan svara på, och stå på en tidigare "
    "sida eller tidigare i samma rad",
    "the question that is looked up must be of a kind that the look-up can answer about, and "
    "stand on an earlier page, or earlier in the same row",
)


def keys_of(lookup: str) -> frozenset[Kind]:
    """The kinds of question that a look-up, or a register, can be asked about."""
    source = SOURCES.get(lookup)
    return source.keys if source else KEYS


def is_wrong(question: Question, before: Mapping[str, Question]) -> bool:
    """Whether a question, or one in its rows, is looked up by what cannot be asked about.

    ``before`` are the questions on earlier pages.
    """
    told = question.settings
    if told.lookup_key and not _can_be(told.lookup_key, told.lookup, before):
        return True
    return any(_is_wrong_in_row(question, one, before) for one in question.questions)


def _can_be(name: str, lookup: str, among: Mapping[str, Question]) -> bool:
    return name in among and among[name].kind in keys_of(lookup)


def _is_wrong_in_row(group: Question, question: Question, before: Mapping[str, Question]) -> bool:
    told = question.settings
    if not told.lookup or told.lookup_use == CHECK:
        return False
    left = {one.id: one for one in takewhile(lambda one: one.id != question.id, group.questions)}
    # One answer for all rows can only be a list that each of them chooses in.
    is_list = told.lookup_use == CHOOSE
    is_outside = not told.lookup_key or _can_be(told.lookup_key, told.lookup, before)
    return not _can_be(told.lookup_key, told.lookup, left) and not (is_list and is_outside)
