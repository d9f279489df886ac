"""The administrator's face: what has got stuck, and whether the audit is untouched."""
