"""Starts the provider and the page where it is told to be slow, down or hostile."""

import base64
import secrets
import time
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from samtjanst.simulators import page, personas, serving
from samtjanst.simulators.oidc.directory import (
    CLIENT_ID,
    MODES,
    NUMBER_CLAIM,
    Directory,
)

_ASKED = ("client_id", "redirect_uri", "state", "nonce", "code_challenge")


@dataclass(slots=True)
class Running(serving.Running):
    """The simulator, and what it is told and tells through."""

    directory: Directory


def start(folder: Path, port: int = 0, control_port: int = 0, host: str = "127.0.0.1") -> Running:
    """Start on the ports (0: any free); keys and the client's secret are kept in ``folder``.

    Raises:
        RuntimeError: this is a production environment.
    """
    directory = Directory(folder)
    wire = type("Wire", (_Wire,), {"directory": directory})
    doors = serving.open_doors(host, (port, wire), (control_port, _control(directory)))
    directory.issuer = f"http://{host}:{doors.port}"
    return Running(settings(folder, host, doors.port), doors, directory)


def settings(folder: Path, host: str, port: int) -> dict[str, Any]:
    """What the adapter needs to reach the simulator."""
    return {
        "issuer": f"http://{host}:{port}",
        "client_id": CLIENT_ID,
        "client_secret": serving.kept_secret(folder, "client-secret"),
        "number_claim": NUMBER_CLAIM,
        "levels": {"urn:samtjanst:two-factors": 2, "urn:samtjanst:card": 3},
        "default_level": 0,
    }


class _Wire(page.PageHandler):
    directory: ClassVar[Directory]

    def do_GET(self) -> None:  # noqa: N802 - the library's name
        path = urlsplit(self.path).path
        if self._is_disturbed():
            return
        if path == "/.well-known/openid-configuration":
            self.json(self._description())
        elif path == "/jwks":
            self.json({"keys": [self.directory.key.as_dict(private=False)]})
        elif path == "/authorize":
            self._authorize(dict(parse_qsl(urlsplit(self.path).query)))
        elif path == "/end_session":
            self._end(dict(parse_qsl(urlsplit(self.path).query)))
        else:
            self.json({"error": "not_found"}, 404)

    def do_POST(self) -> None:  # noqa: N802 - the library's name
        form = self.form()
        if self._is_disturbed():
            return
        if self.path == "/choose":
            self._choose(form)
        elif self.path == "/token":
            self._token(form)
        else:
            self.json({"error": "not_found"}, 404)

    def _description(self) -> dict[str, Any]:
        issuer = self.directory.issuer
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "jwks_uri": f"{issuer}/jwks",
            **({"end_session_endpoint": f"{issuer}/end_session"} if self.directory.ends else {}),
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        }

    def _authorize(self, query: dict[str, str]) -> None:
        is_whole = all(query.get(name) for name in _ASKED) and query["client_id"] == CLIENT_ID
        if not is_whole or query.get("code_challenge_method") != "S256":
            self.page("Fel i anropet", "<p>Något saknas.</p>", 400)
            return
        key = self.directory.begin(query)
        buttons = "".join(
            f'<button name="who" value="{number}">{escape(personas.name_of(number))}'
            f"<small>{escape(', '.join(groups) or 'ingen grupp')}</small></button>"
            for number, groups in self.directory.members.items()
        )
        hidden = f'<input type="hidden" name="key" value="{key}">{_levels(self.directory, key)}'
        form = f'<form class="people" method="post" action="/choose">{hidden}{buttons}</form>'
        self.page("Logga in med arbetskontot", form)

    def _end(self, query: dict[str, str]) -> None:
        back = query.get("post_logout_redirect_uri", "")
        if query.get("client_id") != CLIENT_ID or not back:
            self.page("Fel i anropet", "<p>Något saknas.</p>", 400)
            return
        self.directory.ended += 1
        self.redirect(back)

    def _choose(self, form: dict[str, str]) -> None:
        found = self.directory.choose(form.get("key", ""), form.get("who", ""), form.get("acr", ""))
        if found is None:
            self.page("Fel i anropet", "<p>Börja om.</p>", 400)
        else:
            self.redirect(f"{found[0]}?{urlencode(found[1])}")

    def _token(self, form: dict[str, str]) -> None:
        if not secrets.compare_digest(self._credentials(), self.directory.secret):
            self.json({"error": "invalid_client"}, 401)
            return
        token = self.directory.redeem(form)
        if token is None:
            self.json({"error": "invalid_grant"}, 400)
        else:
            self.json({"id_token": token, "access_token": "x", "token_type": "Bearer"})

    def _credentials(self) -> str:
        """The secret of our one client, "" for any other."""
        told = self.headers.get("Authorization", "").removeprefix("Basic ")
        client, _, secret = base64.b64decode(told + "==").decode("utf-8", "replace").partition(":")
        return unquote(secret) if client == CLIENT_ID else ""

    def _is_disturbed(self) -> bool:
        mode = self.directory.mode
        if mode == "slow":
            time.sleep(self.directory.delay)
        if mode == "down":
            self.json({"error": "temporarily_unavailable"}, 503)
        elif mode == "nonsense":
            self.answer(b"<html>OK!", "text/html", 200)
        return mode in {"down", "nonsense"}


def _control(directory: Directory) -> type[BaseHTTPRequestHandler]:
    class Control(page.PageHandler):
        def do_GET(self) -> None:  # noqa: N802 - the library's name
            self.page("Personalkatalogen", _shown(directory))

        def do_POST(self) -> None:  # noqa: N802 - the library's name
            mode = self.form().get("mode", "")
            if mode in MODES:
                directory.mode = mode
            self.redirect("/")

    return Control


def _shown(directory: Directory) -> str:
    rows = "".join(
        f"<p><strong>{escape(personas.name_of(number))}</strong>: "
        f"{escape(', '.join(groups) or 'ingen')}</p>"
        for number, groups in directory.members.items()
    )
    buttons = "".join(
        f'<button name="mode" value="{mode}"{" disabled" if mode == directory.mode else ""}>'
        f"{escape(title)}</button>"
        for mode, title in MODES.items()
    )
    return f'<section>{rows}</section><form method="post" action="/mode">{buttons}</form>'


def _levels(directory: Directory, key: str) -> str:
    """Which level to log in at, where several will do."""
    known = directory.levels_of(key)
    options = "".join(f"<option>{escape(acr)}</option>" for acr in known)
    choice = f'<label>Nivå <select name="acr">{options}</select></label>'
    return choice if len(known) > 1 else ""
