"""Rules as sentences: lines that are pointed together, and what a rule says.

A line is a question, an operator and a value. What operators a question has depends on its kind
and on what the document format knows; a condition that no line can say is kept as it stands and
told in words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from samtjanst.capabilities.formkit import schema
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import formulas
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.texts import Text, Told, join

Condition = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Operator:
    """How an answer is compared.

    ``value`` says what stands after it: "" nothing, "option" one of the question's options,
    "number", "date", "text". ``make`` gives the condition.
    """

    key: str
    words: Told
    value: str
    make: Callable[[str, Any], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a rule: ``value`` as it is written on the screen."""

    question: str
    operator: str
    value: str = ""


def _plain(op: str, key: str = "value") -> Callable[[str, Any], dict[str, Any]]:
    return lambda question, value: {"op": op, "question": question, key: value}


def _bare(op: str) -> Callable[[str, Any], dict[str, Any]]:
    return lambda question, _value: {"op": op, "question": question}


def _not(make: Callable[[str, Any], dict[str, Any]]) -> Callable[[str, Any], dict[str, Any]]:
    return lambda question, value: {"op": "not", "of": make(question, value)}


def _truth(value: bool) -> Callable[[str, Any], dict[str, Any]]:  # noqa: FBT001 - the value itself
    return lambda question, _value: {"op": "equals", "question": question, "value": value}


def _compare(op: str) -> Callable[[str, Any], dict[str, Any]]:
    return lambda question, value: {
        "op": op,
        "left": {"of": "question", "id": question},
        "right": {"of": "value", "value": value},
    }


def _age(op: str) -> Callable[[str, Any], dict[str, Any]]:
    return lambda question, value: {
        "op": op,
        "left": {"of": "age", "question": question},
        "right": {"of": "value", "value": value},
    }


def _today(op: str) -> Callable[[str, Any], dict[str, Any]]:
    return lambda question, _value: {
        "op": op,
        "left": {"of": "question", "id": question},
        "right": {"of": "today"},
    }


_ANSWERED = (
    Operator("answered", Told("är besvarad", "is answered"), "", _bare("answered")),
    Operator(
        "unanswered", Told("är inte besvarad", "is not answered"), "", _not(_bare("answered"))
    ),
)
_COMPARED = (
    ("less", Told("är mindre än", "is less than")),
    ("at_most", Told("är högst", "is at most")),
    ("more", Told("är mer än", "is more than")),
)
_AGED = Text("– åldern {words}", "– the age {words}")
_NUMBERS = tuple(
    Operator(op, words, "number", _compare(op))
    for op, words in (*_COMPARED, ("at_least", Told("är minst", "is at least")))
)
_AGES = tuple(
    Operator(f"age_{op}", _AGED.told(words=words), "number", _age(op))
    for op, words in (*_COMPARED, ("at_least", Told("är minst", "is at least")))
)
_DATES = (
    Operator("before", Told("är före", "is before"), "date", _compare("less")),
    Operator("after", Told("är efter", "is after"), "date", _compare("more")),
    Operator("past", Told("har passerat", "has passed"), "", _today("less")),
    Operator("coming", Told("är i framtiden", "is in the future"), "", _today("more")),
)
_ONE = (
    Operator("is", Told("är", "is"), "option", _plain("equals")),
    Operator("is_not", Told("är inte", "is not"), "option", _not(_plain("equals"))),
)
_MANY = (
    Operator("contains", Told("innehåller", "contains"), "option", _plain("contains")),
    Operator(
        "contains_not",
        Told("innehåller inte", "does not contain"),
        "option",
        _not(_plain("contains")),
    ),
)
_YES_NO = (
    Operator("yes", Told("är ja", "is yes"), "", _truth(True)),
    Operator("no", Told("är nej", "is no"), "", _truth(False)),
)
_TEXTS = (
    Operator("text_is", Told("är", "is"), "text", _plain("equals")),
    Operator(
        "text_contains",
        Told("innehåller texten", "contains the text"),
        "text",
        _plain("text_contains"),
    ),
    Operator("starts_with", Told("börjar med", "starts with"), "text", _plain("starts_with")),
)
_PEOPLE = (
    Operator(
        "own_statement",
        Told("är ifylld för hand", "is filled in by hand"),
        "",
        _bare("own_statement"),
    ),
    Operator(
        "protected",
        Told("har skyddade personuppgifter", "has protected personal data"),
        "",
        _bare("protected"),
    ),
    Operator(
        "unprotected",
        Told("har inte skyddade personuppgifter", "has no protected personal data"),
        "",
        _not(_bare("protected")),
    ),
)
_OF_KIND: Mapping[str, tuple[Operator, ...]] = {
    "choice": _ONE,
    "list": _ONE,
    "many_choices": _MANY,
    "yes_no": _YES_NO,
    "consent": _YES_NO,
    "integer": _NUMBERS,
    "number": _NUMBERS,
    "money": _NUMBERS,
    "percentage": _NUMBERS,
    "calculated": _NUMBERS,
    "date": _DATES,
    "text": _TEXTS,
    "long_text": _TEXTS,
    "email": _TEXTS,
    "child": (*_AGES, *_PEOPLE),
    "person": (*_AGES, *_PEOPLE[1:]),
}
_UNASKED = frozenset({"information", "formatted", "stop", "payment_line"})


def operators(question: Part) -> tuple[Operator, ...]:
    """What can be asked about the answer to a question, given its kind."""
    kind = str(question.get("kind"))
    if kind in _UNASKED:
        return ()
    known = _known_operations()
    own = (one for one in _OF_KIND.get(kind, ()) if _op(one) in known)
    return (*own, *_ANSWERED)


def condition(document: Document, line: Line) -> dict[str, Any] | None:
    """The condition that a line says, or None when its parts do not fit together."""
    question = editing.question(document, line.question)
    operator = next((one for one in operators(question) if one.key == line.operator), None)
    if operator is None:
        return None
    value = _value(question, operator, line.value)
    return None if value is None else operator.make(line.question, value)


def line_of(document: Document, said: Condition) -> Line | None:
    """The line that says a condition, or None when no line does."""
    question_id = _asks(said)
    if not question_id or question_id not in _ids(document):
        return None
    question = editing.question(document, question_id)
    for operator in operators(question):
        written = _written(said)
        value = _value(question, operator, written)
        if value is not None and operator.make(question_id, value) == said:
            return Line(question_id, operator.key, written if operator.value else "")
    return None


def parts_of(said: Condition | None) -> tuple[str, list[Condition]]:
    """How a rule's conditions are joined ("and" or "or"), and each of them."""
    if not said:
        return "and", []
    if said.get("op") in {"and", "or"} and isinstance(said.get("of"), list):
        return str(said["op"]), list(said["of"])
    return "and", [said]


def joined(how: str, parts: list[Condition]) -> dict[str, Any]:
    """One condition of several."""
    return dict(parts[0]) if len(parts) == 1 else {"op": how, "of": parts}


def sentence(document: Document, said: Condition | None) -> Told:
    """The condition in words: "Skäl innehåller Funktionsnedsättning och Ålder är minst 18"."""
    how, parts = parts_of(said)
    if not parts:
        return ALWAYS
    return join((_one(document, part) for part in parts), _AND if how == "and" else _OR)


def _one(document: Document, said: Condition) -> Told:
    line = line_of(document, said)
    if line is not None:
        question = editing.question(document, line.question)
        operator = next(one for one in operators(question) if one.key == line.operator)
        shown = _shown(question, operator, line)
        return join((_name(question), operator.words, *([shown] if shown else [])), " ")
    return _told(document, said)


def _told(document: Document, said: Condition) -> Told:
    op = said.get("op")
    if op in {"and", "or"}:
        return join(("(", sentence(document, said), ")"))
    if op == "not" and isinstance(said.get("of"), Mapping):
        return _NOT.told(inner=sentence(document, said["of"]))
    return formulas.condition(document, said) if op in _known_operations() else _UNKNOWN


QUOTED = Text("”{it}”", "“{it}”")
ALWAYS = Told("alltid", "always")
YES, NO = Told("ja", "yes"), Told("nej", "no")
_AND, _OR = Told(" och ", " and "), Told(" eller ", " or ")
_NOT = Text("inte ({inner})", "not ({inner})")
_UNKNOWN = Told("något som inte finns", "something that does not exist")


def _name(question: Part) -> Told:
    return QUOTED.told(it=editing.text_of(question, "label") or str(question.get("id")))


def _shown(question: Part, operator: Operator, line: Line) -> Told:
    if operator.value != "option":
        return Told(line.value)
    listed = {one.get("id"): one for one in question.get("options") or []}
    return QUOTED.told(it=editing.text_of(listed.get(line.value, {}), "label") or line.value)


def _value(question: Part, operator: Operator, text: str) -> Any:
    """The value in a line, "" for none, or None when it does not fit."""
    if not operator.value:
        return ""
    if operator.value == "option":
        known = {one.get("id") for one in question.get("options") or []}
        return text if text in known else None
    if operator.value == "number":
        plain = text.replace(" ", "").replace("\u00a0", "").replace(",", ".")
        if plain.lstrip("-").isdecimal() and len(plain) < 13:
            return int(plain)
        whole, dot, rest = plain.lstrip("-").partition(".")
        return plain if dot and whole.isdecimal() and rest.isdecimal() else None
    return text or None


def _written(said: Condition) -> str:
    inner = said.get("of") if said.get("op") == "not" else said
    if not isinstance(inner, Mapping):
        return ""
    right = inner.get("right")
    value = right.get("value", "") if isinstance(right, Mapping) else inner.get("value", "")
    return "" if isinstance(value, bool) else str(value)


def _asks(said: Condition) -> str:
    inner = said.get("of") if said.get("op") == "not" else said
    if not isinstance(inner, Mapping):
        return ""
    left = inner.get("left")
    if isinstance(left, Mapping):
        return str(left.get("id") or left.get("question") or "")
    return str(inner.get("question") or "")


def _ids(document: Document) -> set[str]:
    return {str(one.get("id")) for _, one in editing.questions(document)}


def _op(operator: Operator) -> str:
    made = operator.make("x", "x")
    return str(made["of"]["op"] if made["op"] == "not" else made["op"])


@cache
def _known_operations() -> frozenset[str]:
    listed = schema.document_schema()["$defs"]["condition"]["oneOf"]
    rules = (one["properties"]["op"] for one in listed)
    return frozenset(word for rule in rules for word in (rule.get("enum") or [rule.get("const")]))
