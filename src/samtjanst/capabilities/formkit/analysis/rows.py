"""What can be proved of a row: its questions are looked at as if they stood on the page.

The rules on rows then are rules as any other, and a group that is shown only sometimes shows its
questions only then. What is found is told of the row again.
"""

import copy
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from samtjanst.capabilities.formkit.analysis.abstraction import Abstraction
from samtjanst.capabilities.formkit.analysis.findings import Code, Finding, Severity
from samtjanst.capabilities.formkit.analysis.logic import Logic
from samtjanst.capabilities.formkit.analysis.proof import Prover
from samtjanst.capabilities.formkit.definition import Definition, load
from samtjanst.capabilities.formkit.editing.references import Reference, redirected
from samtjanst.capabilities.formkit.model import Question
from samtjanst.capabilities.formkit.problems import DefinitionError
from samtjanst.capabilities.formkit.texts import Text

Part = dict[str, Any]
TOLD = frozenset(
    {Code.DEAD_END, Code.CONTRADICTION, Code.NEVER_SHOWN, Code.REQUIRED_HIDDEN, Code.NO_COMPLETION}
)
_IN_ROW = Text("På en rad i ”{group}”: {said}", "In a row of “{group}”: {said}")
_NO_ROW = Text(
    "Ingen rad i ”{group}” går att fylla i rätt.", "No row of “{group}” can be filled in rightly."
)
_ROW_UNSURE = Text(
    "Det gick inte att avgöra inom sökningens gräns om en rad i ”{group}” går att fylla i rätt.",
    "It could not be decided within the limit of the search whether a row of “{group}” can be "
    "filled in rightly.",
)


def read_rows(
    definition: Definition,
    today: date,
    parameters: Mapping[str, Any] | None,
    steps: int,
) -> list[Finding]:
    """Every finding about the rows of groups that have rules; one group at a time."""
    found: list[Finding] = []
    for page in definition.pages:
        for group in page.questions:
            if definition.program.by_id[group.id].rows is not None:
                flat = _flat(definition, group)
                if flat is None:
                    continue
                model = Abstraction(flat.definition, today, parameters)
                told = Logic(Prover(model, steps)).run()
                back = _Back(definition, group, flat.own)
                found += [one for one in map(back.told, told) if one is not None]
    return found


@dataclass(frozen=True, slots=True)
class _Back:
    """From what is found on the page to where it stands in the group."""

    definition: Definition
    group: Question
    own: Mapping[str, str]

    def told(self, finding: Finding) -> Finding | None:
        """The finding as it is told of a row; None for one that is about something else."""
        place = self._place(finding)
        if finding.code not in TOLD or not place:
            return None
        label = self.group.label
        if finding.code is Code.NO_COMPLETION:
            is_proved = finding.severity is Severity.ERROR
            reason = (_NO_ROW if is_proved else _ROW_UNSURE).told(group=label)
            whole = replace(finding, code=Code.DEAD_END, kind="question", id=self.group.id)
            return replace(whole, place=place, reason=reason, answers={})
        reason = _IN_ROW.told(group=label, said=finding.reason)
        own = self.own.get(finding.id, finding.id)
        return replace(finding, id=own, place=place, reason=reason, answers={})

    def _place(self, finding: Finding) -> str:
        at = next(
            f"pages[{number}].questions[{place}]"
            for number, page in enumerate(self.definition.pages)
            for place, one in enumerate(page.questions)
            if one.id == self.group.id
        )
        if finding.code is Code.NO_COMPLETION:
            return at
        for place, one in enumerate(self.group.questions):
            if self.own.get(finding.id) == one.id:
                return f"{at}.questions[{place}]"
        for place, rule in enumerate(self.definition.rules):
            is_own = (rule.target, rule.target_id) == ("row", self.group.id)
            if is_own and rule.id == finding.id:
                return f"rules[{place}].when"
        return ""


def _flat(definition: Definition, group: Question) -> "_Flat | None":
    """The definition with the group's questions beside it; None when it cannot be one."""
    names = _names(definition, group)
    made = copy.deepcopy(dict(definition.document))
    for page in made["pages"]:
        held = page.get("questions") or []
        place = next((n for n, one in enumerate(held) if one.get("id") == group.id), None)
        if place is not None:
            held[place].pop("required", None)
            outward = _Outward(definition, group, names)
            inside = [outward.question(one) for one in held[place]["questions"]]
            held[place + 1 : place + 1] = inside
    made["rules"] = list(_rules(made.get("rules") or [], group, _Outward(definition, group, names)))
    try:
        return _Flat(load(made), {new: old for old, new in names.items()})
    except DefinitionError:
        return None


def _names(definition: Definition, group: Question) -> dict[str, str]:
    """What each question of the row is called beside the group: its own id where that is free."""
    taken = {one.id for one in definition.questions()}
    names: dict[str, str] = {}
    for number, one in enumerate(group.questions):
        tries = (f"row_{number}_{n}" for n in itertools.count())
        own = {question.id for question in group.questions}
        names[one.id] = one.id if one.id not in taken else next(
            name for name in tries if name not in taken | own
        )  # fmt: skip
    return names


@dataclass(frozen=True, slots=True)
class _Flat:
    """The definition to prove, and which question of the row each new id is."""

    definition: Definition
    own: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Outward:
    """A rule on the row as it is written beside the group."""

    definition: Definition
    group: Question
    names: Mapping[str, str]

    def __call__(self, value: Any) -> Any:
        """The same with the new ids: those of other groups' rows stay, the row's own go first."""
        return redirected(value, self._name, self.group.id)

    def question(self, one: Part) -> Part:
        """A question of the row, as it stands beside the group."""
        made = _bare(one)
        settings = made.get("settings") or {}
        if "calculate" in settings:
            made["settings"] = settings | {"calculate": self(settings["calculate"])}
        return {**made, "id": self.names[one["id"]]}

    def _name(self, one: Reference) -> str:
        if one.kind != "question":
            return one.id
        if one.group and one.group != self.group.id:
            other = self.definition.program.by_id.get(one.group)
            if other and any(inner.id == one.id for inner in other.question.questions):
                return one.id
        return self.names.get(one.id, one.id)


def _bare(question: Part) -> Part:
    """The question without a look-up, which goes by where it stands."""
    told = question.get("settings") or {}
    kept = {key: value for key, value in told.items() if not key.startswith("lookup")}
    rest = {key: value for key, value in question.items() if key != "settings"}
    return {**rest, "settings": kept} if kept else rest


def _rules(rules: list[Part], group: Question, outward: _Outward) -> Iterator[Part]:
    """The rules on the page; what shows the group shows each of its questions."""
    shows = [one["when"] for one in rules if _shows(one, {"question": group.id})]
    own: dict[str, list[Any]] = {}
    for rule in rules:
        target = rule.get("target") or {}
        if target.get("group") != group.id:
            # What is said of other groups' rows is looked at when their turn comes.
            if not target.get("group"):
                yield rule
        elif rule.get("effect") == "show" and not target.get("option"):
            own.setdefault(target["question"], []).append(outward(rule["when"]))
        else:
            bare = {key: value for key, value in rule.items() if key != "target"}
            option = {"option": target["option"]} if target.get("option") else {}
            aim = {"question": outward.names[target["question"]], **option}
            yield {**outward(bare), "target": aim}
    for number, one in enumerate(group.questions):
        target = {"question": outward.names[one.id]}
        for place, when in enumerate(_both(shows, own.get(one.id, []))):
            rule_id = f"flat_{number}_{place}"
            yield {"id": rule_id, "effect": "show", "target": target, "when": when}


def _both(shows: list[Any], own: list[Any]) -> list[Any]:
    """One of the first and one of the second, in every way; those that there are."""
    if not shows or not own:
        return shows or own
    return [{"op": "and", "of": [first, second]} for first in shows for second in own]


def _shows(rule: Part, target: Part) -> bool:
    return rule.get("effect") == "show" and rule.get("target") == target
