"""Navet, the population register of Skatteverket (ePersondata, personpostXML)."""

from samtjanst.adapters.navet.register import Navet

__all__ = ["Navet"]
