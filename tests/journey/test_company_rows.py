"""A company in a repeating group is looked up as one outside; the page shows it in its row."""

import copy
from pathlib import Path

import pytest
from tests import cast
from tests.journey_support import DOCUMENT, school_transport

from samtjanst.capabilities.formkit import present
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import answer
from samtjanst.simulators.bolagsverket.companies import BANKRUPT, PROVCYKEL
from samtjanst.simulators.bolagsverket.server import start

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
FIRMS = {
    "id": "firms",
    "kind": "group",
    "label": {"sv": "Företag"},
    "questions": [{"id": "firm", "kind": "company", "label": {"sv": "Företag"}}],
}


def test_company_in_each_row_is_filled_in_by_its_number(tmp_path: Path) -> None:
    running, document = start(tmp_path / "bolagsverket"), copy.deepcopy(DOCUMENT)
    document["pages"][0]["questions"].append(FIRMS)
    data = {
        "firms._row": ["0", "1"],
        "firms.0.firm.which": ["another"],
        "firms.0.firm.organisation_number": [PROVCYKEL],
        "firms.1.firm.organisation_number": [BANKRUPT],
    }
    with open_scope(cast.municipality(storage=str(tmp_path / "files"))):
        bind(port=Port.COMPANY_REGISTER, adapter="bolagsverket", settings=running.settings)
        school_transport(document=document)
        by = cast.citizen_actor()
        work = answer.open_work(filing_id=answer.start(slug="skolskjuts", by=by), by=by)
        page, revision = work.evaluation.visible_pages[0], work.filing.revision
        saved = answer.save_page(work=work, page_id=page, data=data, revision=revision, by=by)
        running.stop()
        rows = saved.filing.answers["firms"]
        assert [one["firm"]["name"] for one in rows] == [
            "Provcykel AB",
            "Provbygg i Östergötland AB",
        ]
        assert rows[1]["firm"]["status"] == "bankrupt"
        assert "firms" not in saved.evaluation.errors()
        sections = present.summary(work.definition, saved.filing.answers, saved.context)
        shown = [line for section in sections for row in section.rows for line in row.lines]
        assert any("Provcykel AB" in line for line in shown)
