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
    """Three pages, twenty questions, five rules across the pages: the peers' form."""
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
            "start": "2027-01-11", "end": "2027-06-11", "school": "o1", "distance": "4",
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
        question("number", "Personnummer", "text", required=True),
        question("email", "E-post", "email", required=True),
        question("phone", "Telefon", "phone", required=True),
    ]


def _what() -> list[Document]:
    days = options("Måndag", "Tisdag", "Onsdag", "Torsdag", "Fredag")
    return [
        question("start", "Från och med", "date", required=True),
        question("school", "Skola", "choice", options=options("Norr", "Söder"), required=True),
        question("distance", "Avstånd i kilometer", "integer", required=True),
        question("end", "Till och med", "date"),
        question("children", "Antal barn", "integer", required=True),
        question("wishes", "Dagar", "many_choices", options=days, required=True),
        question("story", "Berätta", "long_text", required=True),
    ]


def _pay() -> list[Document]:
    return [
        question("income", "Inkomst per år", "integer", required=True),
        question("way", "Betalning", "choice", options=options("Autogiro", "Faktura")),
        question("amount", "Belopp", "integer", required=True),
        question("iban", "IBAN", "text", required=True),
        question("consent", "Uppgifterna är riktiga", "yes_no", required=True),
    ]


def compare(op: str, key: str, value: int) -> Document:
    """A condition on a number."""
    right = {"of": "value", "value": value}
    return {"op": op, "left": {"of": "question", "id": key}, "right": right}


def _rules() -> list[Document]:
    is_company = {"op": "equals", "question": "role", "value": "o1"}
    far = {"op": "not", "of": compare("less", "distance", 2)}
    return [
        _rule("company_shown", "show", "company", is_company),
        _rule("end_shown", "show", "end", far),
        _rule("company_required", "require", "company", is_company),
        _rule("amount_shown", "show", "amount", compare("less", "income", 500_000)),
        _rule("iban_shown", "show", "iban", {"op": "equals", "question": "school", "value": "o1"}),
    ]


def _rule(key: str, effect: str, target: str, when: Document) -> Document:
    return {"id": key, "effect": effect, "target": {"question": target}, "when": when}
