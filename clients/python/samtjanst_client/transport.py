"""One exchange with the interface, and the token for it.

Made from the interface's description by scripts/client.py: change that, not this.
"""

import base64
import json
from typing import Any, cast
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from samtjanst_client.errors import ProblemError, told

TOKEN = "/api/v1/token"


class Transport:
    """What every call goes through; see ``Client``."""

    def __init__(
        self, host: str, client_id: str, secret: str, *, timeout: float = 30, language: str = "sv"
    ) -> None:
        if not host.startswith(("https://", "http://")):
            raise ValueError("host must be a web address")
        self._host, self._timeout, self._language = host.rstrip("/"), timeout, language
        text = f"{quote(client_id)}:{quote(secret)}".encode()
        self._basic = f"Basic {base64.b64encode(text).decode()}"
        self._bearer = ""

    def _ask(
        self,
        method: str,
        path: str,
        query: dict[str, Any],
        headers: dict[str, str],
        content: object = None,
    ) -> bytes:
        asked = urlencode({name: value for name, value in query.items() if value is not None})
        url = f"{self._host}{path}" + (f"?{asked}" if asked else "")
        body = None if content is None else json.dumps(content).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        for is_last in (False, True):
            self._bearer = self._bearer or self._new_token()
            try:
                more = {"Authorization": self._bearer, **kind, **headers}
                return self._send(Request(url, body, more, method=method))
            except ProblemError as problem:
                if problem.status != 401 or is_last:
                    raise
                self._bearer = ""
        raise AssertionError

    def _new_token(self) -> str:
        form = urlencode({"grant_type": "client_credentials"}).encode()
        address = f"{self._host}{TOKEN}"
        answer = json.loads(self._send(Request(address, form, {"Authorization": self._basic})))
        return f"Bearer {answer['access_token']}"

    def _send(self, request: Request) -> bytes:
        request.add_header("Accept-Language", self._language)
        try:
            with urlopen(request, timeout=self._timeout) as answer:
                return cast("bytes", answer.read())
        except HTTPError as error:
            with error:
                retry = error.headers.get("Retry-After", "0")
                problem = told(error.read())
            raise ProblemError(error.code, problem, int(retry)) from None
