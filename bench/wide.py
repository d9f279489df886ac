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


def rows(count: int) -> tuple[forms.Document, dict[str, Any]]:
    """A definition with a repeating group of four questions, and so many rows of answers."""
    inner = [
        forms.question("name", "Namn", "text", required=True),
        forms.question("born", "Födelsedag", "date"),
        forms.question("income", "Inkomst", "integer"),
        forms.question("works", "Arbetar personen?", "yes_no", required=True),
    ]
    settings = {"row_name": {"sv": "Person"}, "max_rows": max(count, 1)}
    group = forms.question("people", "Personer", "group", settings=settings, questions=inner)
    only = {"id": "only", "title": {"sv": "Sidan"}, "questions": [group]}
    row = {"name": "Åsa Öberg", "born": "1980-05-01", "income": 240_000, "works": True}
    made = [{**row, "income": place} for place in range(count)]
    return forms.framed("rader", "Rader", [only], []), {"people": made}


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
