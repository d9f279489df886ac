"""Definitions, people and contexts that the tests of the form engine share."""

import copy
import functools
import json
from datetime import date
from typing import Any

from samtjanst import eservices
from samtjanst.capabilities.formkit import (
    AddressFacts,
    ApplicantFacts,
    ChildFacts,
    Context,
    Definition,
    FileFacts,
    GuardianFacts,
    load,
)

TODAY = date(2026, 11, 24)
ANNA = GuardianFacts("198501012382", "Anna Provsson")
BO = GuardianFacts("198501012390", "Bo Provsson")
ELLA = ChildFacts("201801012392", "Ella Provsson", (ANNA, BO))
NOA = ChildFacts("201103152391", "Noa Provsson", (ANNA,))
TOVE = ChildFacts("201601012386", "Tove Provsson", (ANNA, BO), protected=True)
APPLICANT = ApplicantFacts(
    "198501012382",
    "Anna Provsson",
    "anna@example.se",
    "070-174 06 05",
    AddressFacts(street="Storgatan 1", postal_code="59530", city="Mjölby"),
)
CERTIFICATE = FileFacts("f1", "intyg.pdf", "application/pdf", 1_234_567)


def document() -> dict[str, Any]:
    """The shipped document, free to change."""
    found: dict[str, Any] = json.loads(eservices.read("skolskjuts/definition.json"))
    return found


def with_signing_mode(whole: dict[str, Any], mode: str) -> dict[str, Any]:
    """The same definition with the other lawful way of signing."""
    return {**whole, "signing": {**whole["signing"], "mode": mode}}


@functools.cache
def school() -> Definition:
    """The shipped definition."""
    return load(document())


@functools.cache
def values_of(municipality: str) -> dict[str, Any]:
    """The shipped parameters."""
    found: dict[str, Any] = json.loads(eservices.read(f"skolskjuts/parameters/{municipality}.json"))
    return found


def context(**changes: Any) -> Context:
    """Anna in Mjölby, with the register answering."""
    known: dict[str, Any] = {
        "today": TODAY,
        "parameters": values_of("mjolby"),
        "applicant": APPLICANT,
        "children": (ELLA, NOA, TOVE),
        "files": {"f1": CERTIFICATE},
    }
    return Context(**{**known, **changes})


def complete_answers() -> dict[str, Any]:
    """Answers that can be handed in."""
    return {
        "child": child_value(ELLA),
        "home_address": {
            "care_of": "",
            "street": "Storgatan 1",
            "postal_code": "595 30",
            "city": "Mjölby",
            "source": "register",
        },
        "school": {"id": "vifolkaskolan", "name": "Vifolkaskolan, Mantorp"},
        "placed_school": True,
        "school_year": "2",
        "start_date": "2027-01-11",
        "alternating": False,
        "reasons": ["distance"],
        "days_to": ["monday", "tuesday"],
        "time_to": "8.10",
        "days_from": ["monday"],
        "time_from": "13.30",
        "email": "anna@example.se",
    }


def child_value(child: ChildFacts) -> dict[str, Any]:
    """The answer that choosing the child gives."""
    return {
        "personal_number": child.personal_number,
        "name": child.name,
        "source": "register",
        "protected": child.protected,
    }


def one_page(
    questions: list[dict[str, Any]],
    rules: list[dict[str, Any]] | None = None,
    parameters: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """A small definition around some questions."""
    words = {"sv": "Text"}
    block = {"id": "b", "title": words}
    labelled = [
        {"label": {"sv": f"Fråga {item['id']}"}, **copy.deepcopy(item)} for item in questions
    ]
    return {
        "format": "samtjanst-definition/1",
        "id": "small",
        "title": words,
        "about": {
            "summary": words,
            "minutes": 1,
            "decides_who": words,
            "cost": words,
            "privacy": [block],
            "registers": [
                {"id": "who", "register": "person", "purpose": words, "legal_basis": words}
            ],
        },
        "parameters": parameters or [],
        "pages": [{"id": "only", "title": {"sv": "Sidan"}, "questions": labelled}],
        "rules": rules or [],
        "signing": {"expires_days": 30, "signatories": {}},
        "handling": {
            "reference_prefix": "SMA",
            "target_days": 10,
            "outcomes": [{"id": "granted", "title": words, "standard_texts": [block]}],
            "legal_basis": [{"id": "law", "text": words}],
            "appeal_regime": "ej_overklagbart",
        },
    }


def show(target: str, when: dict[str, Any], rule_id: str = "r1") -> dict[str, Any]:
    """A rule that shows a question."""
    return {"id": rule_id, "effect": "show", "target": {"question": target}, "when": when}
