"""Delivering decided cases to business systems; see README.md."""
