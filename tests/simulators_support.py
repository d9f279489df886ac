"""Simulators as tests start them: real servers on free ports."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import httpx2

from samtjanst.simulators.bankid.server import Running, start


@contextmanager
def bankid(folder: Path) -> Iterator[Running]:
    """BankID on loopback."""
    running = start(folder)
    try:
        yield running
    finally:
        running.stop()


def walk_through(url: str, number: str) -> str:
    """Log in at the OIDC simulator as the person would; where the browser is sent afterwards."""
    with httpx2.Client(timeout=20, trust_env=False) as http:
        page = http.get(url).text
        key = page.split('name="key" value="')[1].split('"')[0]
        service = url.split("/authorize", maxsplit=1)[0]
        answer = http.post(f"{service}/choose", data={"key": key, "who": number})
    return str(answer.headers["Location"])


def walk_saml(url: str, number: str) -> tuple[str, dict[str, str]]:
    """Log in at the SAML simulator ("": break off); the form that the browser is to post, where."""
    with httpx2.Client(timeout=20, trust_env=False) as http:
        key = _hidden(http.get(url).text)["key"]
        service = url.split("/sso", maxsplit=1)[0]
        page = http.post(f"{service}/choose", data={"key": key, "who": number}).text
    return unescape(page.split('action="')[1].split('"')[0]), _hidden(page)


def _hidden(page: str) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}
