"""Plays Swish for merchants: requests to pay, refunds, callbacks, and the payer's app."""
