"""One transaction for a step and everything that it calls."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")


def together(act: Callable[P, R]) -> Callable[P, R]:
    """Run the verb in one transaction, its own or the caller's; without a savepoint of its own.

    A verb that fails inside a caller's transaction therefore takes the whole of it with it,
    even if the caller should catch the error: the database refuses every further statement.
    Where a caller means to go on, it opens an own ``transaction.atomic`` around the call.
    """

    @functools.wraps(act)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(savepoint=not _is_inside()):
            return act(*args, **kwargs)

    return done


def _is_inside() -> bool:
    # A test case's own transaction is not a caller's: a verb must be able to fail in it.
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)
