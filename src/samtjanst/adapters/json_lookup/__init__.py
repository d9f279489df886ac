"""Look-ups at any service that answers in JSON over HTTP."""

from samtjanst.adapters.json_lookup.lookup import HttpLookup

__all__ = ["HttpLookup"]
