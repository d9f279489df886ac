"""Notices to people, through the municipality's channels."""
