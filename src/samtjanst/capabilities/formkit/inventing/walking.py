"""Goes through answers and what was known, and has every personal part invented anew."""

from collections.abc import Callable, Mapping
from typing import Any

from samtjanst.capabilities.formkit.inventing.inventor import Inventor
from samtjanst.capabilities.formkit.kinds import maps
from samtjanst.capabilities.formkit.model import Kind, Question

# What is chosen, counted or agreed to says nothing of who somebody is.
IS_KEPT = frozenset(
    {
        *(Kind.CHOICE, Kind.MANY_CHOICES, Kind.YES_NO, Kind.LIST, Kind.SCHOOL),
        *(Kind.INTEGER, Kind.NUMBER, Kind.MONEY, Kind.PERCENTAGE, Kind.TIME),
        *(Kind.CONSENT, Kind.DECLARATION),
    }
)
_ROWS = frozenset({Kind.GROUP, Kind.TABLE})
# Pieces that are the platform's own words.
_OURS = frozenset(
    {
        *("source", "status", "owner", "share", "row", "kind", "ended", "title", "by"),
        *("content_type", "scan_state"),
    }
)
# A place that is nobody's, in SWEREF 99 TM: drawings are moved there.
_NORTH, _EAST = 6_500_000, 500_000


class Walk:
    """One run; ``files`` are the new ids of its files by the old."""

    def __init__(self, inventor: Inventor, files: Mapping[str, str]) -> None:
        """Ready to go."""
        self.inventor, self.files = inventor, files
        make = inventor
        self._pieces: dict[str, Callable[[str], str]] = {
            "name": make.name,
            "care_of": make.name,
            "personal_number": make.number,
            "organisation_number": make.organisation,
            "email": make.email,
            "phone": make.phone,
            "street": make.street,
            "postal_code": make.postal_code,
            "city": make.city,
            "designation": make.designation,
            "from": make.day,
            "to": make.day,
            "on": make.day,
            "today": make.day,
        }
        self._kinds: dict[Kind, Callable[[str], str]] = {
            Kind.DATE: make.day,
            Kind.EMAIL: make.email,
            Kind.PHONE: make.phone,
            Kind.PERSONAL_NUMBER: make.number,
            Kind.ORGANISATION_NUMBER: make.organisation,
            Kind.IBAN: make.iban,
            Kind.CAR: make.plate,
            Kind.PROPERTY: make.designation,
        }

    def answer(self, question: Question, value: Any) -> Any:
        """The answer with what is personal in it replaced."""
        if question.kind in IS_KEPT:
            return value
        if question.kind is Kind.FILE:
            return [self.files[one] for one in value or () if one in self.files]
        if question.kind in _ROWS and isinstance(value, list):
            return [self._row(question, row) for row in value]
        if isinstance(value, str):
            return self._kinds.get(question.kind, self.inventor.text)(value)
        return self._any(value)

    def _row(self, question: Question, row: Mapping[str, Any]) -> dict[str, Any]:
        inner = {one.id: one for one in question.questions}
        return {
            key: self.answer(inner[key], value) if key in inner else value
            for key, value in row.items()
        }

    def people(self, facts: Mapping[str, Any]) -> None:
        """Those who are known come first: a number that stands alone may be one of theirs."""
        for who in ("applicant", "children", "represents"):
            self._any(facts[who])

    def known(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """What registers had said, as ``recording.kept``."""
        told = {key: value for key, value in facts.items() if key not in {"files", "sources"}}
        return {
            **{key: self._piece(key, value) for key, value in told.items()},
            "sources": {key: self._piece(key, one) for key, one in facts["sources"].items()},
            "files": self._files(facts["files"]),
        }

    def _files(self, files: Mapping[str, Any]) -> dict[str, Any]:
        made = {}
        for key, one in files.items():
            stand_in = self.inventor.file(one["name"], one["content_type"], one["size"])
            made[self.files[key]] = {**one, **stand_in, "id": self.files[key]}
        return made

    def _any(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return self._object(value)
        if isinstance(value, list | tuple):
            return [self._any(one) for one in value]
        return self.inventor.text(value) if isinstance(value, str) else value

    def _object(self, value: Mapping[str, Any]) -> dict[str, Any]:
        made = {key: self._piece(key, one) for key, one in value.items()}
        if value.get("organisation_number") or value.get("kind") == "company":
            made["name"] = self.inventor.company(value.get("name", ""))
        if "clearing" in value and "account" in value:
            pair = self.inventor.account(value["clearing"], value["account"])
            made["clearing"], made["account"] = pair
        if "proof" in value:
            made["proof"] = ""  # what a register has signed is about somebody real
        if value.get("points"):
            made["points"] = _moved(value["points"])
        return made

    def _piece(self, key: str, value: Any) -> Any:
        if not isinstance(value, str):
            return self._any(value)
        if key in _OURS:
            return value
        if value in self.inventor.replaced and key not in {"from", "to", "on", "today"}:
            return self.inventor.replaced[value]
        if key == "at":
            return self.inventor.day(value[:10]) + value[10:]
        if key == "number":
            return self.inventor.organisation(value)
        return self._pieces.get(key, self.inventor.text)(value)


def _moved(points: list[list[int]]) -> list[list[int]]:
    north, east = points[0]
    moved = ((one[0] - north + _NORTH, one[1] - east + _EAST) for one in points)
    return [[_within(one, maps.NORTH), _within(two, maps.EAST)] for one, two in moved]


def _within(value: int, limits: tuple[int, int]) -> int:
    return min(max(value, limits[0]), limits[1])
