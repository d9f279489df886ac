"""What must be true of an e-service before it is published: the lines, and how far each is."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from samtjanst.building.definitions import aging
from samtjanst.building.definitions.aging import Held
from samtjanst.building.definitions.common_lines import CommonLine
from samtjanst.building.definitions.models import ChecklistLine, ChecklistMark, Draft, EService
from samtjanst.building.definitions.types import Line, LineState
from samtjanst.capabilities.formkit.registers_asked import NAMES, asked_in, undeclared_in
from samtjanst.capabilities.formkit.texts import Text
from samtjanst.kernel import clock

Read = Callable[[EService, Mapping[str, Any]], str]
ARCHIVE_CLASS = "archive_class"
_CLASS = re.compile(r"([A-ZÅÄÖ]?\d{1,4}(?:\.\d{1,4}){0,6})\s+(\S.{0,119})")
_LEVELS = {"0", "1", "2", "3"}


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line that the product knows. ``read`` gives what the document says; "" means missing."""

    key: str
    title: Promise
    help: Promise
    read: Read | None = None
    where: str = ""
    is_mandatory: bool = True
    may_be_excused: bool = False


def lines(
    service: EService,
    draft: Draft | None,
    marks: Mapping[str, ChecklistMark],
    extra: Iterable[ChecklistLine],
    stuck: int = 0,
) -> list[Line]:
    """Every line with its state, in the order in which work is done.

    ``stuck`` is how many places applicants cannot get past, where that has been looked at.
    """
    held = held_of(service, draft)
    known = [
        _tested(draft) if rule.key == "tests" and draft and draft.tests
        else _line(rule, service, held, marks)
        for rule in RULES
    ]  # fmt: skip
    common = (_common(one, held, marks) for one in settings.COMMON_LINES)
    added = (_added(one, held, marks) for one in extra)
    return [_sound(service, draft, stuck), *known, *common, *added]


def held_of(service: EService, draft: Draft | None) -> Held:
    """The document that the checklist is about: the draft's, or what is to be or is published."""
    if draft is not None:
        # A draft that is on no bench has no revision to be known by.
        return Held(f"{draft.id}:{draft.revision}" if draft.revision else "", draft.document)
    version = service.scheduled or service.stopped or service.published
    return Held(version.sha256, version.document) if version else Held("", {})


def lacking(found: Iterable[Line]) -> list[Line]:
    """The mandatory lines that are missing: while there is one, nothing is published."""
    return [line for line in found if line.is_mandatory and line.state is LineState.MISSING]


def classification_fault(text: str) -> str:
    """What is wrong with a classification written as ``K R T`` levels, or ""."""
    levels = text.replace(",", " ").replace("/", " ").split()
    if len(levels) != 3 or any(level not in _LEVELS for level in levels):
        return gettext(
            "Skriv tre siffror från 0 till 3: konfidentialitet, riktighet, tillgänglighet."
        )
    return ""


def confidentiality_in(text: str) -> int | None:
    """The first of the levels of a classification; None when it is none."""
    return None if classification_fault(text) else int(text.strip()[0])


def fault_of(line: str, text: str) -> str:
    """What is wrong with saying that a line is done in these words, or ""."""
    if line == "classification":
        return classification_fault(text)
    if line in {rule.key for rule in RULES if rule.read}:
        return gettext("Raden blir klar när uppgiften är ifylld i e-tjänsten.")
    if line == ARCHIVE_CLASS and not archive_class_in(text)[0]:
        return gettext("Skriv klassens kod och sedan dess namn, till exempel 3.7.2 Skolskjuts.")
    return ""


def archive_class_in(text: str) -> tuple[str, str]:
    """Code and name of a class in the archive's structure; empty when it is none."""
    found = _CLASS.fullmatch(text.strip())
    return (found[1], found[2]) if found else ("", "")


def _sound(service: EService, draft: Draft | None, stuck: int) -> Line:
    missing = (draft.missing if draft else 0) + stuck
    is_done = missing == 0 and (draft is not None or service.published is not None)
    things = ngettext(
        "%(n)s sak saknas eller behöver rättas", "%(n)s saker saknas eller behöver rättas", missing
    )
    told = "" if is_done else things % {"n": missing}
    return Line(
        key="sound",
        title=gettext("Formulär och inställningar är kompletta"),
        help=gettext(
            "Alla sidor har frågor, alla texter finns på svenska, alla villkor pekar rätt "
            "och ingen fastnar."
        ),
        is_mandatory=True,
        state=LineState.DONE if is_done else LineState.MISSING,
        told=told,
        where="problems",
        may_be_excused=False,
    )


def _tested(draft: Draft) -> Line:
    """Recorded tests answer for themselves: nobody says in their place that they hold."""
    broken, total = draft.tests_broken, draft.tests
    said = ngettext("%(n)s inspelat test stämmer", "Alla %(n)s inspelade tester stämmer", total)
    wrong = gettext("%(n)s av %(total)s inspelade tester stämmer inte")
    return Line(
        key="tests",
        title=gettext("Testerna är gröna"),
        help=gettext(
            "De inspelade testerna körs vid varje ändring och innan e-tjänsten publiceras."
        ),
        is_mandatory=True,
        state=LineState.MISSING if broken else LineState.DONE,
        told=wrong % {"n": broken, "total": total} if broken else said % {"n": total},
        where="tests",
        may_be_excused=False,
    )


def _line(rule: _Rule, service: EService, held: Held, marks: Mapping[str, ChecklistMark]) -> Line:
    mark, told = marks.get(rule.key), rule.read(service, held.document) if rule.read else ""
    state, old, said = LineState.DONE if told else LineState.MISSING, "", None
    # What the document or the e-service says itself is never said in its place.
    if mark and not told and not (rule.read and mark.state == LineState.DONE):
        state, told, said = LineState(mark.state), mark.text, LineState(mark.state)
        old = _old(mark, held)
        state = LineState.MISSING if old else state
    return Line(
        key=rule.key,
        title=str(rule.title),
        help=str(rule.help),
        is_mandatory=rule.is_mandatory,
        state=state,
        told=told,
        where=rule.where,
        may_be_excused=rule.may_be_excused,
        old=old,
        said=said,
    )


def _old(mark: ChecklistMark, held: Held, subject: str = "") -> str:
    """Why what was said of a line holds no longer; "" when it does."""
    if mark.state == LineState.MISSING:
        return ""
    if not aging.is_old(mark.line, mark.about, mark.at, held, clock.now(), subject):
        return ""
    if mark.line == "baseline":
        return gettext("Mätt för mer än två år sedan – mät eller bekräfta på nytt")
    return gettext("Gäller en äldre version – bekräfta på nytt")


def subject_of(line: str) -> str:
    """What an added line is about, as whoever added it has said; "" for the product's own."""
    common = next((one for one in settings.COMMON_LINES if one.key == line), None)
    if common is not None:
        return common.about
    added = next((one for one in ChecklistLine.objects.all() if f"own_{one.id.hex}" == line), None)
    return added.about if added else ""


def _said(mark: ChecklistMark | None, held: Held, subject: str) -> dict[str, Any]:
    """How far an added line has come, and whether what was said of it is old."""
    if mark is None:
        return {"state": LineState.MISSING, "told": ""}
    old = _old(mark, held, subject) if subject else ""
    state = LineState.MISSING if old else LineState(mark.state)
    return {"state": state, "told": mark.text, "old": old, "said": LineState(mark.state)}


def _added(one: ChecklistLine, held: Held, marks: Mapping[str, ChecklistMark]) -> Line:
    mark = marks.get(f"own_{one.id.hex}")
    return Line(
        key=f"own_{one.id.hex}",
        title=one.title,
        help=one.help,
        is_mandatory=one.is_mandatory,
        added_by=gettext("kommunen"),
        own_id=one.id,
        **_said(mark, held, one.about),
    )


def _common(one: CommonLine, held: Held, marks: Mapping[str, ChecklistMark]) -> Line:
    """A line that the collaboration has added for all its municipalities."""
    mark, language = marks.get(one.key), get_language() or "sv"
    return Line(
        key=one.key,
        title=one.title.get(language) or one.title["sv"],
        help=one.help.get(language) or one.help["sv"],
        is_mandatory=one.is_mandatory,
        may_be_excused=one.may_be_excused,
        added_by=one.by,
        **_said(mark, held, one.about),
    )


def _words(value: Any) -> str:
    found = value.get("sv") if isinstance(value, Mapping) else ""
    return found.strip() if isinstance(found, str) else ""


def _owner(service: EService, _document: Mapping[str, Any]) -> str:
    return service.owner.name if service.owner else ""


def _deputy(service: EService, _document: Mapping[str, Any]) -> str:
    return service.deputy.name if service.deputy else ""


def _purpose(service: EService, document: Mapping[str, Any]) -> str:
    blocks = (document.get("about") or {}).get("privacy") or [{}]
    return _filled(blocks[0].get("text"), service, document)


def _filled(value: Any, service: EService, document: Mapping[str, Any]) -> str:
    """With the municipality's values, as people read it; what has none is called by name."""
    named = {one.get("id"): f"[{_words(one.get('title'))}]" for one in _parameters(document)}
    return Text(_words(value)).filled(named | service.parameters)


def _parameters(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    declared = document.get("parameters") or []
    return [one for one in declared if isinstance(one, Mapping)]


def _basis(_service: EService, document: Mapping[str, Any]) -> str:
    provisions = (document.get("handling") or {}).get("legal_basis") or []
    texts = [_words(one.get("text")) for one in provisions]
    return texts[0] if texts and all(texts) else ""


def _registers(_service: EService, document: Mapping[str, Any]) -> str:
    """The registers that are asked, when each has a purpose and a legal basis (GDPR art. 6)."""
    if not document or undeclared_in(document):
        return ""
    language = get_language() or "sv"
    told = ", ".join(NAMES[one].to(language) for one in asked_in(document))
    return told[:1].upper() + told[1:]


def _retention(service: EService, document: Mapping[str, Any]) -> str:
    return _filled((document.get("handling") or {}).get("retention"), service, document)


def _cost(service: EService, document: Mapping[str, Any]) -> str:
    told = _filled((document.get("about") or {}).get("cost"), service, document)
    fee = document.get("fee")
    if not (told and isinstance(fee, Mapping)):
        return told
    # What people are asked to pay stands on a decision (KL 2 kap. 5 §).
    decided = _words(fee.get("decided"))
    return f"{told} {decided}" if decided else ""


RULES = (
    _Rule("owner", _("Ägare är utsedd"), _("Den som ansvarar för e-tjänsten."), _owner, "people"),
    _Rule(
        "deputy", _("Ersättare är utsedd"), _("Den som tar över vid frånvaro."), _deputy, "people"
    ),
    _Rule(
        "purpose",
        _("Ändamålet är beskrivet"),
        _("Varför uppgifterna samlas in."),
        _purpose,
        "privacy",
    ),
    _Rule(
        "legal_basis",
        _("Lagstöd är angivet"),
        _("Bestämmelsen som beslut vilar på."),
        _basis,
        "basis",
    ),
    _Rule(
        "registers",
        _("Register som frågas har rättslig grund"),
        _("För varje register: varför det frågas och med vilken rättslig grund."),
        _registers,
        "registers",
        may_be_excused=True,
    ),
    _Rule(
        "contact",
        _("Kontakt för dataskydd är angiven"),
        _("Vem som svarar på frågor om personuppgifter, till exempel dataskyddsombudet."),
    ),
    _Rule(
        "classification",
        _("Informationen är klassad"),
        _("Konfidentialitet, riktighet och tillgänglighet, 0–3 enligt KLASSA, till exempel 2 2 1."),
    ),
    _Rule(
        ARCHIVE_CLASS,
        _("Klassen i arkivet är angiven"),
        _("Kod och namn i klassificeringsstrukturen, till exempel 3.7.2 Skolskjuts."),
        is_mandatory=False,
        may_be_excused=True,
    ),
    _Rule(
        "retention", _("Gallring är bestämd"), _("Hur länge ärenden sparas."), _retention, "process"
    ),
    _Rule(
        "cost",
        _("Avgiften är bestämd"),
        _("Eller att det är kostnadsfritt. Tas en avgift ut ska det stå vem som beslutat den."),
        _cost,
        "about",
    ),
    _Rule("plain", _("Texterna är klarspråk"), _("Någon annan än författaren har läst dem.")),
    _Rule(
        "accessibility",
        _("Tillgängligheten är prövad"),
        _("E-tjänsten är provad med tangentbord och skärmläsare."),
    ),
    _Rule(
        "tests",
        _("Testerna är gröna"),
        _("Vanliga och ovanliga fall är provade."),
        may_be_excused=True,
    ),
    _Rule(
        "process",
        _("Processen är kartlagd"),
        _("Vad som händer från inlämning till beslut."),
        may_be_excused=True,
    ),
    _Rule(
        "baseline",
        _("Utgångsläget är mätt"),
        _("Antal ärenden och tid per ärende i dag, så att nyttan går att följa upp."),
        is_mandatory=False,
        may_be_excused=True,
    ),
    _Rule(
        "documentation",
        _("Dokumentationen är läst"),
        _("Dokumentationen görs av e-tjänsten själv; någon har läst den."),
        is_mandatory=False,
        may_be_excused=True,
    ),
)
