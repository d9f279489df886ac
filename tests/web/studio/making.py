"""A small e-service that is ready to be published, made through the screens."""

import re

from django.test import Client
from tests.web.studio import support
from tests.web.studio.support import post, text

from samtjanst.foundation.tenancy.models import Municipality

MARKS = {
    "contact": "dataskydd@exempel.invalid",
    "classification": "1 2 1",
    "plain": "Läst av kommunikationsenheten.",
    "accessibility": "Provad med tangentbord och skärmläsare.",
    "tests": "Fem vanliga fall är provade.",
    "process": "Ritad med förvaltningen.",
}


def fill_settings(client: Client, home: str, municipality: Municipality) -> None:
    """Everything that the settings screens ask for."""
    about = {
        "about.summary.sv": "Här anmäler du klotter på kommunens hus.",
        "about.decides_who.sv": "Gatukontoret tar hand om anmälan.",
        "about.cost.sv": "Det är kostnadsfritt.",
        "about.minutes": "3",
    }
    save(client, f"{home}installningar/om/", about)
    listed(client, f"{home}installningar/personuppgifter/", "För att kunna ta bort klottret.")
    listed(client, f"{home}installningar/beslut/", "Vi har tagit emot din anmälan.")
    listed(client, f"{home}installningar/lagstod/", "Kommunallagen 2 kap. 1 §")
    appeal = {"handling.appeal_regime": "ej_overklagbart", "handling.appeal_text.sv": ""}
    save(client, f"{home}installningar/lagstod/", appeal)
    process = {
        "handling.retention.sv": "Två år.",
        "handling.reference_prefix": "KLO",
        "handling.target_days": "14",
    }
    save(client, f"{home}installningar/process/", process)
    people = text(client, f"{home}installningar/ansvar/")
    elin, hanna = re.findall(r'<option value="([0-9a-f-]{36})"[^>]*>(?:Elin|Hanna)', people)[:2]
    chosen = {"owner": elin, "deputy": hanna, "unit": support.unit_id(municipality)}
    post(client, f"{home}installningar/ansvar/", chosen)


def save(client: Client, path: str, data: dict[str, str]) -> None:
    post(client, path, data, seen=path)


def listed(client: Client, path: str, said: str) -> None:
    """Write the same in every empty text of a list."""
    names = re.findall(r'name="([a-z_.0-9]+\.text\.sv)"', text(client, path))
    assert names
    save(client, path, dict.fromkeys(names, said))


def mark_everything(client: Client, home: str) -> None:
    for line, said in MARKS.items():
        post(client, f"{home}checklista/{line}/", {"state": "done", "text": said})
    excused = {"state": "not_applicable", "text": "Ingen anges: alla är anonyma."}
    post(client, f"{home}checklista/registers/", excused)


def ready_service(client: Client, municipality: Municipality) -> str:
    """Build it; returns its path in the studio. One question: where the graffiti is."""
    home = support.new_service(client, municipality, "Anmäl klotter")
    page = str(client.get(home)["Location"])
    post(client, f"{page}ny-fraga/", {"label": "Var är klottret?", "kind": "text"}, seen=page)
    fill_settings(client, home, municipality)
    mark_everything(client, home)
    return home
