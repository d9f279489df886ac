"""The kinds of failure that the product tells apart.

Each has a place on the screen: bad input at the field, a conflict on the page,
absent and forbidden as the same "finns inte".
"""

from collections.abc import Mapping


class SamtjanstError(Exception):
    """Base of every failure that the product raises on purpose."""


class NotFoundError(SamtjanstError):
    """The thing is absent, or the actor may not know that it exists; both look the same."""


class NotAllowedError(NotFoundError):
    """The actor lacks a permission. Shown exactly as :class:`NotFoundError`."""


class InvalidInputError(SamtjanstError):
    """Something that a person gave cannot be accepted.

    ``problems`` maps the id of a field ("" for the whole form) to texts in Swedish.
    """

    def __init__(self, problems: Mapping[str, list[str]]) -> None:
        super().__init__("; ".join(sorted(problems)))
        self.problems = dict(problems)


class ConflictError(SamtjanstError):
    """Somebody else, or another tab, changed the thing since it was read."""


class TransitionError(SamtjanstError):
    """The change is not allowed in the state that the thing is in."""

    def __init__(self, kind: str, state: str, event: str) -> None:
        super().__init__(f"{kind}: {event} is not possible in state {state}")
        self.kind, self.state, self.event = kind, state, event


class LevelError(SamtjanstError):
    """The log-in is of a lower assurance level than is demanded; ``level`` is that."""

    def __init__(self, level: int) -> None:
        super().__init__(f"assurance level {level} is demanded")
        self.level = level


class TooManyError(SamtjanstError):
    """The same has been tried too often in a short time; later it works again."""


class TamperedError(SamtjanstError):
    """Stored or received content does not match its seal."""
