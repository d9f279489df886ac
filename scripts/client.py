"""Writes the typed Python client from the interface's own description.

    python scripts/client.py

The client is a small package that needs nothing but Python: ``models`` (what is sent and answered,
with ``case_models`` for what belongs to a case), ``calls`` and ``case_calls`` (a method per
address), ``transport`` (tokens, and one exchange), ``errors`` and ``client``. A test fails when it
is not what the description says.
"""

import keyword
import re
import subprocess
import sys
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "clients" / "python" / "samtjanst_client"
OF_CASES = "cases"  # the tag of the addresses whose methods and models have files of their own
_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_MADE = "Made from the interface's description by scripts/client.py: change that, not this."
_INIT = '''"""Client of the interface of Samtjänst, version @version@.

Needs nothing but Python 3.11. Times and dates are texts as in ISO 8601.
@made@
"""

from samtjanst_client.client import Client
from samtjanst_client.errors import ProblemError

__all__ = ["Client", "ProblemError"]
'''
_CLIENT = '''"""The client.

@made@
"""

from samtjanst_client.calls import Calls
from samtjanst_client.case_calls import CaseCalls


class Client(CaseCalls, Calls):
    """A connected system. Fetches a token when it needs one, and a new one when that has run out.

    ``host`` is the municipality's own address, such as "https://etjanster.exempel.se"; ``timeout``
    is in seconds; ``language`` of errors is "sv" or "en".
    """
'''
_ERRORS = '''"""What the interface can say no with.

@made@
"""

import json
from typing import Any


class ProblemError(Exception):
    """The interface said no. ``retry_after`` is in seconds; 0 when it says nothing of that."""

    def __init__(self, status: int, told: dict[str, Any], retry_after: int) -> None:
        super().__init__(f"{status} {told.get('type', '')} {told.get('title', '')}")
        self.status, self.type = status, str(told.get("type", ""))
        self.title, self.reference = str(told.get("title", "")), str(told.get("reference", ""))
        self.errors: list[str] = list(told.get("errors", []))
        self.faults: list[dict[str, str]] = list(told.get("faults", []))
        self.retry_after = retry_after


def told(content: bytes) -> dict[str, Any]:
    """The problem in an answer; {} when there is none to read."""
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
'''
_TRANSPORT = '''"""One exchange with the interface, and the token for it.

@made@
"""

import base64
import json
from typing import Any, cast
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from samtjanst_client.errors import ProblemError, told

TOKEN = "@token@"


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
'''


def main() -> None:
    """Write the files."""
    from samtjanst.web.api.api import api

    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, source in files(api.get_openapi_schema()).items():
        (FOLDER / name).write_text(source)


def formatted(source: str) -> str:
    """The source in the form of all our code."""
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=100", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, check=True)
    return done.stdout


def files(schema: dict[str, Any]) -> dict[str, str]:
    """The client's source, by the name of the file."""
    own = _of_cases(schema)
    models = dict(_ordered(schema["components"]["schemas"]))
    shared = {name: model for name, model in models.items() if name not in own}
    made = {
        "__init__.py": _INIT,
        "py.typed": "",
        "client.py": _CLIENT,
        "errors.py": _ERRORS,
        "transport.py": _TRANSPORT,
        "models.py": _models("What is sent and answered.", shared),
        "case_models.py": _models(
            "What is sent and answered of a case.",
            {name: model for name, model in models.items() if name in own},
            of_others=set(shared),
        ),
        "calls.py": _calls(schema, "Calls", own, is_of_cases=False),
        "case_calls.py": _calls(schema, "CaseCalls", own, is_of_cases=True),
    }
    marks = {"version": schema["info"]["version"], "token": _path_of(schema, "token")}
    return {name: formatted(_filled(source, marks)) for name, source in made.items()}


def _filled(source: str, marks: dict[str, str]) -> str:
    for name, value in {**marks, "made": _MADE}.items():
        source = source.replace(f"@{name}@", value)
    return source


def _of_cases(schema: dict[str, Any]) -> set[str]:
    """The models that only the addresses of cases name."""
    models = schema["components"]["schemas"]
    own = _reached(models, _named(_operations(schema, is_of_cases=True)))
    others = _named(_operations(schema, is_of_cases=False)) | (set(models) - own)
    return own - _reached(models, others)


def _reached(models: dict[str, Any], names: set[str]) -> set[str]:
    found: set[str] = set()
    while names - found:
        found |= names
        names = _named([models[name] for name in names])
    return found


def _operations(schema: dict[str, Any], *, is_of_cases: bool) -> list[tuple[str, str, Any]]:
    return [
        (path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if (OF_CASES in operation.get("tags", ())) is is_of_cases
        if operation["operationId"] != "token"
    ]


def _models(about: str, models: dict[str, Any], of_others: AbstractSet[str] = frozenset()) -> str:
    body = "".join(_model(name, model) for name, model in models.items())
    used = sorted(_named(list(models.values())) & of_others)
    typing = [name for name in ("Any", "Literal", "TypedDict") if re.search(rf"\b{name}\b", body)]
    imports = f"from typing import {', '.join(typing)}\n"
    if used:
        imports += f"\nfrom samtjanst_client.models import ({', '.join(used)},)\n"
    return f'"""{about}\n\n@made@\n"""\n\n{imports}{body}'


def _calls(schema: dict[str, Any], name: str, own: set[str], *, is_of_cases: bool) -> str:
    operations = _operations(schema, is_of_cases=is_of_cases)
    body = "".join(_method(verb.upper(), path, operation) for path, verb, operation in operations)
    used = {one for one in schema["components"]["schemas"] if re.search(rf"\b{one}\b", body)}
    imports = "".join(
        f"from samtjanst_client.{module} import ({', '.join(sorted(names))},)\n"
        for module, names in (("case_models", used & own), ("models", used - own))
        if names
    )
    about = "A method for each address of cases." if is_of_cases else "A method for each address."
    typing = [one for one in ("Any", "Literal", "cast") if re.search(rf"\b{one}\b", body)]
    return (
        f'"""{about}\n\n@made@\n"""\n\nimport json\nfrom typing import {", ".join(typing)}\n'
        f"from urllib.parse import quote\n\n{imports}"
        "from samtjanst_client.transport import Transport\n\n\n"
        f'class {name}(Transport):\n    """{about}"""\n{body}'
    )


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
    if isinstance(value, list | tuple):
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
    sys.path.insert(0, str(FOLDER.parents[2]))

    django.setup()
    main()
