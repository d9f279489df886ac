"""What every face shares: look, base templates, components, question widgets, error pages."""
