"""What a rule can say, pointed together: every condition, value and effect of the format."""
