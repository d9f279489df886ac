"""Those who sign beside the applicant, named by the applicant."""

from collections.abc import Iterator
from typing import Any

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import Behaviour
from samtjanst.capabilities.formkit.kinds.people import is_foreign
from samtjanst.capabilities.formkit.kinds.rows import RowsKind
from samtjanst.capabilities.formkit.messages import Message
from samtjanst.capabilities.formkit.model import Kind, Question, Settings
from samtjanst.capabilities.formkit.settings import Flag, Setting, Whole
from samtjanst.capabilities.formkit.texts import Text
from samtjanst.kernel.personal_number import PersonalNumber

MOST = 20
_ROW_NAME = Text("Person", "Person")
_INNER = (
    Question(
        id="name",
        kind=Kind.TEXT,
        label=Text("För- och efternamn", "Given name and surname"),
        required=True,
        settings=Settings(max_length=200),
    ),
    Question(
        id="personal_number",
        kind=Kind.PERSONAL_NUMBER,
        label=Text("Personnummer eller utländsk identitet", "Personal number or foreign identity"),
        required=True,
        settings=Settings(not_applicant=True, or_foreign=True),
    ),
    Question(
        id="email",
        kind=Kind.EMAIL,
        label=Text("E-postadress", "E-mail address"),
        required=True,
    ),
)
_SETTINGS: tuple[Setting, ...] = (
    Whole("min_rows", Text("Minsta antal personer", "Fewest people"), 1, low=0, high=MOST),
    Whole("max_rows", Text("Högsta antal personer", "Most people"), 5, low=1, high=MOST),
    Flag(
        "registered",
        Text(
            "Kontrolleras mot folkbokföringen och ska ha fyllt 18 år",
            "Checked in the population register, and at least 18 years old",
        ),
    ),
)
ADULT = 18  # who has come of age decides for herself (FB 9:1)
_FAULTS = {"dead": "named_dead", "unknown": "named_unknown"}


class SignatoriesKind(RowsKind):
    """People with name, personal number and e-mail address, each of them once."""

    kind = Kind.SIGNATORIES
    title = Text("Undertecknare", "Signatories")
    about = Text(
        "De som ska skriva under utöver den sökande.",
        "Those who sign beside the applicant.",
    )
    settings = _SETTINGS
    widget = "rows"
    takes_questions = False

    def inner(self, question: Question) -> tuple[Question, ...]:  # noqa: ARG002 - the same for all
        """Always the same three."""
        return _INNER

    def takes(self, other: Behaviour) -> bool:  # noqa: ARG002 - the same for all
        """None: the questions are its own."""
        return False

    def row_name(self, question: Question, language: str) -> str:  # noqa: ARG002 - same for all
        """Each row is a person."""
        return _ROW_NAME.to(language)

    def judge(self, question: Question, value: Any, context: Context) -> tuple[Message, ...]:
        """Also when somebody is named twice."""
        if faults := super().judge(question, value, context):
            return faults
        numbers = [row["personal_number"] for row in value]
        if len(set(numbers)) < len(numbers):
            return (Message("person_twice"),)
        return tuple(self._cannot(question, value, context)) if question.settings.registered else ()

    def _cannot(
        self, question: Question, rows: list[dict[str, Any]], context: Context
    ) -> Iterator[Message]:
        """Who cannot be asked to sign. A protected person is taken as she is written."""
        known = {one.personal_number: one.status for one in context.people}
        for place, row in enumerate(rows):
            if is_foreign(row["personal_number"]):
                continue  # no register knows her, nor her age
            number = PersonalNumber(row["personal_number"])
            code = _FAULTS.get(known.get(number.digits, ""), "")
            limits = {}
            if number.is_minor(context.today):
                code, limits = "too_young", {"limit": ADULT}
            if code:
                part, label = f"{place}.personal_number", self.label(question, row, place)
                yield Message(code, limits, part=part, about=_INNER[1], row=label)
