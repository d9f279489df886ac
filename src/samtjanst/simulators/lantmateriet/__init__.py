"""Lantmäteriet's Direkt services as a real server with invented addresses and properties."""
