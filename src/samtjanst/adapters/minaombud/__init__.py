"""Mina ombud: Bolagsverket's register of digital powers of attorney."""

from samtjanst.adapters.minaombud.register import MinaOmbud

__all__ = ["MinaOmbud"]
