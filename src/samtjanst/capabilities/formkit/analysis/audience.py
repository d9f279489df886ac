"""What only those who work at the municipality can answer, where everybody is asked."""

from collections.abc import Iterator

from samtjanst.capabilities.formkit.analysis.findings import Code, Finding, Severity
from samtjanst.capabilities.formkit.conditions.words import Words
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import Audience, Kind, Question
from samtjanst.capabilities.formkit.texts import Text

_FOR_STAFF = Text(
    "Frågan {label} väljer bland kommunens anställda, men e-tjänsten är till för alla. Katalogen "
    "visas bara i interna e-tjänster, så frågan kan inte besvaras.",
    "The question {label} chooses among the municipality's employees, but the e-service is for "
    "everybody. The directory is only shown in internal e-services, so the question cannot be "
    "answered.",
)


def read_audience(definition: Definition) -> list[Finding]:
    """Questions about employees in an e-service that is not internal."""
    if definition.about.audience is Audience.STAFF:
        return []
    words = Words(definition.questions(), definition.parameters)
    return [
        Finding(
            Code.FOR_STAFF,
            Severity.ERROR,
            place,
            "question",
            one.id,
            _FOR_STAFF.told(label=words.label(outer.id)),
        )
        for place, outer, one in _every(definition)
        if one.kind is Kind.EMPLOYEE
    ]


def _every(definition: Definition) -> Iterator[tuple[str, Question, Question]]:
    """Each question with its place and the one that it stands in, which may be itself."""
    for number, page in enumerate(definition.pages):
        for place, question in enumerate(page.questions):
            at = f"pages[{number}].questions[{place}]"
            yield at, question, question
            for row, one in enumerate(question.questions):
                yield f"{at}.questions[{row}]", question, one
