"""Lantmäteriet's Direkt services: addresses, designations, registered owners."""

from samtjanst.adapters.lantmateriet.register import Lantmateriet, LantmaterietNext

__all__ = ["Lantmateriet", "LantmaterietNext"]
