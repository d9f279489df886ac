"""Texts that exist in Swedish and English, in the language of the page."""

from django import template

from samtjanst.web.ui import language

register = template.Library()


@register.filter
def spoken(said: language.Spoken) -> str:
    """A text in the language of the page; nothing when there is none."""
    return language.spoken(said) if said else ""
