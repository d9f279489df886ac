"""What is told of everything that pasting leaves behind, and of what is demanded here."""

from typing import Any

from tests.capabilities.formkit import process_sample, sample

from samtjanst.capabilities.formkit import blocks
from samtjanst.capabilities.formkit.blocks import Mark
from samtjanst.capabilities.formkit.editing.blank import blank
from samtjanst.capabilities.formkit.editing.left_behind import LeftBehind, left_behind
from samtjanst.capabilities.formkit.editing.pasting import Clip, Pasted, paste
from samtjanst.capabilities.formkit.texts import Told

Document = dict[str, Any]
KEY = "018f6f5e-0000-7000-8000-000000000001"
KIDS = {"id": "kids", "kind": "integer", "label": {"sv": "Antal barn"}, "required": True}
FEE = {
    "id": "cost",
    "kind": "calculated",
    "label": {"sv": "Kostnad"},
    "settings": {"calculate": {"op": "add", "of": [{"answer": "kids"}, {"constant": 1}]}},
}


def form(*questions: dict[str, Any], **more: Any) -> Document:
    made = blank("klotter", "Anmäl klotter")
    made["pages"][0]["questions"] = [dict(one) for one in questions]
    return {**made, **more}


def pasted(source: Document, *questions: str, into: Document | None = None) -> Pasted:
    target = into or form()
    return paste(target, Clip(source, question_ids=questions), target["pages"][0]["id"])


def behind(source: Document, *questions: str, into: Document | None = None) -> LeftBehind:
    target = into or form()
    return left_behind(source, target, pasted(source, *questions, into=target))


def test_nothing_is_told_when_nothing_is_left() -> None:
    assert behind(form(KIDS), "kids") == LeftBehind()


def test_settings_steps_parameters_and_signing_that_look_at_it_are_named() -> None:
    when = {"op": "answered", "question": "kids"}
    step = {"id": "on", "title": {"sv": "Gå vidare"}, "to": "b", "when": when}
    process = {"phases": [{"id": "p", "title": {"sv": "P"}, "statuses": [{"steps": [step]}]}]}
    prices = {"id": "prices", "type": "numbers", "title": {"sv": "Priser"}, "per": "kids"}
    signing = {"expires_days": 30, "signatories": {"stated_in": "kids"}}
    source = form(KIDS, FEE, process=process, parameters=[prices], signing=signing)
    assert behind(source, "kids").looking == (
        Told("vilka som skriver under", "who signs"),
        Told("steget ”Gå vidare” i processen", "the step “Gå vidare” of the process"),
        Told(
            "inställningarna i frågan ”Kostnad”", "the settings of the question “Kostnad”"
        ),
        Told("parametern ”Priser”", "the parameter “Priser”"),
    )  # fmt: skip
    assert Told("inställningarna i frågan ”Kostnad”") not in behind(source, "kids", "cost").looking


def test_every_step_of_a_real_process_that_looks_at_it_is_named() -> None:
    source = process_sample.document()
    told = [str(one) for one in behind(source, "placed_school").looking]
    assert all("”" in one for one in told if "steget" in one)


def test_register_that_nothing_here_declares_is_named_once() -> None:
    place = {"id": "place", "kind": "property", "label": {"sv": "Fastighet"}, "required": True,
             "settings": {"from_register": True}}  # fmt: skip
    found = behind(form(place), "place")
    assert [str(one) for one in found.registers] == ["registret över adresser och fastigheter"]
    asking = form({**place, "id": "other"})
    assert behind(form(place), "place", into=asking).registers == ()


def test_missing_english_is_counted_only_where_english_is_spoken() -> None:
    spoken = {**KIDS, "id": "age", "label": {"sv": "Ålder", "en": "Age"}}
    assert behind(form(KIDS), "kids", into=form(spoken)).untranslated == 1
    assert behind(form(spoken), "age", into=form({**spoken, "id": "a"})).untranslated == 0
    assert behind(form(KIDS), "kids").untranslated == 0


def test_english_that_nothing_else_has_is_told() -> None:
    spoken = {**KIDS, "label": {"sv": "Antal barn", "en": "Number of children"}}
    assert behind(form(spoken), "kids").speaks
    assert not behind(form(spoken), "kids", into=form({**spoken, "id": "a"})).speaks


def test_parameter_that_stands_here_already_is_named_as_shared() -> None:
    once = pasted(sample.document(), "school")
    again = pasted(sample.document(), "school", into=once.document)
    assert (once.shared, again.parameters) == ([], [])
    assert set(again.shared) == {"Skolor som går att välja", "Kontaktuppgifter"}


def with_block() -> Document:
    """A form in which two questions and their rule are a block."""
    note = {"id": "note", "kind": "information", "label": {"sv": "Tänk på"}}
    rule = {"id": "show", "effect": "show", "target": {"question": "note"},
            "when": {"op": "answered", "question": "kids"}}  # fmt: skip
    source = form(KIDS, note, rules=[rule])
    block = blocks.taken_out(source, Clip(source, question_ids=("kids", "note"))).block
    mark = Mark(KEY, "Barnen", 3, block.sha256)
    return blocks.put_in(form(FEE | {"settings": {}}), block, mark, "page_1").document


def test_block_that_is_copied_whole_follows_with_its_version() -> None:
    source, target = with_block(), form(KIDS)
    done = blocks.paste(target, Clip(source, question_ids=("kids", "note")), "page_1")
    assert (done.blocks, done.loosened) == (("Barnen",), ())
    (use,) = blocks.uses(done.pasted.document)
    assert (use.mark.block, use.mark.version) == (KEY, 3)
    named = use.named("question")
    assert named["note"] == "note"
    assert named["kids"] in done.pasted.question_ids
    assert named["kids"] != "kids"  # that id was taken


def test_part_of_a_block_is_just_a_part_and_that_is_told() -> None:
    done = blocks.paste(form(), Clip(with_block(), question_ids=("kids",)), "page_1")
    assert (done.blocks, done.loosened) == ((), ("Barnen",))
    assert "blocks" not in done.pasted.document
    other = blocks.paste(form(), Clip(with_block(), question_ids=("cost",)), "page_1")
    assert (other.blocks, other.loosened) == ((), ())
