"""An answer that is JSON and nothing worse."""

import json
from typing import Any, NoReturn

from samtjanst.adapters.exchange import Answer
from samtjanst.ports.failures import NotConfigured, Rejected, Temporary
from samtjanst.ports.lookup import Json

NAME = "lookup"
_DEEPEST = 20
_OK, _ABSENT, _BUSY = 200, 404, 429
_NO_ACCESS = {401, 403}
_REFUSED = {400, 409, 410, 422}
_LATER = {408, 425, _BUSY}


def judged(answer: Answer) -> Json:
    """The content; None when the service has nothing.

    Raises:
        Temporary: not now, or no JSON that can be trusted.
        Rejected: the value is refused.
        NotConfigured: no access, a redirect, or something else than JSON.
    """
    status = answer.status
    if status in _NO_ACCESS:
        raise NotConfigured(f"{NAME}:http{status}")
    if status == _ABSENT:
        return None
    if status in _REFUSED:
        raise Rejected(f"{NAME}:http{status}")
    if status in _LATER or status >= 500:
        raise Temporary(f"{NAME}:http{status}")
    if status != _OK:  # a redirect is never followed: it could lead anywhere
        raise NotConfigured(f"{NAME}:http{status}")
    if not _is_json(answer.headers.get("content-type", "")):
        raise NotConfigured(f"{NAME}:type")
    return parsed(answer.content)


def parsed(content: bytes) -> Json:
    """The JSON in the content.

    Raises:
        Temporary: it is none, or too deep.
    """
    try:
        told = json.loads(content, parse_float=str, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Temporary(f"{NAME}:unreadable") from None
    if _is_too_deep(told):
        raise Temporary(f"{NAME}:deep")
    return told  # type: ignore[no-any-return]  # what the library reads is JSON


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


def _is_json(content_type: str) -> bool:
    kind = content_type.partition(";")[0].strip().lower()
    return kind == "application/json" or (
        kind.startswith("application/") and kind.endswith("+json")
    )


def _is_too_deep(told: Any) -> bool:
    level = [told]
    for _depth in range(_DEEPEST):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return False
    return True


def _inside(one: Any) -> list[Any]:
    if isinstance(one, dict):
        return list(one.values())
    return one if isinstance(one, list) else []
