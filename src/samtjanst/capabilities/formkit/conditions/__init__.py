"""Conditions: read from the document into a tree, compiled once to closures.

``Compiler`` reads; ``tree`` and ``operands`` are the nodes; ``words`` says them in Swedish.
"""

from samtjanst.capabilities.formkit.conditions.operands import Value
from samtjanst.capabilities.formkit.conditions.reading import Compiler
from samtjanst.capabilities.formkit.conditions.sorts import Sort, sort_of
from samtjanst.capabilities.formkit.conditions.state import (
    Condition,
    Operand,
    State,
    as_day,
    as_number,
)
from samtjanst.capabilities.formkit.conditions.tree import COMPARISONS, Node

__all__ = [
    "COMPARISONS",
    "Compiler",
    "Condition",
    "Node",
    "Operand",
    "Sort",
    "State",
    "Value",
    "as_day",
    "as_number",
    "sort_of",
]
