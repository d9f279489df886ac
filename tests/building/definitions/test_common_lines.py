"""Lines that a collaboration adds to every municipality's checklist, out of a file."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests import cast
from tests.web.studio import support
from tests.web.studio.conftest import elin, home, mjolby  # noqa: F401 - fixtures
from tests.web.studio.support import post, text

from samtjanst.building.definitions.common_lines import read
from samtjanst.building.definitions.models import ChecklistLine
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope

LINE: dict[str, Any] = {
    "id": "samrad",
    "title": {"sv": "Samrådd i nätverket", "en": "Discussed in the network"},
    "help": {"sv": "Nätverket har sett en prototyp."},
    "mandatory": True,
}
WHOLE = {"format": "samtjanst-checklist/1", "name": "Samverkan Öst", "lines": [LINE]}


def written(folder: Path, document: Any) -> str:
    place = folder / "checklista.json"
    place.write_text(json.dumps(document))
    return str(place)


@pytest.mark.parametrize(
    "document",
    [
        [],
        {**WHOLE, "format": "samtjanst-checklist/2"},
        {**WHOLE, "more": 1},
        {**WHOLE, "lines": [LINE, LINE]},
        {**WHOLE, "lines": [{**LINE, "about": "everything"}]},
        {**WHOLE, "lines": [{**LINE, "about": ["plain"]}]},
        {**WHOLE, "lines": [{**LINE, "id": "Fel id"}]},
        {**WHOLE, "lines": [{**LINE, "title": {"en": "Only English"}}]},
        {**WHOLE, "lines": [{**LINE, "mandatory": "ja"}]},
        {**WHOLE, "lines": [LINE] * 51},
    ],
)
def test_file_that_is_wrong_is_refused_whole(tmp_path: Path, document: Any) -> None:
    with pytest.raises(ValueError, match=r"checklista\.json"):
        read(written(tmp_path, document))


def test_file_that_is_not_there_is_refused_and_none_gives_no_lines(tmp_path: Path) -> None:
    assert read("") == ()
    with pytest.raises(ValueError, match="cannot be read"):
        read(str(tmp_path / "nothing.json"))


@pytest.mark.django_db
def test_line_of_the_collaboration_holds_the_gate_in_every_municipality(
    tmp_path: Path,
    settings: Any,
    elin: Client,  # noqa: F811 - the fixture
    home: str,  # noqa: F811 - the fixture
) -> None:
    settings.COMMON_LINES = read(written(tmp_path, WHOLE))
    page = text(elin, f"{home}checklista/")
    assert "Samrådd i nätverket" in page
    assert "Tillagd av Samverkan Öst" in page
    assert "Ta bort raden" not in page
    seen = support.revision(text(elin, f"{home}publicera/"))
    answer = elin.post(f"{home}publicera/", {"revision": seen, "when": "now"})
    assert answer.status_code == 422
    line = f"{home}checklista/common_samrad/"
    assert elin.post(line, {"state": "not_applicable", "text": ""}).status_code == 422
    post(elin, line, {"state": "not_applicable", "text": "Gäller bara oss."})
    post(elin, f"{home}publicera/", {"note": "", "when": "now"}, seen=f"{home}publicera/")


@pytest.mark.django_db
def test_own_line_is_taken_away_for_all_its_e_services_and_nobody_elses(
    elin: Client,  # noqa: F811 - the fixture
    home: str,  # noqa: F811 - the fixture
    mjolby: Municipality,  # noqa: F811 - the fixture
) -> None:
    boxholm = cast.municipality("boxholm")
    with open_scope(boxholm):
        theirs = ChecklistLine(title="Deras rad")
        theirs.save()
    post(elin, f"{home}checklista/", {"title": "Vår rad", "help": "", "mandatory": "1"})
    with open_scope(mjolby):
        own = ChecklistLine.objects.get()
    wrong = elin.post(f"{home}checklista/ta-bort/{theirs.id}/")
    assert wrong.status_code == 404
    post(elin, f"{home}checklista/own_{own.id.hex}/", {"state": "done", "text": "Gjort."})
    assert "Tillagd av kommunen" in text(elin, f"{home}checklista/")
    post(elin, f"{home}checklista/ta-bort/{own.id}/")
    assert "Vår rad" not in text(elin, f"{home}checklista/")
    with open_scope(boxholm):
        assert ChecklistLine.objects.count() == 1


@pytest.mark.django_db
def test_added_lines_are_said_of_anew_when_what_they_are_about_has_changed(
    tmp_path: Path,
    settings: Any,
    elin: Client,  # noqa: F811 - the fixture
    home: str,  # noqa: F811 - the fixture
    mjolby: Municipality,  # noqa: F811 - the fixture
) -> None:
    settings.COMMON_LINES = read(
        written(tmp_path, {**WHOLE, "lines": [{**LINE, "about": "plain"}]})
    )
    own = {"title": "Vår rad", "help": "", "about": "accessibility"}
    post(elin, f"{home}checklista/", own)
    post(elin, f"{home}checklista/", {**own, "title": "Står kvar", "about": ""})
    with open_scope(mjolby):
        first, second = (ChecklistLine.objects.get(title=one) for one in ("Vår rad", "Står kvar"))
    keys = ("common_samrad", f"own_{first.id.hex}", f"own_{second.id.hex}")
    for key in keys:
        post(elin, f"{home}checklista/{key}/", {"state": "done", "text": "Gjort i mars."})
    assert old(text(elin, f"{home}checklista/"), keys) == []
    page = str(elin.get(home)["Location"])
    post(elin, f"{page}ny-fraga/", {"label": "Något mer?", "kind": "text"}, seen=page)
    seen = text(elin, f"{home}checklista/")
    assert old(seen, keys) == list(keys[:2])
    assert seen.count("Gjort i mars.") >= 3
    answer = elin.post(
        f"{home}publicera/",
        {"revision": support.revision(text(elin, f"{home}publicera/")), "when": "now"},
    )
    assert answer.status_code == 422
    assert "Samrådd i nätverket" in answer.content.decode()
    for key in keys[:2]:
        post(elin, f"{home}checklista/{key}/", {"state": "done", "text": "Gjort i mars."})
    assert old(text(elin, f"{home}checklista/"), keys) == []


def old(page: str, keys: tuple[str, ...]) -> list[str]:
    """Those of the lines that are to be said of anew."""
    sections = {key: page.split(f'id="{key}"', 1)[1].split("</li>", 1)[0] for key in keys}
    return [key for key in keys if "Gäller en äldre version" in sections[key]]
