"""The documentation says what the definition says, and nothing that a text could break."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from lxml import etree
from tests.capabilities.formkit import every_kind, sample
from tests.capabilities.formkit import process_sample as processes
from tests.capabilities.formkit.rules_support import named
from tests.pdf_text import bare, text_of

from samtjanst.capabilities.documents import checker
from samtjanst.capabilities.formkit import Definition, fill_time, load, process_drawing
from samtjanst.capabilities.formkit.documentation import documentation, texts
from samtjanst.capabilities.formkit.documented import Documentation, Known
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


def test_neighbours_who_sign_are_told() -> None:
    document = sample.one_page([{"id": "estate", "kind": "property"}])
    document["signing"]["signatories"] = {"neighbours_of": "estate"}
    assert "Ägarna till fastigheterna intill" in "\n".join(_told(document))
    document["signing"]["signatories"]["neighbours_within"] = 20
    assert "Ägarna till fastigheterna inom 20 meter" in "\n".join(_told(document))


def _told(document: dict[str, Any]) -> Iterator[str]:
    return texts(documentation(load(document), Known()))


def _rows(found: Documentation, title: str) -> tuple[tuple[str, ...], ...]:
    (rows,) = (table.rows for one in found.sections for table in one.tables if table.title == title)
    return rows


def test_time_to_fill_in_is_estimated_page_by_page_and_told_beside_what_is_measured() -> None:
    definition = sample.school()
    known = Known(filled=25, fill_half=9, fill_most=31)
    rows = _rows(documentation(definition, known), "Tid att fylla i")
    assert [row[0] for row in rows[: len(definition.pages)]] == [
        page.title.sv for page in definition.pages
    ]
    assert all("min" in row[2] for row in rows)
    assert rows[-1][2] == "hälften inom 9 min, nio av tio inom 31 min, med pauser (25 inlämnade)"
    assert len(_rows(documentation(definition, Known()), "Tid att fylla i")) == len(rows) - 1
    least, most = fill_time.seconds(definition, definition.pages[2])
    assert 0 <= least <= most  # what only some are asked is in the most


def test_measured_time_in_a_status_is_told() -> None:
    definition = load(processes.document())
    known = Known(in_status={"review": (24, 3.5)})
    rows = _rows(documentation(definition, known), "Statusar")
    assert rows[1][-1] == "hälften inom 3,5 dagar (24 gånger)"


def test_english_has_no_swedish_of_ours_and_everything_else_is_the_same() -> None:
    definition = sample.school()
    swedish, english = (documentation(definition, MEASURED, one) for one in ("sv", "en"))
    assert [one.id for one in swedish.sections] == [one.id for one in english.sections]
    assert [len(t.rows) for s in swedish.sections for t in s.tables] == [
        len(t.rows) for s in english.sections for t in s.tables
    ]
    told = "\n".join(texts(english))
    for words in ("half within 12 days", "The population register", "Official", "Applicant"):
        assert words in told
    mine = set(texts(swedish)) & set(texts(english))
    from_the_definition = {one for one in mine if set(one) & set("åäöÅÄÖ")}
    assert from_the_definition <= {
        "Elevregistret",
        ", ".join(definition.about.keywords),
        *_swedish_only(definition),
    }
    assert "Who" in process_drawing.drawn(english.stages, "en")


def _swedish_only(definition: Definition) -> set[str]:
    """Texts of the definition without English."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            if "sv" in value and not value.get("en"):
                found.add(str(value["sv"]))
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(dict(definition.document))
    return found


def test_process_of_its_own_is_drawn_in_the_pdf_and_an_english_one_can_be_kept() -> None:
    at = datetime(2026, 11, 25, 12, tzinfo=UTC)
    definition = load(processes.document())
    for language in ("sv", "en"):
        found = documentation(definition, MEASURED, language)
        printed = documenting.pdf(found, "Mjölby kommun", "#0b5d4e", at)
        assert checker.faults(printed) == []
        told = bare(text_of(printed))
        assert (bare("The document was made 25 November 2026") in told) is (language == "en")
        assert (bare("Page 1 of") in told) is (language == "en")
        # The drawing's own words stand there too: once drawn, once at least in the table.
        assert told.count(bare("Inquiry" if language == "en" else "Utredning")) >= 3


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
    reviewed = ("Granskas", "Utredning", "För dig: granskas", "Handläggs", "", "")
    assert told["Statusar"][1] == reviewed
    assert told["Statusar"][3][-2] == "fattas här"
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
