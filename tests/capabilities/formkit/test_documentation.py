"""The documentation says what the definition says, and nothing that a text could break."""

from datetime import UTC, datetime

from lxml import etree
from tests.capabilities.formkit import every_kind, sample
from tests.capabilities.formkit import process_sample as processes
from tests.capabilities.formkit.rules_support import named

from samtjanst.capabilities.documents import checker
from samtjanst.capabilities.formkit import load, process_drawing
from samtjanst.capabilities.formkit.documentation import documentation, texts
from samtjanst.capabilities.formkit.documented import Known
from samtjanst.capabilities.formkit.process import drawing
from samtjanst.web.studio import documenting

MEASURED = Known(decided=40, days_half=12, days_most=25, receivers=("Elevregistret",))


def test_every_question_rule_outcome_and_ground_is_told() -> None:
    definition = sample.school()
    told = "\n".join(texts(documentation(definition, MEASURED)))
    labels = [one.label.sv for one in definition.questions()]
    titles = [one.title.sv for one in definition.pages]
    outcomes = [one.title.sv for one in definition.handling.outcomes]
    assert [words for words in (*labels, *titles, *outcomes) if words not in told] == []
    assert all(one.text.sv in told for one in definition.handling.legal_basis)
    assert told.count("\nVisa ”") >= 5
    assert definition.sha256 in told
    for words in ("hälften inom 12 dagar", "Elevregistret", "Folkbokföringen", "Handläggare"):
        assert words in told


def test_who_signs_and_how_many_is_told() -> None:
    told = "\n".join(texts(documentation(load(named({"needed": 2, "order": "in_turn"})), Known())))
    assert "2 av dem som den sökande anger, en i taget" in told
    assert "Flera skriver under" in told


def test_time_that_is_not_measured_is_said_to_be_so() -> None:
    told = "\n".join(texts(documentation(sample.school(), Known())))
    assert "inte mätt än" in told
    assert "Elevregistret" not in told


def test_slots_hold_the_municipalitys_value_or_its_name() -> None:
    definition = sample.school()
    mine = Known(parameters=sample.values_of("mjolby"))
    named, filled = ("\n".join(texts(documentation(definition, one))) for one in (Known(), mine))
    assert "{" not in named + filled
    assert "[" in named
    assert str(sample.values_of("mjolby")["decision_maker"]) in filled


def test_drawing_is_sound_xml_whatever_the_texts_are() -> None:
    document = sample.document()
    document["handling"]["outcomes"][0]["title"]["sv"] = "A & B \" ' ]]> \u202e"
    found = documentation(load(document), Known(receivers=("<x> & \x0c",)))
    drawn = etree.fromstring(process_drawing.drawn(found.stages))
    assert sum(str(one.tag).endswith("rect") for one in drawn.iter()) == len(found.stages) + 1
    assert not [one.tag for one in drawn.iter() if str(one.tag).endswith(("script", "image", "a"))]


def test_pdf_can_be_kept_and_read_by_all() -> None:
    at = datetime(2026, 11, 25, 12, tzinfo=UTC)
    for definition in (sample.school(), every_kind.definition()):
        printed = documenting.pdf(
            documentation(definition, MEASURED), "Mjölby kommun", "#0b5d4e", at
        )
        assert checker.faults(printed) == []


def test_process_of_its_own_is_told_whole_and_drawn() -> None:
    document = processes.document()
    processes.status(document, "review")["steps"][0]["when"] = processes.PLACED
    found = documentation(load(document), Known())
    (chapter,) = (one for one in found.sections if one.id == "gang")
    told = {part.title: part.rows for part in chapter.tables}
    assert told["Statusar"][1] == ("Granskas", "Utredning", "För dig: granskas", "Handläggs", "")
    assert told["Statusar"][3][-1] == "fattas här"
    assert told["Steg"][1][2:4] == ("Skrivs", "Handläggare")
    assert "är ja" in told["Steg"][1][4]
    assert told["Steg"][2][3:] == ("Chef", "alltid")
    assert told["Sker av sig självt"][0] == (
        "Påminnelse", "Granskas", "efter 5 arbetsdagar",
        "skickar ett meddelande, märks ”Dröjer”",
    )  # fmt: skip
    assert told["Vägledning"] == (("Utredning", "Mät vägen till skolan."),)
    assert len(told["Checklistor"]) == 2
    page = documenting.html(found)
    assert page.count("<svg") == 2
    assert "Utredning: Granskas, Inväntar, Skrivs." in page


def test_drawing_of_a_process_has_each_status_and_marks_where_the_case_is() -> None:
    document = processes.document()
    processes.status(document, "review")["title"]["sv"] = "A & B < ”"
    process = load(document).process
    assert process
    drawn = etree.fromstring(drawing.drawn(process, "review"))
    boxes = [one for one in drawn.iter() if str(one.tag).endswith("rect")][1:]
    assert len(boxes) == 6
    assert sum(one.get("fill") == drawing.NOW for one in boxes) == 1
    assert not [one.tag for one in drawn.iter() if str(one.tag).endswith(("script", "image", "a"))]
    dashed = [one for one in drawn.iter() if one.get("stroke-dasharray")]
    assert len(dashed) == 2
    ways = {(one.start, one.end) for one in drawing.ways(process)}
    assert ways == {(0, 1), (1, 3), (2, 3), (3, 4), (4, 5)}
