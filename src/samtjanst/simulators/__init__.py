"""Real servers on loopback that speak the outside systems protocols."""
