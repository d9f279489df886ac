"""Finds every text for people and keeps the catalogues complete, without system gettext.

    python scripts/translations.py check     fails on a text that is missing or out of date
    python scripts/translations.py update    adds new texts to the catalogues, drops vanished ones

Swedish is the source language: the texts stand in templates and code. A catalogue is sorted by its
source texts, so that two branches which add texts seldom touch the same line.
"""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.template.base import Lexer, TokenType
from django.utils.text import smart_split

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "samtjanst"
CATALOGUES = SOURCE / "locale"
_SIMPLE = {"gettext", "gettext_lazy", "gettext_noop", "_"}
_PLURAL = {"ngettext", "ngettext_lazy"}
_CONTEXT = {"pgettext", "pgettext_lazy"}
# What a translation has to carry over as it is: values that are filled in, and HTML.
_MARKS = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>")


@dataclass(frozen=True)
class Text:
    """One text for people; ``plural`` and ``context`` are empty for most."""

    singular: str
    plural: str
    context: str
    place: str


class NotExtractableError(Exception):
    """A text is put together at run time, so that no catalogue can hold it."""


def main(arguments: list[str]) -> int:
    """Do what the command line asks for."""
    texts = list(extract(SOURCE))
    catalogues = sorted(CATALOGUES.glob("*/LC_MESSAGES/django.po"))
    print(f"{len({(one.singular, one.context) for one in texts})} texts")
    if arguments == ["update"]:
        for catalogue in catalogues:
            update(catalogue, texts)
        return 0
    if not catalogues:
        print("There is no catalogue yet: no other language than Swedish can be shown.")
        return 0
    return int(sum(_report(catalogue, texts) for catalogue in catalogues) > 0)


def extract(folder: Path) -> Iterator[Text]:
    """Every text under a folder.

    Raises:
        NotExtractableError: one is not a plain constant.
    """
    for path in sorted(folder.rglob("*.py")):
        yield from _in_code(path)
    for path in sorted(folder.rglob("templates/**/*.*")):
        yield from _in_template(path)


def problems(catalogue: Path, texts: list[Text]) -> list[str]:
    """What keeps a catalogue from being complete and right."""
    entries = {(entry.msgid, entry.msgctxt or ""): entry for entry in polib.pofile(str(catalogue))}
    found = []
    for text in texts:
        entry = entries.get((text.singular, text.context))
        if entry is None or not entry.translated() or (text.plural and not entry.msgid_plural):
            found.append(f"{text.place}: not translated: {text.singular[:60]!r}")
        elif not all(_has_same_marks(*pair) for pair in _pairs(entry)):
            found.append(f"{text.place}: other values or HTML in: {text.singular[:60]!r}")
    return found


def update(catalogue: Path, texts: list[Text]) -> None:
    """Add new texts, drop vanished ones, sort."""
    known = {(e.msgid, e.msgctxt or ""): e for e in polib.pofile(str(catalogue))}
    file = polib.pofile(str(catalogue), wrapwidth=98)
    file.clear()
    for key, text in sorted(_once(texts).items()):
        entry = _entry(text)
        old = known.get(key)
        if old is not None and old.msgid_plural == entry.msgid_plural and not old.obsolete:
            entry.msgstr, entry.msgstr_plural = old.msgstr, old.msgstr_plural
        file.append(entry)
    file.save()
    print(f"{catalogue.relative_to(ROOT)}: {len(file.untranslated_entries())} to translate")


def _once(texts: list[Text]) -> dict[tuple[str, str], Text]:
    """Each text once; the one with a plural where there are both."""
    found: dict[tuple[str, str], Text] = {}
    for text in texts:
        key = (text.singular, text.context)
        if key not in found or text.plural:
            found[key] = text
    return found


def _pairs(entry: polib.POEntry) -> list[tuple[str, str]]:
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]


def _has_same_marks(source: str, translated: str) -> bool:
    return Counter(_MARKS.findall(source)) == Counter(_MARKS.findall(translated))


def _entry(text: Text) -> polib.POEntry:
    plural = {"msgid_plural": text.plural, "msgstr_plural": {0: "", 1: ""}} if text.plural else {}
    return polib.POEntry(msgid=text.singular, msgctxt=text.context or None, **plural)


def _report(catalogue: Path, texts: list[Text]) -> bool:
    found = problems(catalogue, texts)
    for problem in found:
        print(problem)
    return bool(found)


def _in_code(path: Path) -> Iterator[Text]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        place = f"{path.relative_to(ROOT)}:{node.lineno}"
        if name in _SIMPLE and node.args:
            yield Text(_constant(node.args[0], place), "", "", place)
        elif name in _PLURAL:
            yield Text(_constant(node.args[0], place), _constant(node.args[1], place), "", place)
        elif name in _CONTEXT:
            yield Text(_constant(node.args[1], place), "", _constant(node.args[0], place), place)


def _constant(node: ast.expr, place: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise NotExtractableError(f"{place}: the text is not a constant")


def _in_template(path: Path) -> Iterator[Text]:
    tokens = iter(Lexer(path.read_text()).tokenize())
    for token in tokens:
        if token.token_type != TokenType.BLOCK:
            continue
        place = f"{path.relative_to(ROOT)}:{token.lineno}"
        bits = list(smart_split(token.contents))
        if bits[0] in ("translate", "trans"):
            yield from _tag(bits, place)
        elif bits[0] in ("blocktranslate", "blocktrans"):
            yield _block(tokens, bits, place)


def _tag(bits: list[str], place: str) -> Iterator[Text]:
    # A variable is translated where its text is written, so it is no text of the template.
    if bits[1][0] in "\"'":
        context = bits[bits.index("context") + 1].strip("\"'") if "context" in bits else ""
        yield Text(bits[1].strip(bits[1][0]), "", context, place)


def _block(tokens: Iterator[object], bits: list[str], place: str) -> Text:
    parts: list[str] = []
    plural = -1
    for token in tokens:
        kind, contents = getattr(token, "token_type"), getattr(token, "contents")  # noqa: B009 - untyped in Django
        if kind == TokenType.BLOCK and contents.startswith("endblocktrans"):
            break
        if kind == TokenType.BLOCK and contents.strip() == "plural":
            plural = len(parts)
        elif kind == TokenType.VAR:
            parts.append(f"%({contents.split('|')[0]})s")
        elif kind == TokenType.TEXT:
            parts.append(contents.replace("%", "%%"))
    trimmed = "trimmed" in bits
    if plural < 0:
        return Text(_joined(parts, trimmed=trimmed), "", "", place)
    one, many = parts[:plural], parts[plural:]
    return Text(_joined(one, trimmed=trimmed), _joined(many, trimmed=trimmed), "", place)


def _joined(parts: list[str], *, trimmed: bool) -> str:
    text = "".join(parts)
    # As Django does it: lines are stripped and joined by single spaces.
    return " ".join(line.strip() for line in text.strip().splitlines()) if trimmed else text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
