"""How what a condition looks at can be tested, given what it is.

A subject says what is looked at: the key of a value ("question:duration", "age:child"), or
something known without asking: "flag:applicant.protected", "text:applicant.city",
"is:kommun" (a municipality's parameter with text).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.conditions import COMPARISONS, Sort, facts
from samtjanst.capabilities.formkit.conditions.operand_readers import GIVES
from samtjanst.capabilities.formkit.conditions.words import DATES, ORDER
from samtjanst.capabilities.formkit.editing.pointing import picks
from samtjanst.capabilities.formkit.editing.pointing.controls import Choice
from samtjanst.capabilities.formkit.editing.pointing.scope import Scope, name, sort
from samtjanst.capabilities.formkit.texts import NO_WORDS, Text, Told

Condition = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Operator:
    """One test. ``slot`` is what stands after it.

    "" nothing, "option" one of the question's options, "options" several, "text", "texts" one a
    line, "level" an assurance level, "side" another value, "rows" a condition on each row.
    ``truth`` is the yes or no that is compared with; ``is_offered`` is false for a test that
    another says as well, and that is shown only where it stands already.
    """

    op: str
    words: Told
    slot: str = ""
    negated: bool = False
    truth: bool | None = None
    is_offered: bool = True

    @property
    def key(self) -> str:
        """The value of the control."""
        said = self.op if self.truth is None else f"{self.op}_{'yes' if self.truth else 'no'}"
        return f"not_{said}" if self.negated else said


_WRITTEN = frozenset({Sort.TEXT, Sort.ITEM})
_TEXT = frozenset({Sort.TEXT})
_MANY = frozenset({Sort.OPTIONS})
# op: what it says, its opposite, what stands after it, and the sorts of answer that have it.
_Row = tuple[Told, Told, str, frozenset[Sort]]
_ASKED: Mapping[str, tuple[_Row, ...]] = MappingProxyType(
    {
        "equals": (
            (Told("är", "is"), Told("är inte", "is not"), "option", frozenset({Sort.OPTION})),
            (Told("är", "is"), Told("är inte", "is not"), "text", _WRITTEN),
        ),
        "any_of": (
            (
                Told("är något av", "is one of"),
                Told("är inget av", "is none of"),
                "options",
                frozenset({Sort.OPTION}),
            ),
            (
                Told("är något av", "is one of"),
                Told("är inget av", "is none of"),
                "texts",
                _WRITTEN | {Sort.TIME},
            ),
        ),
        "contains": (
            (Told("innehåller", "contains"), Told("innehåller inte", "does not contain"),
             "option", _MANY),
        ),
        "contains_any": (
            (Told("innehåller något av", "contains one of"),
             Told("innehåller inget av", "contains none of"), "options", _MANY),
        ),
        "contains_all": (
            (Told("innehåller alla av", "contains all of"),
             Told("innehåller inte alla av", "does not contain all of"), "options", _MANY),
        ),
        "text_contains": (
            (Told("innehåller texten", "contains the text"),
             Told("innehåller inte texten", "does not contain the text"), "text", _TEXT),
        ),
        "starts_with": (
            (Told("börjar med", "starts with"), Told("börjar inte med", "does not start with"),
             "text", _TEXT),
        ),
        "ends_with": (
            (Told("slutar med", "ends with"), Told("slutar inte med", "does not end with"),
             "text", _TEXT),
        ),
        "own_statement": (
            (Told("är ifylld för hand", "is filled in by hand"),
             Told("är inte ifylld för hand", "is not filled in by hand"), "",
             frozenset({Sort.PERSON})),
        ),
        "protected": (
            (Told("har skyddade personuppgifter", "has protected personal data"),
             Told("har inte skyddade personuppgifter", "has no protected personal data"), "",
             frozenset({Sort.PERSON})),
        ),
        "any_row": (
            (Told("har någon rad där", "has a row where"),
             Told("har ingen rad där", "has no row where"), "rows", frozenset({Sort.ROWS})),
        ),
        "every_row": (
            (Told("har bara rader där", "has only rows where"),
             Told("har inte bara rader där", "has not only rows where"), "rows",
             frozenset({Sort.ROWS})),
        ),
    }
)  # fmt: skip
_ATTACHED = (Told("är bifogad", "is attached"), Told("är inte bifogad", "is not attached"))
_ANSWERED = (Told("är besvarad", "is answered"), Told("är inte besvarad", "is not answered"))
_TRUTHS = (
    (True, Told("är ja", "is yes"), Told("är inte ja", "is not yes")),
    (False, Told("är nej", "is no"), Told("är inte nej", "is not no")),
)
_HOLDS = (Told("stämmer", "is true"), Told("stämmer inte", "is not true"))
_IS = (Told("är", "is"), Told("är inte", "is not"))
_LEVEL = Told("är minst nivå", "is at least level")
_EXACT = frozenset({Sort.NUMBER, Sort.DATE, Sort.TIME})
_SETTING = Text("Kommunens {it}", "The municipality's {it}")


def subjects(scope: Scope) -> tuple[Choice, ...]:
    """What a condition can look at."""
    return scope.once("subjects", lambda: _subjects(scope))


def _subjects(scope: Scope) -> Iterator[Choice]:
    own = {str(one.get("id")) for one in scope.own()}
    for one in scope.asked():
        part = str(one.get("id"))
        heading = picks.ON_ROW if part in own else picks.ANSWERS
        yield Choice(f"question:{part}", name(one), heading)
    yield from picks.numbers(scope)
    for flag, known in facts.FLAGS.items():
        yield Choice(f"flag:{flag}", picks.capital(known.title), picks.KNOWN)
    for text, known in facts.TEXTS.items():
        yield Choice(f"text:{text}", picks.capital(known.title), picks.KNOWN)
    for one in scope.parameters("text"):
        told = _SETTING.told(it=name(one, "title"))
        yield Choice(f"is:{one.get('id')}", told, picks.PARAMETERS)
    yield from (Choice(key, label, picks.DATES) for key, label in picks.DAYS.items())
    yield from (Choice(key, label, picks.ARITHMETIC) for key, label in picks.WORK.items())


def operators(scope: Scope, subject: str, gives: str) -> list[Operator]:
    """Every test that a subject has; ``gives`` is the sort of value that it is."""
    kind, _colon, about = subject.partition(":")
    if kind == "flag":
        names = ("fact", "register_answered") if about == "register_answered" else ("fact",)
        return [one for op in names for one in _both(op, _HOLDS, "", is_offered=op == "fact")]
    if kind == "text":
        return list(_both("fact_is", (Told("är något av", "is one of"),
                                      Told("är inget av", "is none of")), "texts"))  # fmt: skip
    if kind == "is":
        return list(_both("parameter_is", _IS, "text"))
    found = list(_of_answer(scope, about)) if kind == "question" else []
    if subject == "fact:assurance_level":
        found.append(Operator("assurance_at_least", _LEVEL, "level"))
    is_value = kind != "question" or sort(scope.find(about)) in GIVES
    found += _compared(gives) if is_value else []
    return [*found, *(_answered(scope, about) if kind == "question" else ())]


def _of_answer(scope: Scope, question_id: str) -> Iterator[Operator]:
    question = scope.find(question_id)
    seen = sort(question)
    if seen is Sort.YES_NO:
        for truth, yes, no in _TRUTHS:
            yield Operator("equals", yes, truth=truth)
            yield Operator("equals", no, negated=True, truth=truth)
    for op, rows in _ASKED.items():
        for yes, no, slot, sorts in rows:
            if seen in sorts and (slot != "rows" or question.get("questions")):
                yield from _both(op, (yes, no), slot)
    if seen in _EXACT:
        slot = {Sort.TIME: "time", Sort.DATE: "date", Sort.NUMBER: "number"}[seen]
        yield from _both("equals", _IS, slot, is_offered=False)


def _answered(scope: Scope, question_id: str) -> Iterator[Operator]:
    is_file = sort(scope.find(question_id)) is Sort.FILES
    return _both("answered", _ATTACHED if is_file else _ANSWERED, "")


def _compared(gives: str) -> Iterator[Operator]:
    table = DATES if gives == "date" else ORDER
    for op in COMPARISONS:
        if gives == "text" and op != "same":
            continue
        words = _same(gives) if op == "same" else table[op]
        yield Operator(op, words[0], "side")
        if op == "same":
            yield Operator(op, words[1], "side", negated=True)


def _same(gives: str) -> tuple[Told, Told]:
    if gives == "text":
        return Told("är samma som", "is the same as"), Told(
            "är inte samma som", "is not the same as"
        )
    return DATES["same"] if gives == "date" else ORDER["same"]


def _both(
    op: str, words: tuple[Told, Told], slot: str, *, is_offered: bool = True
) -> Iterator[Operator]:
    yield Operator(op, words[0], slot, is_offered=is_offered)
    yield Operator(op, words[1], slot, negated=True, is_offered=is_offered)


def subject_of(said: Condition) -> str:
    """What a condition looks at; "" when it has no subject (several conditions)."""
    op = str(said.get("op"))
    if op in COMPARISONS:
        left = said.get("left")
        return picks.key_of(left) if isinstance(left, Mapping) else "question:"
    known = {"fact": "flag", "fact_is": "text"}
    if op in known:
        return f"{known[op]}:{said.get('name')}"
    fixed = {"register_answered": "flag:register_answered",
             "assurance_at_least": "fact:assurance_level"}  # fmt: skip
    if op in fixed:
        return fixed[op]
    if op == "parameter_is":
        return f"is:{said.get('id')}"
    return (
        f"question:{said.get('group') if op in {'any_row', 'every_row'} else said.get('question')}"
    )


def operator_of(said: Condition) -> Operator:
    """How a condition tests, as far as the document says it."""
    inner = said.get("of") if said.get("op") == "not" else said
    held = inner if isinstance(inner, Mapping) else {}
    value = held.get("value")
    truth = value if isinstance(value, bool) and held.get("op") == "equals" else None
    return Operator(str(held.get("op")), NO_WORDS, negated=inner is not said, truth=truth)
