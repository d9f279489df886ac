"""The settings screens: what stands on each, drawn and read back by one walk over the document."""

import copy
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.document import Document
from samtjanst.capabilities.formkit.problems import Problem
from samtjanst.web.studio import pointing
from samtjanst.web.studio.fields import (
    Field,
    options,
    put_words,
    read_line,
    read_text,
    read_whole,
    words_fields,
)
from samtjanst.web.studio.texts import Words
from samtjanst.web.ui.language import spoken

_CHOSEN = frozenset({"one_of", "maybe", "question", "status", "condition"})


@dataclass(frozen=True, slots=True)
class Item:
    """One setting.

    ``form`` is "words", "text" (longer words), "strings", "wholes", "whole", "flag", "line",
    "one_of", "maybe" (one of, or none), "many_of", "question" (a question of one of ``kinds``),
    "status" (of the process) or "condition" (on the answers). ``name`` may lead into an object
    ("signatories.guardians_of").
    """

    name: str
    label: Words
    form: str = "words"
    help: Words = ""
    required: bool = False
    choices: tuple[tuple[str, Words], ...] = ()
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of parts that can be added, moved and removed; ``fresh`` is a new one.

    ``folds``: each part is shown by its title, and opened by whoever wants to change it.
    """

    name: str
    title: Words
    one: Words
    parts: tuple["Item | Listed", ...]
    fresh: Mapping[str, Any] = field(default_factory=dict)
    folds: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A screen; ``root`` is the field of the document that it is about ("" for the top).

    With ``start`` the field may be absent: it begins as that, by a button that says ``begin``, and
    can be taken away as a whole by one that says ``end``, with what that means before it.
    ``tidy`` makes what was posted fit together.
    """

    key: str
    title: Words
    lead: Words
    root: str
    parts: tuple[Item | Listed, ...]
    start: Mapping[str, Any] = field(default_factory=dict)
    begin: Words = ""
    end: Words = ""
    ended: Words = ""
    tidy: Callable[[Document], None] | None = None


@dataclass(slots=True)
class Drawn:
    """A part as the template draws it; lists hold rows that are parts in turn."""

    fields: list[Field] = field(default_factory=list)
    english: list[Field] = field(default_factory=list)
    lists: list["DrawnList"] = field(default_factory=list)
    id: str = ""
    path: str = ""
    title: str = ""
    is_wrong: bool = False


@dataclass(slots=True)
class DrawnList:
    """A list as the template draws it."""

    path: str
    title: Words
    one: Words
    rows: list[Drawn]
    folds: bool = False


def drawn(document: Document, section: Section, problems: Iterable[Problem]) -> Drawn:
    """The screen's fields as they stand, with what is wrong at each."""
    part = _root(document, section.root)
    return _draw(
        pointing.Pointable(document),
        section.parts,
        part,
        section.root,
        section.root,
        list(problems),
    )


def change(document: Document, section: Section, posted: QueryDict, act: str) -> Document:
    """The document with the posted fields, and with what a button did to a list."""
    made = copy.deepcopy(document)
    if section.start and (act in {"start", "end"} or section.root not in made):
        return _begun_or_ended(made, section, act)
    part = _root(made, section.root)
    _put(section.parts, part, section.root, posted, made)
    what, _colon, path = act.partition(":")
    if path and (target := _find(section.parts, part, path.split(".")[_depth(section) :])):
        listed, items, item_id = target
        _act(listed, items, item_id, what, made)
    if section.root:
        made[section.root] = part
    if section.tidy:
        section.tidy(made)
    return made


def _begun_or_ended(made: Document, section: Section, act: str) -> Document:
    if act == "start":
        made.setdefault(section.root, copy.deepcopy(dict(section.start)))
    elif act == "end":
        made.pop(section.root, None)
    return made


def missing(section: Section, problems: Iterable[Problem]) -> list[Problem]:
    """What is wrong on the screen, in the order of the document."""
    return [one for one in problems if belongs(section, one.path)]


def belongs(section: Section, path: str) -> bool:
    """Whether a problem's path is settled on this screen."""
    lead = f"{section.root}." if section.root else ""
    first = re.split(r"[.\[]", path.removeprefix(lead), maxsplit=1)[0]
    names = {part.name.split(".", maxsplit=1)[0] for part in section.parts}
    return path.startswith(lead) and first in names


def name_in(section: Section, path: str) -> str:
    """What the screen calls the field that a problem's path points at."""
    steps = [step for step in re.split(r"[.\[]", path) if not step.endswith("]")]
    parts, found = section.parts, ""
    for step in steps:
        for part in parts:
            if step == part.name.rsplit(".", maxsplit=1)[-1]:
                found = str(part.title if isinstance(part, Listed) else part.label)
                parts = part.parts if isinstance(part, Listed) else ()
                break
    return found.lower() if found else path


def _depth(section: Section) -> int:
    return 1 if section.root else 0


def _root(document: Document, root: str) -> dict[str, Any]:
    held = document.get(root, {}) if root else document
    return held if isinstance(held, dict) else {}


def _draw(  # noqa: PLR0913, PLR0917 - where it stands, twice: for people and for problems
    known: pointing.Pointable,
    parts: tuple[Item | Listed, ...],
    value: Mapping[str, Any],
    path: str,
    place: str,
    problems: list[Problem],
) -> Drawn:
    made = Drawn(path=path, id=str(value.get("id", "")))
    made.title = next((t for n in ("title", "text") if (t := editing.text_of(value, n).sv)), "")
    made.is_wrong = any(one.path.startswith(f"{place}.") for one in problems) if place else False
    for part in parts:
        name, where = _join(path, part.name), _join(place, part.name)
        if isinstance(part, Listed):
            held = value.get(part.name) or []
            rows = [
                _draw(known, part.parts, one, f"{name}.{one['id']}", f"{where}[{n}]", problems)
                for n, one in enumerate(held)
            ]
            made.lists.append(DrawnList(name, part.title, part.one, rows, part.folds))
            continue
        errors = [spoken(p.reason) for p in problems if p.path.removesuffix(".sv") == where]
        fields = _fields(known, part, name, _held(value, part.name), tuple(errors))
        made.fields.append(fields[0])
        made.english += fields[1:]
    return made


def _fields(
    known: pointing.Pointable, item: Item, name: str, value: Any, errors: tuple[str, ...]
) -> tuple[Field, ...]:
    if item.form in {"words", "text"}:
        form = "text" if item.form == "text" else "line"
        told = item.help
        return words_fields(name, item.label, value, form=form, help_text=told, errors=errors)
    if item.form == "flag":
        return (Field(name, item.label, "flag", value is True, item.help, errors=errors),)
    if item.form == "many_of":
        chosen = options(item.choices, value or [item.choices[0][0]])
        return (Field(name, item.label, "many_of", help=item.help, choices=chosen, errors=errors),)
    if item.form in _CHOSEN:
        chosen = _choices(known, item, value)
        made = Field(name, item.label, "one_of", help=item.help, choices=chosen, errors=errors)
        is_step = item.form == "condition"
        return (replace(made, step=name.split(".")[-2]) if is_step else made,)
    if item.form in {"strings", "wholes"}:
        value = ", ".join(map(str, value or ()))
    form = "whole" if item.form == "whole" else "line"
    shown = "" if value is None else value
    return (Field(name, item.label, form, shown, item.help, errors=errors),)


def _choices(
    known: pointing.Pointable, item: Item, value: Any
) -> tuple[tuple[str, Words, bool], ...]:
    if item.form == "condition":
        return known.choices(value)
    if item.form == "status":
        return options(pointing.statuses(known.document), str(value or ""), none=_("Ingen"))
    listed = item.choices or tuple(_questions(known.document, item.kinds))
    none = _("Inget") if item.form in {"question", "maybe"} else ""
    return options(listed, str(value or ""), none=none)


def _put(
    parts: tuple[Item | Listed, ...],
    value: dict[str, Any],
    path: str,
    posted: QueryDict,
    document: Document,
) -> None:
    for part in parts:
        name = _join(path, part.name)
        if isinstance(part, Listed):
            for one in value.get(part.name) or []:
                _put(part.parts, one, f"{name}.{one['id']}", posted, document)
        elif part.form in {"words", "text"}:
            _put_text(value, posted, part, name)
        elif name in posted or part.form in {"flag", "many_of"}:
            _put_plain(value, posted, part, name, document)


def _put_text(value: dict[str, Any], posted: QueryDict, item: Item, name: str) -> None:
    held = {item.name: value.get(item.name)}
    holder = {name: held[item.name]} if held[item.name] is not None else {}
    put_words(holder, posted, name, required=item.required)
    if name in holder:
        value[item.name] = holder[name]
    else:
        value.pop(item.name, None)


def _put_plain(
    value: dict[str, Any], posted: QueryDict, item: Item, name: str, document: Document
) -> None:
    readers: dict[str, Callable[[], Any]] = {
        "flag": lambda: name in posted,
        "whole": lambda: read_whole(posted, name),
        "strings": lambda: [one for one in _split(posted, name) if one],
        "wholes": lambda: sorted({int(one) for one in _split(posted, name) if one.isdecimal()}),
        "line": lambda: read_line(posted, name),
        "one_of": lambda: read_line(posted, name),
        "name": lambda: read_line(posted, name) or None,
        "question": lambda: read_line(posted, name) or None,
        "status": lambda: read_line(posted, name) or None,
        "maybe": lambda: read_line(posted, name) or None,
        "condition": lambda: read_line(posted, name),
        "many_of": lambda: (
            [one[0] for one in item.choices if one[0] in posted.getlist(name)] or None
        ),
    }
    read = readers[item.form]()
    if item.form == "condition":
        read = pointing.condition(document, str(read), value.get(item.name))
    *way, last = item.name.split(".")
    for step in way:
        value = value.setdefault(step, {})
    if read is None:
        value.pop(last, None)
    else:
        value[last] = read


def _held(value: Any, name: str) -> Any:
    for step in name.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _split(posted: QueryDict, name: str) -> list[str]:
    return [one.strip() for one in read_text(posted, name).replace("\n", ",").split(",")]


def _find(
    parts: tuple[Item | Listed, ...], value: dict[str, Any], path: list[str]
) -> tuple[Listed, list[dict[str, Any]], str] | None:
    """The list that a button's path points at, and the id of the row ("" for the list itself)."""
    for part in parts:
        if not isinstance(part, Listed) or not path or part.name != path[0]:
            continue
        items = value.setdefault(part.name, [])
        if len(path) < 3:
            return part, items, path[1] if len(path) == 2 else ""
        row = next((one for one in items if one.get("id") == path[1]), None)
        return _find(part.parts, row, path[2:]) if row else None
    return None


def _act(
    listed: Listed, items: list[dict[str, Any]], item_id: str, what: str, document: Document
) -> None:
    if what == "add":
        taken = {str(one.get("id")) for one in items} | editing.taken_ids(document)
        fresh = copy.deepcopy(dict(listed.fresh))
        items.append({"id": editing.new_id(listed.name, taken), **fresh})
        return
    place = next((n for n, one in enumerate(items) if one.get("id") == item_id), None)
    if place is None:
        return
    if what == "remove":
        items.pop(place)
    step = {"up": -1, "down": 1}.get(what, 0)
    if step and 0 <= place + step < len(items):
        items.insert(place + step, items.pop(place))


def _questions(document: Document, kinds: frozenset[str]) -> Iterator[tuple[str, str]]:
    for _page, one in editing.questions(document):
        if one.get("kind") in kinds:
            yield one["id"], str((one.get("label") or {}).get("sv") or one["id"])


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
