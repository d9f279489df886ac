"""Paper forms read as proposals for an e-service: see README.md."""
