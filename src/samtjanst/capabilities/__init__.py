"""What the platform can do, each blind to its siblings."""
