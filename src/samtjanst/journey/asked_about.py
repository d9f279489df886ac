"""What a register or a named service is asked about, for a question that its answer is used in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.base import inner, text_faults
from samtjanst.capabilities.formkit.kinds.people import REGISTER
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.register_sources import SOURCES
from samtjanst.capabilities.formkit.registers_asked import Register
from samtjanst.capabilities.formkit.settings import CHECK

ALONE = "*"  # what is noted as asked about, where one answer is for all
LONGEST_KEY = 200  # characters of what has no limit of its own


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, and the one whose answer is asked about (None: nobody's).

    ``group`` is the group in whose rows the question stands; ``is_there_before``: what is asked
    about is known when the question's page is shown.
    """

    target: Question
    key: Question | None
    group: Question | None = None
    is_there_before: bool = False

    @property
    def name(self) -> str:
        """What the facts are kept under: of a question in rows "group.question"."""
        return f"{self.group.id}.{self.target.id}" if self.group else self.target.id


def pairs(definition: Definition, page_id: str) -> Iterator[Pair]:
    """Each question for which something is looked up with the page: by its answers, or for it."""
    looked_up = [one for one in definition.questions() if one.settings.lookup]
    on_page = {one.id: one for one in definition.page(page_id).questions}
    for question in looked_up:
        name = _key_name(question)
        if name in on_page:
            yield Pair(question, on_page[name])
        elif not name and question.id in on_page:
            yield Pair(question, None, is_there_before=True)
    for group in on_page.values():
        yield from rows_of(definition, group)


def pair_of(definition: Definition, question: Question) -> Pair:
    """A question that stands in no row, with what is asked about for it."""
    name = _key_name(question)
    return Pair(question, definition.question(name) if name else None)


def rows_of(definition: Definition, group: Question) -> Iterator[Pair]:
    """The questions in the rows of a group for which something is looked up."""
    cells = {one.id: one for one in group.questions}
    for one in group.questions:
        if one.settings.lookup:
            name = _key_name(one)
            outer = definition.question(name) if name and name not in cells else None
            key = cells.get(name) or outer
            yield Pair(one, key, group, is_there_before=key is None or outer is not None)


def key_of(pair: Pair, answers: Mapping[str, Any], context: Context) -> str:
    """What is asked about; "" for nothing. ``answers`` are those among which the key stands."""
    if pair.key is None:
        return _own(pair.target, context)
    return _text(pair.target, pair.key, answers.get(pair.key.id), context)


def row_keys(pair: Pair, answers: Mapping[str, Any], context: Context) -> list[str]:
    """The same for each row of the pair's group, in their order."""
    held = answers.get(pair.group.id) if pair.group else None
    rows = held if isinstance(held, list) else []
    if pair.is_there_before:
        return [key_of(pair, answers, context)] * len(rows)
    return [key_of(pair, row, context) if isinstance(row, Mapping) else "" for row in rows]


def _key_name(question: Question) -> str:
    return question.id if question.settings.lookup_use == CHECK else question.settings.lookup_key


def _own(target: Question, context: Context) -> str:
    """The applicant's own number, or that of the company which she acts for."""
    source, applicant = SOURCES.get(target.settings.lookup), context.applicant
    if source is None:
        return ALONE
    acts_for = context.represents
    if source.register is Register.COMPANY and acts_for and acts_for.kind == "company":
        return acts_for.number
    return applicant.personal_number if applicant and not applicant.protected else ""


def _text(target: Question, key: Question, value: Any, context: Context) -> str:
    behaviour = BEHAVIOURS[key.kind]
    if behaviour.empty(value) or (isinstance(value, dict) and "raw" in value):
        return ""
    if key.kind is Kind.CHILD:
        return _own_child(value, context)
    if key.kind is Kind.COMPANY:
        return inner(value, "organisation_number")
    text = behaviour.plain(key, value).strip()
    if target.id != key.id:
        return text
    # What is checked goes out as it is typed, so nothing too long or unreadable does.
    is_sound = behaviour.seen(key, value, context) is not None and not text_faults(
        text, key.settings.max_length or LONGEST_KEY
    )
    return text if is_sound else ""


def _own_child(value: Any, context: Context) -> str:
    """The number of a child whose guardian the register says that she is, and of nobody else."""
    number = inner(value, "personal_number")
    mine = (one for one in context.children or () if not one.protected)
    is_mine = any(one.personal_number == number for one in mine)
    return number if is_mine and inner(value, "source") == REGISTER else ""
