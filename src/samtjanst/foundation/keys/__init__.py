"""Encryption keys of each municipality."""
