"""A table becomes a repeating group: the same questions, with every rule that was about them."""

import copy

from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.kernel.errors import NotFoundError

_NAME = {"sv": "Rad", "en": "Row"}


def as_group(document: Document, table_id: str) -> Document:
    """The document with the table as a repeating group, in which cells can also be hidden.

    Ids stay, so that rules, conditions and calculations mean what they meant. The fixed rows of a
    table become the options of a first question, since rows of a group are added by the applicant.

    Raises:
        NotFoundError: no such table.
    """
    taken = editing.taken_ids(document)

    def put(question: Part) -> None:
        if question.get("kind") != Kind.TABLE:
            raise NotFoundError(table_id)
        question["kind"] = Kind.GROUP.value
        fixed = question.pop("options", None) or []
        if len(fixed) > 1:
            question["questions"] = [_which(question, fixed, taken), *question.get("questions", [])]

    return editing.change_question(document, table_id, put)


def _which(question: Part, fixed: list[Part], taken: set[str]) -> Part:
    """The question of which row it is."""
    name = (question.get("settings") or {}).get("row_name") or _NAME
    return {
        "id": editing.new_id(str(name.get("sv") or _NAME["sv"]), taken),
        "kind": Kind.CHOICE.value,
        "label": copy.deepcopy(name),
        "required": True,
        "options": copy.deepcopy(fixed),
    }
