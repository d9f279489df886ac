"""Implementations of the ports, found by entry points; nobody imports them."""
