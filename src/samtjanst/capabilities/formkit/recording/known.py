"""What was known at a run, as JSON and back."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any

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
    NamedFacts,
    NeighbourFacts,
    PropertyFacts,
    RepresentedFacts,
    SourceFacts,
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
        people=tuple(NamedFacts(**one) for one in content.get("people", ())),
        neighbours=_several(content.get("neighbours"), lambda one: NeighbourFacts(**one)),
        represents=_represented(content.get("represents")),
        sources={key: _source(one) for key, one in content.get("sources", {}).items()},
    )


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


def _represented(one: Mapping[str, Any] | None) -> RepresentedFacts | None:
    return RepresentedFacts(**one) if one else None


def _source(one: Mapping[str, Any]) -> SourceFacts:
    rows = tuple(_source(row) for row in one.get("rows", ()))
    return SourceFacts(**{**one, "options": tuple(one["options"]), "rows": rows})
