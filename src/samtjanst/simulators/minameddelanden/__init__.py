"""The register of recipients and an operator of mailboxes, for demo and tests."""
