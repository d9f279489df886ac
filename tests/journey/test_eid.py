"""Every message that an e-ID can ask for is there."""

import pytest

from samtjanst.adapters.bankid import texts
from samtjanst.journey.eid import TEXTS, told
from samtjanst.ports.failures import NotConfigured, PortError, Rejected, Temporary


@pytest.mark.parametrize("hint", texts.IDS)
def test_message_of_the_adapter_is_what_the_screen_shows(hint: str) -> None:
    assert str(TEXTS[hint]) == texts.text(hint, "sv")


@pytest.mark.parametrize(
    ("failure", "hint"),
    [
        (Rejected("bankid:alreadyInProgress", "RFA4"), "RFA4"),
        (Temporary("bankid:timeout"), "RFA5"),
        (NotConfigured("no adapter: identity"), "RFA5"),
        (Rejected("x", "unheard of"), "RFA5"),
    ],
)
def test_failure_at_the_start_has_its_message(failure: PortError, hint: str) -> None:
    assert told(failure) == str(TEXTS[hint])
