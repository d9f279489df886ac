"""What each line of the checklist is about: when that has changed, what a person said is old.

Decision 36 says which change ages which line, and why.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.kernel.canonical import digest_bytes

Document = Mapping[str, Any]
# How long a measured baseline can be compared with: after that volumes and ways of working differ.
BASELINE_LASTS = timedelta(days=730)
_HANDLED = (
    "target_days",
    "working_days",
    "restarts",
    "supplement_days",
    "hearing_days",
    "second_reader",
    "amount",
    "outcomes",
    "appeal_regime",
)
_MOST_KNOWN = 4000


@dataclass(frozen=True, slots=True)
class Held:
    """A document with a key that is another when the document is ("" for not known)."""

    key: str
    document: Document = field(compare=False, repr=False)


def about(line: str, held: Held, subject: str = "") -> str:
    """The digest of what the line is about in the document; "" for a line that nothing ages.

    ``subject`` is what whoever added the line has said that it is about (:data:`SUBJECTS`).
    """
    name = subject or line
    aspect = ASPECTS.get(name) if subject in SUBJECTS or not subject else None
    if aspect is None:
        return ""
    found = _known.get((name, held.key)) if held.key else None
    if found is None:
        text = json.dumps(aspect(held.document), sort_keys=True, default=str)
        found = digest_bytes(text.encode(errors="surrogatepass"))
        _keep((name, held.key), found)
    return found


def is_old(  # noqa: PLR0913, PLR0917 - what was said, of what, and when
    line: str, said_about: str, at: datetime, held: Held, now: datetime, subject: str = ""
) -> bool:
    """Whether what was said of a line ``at`` is about something else than the document is now.

    ``said_about`` is what :func:`about` gave then; "" of what was said before that was kept, or of
    a line that had no subject then.
    """
    if line == "baseline":
        return now - at > BASELINE_LASTS
    now_about = about(line, held, subject)
    return bool(said_about and now_about) and said_about != now_about


_known: dict[tuple[str, str], str] = {}


def _keep(key: tuple[str, str], found: str) -> None:
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    _known[key] = found


def _asked(document: Document) -> Any:
    """Which information is asked for, of whom, and from which registers."""
    signing, told = _part(document, "signing"), _part(document, "about")
    questions = [
        (one.get("id"), one.get("kind"), _swedish(one.get("label")), _options(one))
        for _page, one in editing.every_question(document)
    ]
    return [
        questions,
        [one.get("register") for one in told.get("registers") or ()],
        signing.get("signatories"),
        signing.get("represents"),
    ]


def _texts(document: Document) -> Any:
    """Every Swedish text, in order."""
    return list(_all_texts(document))


def _built(document: Document) -> Any:
    """How it is filled in: pages, questions with kind and settings, and rules; not their texts."""
    pages = [
        (page.get("id"), [_bare(one) for one in page.get("questions") or ()])
        for page in editing.pages(document)
    ]
    return [pages, _bare(document.get("rules")), _part(document, "signing").get("signatories")]


def _tried(document: Document) -> Any:
    """What a run through the form depends on."""
    return [_built(document), document.get("signing"), _bare(document.get("parameters"))]


def _handled(document: Document) -> Any:
    """What happens from hand-in to decision."""
    handling = _part(document, "handling")
    kept = {name: _bare(handling.get(name)) for name in _HANDLED}
    return [kept, document.get("signing"), document.get("process")]


def _whole(document: Document) -> Any:
    return document


ASPECTS: Mapping[str, Callable[[Document], Any]] = MappingProxyType(
    {
        "classification": _asked,
        "plain": _texts,
        "accessibility": _built,
        "tests": _tried,
        "process": _handled,
        "documentation": _whole,
    }
)


# What a line that somebody has added can be about: the same parts as the lines of the product.
SUBJECTS = ("classification", "plain", "accessibility", "tests", "process", "documentation")


def _bare(value: Any) -> Any:
    """Without texts for people."""
    if isinstance(value, Mapping):
        return {key: _bare(inner) for key, inner in value.items() if not _is_text(inner)}
    if isinstance(value, list | tuple):
        return [_bare(inner) for inner in value if not _is_text(inner)]
    return value


def _is_text(value: Any) -> bool:
    return isinstance(value, Mapping) and "sv" in value and set(value) <= {"sv", "en"}


def _all_texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "sv" and isinstance(inner, str):
                yield inner
            else:
                yield from _all_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _all_texts(inner)


def _options(question: Mapping[str, Any]) -> list[Any]:
    return [(one.get("id"), _swedish(one.get("label"))) for one in question.get("options") or ()]


def _swedish(value: Any) -> str:
    return str(value.get("sv", "")) if isinstance(value, Mapping) else ""


def _part(inside: Document, name: str) -> Mapping[str, Any]:
    found = inside.get(name)
    return found if isinstance(found, Mapping) else {}
