"""SCIM 2.0: what a directory sends, in all its dialects, and what nobody else may."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests import cast, invited

from samtjanst.foundation.audit.models import AuditEvent
from samtjanst.foundation.people import clients
from samtjanst.foundation.people.clients import Credentials, NewClient
from samtjanst.foundation.people.directory import account_of, put_group_role
from samtjanst.foundation.people.models import StaffAccount
from samtjanst.foundation.people.sessions import sign_in_staff
from samtjanst.foundation.people.types import Role, Scope
from samtjanst.foundation.tenancy.models import Municipality
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.ports.login import VouchedPerson
from samtjanst.web.api import scim_wire as wire

pytestmark = pytest.mark.django_db
USERS, GROUPS = "/scim/v2/Users", "/scim/v2/Groups"
NINA = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
    "userName": "nina@kommunen.example",
    "externalId": "oid-1",
    "displayName": "Nina Nyström",
    "emails": [{"type": "work", "value": "nina@kommunen.example", "primary": True}],
    "active": True,
}


@dataclass
class Directory:
    """A directory that speaks SCIM."""

    client: Client
    token: str

    def send(self, method: str, path: str, value: Any = None) -> Any:
        content = value if isinstance(value, str) else json.dumps(value)
        answer: Any = self.client.generic(
            method,
            path,
            content if value is not None else "",
            content_type="application/scim+json",
            headers={"Authorization": f"Bearer {self.token}"},
        )
        return answer

    def made(self, path: str, value: Any) -> dict[str, Any]:
        answer = self.send("POST", path, value)
        assert answer.status_code == 201, answer.content
        return dict(json.loads(answer.content))

    def patch(self, path: str, *operations: dict[str, Any]) -> Any:
        return self.send("PATCH", path, {"Operations": list(operations)})


def _connected(*scopes: Scope) -> Credentials:
    until = clock.now() + timedelta(days=30)
    new = NewClient(name="Katalogen", scopes=scopes, unit=cast.unit(), expires_at=until)
    return clients.put_client(new=new)[1]


def _directory(slug: str = "mjolby") -> Directory:
    made = _connected(Scope.STAFF)
    return Directory(invited.browser(slug), f"{made.client_id}.{made.secret}")


@pytest.fixture
def mjolby() -> Iterator[Municipality]:
    row = cast.municipality("mjolby")
    with open_scope(row):
        put_group_role(group="skola", role=Role.HANDLER, unit_id=cast.unit().id)
        yield row


@pytest.fixture
def directory(mjolby: Municipality) -> Directory:
    return _directory()


def _logged_in(user_id: str) -> Client:
    account = StaffAccount.objects.get(id=user_id)
    opened = sign_in_staff(old=cast.session(), staff=account, assurance_level=3, method="directory")
    client = invited.browser()
    client.cookies["samtjanst"] = opened.token
    return client


def _in_group(directory: Directory) -> tuple[str, str]:
    user = directory.made(USERS, NINA)["id"]
    group = directory.made(GROUPS, {"displayName": "skola", "members": [{"value": user}]})["id"]
    return user, group


def test_person_is_made_found_and_read(directory: Directory) -> None:
    made = directory.made(USERS, NINA)
    assert made["userName"] == NINA["userName"]
    for query in ('userName eq "NINA@kommunen.example"', 'externalId Eq "oid-1"'):
        found = json.loads(directory.send("GET", f"{USERS}?filter={query}").content)
        assert [one["id"] for one in found["Resources"]] == [made["id"]]
    assert json.loads(directory.send("GET", f"{USERS}/{made['id']}").content) == made
    none = json.loads(directory.send("GET", f'{USERS}?filter=userName eq "x"').content)
    assert none["totalResults"] == 0
    again = directory.send("POST", USERS, NINA)
    assert again.status_code == 409
    assert json.loads(again.content)["scimType"] == "uniqueness"


@pytest.mark.parametrize("size", [16_000_000, 33_000_000])
def test_too_large_a_call_is_told_as_scim_tells_errors(directory: Directory, size: int) -> None:
    answer = directory.send("POST", USERS, "x" * size)
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, wire.TYPE)
    assert answer.json() == {"schemas": [wire.ERROR], "status": "413"}
    nowhere = directory.send("GET", "/scim/v2/Nothing")
    assert (nowhere.status_code, nowhere.headers["Content-Type"]) == (404, wire.TYPE)


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "replace", "path": "active", "value": False},
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "replace", "value": {"active": False}},
        {
            "op": "replace",
            "path": "urn:ietf:params:scim:schemas:core:2.0:User:active",
            "value": "false",
        },
    ],
)
def test_person_set_to_not_active_is_out_at_once(
    directory: Directory, operation: dict[str, Any]
) -> None:
    user, _group = _in_group(directory)
    client = _logged_in(user)
    assert client.get("/handlaggning/").status_code == 200
    assert directory.patch(f"{USERS}/{user}", operation).status_code == 200
    assert client.get("/handlaggning/").status_code == 302
    assert AuditEvent.objects.filter(action="staff.provisioned").count() == 2
    directory.patch(f"{USERS}/{user}", {"op": "replace", "path": "active", "value": True})
    assert client.get("/handlaggning/").status_code == 302  # the old session stays ended
    assert _logged_in(user).get("/handlaggning/").status_code == 200


def test_deleted_person_is_closed_and_gone(directory: Directory) -> None:
    user, _group = _in_group(directory)
    client = _logged_in(user)
    assert directory.send("DELETE", f"{USERS}/{user}").status_code == 204
    assert client.get("/handlaggning/").status_code == 302
    assert directory.send("GET", f"{USERS}/{user}").status_code == 404
    assert directory.send("DELETE", f"{USERS}/{user}").status_code == 404
    directory.made(USERS, NINA)  # comes back as somebody new


def test_group_gives_and_takes_its_roles_at_once(directory: Directory) -> None:
    user, group = _in_group(directory)
    client, path = _logged_in(user), f"{GROUPS}/{group}"
    assert client.get("/handlaggning/").status_code == 200
    directory.patch(path, {"op": "Remove", "path": f'members[value eq "{user}"]'})
    assert client.get("/handlaggning/").status_code == 404
    directory.patch(path, {"op": "add", "path": "members", "value": [{"value": user}]})
    assert client.get("/handlaggning/").status_code == 200
    directory.patch(path, {"op": "remove", "path": "members", "value": [{"value": user}]})
    assert client.get("/handlaggning/").status_code == 404
    directory.send("PUT", path, {"displayName": "skola", "members": [{"value": user}]})
    assert client.get("/handlaggning/").status_code == 200
    directory.patch(path, {"op": "replace", "path": "displayName", "value": "annat"})
    assert client.get("/handlaggning/").status_code == 404
    directory.patch(path, {"op": "replace", "path": "displayName", "value": "skola"})
    assert directory.send("DELETE", path).status_code == 204
    assert client.get("/handlaggning/").status_code == 404


def test_person_logs_in_with_the_same_key_and_keeps_her_groups(directory: Directory) -> None:
    user, _group = _in_group(directory)
    person = VouchedPerson(issuer="https://idp.example", subject="oid-1", name="Nina Nyström")
    account = account_of(person)
    assert account is not None
    assert str(account.id) == user
    assert _logged_in(user).get("/handlaggning/").status_code == 200
    assert (
        account_of(VouchedPerson(issuer="https://idp.example", subject="oid-2", name="X")) is None
    )


def test_name_and_address_follow(directory: Directory) -> None:
    user = directory.made(USERS, NINA)["id"]
    answer = directory.patch(
        f"{USERS}/{user}",
        {"op": "Add", "path": 'emails[type eq "work"].value', "value": "ny@kommunen.example"},
        {"op": "replace", "value": {"displayName": "Nina Ny", "nickName": "N"}},
    )
    told = json.loads(answer.content)
    assert (told["displayName"], told["emails"][0]["value"]) == ("Nina Ny", "ny@kommunen.example")


def test_accounts_of_others_are_neither_seen_nor_changed(directory: Directory) -> None:
    mine = cast.staff()
    path = f"{USERS}/{mine.id}"
    for method, value in (("GET", None), ("PUT", NINA), ("DELETE", None)):
        assert directory.send(method, path, value).status_code == 404
    member = {"displayName": "skola", "members": [{"value": str(mine.id)}]}
    assert directory.send("POST", GROUPS, member).status_code == 404
    assert json.loads(directory.send("GET", USERS).content)["totalResults"] == 0
    assert StaffAccount.objects.get(id=mine.id).is_active


def test_other_municipality_sees_nothing(directory: Directory) -> None:
    user, group = _in_group(directory)
    with open_scope(cast.municipality("norrkoping")):
        there = _directory("norrkoping")
        assert there.send("GET", f"{USERS}/{user}").status_code == 404
        assert there.send("DELETE", f"{GROUPS}/{group}").status_code == 404
        assert json.loads(there.send("GET", USERS).content)["totalResults"] == 0
        stolen = Directory(invited.browser("norrkoping"), directory.token)
        assert stolen.send("GET", USERS).status_code == 401


def test_nobody_else_gets_in(mjolby: Municipality) -> None:
    other = _connected(Scope.CASES)
    for token in ("", "x", "x.y", f"{other.client_id}.{other.secret}", f"{other.client_id}.x"):
        answer = Directory(invited.browser(), token).send("GET", USERS)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
    assert invited.browser().get(USERS).status_code == 401


@pytest.mark.parametrize(
    "sent",
    [
        "x",
        "[]",
        "{}",
        {"userName": ""},
        {"userName": 1},
        {"userName": "x" * 300},
        {"userName": "a\x00b"},
        {"userName": "a", "active": "kanske"},
        {"userName": "a", "active": None},
    ],
)
def test_what_is_no_person_is_refused(directory: Directory, sent: Any) -> None:
    answer = directory.send("POST", USERS, sent)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/scim+json"
    assert not StaffAccount.objects.exists()


@pytest.mark.parametrize(
    "operation",
    [
        {},
        {"op": "move", "path": "active"},
        {"op": "remove"},
        {"op": "replace", "path": "active", "value": [True]},
        {"op": "replace", "path": "userName", "value": ""},
        {"op": "replace", "path": 7, "value": True},
    ],
)
def test_change_that_cannot_be_read_changes_nothing(
    directory: Directory, operation: dict[str, Any]
) -> None:
    made = directory.made(USERS, NINA)
    assert directory.patch(f"{USERS}/{made['id']}", operation).status_code == 400
    assert json.loads(directory.send("GET", f"{USERS}/{made['id']}").content) == made


@pytest.mark.parametrize(
    "query", ['userName sw "n"', 'password eq "x"', 'userName eq "x" or id pr']
)
def test_filter_that_is_not_spoken_is_said_so(directory: Directory, query: str) -> None:
    answer = directory.send("GET", f"{USERS}?filter={query}")
    assert json.loads(answer.content)["scimType"] == "invalidFilter"


def test_list_is_paged(directory: Directory) -> None:
    for number in range(3):
        directory.made(USERS, NINA | {"userName": f"u{number}", "externalId": f"o{number}"})
    page = json.loads(directory.send("GET", f"{USERS}?startIndex=2&count=1").content)
    assert (page["totalResults"], page["itemsPerPage"]) == (3, 1)
    assert page["Resources"][0]["userName"] == "u1"
    assert directory.send("GET", f"{USERS}?count=x").status_code == 400


def test_configuration_says_what_is_spoken(directory: Directory) -> None:
    told = json.loads(directory.send("GET", "/scim/v2/ServiceProviderConfig").content)
    assert told["patch"]["supported"]
    kinds = json.loads(directory.send("GET", "/scim/v2/ResourceTypes").content)
    assert {one["name"] for one in kinds["Resources"]} == {"User", "Group"}
