"""A social-services system of the older kind: SOAP, own codes, receipts that come later."""
