"""Changes in plain Swedish."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.compare.changes import Change, ChangeKind
from samtjanst.capabilities.formkit.compare.parts import MISSING, Path, owner
from samtjanst.capabilities.formkit.editing import rule_words

_PARTS: Mapping[str, str] = MappingProxyType(
    {
        "questions": "Frågan",
        "pages": "Sidan",
        "rules": "Villkoret",
        "options": "Alternativet",
        "parameters": "Parametern",
        "outcomes": "Beslutet",
        "legal_basis": "Lagstödet",
        "standard_texts": "Standardtexten",
    }
)
_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "@order": "ordningen",
        "@in": "var den står",
        "label": "texten",
        "title": "rubriken",
        "intro": "inledningen",
        "help": "hjälptexten",
        "missing": "texten när svar saknas",
        "required": "om svar krävs",
        "kind": "hur frågan besvaras",
        "settings": "inställningen",
        "when": "när det gäller",
        "target": "vad det gäller",
        "effect": "vad som händer",
        "message": "meddelandet",
        "value": "värdet",
        "about": "Om e-tjänsten",
        "signing": "Underskrift",
        "handling": "Handläggning",
        "text": "texten",
        "retention": "gallringen",
        "summary": "sammanfattningen",
        "cost": "kostnaden",
        "minutes": "antalet minuter",
        "appeal_text": "texten om överklagande",
        "target_days": "antalet dagar",
    }
)
_LANGUAGES: Mapping[str, str] = MappingProxyType({"sv": "", "en": " på engelska"})
LONGEST = 120


def said(change: Change, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The change as one sentence."""
    newest = after if change.kind is not ChangeKind.REMOVED else before
    name = named(change.path, newest, before)
    match change.kind:
        case ChangeKind.ADDED:
            return f"{name} är {'nytt' if _is_neuter(change.path) else 'ny'}."
        case ChangeKind.REMOVED:
            return f"{name} är {'borttaget' if _is_neuter(change.path) else 'borttagen'}."
        case ChangeKind.MOVED:
            return f"{name} har flyttats till {_home(change.after, newest, before)}."
        case ChangeKind.ORDERED:
            return f"Ordningen är ändrad i {_home(change.path, newest, before)}."
    if _kind(owner(change.path)) == "rules":
        return f"{_rule(change.path, before)} är ändrat, till ({_rule_words(change.path, after)})."
    return f"{name}: {field_of(change.path)} var {value(change.before)}, är {value(change.after)}."


def named(path: Path, newest: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """The part that a path is in, by its title: ”Sidan ”Barnet””."""
    own = owner(path)
    if not own:
        return "E-tjänsten"
    kind = _kind(own)
    if kind == "rules":
        return _rule(path, newest if _find(newest, kind, own[-1][1:]) else other)
    title = _title(_find(newest, kind, own[-1][1:]) or _find(other, kind, own[-1][1:]))
    return f"{_PARTS.get(kind, 'Delen')} ”{title or own[-1][1:]}”"


def _rule(path: Path, document: Mapping[str, Any]) -> str:
    return f"Villkoret ({_rule_words(path, document)})"


def _rule_words(path: Path, document: Mapping[str, Any]) -> str:
    """The rule as a sentence, or its id where the document does not have it."""
    rule_id = owner(path)[-1][1:]
    rule = _find(document, "rules", rule_id)
    said_as = rule_words.said(dict(document), dict(rule)) if rule else rule_id
    return said_as[: 2 * LONGEST] + ("…" if len(said_as) > 2 * LONGEST else "")


def _kind(own: Path) -> str:
    return next((name for name in reversed(own[:-1]) if not name.startswith("#")), "")


def _is_neuter(path: Path) -> bool:
    """Whether the part's name ends in -et, which Swedish words agree with."""
    return _PARTS.get(_kind(owner(path)), "").endswith("et")


def place_of(path: Path, document: Mapping[str, Any]) -> str:
    """Part and field of it, for a heading."""
    inside = field_of(path)
    name = named(path, document, document)
    return f"{name}: {inside}" if inside else name


def field_of(path: Path) -> str:
    """What of the part is changed."""
    inside = path[len(owner(path)) :]
    words = [_FIELDS.get(name, name.replace("_", " ")) for name in inside if name not in _LANGUAGES]
    return " ".join(words) + _LANGUAGES.get(inside[-1] if inside else "", "")


def _home(path: Path, newest: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    found = named(path, newest, other)
    return found[0].lower() + found[1:] if owner(path) else "e-tjänsten"


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


def _title(part: Mapping[str, Any]) -> str:
    for name in ("label", "title", "text"):
        words = part.get(name)
        if isinstance(words, Mapping) and words.get("sv"):
            return str(words["sv"])[:LONGEST]
    return ""


def value(held: Any) -> str:
    """A value as it is told: short, and without the document's own signs."""
    if held is MISSING or held in ("", [], {}):
        return "tomt"
    if isinstance(held, bool):
        return "ja" if held else "nej"
    text = "något annat" if isinstance(held, Mapping | list) else str(held)
    return f"”{text[:LONGEST]}{'…' if len(text) > LONGEST else ''}”"
