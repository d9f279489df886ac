"""Every example on the page for developers does what the page says."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import cast
from tests.journey_support import school_transport
from tests.running.case_support import decided_case
from tests.web.api import support

from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.journey import hand_over
from samtjanst.kernel import clock
from samtjanst.running.handoff.services import put_route
from samtjanst.running.handoff.types import NewRoute, Step

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[3] / "docs" / "api.md"
_BLOCK = re.compile(r"```(bash|json)(?: (\d+))?\n(.*?)```", re.DOTALL)
OPTIONS = {"-u", "-d", "-H", "-X", "-o", "--json"}
HOST = "http://mjolby.localhost:8000"


def _examples() -> Iterator[tuple[str, int, Any]]:
    """Command, status and (if the page shows it) answer."""
    blocks = _BLOCK.findall(PAGE.read_text())
    for number, (kind, status, text) in enumerate(blocks):
        if kind == "bash":
            after = blocks[number + 1] if number + 1 < len(blocks) else ("", "", "")
            shown = json.loads(after[2]) if after[0] == "json" else None
            yield text, int(status or 0), shown


@pytest.fixture
def values(mjolby: Municipality) -> dict[str, str]:
    """What stands for the names on the page; one decided case awaits its receiver."""
    school_transport()
    put_route(
        new=NewRoute(
            "skolskjuts",
            "Elevsystemet",
            "",
            Step.INTERFACE_WITH_RECEIPT,
            ("granted",),
            {"fields": [{"to": "NR", "from": "case.reference"}]},
        ),
        sources=[source.name for source in hand_over.sources("skolskjuts")],
        by=cast.staff_actor(Role.ADMINISTRATOR),
    )
    made = support.connect()
    return {
        "HOST": HOST,
        "CLIENT_ID": made.client_id,
        "SECRET": made.secret,
        "TOKEN": support.token(made).json()["access_token"],
        "REFERENCE": decided_case(cast.staff_actor()).reference,
    }


def _run(command: str, values: dict[str, str]) -> Any:
    text = re.sub(r"\$([A-Z_]+)", lambda found: values[found[1]], command)
    name, *words = shlex.split(text.replace("\\\n", " "))
    assert name == "curl"
    given: dict[str, list[str]] = {option: [] for option in OPTIONS}
    [url] = list(_places(iter(words), given))
    headers = dict(one.split(": ", 1) for one in given["-H"])
    if given["-u"]:
        headers["Authorization"] = support.basic(given["-u"][0])
    method = (given["-X"] or ["POST" if given["-d"] or given["--json"] else "GET"])[0]
    kind = "application/json" if given["--json"] else "application/x-www-form-urlencoded"
    content = "".join([*given["-d"], *given["--json"]])
    return support.http(**headers).generic(method, url.removeprefix(HOST), content, kind)


def _places(words: Iterator[str], given: dict[str, list[str]]) -> Iterator[str]:
    for word in words:
        if word in OPTIONS:
            given[word].append(next(words))
        else:
            yield word


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shape(inner) for name, inner in value.items()}
    return [_shape(inner) for inner in value[:1]] if isinstance(value, list) else None


def test_every_example_is_answered_as_the_page_says(values: dict[str, str]) -> None:
    examples = list(_examples())
    assert len(examples) >= 15
    with clock.shifted(support.LATER):
        for command, status, shown in examples:
            answer = _run(command, values)
            assert answer.status_code in ({status} if status else {200, 201}), command
            if shown is not None:
                assert _shape(answer.json()) == _shape(shown), command
            if answer.status_code == 201 and command.rstrip().endswith('/filings"'):
                values["FILING_ID"] = answer.json()["id"]


def test_every_address_and_kind_of_problem_stands_on_the_page() -> None:
    from samtjanst.foundation.people.types import Scope
    from samtjanst.web.api.problems import TITLES

    text = PAGE.read_text()
    assert all(f"`{name}`" in text for name in [*TITLES, *map(str, Scope)])
