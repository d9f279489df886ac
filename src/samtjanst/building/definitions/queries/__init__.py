"""Reads of e-services. Definitions are immutable, so loaded ones are kept in the process."""

import unicodedata
import uuid
from collections import OrderedDict
from collections.abc import Collection, Mapping
from difflib import SequenceMatcher
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from samtjanst.building.definitions import checklist
from samtjanst.building.definitions.models import ChecklistMark, EService, Version
from samtjanst.building.definitions.types import SERIOUS, LineState, PublishedService
from samtjanst.capabilities.formkit import definition as formkit
from samtjanst.capabilities.formkit.listing import marks
from samtjanst.foundation.people.types import Actor
from samtjanst.foundation.tenancy.prepared import Prepared
from samtjanst.foundation.tenancy.types import scope_id
from samtjanst.kernel import canonical
from samtjanst.kernel.errors import NotFoundError

KEPT = 500
NEAR_ENOUGH = 0.75
_loaded: OrderedDict[str, formkit.Definition] = OrderedDict()
# A version never changes and never goes, so what was found once under a municipality's own
# scope is known for good.
_of_version: OrderedDict[tuple[uuid.UUID, uuid.UUID], formkit.Definition] = OrderedDict()


def published(slug: str) -> PublishedService:
    """The published e-service with the slug.

    Raises:
        NotFoundError: none, or not published.
    """
    row = _published.first(slug=slug)
    if row is None:
        raise NotFoundError
    return _service(row)


def all_published() -> list[PublishedService]:
    """Every published e-service, by title."""
    return sorted((_service(row) for row in _rows()), key=lambda service: service.title)


def search(text: str) -> list[PublishedService]:
    """Published e-services that the words fit, best first; all of them for no words.

    A word fits when it begins, or nearly is, a word of the title, summary or search words;
    compounds are found from inside too (skjuts in skolskjuts).
    """
    words = _words(text)
    if text.strip() and not words:
        return []
    scored = [(_score(service, words), service) for service in all_published()]
    return [service for score, service in sorted(scored, key=lambda pair: -pair[0]) if score]


def definition_of(version_id: uuid.UUID) -> formkit.Definition:
    """The definition of a version.

    Raises:
        NotFoundError: no such version in this municipality.
    """
    key = (scope_id(), version_id)
    kept = _of_version.get(key)
    if kept is None:
        row = Version.objects.filter(id=version_id).defer("document").first()
        if row is None:
            raise NotFoundError
        kept = _of_version[key] = loaded(row)
        _bounded(_of_version)
    return kept


def marks_of(slug: str) -> frozenset[tuple[str, str]]:
    """Which answers lists of the e-service know: the marks of the version that is published."""
    row = _rows().filter(slug=slug).first()
    return marks(loaded(row.published)) if row else frozenset()


def slug_of(version_id: uuid.UUID) -> str:
    """The slug of the e-service that a version belongs to.

    Raises:
        NotFoundError: no such version in this municipality.
    """
    slug = Version.objects.filter(id=version_id).values_list("slug", flat=True).first()
    if slug is None:
        raise NotFoundError
    return slug


def version_keys(slug: str) -> QuerySet[Version, Any]:
    """The keys of an e-service's versions, to be used inside another query."""
    return Version.objects.filter(slug=slug).values("id")


def loaded(row: Version) -> formkit.Definition:
    """The loaded definition of a version whose document may be deferred."""
    kept = _loaded.get(row.sha256)
    return kept or _keep(row.document, row.sha256)


def loaded_from(document: Mapping[str, Any]) -> formkit.Definition:
    """The loaded definition of a document that need not be a version's yet.

    Raises:
        DefinitionError: the document is not a sound definition.
    """
    try:
        sha256 = canonical.digest(document)
    except (TypeError, ValueError, RecursionError):
        return formkit.load(document)  # which refuses it, and says why
    return _loaded.get(sha256) or _keep(document, sha256)


def beside(slug: str, column: str) -> Subquery:
    """A column of an e-service as it is now, inside another query.

    ``slug`` is the other query's column with the e-service's slug.
    """
    return Subquery(EService.objects.filter(slug=OuterRef(slug)).values(column))


def unit_of(slug: str) -> uuid.UUID:
    """The unit that handles the e-service with the slug, as it is now.

    Raises:
        NotFoundError: no such e-service.
    """
    found = _unit.first(slug=slug)
    if found is None:
        raise NotFoundError
    return found.unit_id


def archive_class(slug: str) -> tuple[str, str]:
    """Code and name of the e-service in the archive's classification; empty when none is told."""
    marks = ChecklistMark.objects.filter(
        service__slug=slug, line=checklist.ARCHIVE_CLASS, state=LineState.DONE
    )
    return checklist.archive_class_in(marks.values_list("text", flat=True).first() or "")


def sensitive() -> frozenset[str]:
    """The e-services whose own classification says that confidentiality is serious (3)."""
    rows = EService.objects.filter(confidentiality__gte=SERIOUS)
    return frozenset(rows.values_list("slug", flat=True))


@Prepared
def _unit(slug: str) -> QuerySet[EService]:
    return EService.objects.filter(slug=slug).only("unit_id")


def service_of(slug: str) -> EService:
    """The e-service with the slug, published or not.

    Raises:
        NotFoundError: none.
    """
    row = EService.objects.select_related("published").filter(slug=slug).first()
    if row is None:
        raise NotFoundError
    return row


def _keep(document: Mapping[str, Any], sha256: str) -> formkit.Definition:
    made = _loaded[sha256] = formkit.load(document, sha256)
    _bounded(_loaded)
    return made


def _bounded(kept: OrderedDict[Any, formkit.Definition]) -> None:
    while len(kept) > KEPT:
        kept.popitem(last=False)


def _rows() -> QuerySet[EService]:
    rows = EService.objects.select_related("published").defer("published__document")
    return rows.exclude(published=None)


@Prepared
def _published(slug: str) -> QuerySet[EService]:
    return _rows().filter(slug=slug)


def _service(row: EService) -> PublishedService:
    definition = loaded(row.published)
    return PublishedService(
        id=row.id,
        slug=row.slug,
        title=definition.title.to("sv"),
        unit_id=row.unit_id,
        version_id=row.published.id,
        version_number=row.published.number,
        definition=definition,
        parameters=row.parameters,
        confidentiality=row.confidentiality,
    )


def _score(service: PublishedService, words: list[str]) -> float:
    about = service.definition.about
    important = _words(" ".join((service.title, *about.keywords)))
    other = _words(about.summary.to("sv"))
    fits = [max(_fit(word, important), _fit(word, other) / 2) for word in words]
    return min(fits, default=1.0)


def _fit(word: str, among: list[str]) -> float:
    best = 0.0
    for candidate in among:
        if candidate.startswith(word):
            return 1.0
        if len(word) > 3 and word in candidate:
            best = max(best, 0.9)
        elif len(word) > 3 and (near := SequenceMatcher(None, word, candidate).ratio()):
            best = max(best, near if near >= NEAR_ENOUGH else 0.0)
    return best


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFC", text[:4000]).casefold()
    return "".join(c if c.isalnum() else " " for c in folded).split()


def owned_by(actor: Actor) -> QuerySet[EService, str]:
    """The slugs of the e-services that the actor owns or stands in for; asked for when used."""
    if actor.id is None or not actor.is_staff:
        return EService.objects.none().values_list("slug", flat=True)
    mine = Q(owner_id=actor.id) | Q(deputy_id=actor.id)
    return EService.objects.filter(mine).values_list("slug", flat=True)


def tended_by(actor: Actor, units: Collection[uuid.UUID] | None) -> QuerySet[EService]:
    """The e-services that the actor owns or stands in for, and those of the units; None: all."""
    if units is None:
        return EService.objects.all()
    return EService.objects.filter(Q(slug__in=owned_by(actor)) | Q(unit_id__in=units))


def owners_in(unit_id: uuid.UUID) -> list[uuid.UUID]:
    """The members of staff who own the unit's e-services, each once."""
    rows = EService.objects.filter(unit_id=unit_id, owner__is_active=True)
    return list(rows.order_by("owner_id").values_list("owner_id", flat=True).distinct())
