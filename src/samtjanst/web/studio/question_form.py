"""The form of one question, made from what its kind declares; and what it changes."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.declared import KindForm, Setting, kind_forms
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.editing.places import Place
from samtjanst.capabilities.registers.types import SourceOffer
from samtjanst.web.studio import source_fields, texts
from samtjanst.web.studio.fields import (
    Field,
    options,
    put_words,
    read_line,
    read_text,
    read_whole,
    read_words,
    words_fields,
)
from samtjanst.web.studio.outline import value_says
from samtjanst.web.ui.language import spoken

LONG = frozenset({"body", "statement", "instead"})


def main_fields(question: Part, form: KindForm, found: Iterable[Place]) -> dict[str, list[Field]]:
    """Texts in Swedish, texts in English, and the settings' errors by place."""
    faults = list(found)
    label = _("Rubrik") if not form.is_asked else _("Frågan")
    pairs = [
        words_fields("label", label, question.get("label"), errors=_errors(faults, "label")),
        words_fields(
            "help",
            _("Text") if not form.is_asked else _("Hjälptext"),
            question.get("help"),
            form="text",
            help_text="" if not form.is_asked else _("Visas under frågan. Kort och konkret."),
            errors=_errors(faults, "help"),
        ),
    ]
    if form.is_asked:
        pairs.append(
            words_fields(
                "missing",
                _("När svaret saknas"),
                question.get("missing"),
                help_text=_("Till exempel: Välj barnets skola i listan."),
                errors=_errors(faults, "missing"),
            )
        )
    return {"sv": [pair[0] for pair in pairs], "en": [pair[1] for pair in pairs]}


def setting_fields(
    document: Document,
    question: Part,
    form: KindForm,
    found: Iterable[Place],
    offers: Sequence[SourceOffer] = (),
) -> list[Field]:
    """One control per setting that the kind declares (two for a text in two languages).

    ``offers`` are the look-ups that the municipality has set up.
    """
    held, faults = question.get("settings") or {}, list(found)
    sources = source_fields.known(question, offers)
    made: list[Field] = []
    for setting in form.settings:
        if setting.name.startswith("lookup") and not (sources or held.get("lookup")):
            continue  # nothing to look up in
        errors = _errors(faults, f"settings.{setting.name}")
        name, label = f"s.{setting.name}", texts.setting(setting.name)
        value = held.get(setting.name)
        if setting.form == "words":
            form_of = "text" if setting.name in LONG else "line"
            made += words_fields(name, label, value, form=form_of, errors=errors)
        elif setting.form == "operand":
            made.append(
                Field(name, label, "formula", _said_value(document, question, value), errors=errors)
            )
        elif setting.name in source_fields.NAMES:
            made.append(source_fields.field(setting.name, value or "", errors, sources))
        else:
            made.append(_setting_field(document, question, setting, value, errors))
    return [_helped(one) for one in made]


def _helped(field: Field) -> Field:
    told = texts.HELPS.get(field.name.removeprefix("s."), "")
    return replace(field, help=field.help or told)


def change(document: Document, question_id: str, posted: QueryDict) -> Document:
    """The document with the posted texts, options and settings laid into the question."""

    def put(question: Part) -> None:
        form = kind_forms()[question["kind"]]
        put_words(question, posted, "label", required=True)
        put_words(question, posted, "help", required=False)
        if form.is_asked:
            put_words(question, posted, "missing", required=False)
            _put_flag(question, "required", on="required" in posted)
        _put_mark(question, form, posted)
        if form.has_options:
            _put_options(question, posted)
        _put_settings(question, form, posted)

    return editing.change_question(document, question_id, put)


def mark_field(question: Part, form: KindForm) -> Field | None:
    """Whether handlers' lists know the answer; None where they cannot."""
    if not form.marks:
        return None
    known = [(one, text) for one, text in texts.MARKS.items() if one in form.marks]
    chosen = options(known, question.get("in_lists") or "", none=_("Nej"))
    told = _("Gäller även ärenden som redan har kommit in, när versionen publiceras.")
    return Field("in_lists", _("Svaret i ärendelistor"), "one_of", choices=chosen, help=told)


def new_question(kind: str, label: str) -> Part:
    """A question of a kind as it is first made."""
    form = kind_forms()[kind]
    made: Part = {"id": "ny", "kind": kind, "label": {"sv": label}}
    if form.inner:
        made["questions"] = []
    if form.is_asked:
        made["required"] = True
    if form.has_options:
        made["options"] = [_option(_("Alternativ 1"), set()), _option(_("Alternativ 2"), {"1"})]
    return made


def add_option(question: Part, label: str) -> None:
    """Put an option last."""
    held = question.setdefault("options", [])
    held.append(_option(label, {str(one.get("id")) for one in held}))


def step_option(question: Part, option_id: str, step: int) -> None:
    """Move an option one step up (-1) or down (1)."""
    held = question.get("options") or []
    place = next((n for n, one in enumerate(held) if one.get("id") == option_id), None)
    if place is not None and 0 <= place + step < len(held):
        held.insert(place + step, held.pop(place))


def change_kind(document: Document, question_id: str, kind: str) -> Document:
    """The document with the question of another kind; what that kind lacks is left out."""

    def put(question: Part) -> None:
        fresh = new_question(kind, "")
        form = kind_forms()[kind]
        kept: Part = {n: question[n] for n in ("id", "label", "help") if n in question}
        if form.is_asked:
            kept |= {n: question[n] for n in ("missing", "required") if n in question}
        if question.get("in_lists") in form.marks:
            kept["in_lists"] = question["in_lists"]
        allowed = {setting.name for setting in form.settings}
        held = {k: v for k, v in (question.get("settings") or {}).items() if k in allowed}
        if form.inner:
            kept["questions"] = question.get("questions") or []
        if form.has_options:
            kept["options"] = question.get("options") or fresh["options"]
        question.clear()
        question.update(kept | {"kind": kind} | ({"settings": held} if held else {}))

    return editing.change_question(document, question_id, put)


def _option(label: str, taken: set[str]) -> Part:
    return {"id": editing.new_id(label, taken), "label": {"sv": label}}


def _put_options(question: Part, posted: QueryDict) -> None:
    for option in question.get("options") or []:
        name = f"o.{option.get('id')}"
        if f"{name}.label.sv" in posted:
            option["label"] = read_words(posted, f"{name}.label") or {"sv": ""}
            if helped := read_words(posted, f"{name}.help"):
                option["help"] = helped
            else:
                option.pop("help", None)


def _put_settings(question: Part, form: KindForm, posted: QueryDict) -> None:
    if "settings_shown" not in posted:
        return
    held = dict(question.get("settings") or {})
    for setting in form.settings:
        value = _read(setting, posted, held.get(setting.name))
        if value is None or value in ("", {}, []):
            held.pop(setting.name, None)
        else:
            held[setting.name] = value
    if held:
        question["settings"] = held
    else:
        question.pop("settings", None)


def _read(setting: Setting, posted: QueryDict, held: Any) -> Any:
    name = f"s.{setting.name}"
    readers: dict[str, Callable[[], Any]] = {
        "whole": lambda: read_whole(posted, name),
        "flag": lambda: True if name in posted else None,
        "one_of": lambda: read_line(posted, name),
        "id": lambda: read_line(posted, name),
        "text": lambda: read_line(posted, name),
        "many_of": lambda: [one for one in setting.choices if one in posted.getlist(name)],
        "option": lambda: read_line(posted, name),
        "decimal": lambda: _read_decimal(read_line(posted, name)),
        "words": lambda: read_words(posted, name),
        "operand": lambda: held,  # on a screen of its own
        "other": lambda: _read_json(read_text(posted, name)),
    }
    return readers[setting.form]()


def _read_decimal(text: str) -> int | str | None:
    plain = text.replace(" ", "").replace("\u00a0", "").replace(",", ".").replace("−", "-")
    is_whole = plain.isascii() and plain.removeprefix("-").isdecimal() and len(plain) < 15
    return int(plain) if is_whole else plain or None


def _read_json(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except (ValueError, RecursionError):
        return text


def _setting_field(  # noqa: PLR0911 - one per form
    document: Document, question: Part, setting: Setting, value: Any, errors: tuple[str, ...]
) -> Field:
    name, label = f"s.{setting.name}", texts.setting(setting.name)
    if setting.form == "flag":
        return Field(name, label, "flag", value is True, errors=errors)
    if setting.form == "whole":
        shown = "" if value is None else value
        return Field(name, label, "whole", shown, errors=errors)
    if setting.form == "one_of":
        known = [(one, texts.choice(one)) for one in setting.choices]
        chosen = options(known, value or "", none=_("Inte valt"))
        return Field(name, label, "one_of", choices=chosen, errors=errors)
    if setting.form == "many_of":
        known = [(one, texts.choice(one)) for one in setting.choices]
        chosen = options(known, value or ())
        return Field(name, label, "many_of", choices=chosen, errors=errors)
    if setting.form == "option":
        known = [(one["id"], _said(one)) for one in question.get("options") or []]
        chosen = options(known, value or "", none=_("Inget"))
        return Field(name, label, "one_of", choices=chosen, errors=errors)
    if setting.form == "id":
        chosen = _pointed(document, setting, value)
        return Field(name, label, "one_of", choices=chosen, errors=errors)
    if setting.form == "other":
        written = json.dumps(value, ensure_ascii=False, indent=2) if value is not None else ""
        return Field(name, label, "text", written, help=_("Skrivs som JSON."), errors=errors)
    return Field(name, label, "line", value or "", errors=errors)


def _pointed(
    document: Document, setting: Setting, value: Any
) -> tuple[tuple[str, texts.Words, bool], ...]:
    """What a setting can point at: a question that is looked up, or a list of the municipality."""
    parameters = document.get("parameters") or []
    if setting.name == "lookup_key":
        asked = [
            (one["id"], str((one.get("label") or {}).get("sv", one["id"])))
            for _page, one in editing.every_question(document)
            if one.get("kind") in source_fields.KEYS
        ]
        return options(asked, value or "", none=_("Ingen"))
    lists = [(one["id"], _named(one)) for one in parameters if one.get("type") == "options"]
    return options(lists, value or "", none=_("Välj en lista"))


def _said_value(document: Document, question: Part, value: Any) -> str:
    if not isinstance(value, Mapping):
        return ""
    return value_says(document, value, editing.group_of(document, str(question.get("id"))))


def _said(option: Part) -> str:
    return str((option.get("label") or {}).get("sv") or option["id"])


def _named(parameter: Part) -> str:
    return str((parameter.get("title") or {}).get("sv") or parameter["id"])


def _errors(found: list[Place], field: str) -> tuple[str, ...]:
    return tuple(spoken(one.reason) for one in found if one.field.split(".sv")[0] == field)


def _put_mark(question: Part, form: KindForm, posted: QueryDict) -> None:
    if "in_lists" not in posted:
        return
    mark = posted["in_lists"]
    question.pop("in_lists", None)
    if mark in form.marks:
        question["in_lists"] = mark


def _put_flag(part: Part, name: str, *, on: bool) -> None:
    if on:
        part[name] = True
    else:
        part.pop(name, None)
