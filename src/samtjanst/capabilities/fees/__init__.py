"""Fees: what is to be paid, each attempt to pay it, receipts and money that goes back."""
