"""Which questions work lists can know, and how a list is narrowed by the answer.

A question is marked in its own field ``in_lists``: ``search`` lets a list be narrowed by the
answer and show it as a column, ``column`` shows the column from the beginning.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from samtjanst.capabilities.formkit.model import Kind


class Mark(StrEnum):
    """How a question is marked; the value stands in the document."""

    SEARCH = "search"
    COLUMN = "column"


class ListForm(StrEnum):
    """How a list is narrowed by an answer."""

    TEXT = "text"  # holds these words, or their beginnings
    CHOICE = "choice"  # is this option, or has it among them
    YES_NO = "yes_no"
    ITEM = "item"  # is this item of the municipality's list
    DATE = "date"  # from one day to another
    NUMBER = "number"  # from one number to another
    WHO = "who"  # has this name, or the whole of this number
    NUMBER_ONLY = "number_only"  # the whole of a person's number; never a column


LIST_FORMS: Mapping[Kind, ListForm] = MappingProxyType({
    Kind.TEXT: ListForm.TEXT,
    Kind.EMAIL: ListForm.TEXT,
    Kind.PHONE: ListForm.TEXT,
    Kind.CAR: ListForm.TEXT,
    Kind.PROPERTY: ListForm.TEXT,
    Kind.ADDRESS: ListForm.TEXT,
    Kind.TIME: ListForm.TEXT,
    Kind.CHOICE: ListForm.CHOICE,
    Kind.MANY_CHOICES: ListForm.CHOICE,
    Kind.YES_NO: ListForm.YES_NO,
    Kind.SCHOOL: ListForm.ITEM,
    Kind.LIST: ListForm.ITEM,
    Kind.DATE: ListForm.DATE,
    Kind.INTEGER: ListForm.NUMBER,
    Kind.NUMBER: ListForm.NUMBER,
    Kind.PERCENTAGE: ListForm.NUMBER,
    Kind.MONEY: ListForm.NUMBER,
    Kind.PERSON: ListForm.WHO,
    Kind.CHILD: ListForm.WHO,
    Kind.COMPANY: ListForm.WHO,
    Kind.PERSONAL_NUMBER: ListForm.NUMBER_ONLY,
    Kind.ORGANISATION_NUMBER: ListForm.NUMBER_ONLY,
})  # fmt: skip


def marks_of(kind: Kind) -> tuple[str, ...]:
    """How a question of the kind can be marked; () for not at all."""
    form = LIST_FORMS.get(kind)
    if form is None:
        return ()
    return (Mark.SEARCH,) if form is ListForm.NUMBER_ONLY else tuple(Mark)
