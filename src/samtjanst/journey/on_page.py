"""What registers and named services know of a page, when it is shown and when it is answered."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import look_up, named_people, named_places, sources
from samtjanst.running.filing.types import OpenFiling

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OnPage:
    """One page of a filing with the answers as they are now."""

    filing: OpenFiling
    definition: Definition = field(repr=False)
    context: Context = field(repr=False)
    page_id: str
    answers: Mapping[str, Any] = field(repr=False)

    @property
    def reference(self) -> str:
        """What the log of look-ups calls the matter."""
        return f"filing:{self.filing.id}"


def when_answered(page: OnPage, *, by: Actor) -> tuple[Facts, Context]:
    """The facts with what is known of what is named on the page; three seconds at most.

    The facts are the same object when nothing is new.
    """
    facts, deadline = page.filing.facts, time.monotonic() + look_up.PATIENCE
    if named_places.asks(page.definition, page.page_id):
        facts = named_places.with_named(
            definition=page.definition,
            page_id=page.page_id,
            answers=page.answers,
            facts=facts,
            reference=page.reference,
            by=by,
        )
    if named_people.asks(page.definition, page.page_id):
        facts = named_people.with_named(
            definition=page.definition,
            page_id=page.page_id,
            answers=page.answers,
            facts=facts,
            reference=page.reference,
            deadline=deadline,
            by=by,
        )
    if sources.asks(page.definition, page.page_id):
        facts = _with_sources(page, facts, deadline, by, is_shown=False)
    return facts, _known(page, facts)


def when_shown(page: OnPage, *, by: Actor) -> tuple[Facts, Context]:
    """As :func:`when_answered`, of what hangs on no answer of the page: lists, and her own data."""
    deadline = time.monotonic() + look_up.PATIENCE
    facts = _with_sources(page, page.filing.facts, deadline, by, is_shown=True)
    return facts, _known(page, facts)


def _with_sources(
    page: OnPage, facts: Facts, deadline: float, by: Actor, *, is_shown: bool
) -> Facts:
    asked = sources.Asked(
        page.definition, page.page_id, page.answers, page.context, is_shown=is_shown
    )
    return sources.with_told(
        asked=asked, facts=facts, reference=page.reference, deadline=deadline, by=by
    )


def _known(page: OnPage, facts: Facts) -> Context:
    if facts is page.filing.facts:
        return page.context
    context = page.context
    known = look_up.context(facts, context.parameters, [], context.assurance_level)
    # The lists that rows were shown with stand until the answers have been read by them.
    shown = {name: one for name, one in context.sources.items() if name.count(".") > 1}
    return replace(
        context,
        companies=known.companies,
        properties=known.properties,
        addresses=known.addresses,
        people=known.people,
        sources={**known.sources, **shown},
    )
