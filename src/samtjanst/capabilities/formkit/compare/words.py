"""Changes in plain Swedish and English."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.compare.changes import Change, ChangeKind
from samtjanst.capabilities.formkit.compare.held import shown
from samtjanst.capabilities.formkit.compare.parts import (
    IN,
    MISSING,
    ORDER,
    Path,
    owner,
)
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing import rule_words, sentences
from samtjanst.capabilities.formkit.texts import NO_TEXT, Text, Told, join

_PARTS: Mapping[str, Told] = MappingProxyType(
    {
        "questions": Told("Frågan", "The question"),
        "pages": Told("Sidan", "The page"),
        "rules": Told("Villkoret", "The rule"),
        "options": Told("Alternativet", "The option"),
        "parameters": Told("Parametern", "The parameter"),
        "outcomes": Told("Beslutet", "The decision"),
        "legal_basis": Told("Lagstödet", "The legal basis"),
        "standard_texts": Told("Standardtexten", "The standard text"),
        "blocks": Told("Blocket", "The block"),
        "phases": Told("Fasen", "The phase"),
        "statuses": Told("Statusen", "The status"),
        "steps": Told("Steget", "The step"),
        "automatic": Told("Det automatiska steget", "The automatic step"),
        "checklist": Told("Raden i checklistan", "The line of the checklist"),
        "messages": Told("Meddelandet", "The message"),
        "registers": Told("Registret", "The register"),
    }
)
_FIELDS: Mapping[str, Told] = MappingProxyType(
    {
        "@order": Told("ordningen", "the order"),
        "@in": Told("var den står", "where it stands"),
        "label": Told("texten", "the text"),
        "title": Told("rubriken", "the heading"),
        "intro": Told("inledningen", "the introduction"),
        "help": Told("hjälptexten", "the help text"),
        "missing": Told("texten när svar saknas", "the text for a missing answer"),
        "required": Told("om svar krävs", "whether an answer is required"),
        "in_lists": Told("hur ärendelistor känner till svaret", "how work lists know the answer"),
        "kind": Told("hur frågan besvaras", "how the question is answered"),
        "settings": Told("inställningen", "the setting"),
        "when": Told("när det gäller", "when it holds"),
        "target": Told("vad det gäller", "what it is about"),
        "effect": Told("vad som händer", "what happens"),
        "message": Told("meddelandet", "the message"),
        "value": Told("värdet", "the value"),
        "about": Told("Om e-tjänsten", "About the e-service"),
        "signing": Told("Underskrift", "Signature"),
        "signatories": Told("de som skriver under", "those who sign"),
        "guardians_of": Told("vårdnadshavarna till barnet i", "the guardians of the child in"),
        "neighbours_of": Told("grannarna till fastigheten i", "the neighbours of the property in"),
        "neighbours_within": Told(
            "hur nära grannarna ligger, i meter", "how near the neighbours lie, in metres"
        ),
        "named_in": Told("frågan där de anges", "the question in which they are named"),
        "alone_in": Told(
            "frågan om firman tecknas ensam", "the question whether one signs for the company alone"
        ),
        "needed": Told("så många som ska göra det", "how many have to"),
        "order": Told("i vilken ordning", "in which order"),
        "login": Told("inloggningen", "the log-in"),
        "start": Told("nivån för att fylla i", "the level to fill in"),
        "hand_in": Told("nivån för att lämna in", "the level to hand in"),
        "handling": Told("Handläggning", "Case handling"),
        "text": Told("texten", "the text"),
        "process": Told("Processen", "The process"),
        "fee": Told("Avgiften", "The fee"),
        "amount": Told("beloppet i kronor", "the amount in kronor"),
        "vat": Told("momsen i procent", "the value-added tax in per cent"),
        "decided": Told("beslutet om avgiften", "the decision on the fee"),
        "guide": Told("vägledningen", "the guide"),
        "base": Told("läget", "the state"),
        "shown": Told("den sökandes ord", "the applicant's wording"),
        "decides": Told("om beslut fattas där", "whether decisions are made there"),
        "to": Told("vart det leder", "where it leads"),
        "who": Told("vem som får ta det", "who may take it"),
        "trigger": Told("vad som sätter i gång det", "what sets it off"),
        "days": Told("antalet dagar", "the number of days"),
        "event": Told("händelsen", "the event"),
        "moment": Told("tillfället", "the moment"),
        "mark": Told("märkningen", "the label"),
        "retention": Told("gallringen", "the disposal"),
        "summary": Told("sammanfattningen", "the summary"),
        "cost": Told("kostnaden", "the cost"),
        "audience": Told("vem e-tjänsten är till för", "whom the e-service is for"),
        "minutes": Told("antalet minuter", "the number of minutes"),
        "appeal_text": Told("texten om överklagande", "the text about appeal"),
        "target_days": Told("antalet dagar", "the number of days"),
        "version": Told("versionen", "the version"),
        "sha256": Told("kontrollsumman", "the checksum"),
        "register": Told("vilket register det är", "which register it is"),
        "purpose": Told("varför det frågas", "why it is asked"),
        "legal_basis": Told("den rättsliga grunden", "the legal basis"),
        "told_to_others": Told("om andra får veta varför", "whether others are told why"),
        "names": Told("vilka delar som hör dit", "which parts belong to it"),
    }
)
_LANGUAGES = frozenset({"sv", "en"})
_IN_ENGLISH = Told(" på engelska", " in English")
LONGEST = 120
_PART, _SERVICE = Told("Delen", "The part"), Told("E-tjänsten", "The e-service")
_INSIDE = Told("e-tjänsten", "the e-service")
_NAMED, _RULE = (
    Text("{part} ”{title}”", "{part} “{title}”"),
    Text("Villkoret ({words})", "The rule ({words})"),
)
_NEW, _NEW_IT = Text("{name} är ny.", "{name} is new."), Text("{name} är nytt.", "{name} is new.")
_GONE = Text("{name} är borttagen.", "{name} has been removed.")
_GONE_IT = Text("{name} är borttaget.", "{name} has been removed.")
_MOVED = Text("{name} har flyttats till {home}.", "{name} has been moved to {home}.")
_ORDERED = Text("Ordningen är ändrad i {home}.", "The order has changed in {home}.")
_RULE_CHANGED = Text("{rule} är ändrat, till ({now}).", "{rule} has changed, to ({now}).")
_CHANGED = Text(
    "{name}: {field} var {before}, är {after}.", "{name}: {field} was {before}, is {after}."
)
_NOT_THERE = Told("finns inte", "is not there")
_STILL_THERE = Told("finns kvar, ändrad", "is still there, changed")


def said(change: Change, before: Mapping[str, Any], after: Mapping[str, Any]) -> Told:
    """The change as one sentence."""
    newest = after if change.kind is not ChangeKind.REMOVED else before
    name = named(change.path, newest, before)
    match change.kind:
        case ChangeKind.ADDED:
            return (_NEW_IT if _is_neuter(change.path) else _NEW).told(name=name)
        case ChangeKind.REMOVED:
            return (_GONE_IT if _is_neuter(change.path) else _GONE).told(name=name)
        case ChangeKind.MOVED:
            return _MOVED.told(name=name, home=_home(change.after, newest, before))
        case ChangeKind.ORDERED:
            return _ORDERED.told(home=_home(change.path, newest, before))
    if _kind(owner(change.path)) == "rules":
        now = _rule_words(change.path, after)
        return _RULE_CHANGED.told(rule=_rule(change.path, before), now=now)
    sides = (("before", change.before, before), ("after", change.after, after))
    values = {when: _short(shown(change.path, value, side)) for when, value, side in sides}
    return _CHANGED.told(name=name, field=field_of(change.path), **values)


def named(path: Path, newest: Mapping[str, Any], other: Mapping[str, Any]) -> Told:
    """The part that a path is in, by its title: ”Sidan ”Barnet””."""
    own = owner(path)
    if not own:
        return _SERVICE
    kind = _kind(own)
    if kind == "rules":
        return _rule(path, newest if _find(newest, kind, own[-1][1:]) else other)
    title = _title(_find(newest, kind, own[-1][1:]) or _find(other, kind, own[-1][1:]))
    return _NAMED.told(part=_PARTS.get(kind, _PART), title=title or own[-1][1:])


def _rule(path: Path, document: Mapping[str, Any]) -> Told:
    return _RULE.told(words=_rule_words(path, document))


def _rule_words(path: Path, document: Mapping[str, Any]) -> Told:
    """The rule as a sentence, or its id where the document does not have it."""
    return _short(_said_rule(path, document), 2 * LONGEST)


def _said_rule(path: Path, document: Mapping[str, Any]) -> Told:
    rule_id = owner(path)[-1][1:]
    rule = _find(document, "rules", rule_id)
    return rule_words.said(dict(document), dict(rule)) if rule else Told(rule_id)


def _short(told: Told, longest: int = LONGEST) -> Told:
    return Told(*(_cut(told.to(language), longest) for language in ("sv", "en")))


def _cut(text: str, longest: int) -> str:
    return text[:longest] + ("…" if len(text) > longest else "")


def _kind(own: Path) -> str:
    return next((name for name in reversed(own[:-1]) if not name.startswith("#")), "")


def _is_neuter(path: Path) -> bool:
    """Whether the part's name ends in -et, which Swedish words agree with."""
    return _PARTS.get(_kind(owner(path)), "").endswith("et")


def place_of(
    path: Path, document: Mapping[str, Any], other: Mapping[str, Any] | None = None
) -> Told:
    """Part and field of it, for a heading; ``other`` knows the parts that the document has not."""
    inside = field_of(path)
    name = named(path, document, other or document)
    return join((name, inside), ": ") if inside else name


def field_of(path: Path) -> Told:
    """What of the part is changed."""
    inside = path[len(owner(path)) :]
    names = [name for name in inside if name not in _LANGUAGES]
    words = join((_FIELDS.get(name) or name.replace("_", " ") for name in names), " ")
    return join((words, _IN_ENGLISH)) if inside[-1:] == ("en",) else words


def _home(path: Path, newest: Mapping[str, Any], other: Mapping[str, Any]) -> Told:
    if not owner(path):
        return _INSIDE
    found = named(path, newest, other)
    return Told(found[0].lower() + found[1:], found.en[0].lower() + found.en[1:])


def _find(value: Any, kind: str, part_id: str, inside: str = "") -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        if inside == kind and value.get("id") == part_id:
            return value
        for name, item in value.items():
            if found := _find(item, kind, part_id, name):
                return found
    if isinstance(value, list):
        for item in value:
            if found := _find(item, kind, part_id, inside):
                return found
    return {}


def _title(part: Mapping[str, Any]) -> Text:
    for name in ("label", "title", "text"):
        if words := editing.text_of(part, name):
            return Text(words.sv[:LONGEST], words.en[:LONGEST])
    return NO_TEXT


def stands(path: Path, held: Any, document: Mapping[str, Any]) -> Told:
    """What stands at a path of a document, exactly, for a choice between two."""
    if held is MISSING:
        return _NOT_THERE
    is_part = path == owner(path)
    if _kind(owner(path)) == "rules" and (is_part or _is_meaning(path)):
        return _said_rule(path, document)
    if is_part:
        return _STILL_THERE
    if path[-1] in {ORDER, IN}:
        return _placed(path, held, document)
    return shown(path, held, document)


def _is_meaning(path: Path) -> bool:
    """Whether a rule is told whole: a part of it alone says nothing."""
    return not {"message", IN, ORDER} & set(path[len(owner(path)) :])


def _placed(path: Path, held: Any, document: Mapping[str, Any]) -> Told:
    if path[-1] == IN:
        return _home(held, document, document)
    titles = (_title(_find(document, path[-2], one)) or Text(one, one) for one in held)
    return join((sentences.QUOTED.told(it=one) for one in titles), ", ")
