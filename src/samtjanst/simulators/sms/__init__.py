"""A text message service, for demo and tests."""
