"""Accounts by which staff are known to whoever lets them in: nobody's number, and no name."""

from dataclasses import dataclass, field

MARK = "@"  # begins the code of an account, and of nothing else that a person is known by


@dataclass(frozen=True, slots=True)
class AccountIdentity:
    """An account: ``issuer`` (who vouches for it) and ``subject`` together never change."""

    issuer: str
    subject: str = field(repr=False)

    @property
    def code(self) -> str:
        """The whole of it, as it is kept. An issuer is an address, in which no space can be."""
        return f"{MARK}{self.issuer} {self.subject}"

    @property
    def shown(self) -> str:
        """Nothing: it is a key of somebody's directory, for no reader."""
        return ""


def read_account(code: str) -> AccountIdentity:
    """What ``code`` gave."""
    issuer, _, subject = code.removeprefix(MARK).partition(" ")
    return AccountIdentity(issuer, subject)
