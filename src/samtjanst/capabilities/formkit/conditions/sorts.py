"""What conditions see of an answer, by the question's kind."""

from samtjanst.capabilities.formkit.kinds import BEHAVIOURS
from samtjanst.capabilities.formkit.kinds.base import Sort
from samtjanst.capabilities.formkit.model import Kind

__all__ = ["Sort", "sort_of"]


def sort_of(kind: Kind) -> Sort:
    """What conditions see of an answer to a question of the kind."""
    return BEHAVIOURS[kind].sort
