"""E-services as documents: versions, publishing and sharing."""
