"""Small definitions for the tests of rules and conditions."""

from typing import Any

import jsonschema
from tests.capabilities.formkit import sample
from tests.capabilities.formkit.sample import one_page, show

from samtjanst.capabilities.formkit import evaluate, load, schema
from samtjanst.capabilities.formkit.evaluation import Evaluation

VALIDATOR = jsonschema.Draft202012Validator(schema.document_schema())
AB = [{"id": "a", "label": {"sv": "A"}}, {"id": "b", "label": {"sv": "B"}}]
ABC = [*AB, {"id": "c", "label": {"sv": "C"}}]
NUMBER, DAY = {"id": "n", "kind": "integer"}, {"id": "d", "kind": "date"}
CHOICE = {"id": "c", "kind": "choice", "options": ABC}
MANY = {"id": "m", "kind": "many_choices", "options": ABC}
TEXT = {"id": "t", "kind": "text"}
N = {"op": "answered", "question": "n"}
HELD = {"of": "question", "id": "n"}


def value(constant: Any) -> dict[str, Any]:
    return {"of": "value", "value": constant}


def calculated(name: str, calculate: dict[str, Any]) -> dict[str, Any]:
    settings = {"calculate": calculate, "shown_as": {"sv": "{value}"}}
    return {"id": name, "kind": "calculated", "settings": settings}


def rule(effect: str, target: dict[str, Any], when: Any = None, **more: Any) -> dict[str, Any]:
    found = {"id": f"r_{effect}", "effect": effect, "target": target, **more}
    return found if when is None else {**found, "when": when}


def named(signatories: dict[str, Any], *more: Any, **settings: Any) -> dict[str, Any]:
    """A definition in which the applicant names those who sign, and how they do."""
    rows = {"min_rows": 2, "max_rows": 4, **settings}
    asked = {"id": "who", "kind": "signatories", "required": True, "settings": rows}
    document = one_page([*more, asked])
    document["signing"]["signatories"] = {"named_in": "who", **signatories}
    return document


def run(document: dict[str, Any], answers: dict[str, Any], **changes: Any) -> Evaluation:
    VALIDATOR.validate(document)
    return evaluate(load(document), answers, sample.context(**changes))


def holds(questions: list[Any], when: Any, answers: dict[str, Any], **changes: Any) -> bool:
    note = {"id": "note", "kind": "information"}
    return run(one_page([*questions, note], [show("note", when)]), answers, **changes).visible(
        "note"
    )


def counted(questions: list[Any], operand: Any, answers: dict[str, Any], **changes: Any) -> Any:
    document = one_page([*questions, calculated("sum", operand)])
    return run(document, answers, **changes).values["sum"]


def pages(*sizes: int) -> dict[str, Any]:
    """Pages p0, p1 and so on, with number questions q0, q1 and so on."""
    names = iter(f"q{place}" for place in range(sum(sizes)))
    return {
        **one_page([NUMBER]),
        "pages": [
            {
                "id": f"p{place}",
                "title": {"sv": f"Sida {place}"},
                "questions": [
                    {"id": next(names), "kind": "integer", "label": {"sv": "Fråga"}}
                    for _ in range(size)
                ],
            }
            for place, size in enumerate(sizes)
        ],
    }
