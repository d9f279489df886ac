"""What a text for a case looks like when it is written, before there is any case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from samtjanst.capabilities.formkit import case_slots
from samtjanst.capabilities.formkit.own_messages import EMPTY_AT, Moment
from samtjanst.capabilities.formkit.texts import Text
from samtjanst.kernel import ids

UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class Preview:
    """A text with its slots filled.

    ``empty`` are slots that have nothing then, and ``sometimes`` those that some cases have
    nothing for; each becomes a dash.
    """

    text: str
    empty: tuple[str, ...]
    sometimes: tuple[str, ...] = ()


def preview(
    document: Mapping[str, Any],
    text: str,
    parameters: Mapping[str, Any],
    today: date,
    moment: str = "",
) -> Preview:
    """The text as somebody would read it at the moment ("" for any)."""
    values = _values(document, parameters, today)
    names = case_slots.names_in(text)
    none = EMPTY_AT.get(Moment(moment), ()) if moment in set(Moment) else ()
    empty = tuple(name for name in names if name in none or not values.get(name))
    shown = {name: "" if name in empty else value for name, value in values.items()}
    said = case_slots.SLOT.sub(lambda slot: shown.get(slot[1]) or UNKNOWN, text)
    about = tuple(one for one in names if one == "gäller" and one not in empty)
    return Preview(said, tuple(f"{{{one}}}" for one in empty), tuple(f"{{{o}}}" for o in about))


def _values(
    document: Mapping[str, Any], parameters: Mapping[str, Any], today: date
) -> dict[str, str]:
    handling = document.get("handling") or {}
    prefix, days = str(handling.get("reference_prefix") or ""), handling.get("target_days")
    due = today + timedelta(days=days) if isinstance(days, int) and 0 < days < 366 else None
    own = {name: Text(f"{{{name}}}").filled(parameters) for name in parameters}
    return own | {
        "namn": "Förnamn Efternamn",
        "ärendenummer": ids.reference_number(prefix, today.year, 123) if prefix else "",
        "e-tjänst": str((document.get("title") or {}).get("sv") or ""),
        "gäller": "Förnamn på barnet" if _is_about_somebody(document) else "",
        "handläggare": "Handläggarens namn",
        "klart senast": due.isoformat() if due else "",
    }


def _is_about_somebody(document: Mapping[str, Any]) -> bool:
    """Whether a case can be about another than the applicant: a child, or whom she acts for."""
    represents = (document.get("signing") or {}).get("represents") or {}
    acts = any(represents.get(name, "never") != "never" for name in ("company", "person"))
    pages = document.get("pages") or ()
    asked = (one for page in pages for one in page.get("questions") or ())
    return acts or any(one.get("kind") == "child" for one in asked)
