"""What happened, who did it and who read it; append-only and chained."""
