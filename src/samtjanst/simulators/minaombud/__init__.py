"""Plays Mina ombud: powers of attorney, asked for with a signed token and answered signed."""
