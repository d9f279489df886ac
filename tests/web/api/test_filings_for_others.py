"""Filings that a system prepares: for whom somebody acts, and registers that take their time."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests import cast
from tests.handling_support import reference_of, sign
from tests.journey.test_empowered import powers, running  # noqa: F401 - fixtures
from tests.journey.test_represent import short, signed_together
from tests.journey_support import school_transport
from tests.web import browser_of
from tests.web.api import support

from samtjanst.capabilities.registers.models import Lookup
from samtjanst.foundation.people.services import put_staff
from samtjanst.foundation.people.types import Role, Scope
from samtjanst.foundation.plugins.services import bind
from samtjanst.foundation.plugins.types import Port
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.journey import submit
from samtjanst.kernel.personal_number import PersonalNumber
from samtjanst.running.filing import queries as filings
from samtjanst.running.filing.models import Filing
from samtjanst.simulators.bolagsverket.companies import BANKRUPT, TRAVAROR
from samtjanst.simulators.personas import BERI, EVERT, TEOFIL

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
PATH = "/api/v1/e-services/skolskjuts/filings"
NOBODY = "197003142384"
COMPANY = {"kind": "company", "number": TRAVAROR}
POWER = {"kind": "person", "number": TEOFIL}


def _town(folder: Path, running: dict[str, Any]) -> Municipality:  # noqa: F811 - the fixture
    row = cast.municipality(storage=str(folder / "files"))
    with open_scope(row):
        adapters = {"mandate": "minaombud", "company_register": "bolagsverket", "register": "navet"}
        for port, adapter in adapters.items():
            bind(port=Port(port), adapter=adapter, settings=running[port].settings)
        school_transport(document=short(company="stated", person="proven", power="arenden"))
    return row


@pytest.fixture
def mjolby(
    tmp_path: Path,
    running: dict[str, Any],  # noqa: F811 - the fixture
    powers: Any,  # noqa: F811 - the fixture
) -> Municipality:
    return _town(tmp_path, running)


def _caller(town: Municipality) -> Client:
    with open_scope(town):
        return support.caller(support.connect((Scope.FILINGS,)))


def _send(caller: Client, key: str = "k-1", **changes: Any) -> Any:
    body = {"personal_number": BERI, "answers": {"what": "Skylt"}, **changes}
    headers = {"Idempotency-Key": key, "Accept-Language": "sv"}
    return caller.post(PATH, body, content_type="application/json", headers=headers)


def test_what_is_said_of_signing_alone_is_answered_named_and_read_back(
    mjolby: Municipality,
) -> None:
    with open_scope(mjolby):
        signed_together()
    caller = _caller(mjolby)
    other = {"name": "Bo Provsson", "personal_number": cast.OTHER_GUARDIAN.digits} | {
        "email": "bo@exempel.invalid"
    }
    answers = {"what": "Skylt", "alone": False, "who": [other]}
    made = _send(caller, represents=COMPANY, answers=answers)
    assert made.status_code == 201, made.content
    with open_scope(mjolby):
        key = Filing.objects.get(id=made.json()["id"]).id
        submit.prepare(filing_id=key, by=cast.citizen_actor(cast.REPRESENTATIVE))
        sign(key, cast.citizen_actor(cast.REPRESENTATIVE))
        reader = support.caller(support.connect((Scope.CASES,)))
        reference = reference_of(key)
    told = reader.get(f"/api/v1/cases/{reference}").json()["represents"]
    assert (told["alone"], told["source"]) == (False, "own_statement")


def test_for_a_company_and_by_a_power_she_confirms_it_herself(mjolby: Municipality) -> None:
    caller = _caller(mjolby)
    made = [_send(caller, kind["kind"], represents=kind) for kind in (COMPANY, POWER)]
    assert [one.status_code for one in made] == [201, 201], [one.content for one in made]
    with open_scope(mjolby):
        beri = cast.citizen_actor(cast.REPRESENTATIVE)
        sources = []
        for one in made:
            key = Filing.objects.get(id=one.json()["id"]).id
            ready = submit.prepare(filing_id=key, by=beri)
            assert ready
            sealed = filings.standing_snapshot(key)
            assert sealed
            told = sealed.content["represents"]
            sources.append((told["kind"], told["source"], told["name"]))
        her = browser_of.citizen(cast.REPRESENTATIVE)
    assert sources == [
        ("company", "own_statement", "Provträ Handelsbolag"),
        ("person", "mina_ombud", "Teofil Testsson"),
    ]
    shown = her.get(f"/ansokan/{made[0].json()['id']}/kontrollera/").content.decode()
    assert "Egen uppgift på heder och samvete" in shown
    assert "intygar du på heder och samvete att du får företräda" in shown


def test_who_may_not_act_is_told_in_words_and_nothing_is_kept(mjolby: Municipality) -> None:
    caller = _caller(mjolby)
    for wrong, word in (
        ({"kind": "company", "number": BANKRUPT}, "konkurs"),
        ({"kind": "company", "number": "5560160681"}, "organisationsnumret"),
        ({"kind": "person", "number": EVERT}, "fullmakt"),
        ({"kind": "person", "number": BERI}, "eget personnummer"),
    ):
        answer = _send(caller, represents=wrong)
        assert answer.status_code == 422
        [fault] = answer.json()["faults"]
        assert fault["place"] == "represents"
        assert word in fault["text"]
    with open_scope(mjolby):
        school_transport(document=short())
    assert "för någon annan" in _send(caller, represents=COMPANY).json()["faults"][0]["text"]
    with open_scope(mjolby):
        assert not Filing.objects.exists()


def test_number_of_somebody_dead_is_answered_as_nobodys(mjolby: Municipality) -> None:
    caller = _caller(mjolby)
    dead, nobody = (_send(caller, personal_number=one) for one in (EVERT, NOBODY))
    assert dead.status_code == nobody.status_code == 422
    assert dead.json() == nobody.json()


def test_slow_register_holds_no_transaction_and_the_same_key_makes_one(
    committed_db: None,
    tmp_path: Path,
    running: dict[str, Any],  # noqa: F811 - the fixture
) -> None:
    town = _town(tmp_path, running)
    register = running["register"].register
    with open_scope(town):
        made = support.connect((Scope.FILINGS,))
    callers, answers = [support.caller(made) for _ in range(2)], []
    register.mode, register.delay = "slow", 0.7

    def call(caller: Client) -> None:
        answers.append(_send(caller, "same"))
        connection.close()

    threads = [threading.Thread(target=call, args=[one]) for one in callers]
    try:
        for one in threads:
            one.start()
        time.sleep(0.5)  # both wait for the register now
        assert _in_transactions() == 0
        for one in threads:
            one.join()
    finally:
        register.mode = "up"
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    with open_scope(town):
        assert Filing.objects.count() == 1
        refused = _send(callers[0], "other", answers={"what": ""})
        assert refused.status_code == 422
        assert Filing.objects.count() == 1
        asked = set(Lookup.objects.values_list("reference", flat=True))
    assert len(asked) == 4  # "prepare", and each filing that was planned: kept, second, refused


def _in_transactions() -> int:
    sql = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
             AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = %s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, ["client backend"])
        return int(cursor.fetchone()[0])


def test_internal_e_service_is_prepared_for_staff_alone(
    tmp_path: Path,
    running: dict[str, Any],  # noqa: F811 - the fixture
) -> None:
    town = _town(tmp_path, running)
    with open_scope(town):
        document = short()
        document["about"]["audience"] = "staff"
        school_transport(document=document)
    caller = _caller(town)
    refused = _send(caller)
    assert refused.status_code == 422
    assert "till för kommunens anställda" in str(refused.json())
    with open_scope(town):
        put_staff(
            number=PersonalNumber(BERI), name="Beri", email="b@exempel.invalid",
            roles={Role.HANDLER: cast.unit()},
        )  # fmt: skip
    assert _send(caller, key="k-2").status_code == 201
