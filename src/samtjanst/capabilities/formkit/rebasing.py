"""Answers to one version of an e-service, carried over to a newer one.

Nothing is lost silently: what cannot be carried is told, by question and reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from samtjanst.capabilities.formkit.context import Context
from samtjanst.capabilities.formkit.definition import Definition
from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.model import Question
from samtjanst.capabilities.formkit.texts import Text

GONE = Text("Frågan finns inte längre.", "The question is no longer asked.")
OTHER_KIND = Text(
    "Frågan besvaras på ett annat sätt nu.", "The question is answered in another way now."
)
UNFIT = Text("Svaret går inte att använda längre.", "The answer can no longer be used.")


@dataclass(frozen=True, slots=True)
class Cleared:
    """An answer that was not carried over."""

    label: Text
    reason: Text


@dataclass(frozen=True, slots=True)
class Rebased:
    """The answers that were kept, and those that were not; ``new`` are questions to look at."""

    answers: Mapping[str, Any] = field(repr=False)
    kept: int
    cleared: tuple[Cleared, ...]
    new: tuple[Text, ...]


def rebase(
    old: Definition, new: Definition, answers: Mapping[str, Any], context: Context
) -> Rebased:
    """The answers as the newer version can use them; the same arguments give the same."""
    was = {one.id: one for one in old.questions()}
    now = {one.id: one for one in new.questions()}
    given = {
        key: value for key, value in answers.items() if key in was and _is_given(was[key], value)
    }
    found = {key: _reason(was[key], now.get(key), value, context) for key, value in given.items()}
    kept = {key: value for key, value in answers.items() if key in now and not found.get(key)}
    return Rebased(
        answers=kept,
        kept=sum(reason is None for reason in found.values()),
        cleared=tuple(Cleared(was[key].label, why) for key, why in found.items() if why),
        new=tuple(one.label for one in now.values() if one.id not in was and one.kind.is_asked),
    )


def _is_given(question: Question, value: Any) -> bool:
    return not BEHAVIOURS[question.kind].empty(value)


def _reason(was: Question, now: Question | None, value: Any, context: Context) -> Text | None:
    if now is None:
        return GONE
    if now.kind is not was.kind:
        return OTHER_KIND
    behaviour = BEHAVIOURS[now.kind]
    fits_now = not behaviour.judge(now, value, context)
    fitted = not behaviour.judge(was, value, context)
    return UNFIT if fitted and not fits_now else None
