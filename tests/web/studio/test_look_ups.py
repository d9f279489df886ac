"""A question is filled in from a look-up that is chosen, and one that is missing here is told."""

import copy

import pytest
from tests import cast
from tests.journey_support import DOCUMENT
from tests.web.studio import support
from tests.web.studio.support import imported, post, text

from samtjanst.capabilities.formkit.editing.declared import kind_forms
from samtjanst.capabilities.registers.models import Source
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock

pytestmark = pytest.mark.django_db
PLACE = {"id": "place", "kind": "text", "label": {"sv": "Anläggningens adress"}}
CHOSEN = {"s.lookup": "matare", "s.lookup_value": "adress", "s.lookup_key": "meter"}


def test_look_ups_of_the_municipality_are_chosen_among() -> None:
    mjolby = cast.municipality()
    with open_scope(mjolby):
        Source.objects.create(
            name="matare", version=1, title="Mätarregistret", access="none",
            fields={"adress": "/a"}, made_at=clock.now(),
        )  # fmt: skip
    document = copy.deepcopy(DOCUMENT)
    document["pages"][0]["questions"].append({**PLACE, "id": "meter"})
    document["pages"][1]["questions"].append(PLACE)
    elin = support.client(mjolby)
    where = f"{imported(elin, mjolby, document)}fraga/place/"
    page = text(elin, where)
    assert "Mätarregistret (matare)" in page
    posted = {"label.sv": "Adress", "settings_shown": "1", "s.max_length": "100", **CHOSEN}
    post(elin, where, posted, seen=where)
    with open_scope(mjolby):
        Source.objects.all().delete()
    assert "matare (inte inställt i kommunen)" in text(elin, where)


def test_register_is_chosen_where_it_suits_and_nothing_is_asked_where_none_does() -> None:
    mjolby = cast.municipality()
    document = copy.deepcopy(DOCUMENT)
    money = {"id": "sum", "kind": "money", "label": {"sv": "Belopp"}}
    number = {"id": "org", "kind": "organisation_number", "label": {"sv": "Nummer"}}
    document["pages"][0]["questions"].append(number)
    document["pages"][1]["questions"] += [PLACE, money, {**PLACE, "id": "to", "kind": "address"}]
    elin = support.client(mjolby)
    home = imported(elin, mjolby, document)
    assert "s.lookup" not in text(elin, f"{home}fraga/sum/")
    where = f"{home}fraga/place/"
    shown = text(elin, where)
    closed = '<details class="ds-details"><summary>Hämta eller kontrollera svaret i ett register'
    assert closed in shown  # none is chosen: its settings are out of the way
    assert "Bolagsverket" in shown
    assert "Namn (Skatteverket: personer, Bolagsverket: företag)" in shown
    assert "Fastighetsbeteckning (Lantmäteriet: fastigheter)" in shown
    chosen = {"s.lookup": "register.company", "s.lookup_value": "name", "s.lookup_key": "org"}
    posted = {"label.sv": "Firma", "settings_shown": "1", "s.max_length": "100", **chosen}
    post(elin, where, posted, seen=where)
    assert 'value="register.company" selected' in text(elin, where)
    assert closed not in text(elin, where)
    wrong = {**posted, "s.lookup_value": "designation"}
    post(elin, where, wrong, seen=where)
    assert "Registret har ingen sådan uppgift" in text(elin, where)
    assert "Uppgiften som är postnummer" in text(elin, f"{home}fraga/to/")


def test_settings_stand_in_the_order_in_which_they_are_decided() -> None:
    shown = [setting.name for setting in kind_forms()["text"].settings]
    assert shown == [
        "max_length", "lookup", "lookup_use", "lookup_value", "lookup_key", "lookup_strict",
    ]  # fmt: skip
