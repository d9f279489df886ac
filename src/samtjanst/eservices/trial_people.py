"""Invented people to try a form as, shipped with the product: no register is asked about them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from samtjanst import eservices


@dataclass(frozen=True, slots=True)
class Label:
    """What somebody is, in Swedish and English."""

    sv: str
    en: str

    def to(self, language: str = "sv") -> str:
        """In a language."""
        return self.en if language == "en" else self.sv


@dataclass(frozen=True, slots=True)
class TrialPerson:
    """One invented person; ``facts`` are written as registers' answers are kept."""

    id: str
    name: str
    label: Label
    facts: Mapping[str, Any] = field(repr=False)


@cache
def people() -> Mapping[str, TrialPerson]:
    """Everybody, by id; the first is who a trial begins as."""
    listed = json.loads(eservices.read("trial_people.json"))
    made = (
        TrialPerson(
            one["id"], one["facts"]["applicant"]["name"], Label(**one["label"]), one["facts"]
        )
        for one in listed
    )
    return {one.id: one for one in made}
