"""Marked answers in a list of one e-service: the sentences that narrow it, and its columns.

Options stand in the address. What is typed (names, numbers, days) never does: it is kept for a
day under a key, as what is searched for is.
"""

import json
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from samtjanst.building.definitions import queries as definitions
from samtjanst.capabilities.formkit import listing
from samtjanst.capabilities.formkit.kinds.identifiers import organisation_digits
from samtjanst.capabilities.formkit.list_forms import ListForm, Mark
from samtjanst.capabilities.formkit.model import Question
from samtjanst.capabilities.formkit.process import Process
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.types import CaseView, Wanted
from samtjanst.web.handler.request import key

OPTION = re.compile(r"s\.([a-z][a-z0-9_]{0,63})", re.ASCII)
COLUMN = re.compile(r"svar\.([a-z][a-z0-9_]{0,63})", re.ASCII)
LONGEST = 80
_PICKED = frozenset({ListForm.CHOICE, ListForm.YES_NO, ListForm.ITEM})
_SPANS = frozenset({ListForm.DATE, ListForm.NUMBER})
PARTY, ESTATE = "#party", "#estate"  # no question's id
_BESIDE = {PARTY: "part", ESTATE: "fastighet"}
Typed = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Known:
    """The marked questions, and the process, of the e-service that a list is narrowed to."""

    questions: tuple[Question, ...] = ()
    parameters: Mapping[str, Any] | None = None
    process: Process | None = None

    def title(self, question: Question) -> str:
        """What the column is called."""
        text = question.label.filled(self.parameters or {})
        return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"

    def options(self, question: Question) -> list[tuple[str, str]]:
        """What the answer can be."""
        form = listing.form_of(question)
        if form is ListForm.YES_NO:
            return [("yes", _("Ja")), ("no", _("Nej"))]
        if form is ListForm.CHOICE:
            return [(one.id, one.label.to("sv")) for one in question.options]
        listed = (self.parameters or {}).get(question.settings.parameter) or ()
        return [(str(one["id"]), str(one["name"])) for one in listed]


def known(data: QueryDict) -> Known:
    """What is known of the e-service in an address or a form; nothing without one."""
    slug = data.get("tjanst", "")[:80].replace("\0", "")
    try:
        service = definitions.published(slug) if slug else None
    except NotFoundError:
        return Known()
    if service is None:
        return Known()
    found = service.definition
    return Known(listing.marked(found), service.parameters, found.process)


def wanted(data: QueryDict, of: Known, typed: Typed) -> tuple[Wanted, ...]:
    """What the answers have to be; nonsense narrows nothing."""
    found = (_one(question, data, typed.get(question.id, {}), of) for question in of.questions)
    return tuple(one for one in found if one)


def fields(data: QueryDict, of: Known, typed: Typed) -> list[dict[str, Any]]:
    """One sentence per marked question, with what is chosen and typed."""
    return [
        {
            "id": question.id,
            "title": of.title(question),
            "form": listing.form_of(question).value,
            "options": of.options(question) if listing.form_of(question) in _PICKED else [],
            "picked": data.get(f"s.{question.id}", ""),
            "words": "",
            "low": "",
            "high": "",
            **typed.get(question.id, {}),
        }
        for question in of.questions
    ]


def picked(data: QueryDict) -> dict[str, str]:
    """The chosen options in an address or a form."""
    return {name: str(data[name])[:64] for name in data if OPTION.fullmatch(name) and data[name]}


def remember(actor: Actor, data: QueryDict, of: Known) -> uuid.UUID | None:
    """Keep what was typed in the form; None when nothing was."""
    typed = {question.id: _said(question, data) for question in of.questions}
    typed |= {name: _words(data, field) for name, field in _BESIDE.items()}
    said = {name: parts for name, parts in typed.items() if parts}
    if not said:
        return None
    return services.remember_search(text=json.dumps(said, ensure_ascii=False), by=actor)


def columns(data: QueryDict, of: Known) -> tuple[Question, ...]:
    """The questions whose answers are columns: those that are chosen, or from the beginning."""
    chosen = {*data.getlist("kolumn"), *data.get("kolumner", "").split(",")} - {""}
    able = [one for one in of.questions if listing.form_of(one) is not ListForm.NUMBER_ONLY]
    if chosen:
        return tuple(one for one in able if f"svar.{one.id}" in chosen)
    return tuple(one for one in able if one.in_lists == Mark.COLUMN)


def choices(shown: Iterable[Question], of: Known) -> list[tuple[str, str, bool]]:
    """The columns that can be chosen: key, title and whether it is shown."""
    now = {one.id for one in shown}
    return [
        (f"svar.{one.id}", of.title(one), one.id in now)
        for one in of.questions
        if listing.form_of(one) is not ListForm.NUMBER_ONLY
    ]


def cells(
    found: Iterable[CaseView], shown: tuple[Question, ...]
) -> dict[uuid.UUID, tuple[str, ...]]:
    """What stands in the columns, per case; one query when there are any."""
    if not shown:
        return {}
    held = cases.answers_of([case.id for case in found if not case.is_protected])
    return {key: tuple(told.get(one.id, "") for one in shown) for key, told in held.items()}


def _words(data: QueryDict, name: str) -> dict[str, str]:
    text = data.get(name, "").strip()[:LONGEST].replace("\0", "")
    return {"words": text} if text else {}


def typed(actor: Actor, data: QueryDict) -> Typed:
    """What was typed and is kept under the key in an address: by question, and for parties."""
    search_id = key(data, "svar")
    if search_id is None:
        return {}
    try:
        held = json.loads(cases.search_text(actor, search_id))
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}


def _said(question: Question, data: QueryDict) -> dict[str, str]:
    form = listing.form_of(question)
    if form in _PICKED:
        return {}
    names = {"low": "f.", "high": "t."} if form in _SPANS else {"words": "o."}
    said = {part: data.get(f"{at}{question.id}", "").strip() for part, at in names.items()}
    return {part: text[:LONGEST].replace("\0", "") for part, text in said.items() if text}


def _one(question: Question, data: QueryDict, said: Mapping[str, str], of: Known) -> Wanted | None:
    form = listing.form_of(question)
    if form in _PICKED:
        option = data.get(f"s.{question.id}", "")
        is_there = option in {key for key, _label in of.options(question)}
        return Wanted(question.id, ids=(option,)) if is_there else None
    if form in _SPANS:
        low, high = (_place(form, said.get(end, "")) for end in ("low", "high"))
        is_asked = low is not None or high is not None
        return Wanted(question.id, low=low, high=high) if is_asked else None
    text = said.get("words", "")
    if not text:
        return None
    if form is ListForm.NUMBER_ONLY or (form is ListForm.WHO and any(map(str.isdecimal, text))):
        return Wanted(question.id, ids=_numbers(text))
    return Wanted(question.id, words=text)


def _numbers(text: str) -> tuple[str, ...]:
    """The whole numbers that a text can be; one that nobody has when it is none."""
    found = [one for one in (cases.whole_number(text), organisation_digits(text)) if one]
    return tuple(found) or ("-",)


def _place(form: ListForm, text: str) -> int | None:
    try:
        if form is ListForm.DATE:
            return listing.place_of_day(date.fromisoformat(text))
        plain = re.sub(r"\s", "", text).replace(",", ".").replace("−", "-")
        number = Decimal(plain)
        return listing.place_of_number(number) if number.is_finite() else None
    except (InvalidOperation, ValueError):
        return None
