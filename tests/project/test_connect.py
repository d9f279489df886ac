"""Connecting a municipality to an outside system from the command line."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests import cast

from samtjanst.foundation.plugins.queries import bound
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope

pytestmark = pytest.mark.django_db


def _run(*arguments: str, **options: Any) -> str:
    out = io.StringIO()
    call_command("connect", *arguments, stdout=out, **options)
    return out.getvalue()


def _settings(**values: Any) -> io.StringIO:
    return io.StringIO(json.dumps(values))


def test_system_is_connected_checked_and_shown_without_its_settings(tmp_path: Path) -> None:
    municipality, other = cast.municipality("mjolby"), cast.municipality("norrkoping")
    told = _run(
        "mjolby", "business_system", "folder", name="robot", values=_settings(path=str(tmp_path))
    )
    assert "answers" in told
    shown = _run("mjolby")
    assert "robot: folder, answers" in shown
    assert str(tmp_path) not in shown
    with open_scope(municipality):
        assert ("robot", "folder") in bound(Port.BUSINESS_SYSTEM)
    with open_scope(other):
        assert bound(Port.BUSINESS_SYSTEM) == []


@pytest.mark.parametrize(
    ("arguments", "settings", "reason"),
    [
        (("absent", "scan", "demo"), "{}", "no municipality"),
        (("mjolby", "business_system", "sftp"), "{}", "missing:host"),
        (("mjolby", "business_system", "absent"), "{}", "not installed"),
        (("mjolby", "business_system", "folder"), "{", "not JSON"),
        (("mjolby", "business_system", "folder"), "[]", "not a JSON object"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_changes(
    arguments: tuple[str, ...], settings: str, reason: str
) -> None:
    with open_scope(cast.municipality("mjolby")):
        before = bound(Port.BUSINESS_SYSTEM)
        with pytest.raises(CommandError, match=reason):
            _run(*arguments, values=io.StringIO(settings))
        assert bound(Port.BUSINESS_SYSTEM) == before


def test_system_that_does_not_answer_is_said_so_but_stays_connected() -> None:
    with open_scope(cast.municipality("mjolby")):
        told = _run(
            "mjolby", "business_system", "demo_failing", values=_settings(failure="temporary")
        )
    assert "does not answer as it should" in told
