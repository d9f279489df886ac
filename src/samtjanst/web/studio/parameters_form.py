"""Parameters: which values each municipality sets itself, and what ours are."""

import copy
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from samtjanst.capabilities.formkit import parameters as formkit_parameters
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.editing.sketch import sketch
from samtjanst.web.studio.fields import (
    Field,
    put_words,
    read_line,
    read_text,
    words_fields,
)
from samtjanst.web.ui.language import spoken


def rows(document: Document, held: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every parameter with the controls of its name and of our value."""
    return [_row(document, one, held.get(one["id"])) for one in document.get("parameters") or []]


def choice_questions(document: Document) -> list[tuple[str, str]]:
    """Questions with one choice, that a table of numbers can be made for."""
    return [
        (one["id"], str((one.get("label") or {}).get("sv") or one["id"]))
        for _page, one in editing.questions(document)
        if one.get("kind") == "choice"
    ]


def faults(document: Document, held: Mapping[str, Any]) -> list[str]:
    """What is wrong with our values; nothing can be said while the form itself is unsound."""
    definition = sketch(document)
    if definition is None:
        return []
    names = {one.id: one.title.sv for one in definition.parameters}
    found = formkit_parameters.problems(definition, held)
    named = ((re.split(r"[.\[]", one.path, maxsplit=1)[0], one) for one in found)
    return [f"{names.get(name, one.path)}: {spoken(one.reason)}" for name, one in named]


def change(document: Document, posted: QueryDict, act: str) -> Document:
    """The document with the posted names; and with a parameter added or removed."""
    made = copy.deepcopy(document)
    listed: list[Part] = made.setdefault("parameters", [])
    for one in listed:
        put_words(one, posted, f"p.{one['id']}.title", required=True)
        _take_title(one)
    what, _colon, about = act.partition(":")
    if what == "remove":
        made["parameters"] = [one for one in listed if one.get("id") != about]
    title = read_line(posted, "new_title")
    if what == "add" and title:
        listed.append(_fresh(made, title, posted))
    return made


def values(document: Document, held: Mapping[str, Any], posted: QueryDict) -> dict[str, Any]:
    """Our values as posted; of parameters that are gone nothing is kept."""
    return {
        one["id"]: value
        for one in document.get("parameters") or []
        if (value := _value(document, one, held.get(one["id"]), posted)) not in (None, "", {}, [])
    }


def _fresh(document: Document, title: str, posted: QueryDict) -> Part:
    taken = {str(one.get("id")) for one in document["parameters"]}
    kind, _colon, per = posted.get("new_type", "text").partition(":")
    made: Part = {
        "id": editing.new_id(title, taken),
        "type": kind if kind in {"text", "number", "options", "numbers"} else "text",
        "title": {"sv": title},
    }
    return made | {"per": per} if per else made


def _take_title(one: Part) -> None:
    # put_words writes under the control's own name.
    name = f"p.{one['id']}.title"
    if name in one:
        one["title"] = one.pop(name)


def _row(document: Document, one: Part, held: Any) -> dict[str, Any]:
    title = words_fields(f"p.{one['id']}.title", _("Vad värdet heter"), one.get("title"))
    name = f"v.{one['id']}"
    kinds = {
        "text": _("Text"),
        "number": _("Tal"),
        "options": _("Lista att välja ur"),
        "numbers": _("Ett tal per alternativ"),
    }
    return {
        "id": one["id"],
        "title": (one.get("title") or {}).get("sv") or one["id"],
        "kind": kinds.get(str(one.get("type")), ""),
        "names": title,
        "is_list": one.get("type") == "options",
        "languages": languages(held) if one.get("type") == "options" else [],
        "fields": _value_fields(document, one, name, held),
    }


def languages(held: Any) -> list[tuple[str, int]]:
    """The languages beside Swedish in a list, each with how many items have a text in it."""
    listed = [one for one in held or [] if isinstance(one, dict)]
    counts = Counter(code for one in listed for code in one.get("names") or {})
    return [(language_name(code), count) for code, count in counts.items()]


def language_name(code: str) -> str:
    """What a language is called, where anybody here knows it; else its code."""
    try:
        return str(get_language_info(code)["name_translated"]).lower()
    except KeyError:
        return str(formkit_parameters.LANGUAGES.get(code, (code,))[0])


def _value_fields(document: Document, one: Part, name: str, held: Any) -> list[Field]:
    if one.get("type") == "options":
        listed = held if isinstance(held, list) else []
        text = "\n".join(str(item.get("name", "")) for item in listed)
        told = _("Ett namn på varje rad.")
        return [Field(name, _("Listan hos oss"), "text", text, told, rows=6)]
    if one.get("type") == "numbers":
        table = held if isinstance(held, Mapping) else {}
        return [
            Field(f"{name}.{option['id']}", (option.get("label") or {}).get("sv", ""),
                  "line", table.get(option["id"], ""))
            for option in _options_of(document, str(one.get("per", "")))
        ]  # fmt: skip
    return [Field(name, _("Värdet hos oss"), "line", "" if held is None else held)]


def _value(document: Document, one: Part, held: Any, posted: QueryDict) -> Any:
    name = f"v.{one['id']}"
    if one.get("type") == "numbers":
        return {
            str(option["id"]): number
            for option in _options_of(document, str(one.get("per", "")))
            if (number := _number(read_line(posted, f"{name}.{option['id']}"))) != ""
        }
    if name not in posted:
        return held
    if one.get("type") == "options":
        return _list(read_text(posted, name), held)
    line = read_line(posted, name)
    return _number(line) if one.get("type") == "number" else line


def _number(text: str) -> Any:
    plain = text.replace(" ", "").replace(",", ".")
    return int(plain) if plain.isascii() and plain.lstrip("-").isdecimal() else plain


def _list(text: str, held: Any) -> list[dict[str, Any]]:
    """One item per line; a name that is already there keeps its id and its other texts."""
    known = {str(one.get("name")): one for one in held or [] if isinstance(one, dict)}
    made: list[dict[str, Any]] = []
    for line in dict.fromkeys(" ".join(one.split()) for one in text.split("\n")):
        if line:
            taken = {one["id"] for one in (*made, *known.values())}
            made.append(known.get(line) or {"id": editing.new_id(line, taken), "name": line})
    return made


def _options_of(document: Document, question_id: str) -> list[Part]:
    for _page, one in editing.questions(document):
        if one.get("id") == question_id:
            return list(one.get("options") or [])
    return []
