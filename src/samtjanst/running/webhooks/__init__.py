"""Telling connected systems what happens, instead of letting them ask."""
