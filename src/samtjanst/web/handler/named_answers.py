"""Answers that a rule of assignment asks for: offered, written and shown by their names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samtjanst.building.definitions.types import PublishedService
from samtjanst.capabilities.formkit.model import Kind, Question

TICKABLE = 60  # more than these are found by name instead of ticked


@dataclass(frozen=True)
class Offered:
    """What the answer to one question can be, by what the rule keeps; {} for what is written."""

    names: Mapping[str, str]

    @property
    def are_ticked(self) -> bool:
        """Whether there are so few that each has a box."""
        return len(self.names) <= TICKABLE

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {name.casefold(): key for key, name in self.names.items()}

    def read(self, data: QueryDict) -> tuple[str, ...]:
        """What is ticked, and what is written: as names, as ids, or as beginnings with a star."""
        lines = [*data.getlist("answer"), *data.get("answers", "").splitlines()]
        said = (" ".join(one.split()) for one in lines)
        return tuple(dict.fromkeys(self._key(one) for one in said if one))

    def unknown(self, values: Iterable[str]) -> list[str]:
        """What can be no answer, in words."""
        if not self.names:
            return []
        lost = [one for one in values if one not in self.names and not one.endswith("*")]
        told = _("”%(it)s” är inget av svaren. Välj bland dem.")
        return [told % {"it": one} for one in lost]

    def choices(self, chosen: Iterable[str]) -> list[tuple[str, str, bool]]:
        """Those that have a box: all, or of many those that are chosen; what is lost last."""
        held = list(chosen)
        shown = [one for one in self.names if self.are_ticked or one in held]
        lost = [one for one in held if one not in self.names]
        return [(one, self.names.get(one, one), one in held) for one in [*shown, *lost]]

    def told(self, values: Iterable[str]) -> str:
        """The values of a rule, by their names."""
        return ", ".join(self.names.get(one, one) for one in values)

    def _key(self, said: str) -> str:
        return said if said in self.names else self._by_name.get(said.casefold(), said)


def offered(services: Iterable[PublishedService], slug: str, question_id: str) -> Offered:
    """What the answer to a question of a published e-service can be."""
    for service in services:
        if service.slug == slug:
            questions = {one.id: one for one in service.definition.questions()}
            if question_id in questions:
                return Offered(_names(questions[question_id], service))
    return Offered({})


def _names(question: Question, service: PublishedService) -> dict[str, str]:
    language = get_language() or "sv"
    if question.kind is Kind.YES_NO:
        return {"ja": _("Ja"), "nej": _("Nej")}
    if question.kind in {Kind.CHOICE, Kind.MANY_CHOICES}:
        return {one.id: one.label.to(language) for one in question.options}
    listed = service.parameters.get(question.settings.parameter) or ()
    return {
        str(one["id"]): str((one.get("names") or {}).get(language) or one["name"])
        for one in listed
        if isinstance(one, Mapping) and "id" in one and "name" in one
    }
