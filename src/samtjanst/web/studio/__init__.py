"""The e-service developer's face: an e-service is built, tried, published and followed."""
