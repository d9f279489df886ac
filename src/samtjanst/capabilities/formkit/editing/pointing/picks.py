"""Every value that can be pointed at, with what it is called and what sort of value it gives.

A key says which: "question:duration", "age:child", "today", "add". A value that has more to it
than the key (from which date, which terms) has that in controls of its own: see ``values``.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.conditions import Sort, facts
from samtjanst.capabilities.formkit.conditions.operand_readers import COUNTED, GIVES
from samtjanst.capabilities.formkit.conditions.state import as_day
from samtjanst.capabilities.formkit.editing.document import Part
from samtjanst.capabilities.formkit.editing.pointing.controls import Choice
from samtjanst.capabilities.formkit.editing.pointing.scope import Scope, name, sort
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.formkit.texts import Text, Told

Operand = Mapping[str, Any]
LITERAL, TIME = "value", "time"
ANSWERS = Told("Svar", "Answers")
ON_ROW = Told("Svar på raden", "Answers in the row")
COUNTED_OUT = Told("Uträknat ur svar", "Worked out of answers")
KNOWN = Told("Sökanden och inloggningen", "The applicant and the login")
PARAMETERS = Told("Kommunens värden", "The municipality's values")
DATES = Told("Datum", "Dates")
ARITHMETIC = Told("Räkna", "Calculate")
_FIXED = Told("Ett fast värde", "A fixed value")
_AGE, _COUNT = (
    Text("Åldern på {it}", "The age of {it}"),
    Text("Antalet i {it}", "The number in {it}"),
)
_LENGTH = Text("Antalet tecken i {it}", "The number of characters in {it}")
_OWN_AGE = Told("Sökandens ålder", "The applicant's age")
_PARAMETER = Text("Kommunens {it}", "The municipality's {it}")
_COLUMNS: Mapping[str, Text] = MappingProxyType(
    {
        "sum": Text("Summan av {it} i {group}", "The sum of {it} in {group}"),
        "least": Text("Det minsta av {it} i {group}", "The least of {it} in {group}"),
        "greatest": Text("Det största av {it} i {group}", "The greatest of {it} in {group}"),
    }
)
DAYS: Mapping[str, Told] = MappingProxyType(
    {
        "today": Told("Dagens datum", "Today's date"),
        "shifted": Told("En tid före eller efter ett datum", "A time before or after a date"),
        "school_year:first_day": Told("Läsårets första dag", "The first day of the school year"),
        "school_year:last_day": Told("Läsårets sista dag", "The last day of the school year"),
    }
)
_BETWEEN: Mapping[str, Told] = MappingProxyType(
    {
        "between": Told("Tiden mellan två datum", "The time between two dates"),
        "school_year:year": Told(
            "Året då läsåret börjar", "The year in which the school year starts"
        ),
    }
)
WORK: Mapping[str, Told] = MappingProxyType(
    {
        "add": Told("Lägg ihop (+)", "Add (+)"),
        "subtract": Told("Dra ifrån (−)", "Subtract (−)"),
        "multiply": Told("Gångra (×)", "Multiply (×)"),
        "divide": Told("Dela (÷)", "Divide (÷)"),
        "round": Told("Avrunda", "Round"),
        "least": Told("Det minsta av", "The least of"),
        "greatest": Told("Det största av", "The greatest of"),
    }
)
DEEPEST = 5  # values inside one another, on the screen


def key_of(said: Operand) -> str:
    """The key of a value of the document."""
    of = str(said.get("of"))
    if of == "age":
        return "age" if said.get("applicant") else f"age:{said.get('question')}"
    if of == "column":
        return f"column:{said.get('op')}:{said.get('group')}:{said.get('question')}"
    about = {"fact": "name", "count": "question", "length": "question", "school_year": "give"}
    field = about.get(of) or ("id" if of in {"question", "parameter"} else "")
    return f"{of}:{said.get(field)}" if field else of


def choices(scope: Scope, wanted: str, depth: int = 0) -> tuple[Choice, ...]:
    """What can be pointed at that gives a ``wanted`` value: number, date, time or text."""
    is_deep = depth >= DEEPEST
    return scope.once(f"{wanted} {is_deep}", lambda: _choices(scope, wanted, depth))


def _choices(scope: Scope, wanted: str, depth: int) -> Iterator[Choice]:
    if wanted in {"number", "date"}:
        yield Choice(LITERAL, _FIXED)
    if wanted == "time":
        yield Choice(TIME, _FIXED)
    yield from _answers(scope, wanted)
    if wanted == "number":
        yield from numbers(scope)
    if wanted == "date" and depth < DEEPEST:
        yield from (Choice(key, label, DATES) for key, label in DAYS.items())
    if wanted == "number" and depth < DEEPEST:
        yield from (Choice(key, label, ARITHMETIC) for key, label in WORK.items())


def numbers(scope: Scope) -> Iterator[Choice]:
    """Numbers that are worked out of answers, or known without asking."""
    for one in scope.asked():
        told, own, seen = name(one), str(one.get("id")), sort(one)
        if seen is Sort.PERSON or one.get("kind") == Kind.PERSONAL_NUMBER:
            yield Choice(f"age:{own}", _AGE.told(it=told), COUNTED_OUT)
        if seen in COUNTED:
            yield Choice(f"count:{own}", _COUNT.told(it=told), COUNTED_OUT)
        if seen is Sort.TEXT:
            yield Choice(f"length:{own}", _LENGTH.told(it=told), COUNTED_OUT)
        if seen is Sort.ROWS:
            yield from _columns(one)
    yield Choice("age", _OWN_AGE, KNOWN)
    for fact, known in facts.NUMBERS.items():
        yield Choice(f"fact:{fact}", capital(known.title), KNOWN)
    for one in scope.parameters("number", "numbers"):
        told = name(one, "title")
        yield Choice(f"parameter:{one.get('id')}", _PARAMETER.told(it=told), PARAMETERS)
    yield from (Choice(key, label, DATES) for key, label in _BETWEEN.items())


def gives(scope: Scope, said: Operand) -> str:
    """The sort of a value; "number" of one that cannot be told."""
    key = key_of(said)
    if key.startswith("question:"):
        return GIVES.get(sort(scope.find(key.partition(":")[2])), "number")
    if key == LITERAL:
        return "date" if as_day(said.get("value")) else "number"
    return "date" if key in DAYS else "time" if key == TIME else "number"


def _answers(scope: Scope, wanted: str) -> Iterator[Choice]:
    own = {str(one.get("id")) for one in scope.own()}
    for one in scope.asked():
        if GIVES.get(sort(one)) == wanted:
            part = str(one.get("id"))
            yield Choice(f"question:{part}", name(one), ON_ROW if part in own else ANSWERS)


def _columns(group: Part) -> Iterator[Choice]:
    for one in group.get("questions") or []:
        if sort(one) is Sort.NUMBER:
            for op, told in _COLUMNS.items():
                key = f"column:{op}:{group.get('id')}:{one.get('id')}"
                yield Choice(key, told.told(it=name(one), group=name(group)), COUNTED_OUT)


def capital(words: Told) -> Told:
    """The words as they begin a line."""
    return Told(words[:1].upper() + words[1:], words.en[:1].upper() + words.en[1:])
