"""A form as a browser would send it back, and a document in which everything can be pointed at."""

import json
from collections.abc import Iterable
from typing import Any

from tests.capabilities.formkit import process_sample as processes

from samtjanst import eservices
from samtjanst.capabilities.formkit.conditions import Compiler
from samtjanst.capabilities.formkit.editing.pointing.controls import Control, Posted
from samtjanst.capabilities.formkit.problems import Problem
from samtjanst.capabilities.formkit.reading import loader
from samtjanst.capabilities.formkit.reading.fields import Fields

PARAMETERS = [
    {"id": "kommun", "type": "text", "title": {"sv": "Kommunens namn"}},
    {"id": "grans", "type": "number", "title": {"sv": "Gräns"}},
]


def everything() -> dict[str, Any]:
    """A document with every kind of question, parameters of each type, and a process."""
    found: dict[str, Any] = json.loads(eservices.read("alla_fragetyper/definition.json"))
    choice = next(one for one in questions(found) if one["kind"] == "choice")
    per = {"id": "taxa", "type": "numbers", "title": {"sv": "Taxa"}, "per": choice["id"]}
    found["process"] = processes.process()
    found["parameters"] = [*found["parameters"], *PARAMETERS, per]
    return found


def questions(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for page in document["pages"] for one in page["questions"]]


def typed(controls: Iterable[Control], **changes: str | list[str]) -> dict[str, list[str]]:
    """What the browser sends, with some controls changed ("_" in a name for "-")."""
    found = {one.name: _sent(one) for one in controls}
    for name, value in changes.items():
        found[name.replace("_", "-")] = [value] if isinstance(value, str) else value
    return found


def posted(controls: Iterable[Control], do: str = "", about: str = "", **changes: Any) -> Posted:
    return Posted(typed(controls, **changes), do, about, "first")


def _sent(one: Control) -> list[str]:
    if one.form in {"many_of", "find"}:
        return ["", *one.chosen]
    if one.form == "lines":
        return ["\r\n".join(one.chosen)]
    return [one.chosen[0] if one.chosen else ""]


def compiler(document: dict[str, Any]) -> Compiler:
    asked = [loader.read_question(Fields(one, "", [])) for one in questions(document)]
    known = [loader.read_parameter(Fields(one, "", [])) for one in document["parameters"]]
    return Compiler({one.id: one for one in asked}, {one.id: one for one in known})


def faults(document: dict[str, Any], condition: Any) -> list[Problem]:
    """What the reader says of a condition."""
    found: list[Problem] = []
    compiler(document).condition(Fields(condition, "when", found))
    return found
