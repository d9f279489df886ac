"""The screens of roles and routing: what stands there, what is missing, and where it is set."""

import pytest
from django.test import Client
from tests import cast
from tests.web.studio import support
from tests.web.studio.support import text

from samtjanst.building.definitions.models import Draft
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.running.cases.models import AssignmentRule

pytestmark = pytest.mark.django_db


def test_roles_say_who_and_where_it_is_set(elin: Client, home: str) -> None:
    page = text(elin, f"{home}installningar/roller/")
    assert "Hanna Handläggare" in page
    assert "Enheten har ingen chef" in page
    assert "Alla som får handlägga: enheten har inte skrivit in någon delegation." in page
    assert f'href="{home}installningar/ansvar/"' in page
    assert "/handlaggning/delegation/" not in page  # she may not


def test_routing_shows_rules_in_order_and_what_is_wrong(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    path = f"{home}installningar/fordelning/"
    assert "Enheten har ingen regel för e-tjänsten." in text(elin, path)
    with open_scope(mjolby):
        row = AssignmentRule(unit=cast.unit(), place=1, name="Norr", slug=home.split("/")[2])
        row.question, row.values, row.staff = "borta", ["595*"], [cast.staff().id]
        row.save()
    page = text(elin, path)
    assert "Norr" in page
    assert "Frågan finns inte i formuläret." in page
    assert "Ärenden som ingen regel passar på" in page
    assert "/handlaggning/fordelning/" not in page


def test_routing_tells_answers_by_what_they_are_called(
    elin: Client, home: str, mjolby: Municipality
) -> None:
    with open_scope(mjolby):
        draft = Draft.objects.get()
        asked = draft.document["pages"][0]["questions"][0]
        asked |= {"kind": "choice", "options": [{"id": "north", "label": {"sv": "Norra delen"}}]}
        draft.save()
        row = AssignmentRule(unit=cast.unit(), place=1, name="Norr", slug=home.split("/")[2])
        row.question, row.values, row.staff = asked["id"], ["north"], [cast.staff().id]
        row.save()
    page = text(elin, f"{home}installningar/fordelning/")
    assert "är Norra delen" in page
    assert "Något av svaren" not in page


def test_overview_counts_what_is_missing(elin: Client, home: str) -> None:
    page = text(elin, f"{home}installningar/")
    assert f'href="{home}installningar/roller/"' in page
    place = page.index("installningar/roller/")
    assert "1 sak saknas" in page[place : place + 500]


@pytest.mark.parametrize("screen", ["roller", "fordelning"])
def test_others_do_not_see_it(home: str, mjolby: Municipality, screen: str) -> None:
    handler = support.client(mjolby, Role.HANDLER)
    assert handler.get(f"{home}installningar/{screen}/").status_code == 404


@pytest.mark.parametrize("screen", ["roller", "fordelning"])
def test_neighbour_does_not_see_it(home: str, screen: str) -> None:
    theirs = cast.municipality("vadstena")
    assert support.client(theirs).get(f"{home}installningar/{screen}/").status_code == 404
