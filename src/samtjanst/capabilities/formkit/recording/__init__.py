"""A run through a form as plain data: what was answered and known, and what then happened.

Kept as a test of an e-service: run again on a changed definition, what happens can be compared,
in sentences that say what broke.
"""

from samtjanst.capabilities.formkit.recording.differing import differences, said
from samtjanst.capabilities.formkit.recording.faults import observed_fault, run_fault
from samtjanst.capabilities.formkit.recording.known import kept, restored
from samtjanst.capabilities.formkit.recording.outcome import Observed, observed

__all__ = [
    "Observed",
    "differences",
    "kept",
    "observed",
    "observed_fault",
    "restored",
    "run_fault",
    "said",
]
