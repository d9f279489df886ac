"""The order of things across modules, one file per step; owns the transaction."""
