"""One rule of the document: its effect, its target, and what that effect needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.model import Effect, Rule
from samtjanst.capabilities.formkit.reading.fields import ID, OPTION_ID, Fields
from samtjanst.capabilities.formkit.texts import NO_TEXT, Text, Told, join

GUARDIANS, NEIGHBOURS = "guardians", "property_neighbours"
KNOWN_PARTIES = frozenset({GUARDIANS, NEIGHBOURS})  # whom no question names
_Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """What an effect can aim at, and which further fields it has."""

    targets: frozenset[str]
    needs: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()
    always: bool = False  # whether it may stand without a condition


def _form(*targets: str, needs: tuple[str, ...] = (), **more: Any) -> Form:
    return Form(frozenset(targets), needs, **more)


FORMS: Mapping[Effect, Form] = MappingProxyType(
    {
        Effect.SHOW: _form(
            "question", "page", "option", "outcome", "row", "row_option", "status", "step"
        ),
        Effect.REQUIRE: _form("question", "party", "row", "status"),
        Effect.SUGGEST: _form("step"),
        Effect.LIMIT: _form("question", "row", needs=("options",)),
        Effect.PREFILL: _form("question", "row", needs=("value",), always=True),
        Effect.COMPUTE: _form("question", "row", needs=("value",), always=True),
        Effect.VALIDATE: _form("question", "row", needs=("message",)),
        Effect.STOP: _form("page", needs=("message",), maybe=("instead",)),
        Effect.GO_TO: _form("page", "end", needs=("from",)),
    }
)
_TITLES: Mapping[str, Told] = MappingProxyType(
    {
        "question": Told("en fråga", "a question"),
        "page": Told("en sida", "a page"),
        "option": Told("ett alternativ", "an option"),
        "outcome": Told("ett beslut", "a decision"),
        "party": Told("en part", "a party"),
        "status": Told("en status i processen", "a status of the process"),
        "step": Told("ett steg i processen", "a step of the process"),
        "end": Told("slutet", "the end"),
        "row": Told("en fråga på varje rad", "a question in each row"),
        "row_option": Told("ett alternativ på varje rad", "an option in each row"),
    }
)

_NAMED = ("page", "outcome", "party", "status", "step")
_OR = Told(" eller ", " or ")


def read(item: Fields) -> Rule:
    """Read a rule; faults are noted in ``item.problems``."""
    effect = Effect(item.one_of("effect", set(Effect)))
    form = FORMS[effect]
    aimed = item.part("target")
    in_row = aimed.has("group")
    inner = aimed.text("question", form=ID) if in_row else ""
    target, target_id, option = _target(aimed, form)
    when = item.raw("when", required=not form.always)
    if when == {}:
        item.refuse("when", Told("villkoret är tomt", "the condition is empty"))
    rule = Rule(
        id=item.id(),
        effect=effect.value,
        target=target,
        target_id=target_id,
        option_id=option,
        when=when or {},
        value=_value(item) if "value" in form.needs else {},
        options=item.strings("options", least=1) if "options" in form.needs else (),
        message=item.words("message") if "message" in form.needs else NO_TEXT,
        instead=item.words("instead", required=False) if "instead" in form.maybe else NO_TEXT,
        from_page=item.text("from", form=ID) if "from" in form.needs else "",
        inner=inner,
    )
    item.close()
    return rule


def _target(target: Fields, form: Form) -> tuple[str, str, str]:
    # A group goes before the question in its rows, which has been read.
    last = "group" if target.has("group") else "question"
    kinds = [name for name in (*_NAMED, "end", last) if target.has(name)]
    option = target.text("option", required=False, form=OPTION_ID)
    kind = kinds[0] if kinds else "question"
    found = ("end" * target.flag("end")) if kind == "end" else target.text(kind, form=ID)
    kind = "option" if option and kind == "question" else "row" if kind == "group" else kind
    aim = "row_option" if option and kind == "row" else kind
    is_option = aim in {"option", "row_option"}
    if len(kinds) > 1 or aim not in form.targets or bool(option) is not is_option:
        able = join((_TITLES[name] for name in sorted(form.targets)), _OR)
        target.refuse(
            kinds[0] if kinds else "",
            Text(
                "den här effekten kan bara gälla {able}", "this effect can only be about {able}"
            ).told(able=able),
        )
    target.close()
    return kind, found, option


def _value(item: Fields) -> Mapping[str, Any]:
    value = item.raw("value", required=True)
    if isinstance(value, Mapping):
        return value
    if item.has("value"):
        item.refuse(
            "value",
            Told(
                "här ska det stå ett objekt inom klammer { }",
                "an object within braces must stand here",
            ),
        )
    return {}


def schemas() -> list[_Schema]:
    """The JSON Schema of every kind of rule."""
    return [_schema(effect, form) for effect, form in FORMS.items()]


def _schema(effect: Effect, form: Form) -> _Schema:
    identity = {"$ref": "#/$defs/id"}
    targets = [_target_schema(name) for name in sorted(form.targets)]
    needed: _Schema = {
        "id": identity,
        "effect": {"const": effect.value},
        "target": {"oneOf": targets} if len(targets) > 1 else targets[0],
        **{name: _field(name, effect) for name in form.needs},
    }
    condition = {"when": {"$ref": "#/$defs/condition"}}
    maybe = {name: _field(name, effect) for name in form.maybe}
    if form.always:
        return _object(needed, {**condition, **maybe})
    return _object({**needed, **condition}, maybe)


def _field(name: str, effect: Effect) -> _Schema:
    operand: _Schema = {"$ref": "#/$defs/operand"}
    if name == "value":
        return operand if effect is Effect.COMPUTE else {"oneOf": [*_given(), operand]}
    option = {"$ref": "#/$defs/option_id"}
    fields: dict[str, _Schema] = {
        "options": {"type": "array", "items": option, "minItems": 1, "maxItems": 200},
        "from": {"$ref": "#/$defs/id"},
    }
    return fields.get(name, {"$ref": "#/$defs/words"})


def _given() -> list[_Schema]:
    many = {"type": "array", "items": {"type": "string"}, "maxItems": 200}
    constant = {"oneOf": [{"type": ["string", "integer", "boolean"]}, many]}
    answer = {"answer": {"$ref": "#/$defs/id"}}
    return [_object({"constant": constant}, {}), _object(answer, {})]


def _target_schema(name: str) -> _Schema:
    identity: _Schema = {"$ref": "#/$defs/id"}
    special: dict[str, _Schema] = {
        "option": {"question": identity, "option": {"$ref": "#/$defs/option_id"}},
        "end": {"end": {"const": True}},
        "row": {"group": identity, "question": identity},
        "row_option": {
            "group": identity,
            "question": identity,
            "option": {"$ref": "#/$defs/option_id"},
        },
    }
    return _object(special.get(name, {name: identity}), {})


def _object(needed: _Schema, maybe: _Schema) -> _Schema:
    return {
        "type": "object",
        "properties": {**needed, **maybe},
        "required": list(needed),
        "additionalProperties": False,
    }
