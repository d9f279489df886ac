"""Taking parts out of a document, with everything that would point at nothing afterwards."""

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.editing.references import Reference, references

Points = Callable[[Mapping[str, Any]], bool]


def remove_question(document: Document, question_id: str) -> Document:
    """The document without the question and without the rules that speak of it."""
    return _without(document, {question_id}, set())


def remove_page(document: Document, page_id: str) -> Document:
    """The document without the page, its questions and the rules that speak of them."""
    found = editing.page(document, page_id)
    inside = {str(one.get("id")) for one in found.get("questions") or []}
    return _without(document, inside, {page_id})


def remove_option(document: Document, question_id: str, option_id: str) -> Document:
    """The document without one option and without the rules that speak of it."""
    made = copy.deepcopy(document)
    found = editing.question(made, question_id)
    found["options"] = [one for one in found.get("options") or [] if one.get("id") != option_id]
    lost = {str(rule["id"]) for rule in rules_on_option(document, question_id, option_id)}
    made["rules"] = [rule for rule in made.get("rules") or [] if rule.get("id") not in lost]
    return made


def rules_on(document: Mapping[str, Any], question_id: str) -> list[Part]:
    """The rules that show, require or look at a question."""
    return [rule for rule in document.get("rules") or [] if question_id in mentioned(rule)]


def rules_on_option(document: Mapping[str, Any], question_id: str, option_id: str) -> list[Part]:
    """The rules that show an option, or look for it in an answer."""
    return [rule for rule in rules_on(document, question_id) if option_id in _values(rule)]


def rules_on_page(document: Mapping[str, Any], page_id: str) -> list[Part]:
    """The rules that show a page, stop at it, or lead from or to it."""
    here = Reference("page", page_id)
    return [rule for rule in document.get("rules") or [] if here in references(rule)]


def mentioned(rule: Mapping[str, Any]) -> set[str]:
    """Ids of the questions that a rule speaks of."""
    return {one.id for one in references(rule) if one.kind == "question"}


def _without(document: Document, question_ids: set[str], page_ids: set[str]) -> Document:
    lost = {rule["id"] for one in question_ids for rule in rules_on(document, one)}
    lost |= {rule["id"] for one in page_ids for rule in rules_on_page(document, one)}
    made = copy.deepcopy(document)
    made["pages"] = [one for one in made["pages"] if one.get("id") not in page_ids]
    for page in made["pages"]:
        page["questions"] = _kept(page, question_ids)
        for group in (one for one in page["questions"] if "questions" in one):
            group["questions"] = _kept(group, question_ids)
    made["rules"] = [rule for rule in made.get("rules") or [] if rule.get("id") not in lost]
    _forget_signatories(made, question_ids)
    _forget_steps(made, question_ids)
    return made


def _kept(part: Part, question_ids: set[str]) -> list[Part]:
    inside = part.get("questions") or []
    return [one for one in inside if one.get("id") not in question_ids]


def _forget_signatories(document: Document, question_ids: set[str]) -> None:
    who = (document.get("signing") or {}).get("signatories")
    for name in ("guardians_of", "stated_in", "named_in", "alone_in", "neighbours_of"):
        if isinstance(who, dict) and who.get(name) in question_ids:
            del who[name]
            if name == "named_in":  # how many, and in which order, is said of those in it
                who.pop("needed", None)
                who.pop("order", None)
                who.pop("alone_in", None)
            if name == "neighbours_of":
                who.pop("neighbours_within", None)


def _forget_steps(document: Document, question_ids: set[str]) -> None:
    """Without the steps of the process that look at a question: none is left to happen always."""
    for phase in (document.get("process") or {}).get("phases") or []:
        for status in phase.get("statuses") or []:
            for name in ("steps", "automatic"):
                held = status.get(name) or []
                kept = [one for one in held if not mentioned(one) & question_ids]
                if len(kept) < len(held):
                    status[name] = kept


def _values(rule: Mapping[str, Any]) -> set[Any]:
    keys = {"option", "value", "values"}
    return {value for key, value in _leaves(rule) if key in keys and isinstance(value, str)}


def _leaves(value: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Every plain value with its field."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, name)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner, key)
    else:
        yield key, value
