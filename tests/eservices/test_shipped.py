"""The shipped e-services hold what the product asks of everybody's."""

import json
from pathlib import Path

import pytest

from samtjanst import eservices
from samtjanst.capabilities.formkit import load_text
from samtjanst.capabilities.formkit.analysis import analyse
from samtjanst.kernel import clock

FOLDER = Path(eservices.__file__).parent
REAL = sorted(one.parent.parent.name for one in FOLDER.glob("*/parameters/mjolby.json"))


@pytest.mark.parametrize("slug", REAL)
def test_nobody_gets_stuck_and_nothing_is_left_to_say(slug: str) -> None:
    for values in (FOLDER / slug / "parameters").glob("*.json"):
        report = analyse(
            load_text(eservices.read(f"{slug}/definition.json")),
            today=clock.today(),
            parameters=json.loads(values.read_text()),
            confidentiality=3,  # as the municipality classifies what it asks
        )
        assert report.sound
        assert [one for one in report.findings if one.severity != "note"] == []


@pytest.mark.parametrize("slug", REAL)
def test_every_text_is_there_in_english_too(slug: str) -> None:
    text = eservices.read(f"{slug}/definition.json")
    assert text.count('"sv":') == text.count('"en":')
