"""The municipality's directory keeps accounts and groups up to date by itself."""

import uuid

from django.db import transaction

from samtjanst.foundation.access.services import require
from samtjanst.foundation.access.types import Permission
from samtjanst.foundation.audit.services import record
from samtjanst.foundation.people import provisioning
from samtjanst.foundation.people.provisioning import Provisioned, ProvisionedGroup
from samtjanst.foundation.people.types import Actor


def find_users(*, user_name: str = "", external_id: str = "", by: Actor) -> list[Provisioned]:
    """The people whom the directory has made.

    Raises:
        NotFoundError: the actor may not.
    """
    require(by, Permission.STAFF_PROVISION)
    return provisioning.users(user_name=user_name, external_id=external_id)


def read_user(*, user_id: uuid.UUID, by: Actor) -> Provisioned:
    """One of them.

    Raises:
        NotFoundError: the actor may not, or there is none.
    """
    require(by, Permission.STAFF_PROVISION)
    return provisioning.user(user_id)


@transaction.atomic
def put_user(*, told: Provisioned, user_id: uuid.UUID | None = None, by: Actor) -> Provisioned:
    """Make an account (None), or bring one up to date.

    Raises:
        NotFoundError: the actor may not, or there is none.
        ConflictError: the user name or the key is taken.
    """
    require(by, Permission.STAFF_PROVISION)
    kept = provisioning.put_user(user_id, told) if user_id else provisioning.add_user(told)
    details = {"active": kept.is_active}
    record("staff.provisioned", by=by, subject=("staff", str(kept.id)), details=details)
    return kept


@transaction.atomic
def remove_user(*, user_id: uuid.UUID, by: Actor) -> None:
    """The person has left for good.

    Raises:
        NotFoundError: the actor may not, or there is none.
    """
    require(by, Permission.STAFF_PROVISION)
    provisioning.remove_user(user_id)
    record("staff.closed", by=by, subject=("staff", user_id))


def find_groups(*, name: str = "", by: Actor) -> list[ProvisionedGroup]:
    """The groups.

    Raises:
        NotFoundError: the actor may not.
    """
    require(by, Permission.STAFF_PROVISION)
    return provisioning.groups(name=name)


def read_group(*, group_id: uuid.UUID, by: Actor) -> ProvisionedGroup:
    """One of them.

    Raises:
        NotFoundError: the actor may not, or there is none.
    """
    require(by, Permission.STAFF_PROVISION)
    return provisioning.group(group_id)


@transaction.atomic
def put_group(
    *, told: ProvisionedGroup, group_id: uuid.UUID | None = None, by: Actor
) -> ProvisionedGroup:
    """Make a group (None), or bring one up to date; its members' roles follow at once.

    Raises:
        NotFoundError: the actor may not, there is none, or a member is nobody.
        ConflictError: the name is taken.
    """
    require(by, Permission.STAFF_PROVISION)
    kept = provisioning.put_group(told, group_id)
    details = {"members": len(kept.members)}
    record("group.provisioned", by=by, subject=("group", str(kept.id)), details=details)
    return kept


@transaction.atomic
def remove_group(*, group_id: uuid.UUID, by: Actor) -> None:
    """The group is no more.

    Raises:
        NotFoundError: the actor may not, or there is none.
    """
    require(by, Permission.STAFF_PROVISION)
    provisioning.remove_group(group_id)
    record("group.removed", by=by, subject=("group", group_id))
