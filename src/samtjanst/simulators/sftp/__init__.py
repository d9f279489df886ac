"""A real SFTP server on loopback, as a business system's owner would put up for its files."""
