"""One browser, one secret, one municipality."""

from datetime import timedelta

import pytest
from tests import cast

from samtjanst.foundation.people.sessions import (
    IDLE,
    actor_of,
    begin_session,
    end_session,
    session_for,
    sign_in_citizen,
)
from samtjanst.foundation.people.types import ActorKind
from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock

pytestmark = pytest.mark.django_db


def test_login_gives_a_new_secret_and_ends_the_old() -> None:
    with open_scope(cast.municipality()):
        old = begin_session()
        new = sign_in_citizen(
            old=old.session, citizen=cast.citizen(), assurance_level=3, method="bankid"
        )
        assert session_for(old.token) is None
        session = session_for(new.token)
        assert session is not None
        actor = actor_of(session)
    assert actor is not None
    assert (actor.kind, actor.assurance_level) == (ActorKind.CITIZEN, 3)


def test_secret_is_worth_nothing_in_another_municipality() -> None:
    with open_scope(cast.municipality("mjolby")):
        opened = cast.logged_in()
    with open_scope(cast.municipality("norrkoping")):
        assert session_for(opened.token) is None


def test_secret_itself_is_not_kept() -> None:
    with open_scope(cast.municipality()):
        opened = cast.logged_in()
        assert opened.token not in str(vars(opened.session))


def test_idle_session_ends() -> None:
    with open_scope(cast.municipality()):
        opened = cast.logged_in()
        with clock.shifted(IDLE[ActorKind.CITIZEN] + timedelta(seconds=1)):
            assert session_for(opened.token) is None


def test_logged_out_session_ends() -> None:
    with open_scope(cast.municipality()):
        opened = cast.logged_in()
        end_session(session_id=opened.session.id)
        assert session_for(opened.token) is None


def test_closed_staff_account_loses_access_at_once() -> None:
    from samtjanst.foundation.people.sessions import sign_in_staff

    with open_scope(cast.municipality()):
        account = cast.staff()
        opened = sign_in_staff(
            old=cast.session(), staff=account, assurance_level=3, method="bankid"
        )
        assert session_for(opened.token) is not None
        account.is_active = False
        account.save()
        assert session_for(opened.token) is None
