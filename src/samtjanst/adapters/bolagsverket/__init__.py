"""Bolagsverket: valuable data sets, version 1."""

from samtjanst.adapters.bolagsverket.register import Bolagsverket

__all__ = ["Bolagsverket"]
