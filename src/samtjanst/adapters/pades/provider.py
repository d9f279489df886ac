"""The seal of a municipality in the PAdES form (ETSI EN 319 142-1, level B-B)."""

from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from typing import Any

from cryptography import x509

from samtjanst.adapters import endings
from samtjanst.adapters.pades.authority import Authority
from samtjanst.adapters.pades.process import Process
from samtjanst.adapters.pades.settings import Settings
from samtjanst.kernel import clock
from samtjanst.ports.certificates import Certificate, Whose
from samtjanst.ports.failures import NotConfigured, Rejected
from samtjanst.ports.seal import Examined, Sealed, SealState


class Pades:
    """Seals with the municipality's own key, and knows its own seals, also those of old keys."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = Settings.read(settings)
        stamp = self._settings.stamp
        self._roots = [one.hex() for one in stamp.roots] if stamp else []
        self._process = Process(self._settings.timeout, Authority(stamp).ask if stamp else None)

    def seal(self, pdf: bytes) -> Sealed:
        """``pdf`` with the seal after it, time-stamped when an authority is set and answers."""
        self.check()
        order = {
            "do": "seal",
            "key": self._settings.key.hex(),
            "certificates": [one.hex() for one in self._settings.chain],
            "stamp_roots": self._roots,
        }
        answer, content = self._process.ask(order, pdf)
        return Sealed(content, str(answer.get("unstamped", "")))

    def examine(self, pdf: bytes, enclosed: str) -> Examined:
        """What can be said of a document that somebody shows us."""
        order = {
            "do": "examine",
            "certificates": [one.hex() for one in self._settings.known],
            "enclosed": enclosed,
            "stamp_roots": self._roots,
        }
        # A process of its own, which ends with it: what is shown to us can be hostile.
        with closing(Process(self._settings.timeout)) as process:
            try:
                answer, content = process.ask(order, pdf)
            except Rejected:
                return Examined(SealState.UNREADABLE)
        at, stamped_at = answer.get("sealed_at"), answer.get("stamped_at")
        return Examined(
            SealState(answer["state"]),
            sealed_at=datetime.fromisoformat(at) if at else None,
            title=str(answer.get("title", "")),
            enclosed=content,
            stamped_at=datetime.fromisoformat(stamped_at) if stamped_at else None,
        )

    def certificates(self) -> tuple[Certificate, ...]:
        """The seal's own; those of old keys are not sealed with any more."""
        own = x509.load_der_x509_certificate(self._settings.chain[0])
        return tuple(endings.told(Whose.OWN, (own,)))

    def check(self) -> None:
        """Whether one can seal today: the certificate is valid."""
        first, last = self._settings.valid
        if not first <= clock.now() <= last:
            raise NotConfigured("outdated:certificate")
