"""The client.

Made from the interface's description by scripts/client.py: change that, not this.
"""

from samtjanst_client.calls import Calls
from samtjanst_client.case_calls import CaseCalls


class Client(CaseCalls, Calls):
    """A connected system. Fetches a token when it needs one, and a new one when that has run out.

    ``host`` is the municipality's own address, such as "https://etjanster.exempel.se"; ``timeout``
    is in seconds; ``language`` of errors is "sv" or "en".
    """
