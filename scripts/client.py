"""Writes the typed Python client from the interface's own description.

    python scripts/client.py

The client needs nothing but Python. A test fails when it is not what the description says.
"""

import keyword
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "clients" / "python" / "samtjanst_client.py"
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_HEAD = '''"""Client of the interface of Samtjänst, version {version}.

Made from the interface's description by scripts/client.py: change that, not this. Needs nothing
but Python 3.11. Times and dates are texts as in ISO 8601.
"""

import base64
import json
from typing import Any, Literal, TypedDict, cast
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen
'''
_CLIENT = '''

class ProblemError(Exception):
    """The interface said no. ``retry_after`` is in seconds; 0 when it says nothing of that."""

    def __init__(self, status: int, told: dict[str, Any], retry_after: int) -> None:
        super().__init__(f"{status} {told.get('type', '')} {told.get('title', '')}")
        self.status, self.type = status, str(told.get("type", ""))
        self.title, self.reference = str(told.get("title", "")), str(told.get("reference", ""))
        self.errors: list[str] = list(told.get("errors", []))
        self.faults: list[dict[str, str]] = list(told.get("faults", []))
        self.retry_after = retry_after


class Client:
    """A connected system. Fetches a token when it needs one, and a new one when that has run out.

    ``host`` is the municipality's own address, such as "https://etjanster.exempel.se"; ``timeout``
    is in seconds; ``language`` of errors is "sv" or "en".
    """

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
        told = json.loads(self._send(Request(address, form, {"Authorization": self._basic})))
        return f"Bearer {told['access_token']}"

    def _send(self, request: Request) -> bytes:
        request.add_header("Accept-Language", self._language)
        try:
            with urlopen(request, timeout=self._timeout) as answer:
                return cast("bytes", answer.read())
        except HTTPError as error:
            with error:
                retry = error.headers.get("Retry-After", "0")
                told = _told(error.read())
            raise ProblemError(error.code, told, int(retry)) from None
'''
_TAIL = """

def _told(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
"""


def main() -> None:
    """Write the file."""
    from samtjanst.web.api.api import api

    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(formatted(text(api.get_openapi_schema())))


def formatted(source: str) -> str:
    """The source in the form of all our code."""
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=100", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)
    return done.stdout


def text(schema: dict[str, Any]) -> str:
    """The client's source."""
    parts = [_HEAD.format(version=schema["info"]["version"])]
    parts.append(f"\nTOKEN = {_quoted(_path_of(schema, 'token'))}\n")
    for name, model in _ordered(schema["components"]["schemas"]):
        parts.append(_model(name, model))
    parts.append(_CLIENT)
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            if operation["operationId"] != "token":
                parts.append(_method(method.upper(), path, operation))
    return "".join([*parts, _TAIL])


def _path_of(schema: dict[str, Any], operation_id: str) -> str:
    return next(
        str(path)
        for path, methods in schema["paths"].items()
        for operation in methods.values()
        if operation["operationId"] == operation_id
    )


def _ordered(models: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each after those that it names."""
    left = dict(models)
    while left:
        name = next(one for one, model in left.items() if not (_named(model) & set(left) - {one}))
        yield name, left.pop(name)


def _named(value: Any) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(_named, value)) if value else set()
    if not isinstance(value, dict):
        return set()
    here = {value["$ref"].rpartition("/")[2]} if "$ref" in value else set()
    return here.union(*map(_named, value.values()))


def _model(name: str, model: dict[str, Any]) -> str:
    told = _sentence(model.get("description") or model["title"])
    if "enum" in model:
        values = "".join(f"    {_quoted(value)},\n" for value in model["enum"])
        return f"\n# {told}\n{name} = Literal[\n{values}]\n"
    fields = "".join(
        f"    {field}: {_type(what, name)}\n" for field, what in model.get("properties", {}).items()
    )
    return f'\n\nclass {name}(TypedDict):\n    """{told}"""\n\n{fields}'


def _method(method: str, path: str, operation: dict[str, Any]) -> str:
    given = operation.get("parameters", [])
    takes = [f"{_name(one)}: str" for one in given if one["in"] == "path"]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body:
        takes.append(f"given: {_type(body['schema'])}")
    named = [one for one in given if one["in"] != "path"]
    if named:
        takes += ["*", *(_option(one) for one in named)]
    gives = _answer(operation["responses"])
    call = f"self._ask(\n            {_quoted(method)},\n            {_place(path, given)},\n"
    call += f"            {_dict(given, 'query')},\n            {_dict(given, 'header')},\n"
    call += "            given,\n        )" if body else "        )"
    told = _wrapped(operation["description"])
    made = f"cast({_quoted(gives)}, json.loads({call}))" if gives != "bytes" else call
    arguments = "".join(f"        {one},\n" for one in ("self", *takes))
    return (
        f"\n    def {operation['operationId']}(\n{arguments}    ) -> {gives}:\n"
        f'        """{told}"""\n        return {made}\n'
    )


def _option(one: dict[str, Any]) -> str:
    kind = _type(one["schema"])
    if one.get("required"):
        return f"{_name(one)}: {kind}"
    return f"{_name(one)}: {kind if kind.endswith('None') else f'{kind} | None'} = None"


def _place(path: str, given: list[dict[str, Any]]) -> str:
    for one in given:
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", f'{{quote({_name(one)}, safe="")}}')
    return f"f'{path}'" if "{" in path else _quoted(path)


def _dict(given: list[dict[str, Any]], where: str) -> str:
    items = [f"{_quoted(one['name'])}: {_name(one)}" for one in given if one["in"] == where]
    return f"{{{', '.join(items)}}}"


def _answer(responses: dict[Any, Any]) -> str:
    for status, response in responses.items():
        if str(status).startswith("2"):
            content = response.get("content", {})
            kind = content.get("application/json")
            return _type(kind["schema"]) if kind else "bytes"
    return "bytes"


def _type(what: dict[str, Any], within: str = "") -> str:
    if "$ref" in what:
        name = str(what["$ref"].rpartition("/")[2])
        return _quoted(name) if name == within else name
    if "anyOf" in what:
        kinds = [_type(one, within) for one in what["anyOf"]]
        return " | ".join(sorted(kinds, key=lambda kind: kind == "None"))
    if "const" in what:
        return f"Literal[{_quoted(what['const'])}]"
    if what.get("type") == "array":
        return f"list[{_type(what['items'], within)}]"
    if what.get("type") == "null":
        return "None"
    return _PLAIN.get(str(what.get("type")), "dict[str, Any]")


def _name(one: dict[str, Any]) -> str:
    name = str(one["name"]).replace("-", "_").lower()
    return f"{name}_" if keyword.iskeyword(name) else name


def _sentence(words: str) -> str:
    return " ".join(words.split())


def _wrapped(words: str) -> str:
    """The first line short, the rest as it is."""
    first, *rest = [line.strip() for line in words.strip().splitlines()]
    more = [f"        {line}".rstrip() for line in rest]
    return "\n".join([first, *more, "        "]) if rest else first


def _quoted(value: str) -> str:
    return f'"{value}"'


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    sys.path.insert(0, str(FILE.parents[2]))

    django.setup()
    main()
