"""Navet on loopback: SOAP over TLS with a client certificate demanded."""
