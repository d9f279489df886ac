"""ClamAV's daemon, for tests and drills: the protocol in full, one harmless threat."""
