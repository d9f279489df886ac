"""Cases: what the municipality handles, from arrival to decision."""
