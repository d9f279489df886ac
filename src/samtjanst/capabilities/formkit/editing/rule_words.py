"""A whole rule as one sentence, such as: Visa ”Läkarintyg” när ”Skäl” är ”Annat”."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import formulas, sentences
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.reading.rules import GUARDIANS, NEIGHBOURS
from samtjanst.capabilities.formkit.texts import Text, Told, join

_EFFECTS: Mapping[str, Text] = MappingProxyType(
    {
        "show": Text("Visa {target}", "Show {target}"),
        "require": Text("Kräv {target}", "Require {target}"),
        "suggest": Text("Föreslå {target}", "Suggest {target}"),
        "limit": Text("Begränsa alternativen i {target}", "Limit the options in {target}"),
        "prefill": Text("Fyll i {target} i förväg", "Fill in {target} beforehand"),
        "compute": Text("Räkna ut {target}", "Calculate {target}"),
        "validate": Text("Säg till vid {target}", "Say so at {target}"),
        "stop": Text("Stoppa vid {target}", "Stop at {target}"),
        "go_to": Text("Gå till {target}", "Go to {target}"),
    }
)
_OPEN = Text("Öppna {target}", "Open {target}")
_FIRST = Text(
    "Kräv att ärendet har haft {target} före beslut",
    "Require that the case has had {target} before a decision",
)
_TARGET = Text("{target}", "{target}")
_WHEN = Text("{lead} när {when}", "{lead} when {when}")
_TO = Told(" till ", " to ")
_AS, _WITH = Text(" som {it}", " as {it}"), Text(" med {it}", " with {it}")
_FROM = Text(" efter {it}", " after {it}")
_END = Told("slutet", "the end")
_SIGNATURE = {
    GUARDIANS: Told("underskrift av vårdnadshavarna", "the guardians' signatures"),
    NEIGHBOURS: Told("underskrift av grannarna", "the neighbours' signatures"),
}
_SIGNATURES = Text("underskrift av dem i {it}", "the signatures of those in {it}")
_IN_PROCESS: Mapping[str, Text] = MappingProxyType(
    {
        "status": Text("statusen {it}", "the status {it}"),
        "step": Text("steget {it}", "the step {it}"),
    }
)
_PAGE = Text("sidan {it}", "the page {it}")
_DECISION = Text("beslutet {it}", "the decision {it}")
_ROW = Text("{it} på varje rad i {group}", "{it} in each row of {group}")
_OPTION = Text("alternativet {it} i {question}", "the option {it} in {question}")


def said(document: Document, rule: Part) -> Told:
    """The rule in words, without a full stop."""
    target = rule.get("target") or {}
    effect = _EFFECTS.get(str(rule.get("effect")), _TARGET)
    if not _IN_PROCESS.keys().isdisjoint(target):
        effect = {"show": _OPEN, "require": _FIRST}.get(str(rule.get("effect")), effect)
    lead = effect.told(target=_target(document, target))
    given = _given(document, rule)
    lead = join((lead, *given))
    group = str(target.get("group") or "")
    when = sentences.sentence(document, rule.get("when"), group)
    if when == sentences.ALWAYS:
        return lead if given else join((lead, when), " ")
    return _WHEN.told(lead=lead, when=when)


def _given(document: Document, rule: Part) -> list[Told]:
    """What the rule fills in, works out or limits to, or where it goes from, where it does."""
    if rule.get("effect") == "limit" and isinstance(rule.get("options"), list):
        asked = _aimed(document, rule)
        listed = asked.get("options") or []
        names = (_quoted(_known(listed, one), "label", one) for one in rule["options"])
        return [_TO, join(names, ", ")]
    if rule.get("effect") == "go_to" and rule.get("from"):
        return [_FROM.told(it=_target(document, {"page": rule["from"]}))]
    if not isinstance(rule.get("value"), Mapping):
        return []
    form = _AS if rule.get("effect") == "compute" else _WITH
    return [form.told(it=_value(document, rule))]


def _value(document: Document, rule: Part) -> Told:
    held = rule["value"]
    if "constant" in held:
        asked = _aimed(document, rule)
        return constant(asked, held["constant"])
    if "answer" in held:
        return _quoted(_question(document, str(held["answer"])), "label", held["answer"])
    return formulas.value(document, held, str((rule.get("target") or {}).get("group") or ""))


def _aimed(document: Document, rule: Part) -> Part:
    """The question that a rule is about: that of the group, for one on rows."""
    target = rule.get("target") or {}
    name, group = str(target.get("question", "")), target.get("group")
    inside = _question(document, str(group)).get("questions") if group else None
    return _known(inside, name) if inside else _question(document, name)


def constant(question: Part, held: Any) -> Told:
    """A given answer to a question: an option's label, yes or no, or what is written."""
    if isinstance(held, bool):
        return sentences.YES if held else sentences.NO
    if isinstance(held, list):
        return join((constant(question, one) for one in held), ", ")
    return _quoted(_known(question.get("options") or [], held), "label", held)


def _question(document: Document, question_id: str) -> Part:
    listed = editing.every_question(document)
    return next((one for _, one in listed if one.get("id") == question_id), {})


def _target(document: Document, target: Mapping[str, Any]) -> Told:  # noqa: PLR0911 - one for each
    if target.get("end"):
        return _END
    if target.get("party"):
        return _signature(document, str(target["party"]))
    for kind, form in _IN_PROCESS.items():
        if held := target.get(kind):
            return form.told(it=_quoted(_known(_of_process(document, kind), held), "title", held))
    if page := target.get("page"):
        return _PAGE.told(it=_quoted(_known(editing.pages(document), page), "title", page))
    if outcome := target.get("outcome"):
        listed = (document.get("handling") or {}).get("outcomes") or []
        return _DECISION.told(it=_quoted(_known(listed, outcome), "title", outcome))
    asked = str(target.get("question", ""))
    group = str(target.get("group") or "")
    question = _question(document, group or asked)
    name = _quoted(question, "label", group or asked)
    if group:
        inner = _known(question.get("questions") or [], asked)
        told = _quoted(inner, "label", asked)
        if option := target.get("option"):
            shown = _quoted(_known(inner.get("options") or [], option), "label", option)
            told = _OPTION.told(it=shown, question=told)
        return _ROW.told(it=told, group=name)
    if option := target.get("option"):
        chosen = _known(question.get("options") or [], option)
        return _OPTION.told(it=_quoted(chosen, "label", option), question=name)
    return name


def _signature(document: Document, party: str) -> Told:
    if party in _SIGNATURE:
        return _SIGNATURE[party]
    return _SIGNATURES.told(it=_quoted(_question(document, party), "label", party))


def _of_process(document: Document, kind: str) -> list[Part]:
    phases = (document.get("process") or {}).get("phases") or []
    statuses = [one for phase in phases for one in phase.get("statuses") or []]
    if kind == "status":
        return statuses
    ways = ("steps", "automatic")
    return [one for status in statuses for way in ways for one in status.get(way) or []]


def _known(listed: Any, part_id: Any) -> Part:
    return next((one for one in listed if one.get("id") == part_id), {})


def _quoted(part: Part, field: str, otherwise: Any) -> Told:
    return sentences.QUOTED.told(it=editing.text_of(part, field) or str(otherwise))
