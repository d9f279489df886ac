"""What happens to an e-service in use: filings and cases."""
