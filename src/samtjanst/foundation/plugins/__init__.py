"""Which adapter serves which port for which municipality."""
