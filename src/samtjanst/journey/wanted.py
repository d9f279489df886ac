"""What a handler asks for in a supplement, put in order and read through before it is sent."""

from dataclasses import replace

from django.utils.translation import gettext

from samtjanst.capabilities.formkit.supplement import EXTRA
from samtjanst.journey import letters, typed
from samtjanst.running.cases import services
from samtjanst.running.cases.types import Asked, Reason


def in_order(asked: Asked, known: set[str]) -> Asked:
    """What is asked for, each once, and of questions those alone that can be asked."""
    return replace(
        asked,
        text=typed.clean(asked.text),
        questions=tuple(name for name in dict.fromkeys(asked.questions) if name in known),
        extras=tuple((kind, typed.clean(text)) for kind, text in asked.extras if text.strip()),
        hidden=typed.clean(asked.hidden),
    )


def reasons(asked: Asked) -> dict[str, Reason]:
    """Why each is asked for; where nothing is said, since it is missing or not whole."""
    extras = (f"{EXTRA}{number}" for number in range(1, len(asked.extras) + 1))
    wanted = (*asked.questions, *extras)
    return {name: asked.reasons.get(name, Reason.INCOMPLETE) for name in wanted}


def unreadable(asked: Asked) -> dict[str, list[str]]:
    """What in the handler's own words cannot be sent, by field."""
    problems: dict[str, list[str]] = {}
    if told := typed.faults(asked.text, services.LONGEST_TEXT):
        problems["text"] = told
    elif left := letters.left(asked.text):
        told = [gettext("Fyll i eller ta bort %(slots)s.") % {"slots": ", ".join(left)}]
        problems["text"] = told
    for _kind, text in asked.extras:
        if told := typed.faults(text, services.LONGEST_EXTRA):
            problems["extras"] = told
    return problems
