"""Good answers to every kind of question, of as many sorts as conditions can tell apart."""

import itertools
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from samtjanst.capabilities.formkit.analysis.atoms import OTHER
from samtjanst.capabilities.formkit.conditions import operands as ops
from samtjanst.capabilities.formkit.context import CompanyFacts, Context
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.kernel.personal_number import PersonalNumber

if TYPE_CHECKING:
    from samtjanst.capabilities.formkit.analysis.samples import Samples

COMPANY = CompanyFacts("5560160680", "Exempel AB", "Firman tecknas av styrelsen.")
MOST_ITEMS = 40
MOST_CELLS = 8
MOST_MADE_ROWS = 60
_ORE = 100


@cache
def number_of(birth: date, serial: int = 238) -> str:
    """A valid personal number of the series that is kept for tests (238, 239)."""
    for check in range(10):
        text = f"{birth:%Y%m%d}{serial}{check}"
        try:
            return PersonalNumber.parse(text, today=birth).digits
        except ValueError:
            continue
    raise ValueError(birth)


def born(today: date, age: int) -> date:
    """A birthday that gives the age today."""
    return today - timedelta(days=int(365.2425 * age) + 100)


def stored(value: Any) -> Any:
    """A value on a line in the form that answers are stored in."""
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


_Maker = Callable[["Samples", Question, Context], Iterable[Any]]


def nothing(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    """No answer: the kind is only shown."""
    del samples, question, world
    return ()


def _line(*usual: Any) -> _Maker:
    def made(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
        del world
        settings = question.settings
        ends = [end for end in (settings.minimum, settings.maximum) if end is not None]
        found = [*samples.lines(question.id), *ends, *usual]
        return list(dict.fromkeys(map(stored, found)))

    return made


def _days(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    near, far = question.settings.earliest, question.settings.latest
    usual = [
        world.today + timedelta(days=days) for days in (near, far, 7, 0, -7) if days is not None
    ]
    return list(dict.fromkeys(map(stored, [*samples.lines(question.id), *usual])))


def _texts(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    del world
    told = [str(value) for value in samples.atoms.constants(question.id) if value is not OTHER]
    parts = samples.atoms.matched(question.id)
    lengths = [
        count
        for value, line in samples.atoms.lines.items()
        if isinstance(value, ops.Length) and value.question == question.id
        for place in range(1, line.size)
        for count in line.pick(place)
    ]
    long = ["x" * count for count in lengths if isinstance(count, int) and 0 < count < 60_000]
    return ["Ett svar", *told, *parts, " ".join(parts), "".join(parts), *long]


def _fixed(*values: Any) -> _Maker:
    return lambda _samples, _question, _world: values


def _one(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    del samples, world
    return [option.id for option in question.options]


def _many(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    del samples, world
    alone = question.settings.none_option
    names = [option.id for option in question.options if option.id != alone]
    some = [[option.id] for option in question.options]
    return some + [names[:size] for size in range(2, len(names) + 1)]


def _person(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    for age in samples.ages(question.id):
        yield {
            "name": "Bo Exempel",
            "personal_number": number_of(born(world.today, age), 239),
            "source": "own_statement",
            "protected": False,
        }


def _people(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    """Others, and the applicant where that is allowed."""
    yield from _person(samples, question, world)
    if question.settings.can_be_self and world.applicant is not None:
        me = world.applicant
        yield {
            "name": me.name,
            "personal_number": me.personal_number,
            "source": "register",
            "protected": me.protected,
        }


def _child(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    if world.children is None:
        return _person(samples, question, world)
    return [
        {
            "name": child.name,
            "personal_number": child.personal_number,
            "protected": child.protected,
            "source": "register",
        }
        for child in world.children
    ]


def _files(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    del samples
    mine = [name for name in world.files if name.rpartition("-")[0] == question.id]
    return [mine[:size] for size in range(1, len(mine) + 1)]


def _decimals(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    found = _line(1, 0, 10, 100, 1000)(samples, question, world)
    return list(dict.fromkeys(_plain(value) for value in found))


def _plain(value: Any) -> str:
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _money(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    found = _line(1, 0, 10, 100, 10_000)(samples, question, world)
    return list(dict.fromkeys(int(Decimal(value) * _ORE) for value in found))


def _times(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    del world
    return list(dict.fromkeys([*samples.lines(question.id), "08:10", "12:00", "16:30"]))


def _periods(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    days = sorted(_days(samples, question, world))
    for day in days:
        yield {"from": day, "to": day}
        yield {"from": day}
    for first, last in itertools.pairwise(days):
        yield {"from": first, "to": last}


def _items(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    named = {option.id: option.label.sv for option in question.options}
    listed = world.parameters.get(question.settings.parameter) or ()
    named |= {item["id"]: item["name"] for item in listed}
    asked = [name for name in samples.atoms.constants(question.id) if name in named]
    return [{"id": name, "name": named[name]} for name in dict.fromkeys([*asked, *named])][
        :MOST_ITEMS
    ]


def _numbers(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    ages = [*samples.ages(question.id), question.settings.min_age, question.settings.max_age]
    return [number_of(born(world.today, age), 239) for age in ages if age is not None]


def _companies(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    del samples, question
    for one in world.companies or ():
        value = {"organisation_number": one.organisation_number, "name": one.name}
        yield {**value, "power": one.power, "source": "register"}
    yield {"name": "Annat AB", "organisation_number": "2120000480", "source": "own_statement"}


def _employees(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    del samples, question
    known = [{"id": one.id, "name": one.name, "unit": one.unit} for one in world.employees or ()]
    return known or [{"id": "annan", "name": "Medarbetare annan", "unit": ""}]


def _places(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    del samples, world
    points = [[6_470_000, 535_000], [6_471_000, 535_000], [6_471_000, 536_000]]
    size = {"point": 1, "line": 2}.get(question.settings.shape, 3)
    return [{"place": "Vid skolan", "points": points[:size]}, {"place": "Vid skolan"}]


def _signing(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    del samples
    people = [
        {
            "name": f"Person {age}",
            "personal_number": number_of(born(world.today, age), 239),
            "email": f"person{age}@example.se",
        }
        for age in range(30, 30 + max(3, min(question.settings.min_rows, 60)))
    ]
    return [people[:size] for size in range(1, len(people) + 1)]


def _rows(samples: "Samples", question: Question, world: Context) -> Iterable[Any]:
    """Lists of one row, of rows that differ in one cell, and of as many as are asked about."""
    cells = {one.id: samples.of(one, world)[:MOST_CELLS] for one in question.questions}
    base = {name: values[0] for name, values in cells.items() if values}
    variants = [{**base, name: value} for name, values in cells.items() for value in values]
    if question.options:
        keys = [option.id for option in question.options]
        yield from ([{"row": key, **row} for key in keys] for row in (base, *variants))
        yield from ([{"row": key, **base} for key in keys[:size]] for size in range(1, len(keys)))
        return
    least = max(1, question.settings.min_rows)
    yield from ([row] * least for row in (base, *variants))
    yield from ([row, *([base] * least)] for row in variants)
    yield from ([base] * size for size in _sizes(samples, question))


def _sizes(samples: "Samples", question: Question) -> list[int]:
    """How many rows conditions tell apart."""
    found = [2, 3]
    for value, line in samples.atoms.lines.items():
        if isinstance(value, ops.Count) and value.question == question.id:
            found += [count for place in range(1, line.size) for count in line.pick(place)]
    return sorted({int(count) for count in found if 0 < count <= MOST_MADE_ROWS})


_ADDRESS = {
    "care_of": "",
    "street": "Storgatan 1",
    "postal_code": "595 30",
    "city": "Mjölby",
    "source": "own_statement",
}
MAKERS: Mapping[Kind, _Maker] = MappingProxyType(
    {
        Kind.TEXT: _texts,
        Kind.LONG_TEXT: _texts,
        Kind.CHOICE: _one,
        Kind.MANY_CHOICES: _many,
        Kind.YES_NO: _fixed(True, False),
        Kind.DATE: _days,
        Kind.INTEGER: _line(1, 0, 10, 100),
        Kind.PERSON: _people,
        Kind.CHILD: _child,
        Kind.ADDRESS: _fixed(_ADDRESS),
        Kind.SCHOOL: _items,
        Kind.FILE: _files,
        Kind.EMAIL: _fixed("anna@example.se"),
        Kind.PHONE: _fixed("+46701740605"),
        Kind.NUMBER: _decimals,
        Kind.PERCENTAGE: _decimals,
        Kind.MONEY: _money,
        Kind.PERIOD: _periods,
        Kind.TIME: _times,
        Kind.LIST: _items,
        Kind.PERSONAL_NUMBER: _numbers,
        Kind.ORGANISATION_NUMBER: _fixed("2120000480", "5560160680"),
        Kind.COMPANY: _companies,
        Kind.PROPERTY: _fixed("MJÖLBY FISKEN 4"),
        Kind.MAP: _places,
        Kind.BANK_ACCOUNT: _fixed({"clearing": "6789", "account": "123456789"}),
        Kind.IBAN: _fixed("SE3550000000054910000003"),
        Kind.CAR: _fixed("ABC123"),
        Kind.CONSENT: _fixed(True),
        Kind.DECLARATION: _fixed(True),
        Kind.GROUP: _rows,
        Kind.TABLE: _rows,
        Kind.SIGNATORIES: _signing,
        Kind.EMPLOYEE: _employees,
    }
)
