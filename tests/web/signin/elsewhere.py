"""To a provider's own pages and back, as a browser goes."""

import re
from html import unescape
from urllib.parse import urlsplit

from django.test import Client
from tests.simulators_support import walk_through


def away(client: Client, begin: str, next_path: str = "") -> str:
    """The provider's address that somebody is sent to who begins at ``begin``."""
    page = client.post(begin, {"next": next_path})
    assert page.status_code == 200, page.content.decode()[-400:]
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
    assert found
    return unescape(found[1])


def back(url: str, number: str) -> str:
    """Log in at the provider; the path and query to come back with."""
    parts = urlsplit(walk_through(url, number))
    return f"{parts.path}?{parts.query}"
