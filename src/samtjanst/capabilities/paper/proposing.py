"""From fields on the paper to questions: what is known already is not asked, repeats are joined."""

import re
from collections.abc import Sequence
from dataclasses import replace

from samtjanst.capabilities.paper import guessing
from samtjanst.capabilities.paper.repeats import with_groups
from samtjanst.capabilities.paper.types import Control, Found, Proposal, Verdict

# Fields of the one who applies, which the log-in and the population register answer.
_OWN = re.compile(
    r"sökande|anmälare|beställare|kontaktuppgift|personuppgift|dina uppgifter|uppgifter om dig|^$"
    r"|vårdnadshavare 1|den som söker",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"barn|elev|företag|organisation|förening|fastighet|ombud|kontaktperson|vårdnadshavare 2"
    r"|anhörig|arbetsgivare|fordon|skola|plats|make|maka|läkare|fakturamottag",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"^(för- och efternamn|namn|förnamn|efternamn|sökandes? namn|ditt namn)\b", re.IGNORECASE
)
_PART_OF_ADDRESS = re.compile(r"post\s*-?(nummer|nr)|postort|^ort\b|postadress|c/o", re.IGNORECASE)
_PREFILL = {"email": "applicant_email", "phone": "applicant_phone", "address": "applicant_address"}


def proposals(found: Sequence[Found]) -> tuple[Proposal, ...]:
    """One proposal for each field, in the order of the paper."""
    made = [_proposal(number, one) for number, one in enumerate(found)]
    made = _with_known(made)
    made = _with_addresses(made)
    return tuple(with_groups(made))


def _proposal(number: int, found: Found) -> Proposal:
    kind = guessing.kind_of(found)
    verdict, why = Verdict.ASK, _why(found, kind)
    if not kind:
        verdict = Verdict.DROP
        why = (
            "Fältet är till för kommunen."
            if guessing.offices(found)
            else "Underskriften görs med e-legitimation, med dag och tid."
        )
    return Proposal(
        number=number,
        label=_label(found, kind),
        kind=kind,
        verdict=verdict,
        why=why,
        place=found.place,
        section=found.section,
        options=() if kind in {"yes_no", "consent", "declaration", "file"} else found.options,
        columns=_columns(found),
        required=found.required or found.label.rstrip().endswith("*"),
        max_length=found.length if kind in {"text", "long_text"} else 0,
        help=found.help,
    )


def _label(found: Found, kind: str) -> str:
    label = found.label
    if not label and len(found.options) == 1:
        label = found.options[0]
    if kind == "" and not label:
        label = found.section
    return re.sub(r"\s+", " ", label).strip(" :*.…_") or "Fråga utan text"


def _columns(found: Found) -> tuple[Proposal, ...]:
    if found.control is not Control.ROWS:
        return ()
    cells = (Found(name, Control.LINE, found.place) for name in found.options)
    return tuple(
        Proposal(n, one.label, guessing.kind_of(one) or "text", Verdict.ASK, "", one.place)
        for n, one in enumerate(cells)
    )


def _why(found: Found, kind: str) -> str:
    match found.control:
        case Control.ROWS:
            return f"En tabell med tomma rader och {len(found.options)} kolumner."
        case Control.CHOICES:
            return f"{len(found.options)} rutor eller alternativ under samma fråga."
        case Control.TICK:
            return "En ruta att kryssa i."
        case Control.AREA:
            return "Plats för flera rader."
    known = guessing.looks_like(found.label)
    return (
        f"Orden i ”{found.label.strip(' :')}” brukar fråga efter detta."
        if known == kind
        else ("En rad att skriva på.")
    )


def _is_own(one: Proposal) -> bool:
    return bool(_OWN.search(one.section)) and not _OTHER.search(f"{one.section} {one.label}")


def _with_known(made: list[Proposal]) -> list[Proposal]:
    """The applicant's name and number come with the log-in; the rest of it is filled in for her."""
    seen: set[str] = set()
    return [
        _known(one, seen) if one.verdict is Verdict.ASK and _is_own(one) else one for one in made
    ]


def _known(one: Proposal, seen: set[str]) -> Proposal:
    is_number = one.kind == "personal_number"
    key = "number" if is_number else one.label.casefold() if _NAME.match(one.label) else one.kind
    is_part = one.kind == "address" and _PART_OF_ADDRESS.search(one.label)
    if key in seen or is_part:
        return one
    if is_number or _NAME.match(one.label):
        seen.add(key)
        why = "Kommer från e-legitimationen och behöver inte skrivas."
        return replace(one, verdict=Verdict.KNOWN, why=why)
    if one.kind not in _PREFILL:
        return one
    seen.add(key)
    is_home = one.kind == "address"
    why = (
        "Hämtas från folkbokföringen." if is_home else "Fylls i av det som är känt, och kan ändras."
    )
    return replace(one, prefill=_PREFILL[one.kind], why=why)


def _with_addresses(made: list[Proposal]) -> list[Proposal]:
    """Postal code and town belong to the street before them."""
    result: list[Proposal] = []
    home: Proposal | None = None
    for one in made:
        is_part = one.kind == "address" and _PART_OF_ADDRESS.search(one.label) is not None
        if is_part and home and home.section == one.section and one.number - home.number <= 4:
            why = f"Hör till ”{home.label}”."
            result.append(replace(one, verdict=Verdict.JOINED, joins=home.number, why=why))
            continue
        home = one if one.kind == "address" else home
        result.append(one)
    return result
