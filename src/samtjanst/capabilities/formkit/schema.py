"""The published JSON Schema (draft 2020-12) of the definition format.

Made of the same tables that the loader reads by, so that the two cannot drift apart. The
schema says the form; that ids exist, that types fit and that no rules go in circles only the
loader can say. The file in ``schema/`` is written with
``python -c "from samtjanst.capabilities.formkit import schema; print(schema.text(), end='')"``.
"""

import json
from typing import Any

from samtjanst.capabilities.formkit import fees, model, own_messages, settings
from samtjanst.capabilities.formkit.conditions import operand_readers, reading
from samtjanst.capabilities.formkit.deciding import MOST_APPROVERS, SecondReader
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.base import Behaviour
from samtjanst.capabilities.formkit.kinds.properties import FARTHEST
from samtjanst.capabilities.formkit.kinds.signatories import MOST
from samtjanst.capabilities.formkit.list_forms import marks_of
from samtjanst.capabilities.formkit.login import LoginLevel
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.formkit.process.schema import process_schema
from samtjanst.capabilities.formkit.reading import rules
from samtjanst.capabilities.formkit.reading.fields import ID, MAX_TEXT, OPTION_ID
from samtjanst.capabilities.formkit.registers_asked import Register
from samtjanst.capabilities.formkit.texts import NO_TEXT

Schema = dict[str, Any]
SCHEMA_ID = "urn:samtjanst:schema:definition:1"
_WORDS: Schema = {"$ref": "#/$defs/words"}
_ID: Schema = {"$ref": "#/$defs/id"}
_OPTION_ID: Schema = {"$ref": "#/$defs/option_id"}
_TEXT: Schema = {"$ref": "#/$defs/text"}
_OPERAND: Schema = {"$ref": "#/$defs/operand"}
_BLOCKS: Schema = {"type": "array", "items": {"$ref": "#/$defs/block"}}


def document_schema() -> Schema:
    """The schema as a JSON object."""
    top = _object(
        {
            "format": {"const": model.FORMAT},
            "id": _ID,
            "title": _WORDS,
            "about": _about(),
            "pages": _list(_page(), 1, 100),
            "signing": _signing(),
            "handling": _handling(),
        },
        {
            "parameters": _list({"oneOf": _parameters()}, 0, 1000),
            "rules": _list({"oneOf": rules.schemas()}, 0, 2000),
            "blocks": _list(_used_block(), 0, 200),
            "process": process_schema(),
            "fee": _fee(),
        },
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Definition of an e-service",
        **top,
        "$defs": _definitions(),
    }


def text() -> str:
    """The schema as it stands in the published file."""
    return json.dumps(document_schema(), ensure_ascii=False, indent=2) + "\n"


def _object(required: Schema, optional: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _list(items: Schema, least: int, most: int) -> Schema:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def _whole(low: int, high: int) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high}


def _one_of(words: Any) -> Schema:
    return {"enum": sorted(words)}


def _definitions() -> Schema:
    return {
        "text": {"type": "string", "maxLength": MAX_TEXT},
        "words": _object({"sv": {**_TEXT, "pattern": r"\S"}}, {"en": _TEXT}),
        "id": {"type": "string", "pattern": f"^{ID.pattern}$"},
        "option_id": {"type": "string", "pattern": f"^{OPTION_ID.pattern}$"},
        "block": _object({"id": _ID, "title": _WORDS}, {"text": _WORDS}),
        "question": {"oneOf": [_question(kind, on_page=True) for kind in Kind]},
        **{
            f"{kind.value}_question": {
                "oneOf": [_question(one) for one in Kind if behaviour.takes(BEHAVIOURS[one])]
            }
            for kind, behaviour in BEHAVIOURS.items()
            if behaviour.takes_questions
        },
        **_answers(),
        "condition": {"oneOf": reading.schemas()},
        "operand": {"oneOf": operand_readers.schemas()},
    }


def _about() -> Schema:
    return _object(
        {
            "summary": _WORDS,
            "minutes": _whole(1, 600),
            "decides_who": _WORDS,
            "cost": _WORDS,
            "privacy": {**_BLOCKS, "minItems": 1},
        },
        {
            "keywords": _list(_TEXT, 0, 200),
            "have_at_hand": _BLOCKS,
            "otherwise": _WORDS,
            "audience": {"enum": sorted(model.Audience)},
            "registers": _list(_register_use(), 0, len(Register)),
        },
    )


def _register_use() -> Schema:
    return _object(
        {"id": _ID, "register": _one_of(Register), "purpose": _WORDS, "legal_basis": _WORDS},
        {"told_to_others": {"type": "boolean"}},
    )


def _parameters() -> list[Schema]:
    plain = sorted(settings.PARAMETER_TYPES - {"numbers"})
    return [
        _object({"id": _ID, "type": {"enum": plain}, "title": _WORDS}),
        _object({"id": _ID, "type": {"const": "numbers"}, "title": _WORDS, "per": _ID}),
    ]


def _used_block() -> Schema:
    names = {"type": "object", "propertyNames": _ID, "additionalProperties": _ID}
    return _object(
        {
            "id": _ID,
            "block": {"type": "string", "pattern": f"^{model.BLOCK_KEY.pattern}$"},
            "title": _WORDS,
            "version": _whole(1, 1_000_000),
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "names": _object({}, dict.fromkeys(model.BLOCK_PARTS, names)),
        }
    )


def _page() -> Schema:
    questions = _list({"$ref": "#/$defs/question"}, 1, 500)
    return _object({"id": _ID, "title": _WORDS, "questions": questions}, {"intro": _WORDS})


def _question(kind: Kind, *, on_page: bool = False) -> Schema:
    behaviour = BEHAVIOURS[kind]
    required: Schema = {"id": _ID, "kind": {"const": kind.value}, "label": _WORDS}
    optional: Schema = {"help": _WORDS}
    if kind.is_asked:
        optional |= {"missing": _WORDS, "required": {"type": "boolean"}}
    if on_page and (marks := marks_of(kind)):
        optional["in_lists"] = _one_of(marks)
    least, most = behaviour.options
    if most:
        option = _object({"id": _OPTION_ID, "label": _WORDS}, {"help": _WORDS})
        (required if least else optional)["options"] = _list(option, least, most)
    if behaviour.takes_questions:
        required["questions"] = _list(_row_question(behaviour), 1, 30)
    needed = any(setting.needed for setting in behaviour.settings)
    (required if needed else optional)["settings"] = _settings(behaviour)
    return _object(required, optional)


def _row_question(behaviour: Behaviour) -> Schema:
    return {"$ref": f"#/$defs/{behaviour.kind.value}_question"}


def _answers() -> Schema:
    """What a good answer looks like, of each kind that is asked (answers are not in the file)."""
    return {
        f"answer_{kind.value}": behaviour.value_schema(Question(kind.value, kind, NO_TEXT))
        for kind, behaviour in BEHAVIOURS.items()
        if kind.is_asked
    }


def _settings(behaviour: Behaviour) -> Schema:
    declared = behaviour.settings  # in the order in which the studio shows them
    needed = {setting.name: setting.schema() for setting in declared if setting.needed}
    return _object(needed, {s.name: s.schema() for s in declared if not s.needed})


def _signing() -> Schema:
    return _object(
        {
            "expires_days": _whole(1, 365),
            "signatories": _object(
                {},
                {
                    "guardians_of": _ID,
                    "stated_in": _ID,
                    "named_in": _ID,
                    "needed": _whole(1, MOST),
                    "order": _one_of(model.SigningOrder),
                    "alone_in": _ID,
                    "neighbours_of": _ID,
                    "neighbours_within": _whole(1, FARTHEST),
                },
            ),
        },
        {
            "confirmation": _one_of(model.Confirmation),
            "login": _object({}, {name: _one_of(LoginLevel) for name in ("start", "hand_in")}),
            "mode": _one_of(model.SigningMode),
            "reminders_days": _list(_whole(1, 365), 0, 20),
            "represents": _object(
                {},
                {
                    "company": _one_of(model.ActingPower),
                    "person": _one_of(model.ActingPower),
                    "power": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"},
                },
            ),
        },
    )


def _fee() -> Schema:
    return _object(
        {"purpose": _WORDS},
        {
            "amount": _whole(1, fees.MOST_KRONOR),
            "when": _one_of(fees.FeeWhen),
            "vat": {"enum": list(fees.VAT)},
            "days": _whole(1, 365),
            "decided": _WORDS,
        },
    )


def _handling() -> Schema:
    outcome = _object(
        {"id": _ID, "title": _WORDS, "standard_texts": {**_BLOCKS, "minItems": 1}},
        {"appealable": {"type": "boolean"}},
    )
    return _object(
        {
            "reference_prefix": {"type": "string", "pattern": "^[A-ZÅÄÖ]{2,6}$"},
            "target_days": _whole(1, 365),
            "outcomes": _list(outcome, 1, 20),
            "legal_basis": _list(_object({"id": _ID, "text": _WORDS}), 1, 50),
            "appeal_regime": _one_of(model.AppealRegime),
        },
        {
            "appeal_text": _WORDS,
            "retention": _WORDS,
            "supplement_days": _whole(1, 100),
            "working_days": {"type": "boolean"},
            "restarts": {"type": "boolean"},
            "hearing_days": _whole(1, 100),
            "second_reader": _one_of(SecondReader),
            "amount": {"type": "boolean"},
            "messages": own_messages.schema(),
            "decision_signed": {"type": "boolean"},
            "approvers": _whole(0, MOST_APPROVERS),
            "approvers_needed": _whole(0, MOST_APPROVERS),
            "approvers_in_turn": {"type": "boolean"},
        },
    )
