"""What a browser would post for a page that nobody has touched: the way back from a view.

Used wherever answers have to go through the form as a person would give them: recorded tests,
trials in the studio, and the proof that reading and showing are each other's opposite.
"""

from collections.abc import Iterator

from samtjanst.capabilities.formkit.inputs import SHOWN
from samtjanst.capabilities.formkit.present.types import FieldView, PageView

_ONE = frozenset({"radios", "child", "select", "tick"})


def of_page(view: PageView) -> dict[str, list[str]]:
    """The posted fields of a whole page."""
    data = {SHOWN: list(view.shown)}
    for field in view.fields:
        for name, values in of_field(field):
            data.setdefault(name, []).extend(values)
    return data


def of_field(field: FieldView) -> Iterator[tuple[str, list[str]]]:
    """The posted fields of one question; a box that is not ticked posts nothing."""
    if field.parts:
        for part in field.parts:
            yield from of_field(part)
    elif field.rows:
        yield f"{field.id}._row", [row.key for row in field.rows]
        for row in field.rows:
            for cell in row.fields:
                yield from of_field(cell)
    elif field.widget in _ONE or field.widget == "boxes":
        chosen = [option.id for option in field.options if option.selected]
        if field.widget == "select" and not chosen:
            yield field.name, [""]  # the first option of a drop-down
        elif chosen:
            yield field.name, chosen
    elif field.widget in {"input", "long_text", "search"}:
        yield field.name, [field.value if isinstance(field.value, str) else ""]
