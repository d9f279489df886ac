"""Who has read a case; and the open cases of somebody who is away, with who covers for her."""

import re
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests import cast
from tests.handling_support import complete_case
from tests.journey_support import school_transport
from tests.staff_support import browser, citizen_token, staff_token

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.cases import queries as cases
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Absence
from samtjanst.running.cases.types import AbsenceView, View

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
KEY = r"[0-9a-f-]{36}"


@pytest.fixture
def mjolby() -> Municipality:
    row = cast.municipality()
    with open_scope(row):
        school_transport()
    return row


@pytest.fixture
def taken(mjolby: Municipality) -> str:
    with open_scope(mjolby):
        services.take(reference=(reference := complete_case()), by=cast.staff_actor())
        return reference


def _account(role: Role, number: str, name: str, unit: str = cast.UNIT) -> StaffAccount:
    return put_staff(
        number=PersonalNumber(number), name=name, email=f"{number}@exempel.invalid",
        roles={role: cast.unit(unit)},
    )  # fmt: skip


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode())


def test_manager_sees_who_has_read_the_case_and_is_seen_herself(
    mjolby: Municipality, taken: str
) -> None:
    with open_scope(mjolby):
        hanna, anna = browser(token=staff_token(cast.staff())), browser(token=citizen_token())
        maja = browser(token=staff_token(_account(Role.MANAGER, "198510082392", "Maja Chef")))
        kim = browser(token=staff_token(_account(Role.MANAGER, "198602212394", "Kim Bygg", "Bygg")))
    desk = f"/handlaggning/arenden/{taken}/"
    for _time in range(3):
        assert "Vem har läst ärendet?" not in _page(hanna, desk)
    _page(anna, f"/mina-arenden/{taken}/")
    assert f"{desk}lasare/" in _page(maja, desk)
    _page(maja, f"{desk}lasare/")
    page = _page(maja, f"{desk}lasare/")
    for told in ("Hanna Handläggare", "Anna Provsson", "Maja Chef", "Vem som har läst"):
        assert told in page
    row = page.split("Hanna Handläggare")[-1].split("</tr>")[0]
    assert '<span class="number">3</span>' in row
    for client in (hanna, kim):
        assert client.get(f"{desk}lasare/").status_code == 404
    with open_scope(mjolby):
        seen = AuditEvent.objects.filter(action="case.readers.read", subject_kind="case")
        assert seen.count() == 2


def test_who_covers_looks_after_the_open_cases_of_her_who_is_away(
    mjolby: Municipality, taken: str
) -> None:
    with open_scope(mjolby):
        kim = _account(Role.HANDLER, "198602212394", "Kim Kollega")
        boss, away = cast.staff_actor(Role.MANAGER), cast.staff().id
        cast.staff()
        today, nobody = clock.today(), uuid.UUID(int=0)
        given = AbsenceView(nobody, away, "", today, today + 3 * DAY, kim.id, "")
        mine = browser(token=staff_token(kim))
        assert taken not in _page(mine, "/handlaggning/lista/mina/")
        services.put_absence(given=given, by=boss)
    assert taken in _page(mine, "/handlaggning/lista/mina/")
    desk = _page(mine, f"/handlaggning/arenden/{taken}/")
    assert "Du ersätter" in desk
    assert "Ta över ärendet" in desk
    with clock.shifted(28 * DAY), open_scope(mjolby):
        Absence.objects.update(last=clock.today())
        later = browser(token=staff_token(kim))
        assert taken in _page(later, "/handlaggning/min-dag/")  # due within three days
    with open_scope(mjolby):
        hers = cases.counts(cast.staff_actor())[View.MINE]
        assert hers == 1  # it stays hers
        Absence.objects.update(first=today - 9 * DAY, last=today - DAY)
    assert taken not in _page(mine, "/handlaggning/lista/mina/")
    assert "Du ersätter" not in _page(mine, f"/handlaggning/arenden/{taken}/")


def test_cover_reaches_nothing_that_she_could_not_reach_herself(mjolby: Municipality) -> None:
    with open_scope(mjolby):
        kim = _account(Role.HANDLER, "198602212394", "Kim Bygg", "Bygg")
        services.take(reference=(reference := complete_case()), by=cast.staff_actor())
        Absence(staff_id=cast.staff().id, first=clock.today(), last=clock.today(),
                cover_id=kim.id).save()  # fmt: skip
        mine = browser(token=staff_token(kim))
    assert reference not in _page(mine, "/handlaggning/lista/mina/")
    assert mine.get(f"/handlaggning/arenden/{reference}/").status_code == 404


def test_single_files_that_somebody_has_read_are_told_by_name(tmp_path: Path) -> None:
    for slug in ("norrkoping", "mjolby"):
        with open_scope(cast.municipality(slug, storage=str(tmp_path / slug))):
            school_transport(slug)
            reference = complete_case(files=("intyg.pdf",))
            complete_case(files=("annat.pdf",))
            hanna = browser(slug, token=staff_token(cast.staff()))
            maja = browser(slug, staff_token(_account(Role.MANAGER, "198510082392", "Maja Chef")))
        desk = f"/handlaggning/arenden/{reference}/"
        [path] = set(re.findall(rf'href="({desk}[^"?]*/{KEY}/)"', _page(hanna, desk)))
        assert hanna.get(path).status_code == 200
    page = _page(maja, f"{desk}lasare/")
    assert page.count("intyg.pdf") == 1
    assert "En fil" in page
    assert "annat.pdf" not in page
