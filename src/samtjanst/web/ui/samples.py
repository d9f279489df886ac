"""What the gallery and the tests show: every kind of question, in its states.

The questions are those of the shipped e-service with every kind, through the real engine, so
that what is looked at and tested here is what people meet.
"""

import functools
import json
from datetime import date
from types import SimpleNamespace
from typing import Any

from samtjanst import eservices
from samtjanst.capabilities.formkit import (
    AddressFacts,
    ApplicantFacts,
    ChildFacts,
    Context,
    Definition,
    FileFacts,
    evaluate,
    load,
    load_text,
    present,
)
from samtjanst.capabilities.formkit.context import CompanyFacts, EmployeeFacts
from samtjanst.capabilities.formkit.present.types import FieldView, OptionView, PageView

_LONG = (
    "Hur tar sig barnet till skolan i dag, och vad är det i vägen eller trafiken som gör att det "
    "inte fungerar att gå, cykla eller åka med den vanliga bussen?"
)
_RIGHT_TO_LEFT = "الطريق خطير في الشتاء"
_ERROR = ("Berätta vad som gör vägen farlig.",)
_REASONS = (
    OptionView("distance", "Avståndet till skolan", selected=True),
    OptionView("traffic", "Trafiken", help="Vägen är farlig att gå eller cykla."),
    OptionView("other", "Annat skäl som inte ryms här ovanför", disabled=True),
)
TODAY = date(2026, 11, 24)
_ELLA, _TOVE = "201801012392", "201601012386"
_SCHOOLS = [
    {"id": "s1", "name": "Vifolkaskolan, Mantorp"},
    {"id": "s2", "name": "Blåklintskolan, Mjölby"},
]
_ANSWERS: dict[str, Any] = {
    "text": "Storgatan norra",
    "long_text": "Inget övergångsställe.",
    "email": "anna@example.se",
    "phone": "+46701740605",
    "integer": 2,
    "number": "4.5",
    "money": 3150000,
    "percentage": "75",
    "date": "2027-01-11",
    "period": {"from": "2027-01-11"},
    "time": "13:30",
    "yes_no": False,
    "choice": "traffic",
    "year": "3",
    "many_choices": ["wheelchair"],
    "country": {"id": "fi", "name": "Finland"},
    "school": {"id": "s1", "name": "Vifolkaskolan, Mantorp"},
    "person": {
        "name": "Bo Provsson",
        "personal_number": "198501012390",
        "source": "own_statement",
        "protected": False,
    },
    "child": {
        "name": "Ella Provsson",
        "personal_number": _ELLA,
        "source": "register",
        "protected": False,
    },
    "employee": {"id": "e1", "name": "Karin Testberg", "unit": "Utbildningskontoret"},
    "personal_number": "198501012390",
    "organisation_number": "2120000480",
    "property": "MJÖLBY FISKEN 4",
    "map_point": {"place": "Vid skolan", "points": [[6465000, 507500]]},
    "map_line": {"points": [[6465000, 507500], [6465200, 507900]]},
    "bank_account": {"clearing": "6789", "account": "123456789"},
    "iban": "SE3550000000054910000003",
    "car": "ABC123",
    "group": [{"name": "Bo Provsson", "works": True}, {"name": "Noa Provsson", "works": False}],
    "table": [{"day": "2026-11-02", "distance": "12.5", "cost": 12000}],
    "schedule": [{"row": "monday", "from": "08:10", "to": "13:30"}],
    "file": ["1", "2"],
    "lives_here": False,
    "consent": True,
}
_WRONG: dict[str, Any] = {
    "integer": {"raw": "två"},
    "money": {"raw": "mycket"},
    "email": {"raw": "anna@example.se", "again": "ana@example.se"},
    "date": {"raw": "31/12"},
    "period": {"from": "2027-01-11", "to": "2026-01-11"},
    "many_choices": ["wheelchair", "none"],
    "country": {"raw": "Atlantis"},
    "person": {"name": "Bo", "personal_number": "1", "source": "own_statement"},
    "address": {"street": "Storgatan 1", "postal_code": "12", "city": ""},
    "map_area": {"place": "Torget", "points": [[6465000, 507500]]},
    "bank_account": {"clearing": "6789", "account": "123456780"},
    "iban": {"raw": "SE00 1234"},
    "group": [{"name": "Bo Provsson"}, {"works": True}],
    "table": [{"day": "2026-11-02", "distance": {"raw": "långt"}}],
    "signatories": [{"name": "Bo Provsson", "personal_number": {"raw": "123"}}],
    "file": ["3"],
}


def everything() -> dict[str, Any]:
    """The context of the gallery."""
    tabs = [
        {"href": "#g-vag", "label": "Nya", "count": 12, "current": True},
        {"href": "#g-vag", "label": "Väntar på underskrift", "count": 3},
        {"href": "#g-vag", "label": "Mina"},
    ]
    return {
        "fields": fields(),
        "troubled": troubled(),
        "problems": problems(),
        "sections": present.summary(definition(), evaluated().values, context()),
        "tabs": tabs,
        "waiting": orders()[0],
    }


@functools.cache
def definition() -> Definition:
    """The shipped definition with every kind of question."""
    return load_text(eservices.read("alla_fragetyper/definition.json"))


def context() -> Context:
    """Somebody with children, companies and colleagues."""
    return Context(
        today=TODAY,
        parameters={"schools": _SCHOOLS},
        applicant=ApplicantFacts(
            "198501012382",
            "Anna Provsson",
            address=AddressFacts(street="Storgatan 1", postal_code="59530", city="Mjölby"),
        ),
        children=(
            ChildFacts(_ELLA, "Ella Provsson"),
            ChildFacts(_TOVE, "Tove Provsson", protected=True),
        ),
        files={
            "1": FileFacts("1", "intyg.pdf", "application/pdf", 1_200_000),
            "2": FileFacts(
                "2", "ett-langt-filnamn-fran-en-skanner-20260817-112233.pdf", "application/pdf",
                9_400_000, "pending",
            ),
            "3": FileFacts("3", "virus.pdf", "application/pdf", 1000, "infected"),
        },
        companies=(CompanyFacts("5560160680", "Provbolaget AB", "Firman tecknas av styrelsen."),),
        employees=(
            EmployeeFacts("e1", "Karin Testberg", "Utbildningskontoret"),
            EmployeeFacts("e2", "Lars Demosson", "Miljökontoret"),
        ),
    )  # fmt: skip


@functools.cache
def evaluated() -> Any:
    """The evaluation of the good answers."""
    return evaluate(definition(), _ANSWERS, context())


@functools.cache
def fields() -> tuple[FieldView, ...]:
    """Every kind, plain."""
    evaluation = evaluated()
    pages = (
        present.page(definition(), page_id, evaluation, _ANSWERS, show_errors=False)
        for page_id in evaluation.visible_pages
    )
    return tuple(view for page in pages for view in page.fields)


@functools.cache
def troubled() -> tuple[FieldView, ...]:
    """Fields with errors, with long texts and with text that runs from the right."""
    return (
        FieldView("long", "long_text", "long", _LONG, help=_LONG, errors=_ERROR,
                  widget="long_text"),
        FieldView("rtl", "long_text", "rtl", "Beskriv vägen", value=_RIGHT_TO_LEFT,
                  widget="long_text"),
        FieldView("one", "choice", "one", _LONG, options=_REASONS, errors=_ERROR, widget="radios"),
        FieldView("no_child", "child", "no_child", "Barn", note="Inga barn.", errors=_ERROR,
                  widget="child"),
        *(view for page in _troubled_pages() for view in page.fields),
    )  # fmt: skip


def problems() -> list[tuple[str, str]]:
    """What the error summary of :func:`troubled` says."""
    made = [(field.id, text) for field in troubled()[:4] for text in field.errors]
    return [*made, *(problem for page in _troubled_pages() for problem in page.problems)]


def orders() -> tuple[SimpleNamespace, ...]:
    """An e-ID order that is waiting, and one that has failed."""
    waiting = SimpleNamespace(
        state="pending",
        status_text="Starta BankID-appen.",
        qr_svg=True,
        qr_url="data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'/%3E",
        launch_url="#eid",
        poll_url="",
        cancel_url="#eid",
    )
    failed = SimpleNamespace(
        state="failed", status_text="Åtgärden är avbruten. Försök igen.", retry_url="#eid"
    )
    return waiting, failed


@functools.cache
def _troubled_pages() -> tuple[PageView, ...]:
    """The questions of ``_WRONG`` under other ids, since both stand on one page."""
    document = json.loads(eservices.read("alla_fragetyper/definition.json"))
    pages = []
    for page in document["pages"]:
        kept = [{**one, "id": f"x_{one['id']}"} for one in page["questions"] if one["id"] in _WRONG]
        pages += [{**page, "questions": kept}] if kept else []
    shown = load({**document, "pages": pages, "rules": []})
    answers = {f"x_{name}": value for name, value in _WRONG.items()}
    evaluation = evaluate(shown, answers, context())
    return tuple(
        present.page(shown, page_id, evaluation, answers, show_errors=True)
        for page_id in evaluation.visible_pages
    )
