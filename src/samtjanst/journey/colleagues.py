"""Internal e-services: for those who work at the municipality, who may choose among each other.

Whoever logs in as herself with an e-ID is a colleague when an active account of the municipality's
staff has her number. Whoever has none sees nothing of what is internal, not that it is there.
"""

from collections.abc import Iterator

from samtjanst.building.definitions.queries import published
from samtjanst.building.definitions.types import PublishedService
from samtjanst.capabilities.formkit.context import EmployeeFacts
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.foundation.people import queries as people
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotFoundError


def is_open_to(definition: Definition, *, by: Actor | None) -> bool:
    """Whether somebody, or nobody yet, may see and use the e-service."""
    return not definition.is_internal or _is_colleague(by)


def refuse_outsiders(definition: Definition, *, by: Actor) -> None:
    """Let nobody but colleagues into an internal e-service.

    Raises:
        NotFoundError: the e-service is internal, and she is no colleague.
    """
    if not is_open_to(definition, by=by):
        raise NotFoundError


def shown(slug: str, *, by: Actor | None) -> PublishedService:
    """The published e-service with the slug.

    Raises:
        NotFoundError: none, or an internal one and the viewer is no colleague.
    """
    found = published(slug)
    if not is_open_to(found.definition, by=by):
        raise NotFoundError
    return found


def open_among(found: list[PublishedService], *, by: Actor | None) -> list[PublishedService]:
    """Those that the viewer may see, in the same order; one query where any is internal."""
    if not any(one.definition.is_internal for one in found) or _is_colleague(by):
        return found
    return [one for one in found if not one.definition.is_internal]


def employees(definition: Definition, *, by: Actor) -> tuple[EmployeeFacts, ...] | None:
    """Whom a question about an employee chooses among.

    None where nothing of the kind is asked, and for somebody who works here no longer.
    """
    asks = any(one.kind is Kind.EMPLOYEE for one in _every(definition))
    if not (asks and definition.is_internal and _is_colleague(by)):
        return None
    return tuple(EmployeeFacts(str(key), name, unit) for key, name, unit in people.colleagues())


def _every(definition: Definition) -> Iterator[Question]:
    for question in definition.questions():
        yield question
        yield from question.questions


def _is_colleague(by: Actor | None) -> bool:
    return by is not None and by.citizen_id is not None and people.is_colleague(by.citizen_id)
