"""Register look-ups with purpose, provenance, log and a short memory."""
