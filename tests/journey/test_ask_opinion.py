"""A person who is asked for an opinion: the register says that number and name belong together."""

from datetime import timedelta

from tests import cast
from tests.handling_support import complete_case
from tests.journey.failure.conftest import (  # noqa: F401 - fixtures
    _bank,
    _mail,
    _register,
    bank,
    mail,
    register,
    town,
)
from tests.staff_support import browser, staff_token
from tests.town import Town

from samtjanst.foundation.tenancy.services import open_scope
from samtjanst.kernel import clock
from samtjanst.running.cases import services
from samtjanst.running.cases.models import Opinion
from samtjanst.simulators import personas


def test_number_must_be_of_the_one_who_was_named_and_of_nobody_protected(
    town: Town,  # noqa: F811 - the fixture
) -> None:
    with open_scope(town.row):
        reference = complete_case()
        services.take(reference=reference, by=cast.staff_actor())
        hanna = browser(token=staff_token(cast.staff()))
    path = f"/handlaggning/arenden/{reference}/be-om-yttrande/"
    teofil = personas.person(personas.TEOFIL)
    assert teofil
    data = {
        "whom": "person", "personal_number": teofil.personal_number, "name": teofil.name,
        "text": "Bor ni nära vägen?", "due": (clock.today() + timedelta(days=30)).isoformat(),
    }  # fmt: skip
    for number, name in (
        (teofil.personal_number, "Petra Provsson"),
        (teofil.personal_number, teofil.given_name),
        (personas.PETRA, "Petra Testsson"), (personas.UNKNOWN_NUMBER, "Ingen Alls"),
        (personas.EVERT, "Evert Provsson"),
    ):  # fmt: skip
        page = hanna.post(path, data | {"personal_number": number, "name": name})
        assert page.status_code == 422, name
        # A number is no way to ask who somebody is.
        assert teofil.name not in page.content.decode()
    assert hanna.post(path, data).status_code == 302
    with open_scope(town.row):
        assert Opinion.objects.count() == 1
