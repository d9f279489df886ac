"""A run through a form as plain data: what was answered and known, and what then happened.

Kept as a test of an e-service: run again on a changed definition, what happens can be compared,
in sentences that say what broke.
"""

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, get_type_hints

from samtjanst.capabilities.formkit import parties
from samtjanst.capabilities.formkit.context import (
    AddressFacts,
    AddressMatches,
    ApplicantFacts,
    ChildFacts,
    CompanyFacts,
    Context,
    EmployeeFacts,
    FileFacts,
    GuardianFacts,
    PropertyFacts,
)
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.evaluation import Evaluation, evaluate
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.formkit.texts import NO_WORDS, Text, Told, join

Observed = dict[str, Any]
_TWELVE = re.compile(r"[0-9]{12}")
_ROLES: Mapping[str, Told] = {
    "applicant": Told("den sökande", "the applicant"),
    "guardian": Told("en vårdnadshavare till", "another guardian"),
    "signatory": Told("en undertecknare", "a signatory"),
}
_AND, _NOBODY = Told(" och ", " and "), Told("ingen", "nobody")
_EMPTY = Told("tomt", "empty")
_SIGNING = Text("Skriver under: {roles}.", "Signs: {roles}.")
_OFFICIAL = Told(
    "En handläggare tar hand om samtycket.", "A case handler takes care of the consent."
)
_SIGNED = Text("{now} Förut: {before}", "{now} Before: {before}")
_PAGE_GONE = Text("Sidan ”{names}” visas inte längre.", "The page “{names}” is no longer shown.")
_PAGE_NEW = Text(
    "Sidan ”{names}” visas, och gjorde det inte förut.",
    "The page “{names}” is shown, and was not before.",
)
_FAULT_NEW = Text("Nytt fel vid ”{names}”: ”{text}”", "New fault at “{names}”: “{text}”")
_FAULT_GONE = Text(
    "Felet vid ”{names}” kommer inte längre: ”{text}”",
    "The fault at “{names}” no longer comes: “{text}”",
)
_NOT_SHOWN = Text(
    "Frågan ”{names}” visas inte längre.", "The question “{names}” is no longer shown."
)
_NOT_THERE = Text(
    "Frågan ”{names}” finns inte längre.", "The question “{names}” is no longer there."
)
_NOT_OFFERED = Text(
    "Alternativet ”{option}” i ”{question}” går inte längre att välja.",
    "The option “{option}” in “{question}” can no longer be chosen.",
)
_OFFERED = Text(
    "Alternativet ”{option}” i ”{question}” går att välja, och gjorde det inte förut.",
    "The option “{option}” in “{question}” can be chosen, and could not before.",
)


def kept(context: Context) -> dict[str, Any]:
    """The context as JSON, without the municipality's values: those are the newest at each run."""
    found = dataclasses.asdict(dataclasses.replace(context, parameters={}))
    del found["parameters"]
    return {**found, "today": context.today.isoformat()}


def restored(content: Mapping[str, Any], parameters: Mapping[str, Any]) -> Context:
    """The context that was kept, with the municipality's values of today."""
    applicant = content["applicant"]
    return Context(
        today=date.fromisoformat(content["today"]),
        parameters=parameters,
        applicant=_applicant(applicant) if applicant else None,
        children=_several(content["children"], _child),
        files={key: FileFacts(**one) for key, one in content["files"].items()},
        assurance_level=content["assurance_level"],
        companies=_several(content["companies"], lambda one: CompanyFacts(**one)),
        employees=_several(content["employees"], lambda one: EmployeeFacts(**one)),
        properties=tuple(PropertyFacts(**one) for one in content.get("properties", ())),
        addresses=tuple(_matches(one) for one in content.get("addresses", ())),
    )


def run_fault(run: Any) -> Told:
    """What keeps a run that came from a file from being made; "" when nothing does."""
    if not isinstance(run, Mapping) or set(run) != {"person", "answers", "context"}:
        return Told(
            "körningen ska ha person, answers och context och inget mer",
            "the run must have person, answers and context and nothing more",
        )
    if not isinstance(run["person"], str) or not isinstance(run["answers"], Mapping):
        return Told(
            "körningens person ska vara en text och dess svar ett objekt",
            "the run's person must be a text and its answers an object",
        )
    wrong = Told(
        "det som var känt vid körningen har fel form",
        "what was known at the run has the wrong form",
    )
    try:
        context = restored(run["context"], {})
    except (TypeError, ValueError, KeyError, AttributeError):
        return wrong
    known = {one.name for one in dataclasses.fields(Context)} - {"parameters"}
    return NO_WORDS if set(run["context"]) <= known and _is_typed(context) else wrong


def observed_fault(found: Any) -> Told:
    """What keeps an outcome that came from a file from being compared; "" when nothing does."""
    if not isinstance(found, Mapping) or set(found) != set(_FORMS):
        return Text(
            "det väntade ska ha {listed} och inget mer",
            "what is expected must have {listed} and nothing more",
        ).told(listed=", ".join(_FORMS))
    wrong = next((key for key, fits in _FORMS.items() if not fits(found[key])), "")
    if wrong:
        return Text(
            "{wrong} i det väntade har fel form", "{wrong} in what is expected has the wrong form"
        ).told(wrong=wrong)
    named = {*found["pages"], *found["questions"], *found["required"], *found["values"]}
    lost = {*named, *found["errors"], *found["hidden_options"]} - set(found["names"])
    return (
        Text(
            "namnet på ”{lost}” saknas i det väntade",
            "the name of “{lost}” is missing in what is expected",
        ).told(lost=min(lost)[:60])
        if lost
        else NO_WORDS
    )


def observed(definition: Definition, answers: Mapping[str, Any], context: Context) -> Observed:
    """What happens with the answers: pages, questions, values, faults, signatures."""
    evaluation = evaluate(definition, answers, context)
    asked = definition.questions()
    shown = [one for one in asked if evaluation.visible(one.id)]
    calculated = (one for one in shown if one.kind is Kind.CALCULATED)
    hidden = evaluation.hidden_options
    return {
        "pages": list(evaluation.visible_pages),
        "questions": [one.id for one in shown],
        "required": [one.id for one in shown if evaluation.required(one.id)],
        "values": {one.id: evaluation.values.get(one.id) for one in calculated},
        "hidden_options": {one.id: sorted(hidden[one.id]) for one in shown if hidden.get(one.id)},
        "errors": evaluation.errors(),
        "stops": [stop.message.sv for stop in evaluation.stops],
        "signs": _signs(definition, evaluation, context),
        "complete": evaluation.complete,
        "names": {
            **{page.id: page.title.sv for page in definition.pages},
            **{one.id: one.label.sv for one in asked},
            **{f"{one.id}:{o.id}": o.label.sv for one in asked for o in one.options},
        },
    }


def differences(expected: Observed, now: Observed) -> list[Told]:
    """What is not as it was, in sentences; [] when everything is."""
    return list(dict.fromkeys(_differences(expected, now)))


def _differences(expected: Observed, now: Observed) -> Iterator[Told]:
    names = {**now["names"], **expected["names"]}
    pages, was = set(now["pages"]), set(expected["pages"])
    yield from (_PAGE_GONE.told(names=names[one]) for one in expected["pages"]
                if one not in pages)  # fmt: skip
    yield from (_PAGE_NEW.told(names=names[one]) for one in now["pages"]
                if one not in was)  # fmt: skip
    kept_pages = [one for one in expected["pages"] if one in pages]
    if kept_pages != [one for one in now["pages"] if one in was]:
        yield Told("Sidorna kommer i en annan ordning.", "The pages come in another order.")
    yield from _questions(expected, now, names)
    yield from _values(expected, now, names)
    yield from _faults(expected, now, names)
    yield from _end(expected, now)


def _questions(expected: Observed, now: Observed, names: Mapping[str, str]) -> Iterator[Told]:
    before, after = expected["questions"], now["questions"]
    for one in before:
        if one not in after:
            is_there = one in now["names"]
            gone = _NOT_SHOWN if is_there else _NOT_THERE
            yield gone.told(names=names[one])
    for one in after:
        if one not in before:
            yield Text(
                "Frågan ”{names}” visas, och gjorde det inte förut.",
                "The question “{names}” is shown, and was not before.",
            ).told(names=names[one])
    for one in (one for one in before if one in after):
        must, had_to = one in now["required"], one in expected["required"]
        if must and not had_to:
            yield Text(
                "”{names}” måste besvaras. Förut fick den lämnas tom.",
                "“{names}” must be answered. Before, it could be left empty.",
            ).told(names=names[one])
        if had_to and not must:
            yield Text(
                "”{names}” får lämnas tom. Förut måste den besvaras.",
                "“{names}” can be left empty. Before, it had to be answered.",
            ).told(names=names[one])


def _values(expected: Observed, now: Observed, names: Mapping[str, str]) -> Iterator[Told]:
    for one, value in expected["values"].items():
        if one in now["values"] and now["values"][one] != value:
            found = _shown(now["values"][one])
            yield Text(
                "”{names}” blir {found}. Förut blev det {value}.",
                "“{names}” becomes {found}. Before, it became {value}.",
            ).told(names=names[one], found=found, value=_shown(value))
    for one in now["questions"]:
        if one in expected["questions"]:
            hidden = now["hidden_options"].get(one, [])
            was = expected["hidden_options"].get(one, [])
            for option in sorted({*hidden, *was}):
                yield from _option(names, one, option, is_in=(option in was, option in hidden))


def _option(
    names: Mapping[str, str], question: str, option: str, *, is_in: tuple[bool, bool]
) -> Iterator[Told]:
    values = {"option": names.get(f"{question}:{option}", option), "question": names[question]}
    if is_in == (False, True):
        yield _NOT_OFFERED.told(**values)
    if is_in == (True, False):
        yield _OFFERED.told(**values)


def _faults(expected: Observed, now: Observed, names: Mapping[str, str]) -> Iterator[Told]:
    for one in dict.fromkeys((*expected["errors"], *now["errors"])):
        before, after = expected["errors"].get(one, []), now["errors"].get(one, [])
        yield from (_FAULT_NEW.told(names=names[one], text=text) for text in after
                    if text not in before)  # fmt: skip
        if one in now["questions"]:
            yield from (_FAULT_GONE.told(names=names[one], text=text)
                        for text in before if text not in after)  # fmt: skip


def _end(expected: Observed, now: Observed) -> Iterator[Told]:
    for text in now["stops"]:
        if text not in expected["stops"]:
            yield Text("Det tar stopp: ”{text}”", "It comes to a stop: “{text}”").told(text=text)
    for text in expected["stops"]:
        if text not in now["stops"]:
            yield Text(
                "Det tar inte längre stopp: ”{text}”", "It no longer comes to a stop: “{text}”"
            ).told(text=text)
    if expected["signs"] != now["signs"]:
        yield _SIGNED.told(now=_signed(now["signs"]), before=_signed(expected["signs"]))
    if expected["complete"] and not now["complete"]:
        yield Told("Det går inte längre att lämna in.", "It can no longer be handed in.")
    if now["complete"] and not expected["complete"]:
        yield Told(
            "Det går att lämna in, och gjorde det inte förut.",
            "It can be handed in, and could not before.",
        )


def _signs(definition: Definition, evaluation: Evaluation, context: Context) -> dict[str, Any]:
    """Roles only: names are in the context already."""
    if context.applicant is None or not definition.signing.is_signed:
        return {"roles": [], "official": ""}
    plan = parties.due(definition, evaluation.values, context)
    return {"roles": [one.role for one in plan.to_sign], "official": plan.by_official}


def _signed(signs: Mapping[str, Any]) -> Told:
    roles = join((_ROLES.get(role, role) for role in signs["roles"]), _AND)
    who = _SIGNING.told(roles=roles or _NOBODY)
    return join((who, _OFFICIAL), " ") if signs["official"] else who


def _shown(value: Any) -> Told:
    return _EMPTY if value is None else Told(str(value).replace(".", ","), str(value))


def _is_typed(value: Any) -> bool:
    """Whether every fact holds what its type says; numbers of people are twelve digits."""
    if not dataclasses.is_dataclass(value):
        return False
    known = get_type_hints(type(value))
    number = getattr(value, "personal_number", "")
    return _is_number(number) and all(
        _fits(getattr(value, one.name), known[one.name]) for one in dataclasses.fields(value)
    )


def _is_number(value: Any) -> bool:
    return value == "" or (isinstance(value, str) and _TWELVE.fullmatch(value) is not None)


def _fits(value: Any, kind: Any) -> bool:
    if kind in {str, int, bool, date}:
        return type(value) is kind
    if isinstance(value, tuple):
        return all(map(_is_typed, value))
    if isinstance(value, Mapping):
        return all(map(_is_typed, value.values()))
    return value is None or _is_typed(value)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _are_texts(value: Any) -> bool:
    return isinstance(value, Mapping) and all(map(_is_texts, value.values()))


def _is_names(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(one, str) for one in value.values())


def _is_signing(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and set(value) == {"roles", "official"}
        and _is_texts(value["roles"])
        and isinstance(value["official"], str | bool)
    )


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_truth(value: Any) -> bool:
    return isinstance(value, bool)


_FORMS: Mapping[str, Callable[[Any], bool]] = {
    "pages": _is_texts,
    "questions": _is_texts,
    "required": _is_texts,
    "values": _is_object,
    "hidden_options": _are_texts,
    "errors": _are_texts,
    "stops": _is_texts,
    "signs": _is_signing,
    "complete": _is_truth,
    "names": _is_names,
}


def _several(found: Any, make: Any) -> Any:
    return None if found is None else tuple(make(one) for one in found)


def _applicant(one: Mapping[str, Any]) -> ApplicantFacts:
    address = one["address"]
    return ApplicantFacts(**{**one, "address": AddressFacts(**address) if address else None})


def _matches(one: Mapping[str, Any]) -> AddressMatches:
    return AddressMatches(one["asked"], tuple(AddressFacts(**each) for each in one["found"]))


def _child(one: Mapping[str, Any]) -> ChildFacts:
    guardians = tuple(GuardianFacts(**guardian) for guardian in one["guardians"])
    return ChildFacts(**{**one, "guardians": guardians})
