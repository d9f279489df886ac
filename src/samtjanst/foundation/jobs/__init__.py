"""Outside effects, written in the same transaction as their cause."""
