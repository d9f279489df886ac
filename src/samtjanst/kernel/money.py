"""Amounts of Swedish kronor, kept as whole öre."""

_ORE = 100


def kronor(ore: int) -> str:
    """Öre as people read them: ``1 250,50 kr``; whole kronor without decimals."""
    whole, rest = divmod(ore, _ORE)
    told = f"{whole:,}".replace(",", "\N{NO-BREAK SPACE}")
    decimals = f",{rest:02d}" if rest else ""
    return f"{told}{decimals}\N{NO-BREAK SPACE}kr"


def plain(ore: int) -> str:
    """Öre as somebody types them: ``1250,50``."""
    whole, rest = divmod(ore, _ORE)
    return f"{whole},{rest:02d}" if rest else str(whole)


def typed(text: str) -> int:
    """The öre of an amount that somebody has typed, with a comma or a point, with or without "kr".

    Raises:
        ValueError: no amount, below zero, or with parts of an öre.
    """
    kept = "".join(text.lower().removesuffix("kr").split()).replace(".", ",")
    whole, comma, rest = kept.partition(",")
    digits = rest.ljust(2, "0") if comma else "00"
    if not (whole.isascii() and whole.isdecimal() and digits.isascii() and digits.isdecimal()):
        raise ValueError("amount")
    if len(digits) != len("00") or len(whole) > len("999999999"):
        raise ValueError("amount")
    return int(whole) * _ORE + int(digits)
