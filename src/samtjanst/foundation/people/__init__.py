"""Citizens, staff and their sign-in sessions."""
