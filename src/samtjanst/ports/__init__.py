"""One protocol per kind of outside system; pure Python, no Django."""
