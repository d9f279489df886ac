"""What the handler's views read from a request."""

import uuid
from datetime import date
from typing import TypeVar

from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse

from samtjanst.foundation.people.middleware import ViewerRequest
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel.errors import NotFoundError

_Choice = TypeVar("_Choice", bound=str)


def actor_of(request: ViewerRequest) -> Actor:
    """Who asks; the view's permission has made sure that there is somebody."""
    if request.actor is None:
        raise NotFoundError
    return request.actor


def whole(data: QueryDict, name: str, otherwise: int) -> int:
    """A whole number, not negative; something else for nonsense."""
    text = data.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else otherwise


def one_of(data: QueryDict, name: str, choices: type[_Choice]) -> _Choice | None:
    """One of an enumeration's values; None for nonsense."""
    try:
        return choices(data.get(name, ""))
    except ValueError:
        return None


def day(data: QueryDict, name: str) -> date | None:
    """A day; None for nonsense."""
    try:
        return date.fromisoformat(data.get(name, ""))
    except ValueError:
        return None


def key(data: QueryDict, name: str) -> uuid.UUID | None:
    """A key; None for nonsense."""
    try:
        return uuid.UUID(data.get(name, ""))
    except ValueError:
        return None


def keys(data: QueryDict, name: str) -> list[uuid.UUID]:
    """Several keys; nonsense is left out."""
    found = []
    for text in dict.fromkeys(data.getlist(name)):
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found


def to_case(reference: str, told: str) -> HttpResponseRedirect:
    """Back to the case, which tells what was done; a reload does nothing again."""
    return HttpResponseRedirect(f"{reverse('handler:case', args=[reference])}?besked={told}")
