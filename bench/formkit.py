"""How long the form engine takes: ``python bench/formkit.py``.

One page of 100 questions and 60 rules (goal: at most 0.5 ms for a whole evaluation), and the
shipped e-service. Prints the median and the 95th percentile of many single evaluations.
"""

import json
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from samtjanst import eservices
from samtjanst.capabilities.formkit import Context, evaluate, load, load_text, present

ROUNDS = 2000
CYCLE: tuple[dict[str, Any], ...] = (
    {"kind": "text"},
    {"kind": "integer"},
    {"kind": "yes_no"},
    {"kind": "date"},
    {
        "kind": "many_choices",
        "options": [{"id": name, "label": {"sv": name}} for name in ("a", "b", "c")],
    },
)
ANSWERS: tuple[Any, ...] = ("En text", 7, True, "2026-08-18", ["a", "b"])


def question(place: int) -> dict[str, Any]:
    """Every fifth question is of the same kind."""
    return {"id": f"q{place}", "label": {"sv": f"Fråga {place}"}, **CYCLE[place % len(CYCLE)]}


def condition(place: int) -> dict[str, Any]:
    """A condition on an earlier question, in three parts."""
    at = place - place % 5 - 5
    return {
        "op": "and",
        "of": [
            {"op": "equals", "question": f"q{at + 2}", "value": True},
            {"op": "contains", "question": f"q{at + 4}", "value": "a"},
            {
                "op": "less",
                "left": {"of": "question", "id": f"q{at + 1}"},
                "right": {"of": "value", "value": 10},
            },
        ],
    }


def wide(questions: int, rules: int) -> dict[str, Any]:
    """A definition of one page with so many questions and rules."""
    document: dict[str, Any] = json.loads(eservices.read("skolskjuts/definition.json"))
    items = [question(place) for place in range(questions)]
    step = (questions - 5) / rules
    targets = [5 + int(place * step) for place in range(rules)]
    made = [
        {
            "id": f"r{place}",
            "effect": "show" if place % 3 else "require",
            "target": {"question": f"q{target}"},
            "when": condition(target),
        }
        for place, target in enumerate(targets)
    ]
    return {
        **document,
        "pages": [{"id": "only", "title": {"sv": "Sidan"}, "questions": items}],
        "rules": made,
        "parameters": [],
        "about": {**document["about"], **without_parameters()},
        "handling": {**document["handling"], "appeal_text": {"sv": "Så"}, "retention": {"sv": "2"}},
        "signing": {**document["signing"], "signatories": {}},
    }


def without_parameters() -> dict[str, Any]:
    """The texts that name the municipality's parameters, without them."""
    block = {"id": "b", "title": {"sv": "Rubrik"}}
    return {"decides_who": {"sv": "Nämnden"}, "otherwise": {"sv": "Ring"}, "privacy": [block]}


def measure(name: str, work: Callable[[], Any]) -> None:
    """Print the time of one call in milliseconds."""
    for _ in range(50):
        work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    print(f"{name:58} p50 {statistics.median(times):7.3f} ms  p95 {times[-ROUNDS // 20]:7.3f} ms")


def measure_wide(questions: int, rules: int) -> None:
    """Print the figures of one page of that size."""
    context = Context(today=date(2026, 8, 1))
    definition = load(wide(questions, rules))
    answers = {f"q{place}": ANSWERS[place % 5] for place in range(questions)}
    size = f"{questions} questions, {rules} rules"

    def view() -> object:
        evaluation = evaluate(definition, answers, context)
        return present.page(definition, "only", evaluation, answers, show_errors=True)

    measure(f"evaluate, {size}", lambda: evaluate(definition, answers, context))
    measure(f"evaluate and judge, {size}", lambda: evaluate(definition, answers, context).errors())
    measure(f"evaluate, judge and view, {size}", view)


def main() -> None:
    """Measure and print."""
    measure_wide(100, 60)
    measure_wide(200, 100)
    context = Context(today=date(2026, 8, 1))
    text = eservices.read("skolskjuts/definition.json")
    school = load_text(text)
    known = {"reasons": ["distance", "disability"], "school_year": "4", "distance": 3}
    measure("evaluate and judge all, skolskjuts", lambda: evaluate(school, known, context).errors())


if __name__ == "__main__":
    main()
