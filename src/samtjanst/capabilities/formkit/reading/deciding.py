"""Reading by whom a decision is signed."""

from samtjanst.capabilities.formkit.deciding import MOST_APPROVERS, DecisionSigning
from samtjanst.capabilities.formkit.reading.fields import Fields
from samtjanst.capabilities.formkit.texts import Told

_UNSIGNED = Told(
    "beslutet skrivs inte under, så ingen kan godkänna det med sin underskrift",
    "the decision is not signed, so that nobody can approve it by a signature",
)
_TOO_MANY = Told(
    "fler än de som ska godkänna kan inte behövas",
    "no more can be needed than those who are to approve",
)


def read(item: Fields) -> DecisionSigning | None:
    """None where decisions are not signed."""
    is_signed = item.flag("decision_signed")
    found = DecisionSigning(
        approvers=item.whole("approvers", 0, MOST_APPROVERS, default=0),
        needed=item.whole("approvers_needed", 0, MOST_APPROVERS, default=0),
        in_turn=item.flag("approvers_in_turn"),
    )
    if found.approvers and not is_signed:
        item.refuse("approvers", _UNSIGNED)
    if found.needed > found.approvers:
        item.refuse("approvers_needed", _TOO_MANY)
    return found if is_signed else None
