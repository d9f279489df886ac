"""Somebody asks to see a case (TF 2 kap.): it is given, masked in parts, or refused; on record."""

import json
import re

from django.db import transaction
from django.utils.translation import gettext as _

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.keys.services import encrypt
from samtjanst.foundation.people.types import Actor
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotFoundError
from samtjanst.running.cases.models import Case, Disclosure
from samtjanst.running.cases.services import rows
from samtjanst.running.cases.types import DisclosureDraft, DisclosureState

LONGEST_ASKER = 200
LONGEST_WISH = 2_000
LONGEST_GROUND = 120
# A chapter and a section, such as "23 kap. 1 § OSL" or "2 kap. 12 § TF".
_GROUND = re.compile(r"\d{1,2}( [a-z])? kap\. \d{1,3}( [a-z])?([-–]\d{1,3}( [a-z])?)? §")


def is_ground(text: str) -> bool:
    """Whether a text names a provision by chapter and section, as a mask must (OSL 5:5)."""
    return len(text) <= LONGEST_GROUND and _GROUND.match(text.strip()) is not None


@transaction.atomic
def give_out(*, reference: str, draft: DisclosureDraft, by: Actor) -> bool:
    """Note what somebody is given of the case. False when the same request is noted already.

    Raises:
        NotFoundError: not a case that the actor may give out.
        InvalidInputError: by field.
    """
    row = rows.locked(reference, permission=Permission.CASE_DISCLOSE, by=by)
    state = DisclosureState.PARTLY if draft.masked else DisclosureState.GIVEN
    return _noted(row, draft, state, by)


@transaction.atomic
def refuse_to_give(*, reference: str, draft: DisclosureDraft, formally: bool, by: Actor) -> bool:
    """Note that somebody is refused; ``formally`` in a decision that she can appeal (TF 2:19).

    Raises:
        NotFoundError: not a case that the actor may give out, or decide in when it is formal.
        InvalidInputError: by field.
    """
    row = rows.locked(reference, permission=Permission.CASE_DISCLOSE, by=by)
    if formally:
        require(by, Permission.CASE_DECIDE, row)
    problems: dict[str, list[str]] = {}
    if not draft.reasons.strip() or len(draft.reasons) > LONGEST_WISH:
        problems["reasons"] = [_("Skriv skälen, högst %(n)s tecken.") % {"n": LONGEST_WISH}]
    if not is_ground(draft.ground):
        problems["ground"] = [_("Skriv bestämmelsen, till exempel 23 kap. 1 § OSL.")]
    if problems:
        raise InvalidInputError(problems)
    state = DisclosureState.DECIDED if formally else DisclosureState.REFUSED
    return _noted(row, draft, state, by)


def _noted(row: Case, draft: DisclosureDraft, state: DisclosureState, by: Actor) -> bool:
    if by.id is None or not by.is_staff:
        raise NotFoundError
    if problems := _faults(draft):
        raise InvalidInputError(problems)
    if known := Disclosure.objects.filter(id=draft.id).first():
        if known.case_id != row.id:
            raise NotFoundError
        return False
    line = Disclosure(
        id=draft.id,
        case=row,
        state=state.value,
        asked_on=draft.asked_on,
        content=_sealed(draft),
        pages=draft.pages,
        sha256=draft.sha256,
        staff_id=by.id,
        at=clock.now(),
    )
    line.save(force_insert=True)
    rows.note(row, f"disclosure_{state.value}", by=by)
    details = {"masked": len(draft.masked), "pages": draft.pages}
    record(f"case.disclosure_{state.value}", by=by, subject=("case", row.id), details=details)
    return True


def _faults(draft: DisclosureDraft) -> dict[str, list[str]]:
    problems: dict[str, list[str]] = {}
    if draft.asked_on > clock.today():
        problems["asked_on"] = [_("Välj en dag som har varit.")]
    if len(draft.asked_by) > LONGEST_ASKER:
        problems["asked_by"] = [_("Skriv högst %(n)s tecken.") % {"n": LONGEST_ASKER}]
    if len(draft.wish) > LONGEST_WISH:
        problems["wish"] = [_("Skriv högst %(n)s tecken.") % {"n": LONGEST_WISH}]
    if any(not is_ground(one.ground) for one in draft.masked):
        problems["ground"] = [_("Skriv bestämmelsen, till exempel 23 kap. 1 § OSL.")]
    return problems


def _sealed(draft: DisclosureDraft) -> bytes:
    content = {
        "asked_by": draft.asked_by.strip(),
        "wish": draft.wish.strip(),
        "masked": [[one.what, one.ground] for one in draft.masked],
        "given": draft.given,
        "reasons": draft.reasons.strip(),
        "ground": draft.ground.strip(),
        "appeal": draft.appeal,
    }
    return encrypt(f"disclosure:{draft.id}", json.dumps(content, ensure_ascii=False).encode())
