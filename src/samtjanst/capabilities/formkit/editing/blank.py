"""A new definition before anything has been said, and what is not yet said in one."""

import copy
from typing import Any

from samtjanst.capabilities.formkit import model
from samtjanst.capabilities.formkit.editing.document import Document

_NOTHING = {"sv": ""}


def blank(definition_id: str, title: str) -> Document:
    """A document with a title, one empty page and the usual times; the rest is for people."""
    return {
        "format": model.FORMAT,
        "id": definition_id,
        "title": {"sv": title},
        "about": {
            "summary": dict(_NOTHING),
            "keywords": [],
            "have_at_hand": [],
            "minutes": 10,
            "decides_who": dict(_NOTHING),
            "cost": dict(_NOTHING),
            "privacy": [_block("purpose", "Varför vi behöver uppgifterna")],
        },
        "parameters": [],
        "pages": [{"id": "page_1", "title": {"sv": "Din ansökan"}, "questions": []}],
        "rules": [],
        "signing": {
            "mode": model.SigningMode.ARRIVES_AT_ONCE.value,
            "reminders_days": [3, 7],
            "expires_days": 30,
            "signatories": {},
        },
        "handling": {
            "reference_prefix": _prefix(title),
            "target_days": 30,
            "appeal_regime": model.AppealRegime.ADMINISTRATIVE_APPEAL.value,
            "appeal_text": dict(_NOTHING),
            "outcomes": [_outcome("granted", "Beviljad", appealable=False), _refusal()],
            "legal_basis": [{"id": "basis_1", "text": dict(_NOTHING)}],
        },
    }


def filled(document: Document) -> Document:
    """The document with a stand-in wherever a setting must have a text and has none.

    For showing the form before the settings are done; never kept, and without the process.
    """
    made = copy.deepcopy(document)
    made.pop("process", None)
    sound = blank(str(made.get("id") or "utkast"), "Utan namn")
    for name in ("about", "signing", "handling"):
        made[name] = _stand_in(copy.deepcopy(sound[name]))
    made.update(id=sound["id"], title=_words(made.get("title")), format=model.FORMAT)
    made.setdefault("parameters", [])
    return made


def _stand_in(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _stand_in(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_stand_in(inner) for inner in value]
    return value if value != "" else "–"


def _words(value: Any) -> dict[str, str]:
    text = value.get("sv") if isinstance(value, dict) else ""
    return value if isinstance(text, str) and text.strip() else {"sv": "Utan namn"}


def _refusal() -> dict[str, Any]:
    return _outcome("refused", "Avslag", appealable=True)


def _outcome(outcome_id: str, title: str, *, appealable: bool) -> dict[str, Any]:
    texts = [_block("standard", "Standardtext")]
    return {
        "id": outcome_id,
        "title": {"sv": title},
        "appealable": appealable,
        "standard_texts": texts,
    }


def _block(block_id: str, title: str) -> dict[str, Any]:
    return {"id": block_id, "title": {"sv": title}, "text": dict(_NOTHING)}


def _prefix(title: str) -> str:
    letters = [letter for letter in title.upper() if letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"]
    return "".join(letters[:3]) if len(letters) > 2 else "ÄR"
