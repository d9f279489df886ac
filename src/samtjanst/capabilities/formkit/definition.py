"""A loaded definition, and how one comes from a document or a file.

Refused whole, with every reason: unknown fields, missing texts, doubled ids, rules that
point at nothing or at themselves, wrong types in conditions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from samtjanst.capabilities.formkit import fees
from samtjanst.capabilities.formkit.model import (
    About,
    Audience,
    Handling,
    Page,
    Parameter,
    Question,
    Rule,
    SigningRule,
)
from samtjanst.capabilities.formkit.problems import DefinitionError, Problem
from samtjanst.capabilities.formkit.process.model import Process
from samtjanst.capabilities.formkit.program import Program, assemble
from samtjanst.capabilities.formkit.reading import fees as reading_fees
from samtjanst.capabilities.formkit.reading import json_text, loader, migrating
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.texts import Text
from samtjanst.kernel import canonical
from samtjanst.kernel.errors import NotFoundError

__all__ = ["Definition", "DefinitionError", "Problem", "load", "load_text"]


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """One version of an e-service, loaded, checked and ready to evaluate.

    ``document`` is the canonical document in the newest format, and ``sha256`` the digest
    (kernel.canonical) of what was read, in whatever format it was. Without a ``process`` cases
    follow the platform's own: new, handled, decided. Without a ``fee`` nothing is paid.
    """

    document: Mapping[str, Any] = field(repr=False)
    sha256: str
    id: str
    title: Text
    about: About = field(repr=False)
    parameters: tuple[Parameter, ...] = field(repr=False)
    pages: tuple[Page, ...] = field(repr=False)
    rules: tuple[Rule, ...] = field(repr=False)
    signing: SigningRule = field(repr=False)
    handling: Handling = field(repr=False)
    process: Process | None = field(repr=False)
    fee: fees.FeeRule | None = field(repr=False)
    program: Program = field(repr=False)

    @property
    def is_internal(self) -> bool:
        """Whether it is for the municipality's staff only."""
        return self.about.audience is Audience.STAFF

    def question(self, question_id: str) -> Question:
        """The question with the id.

        Raises:
            NotFoundError: the definition has no such question.
        """
        return self.program.question(question_id)

    def page(self, page_id: str) -> Page:
        """The page with the id.

        Raises:
            NotFoundError: the definition has no such page.
        """
        for page in self.pages:
            if page.id == page_id:
                return page
        raise NotFoundError(page_id)

    def spoken(self, language: str) -> str:
        """The language to show the e-service in: one that it speaks throughout, else Swedish."""
        names = (self.title, *(page.title for page in self.pages))
        labels = (question.label for question in self.questions() if question.label)
        is_whole = all(text.to(language) and text.en for text in (*names, *labels))
        return language if language == "en" and is_whole else "sv"

    def to_pay(self, values: Mapping[str, Any]) -> int:
        """What an applicant with these ``values`` has to pay, in öre; 0 for nothing."""
        return fees.due(self.fee, self.questions(), values)

    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of the pages."""
        return tuple(question for page in self.pages for question in page.questions)


def load(document: Mapping[str, Any], sha256: str = "") -> Definition:
    """The definition that ``document`` describes, which may be of an older format.

    ``sha256``: the digest that is known of the document as it is stored.

    Raises:
        DefinitionError: with every problem found; lines are 0.
    """
    json_text.refuse_unreadable(document)
    found: list[Problem] = []
    newest = migrating.forward(document)
    parts = loader.read(Fields(newest, "", found))
    reading_fees.refuse_unfit(parts.fee, parts.pages, parts.signing, found)
    program = assemble(parts, found)
    if program is None or found:
        raise DefinitionError(tuple(found))
    return Definition(
        document=json_text.plain(newest),
        sha256=sha256 or canonical.digest(json_text.plain(document)),
        id=parts.id,
        title=parts.title,
        about=parts.about,
        parameters=parts.parameters,
        pages=parts.pages,
        rules=parts.rules,
        signing=parts.signing,
        handling=parts.handling,
        process=parts.process,
        fee=parts.fee,
        program=program,
    )


def load_text(text: str) -> Definition:
    """The definition in a JSON text.

    Raises:
        DefinitionError: with every problem found, each with its line.
    """
    document = json_text.parse(text)
    try:
        return load(document)
    except DefinitionError as error:
        raise DefinitionError(json_text.with_lines(error.problems, text)) from None
