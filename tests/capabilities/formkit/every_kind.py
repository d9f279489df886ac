"""The shipped definition with every kind of question, with good, wrong and hostile answers."""

import functools
import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from tests.capabilities.formkit import sample

from samtjanst import eservices
from samtjanst.capabilities.formkit import Context, Definition, load
from samtjanst.capabilities.formkit.context import CompanyFacts, EmployeeFacts
from samtjanst.capabilities.formkit.model import Kind, Question

SCHOOLS = [{"id": "s1", "name": "Vifolkaskolan"}, {"id": "s2", "name": "Blåklintskolan"}]
FIRM = CompanyFacts("5560160680", "Provbolaget AB", "Firman tecknas av styrelsen.")
CLERK = EmployeeFacts("e1", "Karin Testberg", "Utbildningskontoret")


def document() -> dict[str, Any]:
    """The shipped document, free to change."""
    found: dict[str, Any] = json.loads(eservices.read("alla_fragetyper/definition.json"))
    return found


def with_row_rules() -> dict[str, Any]:
    """The document with a rule of each effect on the questions in rows."""
    asked = {"op": "equals", "question": "works", "value": True}
    made = [
        {"id": f"row_{effect}", "effect": effect, "when": asked,
         "target": {"group": "group", "question": "born"}}
        for effect in ("show", "require", "validate")
    ]  # fmt: skip
    made[2]["message"] = {"sv": "Skriv inget här."}
    return {**document(), "rules": [*document()["rules"], *made]}


@functools.cache
def definition() -> Definition:
    """The shipped definition."""
    return load(document())


def context(**changes: Any) -> Context:
    """Anna, with every register answering."""
    known = {"parameters": {"schools": SCHOOLS}, "companies": (FIRM,), "employees": (CLERK,)}
    return sample.context(**{**known, **changes})


def good(question: Question) -> st.SearchStrategy[Any]:
    """Answers that the question accepts, in canonical form."""
    return _GOOD[question.kind](question)


def _texts(limit: int = 200, *, lines: bool = False) -> st.SearchStrategy[str]:
    alphabet = st.characters(exclude_categories=("C", "Z"), include_characters=" åäö")
    text = st.text(alphabet, min_size=1, max_size=min(limit, 60))
    if lines:
        text = st.lists(text, min_size=1, max_size=3).map("\n".join)
    return text.map(_stored).filter(bool)


def _stored(text: str) -> str:
    from samtjanst.capabilities.formkit import hygiene

    return hygiene.stored(text).strip()


_NAMES = st.sampled_from(["Bo Provsson", "Karin Testberg", "Åsa Ö"])
_NUMBERS = st.sampled_from(["198501012390", "196608253081"])
_DATES = st.dates(sample.TODAY, sample.TODAY.replace(year=2027)).map(lambda day: day.isoformat())
_TIMES = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda t: f"{t[0]:02d}:{t[1]:02d}")
_POINTS = st.tuples(st.integers(6_100_000, 7_700_000), st.integers(200_000, 1_000_000)).map(list)
_OWN = {"source": "own_statement", "protected": False}


def _decimals(question: Question) -> st.SearchStrategy[str]:
    digits = question.settings.decimals or 2
    high = int(question.settings.maximum or 9999)
    scaled = st.integers(0, high * 10**digits)
    return scaled.map(lambda number: _plain(number, digits))


def _plain(number: int, digits: int) -> str:
    whole, rest = divmod(number, 10**digits)
    text = f"{whole}.{rest:0{digits}d}".rstrip("0").rstrip(".")
    return text or "0"


def _options(question: Question) -> st.SearchStrategy[str]:
    return st.sampled_from([option.id for option in question.options])


def _many(question: Question) -> st.SearchStrategy[list[str]]:
    others = [one.id for one in question.options if one.id != question.settings.none_option]
    most = question.settings.max_choices or len(others)
    chosen = st.sets(st.sampled_from(others), min_size=1, max_size=most)
    return chosen.map(lambda ids: [one for one in others if one in ids])


def _item(question: Question) -> st.SearchStrategy[dict[str, str]]:
    return st.sampled_from([{"id": one.id, "name": one.label.sv} for one in question.options])


def _person(question: Question) -> st.SearchStrategy[dict[str, Any]]:
    me = sample.APPLICANT
    self_value = {"name": me.name, "personal_number": me.personal_number, "source": "register",
                  "protected": False}  # fmt: skip
    other = st.builds(lambda n, p: {"name": n, "personal_number": p, **_OWN}, _NAMES, _NUMBERS)
    return st.one_of(other, st.just(self_value)) if question.settings.can_be_self else other


def _address(question: Question) -> st.SearchStrategy[dict[str, str]]:
    del question
    made = {"street": _texts(), "care_of": st.just(""), "city": _texts(),
            "postal_code": st.sampled_from(["595 30", "603 88"])}  # fmt: skip
    return st.fixed_dictionaries(made).map(lambda value: {**value, "source": "own_statement"})


def _company(question: Question) -> st.SearchStrategy[dict[str, str]]:
    del question
    listed = {"name": FIRM.name, "organisation_number": FIRM.organisation_number,
              "source": "register", "power": FIRM.power}  # fmt: skip
    stated = {"name": "Annat AB", "organisation_number": "2120000480", "source": "own_statement"}
    return st.sampled_from([listed, stated])


def _period(question: Question) -> st.SearchStrategy[dict[str, str]]:
    del question
    both = st.tuples(_DATES, _DATES).map(lambda days: {"from": min(days), "to": max(days)})
    return st.one_of(both, _DATES.map(lambda day: {"from": day}))


def _place(question: Question) -> st.SearchStrategy[dict[str, Any]]:
    least = {"point": 1, "line": 2, "area": 3}[question.settings.shape]
    points = st.lists(_POINTS, min_size=least, max_size=1 if least == 1 else 6)
    words = _texts().map(lambda text: {"place": text})
    return st.one_of(words, st.builds(lambda p, w: {**w, "points": p}, points, words))


def _rows(question: Question) -> st.SearchStrategy[list[dict[str, Any]]]:
    row = st.fixed_dictionaries(
        {one.id: good(one) for one in question.questions if one.required},
        optional={one.id: good(one) for one in question.questions if not one.required},
    )
    if not question.options:
        return st.lists(row, min_size=1, max_size=4)
    order = [option.id for option in question.options]
    rows = st.dictionaries(st.sampled_from(order), row, min_size=1)
    return rows.map(lambda made: [{"row": key, **made[key]} for key in order if key in made])


def _signatories(question: Question) -> st.SearchStrategy[list[dict[str, str]]]:
    del question
    people = [
        {"name": "Bo Provsson", "personal_number": "198501012390", "email": "bo@example.se"},
        {"name": "Stina", "personal_number": "196608253081", "email": "stina@example.se"},
    ]
    return st.sampled_from([people, people[:1]])


_GOOD: dict[Kind, Callable[[Question], st.SearchStrategy[Any]]] = {
    Kind.TEXT: lambda q: _texts(q.settings.max_length),
    Kind.LONG_TEXT: lambda q: _texts(q.settings.max_length, lines=True),
    Kind.CHOICE: _options,
    Kind.MANY_CHOICES: _many,
    Kind.YES_NO: lambda _: st.booleans(),
    Kind.DATE: lambda _: _DATES,
    Kind.INTEGER: lambda _: st.integers(0, 20),
    Kind.PERSON: _person,
    Kind.CHILD: lambda _: st.sampled_from([sample.child_value(sample.ELLA)]),
    Kind.ADDRESS: _address,
    Kind.SCHOOL: lambda _: st.sampled_from(SCHOOLS),
    Kind.FILE: lambda _: st.just(["f1"]),
    Kind.EMAIL: lambda _: st.sampled_from(["anna@example.se", "åsa.ö@exempel.se"]),
    Kind.PHONE: lambda _: st.sampled_from(["+46701740605", "+46142850000", "+4581234567"]),
    Kind.NUMBER: _decimals,
    Kind.PERCENTAGE: _decimals,
    Kind.MONEY: lambda _: st.integers(0, 10**9),
    Kind.PERIOD: _period,
    Kind.TIME: lambda _: _TIMES,
    Kind.LIST: _item,
    Kind.PERSONAL_NUMBER: lambda _: _NUMBERS,
    Kind.ORGANISATION_NUMBER: lambda _: st.sampled_from(["2120000480", "5560160680"]),
    Kind.COMPANY: _company,
    Kind.PROPERTY: lambda _: st.sampled_from(
        [
            {"designation": name, "source": "own_statement"}
            for name in ("MJÖLBY FISKEN 4", "MJÖLBY HULTERSTAD s:3")
        ]
    ),
    Kind.MAP: _place,
    Kind.BANK_ACCOUNT: lambda _: st.just({"clearing": "6789", "account": "123456789"}),
    Kind.IBAN: lambda _: st.sampled_from(["SE3550000000054910000003", "NO9386011117947"]),
    Kind.CAR: lambda _: st.from_regex(
        r"[A-HJ-PR-UW-Z]{3}[0-9]{2}[A-HJ-NPR-UW-Z0-9]", fullmatch=True
    ),
    Kind.CONSENT: lambda _: st.just(True),
    Kind.DECLARATION: lambda _: st.just(True),
    Kind.GROUP: _rows,
    Kind.TABLE: _rows,
    Kind.SIGNATORIES: _signatories,
    Kind.EMPLOYEE: lambda _: st.just({"id": "e1", "name": CLERK.name, "unit": CLERK.unit}),
}
