"""Formatted text: a small part of Markdown, made safe on the way out.

The definition's texts hold no HTML (the loader refuses it); what Markdown makes of them is
cleaned once more, so that nothing but the elements below can ever reach a page.
"""

import functools

import nh3
from django import template
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

register = template.Library()
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "h3", "h4", "br"}
_ATTRIBUTES = {"a": {"href"}}
_SCHEMES = {"https", "http", "mailto", "tel"}
_RULES = ["heading", "list", "emphasis", "link", "newline"]
_LOWER = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4"}


@register.filter
def formatted(text: object) -> SafeString:
    """The HTML of a formatted text. Headings start at the third level."""
    return _formatted(str(text)) if text else SafeString()


@functools.lru_cache(maxsize=512)
def _formatted(text: str) -> SafeString:
    tokens = _markdown().parse(text)
    for token in tokens:
        token.tag = _LOWER.get(token.tag, token.tag)
    markdown = _markdown()
    dirty = markdown.renderer.render(tokens, markdown.options, {})
    clean = nh3.clean(dirty, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES)
    return SafeString(clean)


@functools.cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False, "breaks": True}).enable(_RULES)
