"""Signing rooms, signature requests and evidence."""
