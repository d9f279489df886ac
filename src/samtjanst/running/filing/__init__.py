"""Filings: drafts in the applicant's own space, and what was sealed when they were handed in."""
