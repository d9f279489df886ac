"""Municipalities, and the wall between them."""
