"""The platform's own interface for other systems: /api/v1."""
