"""What is drawn of a condition or a value: controls with their choices, inside one another.

Names of controls say where in the tree they stand ("w-0-s"); ``path`` says where in the rule a
fault about them is found ("when.of[0].question").
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from samtjanst.capabilities.formkit.texts import NO_WORDS, Text, Told

Typed = Mapping[str, Sequence[str]]
QUOTED = Text("”{it}”", "“{it}”")


@dataclass(frozen=True, slots=True)
class At:
    """Where in the tree something stands: its name, its path, and how far in."""

    name: str
    path: str
    depth: int = 0

    def under(self, name: str, path: str) -> "At":
        """Something inside, one step further in; ``path`` is what the path goes on with."""
        return At(f"{self.name}-{name}", f"{self.path}{path}", self.depth + 1)


@dataclass(frozen=True, slots=True)
class Posted:
    """A form as it was sent: what is typed, and the button that was pressed.

    ``do`` is what the button does ("line", "group", "drop", "wrap", "open", "part", "unpart" or
    "") and ``about`` the name of what it does it to. ``start`` is the question that a new line
    looks at.
    """

    typed: Typed
    do: str = ""
    about: str = ""
    start: str = ""

    def does(self, act: str, name: str) -> bool:
        """Whether the button does this to that."""
        return (self.do, self.about) == (act, name)

    def plain(self, name: str, held: str = "") -> str:
        """What was typed on one line, or ``held`` when the control was not on the screen."""
        found = self.typed.get(name)
        return " ".join(clean(found[-1]).split()) if found else held

    def lines(self, name: str, held: Sequence[str]) -> list[str]:
        """What was typed on several lines, or ticked, without the empty ones."""
        if name not in self.typed:
            return list(held)
        listed = (" ".join(one.split()) for one in clean("\n".join(self.typed[name])).split("\n"))
        return [one for one in listed if one]


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to point at; ``group`` is the heading that it stands under."""

    value: str
    label: Told
    group: Told = NO_WORDS


@dataclass(frozen=True, slots=True)
class Control:
    """One control.

    ``form`` is "one_of", "many_of", "find" (several, found by name), "number", "whole", "date",
    "time", "line" or "lines" (one value a line). ``chosen`` is what is pointed out, or written.
    """

    name: str
    path: str
    label: Told
    form: str
    chosen: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """A value: what it is, and what goes into it."""

    name: str
    path: str
    controls: tuple[Control, ...]
    inner: tuple["Formula", ...] = ()
    can_add: bool = False
    can_drop: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One comparison; ``rows`` is what every row is tried by, where it is about rows."""

    name: str
    path: str
    controls: tuple[Control, ...]
    before: tuple[Formula, ...] = ()
    after: tuple[Formula, ...] = ()
    rows: "Group | None" = None
    can_drop: bool = True
    can_wrap: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Several conditions, and how they are joined."""

    name: str
    path: str
    how: Control
    items: tuple["Line | Group", ...]
    can_add: bool = True
    can_nest: bool = True
    can_drop: bool = True
    is_outermost: bool = False

    @property
    def says_how(self) -> bool:
        """Whether it is worth saying how the parts belong together: not of one alone."""
        is_whole = self.is_outermost or self.name.endswith("-r")
        return len(self.items) > 1 or not is_whole or self.how.chosen != ("and",)


def controls_of(part: Group | Line | Formula) -> Iterator[Control]:
    """Every control of a tree, in the order of the screen."""
    if isinstance(part, Group):
        yield part.how
        for item in part.items:
            yield from controls_of(item)
        return
    yield from part.controls
    inner = part.inner if isinstance(part, Formula) else (*part.before, *part.after)
    for one in inner:
        yield from controls_of(one)
    if isinstance(part, Line) and part.rows is not None:
        yield from controls_of(part.rows)


def clean(text: str) -> str:
    """Without what the format refuses: signs that cannot be seen, halves of signs."""
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in whole if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})


def number(text: str) -> int | str:
    """A number as the format writes it; what is no number is kept as typed."""
    bare = text.replace(" ", "").replace("\u00a0", "").replace("−", "-").replace(",", ".")
    is_whole = bare.isascii() and bare.removeprefix("-").isdecimal() and len(bare) < 16
    if is_whole:
        return int(bare)
    return bare if bare.replace(".", "", 1).removeprefix("-").isdecimal() else text


def written(value: object) -> str:
    """A number or a text as it stands in a control: decimals with a comma."""
    if isinstance(value, bool) or value is None:
        return ""
    text = str(value)
    bare = text.replace(".", "", 1).removeprefix("-")
    return text.replace(".", ",") if bare.isdecimal() else text
