"""The process in the published schema of the format."""

from typing import Any

from samtjanst.capabilities.formkit.process.model import Base, Event, Trigger, Who
from samtjanst.capabilities.formkit.process.reading import LONGEST_MARK, MOST_DAYS

Schema = dict[str, Any]
_WORDS: Schema = {"$ref": "#/$defs/words"}
_ID: Schema = {"$ref": "#/$defs/id"}
_CONDITION: Schema = {"$ref": "#/$defs/condition"}


def process_schema() -> Schema:
    """The optional field ``process`` of the document."""
    return _object({"phases": _list(_phase(), 1, 20)})


def _phase() -> Schema:
    return _object(
        {"id": _ID, "title": _WORDS, "statuses": _list(_status(), 1, 30)},
        {"guide": _WORDS, "checklist": _list(_object({"id": _ID, "text": _WORDS}), 0, 50)},
    )


def _status() -> Schema:
    return _object(
        {"id": _ID, "title": _WORDS, "base": {"enum": sorted(Base)}},
        {
            "shown": _WORDS,
            "decides": {"type": "boolean"},
            "steps": _list(_step(), 0, 20),
            "automatic": _list({"oneOf": [_automatic(trigger) for trigger in Trigger]}, 0, 20),
        },
    )


def _step() -> Schema:
    return _object(
        {"id": _ID, "title": _WORDS, "to": _ID},
        {"who": _list({"enum": sorted(Who)}, 1, 3), "when": _CONDITION},
    )


def _automatic(trigger: Trigger) -> Schema:
    needed: Schema = {"id": _ID, "title": _WORDS, "trigger": {"const": trigger.value}}
    may: Schema = {
        "to": _ID,
        "message": _WORDS,
        "mark": {"type": "string", "maxLength": LONGEST_MARK},
        "when": _CONDITION,
    }
    if trigger is Trigger.AFTER:
        needed["days"] = _whole(1)
        may["working_days"] = {"type": "boolean"}
    elif trigger is Trigger.AT:
        needed["question"] = _ID
        may["days"] = _whole(-MOST_DAYS)
    else:
        needed["event"] = {"enum": sorted(Event)}
    return _object(needed, may)


def _whole(low: int) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": MOST_DAYS}


def _object(required: Schema, optional: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def _list(items: Schema, least: int, most: int) -> Schema:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}
