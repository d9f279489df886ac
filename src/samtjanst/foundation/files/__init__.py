"""Stored files: sniffed, sized, sealed, scanned, encrypted."""
