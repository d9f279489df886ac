"""Samtjänst: the open-source e-service platform for municipalities."""
