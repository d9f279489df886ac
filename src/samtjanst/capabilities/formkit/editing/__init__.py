"""Changing a definition's document while it is being made: pure, and content with half a form."""
