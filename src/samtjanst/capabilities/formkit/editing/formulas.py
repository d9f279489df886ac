"""Conditions and calculations of a document that need not be done, in the engine's own words.

The words are those that explain a filing. What is pointed at and does not exist is told by its id.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from samtjanst.capabilities.formkit.conditions import Compiler
from samtjanst.capabilities.formkit.conditions.words import Words
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.editing.references import references
from samtjanst.capabilities.formkit.model import Kind, Parameter, Question
from samtjanst.capabilities.formkit.reading import loader
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.texts import Text, Told


def condition(document: Document, said: Mapping[str, Any], group: str = "") -> Told:
    """A condition, such as: någon rad i ”Barn” uppfyller: ”Ålder” är minst 6.

    ``group`` is the group whose rows it is about, where it stands in a rule on rows.
    """
    compiler, words = _of(document, {"said": said, "group": group} if group else said)
    if group:
        return words.inside(group).say(compiler.inside(group).condition(_fields(said)))
    return words.say(compiler.condition(_fields(said)))


def value(document: Document, said: Mapping[str, Any], group: str = "") -> Told:
    """A value or a calculation, without the brackets around the whole: ”Barn” × 10.

    ``group`` as of :func:`condition`.
    """
    compiler, words = _of(document, {"said": said, "group": group} if group else said)
    if group:
        compiler, words = compiler.inside(group), words.inside(group)
    told = words.value(compiler.value(_fields(said)))
    is_wrapped = said.get("of") in {"add", "subtract", "multiply", "divide"}
    return Told(told[1:-1], told.en[1:-1]) if is_wrapped else told


def _of(document: Document, said: Mapping[str, Any]) -> tuple[Compiler, Words]:
    """What reads, and what says, the parts that are pointed at; faults are told elsewhere."""
    questions, parameters = _questions(document, said), _parameters(document, said)
    names = {one.id: one for one in questions}
    compiler = Compiler(names, {one.id: one for one in parameters})
    return compiler, Words(questions, parameters)


def _questions(document: Document, said: Mapping[str, Any]) -> list[Question]:
    asked = {one.id for one in references(said) if one.kind == "question"}
    found = [one for _, one in editing.questions(document) if asked & set(_ids(one))]
    known = {name for one in found for name in _ids(one)}
    made = [loader.read_question(_fields(one)) for one in found]
    return made + [Question(one, Kind.TEXT, Text(one)) for one in sorted(asked - known)]


def _parameters(document: Document, said: Mapping[str, Any]) -> list[Parameter]:
    asked = {one.id for one in references(said) if one.kind == "parameter"}
    found = [one for one in document.get("parameters") or [] if one.get("id") in asked]
    made = [loader.read_parameter(_fields(one)) for one in found]
    known = {one.id for one in made}
    return made + [Parameter(one, "number", Text(one)) for one in sorted(asked - known)]


def _ids(part: Mapping[str, Any]) -> Iterator[str]:
    yield str(part.get("id"))
    yield from (str(one.get("id")) for one in part.get("questions") or [])


def _fields(part: Mapping[str, Any]) -> Fields:
    return Fields(part, "", [])
