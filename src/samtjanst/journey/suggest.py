"""What fits what the applicant is typing, while she types."""

from contextlib import suppress
from itertools import islice

from samtjanst.capabilities.formkit.model import Kind, Question
from samtjanst.capabilities.registers import places
from samtjanst.foundation.people.types import Actor
from samtjanst.journey import companies, grounds
from samtjanst.journey.answer import Work
from samtjanst.journey.look_up import PATIENCE
from samtjanst.kernel.errors import NotFoundError
from samtjanst.ports.property_register import AddressQuery, FoundAddress

FEWEST, LONGEST = 4, 100  # characters; fewer fit half the country
MOST = 10


def addresses(*, work: Work, page_id: str, words: str, by: Actor) -> list[FoundAddress]:
    """Addresses in the register that fit the words; none when it has not answered in time.

    Nothing is saved but the log of the look-up. What a protected person types is asked about
    when she saves it, and not before.
    """
    applicant = work.context.applicant
    is_protected = applicant is not None and applicant.protected
    if not FEWEST <= len(words) <= LONGEST or is_protected or not _asks(work, page_id):
        return []
    ground = grounds.of_property(work.definition)
    query = AddressQuery(words, companies.PURPOSE, f"filing:{work.filing.id}", PATIENCE)
    found = places.look_up_addresses(query=query, by=by, ground=ground).addresses
    return list({(one.street, one.postal_code, one.city): one for one in found}.values())[:MOST]


def asks_for_employee(work: Work, name: str) -> bool:
    """Whether a field of the form, by the name that it posts under, chooses among colleagues."""
    first, *row = name.split(".")
    with suppress(NotFoundError):
        outer = work.definition.question(first)
        inner = [one for one in outer.questions if row[1:] == [one.id]]
        return any(one.kind is Kind.EMPLOYEE for one in (inner if row else [outer]))
    return False


def employees(*, work: Work, words: str) -> list[str]:
    """Colleagues with their unit whose names hold every word."""
    wanted = words.casefold().split()
    fits = (
        one.shown
        for one in work.context.employees or ()
        if all(word in one.shown.casefold() for word in wanted)
    )
    return list(islice(fits, MOST)) if wanted else []


def _asks(work: Work, page_id: str) -> bool:
    asked = work.definition.page(page_id).questions
    return any(_is_checked(one) for found in asked for one in (found, *found.questions))


def _is_checked(question: Question) -> bool:
    return question.kind is Kind.ADDRESS and question.settings.from_register
