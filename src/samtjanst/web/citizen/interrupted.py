"""A session that ends in the middle of a page: what was sent then is shown after the log-in."""

import uuid
from contextlib import suppress
from dataclasses import replace

from samtjanst.foundation.people.middleware import ViewerRequest, session_token
from samtjanst.foundation.people.sessions import lapsed_citizen
from samtjanst.journey import answer
from samtjanst.journey.answer import Work
from samtjanst.kernel.errors import NotFoundError
from samtjanst.running.filing.services import keep_unsaved

_BUTTONS = frozenset({"csrfmiddlewaretoken", "revision", "go", "save", "stay", "remove"})


def keep_what_was_sent(request: ViewerRequest, filing_id: uuid.UUID, page_id: str) -> None:
    """Keep it with the draft, for its owner only; nothing when the draft is not hers."""
    owner = lapsed_citizen(session_token(request))
    if owner is None:
        return
    data = {name: values for name, values in request.POST.lists() if name not in _BUTTONS}
    with suppress(NotFoundError):
        keep_unsaved(filing_id=filing_id, page_id=page_id, data=data, by=owner)


def is_back(work: Work, page_id: str) -> bool:
    """Whether something was on its way on this page when the session ended."""
    return work.filing.unsaved is not None and work.filing.unsaved.page_id == page_id


def with_what_was_sent(work: Work, page_id: str) -> Work:
    """The work as it would be with what was on its way; nothing is saved."""
    if work.filing.unsaved is None or not is_back(work, page_id):
        return work
    answers = answer.posted(work, page_id, work.filing.unsaved.data)
    filing = replace(work.filing, answers=answers)
    return replace(work, filing=filing, evaluation=answer.with_answers(work, answers))
