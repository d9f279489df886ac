"""The editor over HTTP: everything works without JavaScript."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast
from tests.web.studio import support
from tests.web.studio.support import new_service, post, revision, text

from samtjanst import eservices
from samtjanst.capabilities.formkit.editing.declared import kind_forms
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.web.studio.source_fields import known

pytestmark = pytest.mark.django_db


@pytest.fixture
def mjolby() -> Municipality:
    return cast.municipality()


@pytest.fixture
def home(elin: Client, mjolby: Municipality) -> str:
    return new_service(elin, mjolby)


def first_page(elin: Client, home: str) -> str:
    return str(elin.get(home)["Location"])


def exported(elin: Client, home: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(text(elin, f"{home}export.json"))["definition"]
    return found


def add(elin: Client, home: str, label: str, kind: str = "text") -> str:
    page = first_page(elin, home)
    return post(elin, f"{page}ny-fraga/", {"label": label, "kind": kind}, seen=page)


def labels(elin: Client, home: str) -> list[str]:
    document = json.loads(text(elin, f"{home}export.json"))["definition"]
    return [q["label"]["sv"] for p in document["pages"] for q in p["questions"]]


def test_new_e_service_stands_in_the_list_with_what_is_missing(elin: Client, home: str) -> None:
    page = text(elin, "/studio/")
    assert "Anmäl klotter" in page
    assert "Inte publicerad" in page
    assert re.search(r"Utkast, \d+ saker saknas", page)


@pytest.mark.parametrize("kind", sorted(kind_forms()))
def test_question_of_every_kind_gets_a_form_of_its_own(elin: Client, home: str, kind: str) -> None:
    where = add(elin, home, "Vad gäller det?", kind)
    page = text(elin, where)
    for setting in kind_forms()[kind].settings:
        if setting.name.startswith("lookup") and not known({"kind": kind}, ()):
            continue  # no register suits it, and the municipality has no look-up
        control = "f-s" if setting.form == "operand" else '"s'  # that has a screen of its own
        assert f"{control}.{setting.name}" in page
    assert elin.get(f"{first_page(elin, home)}visa/").status_code == 200


def test_texts_settings_and_options_are_saved(elin: Client, home: str) -> None:
    where = add(elin, home, "Färg", "choice")
    options = re.findall(r'name="o\.([a-z0-9_]+)\.label\.sv"', text(elin, where))
    data = {
        "label.sv": "Vilken färg har det?",
        "label.en": "Which colour is it?",
        "help.sv": "Ungefär räcker.",
        f"o.{options[0]}.label.sv": "Röd",
        f"o.{options[1]}.label.sv": "Blå",
        "settings_shown": "1",
        "in_lists": "column",
        "do": "option",
        "new_option": "Grön",
    }
    post(elin, where, data, seen=where)
    document = json.loads(text(elin, f"{home}export.json"))["definition"]
    question = document["pages"][0]["questions"][0]
    assert question["label"] == {"sv": "Vilken färg har det?", "en": "Which colour is it?"}
    assert [one["label"]["sv"] for one in question["options"]] == ["Röd", "Blå", "Grön"]
    assert question["in_lists"] == "column"
    assert "required" not in question


def test_group_holds_questions_of_its_own(elin: Client, home: str) -> None:
    group = add(elin, home, "Barn", "group")
    inner = post(elin, f"{group}ny-fraga/", {"label": "Namn", "kind": "text"}, seen=group)
    other = post(elin, f"{group}ny-fraga/", {"label": "Född", "kind": "date"}, seen=group)
    post(elin, inner, {"label.sv": "Barnets namn", "settings_shown": "1"}, seen=inner)
    post(elin, f"{other}gor/", {"do": "up"}, seen=other)
    post(elin, f"{inner}gor/", {"do": "copy"}, seen=inner)
    post(elin, f"{other}gor/", {"do": "remove"}, seen=other)
    held = json.loads(text(elin, f"{home}export.json"))["definition"]["pages"][0]["questions"][0][
        "questions"
    ]
    assert [one["label"]["sv"] for one in held] == ["Barnets namn", "Barnets namn"]
    assert len({one["id"] for one in held}) == 2
    refused = elin.post(f"{group}ny-fraga/", {"revision": "1", "label": "x", "kind": "group"})
    assert refused.status_code == 404


def test_ids_are_made_once_and_stay(elin: Client, home: str) -> None:
    where = add(elin, home, "Var är det?")
    post(elin, where, {"label.sv": "Något helt annat", "settings_shown": "1"}, seen=where)
    assert text(elin, where)
    assert re.search(r"/fraga/var_ar_det_[0-9a-f]{5}/$", where)


def test_questions_are_moved_copied_and_removed_with_buttons(elin: Client, home: str) -> None:
    add(elin, home, "Ett")
    second = add(elin, home, "Två")
    page = first_page(elin, home)
    post(elin, f"{second}gor/", {"do": "up"}, seen=page)
    assert labels(elin, home) == ["Två", "Ett"]
    post(elin, f"{second}gor/", {"do": "copy"}, seen=page)
    assert labels(elin, home) == ["Två", "Två", "Ett"]
    post(elin, f"{second}gor/", {"do": "remove"}, seen=page)
    assert labels(elin, home) == ["Två", "Ett"]


def test_undo_and_redo_lead_through_the_states(elin: Client, home: str) -> None:
    add(elin, home, "Ett")
    add(elin, home, "Två")
    for left in (["Ett"], []):
        post(elin, f"{home}angra/", {"do": "undo"})
        assert labels(elin, home) == left
    for back in (["Ett"], ["Ett", "Två"]):
        post(elin, f"{home}angra/", {"do": "redo"})
        assert labels(elin, home) == back
    post(elin, f"{home}angra/", {"do": "redo"})  # nothing left: nothing happens
    assert labels(elin, home) == ["Ett", "Två"]


def test_change_after_undo_leaves_what_was_undone_behind(elin: Client, home: str) -> None:
    add(elin, home, "Ett")
    add(elin, home, "Två")
    post(elin, f"{home}angra/", {"do": "undo"})
    add(elin, home, "Tre")
    post(elin, f"{home}angra/", {"do": "redo"})
    assert labels(elin, home) == ["Ett", "Tre"]
    post(elin, f"{home}angra/", {"do": "undo"})
    post(elin, f"{home}angra/", {"do": "undo"})
    assert labels(elin, home) == []


def test_undo_says_what_it_did_and_where_one_stays(elin: Client, home: str) -> None:
    where = add(elin, home, "Ett")
    post(elin, where, {"label.sv": "Nytt", "settings_shown": "1"}, seen=where)
    place = f"fraga:{where.split('/')[-2]}"
    back = post(elin, f"{home}angra/", {"do": "undo", "place": place})
    assert back == f"{where}?gjort=undo"
    assert "Ångrat: Frågan ”Ett” ändrades" in text(elin, back)
    for at, leads in (
        ("villkor:borta", "villkor/"),
        ("installningar:om", "installningar/om/"),
        ("installningar:ansvar", "installningar/"),
        ("fraga:borta", "sida/page_1/"),
    ):
        found = post(elin, f"{home}angra/", {"do": "redo", "place": at})
        assert found.startswith(f"{home}{leads}")
        post(elin, f"{home}angra/", {"do": "undo"})


def test_nobody_undoes_what_another_did_unseen(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    page = first_page(elin, home)
    seen = support.revision(text(elin, page))
    other = support.client(mjolby, Role.MANAGER)
    with open_scope(mjolby):
        cast.staff(Role.SERVICE_DEVELOPER)
    add(other, home, "Hannas fråga")
    refused = elin.post(f"{home}angra/", {"do": "undo", "revision": seen})
    assert refused.status_code == 409
    assert "Någon annan har ändrat utkastet" in refused.content.decode()
    now = text(elin, page)
    assert "Ångra: Frågan ”Hannas fråga” lades till (Hanna Handläggare)" in now
    post(elin, f"{home}angra/", {"do": "undo", "revision": support.revision(now)})
    assert labels(elin, home) == []


def test_two_at_once_never_overwrite_each_other(elin: Client, home: str) -> None:
    where = add(elin, home, "Ett")
    other = add(elin, home, "Två")
    old = support.revision(text(elin, where))
    post(elin, where, {"label.sv": "Min ändring", "settings_shown": "1"}, seen=where)
    same = elin.post(where, {"revision": old, "label.sv": "Din ändring", "settings_shown": "1"})
    assert same.status_code == 409
    assert "Din ändring" in same.content.decode()
    assert "Nu står" in same.content.decode()
    assert "Min ändring" in same.content.decode()
    beside = {"revision": old, "label.sv": "Ett", "help.sv": "Min hjälp", "settings_shown": "1"}
    assert elin.post(where, beside).status_code == 302
    assert "Min hjälp" in text(elin, where)
    apart = elin.post(other, {"revision": old, "label.sv": "Ostörd", "settings_shown": "1"})
    assert apart.status_code == 302
    assert labels(elin, home) == ["Min ändring", "Ostörd"]


def test_removed_question_takes_its_rules_along(elin: Client, home: str) -> None:
    asked = add(elin, home, "Är det brådskande?", "yes_no")
    shown = add(elin, home, "Varför?")
    target = f"question:{shown.split('/')[-2]}"
    post(elin, f"{home}villkor/nytt/", {"effect": "show", "target": target}, seen=shown)
    assert len(json.loads(text(elin, f"{home}export.json"))["definition"]["rules"]) == 1
    post(elin, f"{asked}gor/", {"do": "remove"}, seen=asked)
    assert json.loads(text(elin, f"{home}export.json"))["definition"]["rules"] == []


def test_rule_is_pointed_together_as_a_sentence(elin: Client, home: str) -> None:
    asked = add(elin, home, "Skäl", "many_choices")
    shown = add(elin, home, "Läkarintyg", "file")
    question, target = asked.split("/")[-2], f"question:{shown.split('/')[-2]}"
    option = re.findall(r'name="o\.([a-z0-9_]+)\.label\.sv"', text(elin, asked))[1]
    rule = post(elin, f"{home}villkor/nytt/", {"effect": "show", "target": target}, seen=shown)
    said = {"effect": "show", "target": target, "w-0-s": f"question:{question}"}
    post(elin, rule, said, seen=rule)
    post(elin, rule, {"w-0-o": "contains"}, seen=rule)
    post(elin, rule, {"w-0-v": option}, seen=rule)
    page = re.sub(r"<[^>]+>|\s+", " ", text(elin, f"{home}villkor/"))
    page = " ".join(page.replace("&quot;", '"').split())
    assert "Visa ”Läkarintyg” när ”Skäl” innehåller ”Alternativ 2”" in page
    held = json.loads(text(elin, f"{home}export.json"))["definition"]["rules"][0]["when"]
    assert held == {"op": "contains", "question": question, "value": option}


def test_operator_that_does_not_fit_is_never_kept(elin: Client, home: str) -> None:
    asked = add(elin, home, "Är det brådskande?", "yes_no")
    shown = add(elin, home, "Varför?")
    target = f"question:{shown.split('/')[-2]}"
    rule = post(elin, f"{home}villkor/nytt/", {"effect": "show", "target": target}, seen=shown)
    question = asked.split("/")[-2]
    said = {"w-0-s": f"question:{question}", "w-0-o": "less", "w-0-v": "<script>"}
    post(elin, rule, said, seen=rule)
    held = json.loads(text(elin, f"{home}export.json"))["definition"]["rules"][0]["when"]
    assert held["op"] == "equals"


def test_rule_needs_another_question_to_look_at(elin: Client, home: str) -> None:
    alone = add(elin, home, "Läkarintyg", "file")
    said = {"effect": "require", "target": f"question:{alone.split('/')[-2]}"}
    seen = revision(text(elin, alone))
    answer = elin.post(f"{home}villkor/nytt/", {**said, "revision": seen})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Lägg först till en annan fråga") == 2
    assert '<option value="require" selected>' in page
    assert exported(elin, home)["rules"] == []


def test_rule_that_always_holds_is_kept_without_a_condition(
    elin: Client, mjolby: Municipality
) -> None:
    held = json.loads(eservices.read("fardtjanst/definition.json"))
    rule = {"id": "alltid", "effect": "prefill", "target": {"question": "companion"}}
    held["rules"].append({**rule, "value": {"constant": True}})
    upload = SimpleUploadedFile("form.json", json.dumps(held).encode(), "application/json")
    home = post(elin, "/studio/importera/", {"file": upload, "unit": support.unit_id(mjolby)})
    where = f"{home}villkor/alltid/"
    whens = []
    for act in ("", "line:w", "drop:w-0"):
        post(elin, where, {"do": act}, seen=where)
        rules = json.loads(text(elin, f"{home}export.json"))["definition"]["rules"]
        whens.append("when" in next(one for one in rules if one["id"] == "alltid"))
    assert whens == [False, True, False]


def test_search_finds_texts_everywhere(elin: Client, home: str) -> None:
    add(elin, home, "Var är klottret?")
    page = text(elin, f"{home}sok/?q=KLOTTRET")
    assert "Var är <mark>klottret</mark>?" in page


def test_search_leads_to_the_screen_where_the_text_is_changed(
    elin: Client, mjolby: Municipality
) -> None:
    content = eservices.read("alla_fragetyper/definition.json").encode()
    upload = SimpleUploadedFile("form.json", content, "application/json")
    home = post(elin, "/studio/importera/", {"file": upload, "unit": support.unit_id(mjolby)})
    seen = text(elin, f"{home}sok/?q=a")
    links = set(re.findall(r'<li class="row hit"><a class="ds-link" href="([^"]+)"', seen))
    kinds = {link.removeprefix(home).split("/")[0] for link in links}
    assert kinds >= {"sida", "fraga", "installningar"}
    for link in links:
        text(elin, link)


def test_search_shows_hostile_words_as_text(elin: Client, home: str) -> None:
    add(elin, home, "<b>fet</b>")
    page = text(elin, f"{home}sok/?q=%3Cb%3Efet")
    assert "<mark>&lt;b&gt;fet</mark>" in page
    assert "<b>fet" not in page


def test_hostile_texts_are_shown_as_text_and_keep_the_draft_from_publishing(
    elin: Client, home: str
) -> None:
    where = add(elin, home, "<script>alert(1)</script>\x00")
    page = text(elin, where)
    assert "<script>alert(1)" not in page
    assert "HTML-taggar" in page
    preview = text(elin, f"{first_page(elin, home)}visa/")
    assert "alert(1)" not in preview


def test_file_goes_out_and_in_without_loss(elin: Client, mjolby: Municipality) -> None:

    raw = eservices.read("skolskjuts/definition.json")
    upload = SimpleUploadedFile("s.json", raw.encode(), "application/json")
    data = {"file": upload, "unit": support.unit_id(mjolby)}
    home = str(elin.post("/studio/importera/", data)["Location"])
    assert exported(elin, home) == json.loads(raw)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"format": "samtjanst-definition/1",\n "id": "x"', "Rad 2"),
        (b'{"pages": []}', "f\xc3\xa4ltet saknas".encode("latin1").decode()),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"[" * 200_000, "niv"),
        (b"", "JSON"),
    ],
    ids=["truncated", "lacking", "binary", "nested", "empty"],
)
def test_broken_file_is_refused_with_place_and_reason(
    elin: Client, mjolby: Municipality, content: bytes, told: str
) -> None:
    upload = SimpleUploadedFile("s.json", content or b" ", "application/json")
    data = {"file": upload, "unit": support.unit_id(mjolby)}
    answer = elin.post("/studio/importera/", data)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "har inga e-tjänster" in text(elin, "/studio/")


def test_other_municipality_and_other_roles_see_nothing(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    where = add(elin, home, "Hemligt")
    norrkoping = cast.municipality("norrkoping")
    ture, hanna = support.client(norrkoping), support.client(mjolby, Role.HANDLER)
    paths = ["", "villkor/", "installningar/", "installningar/om/", "installningar/ansvar/",
             "installningar/parametrar/", "prova/", "kommentarer/", "checklista/", "publicera/",
             "versioner/", "export.json", "sok/?q=a", "har/"]  # fmt: skip
    for path in [*(f"{home}{one}" for one in paths), where]:
        assert ture.get(path).status_code == 404, path
        assert hanna.get(path).status_code == 404, path
    assert "Anmäl klotter" not in text(ture, "/studio/")
    for path in (where, f"{where}gor/", f"{home}angra/", f"{home}sidor/", f"{home}inbjudningar/"):
        assert ture.post(path, {"revision": "1", "do": "up"}).status_code == 404, path
    assert labels(elin, home) == ["Hemligt"]


def test_neighbours_who_sign_are_chosen_by_their_property(elin: Client, home: str) -> None:
    add(elin, home, "Vilken fastighet gäller det?", "property")
    where = f"{home}installningar/underskrift/"
    (name,) = re.findall(r'<option value="([a-z_0-9]+)"[^>]*>Vilken fastighet', text(elin, where))
    of, within = "signing.signatories.neighbours_of", "signing.signatories.neighbours_within"
    post(elin, where, {within: "20"}, seen=where)
    assert "Välj först frågan om den fastighet" in text(elin, where)
    post(elin, where, {of: name, within: "20"}, seen=where)
    assert "Välj först frågan om den fastighet" not in text(elin, where)
    document = json.loads(text(elin, f"{home}export.json"))["definition"]
    assert document["signing"]["signatories"] == {"neighbours_of": name, "neighbours_within": 20}


def test_who_signs_is_set_and_what_can_never_be_reached_is_told_at_the_field(
    elin: Client, home: str
) -> None:
    add(elin, home, "Vilka fler skriver under?", "signatories")
    where = f"{home}installningar/underskrift/"
    names = re.findall(r'<option value="([a-z_0-9]+)"[^>]*>Vilka fler', text(elin, where))
    chosen = {"signing.signatories.named_in": names[0], "signing.signatories.order": "in_turn"}
    post(elin, where, {**chosen, "signing.signatories.needed": "2"}, seen=where)
    page = text(elin, where)
    assert "frågan kräver minst 1, och här står 2" in page
    post(elin, where, {"signing.signatories.needed": "1"}, seen=where)
    assert "frågan kräver minst" not in text(elin, where)
    document = json.loads(text(elin, f"{home}export.json"))["definition"]
    assert document["signing"]["signatories"] == {
        "named_in": names[0],
        "needed": 1,
        "order": "in_turn",
    }
