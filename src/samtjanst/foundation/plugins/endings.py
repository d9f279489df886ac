"""When the certificates end that the municipality's connections stand on.

Nobody outside tells: a log-in or a seal works until the certificate has ended, and then it stops.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import structlog

from samtjanst.foundation.plugins.queries import all_bound
from samtjanst.foundation.plugins.services import certificates_of
from samtjanst.foundation.plugins.types import Port
from samtjanst.kernel import clock
from samtjanst.ports.certificates import Certificate, Whose
from samtjanst.ports.failures import PortError

log = structlog.get_logger(__name__)

WARNED_FOR = timedelta(days=30)
# Those who connect by certificates of their own in settings: others have a key, or none.
_PORTS = (Port.LOGIN, Port.IDENTITY, Port.SIGNING, Port.SEAL)


@dataclass(frozen=True, slots=True)
class Ending:
    """A certificate of a connection; ``days`` are whole days left, below 0 when it has ended.

    ``is_followed``: the other side's next certificate is trusted already, so nothing has to be
    done. One's own has to be changed also when the next is at hand.
    """

    port: Port
    name: str
    certificate: Certificate
    days: int
    is_followed: bool

    @property
    def has_ended(self) -> bool:
        """Whether it does not hold any more."""
        return self.certificate.ends_at <= clock.now()

    @property
    def is_soon(self) -> bool:
        """Whether it is time to change it, or too late."""
        return not self.is_followed and self.certificate.ends_at - clock.now() <= WARNED_FOR


def endings() -> list[Ending]:
    """Every certificate in use in the municipality, the one that ends first before the others."""
    found = [
        Ending(port, name, one, (one.ends_at - clock.now()).days, _is_followed(one, together))
        for port, name in all_bound()
        if port in _PORTS
        for together in [_certificates(port, name)]
        for one in together
    ]
    return sorted(found, key=lambda one: (one.certificate.ends_at, one.port, one.name))


def warn() -> None:
    """Tell operations, once a day, of each that ends within thirty days or has ended."""
    for one in endings():
        if one.is_soon:
            told = {"port": one.port.value, "name": one.name, "days": one.days}
            log.warning("certificate.ends", whose=one.certificate.whose.value, **told)


def _is_followed(one: Certificate, together: tuple[Certificate, ...]) -> bool:
    if one.whose is not Whose.THEIRS:
        return False
    theirs = (other.ends_at for other in together if other.whose is Whose.THEIRS)
    return any(ends_at > one.ends_at for ends_at in theirs)


def _certificates(port: Port, name: str) -> tuple[Certificate, ...]:
    with suppress(PortError):
        return certificates_of(port, name)
    return ()
