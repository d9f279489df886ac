"""The control page of a simulator with modes: what it holds, and how it is to behave."""

from collections.abc import Callable, Mapping
from typing import Protocol

from samtjanst.simulators import page


class Behaving(Protocol):
    """Something that behaves as its mode says."""

    mode: str


def panel(
    inside: Behaving,
    title: str,
    titles: Mapping[str, str],
    told: Callable[[], str],
    asked: list[str] | None = None,
) -> type[page.PageHandler]:
    """A page with a button for each mode; ``told`` is the HTML of what the simulator holds.

    Tests read ``asked`` at /_sim/asked and set the mode at /_sim/mode.
    """

    class Panel(page.PageHandler):
        def do_GET(self) -> None:  # noqa: N802 - the library's name
            if self.path == "/_sim/asked" and asked is not None:
                self.json(asked)
            else:
                self.page(title, f"{told()}{_buttons(inside.mode, titles)}")

        def do_POST(self) -> None:  # noqa: N802 - the library's name
            mode = self.form().get("mode", "")
            if mode in titles:
                inside.mode = mode
            if self.path.startswith("/_sim/"):
                self.json({"mode": inside.mode})
            else:
                self.redirect("/")

    return Panel


def _buttons(now: str, titles: Mapping[str, str]) -> str:
    buttons = "".join(
        f'<button name="mode" value="{mode}"{" disabled" if mode == now else ""}>{called}</button>'
        for mode, called in titles.items()
    )
    return f'<form method="post" action="/mode" class="people">{buttons}</form>'
