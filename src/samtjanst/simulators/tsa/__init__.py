"""An authority for time-stamps (RFC 3161) on loopback."""
