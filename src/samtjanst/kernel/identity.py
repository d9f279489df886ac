"""What a person is known by: a Swedish number, or the identity that another country's e-ID gives.

Never both, and never one in the place of the other: a rule that needs a number asks for
``number_of`` and says what happens without one.
"""

from datetime import date

from samtjanst.kernel.account_identity import MARK, AccountIdentity, read_account
from samtjanst.kernel.foreign_identity import ForeignIdentity
from samtjanst.kernel.personal_number import PersonalNumber

Identity = PersonalNumber | ForeignIdentity
# Who signs: a person by what she is known by, or a member of staff by an account.
Signatory = Identity | AccountIdentity


def number_of(identity: Signatory) -> PersonalNumber | None:
    """The Swedish number, None for somebody without one."""
    return identity if isinstance(identity, PersonalNumber) else None


def foreign_of(identity: Signatory) -> ForeignIdentity | None:
    """The foreign identity, None for somebody with a Swedish number."""
    return identity if isinstance(identity, ForeignIdentity) else None


def read_identity(code: str) -> Identity:
    """What ``code`` of an identity gave, as it has been kept: nothing of it is judged again."""
    return ForeignIdentity(code) if ":" in code else PersonalNumber(code)


def read_signatory(code: str) -> Signatory:
    """As :func:`read_identity`, of who has signed."""
    return read_account(code) if code.startswith(MARK) else read_identity(code)


def parse_identity(text: str, *, today: date) -> Identity:
    """Read what somebody has typed: a number in any of its forms, or a prid to the letter.

    Raises:
        ValueError: neither.
    """
    if ":" in text:
        return ForeignIdentity.parse(text.strip())
    return PersonalNumber.parse(text, today=today)
