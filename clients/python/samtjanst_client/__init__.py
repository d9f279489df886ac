"""Client of the interface of Samtjänst, version 1.0.0.

Needs nothing but Python 3.11. Times and dates are texts as in ISO 8601.
Made from the interface's description by scripts/client.py: change that, not this.
"""

from samtjanst_client.client import Client
from samtjanst_client.errors import ProblemError

__all__ = ["Client", "ProblemError"]
