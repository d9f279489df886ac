"""The forms that are measured: made in code, loaded by the product as any other document."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from samtjanst import eservices

Document = dict[str, Any]


def framed(slug: str, title: str, pages: Sequence[Document], rules: Sequence[Document]) -> Document:
    """These pages and rules in the shipped e-service's frame, without its parameters."""
    document: Document = json.loads(eservices.read("skolskjuts/definition.json"))
    block = {"id": "b", "title": {"sv": "Rubrik"}}
    plain = {"decides_who": {"sv": "Nämnden"}, "otherwise": {"sv": "Ring"}, "privacy": [block]}
    return {
        **document,
        "id": slug,
        "title": {"sv": title},
        "pages": list(pages),
        "rules": list(rules),
        "parameters": [],
        "about": {**document["about"], **plain},
        "handling": {**document["handling"], "appeal_text": {"sv": "Så"}, "retention": {"sv": "2"}},
        "signing": {**document["signing"], "signatories": {}},
    }


def question(key: str, label: str, kind: str, **more: Any) -> Document:
    """One question; ``settings``, ``options`` and ``required`` as in the document."""
    return {"id": key, "label": {"sv": label}, "kind": kind, **more}


def options(*names: str) -> list[Document]:
    """Choices; their ids are ``o0``, ``o1`` and so on."""
    return [{"id": f"o{place}", "label": {"sv": name}} for place, name in enumerate(names)]


def comparison() -> Document:
    """Three pages, twenty questions, five rules across the pages: the peers' form.

    Discount and fee stand beside the questions: they are worked out, and nobody answers them.
    """
    pages = [
        {"id": "who", "title": {"sv": "Om dig"}, "questions": _who()},
        {"id": "what", "title": {"sv": "Om ansökan"}, "questions": _what()},
        {"id": "pay", "title": {"sv": "Om betalning"}, "questions": _pay()},
    ]
    return framed("jamforelse", "Jämförelseformulär", pages, _rules())


def answers() -> Mapping[str, Mapping[str, str | list[str]]]:
    """What a plausible applicant posts, by page."""
    return {
        "who": {
            "first": "Åsa", "last": "Öberg", "city": "Mjölby", "company": "Öbergs bageri",
            "number": "198501012382", "email": "asa@exempel.invalid",
            "email.again": "asa@exempel.invalid", "phone": "070-174 06 05", "role": "o1",
        },
        "what": {
            "start": "2027-01-11", "end": "2027-06-11", "school": "o0", "distance": "4",
            "children": "2", "wishes": ["o0", "o4"], "story": "Vi behöver platsen. " * 20,
        },
        "pay": {
            "income": "240000", "way": "o0", "amount": "1200",
            "iban": "SE4550000000058398257466", "consent": "yes",
        },
    }  # fmt: skip


def _who() -> list[Document]:
    return [
        question("first", "Förnamn", "text", required=True),
        question("last", "Efternamn", "text", required=True),
        question("city", "Ort", "text", required=True),
        question("role", "Du ansöker som", "choice", options=options("Person", "Företag")),
        question("company", "Företagets namn", "text"),
        question("number", "Personnummer", "personal_number", required=True),
        question("email", "E-post", "email", required=True),
        question("phone", "Telefon", "phone", required=True),
    ]


def _what() -> list[Document]:
    days = options("Måndag", "Tisdag", "Onsdag", "Torsdag", "Fredag")
    return [
        question("start", "Från och med", "date", required=True),
        question("school", "Skola", "choice", options=options("Norr", "Söder"), required=True),
        question("distance", "Avstånd i kilometer", "number", required=True),
        question("end", "Till och med", "date"),
        question("children", "Antal barn", "number", required=True),
        question("wishes", "Dagar", "many_choices", options=days, required=True),
        question("story", "Berätta", "long_text", required=True),
    ]


def _pay() -> list[Document]:
    stated = {"statement": {"sv": "Uppgifterna är riktiga"}}
    return [
        question("income", "Inkomst per år", "number", required=True),
        question("way", "Betalning", "choice", options=options("Autogiro", "Faktura")),
        question("amount", "Belopp", "money", required=True),
        question("discount", "Rabatt", "calculated", settings=_worked_out(0)),
        question("cost", "Avgift", "calculated", settings=_worked_out(250)),
        question("iban", "IBAN", "iban", required=True),
        question("consent", "Samtycke", "consent", settings=stated, required=True),
    ]


LIMIT = 500_000  # kronor of income a year, above which nothing is taken off


def compare(op: str, key: str, value: int) -> Document:
    """A condition on a number."""
    right = {"of": "value", "value": value}
    return {"op": op, "left": {"of": "question", "id": key}, "right": right}


def _worked_out(value: int) -> Document:
    """Settings of a value that is this, unless a rule says otherwise."""
    return {"calculate": _value(value), "shown_as": {"sv": "{value} kronor"}}


def _rules() -> list[Document]:
    """The peers' five: two that hide, and three that work out across the pages."""
    is_company = {"op": "equals", "question": "role", "value": "o1"}
    is_rich = compare("more", "income", LIMIT)
    has_discount = {"op": "and", "of": [_not(compare("less", "children", 1)), _not(is_rich)]}
    is_north = {"op": "equals", "question": "school", "value": "o0"}
    taken_off = {"of": "multiply", "parts": [_value(10), _answer("children")]}
    return [
        _rule("company_shown", "show", "company", is_company),
        _rule("end_shown", "show", "end", _not(compare("less", "distance", 2))),
        _rule("none_off", "compute", "discount", is_rich, value=_value(0)),
        _rule("some_off", "compute", "discount", has_discount, value=taken_off),
        _rule(
            "cost_there",
            "compute",
            "cost",
            is_north,
            value={"of": "subtract", "parts": [_value(250), _answer("discount")]},
        ),
    ]


def _not(condition: Document) -> Document:
    return {"op": "not", "of": condition}


def _value(value: int) -> Document:
    return {"of": "value", "value": value}


def _answer(key: str) -> Document:
    return {"of": "question", "id": key}


def _rule(key: str, effect: str, target: str, when: Document, **more: Any) -> Document:
    return {"id": key, "effect": effect, "target": {"question": target}, "when": when, **more}
