"""Words of an e-service: what is read, refused, compared, foretold and previewed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.capabilities.formkit import process_sample, sample

from samtjanst.capabilities.formkit import DefinitionError, load
from samtjanst.capabilities.formkit.compare import changes, said
from samtjanst.capabilities.formkit.message_preview import preview
from samtjanst.capabilities.formkit.outgoing import lacks_reminder, outgoing
from samtjanst.kernel import ids

TODAY = date(2026, 11, 27)


def document(*messages: dict[str, Any]) -> dict[str, Any]:
    made = sample.document()
    made["handling"]["messages"] = list(messages)
    return made


def one(text: str, moment: str = "received", **more: Any) -> dict[str, Any]:
    return {"id": "m", "moment": moment, "text": {"sv": text}, **more}


def problems(*messages: dict[str, Any]) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        load(document(*messages))
    return [f"{found.path}: {found.reason}" for found in refused.value.problems]


def test_messages_are_read_and_fit_the_published_schema() -> None:
    made = document(one("Tack {namn}, {ärendenummer}."))
    assert load(made).handling.messages[0].text.sv.startswith("Tack")
    schema = json.loads(Path("schema/definition.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(made, schema)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (one("Hej {förnamn}"), "det finns inget att fylla i {förnamn} med"),
        (one("Hej {kommun}"), "det finns ingen parameter ”kommun”"),
        (one("Hej", "sometimes"), "här ska det stå något av"),
        (one(" "), "den svenska texten är tom"),
        (one("Hej", to="everybody"), "här ska det stå något av"),
        (one("Hej", extra=1), "extra"),
    ],
)
def test_what_cannot_be_said_is_refused_with_its_place(message: dict[str, Any], told: str) -> None:
    found = problems(message)
    assert found[0].startswith("handling.messages[0]")
    assert told in found[0]


def test_two_for_one_moment_are_refused() -> None:
    found = problems(one("Hej"), {**one("Hallå"), "id": "n"})
    assert "det finns redan ett meddelande för det tillfället" in found[0]


def test_change_is_told_in_words() -> None:
    before, after = document(one("Tack.")), document(one("Tack så mycket."))
    told = [said(change, before, after) for change in changes(before, after)]
    assert [str(line) for line in told] == [
        "Meddelandet ”Tack så mycket.”: texten var ”Tack.”, är ”Tack så mycket.”."
    ]


def test_preview_fills_in_and_says_what_is_empty_then() -> None:
    whole = document()
    found = preview(whole, "{namn} {ärendenummer} {handläggare} {gäller}", {}, TODAY, "received")
    number = ids.reference_number("SKJ", 2026, 123)
    assert found.text == f"Förnamn Efternamn {number} – Förnamn på barnet"
    assert (found.empty, found.sometimes) == (("{handläggare}",), ("{gäller}",))


def test_preview_of_a_value_that_the_municipality_has_not_set_is_empty() -> None:
    found = preview(document(), "Ring {telefon} eller {ort}", {"ort": "Mjölby"}, TODAY)
    assert (found.text, found.empty) == ("Ring – eller Mjölby", ("{telefon}",))


def test_notices_are_those_of_the_way_it_is_signed_and_of_the_process() -> None:
    whole = process_sample.document()
    templates = [one.template for one in outgoing(whole)]
    assert templates[:3] == ["application_arrived", "sign_invitation", "sign_reminder"]
    assert templates[-1] == "decision_made"
    whole["signing"] |= {"confirmation": "login", "signatories": {}}
    assert next(one.template for one in outgoing(whole)) == "application_received"
    words = [one.words for one in outgoing(whole) if one.words]
    assert words


@pytest.mark.parametrize(("when", "first"), [("after", "fee_due"), ("before", "fee_first")])
def test_notices_of_a_fee_are_those_of_when_it_is_paid(when: str, first: str) -> None:
    fee = {"when": when, "days": 14}
    found = [one.template for one in outgoing(document() | {"fee": fee}) if "fee" in one.template]
    assert found == [first, "fee_reminder", "fee_paid", "fee_expired"]
    assert not [one for one in outgoing(document()) if "fee" in one.template]


def test_joint_signing_without_reminders_is_told() -> None:
    whole = document()
    assert not lacks_reminder(whole)
    whole["signing"]["reminders_days"] = []
    assert lacks_reminder(whole)
    whole["signing"]["signatories"] = {}
    assert not lacks_reminder(whole)


def test_half_made_document_is_shown_all_the_same() -> None:
    assert outgoing({"signing": None, "process": {"phases": [{}]}})
    assert preview({}, "{namn} {ärendenummer}", {}, TODAY).empty == ("{ärendenummer}",)
