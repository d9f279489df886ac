"""Settings, addresses, wiring and commands; nothing imports it."""
