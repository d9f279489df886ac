"""The parts of a definition, read strictly from its document."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from samtjanst.capabilities.formkit import model, own_messages, settings
from samtjanst.capabilities.formkit.deciding import SecondReader
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.base import Behaviour
from samtjanst.capabilities.formkit.list_forms import marks_of
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.formkit.process import reading as processes
from samtjanst.capabilities.formkit.process.model import Process
from samtjanst.capabilities.formkit.reading import (
    deciding,
    fees,
    migrating,
    registers,
    rules,
    signing,
)
from samtjanst.capabilities.formkit.reading.fields import ID, OPTION_ID, Fields
from samtjanst.capabilities.formkit.registers_asked import Register
from samtjanst.capabilities.formkit.settings import Setting
from samtjanst.capabilities.formkit.texts import NO_TEXT, SLOT, Text, TextBlock, Told

_PAIRS = (("minimum", "maximum"), ("earliest", "latest"))
_PREFIX = re.compile(r"[A-ZÅÄÖ]{2,6}")
_POWER = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NO_SLOTS = Told(
    "i processen går det inte att sätta in kommunens värden i texten",
    "the municipality's values cannot be put into the texts of the process",
)
_A_PARTY = Text(
    "”{id}” är vad villkor kallar andra som skriver under; ge frågan ett annat id",
    "“{id}” is what rules call others who sign; give the question another id",
)
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Parts:
    """Everything that a document says, not yet compiled."""

    id: str
    title: Text
    about: model.About
    parameters: tuple[model.Parameter, ...]
    pages: tuple[model.Page, ...]
    rules: tuple[model.Rule, ...]
    signing: model.SigningRule
    handling: model.Handling
    process: Process | None = None
    fee: fees.FeeRule | None = None


def read(top: Fields) -> Parts:
    """Read the whole document; faults are noted in ``top.problems``."""
    if top.raw("format", required=True) != model.FORMAT and top.has("format"):
        top.refuse("format", migrating.fault(top.raw("format")))
    parts = Parts(
        id=top.id(),
        title=top.words("title"),
        about=_about(top.part("about")),
        parameters=_several(top, "parameters", read_parameter),
        pages=_several(top, "pages", _page, least=1, most=100),
        rules=(found := _several(top, "rules", rules.read, most=2000)),
        signing=signing.read(top.part("signing"), found),
        handling=_handling(top.part("handling")),
        process=processes.read(top.part("process")) if top.has("process") else None,
        fee=fees.read(top),
    )
    _several(top, "blocks", _used_block, most=200)
    top.close()
    _refuse_unknown_slots(top, parts.parameters)
    return parts


def _refuse_unknown_slots(top: Fields, parameters: tuple[model.Parameter, ...]) -> None:
    known = {item.id for item in parameters if item.type in {"text", "number"}}
    for path, text in top.texts():
        for slot in SLOT.findall(text):
            is_own = slot == "value" and ".shown_as." in path
            # What is known of a case is filled in when the decision or the message is written.
            is_own = is_own or (slot == "namn" and _is_of_case(path))
            if path.startswith("process.") and not is_own:
                top.refuse(path, _NO_SLOTS)
            elif slot not in known and not is_own:
                top.refuse(
                    path,
                    Text(
                        "det finns ingen parameter ”{slot}” att sätta in i texten",
                        "there is no parameter “{slot}” to put into the text",
                    ).told(slot=slot),
                )


def _is_of_case(path: str) -> bool:
    return any(part in path for part in (".standard_texts[", ".automatic[", ".messages["))


def _several(
    inside: Fields, key: str, read_one: Callable[[Fields], Any], *, least: int = 0, most: int = 1000
) -> tuple[Any, ...]:
    found = inside.each(key, least=least, most=most)
    _refuse_doubles((item for item in found), "id")
    return tuple(read_one(item) for item in found)


def _refuse_doubles(items: Iterable[Fields], key: str) -> None:
    seen: set[str] = set()
    for item in items:
        value = item.raw(key)
        if isinstance(value, str) and value in seen:
            item.refuse(
                key,
                Text(
                    "”{value}” används redan; varje id ska vara unikt",
                    "“{value}” is used already; each id must be unique",
                ).told(value=value[:60]),
            )
        elif isinstance(value, str):
            seen.add(value)


def _block(item: Fields) -> TextBlock:
    block = TextBlock(item.id(), item.words("title"), item.words("text", required=False))
    item.close()
    return block


def _about(item: Fields) -> model.About:
    about = model.About(
        summary=item.words("summary"),
        keywords=item.strings("keywords"),
        have_at_hand=_several(item, "have_at_hand", _block),
        minutes=item.whole("minutes", 1, 600),
        decides_who=item.words("decides_who"),
        cost=item.words("cost"),
        privacy=_several(item, "privacy", _block, least=1),
        otherwise=item.words("otherwise", required=False),
        audience=model.Audience(
            item.one_of("audience", set(model.Audience), model.Audience.EVERYBODY)
        ),
        registers=_several(item, "registers", registers.read, most=len(Register)),
    )
    registers.refuse_doubles(item, about.registers)
    item.close()
    return about


def read_parameter(item: Fields) -> model.Parameter:
    """A parameter, also a faulty one."""
    kind = item.one_of("type", settings.PARAMETER_TYPES)
    per = item.id("per") if kind == "numbers" else ""
    parameter = model.Parameter(item.id(), kind, item.words("title"), per)
    item.close()
    return parameter


def _used_block(item: Fields) -> None:
    """A block of the library that the form uses: nothing that an applicant meets."""
    item.id()
    item.text("block", form=model.BLOCK_KEY)
    item.words("title")
    item.whole("version", 1, 1_000_000)
    item.text("sha256", form=_SHA256)
    names = item.part("names")
    for kind in model.BLOCK_PARTS:
        if names.has(kind):
            _names(names.part(kind))
    names.close()
    item.close()


def _names(item: Fields) -> None:
    """Ids in a block with the ids that the same parts have here."""
    for own in item.fields():
        item.id(own)
        if not ID.fullmatch(own):
            reason = Text("”{it}” har fel form", "“{it}” has the wrong form")
            item.refuse(own[:60], reason.told(it=own[:60]))


def _page(item: Fields) -> model.Page:
    page = model.Page(
        id=item.id(),
        title=item.words("title"),
        intro=item.words("intro", required=False),
        questions=_several(item, "questions", read_question, least=1, most=500),
    )
    item.close()
    return page


def read_question(item: Fields) -> model.Question:
    """A question, also a faulty one, in which what is missing is empty."""
    kind = Kind(item.one_of("kind", {kind.value for kind in Kind}))
    behaviour = BEHAVIOURS[kind]
    question = model.Question(
        id=item.id(),
        kind=kind,
        label=item.words("label"),
        help=item.words("help", required=False),
        missing=item.words("missing", required=False) if kind.is_asked else NO_TEXT,
        required=item.flag("required") if kind.is_asked else False,
        options=_options(item, behaviour),
        settings=_settings(item, behaviour),
        questions=_inner(item, behaviour),
        in_lists=_in_lists(item, kind),
    )
    if kind is Kind.SIGNATORIES and question.id in rules.KNOWN_PARTIES:
        item.refuse("id", _A_PARTY.told(id=question.id))
    behaviour.check(question, item)
    item.close()
    return question


def _in_lists(item: Fields, kind: model.Kind) -> str:
    allowed = marks_of(kind)
    # Without any, the field is left over, and so refused as one that the kind does not have.
    return item.one_of("in_lists", allowed, "") if allowed else ""


def _inner(item: Fields, behaviour: Behaviour) -> tuple[model.Question, ...]:
    if not behaviour.takes_questions:
        return ()
    found: tuple[model.Question, ...] = _several(item, "questions", read_question, least=1, most=30)
    for place, question in enumerate(found):
        if not behaviour.takes(BEHAVIOURS[question.kind]):
            item.refuse(
                f"questions[{place}].kind",
                Text(
                    "”{kind}” går inte att fråga i rader", "“{kind}” cannot be asked in rows"
                ).told(kind=question.kind),
            )
        if question.in_lists:
            item.refuse(
                f"questions[{place}].in_lists",
                Told(
                    "svar på rader kan inte visas i ärendelistor",
                    "answers in rows cannot be shown in work lists",
                ),
            )
    return found


def _options(item: Fields, behaviour: Behaviour) -> tuple[model.Option, ...]:
    least, most = behaviour.options
    if not most:
        return ()
    return _several(item, "options", _option, least=least, most=most)


def _option(item: Fields) -> model.Option:
    option = model.Option(
        item.id(form=OPTION_ID), item.words("label"), item.words("help", required=False)
    )
    item.close()
    return option


def _settings(question: Fields, behaviour: Behaviour) -> model.Settings:
    declared = behaviour.settings
    if not question.has("settings") and not any(setting.needed for setting in declared):
        return model.Settings(**{setting.name: _default(setting) for setting in declared})
    item = question.part("settings")
    found = model.Settings(**{setting.name: setting.read(item) for setting in declared})
    _refuse_backwards(item, found)
    item.close()
    return found


def _default(setting: Setting) -> Any:
    return setting.read(Fields({}, "", []))


def _refuse_backwards(item: Fields, found: model.Settings) -> None:
    for low, high in _PAIRS:
        first, last = getattr(found, low), getattr(found, high)
        if first is not None and last is not None and first > last:
            item.refuse(
                low,
                Text("{low} är större än {high}", "{low} is larger than {high}").told(
                    low=low, high=high
                ),
            )


def _handling(item: Fields) -> model.Handling:
    regime = model.AppealRegime(item.one_of("appeal_regime", set(model.AppealRegime)))
    handling = model.Handling(
        reference_prefix=item.text("reference_prefix", form=_PREFIX),
        target_days=item.whole("target_days", 1, 365),
        outcomes=_several(item, "outcomes", _outcome, least=1, most=20),
        legal_basis=_several(item, "legal_basis", _legal_basis, least=1, most=50),
        appeal_regime=regime,
        appeal_text=item.words("appeal_text", required=regime is not model.AppealRegime.NONE),
        retention=item.words("retention", required=False),
        supplement_days=item.whole("supplement_days", 1, 100, default=10),
        working_days=item.flag("working_days"),
        restarts=item.flag("restarts"),
        hearing_days=item.whole("hearing_days", 1, 100, default=14),
        second_reader=SecondReader(
            item.one_of("second_reader", set(SecondReader), default="never")
        ),
        amount=item.flag("amount"),
        messages=own_messages.read(item),
        signed=deciding.read(item),
    )
    item.close()
    return handling


def _outcome(item: Fields) -> model.Outcome:
    outcome = model.Outcome(
        id=item.id(),
        title=item.words("title"),
        appealable=item.flag("appealable"),
        standard_texts=_several(item, "standard_texts", _block, least=1, most=50),
    )
    item.close()
    return outcome


def _legal_basis(item: Fields) -> model.LegalBasis:
    basis = model.LegalBasis(item.id(), item.words("text"))
    item.close()
    return basis
