"""What no channel can carry: signs that would end a line or a header, or are no text at all."""

import unicodedata

from samtjanst.ports.channel import Outgoing
from samtjanst.ports.failures import Rejected

_UNWRITABLE = {"Cc", "Cs", "Zl", "Zp"}  # control signs, half characters, line separators


def refuse_unwritable(message: Outgoing) -> None:
    """Refuse a message whose address, subject or sender would break its form.

    Raises:
        Rejected: ``header``.
    """
    fields = (message.to, message.subject, message.sender_name, message.sender_address)
    for value in (*fields, message.language):
        if any(unicodedata.category(character) in _UNWRITABLE for character in value):
            raise Rejected("header")
