"""Every rule of the format can be begun, changed and read on the screens."""

import re

import pytest
from django.test import Client
from tests.capabilities.formkit import sample
from tests.capabilities.formkit.editing.pointing.support import everything
from tests.web.studio import support
from tests.web.studio.support import exported, post, text

from samtjanst.capabilities.formkit.editing.pointing import effects
from samtjanst.foundation.tenancy.models import Municipality

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(elin: Client, mjolby: Municipality) -> str:
    """An e-service with every kind of question."""
    return support.imported(elin, mjolby, everything())


def begun(elin: Client, home: str, effect: str, target: str = "") -> str:
    """A new rule; returns where its screen is."""
    known = [one.value for one in effects.targets(everything(), effect)]
    said = {"effect": effect, "target": target or known[-1]}
    return post(elin, f"{home}villkor/nytt/", said, seen=f"{home}villkor/")


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("effect", effects.ORDER)
def test_rule_of_every_effect_is_begun_and_sent_as_it_stands(
    elin: Client, whole: str, effect: str
) -> None:
    listed = text(elin, f"{whole}villkor/?effect={effect}")
    for one in effects.targets(everything(), effect):
        assert f'value="{one.value}"' in listed
    rule = begun(elin, whole, effect)
    held = exported(elin, whole)["rules"][-1]
    assert held["effect"] == effect
    assert effects.target_of(effects.key_of(held["target"])) == held["target"]
    post(elin, rule, {}, seen=rule)
    assert exported(elin, whole)["rules"][-1] == held
    assert text(elin, f"{whole}villkor/").count("/villkor/villkor_") >= 1


def test_stop_says_what_and_what_to_do_instead(elin: Client, whole: str) -> None:
    rule = begun(elin, whole, "stop")
    assert "Den svenska texten är tom" in text(elin, rule)
    said = {"message.sv": "Det går inte.", "instead.sv": "Ring oss.", "instead.en": "Call us."}
    post(elin, rule, said, seen=rule)
    held = exported(elin, whole)["rules"][-1]
    assert held["message"] == {"sv": "Det går inte."}
    assert held["instead"] == {"sv": "Ring oss.", "en": "Call us."}
    assert "Något behöver rättas" not in text(elin, rule)


def test_fault_is_told_at_its_control_and_first_and_what_was_typed_stays(
    elin: Client, whole: str
) -> None:
    rule = begun(elin, whole, "show", "question:text")
    post(elin, rule, {"w-0-s": "question:number"}, seen=rule)
    post(elin, rule, {"w-0-o": "at_least"}, seen=rule)
    post(elin, rule, {"w-0-b-value": "ungefär tolv"}, seen=rule)
    page = text(elin, rule)
    assert 'href="#f-w-0-b-value"' in page
    assert re.search(r'id="f-w-0-b-value"[^>]*value="ungefär tolv"[^>]*aria-invalid="true"', page)
    assert page.count("Skriv ett tal med siffror") == 2


def test_rule_that_always_holds_is_told_without_a_when(elin: Client, whole: str) -> None:
    rule = begun(elin, whole, "prefill", "question:yes_no")
    post(elin, rule, {"x-p": "constant", "x-value": "no"}, seen=rule)
    post(elin, rule, {"x-value": "no"}, seen=rule)
    page = words(text(elin, f"{whole}villkor/"))
    assert "Fyll i ”Bor barnet växelvis?” i förväg med nej" in page
    assert "när alltid" not in page + words(text(elin, f"{whole}fraga/yes_no/"))


def test_effect_that_nothing_can_have_says_what_is_missing(elin: Client, home: str) -> None:
    seen = support.revision(text(elin, f"{home}villkor/"))
    answer = elin.post(f"{home}villkor/nytt/", {"effect": "compute", "revision": seen})
    assert answer.status_code == 422
    assert "Lägg först till ett beräknat värde." in answer.content.decode()
    assert exported(elin, home)["rules"] == []


def test_target_of_another_effect_is_asked_for_anew(elin: Client, whole: str) -> None:
    seen = support.revision(text(elin, f"{whole}villkor/"))
    said = {"effect": "require", "target": "page:start", "revision": seen}
    answer = elin.post(f"{whole}villkor/nytt/", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Välj vad det ska gälla." in page
    assert '<option value="require" selected>' in page
    assert 'value="question:yes_no"' in page
    assert "page:start" not in page


def test_rule_is_copied_to_be_changed(elin: Client, whole: str) -> None:
    rule = begun(elin, whole, "validate", "question:date")
    twin = post(elin, rule, {"do": "copy"}, seen=rule)
    assert twin != rule
    first, second = exported(elin, whole)["rules"][-2:]
    assert {**first, "id": ""} == {**second, "id": ""}
    post(elin, twin, {"w-0-o": "less"}, seen=twin)
    first, second = exported(elin, whole)["rules"][-2:]
    assert (first["when"]["op"], second["when"]["op"]) == ("answered", "less")


@pytest.mark.parametrize("header", [{}, {"HX-Request": "true"}])
def test_two_who_point_out_different_things_are_told(
    elin: Client, whole: str, header: dict[str, str]
) -> None:
    rule = begun(elin, whole, "show", "question:text")
    seen = support.revision(text(elin, rule))
    first = elin.post(rule, {"w-0-s": "question:date", "revision": seen})
    assert first.status_code == 302
    second = elin.post(rule, {"w-0-s": "question:number", "revision": seen}, headers=header)
    page = second.content.decode()
    assert second.status_code == (200 if header else 409)
    assert ("Någon annan har just ändrat samma sak." in page) is bool(header)
    when = exported(elin, whole)["rules"][-1]["when"]
    assert "date" in str(when)
    assert "number" not in str(when)


def test_hostile_form_changes_nothing_that_is_not_there(elin: Client, whole: str) -> None:
    rule = begun(elin, whole, "show", "question:text")
    held = exported(elin, whole)["rules"][-1]
    said = {
        "effect": "fly", "target": "office:1", "w-h": "xor", "w-0-o": "no_such", "do": "open:w-9",
        "w-7-s": "question:date", "x-p": "constant", "from": "p", "message.sv": "hej",
    }  # fmt: skip
    post(elin, rule, said, seen=rule)
    after = exported(elin, whole)["rules"][-1]
    assert {key: after[key] for key in ("id", "effect", "target")} == {
        key: held[key] for key in ("id", "effect", "target")
    }
    assert set(after) == set(held)
    text(elin, rule)


def test_english_screen_has_every_word_in_english(elin: Client, whole: str) -> None:
    rule = begun(elin, whole, "validate", "question:date")
    elin.cookies["django_language"] = "en"
    page = words(text(elin, rule))
    assert "at least one part is true" not in page  # one part: there is nothing to join
    assert "What is compared" in page
    assert "is before" in page


def test_rule_on_the_rows_of_a_group_is_pointed_and_tried(
    elin: Client, mjolby: Municipality
) -> None:
    inner = [
        {"id": "age", "kind": "integer", "label": {"sv": "Hur gammalt är barnet?"}},
        {"id": "school", "kind": "text", "label": {"sv": "Vilken skola går barnet i?"}},
    ]
    asked = {"id": "kids", "kind": "group", "label": {"sv": "Barnen"}, "questions": inner}
    home = support.imported(elin, mjolby, sample.one_page([asked]))
    said = {"effect": "show", "target": "row:kids:school"}
    rule = post(elin, f"{home}villkor/nytt/", said, seen=f"{home}villkor/")
    post(elin, rule, {"w-0-o": "at_least"}, seen=rule)
    post(elin, rule, {"w-0-b-value": "6"}, seen=rule)
    held = exported(elin, home)["rules"][0]
    assert held["target"] == {"group": "kids", "question": "school"}
    assert held["when"]["left"] == {"of": "question", "id": "age"}
    told = "Visa ”Vilken skola går barnet i?” på varje rad i ”Barnen” när"
    assert told in words(text(elin, rule))
    assert told in words(text(elin, f"{home}fraga/school/"))
    page = text(elin, f"{home}prova/")
    assert 'name="kids.0.age"' in page
    assert 'name="kids.0.school"' not in page
    assert "visas för sig på varje rad" in page
    memory, now = (re.findall(rf'name="{one}" value="([^"]*)"', page)[0] for one in NAMES)
    data = {"memory": memory, "page": now, "kids._row": ["0"], "kids.0.age": "8", "look": "1"}
    assert 'name="kids.0.school"' in elin.post(f"{home}prova/", data).content.decode()


NAMES = ("memory", "page")


def test_table_tells_what_rules_can_do_there_and_becomes_a_group_with_its_rules(
    elin: Client, whole: str
) -> None:
    document = exported(elin, whole)
    shape = next(q for p in document["pages"] for q in p["questions"] if q["kind"] == "table")
    cell = next(one for one in shape["questions"] if one["kind"] == "money")
    rule = begun(elin, whole, "prefill", f"row:{shape['id']}:{cell['id']}")
    assert words(text(elin, rule)).count("Fyll i ett svar i förväg") >= 1
    listed = text(elin, f"{whole}villkor/?effect=show")
    assert f'value="row:{shape["id"]}:{cell["id"]}"' not in listed
    page = text(elin, f"{whole}fraga/{cell['id']}/")
    assert "De kan inte dölja den" in page
    assert "Visa frågan bara när" not in page
    home = f"{whole}fraga/{shape['id']}/"
    post(elin, f"{home}gor/", {"do": "as_group"}, seen=home)
    turned = exported(elin, whole)
    held = next(q for p in turned["pages"] for q in p["questions"] if q["id"] == shape["id"])
    assert held == {**shape, "kind": "group"}
    assert [one["target"] for one in turned["rules"]][-1] == {
        "group": shape["id"], "question": cell["id"],
    }  # fmt: skip
    assert f'value="row:{shape["id"]}:{cell["id"]}"' in text(elin, f"{whole}villkor/?effect=show")
    assert "Visa frågan bara när" in text(elin, f"{whole}fraga/{cell['id']}/")
