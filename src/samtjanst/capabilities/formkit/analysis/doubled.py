"""Questions that read alike, over the whole form, where nobody can tell which is which."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from samtjanst.capabilities.formkit.analysis.findings import Code, Finding, Severity
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import Effect, Question
from samtjanst.capabilities.formkit.texts import Text, Told

# From so many words on it is a whole question: the page's heading does not make it another one.
WHOLE_QUESTION = 4
MOST_ALIKE = 20  # more places are not compared: it has been told by then
_PARTS = re.compile(r"[^\W_]+")
_ON_PAGE = Text(
    "Två frågor på samma sida heter ”{label}”.",
    "Two questions on the same page are called “{label}”.",
)
_ON_TWINS = Text(
    "”{label}” finns på två sidor som båda heter ”{title}”: det syns inte vilken som är vilken.",
    "“{label}” stands on two pages that are both called “{title}”: they cannot be told apart.",
)
_IN_LISTS = Text(
    "Två frågor som visas i ärendelistor heter ”{label}”. Där syns inte vilken sida de står på.",
    "Two questions that work lists show are called “{label}”. No page tells them apart there.",
)
_TWICE = Text(
    "”{label}” frågas på både ”{first}” och ”{title}”. Ta bort den ena, eller skriv vad som "
    "skiljer dem.",
    "“{label}” is asked both on “{first}” and on “{title}”. Remove one, or write what differs.",
)


@dataclass(frozen=True, slots=True)
class _At:
    """A question with where it stands; ``is_sure`` when everybody is asked it.

    ``heading`` is the page's title as the eye reads it.
    """

    path: str
    question: Question
    title: Text
    heading: str
    is_sure: bool
    is_of_block: bool
    is_in_rows: bool = False

    @property
    def beside(self) -> str:
        """Those on the page, or in the same rows."""
        return self.path.rpartition(".")[0]


def doubled_questions(definition: Definition) -> Iterator[Finding]:
    """One finding for each question that reads like one before it and cannot be told from it.

    Headings of pages and groups tell questions apart, as they do where a block is used twice.
    """
    before: dict[str, list[_At]] = {}
    for at in _all(definition):
        alike = before.setdefault(folded(at.question.label.sv), [])
        told = next((found for one in alike if (found := _told(one, at))), None)
        if told:
            yield Finding(
                Code.DUPLICATE_WORDING, Severity.WARNING, f"{at.path}.label", "question",
                at.question.id, told,
            )  # fmt: skip
        if len(alike) < MOST_ALIKE and not any(one.beside == at.beside for one in alike):
            alike.append(at)


def folded(text: str) -> str:
    """The words of a text, without what the eye passes over."""
    return " ".join(_PARTS.findall(text.casefold()))


def _told(one: _At, at: _At) -> Told | None:
    label = at.question.label
    if one.beside == at.beside:
        return _ON_PAGE.told(label=label)
    if one.is_in_rows or at.is_in_rows:
        return None  # the group has a name of its own, or is told itself
    if one.heading == at.heading and (one.is_sure or at.is_sure):
        return _ON_TWINS.told(label=label, title=at.title)
    if one.question.in_lists and at.question.in_lists:
        return _IN_LISTS.told(label=label)
    if _is_asked_twice(one, at):
        return _TWICE.told(label=label, first=one.title, title=at.title)
    return None


def _is_asked_twice(one: _At, at: _At) -> bool:
    is_whole = len(_PARTS.findall(at.question.label.sv)) >= WHOLE_QUESTION
    is_same = one.question.kind is at.question.kind and at.question.kind.is_asked
    is_reused = one.is_of_block and at.is_of_block
    return is_whole and is_same and one.is_sure and at.is_sure and not is_reused


def _all(definition: Definition) -> Iterator[_At]:
    maybe = {rule.target_id for rule in definition.rules if rule.effect == Effect.SHOW}
    skips = any(rule.effect == Effect.GO_TO for rule in definition.rules)
    blocks = _of_blocks(definition)
    for number, page in enumerate(definition.pages):
        heading = folded(page.title.sv)
        for place, question in enumerate(page.questions):
            path = f"pages[{number}].questions[{place}]"
            sure = not skips and not maybe & {page.id, question.id}
            yield _At(path, question, page.title, heading, sure, question.id in blocks)
            for row, inner in enumerate(question.questions):
                at = f"{path}.questions[{row}]"
                is_of_block = inner.id in blocks
                yield _At(at, inner, page.title, heading, sure, is_of_block, is_in_rows=True)


def _of_blocks(definition: Definition) -> frozenset[str]:
    used = definition.document.get("blocks") or ()
    names = (one.get("names") for one in used if isinstance(one, Mapping))
    listed = (held.get("question") for held in names if isinstance(held, Mapping))
    mapped = (one for one in listed if isinstance(one, Mapping))
    return frozenset(str(here) for one in mapped for here in one.values())
