"""Forms of given sizes: many questions and rules on one page."""

from typing import Any

from bench import forms

CYCLE: tuple[dict[str, Any], ...] = (
    {"kind": "text"},
    {"kind": "integer"},
    {"kind": "yes_no"},
    {"kind": "date"},
    {"kind": "many_choices", "options": forms.options("A", "B", "C")},
)
ANSWERS: tuple[Any, ...] = ("En text", 7, True, "2026-08-18", ["o0", "o1"])
POSTED: tuple[str | list[str], ...] = ("En text", "7", "yes", "2026-08-18", ["o0", "o1"])


def page(questions: int = 200, rules: int = 100) -> forms.Document:
    """A definition of one page with so many questions and rules."""
    items = [_question(place) for place in range(questions)]
    step = (questions - 5) / rules
    targets = [5 + int(place * step) for place in range(rules)]
    made = [_rule(place, target) for place, target in enumerate(targets)]
    only = {"id": "only", "title": {"sv": "Sidan"}, "questions": items}
    return forms.framed("bred", "Bred sida", [only], made)


def answers(questions: int = 200) -> dict[str, Any]:
    """Canonical answers to every question."""
    return {f"q{place}": ANSWERS[place % 5] for place in range(questions)}


def posted(questions: int = 200) -> dict[str, str | list[str]]:
    """The same as a browser posts them."""
    return {f"q{place}": POSTED[place % 5] for place in range(questions)}


def _question(place: int) -> forms.Document:
    return {"id": f"q{place}", "label": {"sv": f"Fråga {place}"}, **CYCLE[place % len(CYCLE)]}


def _rule(place: int, target: int) -> forms.Document:
    effect = "show" if place % 3 else "require"
    when = _condition(target)
    return {"id": f"r{place}", "effect": effect, "target": {"question": f"q{target}"}, "when": when}


def _condition(place: int) -> forms.Document:
    """A condition on earlier questions, in three parts."""
    at = place - place % 5 - 5
    return {
        "op": "and",
        "of": [
            {"op": "equals", "question": f"q{at + 2}", "value": True},
            {"op": "contains", "question": f"q{at + 4}", "value": "o0"},
            forms.compare("less", f"q{at + 1}", 10),
        ],
    }
