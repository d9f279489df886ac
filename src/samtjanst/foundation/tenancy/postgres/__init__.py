"""Django's PostgreSQL backend that also tells the database whose scope is open."""
