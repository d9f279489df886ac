"""Writes docs/signing-room.md: every state of a signing room, and what each person sees in it.

States and events come from the code's own transition tables; what is seen is tested row by row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from samtjanst.capabilities.signing.types import (
    REQUEST_TRANSITIONS,
    ROOM_TRANSITIONS,
    RequestState,
    RoomState,
)

PAGE = Path(__file__).resolve().parent.parent / "docs" / "signing-room.md"
ABSENT = "(finns inte)"
_State = TypeVar("_State", RequestState, RoomState)


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands on the page of each, in Swedish; ABSENT when the page does not exist."""

    applicant: str
    signatory: str
    handler: str


# One person's signature: the other guardian's, when the applicant has signed and handed in.
PERSON: Mapping[RequestState, Seen] = {
    RequestState.WAITING: Seen("Har inte skrivit under än", "Läs och skriv under", "Saknas"),
    RequestState.QUEUED: Seen("Väntar på sin tur", ABSENT, "Väntar på sin tur"),
    RequestState.INVITED: Seen(
        "Har inte skrivit under än. Vi väntar sedan", "Läs och skriv under", "Ombedd"
    ),
    RequestState.OPENED: Seen(
        "Har inte skrivit under än. Vi väntar sedan", "Läs och skriv under", "Har öppnat ansökan."
    ),
    RequestState.SIGNED: Seen("Skrev under", "Du har skrivit under", "Skrev under"),
    RequestState.DECLINED: Seen(
        "att hen inte skriver under", "Du har svarat att du inte skriver under", "Vill inte"
    ),
    RequestState.EXPIRED: Seen(
        "Skrev inte under i tid", "Det går inte längre att skriva under", "Tiden gick ut"
    ),
    RequestState.EXCUSED: Seen(
        "Underskriften behövs inte längre", "Det går inte längre att skriva under", "Har avlidit"
    ),
    RequestState.ON_PAPER: Seen(
        "Skrev under på papper",
        "Din underskrift på papper är registrerad",
        "Skrev under på papper",
    ),
    RequestState.STOOD_DOWN: Seen("Underskriften behövdes inte", "Det är klart", "Behövdes inte"),
    RequestState.REPLACED: Seen("Underskriften behövs inte längre", ABSENT, "Någon annan ombads"),
}
HEAD = """# The signing room

Made by `scripts/signing_page.py` from the transition tables of `capabilities.signing`. What each
person sees is what stands on her page (in Swedish); `tests/journey/test_room_table.py` looks it up
row by row. *(finns inte)*: the page answers as if there were no such thing.

"""

SOME = """
Where the applicant names those who sign, some of them can be enough, and they can be asked in turn.
Guardians can have to sign as well: all of them, at once, whatever the others do; nobody's signature
counts instead of a guardian's, and a guardian who is named as well signs once.

- As many as are needed have signed: the room is complete. Those who were not needed are stood
  down, told so by a notice if they had been asked, and are no parties to the case.
- Somebody declines: while enough others can sign the room stays open, and the applicant and the
  handler are told. When it can no longer be reached the room is declined.
- Somebody has died: she is counted no more, and as many as are left are enough. When others have
  declined, so that too few are left, the room is declined.
- Somebody cannot sign by the population register, where the e-service looks people up: dead,
  under 18 or not there is told at the field when she is named and again when it is signed; a
  register that is down stops nobody. Of a living person nothing is told, and nobody's name.
- Somebody protected is asked where she logs in, by no message; the applicant sees no difference,
  and the case is closed to staff who may not read of protected people. So it becomes when
  somebody is protected while it waits.
- Before each reminder the register is asked again. Somebody who has emigrated without having an
  address here, or is no longer there, is not reminded; the handler is told so once and can name
  another. She can still sign.
- Somebody who had declined signs on paper after all: when enough can sign again the room is open
  again, the days count anew, and those who are left are asked anew (in turn: the next). When too
  few are left it stays declined, and the handler is told so: she asks again, names another or
  goes on without. So it is where everybody has to sign, too.
- In turn: a request waits for its turn, without notices and reminders, until the one before has
  signed or declined. The days until the room ends count from the first invitation; reminders
  count from each person's own."""


def page() -> str:
    """The page's text."""
    parts = [
        "## One person's signature\n",
        "The applicant has signed and handed in; the row is about the other signatory.\n",
        _seen(PERSON),
        "\n### What happens to it\n",
        _transitions(REQUEST_TRANSITIONS),
        "\n## The room\n",
        "Open, complete, declined, expired, cancelled. An e-service can keep the application in",
        "the applicant's own space until everybody has signed; then staff see only that something",
        "waits, since when, and which role is missing. When the applicant changes what somebody",
        "has signed there, she is first told that the signatures become void; then the room is",
        "cancelled and everybody signs anew.",
        SOME,
        "\n### What happens to it\n",
        _transitions(ROOM_TRANSITIONS),
    ]
    return HEAD + "\n".join(parts) + "\n"


def _seen(rows: Mapping[RequestState, Seen]) -> str:
    lines = ["| state | applicant | signatory | handler |", "|---|---|---|---|"]
    lines += [
        f"| `{state}` | {seen.applicant} | {seen.signatory} | {seen.handler} |"
        for state, seen in rows.items()
    ]
    return "\n".join(lines)


def _transitions(table: Mapping[tuple[_State, str], _State]) -> str:
    lines = ["| from | event | to |", "|---|---|---|"]
    lines += [f"| `{start}` | {event} | `{end}` |" for (start, event), end in table.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page())
