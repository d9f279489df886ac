"""Invented people to try a form as, shipped with the product: no register is asked about them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from samtjanst import eservices


@dataclass(frozen=True, slots=True)
class TrialPerson:
    """One invented person; ``facts`` are written as registers' answers are kept."""

    id: str
    name: str
    label: str
    facts: Mapping[str, Any] = field(repr=False)


@cache
def people() -> Mapping[str, TrialPerson]:
    """Everybody, by id; the first is who a trial begins as."""
    listed = json.loads(eservices.read("trial_people.json"))
    made = (
        TrialPerson(one["id"], one["facts"]["applicant"]["name"], one["label"], one["facts"])
        for one in listed
    )
    return {one.id: one for one in made}
