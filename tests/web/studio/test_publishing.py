"""The gate: nothing unready reaches citizens, and what has can be taken back."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.web.studio import support
from tests.web.studio.making import mark_everything
from tests.web.studio.support import post, text

from samtjanst.building.definitions.models import ChecklistLine, Comment, Draft, EService, Version
from samtjanst.building.definitions.queries import all_published, published
from samtjanst.building.definitions.services import publishing, talk
from samtjanst.building.definitions.types import LineState
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.kernel.errors import InvalidInputError, NotAllowedError, NotFoundError

pytestmark = pytest.mark.django_db


def publish(elin: Client, home: str, **more: str) -> str:
    data = {"when": "now", "note": "Den första", **more}
    return post(elin, f"{home}publicera/", data, seen=f"{home}publicera/")


def test_ready_e_service_is_published_and_found_by_citizens(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    assert "16 av 16" not in text(elin, "/studio/")
    publish(elin, home)
    with open_scope(mjolby):
        assert published("anmal-klotter").version_number == 1
        assert not Draft.objects.exists()
        assert Version.objects.get().note == "Den första"
    assert "Anmäl klotter" in text(Client(SERVER_NAME="mjolby.localhost"), "/")


def test_publishing_is_refused_while_a_mandatory_line_is_missing(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    page = f"{home}publicera/"
    seen = support.revision(text(elin, page))
    post(elin, f"{home}checklista/accessibility/", {"state": "missing", "text": ""})
    assert "Tillgängligheten är prövad" in text(elin, page)
    answer = elin.post(page, {"revision": seen, "when": "now"})
    assert answer.status_code == 422
    with open_scope(mjolby):
        assert all_published() == []


def test_register_without_legal_basis_holds_the_gate(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    page, line = f"{home}publicera/", f"{home}checklista/registers/"
    post(elin, line, {"state": "missing", "text": ""})
    assert "Register som frågas har rättslig grund" in text(elin, page)
    seen = support.revision(text(elin, page))
    assert elin.post(page, {"revision": seen, "when": "now"}).status_code == 422
    # Nobody says in the document's place that it is done.
    assert elin.post(line, {"state": "done", "text": "Klart"}).status_code == 422
    settings = f"{home}installningar/personuppgifter/"
    post(elin, settings, {"do": "add:about.registers"}, seen=settings)
    names = re.findall(r'name="(about\.registers\.[a-z_.0-9]+\.sv)"', text(elin, settings))
    assert len(names) == 2
    post(elin, settings, dict.fromkeys(names, "Artikel 6.1 e"), seen=settings)
    assert "Folkbokföringen" in text(elin, f"{home}checklista/")
    mark_everything(elin, home)
    publish(elin, home)
    with open_scope(mjolby):
        assert len(all_published()) == 1


def test_publishing_is_refused_while_the_form_is_unsound(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    post(elin, f"{home}sidor/", {"title": "Tom sida"}, seen=str(elin.get(home)["Location"]))
    assert "Formulär och inställningar är kompletta" in text(elin, f"{home}publicera/")
    answer = elin.post(f"{home}publicera/", {"revision": "999", "when": "now"})
    assert answer.status_code == 409
    with open_scope(mjolby):
        assert all_published() == []


def test_set_time_publishes_then_and_can_be_cancelled(
    elin: Client, home: str, mjolby: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = (clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    publish(elin, home, when="later", at=at)
    with open_scope(mjolby):
        assert publishing.publish_due() == 0
        assert all_published() == []
        later = clock.now() + timedelta(days=3)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert publishing.publish_due() == 1
        assert publishing.publish_due() == 0
        assert published("anmal-klotter").version_number == 1


def test_passed_time_is_refused(elin: Client, home: str) -> None:
    page = f"{home}publicera/"
    for at in ("2020-01-01T08:00", "i morgon"):
        data = {"revision": support.revision(text(elin, page)), "when": "later", "at": at}
        assert elin.post(page, data).status_code == 422


def test_taken_down_rolled_back_archived(elin: Client, home: str, mjolby: Municipality) -> None:
    publish(elin, home)
    act = f"{home}versioner/gor/"
    post(elin, act, {"do": "unpublish"})
    with open_scope(mjolby), pytest.raises(NotFoundError):
        published("anmal-klotter")
    post(elin, act, {"do": "roll_back:1"})
    with open_scope(mjolby):
        assert published("anmal-klotter").version_number == 1
    post(elin, act, {"do": "archive"})
    with open_scope(mjolby):
        assert all_published() == []
    assert "1 arkiverad e-tjänst" in text(elin, "/studio/")
    assert elin.post(act, {"do": "roll_back:9"}).status_code == 404


def test_next_version_begins_where_the_last_ended(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    publish(elin, home)
    post(elin, f"{home}utkast/")
    page = str(elin.get(home)["Location"])
    post(elin, f"{page}ny-fraga/", {"label": "När såg du det?", "kind": "date"}, seen=page)
    mark_everything(elin, home)
    publish(elin, home)
    with open_scope(mjolby):
        assert published("anmal-klotter").version_number == 2
        assert EService.objects.get().owner is not None


def test_line_that_does_not_apply_needs_a_reason(elin: Client, home: str) -> None:
    for line, data, status in (
        ("tests", {"state": "not_applicable", "text": ""}, 422),
        ("tests", {"state": "not_applicable", "text": "Bara en fråga."}, 302),
        ("contact", {"state": "not_applicable", "text": "Nej."}, 422),
        ("classification", {"state": "done", "text": "4 4 4"}, 422),
        ("classification", {"state": "done", "text": "3, 2, 1"}, 302),
        ("archive_class", {"state": "done", "text": "Skolskjuts"}, 422),
        ("archive_class", {"state": "done", "text": "3.7.2 Skolskjuts"}, 302),
        ("unknown", {"state": "done", "text": "x"}, 404),
        ("tests", {"state": "whatever", "text": "x"}, 404),
    ):
        assert elin.post(f"{home}checklista/{line}/", data).status_code == status, (line, data)


def test_line_of_the_municipalitys_own_holds_the_gate(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    own = {"title": "Nämnden har sagt ja", "help": "", "mandatory": "1"}
    post(elin, f"{home}checklista/", own)
    assert "Nämnden har sagt ja" in text(elin, f"{home}publicera/")
    with open_scope(mjolby):
        key = f"own_{ChecklistLine.objects.get().id.hex}"
    post(elin, f"{home}checklista/{key}/", {"state": "done", "text": "3 mars."})
    assert "Checklistan är klar" in text(elin, f"{home}publicera/")
    with open_scope(cast.municipality("norrkoping")):
        assert not ChecklistLine.objects.exists()


def test_what_is_typed_of_a_line_is_kept_when_something_is_missing(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    page = f"{home}checklista/"
    typed = {"title": " ", "help": "Fråga Maria.", "about": "tests", "mandatory": "1"}
    answer = elin.post(page, typed)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#f-title"' in told
    assert 'value="Fråga Maria."' in told
    assert '<option value="tests" selected>' in told
    assert 'name="mandatory" value="1" checked' in told
    kept = elin.post(f"{page}archive_class/", {"state": "done", "text": "Skolskjuts i år"})
    assert "Skolskjuts i år</textarea>" in kept.content.decode()
    with open_scope(mjolby):
        assert not ChecklistLine.objects.exists()


def test_publishing_needs_the_permission(home: str, mjolby: Municipality) -> None:
    with open_scope(mjolby), pytest.raises(NotAllowedError):
        publishing.publish_draft(slug="anmal-klotter", revision=1, note="", by=cast.staff_actor())


def test_verbs_reach_nothing_in_another_municipality(home: str, mjolby: Municipality) -> None:
    with open_scope(cast.municipality("norrkoping")):
        ture = cast.staff_actor(Role.SERVICE_DEVELOPER)
        slug = "anmal-klotter"
        for verb in (publishing.unpublish, publishing.archive, publishing.cancel_schedule):
            with pytest.raises(NotFoundError):
                verb(slug=slug, by=ture)
        with pytest.raises(NotFoundError):
            publishing.publish_draft(slug=slug, revision=1, note="", by=ture)
        with pytest.raises(NotFoundError):
            talk.mark_line(slug=slug, line="plain", state=LineState.DONE, text="x", by=ture)
        with pytest.raises(NotFoundError):
            talk.invite(slug=slug, name="Ove", staff_id=None, by=ture)


def test_prototype_is_tried_and_commented_on_without_a_trace(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    page = elin.post(f"{home}inbjudningar/", {"staff": "", "name": "Olga Utifrån"}).content.decode()
    link = re.findall(r'href="http://[^/]+(/studio/prototyp/[^"]+)"', page)[0]
    assert "Olga" not in link
    olga = Client(SERVER_NAME="mjolby.localhost", SERVER_PORT="8000")
    shown = text(olga, link)
    assert "Var är klottret?" in shown
    question = re.findall(r'name="_shown" value="([^"]+)"', shown)[0]
    memory = re.findall(r'name="memory" value="([^"]+)"', shown)[0]
    about = f"question:{question}"
    said = {
        "memory": memory,
        "page": "page_1",
        "_shown": question,
        question: "På skolan",
        "comment": about,
        f"comment.{about}": "Lägg till en karta. <b>Tack</b>",
    }
    answer = olga.post(link, said).content.decode()
    assert "Kommentaren är sparad" in answer
    assert "På skolan" in answer
    assert "<b>Tack" not in answer
    with open_scope(mjolby):
        row = Comment.objects.get()
        assert (row.author, row.question_id) == ("Olga Utifrån", question)
    assert "1 öppen kommentar" in text(elin, "/studio/")
    done = f"{home}kommentarer/{row.id}/"
    post(elin, done)
    publish(elin, home)
    with open_scope(mjolby):
        assert Comment.objects.get().version_id == Version.objects.get().id
    assert olga.get(link).status_code == 404


def test_link_is_dead_elsewhere_when_ended_and_for_others_than_the_one_it_is_for(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    with open_scope(mjolby):
        hanna = cast.staff()
    page = elin.post(f"{home}inbjudningar/", {"staff": str(hanna.id)}).content.decode()
    link = re.findall(r"/studio/prototyp/[^\"<]+", page)[0]
    assert Client(SERVER_NAME="mjolby.localhost").get(link).status_code == 404
    assert elin.get(link).status_code == 404
    assert support.client(mjolby, Role.HANDLER).get(link).status_code == 200
    cast.municipality("norrkoping")
    assert Client(SERVER_NAME="norrkoping.localhost").get(link).status_code == 404
    ended = re.findall(r"inbjudningar/[0-9a-f-]{36}/", page)[0]
    post(elin, f"{home}{ended}")
    assert support.client(mjolby, Role.HANDLER).get(link).status_code == 404


def test_trial_leads_to_what_would_be_handed_in(elin: Client, home: str) -> None:
    page = text(elin, f"{home}prova/?person=bo")
    question = re.findall(r'name="_shown" value="([^"]+)"', page)[0]
    memory = re.findall(r'name="memory" value="([^"]+)"', page)[0]
    base = {"memory": memory, "page": "page_1", "_shown": question, "go": "1"}
    wrong = elin.post(f"{home}prova/", {**base, question: ""})
    assert wrong.status_code == 422
    right = elin.post(f"{home}prova/", {**base, question: "Vid bron"}).content.decode()
    assert "Det här skulle lämnas in" in right
    assert "Bo Provsson skriver under" in right
    forged = elin.post(f"{home}prova/", {**base, "memory": memory[:-3] + "xyz"})
    assert forged.status_code in {200, 422}


@pytest.mark.parametrize("rows", [1, 30])
def test_list_takes_the_same_number_of_queries(
    elin: Client, mjolby: Municipality, rows: int
) -> None:
    for number in range(rows):
        support.new_service(elin, mjolby, f"Tjänst {number}")
    text(elin, "/studio/")
    with CaptureQueriesContext(connection) as queries:
        text(elin, "/studio/")
    assert len(queries) == 7


def test_double_press_on_publish_makes_one_version(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    page = f"{home}publicera/"
    seen = support.revision(text(elin, page))
    answers = [elin.post(page, {"revision": seen, "when": "now"}).status_code for _ in range(2)]
    assert answers == [302, 404]
    with open_scope(mjolby):
        assert Version.objects.count() == 1


def test_invalid_parameters_hold_the_gate(elin: Client, home: str, mjolby: Municipality) -> None:
    path = f"{home}installningar/parametrar/"
    post(elin, path, {"do": "add", "new_title": "Telefon", "new_type": "text"}, seen=path)
    mark_everything(elin, home)
    seen = support.revision(text(elin, f"{home}publicera/"))
    refused = elin.post(f"{home}publicera/", {"revision": seen, "when": "now"})
    assert refused.status_code == 422
    assert "Parametrar" in refused.content.decode()
    name = re.findall(r'name="(v\.telefon[^"]*)"', text(elin, path))[0]
    post(elin, path, {name: "010-123 45 67"}, seen=path)
    publish(elin, home)
    with open_scope(mjolby):
        assert list(published("anmal-klotter").parameters.values()) == ["010-123 45 67"]


def test_error_says_where_things_are_missing(elin: Client, mjolby: Municipality) -> None:
    home = support.new_service(elin, mjolby, "Tom")
    mark_everything(elin, home)
    page = text(elin, f"{home}checklista/")
    assert "Om e-tjänsten – vad det kostar" in page
    with pytest.raises(InvalidInputError), open_scope(mjolby):
        publishing.publish_draft(
            slug="tom", revision=1, note="", by=cast.staff_actor(Role.SERVICE_DEVELOPER)
        )


def test_dead_end_is_told_with_its_example_and_keeps_from_publishing(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    with open_scope(mjolby):
        draft = Draft.objects.get()
        page = draft.document["pages"][0]
        page["questions"].append(
            {"id": "eget", "kind": "yes_no", "label": {"sv": "Är huset ditt?"}}
        )
        for number, value in enumerate((True, False)):
            when = {"op": "equals", "question": "eget", "value": value}
            name = f"q{number}"
            told = {"id": name, "kind": "text", "label": {"sv": f"Text {number}"}}
            page["questions"].append({**told, "required": True})
            rules = draft.document.setdefault("rules", [])
            rules.append(
                {"id": f"s{number}", "effect": "show", "target": {"question": name}, "when": when}
            )
        never = {"op": "answered", "question": "q0"}
        wrong = {"id": "w", "effect": "validate", "target": {"question": "q0"}, "when": never}
        draft.document["rules"].append({**wrong, "message": {"sv": "Fel."}})
        draft.save()
    shown = text(elin, f"{home}checklista/")
    assert "går ansökan aldrig att lämna in" in shown
    assert "”Är huset ditt?” är Ja" in shown
    assert f"{home}fraga/eget/" in shown
    page_text = text(elin, f"{home}publicera/")
    assert "Formulär och inställningar är kompletta" in page_text
    seen = {"revision": str(draft.revision), "when": "now"}
    assert elin.post(f"{home}publicera/", seen).status_code == 422
    with open_scope(mjolby):
        assert all_published() == []


def test_versions_are_compared_in_plain_swedish(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    publish(elin, home)
    assert "Det här är den första versionen" in text(elin, f"{home}versioner/1/")
    post(elin, f"{home}utkast/")
    post(elin, f"{home}sidor/", {"title": "Ny sida"}, seen=str(elin.get(home)["Location"]))
    assert "1 ändring" in text(elin, f"{home}publicera/")
    with open_scope(mjolby):
        first, document = Version.objects.get(), Draft.objects.get().document
        Version(
            slug=first.slug, number=2, document=document, sha256="x", created_at=clock.now()
        ).save()
    assert "Sidan ”Ny sida” är ny." in text(elin, f"{home}versioner/2/")
    text(elin, f"{home}versioner/3/", 404)
    other = cast.municipality("norrkoping")
    with open_scope(other):
        cast.staff()
    text(support.client(other), f"{home}versioner/1/", 404)
