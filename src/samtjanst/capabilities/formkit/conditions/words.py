"""Conditions and values in plain Swedish and English, as parts of a sentence."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.conditions import facts, operands
from samtjanst.capabilities.formkit.conditions.tree import (
    All,
    AnyOf,
    Asked,
    Compare,
    Known,
    Node,
    Not,
    Rows,
)
from samtjanst.capabilities.formkit.model import Parameter, Question
from samtjanst.capabilities.formkit.texts import NO_WORDS, Text, Told, join

ORDER: Mapping[str, tuple[Told, Told]] = MappingProxyType(
    {
        "less": (
            Told("är mindre än", "is less than"),
            Told("är inte mindre än", "is not less than"),
        ),
        "at_most": (Told("är högst", "is at most"), Told("är mer än", "is more than")),
        "more": (Told("är mer än", "is more than"), Told("är inte mer än", "is not more than")),
        "at_least": (Told("är minst", "is at least"), Told("är mindre än", "is less than")),
        "same": (Told("är lika med", "is equal to"), Told("är inte lika med", "is not equal to")),
    }
)
DATES: Mapping[str, tuple[Told, Told]] = MappingProxyType(
    {
        "less": (Told("är före", "is before"), Told("är inte före", "is not before")),
        "at_most": (Told("är senast", "is at the latest"), Told("är efter", "is after")),
        "more": (Told("är efter", "is after"), Told("är inte efter", "is not after")),
        "at_least": (Told("är tidigast", "is at the earliest"), Told("är före", "is before")),
        "same": (
            Told("är samma dag som", "is the same day as"),
            Told("är inte samma dag som", "is not the same day as"),
        ),
    }
)
_ASKED: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "answered": (
            Text("är besvarad", "is answered"),
            Text("är inte besvarad", "is not answered"),
        ),
        "equals": (Text("är {value}", "is {value}"), Text("är inte {value}", "is not {value}")),
        "any_of": (Text("är {value}", "is {value}"), Text("är inte {value}", "is not {value}")),
        "contains": (
            Text("innehåller {value}", "contains {value}"),
            Text("innehåller inte {value}", "does not contain {value}"),
        ),
        "contains_any": (
            Text("innehåller {value}", "contains {value}"),
            Text("innehåller inte {value}", "does not contain {value}"),
        ),
        "contains_all": (
            Text("innehåller både {value}", "contains both {value}"),
            Text("innehåller inte både {value}", "does not contain both {value}"),
        ),
        "text_contains": (
            Text("innehåller texten {value}", "contains the text {value}"),
            Text("innehåller inte texten {value}", "does not contain the text {value}"),
        ),
        "starts_with": (
            Text("börjar med {value}", "starts with {value}"),
            Text("börjar inte med {value}", "does not start with {value}"),
        ),
        "ends_with": (
            Text("slutar med {value}", "ends with {value}"),
            Text("slutar inte med {value}", "does not end with {value}"),
        ),
        "own_statement": (
            Text("är en egen uppgift", "is an own statement"),
            Text("är ingen egen uppgift", "is not an own statement"),
        ),
        "protected": (
            Text("har skyddade personuppgifter", "has protected personal data"),
            Text("har inte skyddade personuppgifter", "has no protected personal data"),
        ),
    }
)
UNITS: Mapping[str, Told] = MappingProxyType(
    {
        "days": Told("dagar", "days"),
        "working_days": Told("arbetsdagar", "working days"),
        "months": Told("månader", "months"),
        "years": Told("år", "years"),
    }
)
_SIGNS: Mapping[str, str] = MappingProxyType(
    {"add": " + ", "subtract": " − ", "multiply": " × ", "divide": " / "}
)
_AND, _OR = Told(" och ", " and "), Told(" eller ", " or ")
_NEVER, _ALWAYS = Told("aldrig", "never"), Told("alltid", "always")
_YES, _NO = Told("ja", "yes"), Told("nej", "no")
_QUOTED = Text("”{it}”", "“{it}”")
_ROWS: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "any_row": (
            Text("någon rad i {group} uppfyller: {inner}", "any row in {group} fulfils: {inner}"),
            Text(
                "inte någon rad i {group} uppfyller: {inner}", "no row in {group} fulfils: {inner}"
            ),
        ),
        "all_rows": (
            Text("alla rader i {group} uppfyller: {inner}", "all rows in {group} fulfil: {inner}"),
            Text(
                "inte alla rader i {group} uppfyller: {inner}",
                "not all rows in {group} fulfil: {inner}",
            ),
        ),
    }
)
_LEVEL = (
    Text("tillitsnivån är minst {level}", "the assurance level is at least {level}"),
    Text("tillitsnivån är inte minst {level}", "the assurance level is not at least {level}"),
)
_SETTING = (
    Text("kommunens ”{name}” är ”{value}”", "the municipality's “{name}” is “{value}”"),
    Text("kommunens ”{name}” är inte ”{value}”", "the municipality's “{name}” is not “{value}”"),
)
_KNOWN = (
    Text("{what} är {value}", "{what} is {value}"),
    Text("{what} är inte {value}", "{what} is not {value}"),
)
_UNSAID = Told("…", "…")
_PARAMETER = Text("kommunens ”{name}”", "the municipality's “{name}”")
_PARAMETER_FOR = Text("kommunens ”{name}” för {per}", "the municipality's “{name}” for {per}")
_TODAY, _APPLICANT = Told("dagens datum", "today's date"), Told("sökanden", "the applicant")
_AFTER = Text("{count} {unit} efter {day}", "{count} {unit} after {day}")
_BEFORE = Text("{count} {unit} före {day}", "{count} {unit} before {day}")
_SCHOOL_YEAR: Mapping[str, Text] = MappingProxyType(
    {
        "first_day": Text(
            "första dagen i läsåret för {day}", "the first day of the school year of {day}"
        ),
        "last_day": Text(
            "sista dagen i läsåret för {day}", "the last day of the school year of {day}"
        ),
        "year": Text("året för läsåret för {day}", "the year of the school year of {day}"),
    }
)
_BETWEEN = Text(
    "antalet {unit} från {first} till {last}", "the number of {unit} from {first} to {last}"
)
_AGE, _AGE_ON = (
    Text("åldern på {who}", "the age of {who}"),
    Text("åldern på {who} {day}", "the age of {who} on {day}"),
)
_COUNT = Text("antalet i {what}", "the number in {what}")
_LENGTH = Text("antalet tecken i {what}", "the number of characters in {what}")
_COLUMNS: Mapping[str, Text] = MappingProxyType(
    {
        "sum": Text("summan av {question} i {group}", "the sum of {question} in {group}"),
        "least": Text("det minsta av {question} i {group}", "the least of {question} in {group}"),
        "greatest": Text(
            "det största av {question} i {group}", "the greatest of {question} in {group}"
        ),
    }
)
_OF_SEVERAL: Mapping[str, Text] = MappingProxyType(
    {
        "round": Text("avrundat {parts}", "rounded {parts}"),
        "least": Text("det minsta av {parts}", "the least of {parts}"),
        "greatest": Text("det största av {parts}", "the greatest of {parts}"),
    }
)


class Words:
    """Says conditions of one definition, with its own labels."""

    def __init__(self, questions: Iterable[Question], parameters: Iterable[Parameter]) -> None:
        self._questions = {question.id: question for question in questions}
        self._parameters = {parameter.id: parameter for parameter in parameters}

    def inside(self, group: str) -> "Words":
        """For what is said of the rows of a group: its own questions go before those outside."""
        found = self._questions.get(group)
        own = found.questions if found else ()
        return Words([*self._questions.values(), *own], self._parameters.values())

    def label(self, question_id: str) -> Told:
        """A question's label in quotation marks."""
        question = self._questions.get(question_id)
        return _QUOTED.told(it=question.label if question else question_id)

    def option(self, question_id: str, option_id: Any) -> Told:
        """An answer in words: an option's label, yes or no, a date, a number or a text."""
        if isinstance(option_id, bool):
            return _YES if option_id else _NO
        if isinstance(option_id, date):
            return Told(option_id.isoformat())
        question = self._questions.get(question_id)
        for option in question.options if question else ():
            if option.id == option_id:
                return _QUOTED.told(it=option.label)
        if isinstance(option_id, str):
            return _QUOTED.told(it=option_id)
        return Told(str(option_id).replace(".", ","), str(option_id))

    def say(self, node: Node, *, negated: bool = False) -> Told:  # noqa: PLR0911 - one for each
        """The condition, or its opposite."""
        match node:
            case Not(of=inner):
                return self.say(inner, negated=not negated)
            case All(of=parts):
                return self._joined(parts, _OR if negated else _AND, negated)
            case AnyOf(of=parts):
                return self._joined(parts, _AND if negated else _OR, negated)
            case Asked():
                return self._asked(node, negated)
            case Known():
                return self._known(node, negated)
            case Compare():
                table = DATES if node.left.sort == "date" else ORDER
                verb = table[node.op][negated]
                return join((self.value(node.left), verb, self.value(node.right)), " ")
            case Rows(op=op, group=group, of=inner):
                form = _ROWS["any_row" if op == "any_row" else "all_rows"][negated]
                return form.told(group=self.label(group), inner=self.inside(group).say(inner))
        return NO_WORDS

    def _joined(self, parts: tuple[Node, ...], word: Told, negated: bool) -> Told:  # noqa: FBT001
        if not parts:
            return _NEVER if negated or word == _OR else _ALWAYS
        said = [self.say(part, negated=negated) for part in parts]
        grouped = len(parts) > 1
        listed = (
            join(("(", text, ")")) if grouped and _is_group(part) else text
            for part, text in zip(parts, said, strict=True)
        )
        return join(listed, word)

    def _asked(self, node: Asked, negated: bool) -> Told:  # noqa: FBT001
        form = _ASKED[node.op][negated]
        values = sorted(node.value) if isinstance(node.value, frozenset) else [node.value]
        word = _AND if node.op == "contains_all" else _OR
        said = join((self.option(node.question, value) for value in values), word)
        return join((self.label(node.question), form.told(value=said)), " ")

    def _known(self, node: Known, negated: bool) -> Told:  # noqa: FBT001
        if node.op == "flag":
            flag = facts.FLAGS[node.subject]
            return flag.negated if negated else flag.title
        if node.subject == "assurance_level":
            return _LEVEL[negated].told(level=node.value)
        if node.subject.startswith("parameter."):
            name = self._parameter(node.subject[10:])
            return _SETTING[negated].told(name=name, value=str(node.value))
        said = join((_QUOTED.told(it=value) for value in sorted(node.value)), _OR)
        return _KNOWN[negated].told(what=facts.TEXTS[node.subject].title, value=said)

    def _parameter(self, name: str) -> Text:
        parameter = self._parameters.get(name)
        return parameter.title if parameter else Text(name)

    def value(self, value: operands.Value) -> Told:  # noqa: PLR0911 - one line for each sort
        """A value as a noun phrase."""
        match value:
            case operands.Literal(value=constant):
                if constant in {date.min, ""}:
                    return _UNSAID  # still to be written
                said = self.option("", constant)
                return Told(said.strip("”"), said.en.strip("“”"))
            case operands.Answer(question=question):
                return self.label(question)
            case operands.Setting(parameter=name, per=per):
                form = _PARAMETER_FOR if per else _PARAMETER
                return form.told(name=self._parameter(name), per=self.label(per) if per else "")
            case operands.Today():
                return _TODAY
            case operands.Shifted(of=inner, count=count, unit=unit):
                form = _AFTER if count >= 0 else _BEFORE
                return form.told(count=abs(count), unit=UNITS[unit], day=self.value(inner))
            case operands.SchoolYear(of=inner, give=give):
                return _SCHOOL_YEAR[give].told(day=self.value(inner))
            case operands.Between(first=first, last=last, unit=unit):
                days = {"first": self.value(first), "last": self.value(last)}
                return _BETWEEN.told(unit=UNITS[unit], **days)
            case operands.Age(question=question, on=on):
                who = self.label(question) if question else _APPLICANT
                is_now = isinstance(on, operands.Today)
                return _AGE.told(who=who) if is_now else _AGE_ON.told(who=who, day=self.value(on))
        return self._counted(value)

    def _counted(self, value: operands.Value) -> Told:  # noqa: PLR0911 - one for each
        match value:
            case operands.Count(question=question):
                return _COUNT.told(what=self.label(question))
            case operands.Length(question=question):
                return _LENGTH.told(what=self.label(question))
            case operands.Fact(name=name):
                return facts.NUMBERS[name].title
            case operands.Column(op=op, group=group, question=question):
                inner = self.inside(group).label(question)
                return _COLUMNS[op].told(question=inner, group=self.label(group))
            case operands.Arithmetic(op=op, of=parts) if op in _SIGNS:
                return join(("(", join((self.value(part) for part in parts), _SIGNS[op]), ")"))
            case operands.Arithmetic(op=op, of=parts):
                listed = join((self.value(part) for part in parts), ", ")
                return _OF_SEVERAL[op].told(parts=listed)
        return NO_WORDS


def _is_group(node: Node) -> bool:
    while isinstance(node, Not):
        node = node.of
    return isinstance(node, All | AnyOf) and len(node.of) > 1
