"""E-services of a municipality, their immutable versions and their local parameters."""
