"""BankID's RP API v6.0 on loopback, with real signatures under an authority of its own."""
