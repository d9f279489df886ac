"""Bolagsverket's valuable data sets, version 1, as a real server with invented companies."""
