"""Lines that a collaboration adds to the checklist of all its municipalities, out of one file.

The file lies where the collaboration keeps what it has agreed on, such as a git repository, and
each installation is told where (``SAMTJANST_CHECKLIST``). Imports neither Django nor the models:
settings read it before either is there.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = "samtjanst-checklist/1"
MOST, LONGEST_TITLE, LONGEST_HELP, LARGEST = 50, 120, 300, 100_000
_ID = re.compile(r"[a-z][a-z0-9_]{0,29}", re.ASCII)
# As ``aging.SUBJECTS``, which loads what settings cannot; a test holds them together.
SUBJECTS = ("classification", "plain", "accessibility", "tests", "process", "documentation")
_LANGUAGES = frozenset({"sv", "en"})


@dataclass(frozen=True, slots=True)
class CommonLine:
    """One line; title and help are by language, Swedish always, and ``by`` says who added it."""

    id: str
    title: Mapping[str, str]
    help: Mapping[str, str]
    is_mandatory: bool
    may_be_excused: bool
    by: str
    about: str = ""  # what ages what is said of it (``aging.SUBJECTS``); "" for nothing

    @property
    def key(self) -> str:
        """The key of what is said of it; never one of the product's or a municipality's own."""
        return f"common_{self.id}"


def read(path: str) -> tuple[CommonLine, ...]:
    """The lines of the file; () for no path.

    Raises:
        ValueError: it cannot be read, with place and reason: nothing of it is taken.
    """
    if not path:
        return ()
    try:
        content = Path(path).read_bytes()[: LARGEST + 1]
        document = json.loads(content) if len(content) <= LARGEST else None
    except (OSError, ValueError, RecursionError) as error:
        raise ValueError(f"{path}: cannot be read as JSON") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ValueError(f"{path}: format must be {FORMAT}")
    by, listed = document.get("name"), document.get("lines")
    if not _is_line(by, LONGEST_TITLE) or not isinstance(listed, list) or len(listed) > MOST:
        raise ValueError(f"{path}: it needs a name and a list of at most {MOST} lines")
    if extra := set(document) - {"format", "name", "lines"}:
        raise ValueError(f"{path}: unknown field {min(extra)}")
    found = tuple(_line(one, f"{path}: lines[{n}]", str(by)) for n, one in enumerate(listed))
    if len({one.id for one in found}) < len(found):
        raise ValueError(f"{path}: two lines have the same id")
    return found


def _line(one: Any, place: str, by: str) -> CommonLine:
    known = {"id", "title", "help", "mandatory", "may_be_excused", "about"}
    if not isinstance(one, dict) or set(one) - known:
        raise ValueError(f"{place}: an object with {', '.join(sorted(known))} and nothing more")
    if not isinstance(one.get("id"), str) or not _ID.fullmatch(one["id"]):
        raise ValueError(f"{place}.id: small letters, digits and _, at most 30")
    if not all(one.get(name, True) in (True, False) for name in ("mandatory", "may_be_excused")):
        raise ValueError(f"{place}: mandatory and may_be_excused are true or false")
    about = one.get("about", "")
    if about and (not isinstance(about, str) or about not in SUBJECTS):
        raise ValueError(f"{place}.about: one of {', '.join(SUBJECTS)}, or nothing")
    return CommonLine(
        id=one["id"],
        title=_words(one.get("title"), f"{place}.title", LONGEST_TITLE),
        help=_words(one.get("help", {"sv": ""}), f"{place}.help", LONGEST_HELP, least=0),
        is_mandatory=one.get("mandatory") is True,
        may_be_excused=one.get("may_be_excused") is not False,
        by=by,
        about=about or "",
    )


def _words(value: Any, place: str, longest: int, least: int = 1) -> Mapping[str, str]:
    is_told = isinstance(value, dict) and "sv" in value and set(value) <= _LANGUAGES
    if not is_told or not all(_is_line(one, longest, least) for one in value.values()):
        raise ValueError(f"{place}: sv, and en if wanted, of at most {longest} characters")
    return dict(value)


def _is_line(value: Any, longest: int, least: int = 1) -> bool:
    return isinstance(value, str) and least <= len(value.strip()) and (
        len(value) <= longest and value.isprintable()
    )  # fmt: skip
