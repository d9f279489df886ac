"""Counting what a request asks of the database."""

from django.test.utils import CaptureQueriesContext

# The marks of a transaction are no questions. When a session was last seen is noted once a
# minute: a slow machine would make that one statement more at times.
_LEFT_OUT = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", 'UPDATE "people_browsersession"')


def statements(seen: CaptureQueriesContext) -> int:
    """How many statements were sent."""
    return sum(not one["sql"].startswith(_LEFT_OUT) for one in seen.captured_queries)
