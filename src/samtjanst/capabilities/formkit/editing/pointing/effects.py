"""What rules do: to what, and what each needs to be made with. The table is the reader's own."""

from collections.abc import Iterator, Mapping
from itertools import takewhile
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.aims import OF_TABLES, unfit
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.editing.pointing import given, groups, lines, values
from samtjanst.capabilities.formkit.editing.pointing.controls import Choice, Control, Posted
from samtjanst.capabilities.formkit.editing.pointing.scope import Scope, name
from samtjanst.capabilities.formkit.editing.references import references
from samtjanst.capabilities.formkit.model import Effect, Kind
from samtjanst.capabilities.formkit.process.model import NEEDED, Base
from samtjanst.capabilities.formkit.reading.rules import FORMS, GUARDIANS, NEIGHBOURS, Form
from samtjanst.capabilities.formkit.texts import Text, Told

ORDER = tuple(effect.value for effect in FORMS)
ALWAYS = frozenset(effect.value for effect, form in FORMS.items() if form.always)
PAGES, QUESTIONS = Told("Sidor", "Pages"), Told("Frågor", "Questions")
_OPTIONS, _DECISIONS = Told("Alternativ", "Options"), Told("Beslut", "Decisions")
_ROWS = Told("Frågor på varje rad", "Questions in each row")
_ROW = Text("{it} i {group}", "{it} in {group}")
_PARTIES = Told("Underskrifter", "Signatures")
_PAGE, _DECISION = Text("Sidan {it}", "The page {it}"), Text("Beslutet {it}", "The decision {it}")
_OPTION = Text("{question}: {it}", "{question}: {it}")
_ASKED = frozenset(kind.value for kind in Kind if kind.is_asked)
_PLAIN = ("page", "outcome", "party", "status", "step", "end")
_GUARDIANS = Told("Alla vårdnadshavares underskrift", "All guardians' signatures")
_NEIGHBOURS = Told("Alla grannars underskrift", "All neighbours' signatures")
_NAMED = Text("Underskrift av dem i {it}", "The signatures of those in {it}")
_PROCESS = Told("Ärendets gång", "The way of the case")
_STATUS, _STEP = Text("Statusen {it}", "The status {it}"), Text("Steget {it}", "The step {it}")
_END = Told("Slutet", "The end")
_DO, _ABOUT = Told("Gör så här", "Do this"), Told("Vad det gäller", "What it is about")
_FROM = Told("Efter sidan", "After the page")
_LEFT = Told("Alternativ som går att välja då", "Options that can be chosen then")
TITLES: Mapping[str, Told] = MappingProxyType(
    {
        "show": Told("Visa bara ibland", "Show only sometimes"),
        "require": Told("Kräv bara ibland", "Require only sometimes"),
        "suggest": Told("Föreslå ett steg för handläggaren", "Suggest a step to the handler"),
        "limit": Told(
            "Begränsa vilka alternativ som går att välja", "Limit which options there are"
        ),
        "prefill": Told("Fyll i ett svar i förväg", "Fill in an answer beforehand"),
        "compute": Told("Räkna ut ett värde", "Work out a value"),
        "validate": Told("Säg till när svaren inte går ihop", "Say so when answers do not agree"),
        "stop": Told("Stoppa den som inte kan gå vidare", "Stop those who cannot go on"),
        "go_to": Told("Hoppa över sidor", "Skip pages"),
    }
)


def form_of(effect: str) -> Form:
    """What an effect can be about, and what it needs."""
    return FORMS[Effect(effect)]


def targets(document: Document, effect: str) -> list[Choice]:
    """Everything that an effect can be about; nothing that the reader would refuse."""
    able = FORMS[Effect(effect)].targets
    found = {
        "page": _pages, "question": _questions, "row": _in_rows, "option": _every_option,
        "outcome": _outcomes, "party": _parties, "end": _end, "status": _statuses, "step": _steps,
    }  # fmt: skip
    return [
        one for kind, listed in found.items() if kind in able for one in listed(document, effect)
    ]


def key_of(target: Mapping[str, Any]) -> str:
    """A rule's target as the value of a control."""
    if target.get("group"):
        option = f":{target['option']}" if target.get("option") else ""
        return f"row:{target['group']}:{target.get('question')}{option}"
    if target.get("option"):
        return f"option:{target.get('question')}:{target['option']}"
    kind = next((one for one in _PLAIN if target.get(one)), "question")
    return "end:" if kind == "end" else f"{kind}:{target.get(kind)}"


def target_of(key: str) -> dict[str, Any]:
    """What a control's value points at; {} for nothing."""
    kind, _colon, about = key.partition(":")
    if kind == "option":
        question, _colon, option = about.partition(":")
        return {"question": question, "option": option}
    if kind == "row":
        names = dict(zip(("group", "question", "option"), about.split(":"), strict=False))
        return dict(names)
    if kind == "end":
        return {"end": True}
    return {kind: about} if about and kind in {*_PLAIN, "question"} else {}


def question_of(document: Document, target: Mapping[str, Any]) -> Part:
    """The question that a target is, or stands in; {} when it is none."""
    return scope_of(document, target).find(str(target.get("question", "")))


def scope_of(document: Document, target: Mapping[str, Any]) -> Scope:
    """What a condition of a rule on the target can look at."""
    return Scope(document, str(target.get("group") or ""))


def first_asked(document: Document, effect: str, target: Mapping[str, Any]) -> str:
    """The question that a new condition looks at, or "" when there is none to look at.

    One that is asked before the target is; a check looks at the answer that it is about.
    """
    if effect == "validate":
        return str(target.get("question", ""))
    if target.get("group"):
        return _first_in_row(scope_of(document, target), target)
    asked = list(Scope(document).asked())
    own = str(target.get("question", ""))
    before = [one for one in asked if one.get("id") in _before(document, effect, target)]
    if effect in {"stop", "go_to"}:
        return str(next(iter(before), {}).get("id", ""))  # what comes after is not reached
    on = {str(one.get("id")) for one in _on_page(document, target)} if effect == "show" else set()
    rest = [one for one in asked if one.get("id") != own and one.get("id") not in on]
    return str(next(iter([*before, *rest]), {}).get("id", ""))


def _first_in_row(scope: Scope, target: Mapping[str, Any]) -> str:
    outside = {scope.group, target.get("question")}
    return next((str(one["id"]) for one in scope.asked() if one.get("id") not in outside), "")


def fresh(document: Document, effect: str, target: Mapping[str, Any]) -> Part | None:
    """A rule to begin with, or None when there is nothing that its condition can look at."""
    made: Part = {"effect": effect, "target": dict(target)}
    if effect not in ALWAYS:
        asked = first_asked(document, effect, target)
        if not asked:
            return None
        made["when"] = lines.fresh(asked)
    return fitted(document, made)


def fitted(document: Document, rule: Part) -> Part:
    """The rule with what its effect needs, and without what it does not have."""
    form, effect = FORMS[Effect(rule["effect"])], str(rule["effect"])
    target = dict(rule.get("target") or {})
    known = [one.value for one in targets(document, effect)]
    if key_of(target) not in known and known:
        target = target_of(known[0])
    made = {key: rule[key] for key in ("id", "effect", "when") if key in rule} | {"target": target}
    if "when" not in made and effect not in ALWAYS:
        made["when"] = lines.fresh(first_asked(document, effect, target))
    question = question_of(document, target)
    for need in (*form.needs, *form.maybe):
        if need in rule and not (need == "value" and not _keeps(document, rule, question)):
            made[need] = rule[need]
        elif need in form.needs:
            made[need] = _needed(document, need, made)
    if "options" in made:
        own = [str(one.get("id")) for one in question.get("options") or []]
        made["options"] = [one for one in made["options"] if one in own] or own[:1]
    return made


def controls(document: Document, rule: Part) -> list[Control]:
    """What the rule does, to what, and what that needs apart from values and texts."""
    effect, target = str(rule.get("effect")), rule.get("target") or {}
    known = tuple(Choice(one, TITLES[one]) for one in ORDER)
    listed = values.with_held(tuple(targets(document, effect)), key_of(target))
    found = [
        Control("effect", "effect", _DO, "one_of", (effect,), known),
        Control("target", "target", _ABOUT, "one_of", (key_of(target),), listed),
    ]
    if "from" in rule:
        held = str(rule["from"])
        pages = values.with_held(tuple(sources(document, target)), held)
        found.append(Control("from", "from", _FROM, "one_of", (held,), pages))
    if "options" in rule:
        own = question_of(document, target).get("options") or []
        able = tuple(Choice(str(one.get("id")), name(one)) for one in own)
        chosen = tuple(map(str, rule["options"]))
        found.append(Control("options", "options", _LEFT, "many_of", chosen, able))
    return found


def read(document: Document, held: Part, posted: Posted, listed: Document | None = None) -> Part:
    """The rule as it is pointed out now; its texts are as they were.

    ``listed`` is the document with the items of lists, that conditions find by their names.
    """
    rule = {key: value for key, value in held.items() if key != "when"}
    scope = scope_of(listed or document, held.get("target") or {})
    when = groups.read(scope, held.get("when") or None, posted)
    when = when or (None if held.get("effect") in ALWAYS else held.get("when"))
    rule |= {"when": when} if when else {}
    if "value" in held:
        question = question_of(document, held.get("target") or {})
        rule["value"] = given.read(question, held, posted)
    if "options" in held and "options" in posted.typed:
        rule["options"] = [one for one in posted.typed["options"] if one]
    if "from" in held:
        rule["from"] = posted.plain("from", held["from"])
    return _turned(document, rule, posted)


def _turned(document: Document, rule: Part, posted: Posted) -> Part:
    """The rule with another effect or target, when that is what was pointed out."""
    effect = posted.plain("effect", str(rule.get("effect")))
    target = target_of(posted.plain("target", key_of(rule.get("target") or {})))
    is_known = effect in ORDER and bool(targets(document, effect))
    if (effect, target) == (rule.get("effect"), rule.get("target")) or not is_known:
        return rule
    return fitted(document, {**rule, "effect": effect, "target": target or rule.get("target")})


def _keeps(document: Document, rule: Part, question: Part) -> bool:
    """Whether the value that a rule has can be given to the question."""
    held = rule["value"] if isinstance(rule.get("value"), Mapping) else {}
    listed = given.choices(
        scope_of(document, rule.get("target") or {}), question, str(rule["effect"])
    )
    return given.key_of(held) in {one.value for one in listed} or "constant" in held


def _needed(document: Document, need: str, rule: Part) -> Any:
    question = question_of(document, rule["target"])
    if need == "value":
        return given.fresh(scope_of(document, rule["target"]), question, str(rule["effect"]))
    if need == "options":
        return [str(one.get("id")) for one in question.get("options") or []][:1]
    if need == "from":
        return _source(document, rule)
    return {"sv": ""}


def _source(document: Document, rule: Part) -> str:
    """The page of the question that the condition looks at, or the first."""
    known = [one.value for one in sources(document, rule["target"])]
    asked = {one.id for one in references(rule.get("when") or {})}
    pages = (
        str(page.get("id"))
        for page, one in editing.questions(document)
        if one.get("id") in asked and page.get("id") in known
    )
    return next(pages, next(iter(known), ""))


def sources(document: Document, target: Mapping[str, Any]) -> list[Choice]:
    """The pages from which one can go on to the target: those before it."""
    page = target.get("page")
    before = takewhile(lambda one: one.get("id") != page, editing.pages(document))
    return [Choice(str(one.get("id")), name(one, "title")) for one in before]


def _pages(document: Document, effect: str) -> Iterator[Choice]:
    listed = editing.pages(document)
    for one in listed[1:] if effect == "go_to" else listed:
        yield Choice(f"page:{one.get('id')}", _PAGE.told(it=name(one, "title")), PAGES)


def _questions(document: Document, effect: str) -> Iterator[Choice]:
    for _page, one in editing.questions(document):
        kind = one.get("kind")
        if kind not in set(Kind) or unfit(Effect(effect), Kind(kind)):
            continue
        if effect == "limit" and not one.get("options"):
            continue
        if effect != "prefill" or next(given.choices(Scope(document), one, effect), None):
            yield Choice(f"question:{one.get('id')}", name(one), QUESTIONS)


def _in_rows(document: Document, effect: str) -> Iterator[Choice]:
    for _page, group in editing.questions(document):
        is_table = group.get("kind") == Kind.TABLE
        is_able = is_table or group.get("kind") == Kind.GROUP
        for one in (group.get("questions") or []) if is_able else ():
            if _fits_row(document, group, one, effect):
                told = _ROW.told(it=name(one), group=name(group))
                key = f"row:{group.get('id')}:{one.get('id')}"
                if not is_table or effect in OF_TABLES:
                    yield Choice(key, told, _ROWS)
                for option in (one.get("options") or []) if effect == "show" else ():
                    of = _OPTION.told(question=told, it=name(option))
                    yield Choice(f"{key}:{option.get('id')}", of, _ROWS)


def _fits_row(document: Document, group: Part, one: Part, effect: str) -> bool:
    kind = one.get("kind")
    if kind not in set(Kind) or unfit(Effect(effect), Kind(kind)):
        return False
    if effect == "limit":
        return bool(one.get("options"))
    if effect != "prefill":
        return True
    # Somebody has to answer something in the row herself: else nobody can tell that it is begun.
    rules = [one for one in document.get("rules") or [] if one.get("effect") == "prefill"]
    aimed = [one.get("target") or {} for one in rules]
    filled = {one.get("question") for one in aimed if one.get("group") == group.get("id")}
    asked = {str(part.get("id")) for part in group["questions"] if part.get("kind") in _ASKED}
    scope = Scope(document, str(group.get("id")))
    is_left = bool(asked - filled - {one.get("id")})
    return is_left and next(given.choices(scope, one, effect), None) is not None


def _every_option(document: Document, _effect: str) -> Iterator[Choice]:
    for _page, one in editing.questions(document):
        for option in one.get("options") or []:
            told = _OPTION.told(question=name(one), it=name(option))
            yield Choice(f"option:{one.get('id')}:{option.get('id')}", told, _OPTIONS)


def _outcomes(document: Document, _effect: str) -> Iterator[Choice]:
    for one in (document.get("handling") or {}).get("outcomes") or []:
        yield Choice(f"outcome:{one.get('id')}", _DECISION.told(it=name(one, "title")), _DECISIONS)


def _parties(document: Document, _effect: str) -> Iterator[Choice]:
    yield Choice(f"party:{GUARDIANS}", _GUARDIANS, _PARTIES)
    who = (document.get("signing") or {}).get("signatories") or {}
    if who.get("neighbours_of"):
        yield Choice(f"party:{NEIGHBOURS}", _NEIGHBOURS, _PARTIES)
    for _page, one in editing.questions(document):
        is_able = not who.get("needed") or one.get("id") == who.get("named_in")
        if one.get("kind") == Kind.SIGNATORIES and is_able:
            yield Choice(f"party:{one.get('id')}", _NAMED.told(it=name(one)), _PARTIES)


def _statuses(document: Document, effect: str) -> Iterator[Choice]:
    for one in _of_process(document):
        if effect == "require" and one.get("base") == Base.DECIDED:
            continue  # what comes after the decision
        if effect == "show" and _is_needed(document, one):
            continue  # every case must be able to come to one in its state
        yield Choice(f"status:{one.get('id')}", _STATUS.told(it=name(one, "title")), _PROCESS)


def _steps(document: Document, effect: str) -> Iterator[Choice]:
    for status in _of_process(document):
        by_itself = () if effect == "suggest" else status.get("automatic") or ()
        for one in (*(status.get("steps") or ()), *by_itself):
            yield Choice(f"step:{one.get('id')}", _STEP.told(it=name(one, "title")), _PROCESS)


def _is_needed(document: Document, status: Part) -> bool:
    """Whether no other status with the state is open to every case."""
    rules = [one for one in document.get("rules") or [] if one.get("effect") == "show"]
    held = {(one.get("target") or {}).get("status") for one in rules}
    base = status.get("base")
    others = (one for one in _of_process(document) if one.get("id") != status.get("id"))
    return base in set(NEEDED) and not any(
        one.get("base") == base and one.get("id") not in held for one in others
    )


def _of_process(document: Document) -> Iterator[Part]:
    for phase in (document.get("process") or {}).get("phases") or ():
        yield from phase.get("statuses") or ()


def _end(_document: Document, _effect: str) -> Iterator[Choice]:
    yield Choice("end:", _END, PAGES)


def _on_page(document: Document, target: Mapping[str, Any]) -> list[Part]:
    listed = editing.pages(document)
    page = next((one for one in listed if one.get("id") == target.get("page")), {})
    return list(page.get("questions") or [])


def _before(document: Document, effect: str, target: Mapping[str, Any]) -> set[str]:
    """The questions that are asked before a target; a stop is after its own page."""
    found: set[str] = set()
    for page in editing.pages(document):
        own = [str(one.get("id")) for one in page.get("questions") or []]
        if page.get("id") == target.get("page"):
            return found | set(own) if effect == "stop" else found
        if target.get("question") in own:
            return found | set(own[: own.index(str(target["question"]))])
        found |= set(own)
    return found
