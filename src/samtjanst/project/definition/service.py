"""Commands between files and a running municipality; they need the service's own settings."""

import uuid
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from samtjanst.building.definitions.queries.files import file_of
from samtjanst.building.definitions.services import files
from samtjanst.capabilities.formkit.problems import DefinitionError
from samtjanst.capabilities.formkit.texts import Text, Told
from samtjanst.foundation.people.types import Actor, system_actor
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.queries import units
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.project.definition.files import Answer, UnusableError, made, text_of

_NO_SERVICE = Told("det finns ingen sådan e-tjänst", "there is no such e-service")
_NO_MUNICIPALITY = Told("det finns ingen sådan kommun", "there is no such municipality")
_KEPT = Text("Utkastet till {slug} är sparat.", "The draft of {slug} has been saved.")


def export(given: Namespace) -> Answer:
    """The draft of an e-service, or its newest version, with the recorded tests, as a file."""
    with _municipality(given.municipality) as actor:
        try:
            text = file_of(actor, given.e_service, given.version)
        except NotFoundError:
            raise UnusableError(given.e_service, (), _NO_SERVICE) from None
    return made(Answer(data={"ok": True}), text, given.output)


def take_in(given: Namespace) -> Answer:
    """A file becomes a new e-service's draft, or the draft of one that is there."""
    text = text_of(given.file)
    with _municipality(given.municipality) as actor:
        try:
            slug = _taken_in(given, text, actor)
        except DefinitionError as error:
            raise UnusableError(given.file, error.problems) from None
        except InvalidInputError as error:
            raise UnusableError(given.file, (), _reasons(error)) from None
        except NotFoundError:
            raise UnusableError(given.into, (), _NO_SERVICE) from None
    return Answer([_KEPT.told(slug=slug)], {"ok": True, "e_service": slug})


def _reasons(error: InvalidInputError) -> Told:
    """The verb has told them in the language of the command already."""
    return Told(" ".join(one for several in error.problems.values() for one in several))


def _taken_in(given: Namespace, text: str, actor: Actor) -> str:
    if given.into:
        files.replace_draft(slug=given.into, text=text, by=actor)
        return str(given.into)
    return files.take_in(text=text, unit_id=_unit(given.unit), by=actor)


@contextmanager
def _municipality(slug: str) -> Iterator[Actor]:
    row = Municipality.objects.filter(slug=slug).first()
    if row is None:
        raise UnusableError(slug, (), _NO_MUNICIPALITY)
    with open_scope(row):
        yield system_actor(row.id)


def _unit(name: str) -> uuid.UUID:
    """The unit of the name, or the only one; one that nobody has else."""
    wanted = [one for one in units() if name in {"", one.name}]
    return wanted[0].id if len(wanted) == 1 else uuid.UUID(int=0)
