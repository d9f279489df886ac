"""What an adapter of the log-in port can do besides: judge again what a log-in left behind.

A person who cannot sign in an app confirms by logging in anew. What she confirms is named in the
very question (``StartLogin.binding``), so that the provider's signed answer names it too.
"""

from typing import Any, Protocol

from samtjanst.ports.signing import Expected, VerificationReport


class ProvingLogin(Protocol):
    """A provider whose answers can be judged afterwards. Raises NotConfigured and nothing else."""

    def verify(self, evidence: dict[str, Any], expected: Expected) -> VerificationReport:
        """Judge kept evidence of a log-in again; needs no network."""
        ...
