"""By which way a notice goes to a person."""

from collections.abc import Iterator

from samtjanst.capabilities.messages.models import PostChoice
from samtjanst.capabilities.messages.templates import TEMPLATES
from samtjanst.capabilities.messages.types import Way
from samtjanst.foundation.people.types import CitizenIdentity
from samtjanst.foundation.plugins.queries import names_of
from samtjanst.foundation.plugins.types import Port


def first(who: CitizenIdentity, template: str, step: int = 0) -> Way | None:
    """The way of a notice, or of its ``step``-th reminder, which goes one rung further each time.

    None when nothing reaches the person. A person who has given an e-mail address is first told
    there, as she has asked for herself.
    """
    if step == 0 and who.email:
        return Way.EMAIL
    rungs = _open(who, template)
    return rungs[min(step, len(rungs) - 1)] if rungs else None


def after(way: Way, who: CitizenIdentity, template: str) -> Way | None:
    """The way to try when one turned out not to reach the person; None when it was the last."""
    known = list(Way)
    return next((o for o in _open(who, template) if known.index(o) > known.index(way)), None)


def _open(who: CitizenIdentity, template: str) -> list[Way]:
    wanted = list(_wanted(who, template))
    bound = set(names_of(Port.CHANNEL)) if set(wanted) - {Way.EMAIL} else {Way.EMAIL.value}
    if Way.LETTER in wanted and PostChoice.objects.filter(is_printing=True).exists():
        bound.add(Way.LETTER.value)
    return [way for way in wanted if way is Way.EMAIL or way.value in bound]


def _wanted(who: CitizenIdentity, template: str) -> Iterator[Way]:
    """What could reach her. Where somebody protected lives and has her post is nobody's to use."""
    if who.email:
        yield Way.EMAIL
    if who.phone:
        yield Way.SMS
    # Mailbox and address are found by a Swedish number.
    if not who.is_protected and who.personal_number:
        yield Way.MAILBOX
        if TEMPLATES[template].is_posted:
            yield Way.LETTER
