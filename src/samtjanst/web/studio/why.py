"""The inspector of the try-out: why each question and page looks as it does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samtjanst.capabilities.formkit import explaining
from samtjanst.capabilities.formkit.evaluation import Evaluation
from samtjanst.capabilities.formkit.explaining import Explained, Reason
from samtjanst.web.studio.texts import Words
from samtjanst.web.ui.language import spoken

# Without facts it always is so; with them they follow after "därför att" or "Orsak".
_ALWAYS: Mapping[str, Words] = {
    "shown": gettext_lazy("Den här frågan visas alltid."),
    "required": gettext_lazy("Den måste alltid besvaras."),
    "prefilled": gettext_lazy("Den är ifylld från början."),
    "computed": gettext_lazy("Värdet räknas ut så här: %(what)s"),
    "row_filled": gettext_lazy("”%(what)s” fylls i från början på varje rad."),
    "row_computed": gettext_lazy("”%(what)s” räknas ut för sig på varje rad."),
    "open": gettext_lazy("Sidan visas alltid."),
    "empty": gettext_lazy("Sidan visas inte, för ingen av dess frågor visas."),
    "skipped": gettext_lazy("Sidan hoppas alltid över efter ”%(what)s”."),
    "wrong": gettext_lazy("Felet ”%(what)s” visas alltid."),
    "stops": gettext_lazy("Ingen kommer längre än hit: ”%(what)s”"),
}
_BECAUSE: Mapping[str, Words] = {
    "shown": gettext_lazy("Den här frågan visas därför att"),
    "hidden": gettext_lazy("Den här frågan visas inte. Orsak:"),
    "page_closed": gettext_lazy("Frågan visas inte, för sidan ”%(what)s” visas inte. Orsak:"),
    "required": gettext_lazy("Den måste besvaras därför att"),
    "not_required": gettext_lazy("Den får lämnas tom. Orsak:"),
    "option_hidden": gettext_lazy("Alternativet ”%(what)s” går inte att välja. Orsak:"),
    "prefilled": gettext_lazy("Den är ifylld från början därför att"),
    "computed": gettext_lazy("Värdet räknas ut så här: %(what)s. Orsak:"),
    "wrong": gettext_lazy("Felet ”%(what)s” visas därför att"),
    "row_shown": gettext_lazy("”%(what)s” visas för sig på varje rad. Nu gäller att"),
    "row_limited": gettext_lazy(
        "Alternativen i ”%(what)s” begränsas för sig på varje rad. Nu gäller att"
    ),
    "row_required": gettext_lazy("”%(what)s” krävs för sig på varje rad. Nu gäller att"),
    "row_filled": gettext_lazy(
        "”%(what)s” fylls i från början för sig på varje rad. Nu gäller att"
    ),
    "row_computed": gettext_lazy("”%(what)s” räknas ut för sig på varje rad. Nu gäller att"),
    "open": gettext_lazy("Sidan visas därför att"),
    "closed": gettext_lazy("Sidan visas inte. Orsak:"),
    "skipped": gettext_lazy("Sidan hoppas över efter ”%(what)s” därför att"),
    "stops": gettext_lazy("Ingen kommer längre än hit (”%(what)s”) därför att"),
}
_HIDES = frozenset({"hidden", "page_closed", "closed", "skipped", "empty"})


@dataclass(frozen=True, slots=True)
class Said:
    """One reason in words.

    Each fact comes with what the answers say ("" for nothing); ``rules`` are the ids of what can
    be changed.
    """

    lead: str
    facts: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A question or a page with its reasons in words."""

    id: str
    label: str
    is_visible: bool
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """What the inspector shows: what rules decided, and what is always so, by name."""

    questions: tuple[Told, ...]
    always: tuple[str, ...]
    pages: tuple[Told, ...]


def why(evaluation: Evaluation, page_id: str) -> Why:
    """For a page of the trial; "" when the end has been reached."""
    found = explaining.questions(evaluation, page_id) if page_id else []
    return Why(
        questions=_told(one for one in found if not _is_plain(one)),
        always=tuple(spoken(one.label) for one in found if _is_plain(one)),
        pages=_told(one for one in explaining.pages(evaluation) if not _is_plain(one)),
    )


def _is_plain(one: Explained) -> bool:
    return one.is_visible and not any(reason.rules or reason.facts for reason in one.reasons)


def _told(found: Iterable[Explained]) -> tuple[Told, ...]:
    return tuple(
        Told(
            one.id,
            spoken(one.label) or _("Utan text"),
            one.is_visible,
            tuple(_said(reason) for reason in one.reasons),
        )
        for one in found
    )


def _said(reason: Reason) -> Said:
    table = _BECAUSE if reason.facts or reason.verdict in _HIDES - {"empty"} else _ALWAYS
    lead = str(table[reason.verdict]) % {"what": spoken(reason.what)}
    facts = tuple((spoken(one.text), spoken(one.now)) for one in reason.facts)
    return Said(lead, facts, reason.rules)
