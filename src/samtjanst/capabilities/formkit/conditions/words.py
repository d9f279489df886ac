"""Conditions and values in plain Swedish, as parts of a sentence."""

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

_ORDER: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "less": ("är mindre än", "är inte mindre än"),
        "at_most": ("är högst", "är mer än"),
        "more": ("är mer än", "är inte mer än"),
        "at_least": ("är minst", "är mindre än"),
        "same": ("är lika med", "är inte lika med"),
    }
)
_DATES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "less": ("är före", "är inte före"),
        "at_most": ("är senast", "är efter"),
        "more": ("är efter", "är inte efter"),
        "at_least": ("är tidigast", "är före"),
        "same": ("är samma dag som", "är inte samma dag som"),
    }
)
_ASKED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "answered": ("är besvarad", "är inte besvarad"),
        "equals": ("är {value}", "är inte {value}"),
        "any_of": ("är {value}", "är inte {value}"),
        "contains": ("innehåller {value}", "innehåller inte {value}"),
        "contains_any": ("innehåller {value}", "innehåller inte {value}"),
        "contains_all": ("innehåller både {value}", "innehåller inte både {value}"),
        "text_contains": ("innehåller texten {value}", "innehåller inte texten {value}"),
        "starts_with": ("börjar med {value}", "börjar inte med {value}"),
        "ends_with": ("slutar med {value}", "slutar inte med {value}"),
        "own_statement": ("är en egen uppgift", "är ingen egen uppgift"),
        "protected": ("har skyddade personuppgifter", "har inte skyddade personuppgifter"),
    }
)
_UNITS: Mapping[str, str] = MappingProxyType(
    {"days": "dagar", "working_days": "arbetsdagar", "months": "månader", "years": "år"}
)
_SIGNS: Mapping[str, str] = MappingProxyType(
    {"add": " + ", "subtract": " − ", "multiply": " × ", "divide": " / "}
)


class Words:
    """Says conditions of one definition, with its own labels."""

    def __init__(self, questions: Iterable[Question], parameters: Iterable[Parameter]) -> None:
        self._questions = {question.id: question for question in questions}
        self._parameters = {parameter.id: parameter for parameter in parameters}

    def label(self, question_id: str) -> str:
        """A question's label in quotation marks."""
        question = self._questions.get(question_id)
        label = question.label.sv.strip() if question else question_id
        return f"”{label}”"

    def option(self, question_id: str, option_id: Any) -> str:
        """An answer in words: an option's label, yes or no, a date, a number or a text."""
        if isinstance(option_id, bool):
            return "ja" if option_id else "nej"
        if isinstance(option_id, date):
            return option_id.isoformat()
        question = self._questions.get(question_id)
        for option in question.options if question else ():
            if option.id == option_id:
                return f"”{option.label.sv}”"
        return f"”{option_id}”" if isinstance(option_id, str) else str(option_id).replace(".", ",")

    def say(self, node: Node, *, negated: bool = False) -> str:  # noqa: PLR0911 - one for each
        """The condition, or its opposite."""
        match node:
            case Not(of=inner):
                return self.say(inner, negated=not negated)
            case All(of=parts):
                return self._joined(parts, " eller " if negated else " och ", negated)
            case AnyOf(of=parts):
                return self._joined(parts, " och " if negated else " eller ", negated)
            case Asked():
                return self._asked(node, negated)
            case Known():
                return self._known(node, negated)
            case Compare():
                table = _DATES if node.left.sort == "date" else _ORDER
                verb = table[node.op][negated]
                return f"{self.value(node.left)} {verb} {self.value(node.right)}"
            case Rows(op=op, group=group, of=inner):
                which = "någon rad" if op == "any_row" else "alla rader"
                no = "inte " if negated else ""
                return f"{no}{which} i {self.label(group)} uppfyller: {self.say(inner)}"
        return ""

    def _joined(self, parts: tuple[Node, ...], word: str, negated: bool) -> str:  # noqa: FBT001
        if not parts:
            return "aldrig" if negated or word == " eller " else "alltid"
        said = [self.say(part, negated=negated) for part in parts]
        grouped = len(parts) > 1
        return word.join(
            f"({text})" if grouped and _is_group(part) else text
            for part, text in zip(parts, said, strict=True)
        )

    def _asked(self, node: Asked, negated: bool) -> str:  # noqa: FBT001
        form = _ASKED[node.op][negated]
        values = sorted(node.value) if isinstance(node.value, frozenset) else [node.value]
        word = " och " if node.op == "contains_all" else " eller "
        said = word.join(self.option(node.question, value) for value in values)
        return f"{self.label(node.question)} {form.format(value=said)}"

    def _known(self, node: Known, negated: bool) -> str:  # noqa: FBT001
        no = " inte" if negated else ""
        if node.op == "flag":
            title = facts.FLAGS[node.subject].title
            return f"{title.replace(' har ', f' har{no} ', 1)}" if negated else title
        if node.subject == "assurance_level":
            return f"tillitsnivån är{no} minst {node.value}"
        if node.subject.startswith("parameter."):
            return f"kommunens ”{self._parameter(node.subject[10:])}” är{no} ”{node.value}”"
        said = " eller ".join(f"”{value}”" for value in sorted(node.value))
        return f"{facts.TEXTS[node.subject].title} är{no} {said}"

    def _parameter(self, name: str) -> str:
        parameter = self._parameters.get(name)
        return parameter.title.sv if parameter else name

    def value(self, value: operands.Value) -> str:  # noqa: PLR0911 - one line for each sort
        """A value as a noun phrase."""
        match value:
            case operands.Literal(value=constant):
                return self.option("", constant).strip("”")
            case operands.Answer(question=question):
                return self.label(question)
            case operands.Setting(parameter=name, per=per):
                by = f" för {self.label(per)}" if per else ""
                return f"kommunens ”{self._parameter(name)}”{by}"
            case operands.Today():
                return "dagens datum"
            case operands.Shifted(of=inner, count=count, unit=unit):
                way = "efter" if count >= 0 else "före"
                return f"{abs(count)} {_UNITS[unit]} {way} {self.value(inner)}"
            case operands.SchoolYear(of=inner, give=give):
                names = {
                    "first_day": "första dagen i",
                    "last_day": "sista dagen i",
                    "year": "året för",
                }
                return f"{names[give]} läsåret för {self.value(inner)}"
            case operands.Between(first=first, last=last, unit=unit):
                return f"antalet {_UNITS[unit]} från {self.value(first)} till {self.value(last)}"
            case operands.Age(question=question, on=on):
                who = self.label(question) if question else "sökanden"
                day = "" if isinstance(on, operands.Today) else f" {self.value(on)}"
                return f"åldern på {who}{day}"
        return self._counted(value)

    def _counted(self, value: operands.Value) -> str:  # noqa: PLR0911 - one for each
        match value:
            case operands.Count(question=question):
                return f"antalet i {self.label(question)}"
            case operands.Length(question=question):
                return f"antalet tecken i {self.label(question)}"
            case operands.Fact(name=name):
                return facts.NUMBERS[name].title
            case operands.Column(op=op, group=group, question=question):
                names = {"sum": "summan", "least": "det minsta", "greatest": "det största"}
                return f"{names[op]} av ”{question}” i {self.label(group)}"
            case operands.Arithmetic(op=op, of=parts) if op in _SIGNS:
                return f"({_SIGNS[op].join(self.value(part) for part in parts)})"
            case operands.Arithmetic(op=op, of=parts):
                names = {
                    "round": "avrundat",
                    "least": "det minsta av",
                    "greatest": "det största av",
                }
                return f"{names[op]} {', '.join(self.value(part) for part in parts)}"
        return ""


def _is_group(node: Node) -> bool:
    while isinstance(node, Not):
        node = node.of
    return isinstance(node, All | AnyOf) and len(node.of) > 1
