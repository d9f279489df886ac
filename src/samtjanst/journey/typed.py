"""Free text outside a form: reasons that people write when they decline or decide."""

from django.utils.translation import gettext as _

from samtjanst.capabilities.formkit import hygiene


def clean(text: str) -> str:
    """The text as it is kept; "" when nothing in it can be seen."""
    kept = hygiene.stored(text).strip()
    return kept if any(sign.isprintable() and not sign.isspace() for sign in kept) else ""


def faults(text: str, most: int) -> list[str]:
    """What is wrong with a cleaned text, in words for the person; "" is not judged here."""
    if len(text) > most:
        return [_("Skriv högst %(n)s tecken.") % {"n": most}]
    if hygiene.has_control_characters(text):
        return [_("Texten innehåller tecken som inte går att läsa. Skriv texten på nytt.")]
    return []
