"""Swish for merchants (Swish Handel, Commerce API v2)."""

from samtjanst.adapters.swish.provider import Swish

__all__ = ["Swish"]
