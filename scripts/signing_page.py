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
ABSENT, HIDDEN = "(finns inte)", "(syns inte)"
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
_SIGN, _GONE = "Läs och skriv under", "Det går inte längre att skriva under"
_NO = "Du har svarat att du inte skriver under"
_ALL = "Alla har skrivit under och ansökan kan handläggas."
_TAKE = "Ansökan är komplett. Ta ärendet för att handlägga det."
# The room of what is handed in when the applicant has signed: her case, the other's page, the desk.
AT_ONCE: Mapping[RoomState, Seen] = {
    RoomState.OPEN: Seen(
        "Till dess kan ärendet inte handläggas.", _SIGN, "Vänta på att Bo Provsson skriver under."
    ),
    RoomState.COMPLETE: Seen("Komplett, väntar på handläggning", _ALL, _TAKE),
    RoomState.DECLINED: Seen(
        "Någon vill inte skriva under", _NO, "Bo Provsson vill inte skriva under."
    ),
    RoomState.EXPIRED: Seen(
        "Alla skrev inte under", _GONE, "Ärendet är avslutat utan alla underskrifter."
    ),
}
# The room of what lies in the applicant's own space: her list, the other's page, the desk's list.
OWN_SPACE: Mapping[RoomState, Seen] = {
    RoomState.OPEN: Seen("Inte inskickad, väntar på underskrift", _SIGN, "saknas: vårdnadshavare"),
    RoomState.COMPLETE: Seen("Komplett, väntar på handläggning", _ALL, _TAKE),
    RoomState.DECLINED: Seen("Inte inskickad, någon vill inte skriva under", _NO, HIDDEN),
    RoomState.EXPIRED: Seen("Inte inskickad, tiden gick ut", _GONE, HIDDEN),
    RoomState.CANCELLED: Seen("Påbörjade", ABSENT, HIDDEN),
}
_BACK = "Beslutet fattades inte: det gick tillbaka till den som handlägger."
_MADE = "Beslutet är fattat, och parterna har fått besked."
# The room of a decision: the one who decides and has signed, one who approves, the case's page.
DECISION: Mapping[RoomState, Seen] = {
    RoomState.OPEN: Seen(
        "Beslutet fattas när alla som ska har skrivit under.",
        "Godkänn beslutet med din underskrift",
        "Det gäller när alla som ska har skrivit under.",
    ),
    RoomState.COMPLETE: Seen(_MADE, _MADE, "Ärendet är avgjort."),
    RoomState.DECLINED: Seen(
        _BACK, "Du har sagt nej till beslutet.", "skickade tillbaka ditt förslag"
    ),
    RoomState.EXPIRED: Seen(
        _BACK, "Beslutet väntar inte på underskrifter längre.", "Beslutet skrevs inte under i tid"
    ),
    RoomState.CANCELLED: Seen(
        "Beslutet väntar inte på din underskrift längre",
        "Beslutet väntar inte på din underskrift längre",
        "Förslaget togs tillbaka",
    ),
}
HEAD = """# The signing room

Made by `scripts/signing_page.py` from the transition tables of `capabilities.signing`. What each
person sees is what stands on her page (in Swedish); `tests/journey/test_room_table.py` looks it up
row by row. *(finns inte)*: the page answers as if there were no such thing; *(syns inte)*: nothing
is told of it.

"""

SOME = """
Where the applicant names those who sign, some of them can be enough, and they can be asked in turn.
Guardians can have to sign as well: all of them, at once, whatever the others do; nobody's signature
counts instead of a guardian's, and a guardian who is named as well signs once.

Owners of what lies beside a property can have to sign, too: each of them, at once, as guardians.
Who applied, and the other neighbours, see them as the owner of a property, without a name.

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
        "\n### Handed in when the applicant has signed\n",
        "What the applicant reads in her case, the other guardian on the page of the signature,",
        "the handler in the case. It is never cancelled: what is taken back ends as out of time.\n",
        _seen(AT_ONCE),
        "\n### In the applicant's own space until everybody has signed\n",
        "What the applicant reads in her list, the other guardian on the page of the signature,",
        "the handler in the list of what waits, or in the case when there is one.\n",
        _seen(OWN_SPACE),
        "\n### A decision that officials sign\n",
        "What the one who decides reads where she has signed, a colleague who approves on her",
        "page, and the handler in the case.\n",
        _seen(DECISION, ("decides", "approves", "case")),
        SOME,
        "\n### What happens to it\n",
        _transitions(ROOM_TRANSITIONS),
    ]
    return HEAD + "\n".join(parts) + "\n"


def _seen(
    rows: Mapping[_State, Seen], who: tuple[str, str, str] = ("applicant", "signatory", "handler")
) -> str:
    lines = [f"| state | {' | '.join(who)} |", "|---|---|---|---|"]
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
