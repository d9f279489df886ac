"""Those who sign beside the applicant, named by the applicant."""

from typing import Any

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.kinds.base import Behaviour
from samtjanst.capabilities.formkit.kinds.rows import RowsKind
from samtjanst.capabilities.formkit.messages import Message
from samtjanst.capabilities.formkit.model import Kind, Question, Settings
from samtjanst.capabilities.formkit.settings import Setting, Whole
from samtjanst.capabilities.formkit.texts import Text

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
        label=Text("Personnummer", "Personal number"),
        required=True,
        settings=Settings(not_applicant=True),
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
)


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
        return (Message("person_twice"),) if len(set(numbers)) < len(numbers) else ()
