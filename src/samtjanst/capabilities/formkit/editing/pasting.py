"""Questions and pages of one e-service put into another, with the rules that can follow.

A rule follows when everything that it points at is copied with it, or is there already: a
question of the same id and kind. Rules that cannot follow are named with what is missing.
"""

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.editing.references import Reference, redirected, references
from samtjanst.capabilities.formkit.texts import SLOT, Text, Told
from samtjanst.kernel.errors import NotFoundError

# What things of one document are called in another.
Names = Mapping[Reference, str]
_NO_NAMES: Names = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Clip:
    """What was copied: a whole page (``page_id``), or some questions, out of a document."""

    document: Document = field(repr=False)
    page_id: str = ""
    question_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """A rule, or a setting of a question, that could not follow; ``missing`` is what it needs.

    ``about`` is the rule's id or the question's, ``setting`` the setting's name ("" for a rule).
    """

    about: str
    missing: tuple[Told, ...]
    setting: str = ""


@dataclass(slots=True)
class Pasted:
    """The document with what was pasted.

    ``page_id`` is the page it stands on, ``question_ids`` the new questions. ``followed`` are ids
    of rules (in the source) that came along, ``bound`` what already stood there that they now
    look at. ``left`` came not along; ``elsewhere`` are rules about other things that look at what
    was copied: they stay with those. ``parameters`` came along and want values, ``shared`` stood
    here already and are used with the values that they have here.
    ``names`` leads from everything of the source that stands here to its id here.
    """

    document: Document
    page_id: str = ""
    question_ids: list[str] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)
    bound: list[Told] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    parameters: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    names: Names = field(default_factory=dict)


def copied(clip: Clip) -> list[Part]:
    """The questions that were copied.

    Raises:
        NotFoundError: one of them, or the page, is not in the document.
    """
    if clip.page_id:
        return list(editing.page(clip.document, clip.page_id).get("questions") or [])
    return [editing.question(clip.document, one) for one in clip.question_ids]


def paste(
    document: Document,
    clip: Clip,
    page_id: str,
    *,
    names: Names = _NO_NAMES,
    taken: Iterable[str] = (),
) -> Pasted:
    """Put the questions last on a page, or the page after it.

    ``names`` says what some things are to be called here, ``taken`` which ids nothing new may
    have besides those of the document.

    Raises:
        NotFoundError: the page is gone, or the clip names what its document does not have.
    """
    work = _Work(copy.deepcopy(document), clip, names)
    work.taken |= {*taken, *names.values()}
    parts = [work.fresh(one) for one in copied(clip)]
    target = editing.page(work.made, page_id)
    if clip.page_id:
        target = work.fresh_page(editing.page(clip.document, clip.page_id), target)
    target.setdefault("questions", []).extend(parts)
    work.settle(parts)
    work.bring_rules()
    work.result.page_id = str(target["id"])
    work.result.question_ids = [str(one["id"]) for one in parts]
    work.result.names = {Reference(old.kind, old.id): new for old, new in work.ids.items()}
    return work.result


class _Work:
    """One pasting under way. ``ids`` leads from old ids to new, by kind and group."""

    def __init__(self, made: Document, clip: Clip, names: Names) -> None:
        self.made, self.clip, self.names, self.result = made, clip, names, Pasted(made)
        self.taken = editing.taken_ids(made)
        self.there = {str(one.get("id")): one for _, one in editing.every_question(made)}
        self.ids: dict[Reference, str] = {}
        self.old: dict[str, Part] = {}

    def fresh(self, part: Part, group: str = "") -> Part:
        """A copy of a question that keeps its id when that is free."""
        made = copy.deepcopy(part)
        own = Reference("question", str(part["id"]))
        made["id"] = self._free(own, str((part.get("label") or {}).get("sv") or ""))
        self.ids[replace(own, group=group)] = made["id"]
        self.old[made["id"]] = part
        if "questions" in part:
            made["questions"] = [self.fresh(one, str(part["id"])) for one in part["questions"]]
        return made

    def fresh_page(self, part: Part, after: Part) -> Part:
        """A new page, after another."""
        made = {**copy.deepcopy(part), "questions": []}
        own = Reference("page", str(part["id"]))
        made["id"] = self._free(own, str((part.get("title") or {}).get("sv") or ""))
        self.ids[own] = made["id"]
        self._fill(made)
        everything: list[Part] = self.made["pages"]
        everything.insert(everything.index(after) + 1, made)
        return made

    def settle(self, parts: list[Part]) -> None:
        """Let settings point at what is here; one that cannot is left out and named."""
        for part in _with_inner(parts):
            self._fill(part)
            for name, value in list((part.get("settings") or {}).items()):
                one = {name: value}
                if missing := self._missing(one):
                    del part["settings"][name]
                    self.result.left.append(Left(str(self.old[part["id"]]["id"]), missing, name))
                else:
                    part["settings"][name] = self._here(one)[name]

    def bring_rules(self) -> None:
        """Rules about what was copied."""
        for rule in self.clip.document.get("rules") or []:
            if self._is_about(rule):
                self._bring(rule)
            elif any(self._inside(one) for one in references(rule)):
                self.result.elsewhere.append(str(rule["id"]))

    def _bring(self, rule: Part) -> None:
        if missing := self._missing(rule):
            self.result.left.append(Left(str(rule["id"]), missing))
            return
        made = self._here(rule)
        self._fill(made)
        own = Reference("rule", str(rule["id"]))
        self.ids[own] = made["id"] = self._free(own, own.id)
        self.made.setdefault("rules", []).append(made)
        self.result.followed.append(str(rule["id"]))

    def _is_about(self, rule: Part) -> bool:
        """Whether the rule's target was copied (a way past pages: whether its start was)."""
        target = rule.get("target") or {}
        start = {"page": rule["from"]} if "from" in rule else target
        return any(self._inside(one) for one in references(start))

    def _missing(self, part: Any) -> tuple[Told, ...]:
        """Names of what a part points at and that is neither copied nor here."""
        lost = dict.fromkeys(
            _name(self.clip.document, one) for one in references(part) if not self._found(one)
        )
        return tuple(lost)

    def _here(self, part: Any) -> Any:
        made: Any = redirected(part, self._lookup)
        return copy.deepcopy(made)

    def _lookup(self, one: Reference) -> str:
        if one.kind == "parameter":
            return self._bring_parameter(one.id)
        if found := self._inside(one):
            return found
        name = _name(self.clip.document, one)
        if one.kind == "question" and not one.group and name not in self.result.bound:
            self.result.bound.append(name)
        return one.id

    def _inside(self, one: Reference) -> str:
        """The new id of something that was copied, or ""."""
        in_row = self.ids.get(one, "") if one.group else ""
        return in_row or self.ids.get(Reference(one.kind, one.id), "")

    def _found(self, one: Reference) -> bool:
        if one.kind == "parameter":
            return self._has_parameter(one.id)
        if self._inside(one):
            return True
        if one.kind != "question":
            return False
        there, old = self.there.get(one.id), _question(self.clip.document, one.id)
        return there is not None and old is not None and _is_same(there, old)

    def _has_parameter(self, name: str) -> bool:
        parameter = _parameter(self.clip.document, name)
        if parameter is None:
            return False
        per = parameter.get("per")
        return not per or self._found(Reference("question", str(per)))

    def _bring_parameter(self, name: str) -> str:
        """The parameter's id here; it comes along when there is no such one."""
        known = self.ids.get(Reference("parameter", name))
        if known:
            return known
        made = copy.deepcopy(_parameter(self.clip.document, name)) or {}
        if made.get("per"):
            made["per"] = self._lookup(Reference("question", str(made["per"])))
        made["id"] = self.names.get(Reference("parameter", name), name)
        here = _parameter(self.made, made["id"])
        if here is None or {**here, "title": 0} != {**made, "title": 0}:
            if here is not None:
                made["id"] = editing.new_id(name, self._parameter_ids())
            self.made.setdefault("parameters", []).append(made)
            self.result.parameters.append(_title_of(made))
        else:
            self.result.shared.append(_title_of(here))
        self.ids[Reference("parameter", name)] = made["id"]
        return str(made["id"])

    def _fill(self, part: Any) -> None:
        """Let ``{parameter}`` in texts name what the parameter is called here."""
        if isinstance(part, list):
            for one in part:
                self._fill(one)
        elif isinstance(part, dict):
            for key, value in part.items():
                if key in {"sv", "en"} and isinstance(value, str):
                    part[key] = SLOT.sub(self._slot, value)
                elif key != "questions":
                    self._fill(value)

    def _slot(self, match: re.Match[str]) -> str:
        named = _parameter(self.clip.document, match[1])
        is_text = named is not None and named.get("type") in {"text", "number"}
        return f"{{{self._bring_parameter(match[1])}}}" if is_text else match[0]

    def _parameter_ids(self) -> set[str]:
        return {str(one.get("id")) for one in self.made.get("parameters") or []}

    def _free(self, own: Reference, label: str) -> str:
        if own in self.names and own not in self.ids:
            return self.names[own]
        is_taken = own.id in self.taken
        found = editing.new_id(label or own.id, self.taken) if is_taken else own.id
        self.taken.add(found)
        return found


def _with_inner(parts: list[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from part.get("questions") or []


def _is_same(here: Part, there: Part) -> bool:
    """Whether a question is one of the same kind, with every option of the other."""
    options = {one.get("id") for one in here.get("options") or []}
    wanted = {one.get("id") for one in there.get("options") or []}
    return here.get("kind") == there.get("kind") and wanted <= options


def _question(document: Document, question_id: str) -> Part | None:
    try:
        return editing.question(document, question_id)
    except NotFoundError:
        return None


def _title_of(parameter: Part) -> str:
    return str((parameter.get("title") or {}).get("sv") or parameter["id"])


def _parameter(document: Document, name: str) -> Part | None:
    listed: list[Part] = document.get("parameters") or []
    return next((one for one in listed if one.get("id") == name), None)


_NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "question": Text("frågan ”{it}”", "the question “{it}”"),
        "parameter": Text("parametern ”{it}”", "the parameter “{it}”"),
        "page": Text("sidan ”{it}”", "the page “{it}”"),
        "outcome": Text("beslutet ”{it}”", "the decision “{it}”"),
        "status": Text("statusen ”{it}”", "the status “{it}”"),
        "step": Text("steget ”{it}”", "the step “{it}”"),
    }
)


def _name(document: Document, one: Reference) -> Told:
    """What the applicant or the developer calls it."""
    if one.kind == "question":
        found, field = _question(document, one.id), "label"
    elif one.kind == "parameter":
        found, field = _parameter(document, one.id), "title"
    else:
        listed = editing.pages(document)
        if one.kind == "outcome":
            listed = (document.get("handling") or {}).get("outcomes") or []
        found, field = next((part for part in listed if part.get("id") == one.id), None), "title"
    return _NAMES[one.kind].told(it=editing.text_of(found or {}, field) or one.id)
