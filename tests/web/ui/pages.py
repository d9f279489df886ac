"""Reading rendered pages in the tests of the components."""

import re
from html.parser import HTMLParser
from typing import Any

from django.template import engines
from django.template.loader import render_to_string

LABELLED = {"input", "select", "textarea"}


class Page(HTMLParser):
    """Ids, references between them, and the elements with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _tag, attrs in self.elements if "id" in attrs]

    def references(self, name: str) -> set[str]:
        return {word for _tag, attrs in self.elements for word in attrs.get(name, "").split()}

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for found, attrs in self.elements if found == tag]

    @property
    def words(self) -> str:
        return " ".join(re.sub(r"<[^>]+>", " ", self.text).split())


def part(name: str, **context: Any) -> Page:
    return Page(render_to_string(name, context))


def inline(source: str, **context: Any) -> Page:
    """A piece of template with components, as a face would write it."""
    from django_cotton.compiler_regex import CottonCompiler

    compiled = CottonCompiler().process(source)
    return Page(engines["django"].from_string(compiled).render(context))
