"""The faces people see; each parses, calls and renders."""
