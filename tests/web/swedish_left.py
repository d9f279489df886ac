"""Finds the Swedish that a reader of an English page would meet."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import polib
from django.conf import settings

_SHOWN = {"aria-label", "placeholder", "title", "alt", "data-new"}
_UNSEEN = {"script", "style"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
         "track", "wbr"}  # fmt: skip


def swedish_left(page: str, *, names: tuple[str, ...] = ()) -> list[str]:
    """Every text outside ``lang="sv"`` that is Swedish; ``names`` of people and things are not."""
    reader = _Reader()
    reader.feed(page)
    return [text for text in reader.texts if _is_swedish(text, names)]


def _is_swedish(text: str, names: tuple[str, ...]) -> bool:
    rest = text
    for name in names:
        rest = rest.replace(name, "")
    return text in _sources() or any(letter in "åäöÅÄÖ" for letter in rest)


@cache
def _sources() -> frozenset[str]:
    """The texts of the product that are said with other words in English."""
    catalogue = Path(settings.BASE) / "locale" / "en" / "LC_MESSAGES" / "django.po"
    entries = polib.pofile(str(catalogue))
    english = {entry.msgstr for entry in entries}
    return frozenset(entry.msgid for entry in entries if entry.msgid not in english)


class _Reader(HTMLParser):
    """Collects what is shown or read aloud, outside of what is marked as Swedish."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        is_quiet = known["lang"] == "sv" if known.get("lang") else self._is_quiet()
        if not is_quiet:
            self.texts += [" ".join((known[name] or "").split()) for name in _SHOWN & known.keys()]
        if tag not in _VOID:
            self._open.append((tag, is_quiet or tag in _UNSEEN))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not self._is_quiet():
            self.texts.append(text)

    def _is_quiet(self) -> bool:
        return bool(self._open) and self._open[-1][1]
