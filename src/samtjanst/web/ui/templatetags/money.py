"""Amounts in templates."""

from django import template

from samtjanst.kernel import money

register = template.Library()


@register.filter
def kronor(ore: int | None) -> str:
    """Öre as kronor; nothing for nothing."""
    return "" if ore is None else money.kronor(ore)
