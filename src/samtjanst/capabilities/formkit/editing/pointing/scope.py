"""What a condition can look at from where it stands."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from samtjanst.capabilities.formkit.conditions import Sort, sort_of
from samtjanst.capabilities.formkit.editing import document as editing
from samtjanst.capabilities.formkit.editing.document import Document, Part
from samtjanst.capabilities.formkit.editing.pointing.controls import QUOTED, Choice
from samtjanst.capabilities.formkit.model import Kind
from samtjanst.capabilities.formkit.texts import Told


@dataclass(frozen=True, slots=True)
class Scope:
    """The document, and the group of whose rows a condition is about ("" for none).

    What can be pointed at is the same for every line: it is worked out once.
    """

    document: Document
    group: str = ""
    _known: dict[str, tuple[Choice, ...]] = field(default_factory=dict, compare=False, repr=False)

    def once(self, key: str, work: Callable[[], Iterable[Choice]]) -> tuple[Choice, ...]:
        """The choices under a name, worked out the first time."""
        name = f"{self.group} {key}"
        if name not in self._known:
            self._known[name] = tuple(work())
        return self._known[name]

    def inside(self, group: str) -> "Scope":
        """For conditions on each row of a group."""
        return Scope(self.document, group, self._known)

    def own(self) -> list[Part]:
        """The questions of the row."""
        return list(self.find(self.group).get("questions") or []) if self.group else []

    def asked(self) -> Iterator[Part]:
        """Every question that has an answer: those of the row first."""
        outside = (one for _page, one in editing.questions(self.document))
        for one in (*self.own(), *outside):
            if sort(one) is not Sort.NOTHING:
                yield one

    def find(self, question_id: str) -> Part:
        """The question with the id; {} when there is none here."""
        outside = (one for _page, one in editing.questions(self.document))
        inside = () if not self.group else tuple(self._rows())
        return next((one for one in (*inside, *outside) if one.get("id") == question_id), {})

    def parameters(self, *types: str) -> list[Part]:
        """The municipality's parameters of some types."""
        listed = self.document.get("parameters") or []
        return [one for one in listed if one.get("type") in types]

    def _rows(self) -> Iterator[Part]:
        for _page, one in editing.questions(self.document):
            if one.get("id") == self.group:
                yield from one.get("questions") or []


def sort(question: Part) -> Sort:
    """What conditions see of a question's answer."""
    kind = question.get("kind")
    return sort_of(Kind(kind)) if isinstance(kind, str) and kind in set(Kind) else Sort.NOTHING


def name(part: Part, field: str = "label") -> Told:
    """What a part is called, within quotation marks."""
    return QUOTED.told(it=editing.text_of(part, field) or str(part.get("id", "?")))
