"""Whole numbers out of addresses and forms, where anything can stand."""

LONGEST = 9  # digits; all that are counted here fit, and so does the database's integer


def whole(text: str, otherwise: int) -> int:
    """The number in ``text``, or ``otherwise`` when it is none from 0 to 999 999 999."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST
    return int(text) if is_number else otherwise
