"""BankID, Relying Party API v6.0: identification and signatures, with full verification."""
